package knowledge_test

import (
	"testing"
	"time"

	"frontdesk/knowledge"
)

func clashes(t *testing.T, cfg knowledge.Config, editions ...knowledge.Edition) []knowledge.Clash {
	t.Helper()
	b, _ := baseOf(t, cfg, editions...)
	out, err := b.Clashes(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestClashes_InSeveralLanguages(t *testing.T) {
	for _, c := range []struct{ name, lang, title, a, b, kind string }{
		{"days", "en", "Returns", "You can return items within 14 days of delivery.", "You can return items within 30 days of delivery.", "values"},
		{"the same", "en", "Returns", "You can return items within 14 days of delivery.", "You can return items within fourteen days of delivery.", ""},
		{"free", "en", "Gift wrapping", "Gift wrapping for presents is free of charge.", "Gift wrapping for presents costs €3.50.", "free"},
		{"denial", "en", "Delivery to parcel lockers", "We deliver large furniture to parcel lockers.", "We do not deliver large furniture to parcel lockers.", "denial"},
		{"one word", "en", "Engraving", "Engraving costs €15.", "An engraving costs 20 euros.", "values"},
		{"one word of no title", "en", "Gifts", "Engraving costs €15.", "Wrapping costs €5.", ""},
		{"conditions", "en", "Delivery", "Standard delivery is free from 50 euros.", "Standard delivery costs 4.90 euros.", ""},
		{"other things", "en", "Delivery", "Express delivery takes 2 days.", "Standard delivery takes 5 days.", ""},
		{"other places", "en", "Delivery", "Delivery to France takes 3 days.", "Delivery to Spain takes 5 days.", ""},
		{"German", "de", "Rückgabe", "Sie können Artikel innerhalb von 14 Tagen zurückgeben.", "Sie können Artikel innerhalb von 30 Tagen zurückgeben.", "values"},
		{"German price", "de", "Geschenkverpackung", "Die Geschenkverpackung für Bücher ist kostenlos.", "Die Geschenkverpackung für Bücher kostet 3,50 €.", "free"},
		{"Spanish", "es", "Devoluciones", "Puede devolver los artículos en un plazo de 14 días.", "Puede devolver los artículos en un plazo de 30 días.", "values"},
		{"French", "fr", "Retours", "Vous pouvez retourner les articles sous 14 jours.", "Vous pouvez retourner les articles sous 30 jours.", "values"},
		{"Chinese", "zh", "退货", "收到商品后14天内可以申请退货。", "收到商品后30天内可以申请退货。", "values"},
		{"Chinese denial", "zh", "货到付款", "本店支持货到付款。", "本店不支持货到付款。", "denial"},
	} {
		got := clashes(t, knowledge.Config{}, article("a", c.lang, c.title, c.a), article("b", c.lang, c.title, c.b), article("c", c.lang, "Other", "Something else stands here."))
		kind := ""
		if len(got) == 1 {
			kind = got[0].Kind
		}
		if kind != c.kind || len(got) > 1 {
			t.Errorf("%s: got %+v, want %q", c.name, got, c.kind)
		}
	}
}

func TestClashes_OnlyWithinAScope(t *testing.T) {
	now := time.Date(2026, 5, 1, 12, 0, 0, 0, time.UTC)
	for name, change := range map[string]func(a, b *knowledge.Article){
		"markets":  func(a, b *knowledge.Article) { a.Markets, b.Markets = []string{"DE"}, []string{"FR"} },
		"groups":   func(a, b *knowledge.Article) { a.Markets, b.Markets = []string{"eu"}, []string{"US"} },
		"channels": func(a, b *knowledge.Article) { a.Channels, b.Channels = []string{"widget"}, []string{"rest"} },
		"dates":    func(a, b *knowledge.Article) { a.ValidUntil, b.ValidFrom = now.AddDate(0, 1, 0), now.AddDate(0, 1, 0) },
		"past":     func(a, _ *knowledge.Article) { a.ValidUntil = now },
		"readers":  func(a, _ *knowledge.Article) { a.Internal = true },
		"regions":  func(a, b *knowledge.Article) { a.Locale, b.Locale = "en-GB", "en-US" },
		"subject":  func(a, b *knowledge.Article) { a.Title, b.Title = "Gold card", "Silver card" },
	} {
		a, b := article("a", "en", "Returns", "You can return items within 14 days of delivery."), article("b", "en", "Returns", "You can return items within 30 days of delivery.")
		cfg := knowledge.Config{Now: func() time.Time { return now }, Groups: map[string][]string{"eu": {"DE", "FR"}}}
		if got := clashes(t, cfg, a, b); len(got) != 1 {
			t.Fatalf("%s: without it %+v", name, got)
		}
		change(&a.Article, &b.Article)
		if got := clashes(t, cfg, a, b); len(got) != 0 {
			t.Errorf("%s: got %+v", name, got)
		}
	}
	a, b := article("a", "en", "Returns", "You can return items within 14 days of delivery."), article("b", "en", "Sending back", "You can return items within 30 days of delivery.")
	if got := clashes(t, knowledge.Config{}, a, b); len(got) != 0 {
		t.Errorf("other titles: %+v", got)
	}
	for _, c := range []struct {
		name, one, first, other, second string
		want                            int
	}{
		{"one is about the thing", "Gift wrapping", "Gift wrapping costs 3 EUR.", "Christmas service", "Gift wrapping costs 4 EUR.", 1},
		{"free in the other", "Gift wrapping", "Gift wrapping is free of charge.", "Christmas service", "Gift wrapping costs 4 EUR.", 1},
		{"none is about it", "Gold card", "The yearly fee is 5 EUR.", "Silver card", "The yearly fee is 8 EUR.", 0},
		{"more than the thing", "Gift wrapping", "Gift wrapping costs 3 EUR.", "Christmas service", "Gift wrapping with a wooden box costs 14 EUR.", 0},
		{"another place", "Express shipping", "Express shipping costs 12 EUR.", "Delivery to Switzerland", "Express shipping costs 20 EUR.", 0},
		{"no price", "Engraving", "Engraving takes 3 days.", "Christmas service", "Engraving takes 5 days.", 0},
	} {
		if got := clashes(t, knowledge.Config{}, article("a", "en", c.one, c.first), article("b", "en", c.other, c.second)); len(got) != c.want {
			t.Errorf("other titles, %s: %+v", c.name, got)
		}
	}
	a.Article.Intents, b.Article.Intents = []string{"return_policy"}, []string{"return_policy"}
	if got := clashes(t, knowledge.Config{}, a, b); len(got) != 1 {
		t.Errorf("the same intent: %+v", got)
	}
}

func TestD10_TwoAnswersToOneQuestion(t *testing.T) {
	one, two := article("a", "en", "Gift cards", "Gift cards are valid for three years."), article("b", "en", "Vouchers", "They run out at the end of the year.")
	one.Article.Questions, two.Article.Questions = []string{"How long is a gift card valid?"}, []string{"how long is a gift card valid"}
	got := clashes(t, knowledge.Config{}, one, two)
	if len(got) != 1 || got[0].Kind != "answers" || got[0].A.Article != "a" || got[0].B.Text != "They run out at the end of the year." {
		t.Errorf("got %+v", got)
	}
	two.Passages[0].Text = one.Passages[0].Text
	if got := clashes(t, knowledge.Config{}, one, two); len(got) != 0 {
		t.Errorf("the same answer: %+v", got)
	}
}
