package bot

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/shop"
)

const (
	mostWordsOfUpTo = 16
	mostAssortment  = 5000 // products that are looked through for a price alone
)

// upTo shows what can be had for a price that is not to be passed: "a present under 50
// €", "jackets up to 150 euros". Of what is not named by its kind the dearest of each
// category is shown, since that is what the price was said for.
func (b *Bot) upTo(ctx context.Context, t *turn) (*Decision, error) {
	most, currency := t.priceSaid()
	wish := t.sure() && t.top().Intent == "product_recommendation"
	if b.Catalog == nil || most == 0 || t.payload != "" || t.state.Flow != "" || t.has(nlu.OrderNumber) || t.wordsBeside(t.text) > mostWordsOfUpTo ||
		!wish && (t.sure() && !slices.Contains(asksOf, t.top().Intent) || !says(t.text, t.lang, saysUpTo)) {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	list, kind := b.candidates(ctx, t, wish)
	list = slices.DeleteFunc(slices.Clone(list), func(p shop.Product) bool { return !p.InStock() || priceIn(p, currency) == 0 })
	if len(list) == 0 {
		return nil, nil
	}
	slices.SortStableFunc(list, func(x, y shop.Product) int { return cmp.Compare(priceIn(y, currency), priceIn(x, currency)) })
	within := slices.DeleteFunc(slices.Clone(list), func(p shop.Product) bool { return priceIn(p, currency) > most })
	if !kind {
		within = oneOfEach(within)
	}
	var d *Decision
	if len(within) > 0 {
		d = t.showProducts("product_recommendation", within[:min(len(within), mostOffered)])
	} else {
		d = t.showProducts("product_recommendation", list[len(list)-1:])
		d.Text = b.Wording.Say(t.lang, "product.over_budget")
	}
	d.Confidence = max(d.Confidence, b.cfg.IntentThreshold)
	return d, nil
}

// candidates are the products of the kind that a message names; kind is false where it
// names none, and they are all that the shop sells.
func (b *Bot) candidates(ctx context.Context, t *turn, wish bool) (list []shop.Product, kind bool) {
	m := b.meant(ctx, t)
	switch {
	case len(m.kind) > 0:
		return b.byID(ctx, m.kind[:min(len(m.kind), mostOfKind)]), true
	case len(m.products) > 0:
		return m.products, true
	}
	if list = b.things(ctx, t); len(list) > 0 {
		return list, true
	}
	all, ok := b.Catalog.(shop.Assortment)
	if !ok || !wish {
		return nil, false
	}
	list, err := all.Products(ctx)
	if err != nil || len(list) > mostAssortment {
		return nil, false
	}
	return list, false
}

// priceSaid is the one amount that a message names, in minor units of a currency; 0
// where it names none, several, or one without a currency.
func (t *turn) priceSaid() (minor int64, currency string) {
	n := 0
	for _, e := range t.read.Entities {
		if e.Kind != nlu.Money {
			continue
		}
		n++
		amount, code, _ := strings.Cut(e.Value, " ")
		if m, err := shop.ParseMoney(amount, code); err == nil {
			minor, currency = m.Minor, code
		}
	}
	if n != 1 {
		return 0, ""
	}
	return minor, currency
}

// priceIn is the lowest price of a product in a currency, in its minor units; 0 where
// it has none.
func priceIn(p shop.Product, currency string) (minor int64) {
	for _, v := range p.Variants {
		if v.Price.Currency == currency && (minor == 0 || v.Price.Minor < minor) {
			minor = v.Price.Minor
		}
	}
	return minor
}

// oneOfEach keeps the first product of each category.
func oneOfEach(list []shop.Product) []shop.Product {
	var seen []string
	return slices.DeleteFunc(list, func(p shop.Product) bool {
		if slices.Contains(seen, p.Category) {
			return true
		}
		seen = append(seen, p.Category)
		return false
	})
}
