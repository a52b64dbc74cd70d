package bot

import (
	"cmp"
	"context"
	"regexp"
	"slices"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/knowledge"
	"frontdesk/knowledge/dictionary"
	"frontdesk/shop"
)

// ofUse are the questions about products that a description has the words of and does not
// answer: how something is cleaned, and what it costs.
var ofUse = []string{"product_help", "price_discount"}

// described answers what is asked of a product with the sentence of its description that
// has the words of the question, where no attribute and no article answers it: "does the
// tent come with a footprint?".
func (b *Bot) described(ctx context.Context, t *turn) (*Decision, error) {
	if b.Catalog == nil || t.payload != "" || t.read.Gibberish || t.state.Flow != "" || t.has(nlu.OrderNumber) || t.ofStore ||
		!slices.Contains(asksOf, t.top().Intent) || slices.Contains(ofUse, t.top().Intent) {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	list, names := b.ofWhich(ctx, t)
	if len(list) == 0 {
		return nil, nil
	}
	rest := withoutNames(strings.ToLower(t.lastQuestion()), names)
	if !t.saysSomething(rest) {
		return nil, nil
	}
	line := t.lineOf(list[0], rest)
	said := slices.DeleteFunc(slices.Clone(list), func(p shop.Product) bool { return line == "" || !strings.Contains(p.Descriptions[t.lang], line) })
	if len(said) == 0 {
		return nil, nil
	}
	if len(said) == 1 {
		return t.product(said[0], said[0].Titles.In(t.lang)+"\n"+line), nil
	}
	d := t.showProducts("product_question", said[:min(len(said), mostOffered)])
	d.Text, d.Confidence = line, max(d.Confidence, b.cfg.IntentThreshold)
	return d, nil
}

// ofWhich are the products that a message names or calls, by words of their titles or by
// what such a thing is called, with those words; else the one that was talked
// about, or those of the order that was proved.
func (b *Bot) ofWhich(ctx context.Context, t *turn) (list []shop.Product, names []string) {
	m := b.meant(ctx, t)
	switch {
	case m.err != nil:
		return nil, nil
	case len(m.kind) > 0:
		return b.byID(ctx, m.kind[:min(len(m.kind), mostOfKind)]), m.names(t)
	case len(m.products) > 0:
		return m.products, m.names(t)
	}
	if list = b.soldAs(ctx, dictionary.Builtin().Goods(t.text, t.lang), t.text, t.lang); len(list) > 0 {
		return list, t.goodsSaid()
	}
	if !t.sure() || t.wordsBeside(t.lastQuestion()) > mostWordsOfIt {
		return nil, nil
	}
	if last := t.state.Product; last != nil && t.state.Turns-last.Turn <= lately {
		if p, err := b.Catalog.Product(ctx, last.ID); err == nil {
			return []shop.Product{p}, nil
		}
	}
	list, err := b.ordered(ctx, t)
	if err != nil {
		t.step("product", "failed", err.Error(), nil)
		return nil, nil
	}
	return list, nil
}

// lastQuestion is the question with which a message ends, without what leads to it; the
// whole of one that ends with none.
func (t *turn) lastQuestion() string {
	return cmp.Or(strings.TrimSpace(question.FindString(strings.TrimSpace(t.text))), t.text)
}

// lineOf is the sentence of a product's description in the shopper's language that has
// most words of a text, of which it must have half; empty without one.
func (t *turn) lineOf(p shop.Product, text string) (line string) {
	most := 0.0
	for _, s := range sentenceOfProse.FindAllString(p.Descriptions[t.lang], -1) {
		h := knowledge.Hit{Passage: knowledge.Passage{Text: s}}
		if has := h.Says(text, t.lang); has >= followSays && has > most {
			most, line = has, strings.TrimSpace(s)
		}
	}
	return line
}

// sentenceOfProse is a sentence of a description: its sign stands before a space or at the
// end, since prose has decimals.
var sentenceOfProse = regexp.MustCompile(`(?s).+?(?:[.!?]+(?:\s|$)|[。！？]+|$)`)
