package bot

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/knowledge/dictionary"
	"frontdesk/shop"
)

// sells shows what the shop has of a thing where a message asks for nothing else ("do you
// have a kettle?"): an article that has the word says how it is cleaned.
func (b *Bot) sells(ctx context.Context, t *turn) (*Decision, error) {
	if b.Catalog == nil || t.payload != "" || t.read.Gibberish || t.completed != "" || t.state.Flow != "" || t.ofStore ||
		t.sure() && !slices.Contains(asksOf, t.top().Intent) || t.wordsBeside(t.text) > mostWordsOfOffer ||
		slices.ContainsFunc(t.read.Entities, func(e nlu.Entity) bool { return e.Kind != nlu.Product }) {
		return nil, nil
	}
	rest, asks := withoutSaid(t.text, t.lang, saysSells)
	if _, other := t.forAnother(); !asks || other { // see offers
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	list := b.solelyAsked(ctx, t, rest)
	if len(list) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(list, func(x, y shop.Product) int { return rank(y) - rank(x) })
	d := t.showProducts("product_availability", list[:min(len(list), mostOffered)])
	d.Confidence = max(d.Confidence, b.cfg.IntentThreshold)
	t.about = "product_availability"
	return d, nil
}

// solelyAsked are the products that a text names or calls by what they are, and nothing
// else.
func (b *Bot) solelyAsked(ctx context.Context, t *turn, text string) []shop.Product {
	said := dictionary.Builtin().Goods(text, t.lang)
	var names []string
	for _, e := range t.read.Entities {
		names = append(names, e.Text)
	}
	for _, w := range said {
		names = append(names, written(w, text, t.lang))
	}
	if len(names) > 0 && t.saysOnlyOf(text, names) {
		list := b.withNamed(ctx, t, b.soldAs(ctx, said, text, t.lang))
		if len(list) > 0 {
			return list
		}
	}
	name := t.thing()
	if !hasHan(name) {
		return nil
	}
	found, err := b.Catalog.Search(ctx, name, t.lang, mostSought)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(found, func(p shop.Product) bool { return !strings.Contains(p.Titles.In(t.lang), name) })
}

// saysOnlyOf tells whether a text says nothing beside some names but words that stand
// around them.
func (t *turn) saysOnlyOf(text string, names []string) bool {
	rest := strings.ToLower(text)
	for _, n := range names {
		rest = strings.ReplaceAll(rest, strings.ToLower(n), " ")
	}
	rest = strings.TrimSpace(strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsMark(r) || unicode.IsDigit(r) {
			return r
		}
		return ' '
	}, rest))
	if r, _ := utf8.DecodeRuneInString(rest); unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) {
		return trimAffixes(rest, t.lang) == ""
	}
	return !t.hasOwnWord(rest)
}

// hasOwnWord tells whether a text with spaces has a word that says something by itself.
func (t *turn) hasOwnWord(s string) bool {
	return slices.ContainsFunc(strings.Fields(s), func(w string) bool {
		n, _ := t.b.completer.Subject(w, t.lang)
		return n > 0 && !slices.Contains(affixes[t.lang], w)
	})
}

// soldAs are the products that by a title, in whatever language, are what some words are
// names of. A shop's own search may not know the shopper's language: it is asked by other
// names of the same thing, too.
func (b *Bot) soldAs(ctx context.Context, said []dictionary.Word, text, lang string) []shop.Product {
	if len(said) == 0 { // a shop may have an answer to a search for nothing: all that it sells
		return nil
	}
	var names []string
	for _, w := range said {
		names = append(names, written(w, text, lang))
	}
	out := b.thatAre(ctx, said, strings.Join(names, " "), lang)
	for _, w := range said {
		for _, c := range w.Concepts {
			for _, l := range catalogueLanguages {
				if of := dictionary.Builtin().Names(c, l); len(out) == 0 && l != lang && len(of) > 0 {
					out = b.thatAre(ctx, said, of[0], l)
				}
			}
		}
	}
	return out
}

// catalogueLanguages are those that catalogues are written in most.
var catalogueLanguages = strings.Fields("en de es fr it nl zh")

// thatAre are the products found by a name that are what some words are names of.
func (b *Bot) thatAre(ctx context.Context, said []dictionary.Word, name, lang string) []shop.Product {
	found, err := b.Catalog.Search(ctx, name, lang, mostSought)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(found, func(p shop.Product) bool {
		var is []dictionary.Concept
		for tag, title := range p.Titles {
			is = append(is, dictionary.Builtin().Titled(title, dictionary.Spoken(tag))...)
		}
		return !slices.ContainsFunc(said, func(w dictionary.Word) bool { return w.Any(is) })
	})
}
