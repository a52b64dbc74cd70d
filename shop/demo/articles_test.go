package demo_test

import (
	"fmt"
	"io/fs"
	"maps"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"frontdesk/shop"
	"frontdesk/shop/demo"
)

// intents are the ids that an article may claim to answer.
var intents = strings.Fields(`product_question product_availability size_fit product_recommendation price_discount wholesale
	order_status order_cancel order_change order_address_change order_invoice order_place_help
	shipping_cost shipping_time shipping_destination customs_duties delivery_delayed delivery_not_received
	return_policy return_start exchange_start refund_status item_damaged item_wrong item_missing
	payment_methods payment_failed charged_wrongly coupon_problem gift_card
	product_help warranty_claim account_access account_change privacy_request site_problem
	bot_question talk_to_human complaint`)

// page is an article, read the way its front matter is written here.
type page struct {
	title, locale, url         string
	market, questions, intents []string
	body                       string
}

// pages reads all articles by language and slug.
func pages(t *testing.T) map[string]map[string]page {
	t.Helper()
	all := map[string]map[string]page{}
	files, err := fs.Glob(demo.Articles(), "*/*.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range files {
		data, err := fs.ReadFile(demo.Articles(), name)
		if err != nil {
			t.Fatal(err)
		}
		lang, slug := path.Dir(name), strings.TrimSuffix(path.Base(name), ".md")
		if all[lang] == nil {
			all[lang] = map[string]page{}
		}
		all[lang][slug] = readPage(t, name, string(data))
	}
	return all
}

func readPage(t *testing.T, name, text string) page {
	t.Helper()
	head, body, ok := strings.Cut(strings.TrimPrefix(text, "---\n"), "\n---\n")
	if !ok {
		t.Fatalf("%s has no front matter", name)
	}
	p := page{body: body}
	list := func(s string) []string {
		return strings.FieldsFunc(strings.Trim(s, "[]"), func(r rune) bool { return r == ',' || r == ' ' })
	}
	for line := range strings.Lines(head) {
		key, value, _ := strings.Cut(strings.TrimSpace(line), ":")
		value = strings.Trim(strings.TrimSpace(value), `"`)
		switch key {
		case "title":
			p.title = value
		case "locale":
			p.locale = value
		case "url":
			p.url = value
		case "market":
			p.market = list(value)
		case "intents":
			p.intents = list(value)
		case "questions":
		default:
			question, ok := strings.CutPrefix(strings.TrimSpace(line), "- ")
			if !ok {
				t.Errorf("%s: unknown line %q", name, line)
			}
			p.questions = append(p.questions, question)
		}
	}
	return p
}

func TestArticles(t *testing.T) {
	all := pages(t)
	if langs := slices.Sorted(maps.Keys(all)); !slices.Equal(langs, []string{"de", "en", "es", "zh"}) {
		t.Fatalf("articles in %v", langs)
	}
	total := 0
	for lang, bySlug := range all {
		for slug, p := range bySlug {
			total++
			name := lang + "/" + slug
			if p.title == "" || p.locale != lang || p.url != demo.BaseURL+"/"+lang+"/help/"+slug {
				t.Errorf("%s: title %q, locale %q, url %q", name, p.title, p.locale, p.url)
			}
			if n := len(p.questions); n < 3 || n > 6 {
				t.Errorf("%s has %d questions, want 3 to 6", name, n)
			}
			if len(p.intents) == 0 {
				t.Errorf("%s answers no intent", name)
			}
			for _, id := range p.intents {
				if !slices.Contains(intents, id) {
					t.Errorf("%s answers %q, which is no intent", name, id)
				}
			}
			if local := strings.HasPrefix(slug, "local-"); local != (len(p.market) > 0) {
				t.Errorf("%s is for markets %v", name, p.market)
			}
			if !strings.HasPrefix(p.body, "\n# "+p.title+"\n") || strings.Count(p.body, "\n## ") < 3 {
				t.Errorf("%s: the title or three headings are missing", name)
			}
		}
	}
	if total < 60 {
		t.Errorf("%d articles, want 60", total)
	}
}

var number = regexp.MustCompile(`\d+(?:[.,:]\d+)*`)

// figures are all numbers of a text, without separators, sorted.
func figures(text string) []string {
	found := number.FindAllString(text, -1)
	for i, n := range found {
		found[i] = strings.NewReplacer(".", "", ",", "", ":", "").Replace(n)
	}
	slices.Sort(found)
	return found
}

