package bot

import (
	"context"
	"slices"
	"strings"

	"frontdesk/bot/nlu/entity"
	"frontdesk/bot/nlu/facet"
	"frontdesk/knowledge/dictionary"
	"frontdesk/shop"
)

// calledAbroad are the products without a title in the shopper's language that a message
// calls by what they are ("czajnik" of an "electric kettle"), and of those the ones of
// which it says most. It notes them, and by which words they are called. A name that the
// shop does not have leaves none: "kurtka Ridgeway" is no jacket of the shop.
func (b *Bot) calledAbroad(ctx context.Context, t *turn, m *meaning) []shop.Product {
	if slices.ContainsFunc(b.facets.Asked(t.text, t.lang), func(f facet.Facet) bool { return slices.Contains(generalFacets, f) }) {
		return nil // articles say it for all of a kind
	}
	said := dictionary.Builtin().Goods(b.facets.Rest(t.text, t.lang), t.lang)
	inNoList := func(w dictionary.Word) bool { return len(w.Concepts) == 0 && !w.Tokens[0].Stop() }
	isName := func(s entity.Stranger) bool {
		return slices.ContainsFunc(dictionary.Builtin().Read(s.Text, t.lang), inNoList)
	}
	if len(said) == 0 || slices.ContainsFunc(m.strangers, isName) {
		return nil // which of the kind is meant is not told by the kind
	}
	found := b.soldAs(ctx, said, t.text, t.lang) // by the names alone: a shop's own search finds much by the words around them
	most := 0
	var called []dictionary.Word
	for _, p := range found {
		of := whatItIs(p, t.lang)
		words := slices.DeleteFunc(slices.Clone(said), func(w dictionary.Word) bool { return !w.Any(of) })
		switch n := len(words); {
		case n == 0 || n < most:
			continue
		case n > most:
			most, m.abroad = n, nil
		}
		m.abroad, called = append(m.abroad, p), append(called, words...)
	}
	for _, w := range called {
		if s := written(w, t.text, t.lang); s != "" && !slices.Contains(m.words, s) {
			m.words = append(m.words, s)
		}
	}
	if len(m.abroad) > 0 {
		m.strangers = nil // German writes things like names
	}
	m.byKind = len(m.abroad) > 1
	if len(m.abroad) > mostWhich {
		for _, p := range m.abroad {
			m.kind = append(m.kind, p.ID)
		}
		return nil
	}
	return m.abroad
}

// whatItIs is what a product is by its titles, nothing if it has one in a language.
func whatItIs(p shop.Product, lang string) (out []dictionary.Concept) {
	for tag, title := range p.Titles {
		of := dictionary.Spoken(tag)
		if of == dictionary.Spoken(lang) {
			return nil
		}
		out = append(out, dictionary.Builtin().Titled(title, of)...)
	}
	return out
}

// written is how a text has a word, where it can be told.
func written(w dictionary.Word, text, lang string) string {
	if len(w.Tokens) > 0 {
		var words []string
		for _, token := range w.Tokens {
			words = append(words, token.Surface)
		}
		return strings.Join(words, " ")
	}
	longest := ""
	for _, c := range w.Concepts {
		for _, n := range dictionary.Builtin().Names(c, lang) {
			if len(n) > len(longest) && strings.Contains(text, n) {
				longest = n
			}
		}
	}
	return longest
}
