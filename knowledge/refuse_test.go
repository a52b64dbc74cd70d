package knowledge_test

import (
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge"
)

// What an article must not answer lowers it for questions like that, and only
// for those.
func TestRefusedQuestions(t *testing.T) {
	for lang, c := range map[string]struct{ title, text, own, refused, like string }{
		"en": {"Returns", "You can return what you bought within 30 days of delivery.", "How can I return something I bought?", "Can I return a gift card I bought?", "i bought a gift card, can i return it"},
		"de": {"Rückgabe", "Sie können gekaufte Artikel innerhalb von 30 Tagen zurückgeben.", "Wie kann ich gekaufte Artikel zurückgeben?", "Kann ich einen Gutschein zurückgeben?", "gutschein zurückgeben möglich?"},
		"zh": {"退货政策", "您可以在收货后30天内退货。", "买的东西怎么退货？", "礼品卡可以退货吗？", "礼品卡能退货吗"},
	} {
		t.Run(lang, func(t *testing.T) {
			plain := article("returns", lang, c.title, c.text)
			plain.Article.Questions = []string{c.own}
			refusing := plain
			refusing.Article.Negative = []string{c.refused}
			before, _ := baseOf(t, knowledge.Config{}, plain)
			after, _ := baseOf(t, knowledge.Config{}, refusing)
			p := func(b *knowledge.Base, q string) knowledge.Hit {
				hits := ask(t, b, knowledge.Query{Text: q, Lang: lang}).Hits
				if len(hits) == 0 {
					t.Fatalf("%q: nothing found", q)
				}
				return hits[0]
			}
			for _, q := range []string{c.refused, c.like} {
				was, is := p(before, q), p(after, q)
				if is.P > 0.6*was.P || is.P > 0.3 {
					t.Errorf("%q: P %.3f, was %.3f", q, is.P, was.P)
				}
				if !slices.ContainsFunc(is.Why, func(w string) bool { return strings.Contains(w, "must not answer") }) {
					t.Errorf("%q: nothing says why: %q", q, is.Why)
				}
			}
			if was, is := p(before, c.own), p(after, c.own); is.P < was.P-0.02 {
				t.Errorf("its own question %q: P %.3f, was %.3f", c.own, is.P, was.P)
			}
		})
	}
}

// Another article takes the place of one that must not answer.
func TestRefusedGivesWay(t *testing.T) {
	returns := article("returns", "en", "Returns", "You can return items and gift cards within 30 days.")
	returns.Article.Negative = []string{"Can I return a gift card?"}
	b, _ := baseOf(t, knowledge.Config{}, returns, article("gift", "en", "Gift cards", "A gift card cannot be returned or paid out in cash."))
	hits := ask(t, b, knowledge.Query{Text: "can I return a gift card", Lang: "en"}).Hits
	if len(hits) == 0 || hits[0].Article.ID != "gift" {
		t.Errorf("got %+v", hits)
	}
}
