package knowledge_test

import (
	"testing"

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