// TestArticlesAgree: an article says the same figures in every language, as
// often.
func TestArticlesAgree(t *testing.T) {
	all := pages(t)
	for slug, english := range all["en"] {
		if strings.HasPrefix(slug, "local-") {
			continue
		}
		for _, lang := range []string{"zh", "es", "de"} {
			p, ok := all[lang][slug]
			if !ok {
				t.Errorf("%s/%s is missing", lang, slug)
				continue
			}
			if got, want := figures(p.body), figures(english.body); !slices.Equal(got, want) {
				t.Errorf("%s/%s has the figures %v, English has %v", lang, slug, got, want)
			}
			if !slices.Equal(p.intents, english.intents) {
				t.Errorf("%s/%s answers %v, English %v", lang, slug, p.intents, english.intents)
			}
			if got, want := strings.Count(p.body, "\n## "), strings.Count(english.body, "\n## "); got != want {
				t.Errorf("%s/%s has %d headings, English has %d", lang, slug, got, want)
			}
		}
	}
}

// names are the countries as the English articles write them.
var names = map[string]string{
	"DE": "Germany", "AT": "Austria", "CH": "Switzerland", "ES": "Spain", "FR": "France", "GB": "United Kingdom",
	"US": "United States", "CA": "Canada", "MX": "Mexico", "CN": "Mainland China", "JP": "Japan", "AU": "Australia",
}

// line finds the row of a country under "Standard delivery".
func line(t *testing.T, p page, country string) []string {
	t.Helper()
	_, section, _ := strings.Cut(p.body, "## Standard delivery\n")
	for l := range strings.Lines(section) {
		if strings.HasPrefix(l, "- ") && strings.Contains(l, names[country]) {
			return number.FindAllString(l, -1)
		}
	}
	t.Fatalf("%q has no row for %s", p.title, country)
	return nil
}

// TestArticlesSayWhatTheShopDoes holds the articles against the data that the
// orders are made from.
func TestArticlesSayWhatTheShopDoes(t *testing.T) {
	en := pages(t)["en"]
	for _, m := range demo.Markets {
		var prices []shop.Money
		for _, text := range line(t, en["shipping-costs"], m.Country) {
			price, err := shop.ParseMoney(strings.ReplaceAll(text, ",", ""), m.Currency)
			if err != nil {
				t.Fatal(err)
			}
			prices = append(prices, price)
		}
		want := []shop.Money{{Minor: m.Shipping, Currency: m.Currency}, {Minor: m.FreeFrom, Currency: m.Currency}}
		if !reflect.DeepEqual(prices, want) {
			t.Errorf("delivery to %s costs %v in the article, %v in the shop", m.Country, prices, want)
		}
		if m.Express > 0 {
			express, _, _ := strings.Cut(shop.Money{Minor: m.Express, Currency: m.Currency}.Decimal(), " ")
			if _, text, _ := strings.Cut(en["shipping-costs"].body, "## Express"); !strings.Contains(text, express) {
				t.Errorf("express to %s costs %s in the shop, which the article does not say", m.Country, express)
			}
		}
		wantDays := []string{strconv.Itoa(m.MinDays), strconv.Itoa(m.MaxDays)}
		if got := line(t, en["shipping-times"], m.Country); !slices.Equal(got, wantDays) {
			t.Errorf("delivery to %s takes %v days in the article, %v in the shop", m.Country, got, wantDays)
		}
		_, without, _ := strings.Cut(en["customs-duties"].body, "## Duties are not included")
		if strings.Contains(without, names[m.Country]) == m.DutyIncluded && m.Country != "CN" {
			t.Errorf("duties for %s: included is %v in the shop, not in the article", m.Country, m.DutyIncluded)
		}
	}
	rules := demo.Policy()
	says := func(slug, format string, args ...any) {
		t.Helper()
		if text := fmt.Sprintf(format, args...); !strings.Contains(en[slug].body, text) {
			t.Errorf("%s does not say %q", slug, text)
		}
	}
	says("returns-policy", "within %d days of delivery", rules.DaysFor("DE"))
	says("returns-policy", "it is %d days", rules.DaysFor("US"))
	says("how-to-return", "within %d days of registering", rules.SendWithinDays)
	s := open(t, demo.Config{})
	for product, what := range map[string]string{"TF-101": "Jackets", "TF-120": "Backpacks", "MH-221": "Cookware", "TF-118": "Socks", "MH-214": "Everything else"} {
		p, err := s.Product(t.Context(), product)
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range p.Attributes {
			if a.Name == "warranty_years" && !regexp.MustCompile(what+`[^:]*: `+a.Values["en"]+` year`).MatchString(en["warranty"].body) {
				t.Errorf("%s has %s years of warranty, the article says something else", product, a.Values["en"])
			}
		}
	}
}
