package knowledge_test

import (
	"testing"
	"time"

	"frontdesk/knowledge"
)

// A question in a language that has an edition of an article is never answered
// with another edition, however sure the intent is; where there is none it is.
func TestOwnEditionComesFirst(t *testing.T) {
	edition := func(id, lang, key, title, body string) knowledge.Edition {
		e := article(id, lang, title, body)
		e.Article.Key, e.Article.Intents = key, []string{"refund_status"}
		return e
	}
	english := edition("en-refund", "en", "help/en/refunds.md", "Refunds", "The money comes back within five days.")
	german := edition("de-refund", "de", "help/de/refunds.md", "Erstattungen", "Das Geld kommt in fünf Tagen zurück.")
	linked := edition("fr-refund", "fr", "remboursements", "Remboursements", "L'argent revient sous cinq jours.")
	linked.Article.TranslationOf = "en-refund"
	b, _ := baseOf(t, knowledge.Config{}, english, german, linked)
	for _, c := range []struct{ lang, text, want string }{
		{"en", "my wallet is still empty", "en-refund"},
		{"fr", "mon portefeuille reste vide", "fr-refund"},
		{"es", "mi cartera sigue vacía", ""},
	} {
		res := ask(t, b, knowledge.Query{Text: c.text, Lang: c.lang, Intents: []string{"refund_status"}, IntentP: 0.95})
		for _, h := range res.Hits {
			if c.want != "" && h.Article.ID != c.want {
				t.Errorf("%s: found %s beside its own edition", c.lang, h.Article.ID)
			}
		}
		if c.want == "" && len(res.Hits) == 0 {
			t.Errorf("%s: nothing found, though the intent is known", c.lang)
		}
	}
}

// An edition of one's own language hides another only from whom it is for: what it
// is bound to is looked at anew as articles change.
func TestAnEditionOfFewHidesNoneFromOthers(t *testing.T) {
	edition := func(id, lang, key string, change func(*knowledge.Article)) knowledge.Edition {
		e := article(id, lang, "Gift wrap", "We wrap your order as a gift for 3 EUR.")
		e.Article.Key = key
		if change != nil {
			change(&e.Article)
		}
		return e
	}
	found := func(b *knowledge.Base) string {
		for _, h := range ask(t, b, knowledge.Query{Text: "gift wrap", Lang: "en"}).Hits {
			return h.Article.ID
		}
		return ""
	}
	german := edition("de-gift", "de", "help/de/gift.md", nil)
	for name, change := range map[string]func(*knowledge.Article){
		"another market":  func(a *knowledge.Article) { a.Markets = []string{"GB"} },
		"internal":        func(a *knowledge.Article) { a.Internal = true },
		"not yet valid":   func(a *knowledge.Article) { a.ValidFrom = time.Now().AddDate(1, 0, 0) },
		"no longer valid": func(a *knowledge.Article) { a.ValidUntil = time.Now().AddDate(-1, 0, 0) },
	} {
		b, store := baseOf(t, knowledge.Config{}, edition("en-gift", "en", "help/en/gift.md", nil), german)
		if got := found(b); got != "en-gift" {
			t.Fatalf("for everybody: found %q", got)
		}
		bound := edition("en-gift", "en", "help/en/gift.md", change)
		save(t, store, bound)
		refresh(t, b)
		if got := found(b); got != "de-gift" {
			t.Errorf("%s: found %q, not the edition that is for everybody", name, got)
		}
	}
}

// TestWhatALanguageLacksTakesTheIntent: an article without an edition in the question's
// language that is surely about the intent is found, though one of that language is
// about it a little.
func TestWhatALanguageLacksTakesTheIntent(t *testing.T) {
	sure := article("sure", "en", "Countries", "We send to Switzerland.")
	sure.Article.Key, sure.Article.Intents = "help/en/countries.md", []string{"shipping_destination"}
	weak := article("weak", "de", "Große Artikel", "Hundehütten bringt eine Spedition.")
	weak.Article.Key = "help/de/large.md"
	for _, c := range []struct {
		name string
		p    float64
		want string
	}{
		{"a little", 0.6, "sure"},
		{"as surely", 0.97, "weak"},
	} {
		b, _ := baseOf(t, knowledge.Config{Intents: &leaner{"Große Artikel", "shipping_destination", c.p}}, sure, weak)
		q := knowledge.Query{Text: "grmpf", Lang: "de", Intents: []string{"shipping_destination"}, IntentP: 0.97, Leans: []knowledge.Lean{{Intent: "shipping_destination", P: 0.97}}}
		if got := first(ask(t, b, q)); got != c.want {
			t.Errorf("%s: found %q, want %q", c.name, got, c.want)
		}
	}
}

// leaner reads one text as of an intent.
type leaner struct {
	text, intent string
	p            float64
}

func (l *leaner) ReaderName() string { return "leaner" }
func (l *leaner) Lean(text, _ string) []knowledge.Lean {
	if text != l.text {
		return nil
	}
	return []knowledge.Lean{{Intent: l.intent, P: l.p}}
}

// Who has no edition of their own reads English rather than a third language, but only
// where the English edition says the same: not because it has another place that is found.
func TestEnglishGoesBeforeAThirdLanguage(t *testing.T) {
	edition := func(lang string, texts ...string) knowledge.Edition {
		e := article(lang+"-help", lang, "Help", texts...)
		e.Article.Key = "help/" + lang + "/help.md"
		return e
	}
	german := edition("de", "Die Garantie gilt zwei Jahre.", "Das Geld ist in fünf Tagen da.")
	for name, c := range map[string]struct {
		english knowledge.Edition
		want    string
	}{
		"the same place is there":   {edition("en", "The guarantee is for two years.", "It is paid within five days."), "en-help/1"},
		"only another one is there": {edition("en", "The guarantee is for two years."), "de-help/1"},
	} {
		b, _ := embedded(t, knowledge.Config{Embedder: &concepts{}}, german, c.english)
		hits := ask(t, b, knowledge.Query{Text: "cuándo llega el geld", Lang: "es"}).Hits
		if len(hits) == 0 || hits[0].Passage.ID != c.want {
			t.Errorf("%s: %+v, want %s first", name, hits, c.want)
		}
	}
}

func TestAChosenArticleIsGivenInTheLanguageOfTheQuestion(t *testing.T) {
	own := func(id, locale, key, title string, texts ...string) knowledge.Edition {
		e := article(id, locale, title, texts...)
		e.Article.Key = key
		return e
	}
	b, _ := baseOf(t, knowledge.Config{},
		own("en-returns", "en", "help/en/returns.md", "Returns", "You have 30 days.", "Sale items go back the same way."),
		own("de-returns", "de", "help/de/returns.md", "Rückgabe", "Sie haben 30 Tage.", "Reduzierte Ware geht genauso zurück."),
		own("es-returns", "es", "help/es/returns.md", "Devoluciones", "Tiene 30 días."))
	for lang, want := range map[string]string{"en": "en-returns/1", "de": "de-returns/1", "es": "en-returns/1", "fr": "en-returns/1"} {
		res := ask(t, b, knowledge.Query{Text: "sale items", Lang: lang, Article: "en-returns"})
		if len(res.Hits) != 2 || res.Hits[0].Passage.ID != want {
			t.Errorf("in %s: %+v, want %s first: the same part, where the edition has as many", lang, res.Hits, want)
		}
	}
}
