package bot

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"frontdesk/bot/nlu/facet"
	"frontdesk/shop"
)

// extremes answers "which is the cheapest?" among the products that were shown last,
// or that the message names by their kind: by price, or by weight where the catalogue
// says it of each.
func (b *Bot) extremes(ctx context.Context, t *turn) (*Decision, error) {
	if b.Catalog == nil || t.payload != "" || t.state.Flow != "" || t.read.Gibberish || t.wordsBeside(t.text) > mostWordsOfExtreme {
		return nil, nil
	}
	of, most := t.extreme()
	if of == nil {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	m := b.meant(ctx, t)
	list := m.products
	switch {
	case len(m.kind) > 0:
		list = b.byID(ctx, m.kind[:min(len(m.kind), mostOfKind)])
	case len(list) < 2:
		if list = b.things(ctx, t); len(list) < 2 {
			list = b.shownLately(ctx, t)
		}
	}
	list = slices.DeleteFunc(slices.Clone(list), func(p shop.Product) bool { _, known := of(p); return !known })
	if len(list) < 2 {
		return nil, nil
	}
	slices.SortStableFunc(list, func(x, y shop.Product) int {
		a, _ := of(x)
		c, _ := of(y)
		return most * cmp.Compare(a, c)
	})
	d := t.showProducts("product_recommendation", list[:1])
	t.next.Shown = t.state.Shown // "and the most expensive one?"
	d.Confidence = max(d.Confidence, b.cfg.IntentThreshold)
	return d, nil
}

// mostWordsOfExtreme is how long a message may be that asks for the cheapest: a longer
// one tells what it is for.
const mostWordsOfExtreme = 8

// extreme is the measure by which the message asks for the first, and whether the most
// of it is first (-1) or the least (1); nil where it asks for none.
func (t *turn) extreme() (of func(shop.Product) (float64, bool), most int) {
	for _, by := range []struct {
		meaning string
		of      func(shop.Product) (float64, bool)
		most    int
	}{{saysCheapest, price, 1}, {saysDearest, price, -1}, {saysLightest, t.weight, 1}, {saysHeaviest, t.weight, -1},
		{saysBiggest, t.room, -1}, {saysSmallest, t.room, 1}, {saysWarmest, t.degrees, 1}} {
		if says(t.text, t.lang, by.meaning) {
			return by.of, by.most
		}
	}
	return nil, 0
}

// price is the lowest price of a product, in its currency's minor units.
func price(p shop.Product) (float64, bool) {
	priced := slices.DeleteFunc(slices.Clone(p.Variants), func(v shop.Variant) bool { return v.Price.Currency == "" })
	if len(priced) == 0 {
		return 0, false
	}
	cheapest := slices.MinFunc(priced, func(a, b shop.Variant) int { return cmp.Compare(a.Price.Minor, b.Price.Minor) })
	return float64(cheapest.Price.Minor), true
}

// weight is the weight of a product in grams, as far as an attribute says it with a
// number and a unit.
func (t *turn) weight(p shop.Product) (float64, bool) {
	a := t.attributeOf(p, facet.Facet("weight"))
	if a == nil {
		return 0, false
	}
	n, unit, known := number(*a)
	switch {
	case !known:
	case strings.HasPrefix(unit, "kg"), strings.HasPrefix(unit, "kilo"):
		return n * 1000, true
	case strings.HasPrefix(unit, "g"):
		return n, true
	}
	return 0, false
}

// room is for how many people a product is, or what it holds.
func (t *turn) room(p shop.Product) (float64, bool) {
	for _, a := range p.Attributes {
		if slices.Contains(forPeople, strings.ToLower(a.Name)) {
			n, _, known := number(a)
			return n, known
		}
	}
	if a := t.attributeOf(p, facet.Facet("capacity")); a != nil {
		n, _, known := number(*a)
		return n, known
	}
	return 0, false
}

// forPeople are the names of attributes that say for how many people something is.
var forPeople = []string{"persons", "people", "sleeps", "seats", "personen", "personas", "personnes", "persone"}

// degrees is the lowest temperature for which a product is made.
func (t *turn) degrees(p shop.Product) (float64, bool) {
	if a := t.attributeOf(p, facet.Facet("temperature")); a != nil {
		n, _, known := number(*a)
		return n, known
	}
	return 0, false
}

// number is the first number of an attribute, with the unit behind it.
func number(a shop.Attribute) (n float64, unit string, known bool) {
	value := strings.ReplaceAll(strings.ToLower(a.Values.In("en")), "−", "-") + " " + facet.Unit(a.Name)
	from := strings.IndexFunc(value, unicode.IsDigit)
	if from < 0 {
		return 0, "", false
	}
	to := from + strings.IndexFunc(value[from:]+" ", func(r rune) bool { return !unicode.IsDigit(r) && r != '.' && r != ',' })
	n, err := strconv.ParseFloat(strings.Trim(strings.ReplaceAll(value[from:to], ",", "."), "."), 64)
	if from > 0 && value[from-1] == '-' {
		n = -n
	}
	return n, strings.TrimSpace(value[to:]), err == nil
}

// shownLately are the products of the last list that was shown, in its order.
func (b *Bot) shownLately(ctx context.Context, t *turn) []shop.Product {
	if len(t.state.Shown) < 2 || t.state.Turns-t.state.ShownTurn > lately {
		return nil
	}
	return b.byID(ctx, t.state.Shown)
}

// ofShown tells whether a message that names no product speaks of a list that was shown
// after any one of them was talked about: "is it waterproof?".
func (t *turn) ofShown() bool {
	if len(t.state.Shown) < 2 || t.state.Turns-t.state.ShownTurn > lately || t.state.Product != nil && t.state.Product.Turn >= t.state.ShownTurn {
		return false
	}
	return t.ofIt() || t.variantOfIt()
}

// showed remembers a list of products, for "which of them?".
func (t *turn) showed(list []shop.Product) {
	if len(list) < 2 {
		return
	}
	t.next.Shown, t.next.ShownTurn = nil, t.state.Turns
	for _, p := range list[:min(len(list), mostWhich)] {
		t.next.Shown = append(t.next.Shown, p.ID)
	}
}
