package bot

import (
	"context"
	"maps"
	"slices"

	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/entity"
	"frontdesk/shop"
)

const (
	mostOffered      = 3  // products that are shown where a kind is asked for
	mostSought       = 12 // products that are looked at for a thing
	mostWordsOfOffer = 9  // of a message that asks whether there is something, where it is not surely read
)

// offers shows what the shop has of a kind that is asked for by a general word, in any
// language ("do you have backpacks?", "bisa rekomendasi jaket?"), where no article and
// no product's own name answers. It says so where a name is none of the shop's.
func (b *Bot) offers(ctx context.Context, t *turn) (*Decision, error) {
	sure := t.sure() && slices.Contains(catalogueIntents, t.top().Intent)
	if b.Catalog == nil || t.payload != "" || t.read.Gibberish || t.has(nlu.OrderNumber) || t.sure() && !sure ||
		!sure && (t.wordsBeside(t.text) > mostWordsOfOffer || !says(t.text, t.lang, saysSells)) {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	if thing, ok := t.wantsForAnother(); ok {
		return b.offersFor(ctx, t, thing), nil
	}
	m := b.meant(ctx, t)
	if m.err != nil {
		t.step("product", "failed", m.err.Error(), nil)
		return nil, nil
	}
	list := b.byID(ctx, m.kind[:min(len(m.kind), mostOfKind)])
	switch {
	case len(list) > 0 && (sure || t.asksForKindAlone(m)):
	case len(m.products) > 0 && (m.byKind && sure || t.asksForKindAlone(m) || sure && t.top().Intent == "product_recommendation"):
		list = m.products
	case len(m.products) > 0 || len(list) > 0:
		return nil, nil // it is about something else of them: a part, say
	default:
		list = b.things(ctx, t)
	}
	if len(list) == 0 {
		return b.unheard(ctx, t), nil
	}
	slices.SortStableFunc(list, func(x, y shop.Product) int { return rank(y) - rank(x) })
	d := t.showProducts(t.top().Intent, list[:min(len(list), mostOffered)])
	d.Confidence = max(d.Confidence, b.cfg.IntentThreshold)
	if i := slices.IndexFunc(m.strangers, func(s entity.Stranger) bool { return s.Beside }); i >= 0 {
		d.Text = b.Wording.Say(t.lang, "product.unknown", "name", m.strangers[i].Text) + " " + d.Text
		t.missing = append(t.missing, "product: "+m.strangers[i].Text)
	}
	return d, nil
}

// rank puts what can be had before what cannot.
func rank(p shop.Product) int {
	if p.InStock() {
		return 1
	}
	return 0
}

// things are the products with a title that has a thing which the text names in
// whatever language, see said/goods.txt.
func (b *Bot) things(ctx context.Context, t *turn) []shop.Product {
	text := foldSaid(t.text)
	for _, thing := range slices.Sorted(maps.Keys(goods())) {
		names := goods()[thing]
		if !said(text, names, t.lang) {
			continue
		}
		for _, lang := range searched(t.lang, names) {
			for _, name := range names[lang] {
				found, err := b.Catalog.Search(ctx, name.text, lang, mostSought)
				if err != nil {
					return nil
				}
				found = slices.DeleteFunc(found, func(p shop.Product) bool { return !hasTitle(p, names) })
				if len(found) > 0 {
					return found
				}
			}
		}
	}
	return nil
}

// searched are the languages in which a thing is looked for: the shopper's, English,
// then those that catalogues are written in most.
func searched(lang string, names map[string][]saying) []string {
	var out []string
	for _, l := range append([]string{lang}, catalogueLanguages...) {
		if names[l] != nil && !slices.Contains(out, l) {
			out = append(out, l)
		}
	}
	return out
}

// hasTitle tells whether a title of a product has one of a thing's names.
func hasTitle(p shop.Product, names map[string][]saying) bool {
	for lang, title := range p.Titles {
		if said(foldSaid(title), names, lang) {
			return true
		}
	}
	return false
}
