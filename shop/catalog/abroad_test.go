package catalog_test

import (
	"slices"
	"testing"
	"time"

	"frontdesk/shop"
	"frontdesk/shop/catalog"
)

// inEnglish has products with an English title, and one with a Polish one besides.
func inEnglish(t *testing.T) *catalog.Catalog {
	t.Helper()
	store := catalog.NewMemory()
	var entries []catalog.Entry
	for id, titles := range map[string]shop.Texts{
		"kettle":  {"en": "Spout electric kettle"},
		"teapot":  {"und": "Kiln teapot"}, // its feed names no language
		"grinder": {"en": "Grind coffee grinder"},
		"bag":     {"en": "Nest 8 summer sleeping bag"},
		"hipbag":  {"en": "Creel hip bag"},
		"jacket":  {"en": "Skarn rain jacket"},
		"regen":   {"de": "Fjell Regenjacke"},
		"gloves":  {"en": "Grip touchscreen gloves", "pl-PL": "Rękawiczki Grip"},
		"mittens": {"en": "Paw mittens"},
	} {
		entries = append(entries, catalog.Entry{Source: "feed", ReadAt: time.Unix(1, 0), Product: shop.Product{
			ID: id, Titles: titles, Variants: []shop.Variant{{SKU: id + "-1"}},
		}})
	}
	if err := store.SaveFeedProducts(t.Context(), "", entries); err != nil {
		t.Fatal(err)
	}
	c := catalog.New(store)
	if _, err := c.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	return c
}

func TestProductsAreFoundInTheShoppersLanguage(t *testing.T) {
	c := inEnglish(t)
	for _, tc := range []struct {
		lang, text string
		want       []string // the first found, in any order
		none       bool
	}{
		{lang: "ko", text: "주전자 있나요?", want: []string{"kettle"}},
		{lang: "pl", text: "szukam czajnika do 50 euro", want: []string{"kettle"}},
		{lang: "zh", text: "你们卖茶壶吗", want: []string{"teapot"}},
		{lang: "ar", text: "أبحث عن كيس نوم", want: []string{"bag"}},
		{lang: "fi", text: "etsin makuupussia", want: []string{"bag"}},
		{lang: "th", text: "มีกาต้มน้ำไหม", want: []string{"kettle"}},
		{lang: "ja", text: "コーヒーミルはありますか", want: []string{"grinder"}},
		{lang: "ru", text: "нужна куртка", want: []string{"jacket", "regen"}}, // a rain jacket is one, in German too
		{lang: "en", text: "a jacket", want: []string{"jacket", "regen"}},
		{lang: "pl", text: "rękawiczki", want: []string{"gloves"}},      // the shopper's own word before
		{lang: "pl-PL", text: "Skarn kurtka", want: []string{"jacket"}}, // a name before the other of its kind
		{lang: "ko", text: "자전거 있나요?", none: true},                      // a bicycle
		{lang: "he", text: "יש לכם מקרר?", none: true},                  // a fridge
		{lang: "ru", text: "доставка и оплата", none: true},             // no thing
		{lang: "xx", text: "czajnik", none: true},                       // a language that is in no list
	} {
		t.Run(tc.lang+" "+tc.text, func(t *testing.T) {
			found, err := c.Search(t.Context(), tc.text, tc.lang, 3)
			if err != nil {
				t.Fatal(err)
			}
			var ids []string
			for _, p := range found {
				ids = append(ids, p.ID)
			}
			if tc.none && len(ids) > 0 {
				t.Fatalf("found %q", ids)
			}
			first := slices.Sorted(slices.Values(ids[:min(len(ids), len(tc.want))]))
			if !slices.Equal(first, tc.want) {
				t.Errorf("found %q, want first %q", ids, tc.want)
			}
		})
	}
}

// Where all titles are in the shopper's language nothing is looked up elsewhere.
func TestOwnTitlesAreNotTranslated(t *testing.T) {
	store := catalog.NewMemory()
	err := store.SaveFeedProducts(t.Context(), "", []catalog.Entry{{Source: "feed", Product: shop.Product{
		ID: "K", Titles: shop.Texts{"en": "Kettle", "pl": "Spout"}, Variants: []shop.Variant{{SKU: "K-1"}},
	}}})
	if err != nil {
		t.Fatal(err)
	}
	c := catalog.New(store)
	if _, err := c.Refresh(t.Context()); err != nil {
		t.Fatal(err)
	}
	if found, err := c.Search(t.Context(), "czajnik", "pl", 3); err != nil || len(found) > 0 {
		t.Errorf("found %v, %v", found, err)
	}
}
