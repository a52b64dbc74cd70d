package bot

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/shop"
)

// The questions about products that the catalogue answers better than the
// articles, and those that it answers where the articles do not.
var (
	catalogueIntents = []string{"product_availability", "product_recommendation", "price_discount"}
	productIntents   = []string{"product_question", "size_fit"}
)

// catalogue answers what is asked of a product that is named, with its card; or
// shows a few products where a suggestion is asked for.
func (b *Bot) catalogue(ctx context.Context, t *turn) (*Decision, error) {
	return b.product(ctx, t, catalogueIntents)
}

// shows shows a product that is named where no article answers the question.
func (b *Bot) shows(ctx context.Context, t *turn) (*Decision, error) {
	return b.product(ctx, t, productIntents)
}

func (b *Bot) product(ctx context.Context, t *turn, intents []string) (*Decision, error) {
	intent := t.top().Intent
	if b.Catalog == nil || !t.sure() || !slices.Contains(intents, intent) {
		return nil, nil
	}
	if _, ok := t.wantsForAnother(); ok { // see offers
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	found, err := b.Catalog.Search(ctx, t.text, t.lang, 3)
	if err != nil {
		t.step("catalogue", "failed", err.Error(), nil) // the articles may still answer
		return nil, nil
	}
	rest := b.facets.Rest(t.text, t.lang) // "is it waterproof" names no waterproof boots
	named := slices.DeleteFunc(b.withNamed(ctx, t, found), func(p shop.Product) bool { return !t.names(p) && !names(rest, p, t.lang) })
	if len(named) == 0 {
		named = b.meant(ctx, t).abroad
	}
	if len(named) == 0 {
		if named = b.talkedOf(ctx, t); len(named) == 0 {
			return nil, nil
		}
	}
	if intent != "product_recommendation" {
		named = named[:1]
	}
	return t.showProducts(intent, named), nil
}

// withNamed puts the products that the message names, by the catalogue's titles in
// any language, before those that a search found.
func (b *Bot) withNamed(ctx context.Context, t *turn, found []shop.Product) []shop.Product {
	var first []shop.Product
	for _, e := range t.read.Entities {
		if e.Kind != nlu.Product {
			continue
		}
		if p, err := b.Catalog.Product(ctx, e.Value); err == nil { // one that is gone by now is not shown
			first = append(first, p)
			found = slices.DeleteFunc(found, func(f shop.Product) bool { return f.ID == p.ID })
		}
	}
	return append(first, found...)
}

// names tells whether the message names a product as the catalogue does.
func (t *turn) names(p shop.Product) bool {
	return slices.ContainsFunc(t.read.Entities, func(e nlu.Entity) bool { return e.Kind == nlu.Product && e.Value == p.ID })
}

// names tells whether a text names a product: it shares a telling word with the
// title, in the shopper's language or in English.
func names(text string, p shop.Product, lang string) bool {
	said := words(text)
	for _, l := range []string{lang, "en"} {
		title := p.Titles.In(l)
		for w := range words(title) {
			if len(w) >= telling && overlap(said, map[string]bool{w: true}) > 0 {
				return true
			}
		}
		if sharesHan(text, title) {
			return true
		}
	}
	return false
}

// telling is how many bytes a word has that can name a product by itself.
const telling = 5

// sharesHan tells whether two Han characters that stand together in a title
// stand so in the text.
func sharesHan(text, title string) bool {
	runes := []rune(title)
	for i := 0; i+1 < len(runes); i++ {
		if unicode.Is(unicode.Han, runes[i]) && unicode.Is(unicode.Han, runes[i+1]) && strings.Contains(text, string(runes[i:i+2])) {
			return true
		}
	}
	return false
}

func (t *turn) showProducts(intent string, found []shop.Product) *Decision {
	d := t.say(Answer, ReasonCatalogue, "")
	for _, p := range found {
		d.Blocks = append(d.Blocks, chat.Block{Type: "product", Product: t.productCard(p)})
		t.facts = append(t.facts, Fact{Key: "product", Value: p.Titles.In(t.lang), Action: "catalogue " + p.ID})
	}
	t.showed(found)
	if len(found) > 1 {
		d.Text = t.b.Wording.Say(t.lang, "product.several")
	} else {
		d.Text = t.stock(found[0], d.Blocks[0].Product)
		t.remembers(found[0])
	}
	d.Intent, d.Confidence = intent, t.read.Accept
	return d
}

// stock says whether a product can be had and what it costs. Of a feed it says of
// when that is, and nothing that the feed does not say.
func (t *turn) stock(p shop.Product, card *chat.ProductCard) string {
	text := strings.TrimSuffix(card.Title+": "+strings.Trim(card.Stock+", "+card.Price, ", "), ": ")
	choices := variety(p)
	switch {
	case p.InStock() && card.Price != "" && len(choices) > 0:
		text = t.b.Wording.Say(t.lang, "product.in_stock", "title", card.Title, "price", card.Price, "choices", wording.List(t.lang, choices))
	case !p.InStock() && p.StockKnown():
		text = t.b.Wording.Say(t.lang, "product.sold_out", "title", card.Title)
	}
	if !p.AsOf.IsZero() {
		text += "\n" + t.b.Wording.Say(t.lang, "product.as_of", "date", wording.Date(t.lang, p.AsOf))
	}
	return text
}

func (t *turn) productCard(p shop.Product) *chat.ProductCard {
	c := &chat.ProductCard{SKU: p.ID, Title: p.Titles.In(t.lang), URL: p.URL, Image: p.Image}
	priced := slices.DeleteFunc(slices.Clone(p.Variants), func(v shop.Variant) bool { return v.Price.Currency == "" })
	if len(priced) > 0 {
		cheapest := slices.MinFunc(priced, func(a, b shop.Variant) int { return cmp.Compare(a.Price.Minor, b.Price.Minor) })
		c.Price = cheapest.Price.Format(t.lang)
	}
	switch {
	case p.InStock():
		c.Stock = t.b.Wording.Say(t.lang, "stock.in")
	case p.StockKnown():
		c.Stock = t.b.Wording.Say(t.lang, "stock.out")
	}
	return c
}

// variety lists the sizes, or else the colours, that can ship today.
func variety(p shop.Product) []string {
	var sizes, colors []string
	for _, v := range p.Variants {
		if !v.InStock() {
			continue
		}
		if v.Size != "" && !slices.Contains(sizes, v.Size) {
			sizes = append(sizes, v.Size)
		}
		if v.Color != "" && !slices.Contains(colors, v.Color) {
			colors = append(colors, v.Color)
		}
	}
	if len(sizes) > 0 {
		slices.SortStableFunc(sizes, bySize)
		return sizes
	}
	return colors
}

// bySize orders numbers by value; letters keep the shop's order.
func bySize(a, b string) int {
	x, errA := strconv.ParseFloat(a, 64)
	y, errB := strconv.ParseFloat(b, 64)
	if errA != nil || errB != nil {
		return 0
	}
	return cmp.Compare(x, y)
}
