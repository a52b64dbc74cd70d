package bot

import "slices"

// Conceptual is an Understander that names the concepts of shopping in a text.
type Conceptual interface {
	Concepts(text, lang string) []string
}

// Concepts by which a message asks.
var (
	asksWhere    = []string{"where", "when", "track", "status", "how_long"} // where an order is, or when it comes
	asksArticles = []string{"how_long", "how_much", "price"}                // what something costs or how long it takes, which articles say
)

// concepts are those of a text, nothing where they are not known.
func (b *Bot) concepts(text, lang string) []string {
	c, ok := b.Understander.(Conceptual)
	if !ok || text == "" {
		return nil
	}
	return c.Concepts(text, lang)
}

// speaksOf tells whether the message has one of some concepts.
func (t *turn) speaksOf(concepts ...string) bool { return t.speaksIn(t.text, concepts...) }

// speaksIn tells whether a text has one of them.
func (t *turn) speaksIn(text string, concepts ...string) bool {
	return slices.ContainsFunc(t.b.concepts(text, t.lang), func(c string) bool { return slices.Contains(concepts, c) })
}
