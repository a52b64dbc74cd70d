package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/entity"
	"frontdesk/knowledge/dictionary"
	"frontdesk/shop"
)

// mostHalved is how many clauses a message has that is taken as two questions.
const mostHalved = 4

// half is one of the two questions of a message.
type half struct {
	read    Reading
	product string // id of the product that was talked about, where it is asked of
}

// halves reads a message as two questions where the model found one: of a product, which
// is asked in too few words to be read surely ("also in blue"), beside something else; or
// two that are sure alone and of which the second asks. Both must have an answer, see
// several.
func (b *Bot) halves(ctx context.Context, t *turn) {
	if len(t.read.Parts) > 0 || t.payload != "" || len(t.said) == 0 || t.state.Flow != "" || t.completed != "" || t.read.WantsHuman || t.read.Affirm || t.read.Deny ||
		t.read.Gibberish || t.has(nlu.OrderNumber, nlu.Email) {
		return
	}
	clauses := nlu.Clauses(t.text, t.lang)
	if len(clauses) < 2 || len(clauses) > mostHalved {
		return
	}
	var talked *shop.Product
	if last := t.state.Product; last != nil && t.state.Turns-last.Turn <= lately && b.Catalog != nil {
		if p, err := b.Catalog.Product(ctx, last.ID); err == nil {
			talked = &p
		}
	}
	for i, second := range clauses[1:] {
		if t.halvedAt(t.text[clauses[0].Start:clauses[i].End], t.text[second.Start:], talked) {
			t.step("halves", "done", t.read.Parts[1].Text, nil)
			return
		}
	}
}

// halvedAt takes two texts as the questions of the message, if they are two.
func (t *turn) halvedAt(first, second string, talked *shop.Product) bool {
	var parts []nlu.Part
	halves := map[string]half{}
	products := 0
	for _, text := range []string{first, second} {
		h := half{read: t.b.Understander.Read(text, []string{t.lang})}
		r := &h.read
		names := t.namesIn(text)
		if !names && talked != nil && t.wordsBeside(text) <= mostWordsOfTopic && t.wishesIn(text, *talked) {
			names, h.product = true, talked.ID
		}
		switch {
		case len(r.Intents) == 0:
			return false
		case names && (slices.Contains(asksOf, r.Intents[0].Intent) || r.Accept < readAtAll || says(text, t.lang, saysSells)):
			products++
			r.Intents, r.Means, r.Accept = []nlu.Score{{Intent: "product_availability", P: 1}}, nil, max(r.Accept, t.b.cfg.IntentThreshold)
		case r.Accept < cmp.Or(r.Cutoff, t.b.cfg.IntentThreshold) || r.Intents[0].Intent == nlu.OutOfScope || slices.Contains(chats, nlu.Category(r.Intents[0].Intent)):
			return false
		}
		r.Cutoff = r.Accept // as a half it has reached it
		halves[text] = h
		parts = append(parts, nlu.Part{Text: text, Result: nlu.Result{Intents: r.Intents, Accept: r.Accept}})
	}
	t.twoThings = t.areOfTwoThings(parts)
	if !t.twoThings && (products > 1 || nlu.SameMatter(parts[0].Result.Top().Intent, parts[1].Result.Top().Intent) || products == 0 && !t.asksIn(second)) {
		return false
	}
	t.read.Parts, t.half = parts, halves
	return true
}

// areOfTwoThings tells whether of two requests one is to return a thing and the other to
// exchange another one: of one thing the second would only explain the first.
func (t *turn) areOfTwoThings(parts []nlu.Part) bool {
	a, b := parts[0].Result.Top().Intent, parts[1].Result.Top().Intent
	if a != returnWish && b != returnWish || a != exchangeWish && b != exchangeWish {
		return false
	}
	of := dictionary.Builtin().Goods(parts[1].Text, t.lang)
	goods := dictionary.Builtin().Goods(parts[0].Text, t.lang)
	return len(goods) > 0 && len(of) > 0 && !slices.ContainsFunc(goods, func(w dictionary.Word) bool {
		return slices.ContainsFunc(of, func(o dictionary.Word) bool { return w.Any(o.Concepts) })
	})
}

// namesIn tells whether a part of the message names a product, or a size or a colour.
func (t *turn) namesIn(text string) bool {
	return slices.ContainsFunc(t.read.Entities, func(e nlu.Entity) bool {
		return slices.Contains([]string{nlu.Product, nlu.SKU, entity.Size, entity.Color}, e.Kind) && strings.Contains(text, e.Text)
	})
}

// wishesIn tells whether a part of the message asks for a variant of a product, by the
// catalogue's own words.
func (t *turn) wishesIn(text string, p shop.Product) bool {
	sub := *t
	sub.text = text
	return !sub.wishes(p).empty()
}
