package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/knowledge/dictionary"
	"frontdesk/shop"
)

// otherLast are the languages in which the thing that is asked for stands behind the one
// that it is for.
var otherLast = []string{"tr", "hi", "ja", "ko", "zh", "fi", "hu"}

// forAnother splits a message that asks for something that is for a product: "a cover for
// a kettle". false where nothing is for a product, or nothing is asked for besides.
func (t *turn) forAnother() (thing string, ok bool) {
	rest, asks := withoutSaid(t.text, t.lang, saysSells)
	if !asks {
		rest = t.text
	}
	rest = strings.ToLower(rest)
	if strings.ContainsAny(rest, ",;،、，。") {
		return "", false
	}
	for _, s := range sayings()[saysFor][t.lang] {
		between := s.as
		if r, _ := utf8.DecodeRuneInString(between); !unspaced(r) {
			between = " " + between + " "
		}
		thing, other, found := strings.Cut(rest, between)
		if !found {
			continue
		}
		if slices.Contains(otherLast, t.lang) {
			thing, other = other, thing
		}
		return thing, t.isProducts(other) && t.saysSomething(thing)
	}
	return "", false
}

// wantsForAnother is forAnother where something is wanted that can be had by itself: who
// asks for "stock of the kettle", or its size, asks for the kettle.
func (t *turn) wantsForAnother() (thing string, ok bool) {
	thing, ok = t.forAnother()
	return thing, ok && !t.speaksIn(thing, "stock", "size", "how_much", "price", "color", "material")
}

// offersFor shows what the shop has of a thing that is asked for something else: who asks
// for socks for boots wants no boots. Where it has nothing it says so, or offers a person.
func (b *Bot) offersFor(ctx context.Context, t *turn, thing string) *Decision {
	list := b.soldAs(ctx, dictionary.Builtin().Goods(thing, t.lang), thing, t.lang)
	if len(list) > 0 {
		slices.SortStableFunc(list, func(x, y shop.Product) int { return rank(y) - rank(x) })
		d := t.showProducts("product_availability", list[:min(len(list), mostOffered)])
		d.Confidence = max(d.Confidence, b.cfg.IntentThreshold)
		return d
	}
	if d := b.unheard(ctx, t); d != nil || t.declinedLately() {
		return d
	}
	if res, err := b.search(ctx, t); err != nil || len(res.Hits) > 0 && res.Hits[0].P >= leastNear && res.Hits[0].Says(thing, t.lang) >= followSays { // it may be of spare parts
		return nil
	}
	t.missing = append(t.missing, "answer")
	return t.propose(ReasonMissing, "miss.propose")
}

// isProducts tells whether a text in lower case has a name of a product, or of what shops
// sell.
func (t *turn) isProducts(s string) bool {
	return len(dictionary.Builtin().Goods(s, t.lang)) > 0 || slices.ContainsFunc(t.read.Entities, func(e nlu.Entity) bool {
		return e.Kind == nlu.Product && strings.Contains(s, strings.ToLower(e.Text))
	})
}

// saysSomething tells whether a text has a word of its own.
func (t *turn) saysSomething(s string) bool {
	if strings.IndexFunc(s, unspaced) >= 0 {
		return trimAffixes(strings.TrimSpace(s), t.lang) != ""
	}
	return t.hasOwnWord(s)
}
