package bot

import (
	"context"
	"slices"
	"strings"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/entity"
	"frontdesk/bot/nlu/facet"
	"frontdesk/chat"
	"frontdesk/knowledge"
	"frontdesk/shop"
)

// meaning is which products a turn speaks of.
type meaning struct {
	of        string         // the text that was read
	products  []shop.Product // named, called, or "it"; several where it cannot be told
	byKind    bool           // they are called by what many are called by: "the tent"
	kind      []string       // ids of more than can be offered that are called by the same: "the jacket"
	words     []string       // by which they are called, as written
	abroad    []shop.Product // called by what they are called in the languages of their titles
	strangers []entity.Stranger
	plain     []entity.Stranger // words that may be names only by where they stand
	err       error
}

// names are the words of a message by which it names or calls its products.
func (m *meaning) names(t *turn) []string {
	out := m.words
	for _, e := range t.read.Entities {
		if e.Kind == nlu.Product || e.Kind == nlu.SKU {
			out = append(out[:len(out):len(out)], e.Text)
		}
	}
	return out
}

// meant finds the products that a turn speaks of, once a text.
func (b *Bot) meant(ctx context.Context, t *turn) *meaning {
	if t.means == nil || t.means.of != t.text || len(t.means.products) == 0 && t.order != nil {
		m := &meaning{of: t.text}
		m.products, m.err = b.spokenOf(ctx, t, m)
		t.means = m
	}
	return t.means
}

func (b *Bot) spokenOf(ctx context.Context, t *turn, m *meaning) ([]shop.Product, error) {
	if t.ofStore { // a Spanish "tienda" is a tent, too
		return nil, nil
	}
	if t.chosen != "" {
		p, err := b.Catalog.Product(ctx, t.chosen)
		return []shop.Product{p}, err
	}
	found := b.called(ctx, t, m)
	for _, e := range t.read.Entities {
		if e.Kind != nlu.Product && e.Kind != nlu.SKU || e.Kind == nlu.Product && b.otherwise(m, e) {
			continue
		}
		p, err := b.Catalog.Product(ctx, e.Value)
		if err != nil {
			continue // gone by now
		}
		if e.Kind == nlu.SKU {
			return []shop.Product{p}, nil
		}
		return b.alike(ctx, t, p, e.Text)
	}
	if len(found) > 0 || len(m.kind) > 0 {
		return found, nil
	}
	if t.ofShown() {
		m.kind = t.state.Shown
		return nil, nil
	}
	if t.state.Product == nil && t.order == nil && len(t.state.Orders) == 0 || !t.ofIt() && !t.variantOfIt() {
		return nil, nil
	}
	if last := t.state.Product; last != nil && t.state.Turns-last.Turn <= lately {
		if p, err := b.Catalog.Product(ctx, last.ID); err == nil {
			return []shop.Product{p}, nil
		}
	}
	return b.ordered(ctx, t)
}

// otherwise tells whether a message that has words of a product's title names
// another one, which the shop does not have: "the Ridgeway rain jacket".
func (b *Bot) otherwise(m *meaning, e nlu.Entity) bool {
	c, ok := b.Understander.(Caller)
	if !ok || !slices.ContainsFunc(m.strangers, func(s entity.Stranger) bool { return s.Beside }) {
		return false
	}
	ids, ok := c.Having(e.Text)
	return ok && len(ids) != 1
}

// variantOfIt tells whether a short message that names no product asks for a size or
// a colour: "and in black?".
func (t *turn) variantOfIt() bool {
	return len(facet.Words(t.text)) <= mostWordsOfIt && t.asksVariant()
}

// ofIt tells whether a message speaks of what was spoken of before: beside what it
// asks for it says nothing of its own.
func (t *turn) ofIt() bool {
	rest := t.b.facets.Rest(t.text, t.lang)
	for _, s := range modelName.FindAllString(t.text, -1) {
		rest = strings.ReplaceAll(rest, strings.ToLower(s), " ")
	}
	n, exact := t.b.completer.Subject(rest, t.lang)
	switch {
	case !exact:
		return n <= 2 && len(facet.Words(t.text)) <= mostWordsOfIt
	case slices.Contains([]string{"zh", "ja", "ko"}, t.lang):
		return n <= 1
	}
	return n == 0
}

// Caller is an Understander that knows the titles of all products.
type Caller interface {
	// Refer finds how a text speaks of products that it does not name in full; false
	// where not all products are known.
	Refer(text string) (entity.Reference, bool)
	// Having gives the ids of the products with a title that has all words of a name.
	Having(name string) ([]string, bool)
}

// called are the products that a message calls by the first or the last word of
// their titles, which is what a model is called ("the Bothy 2"), and of those the
// ones of which it says most. Where the titles are not all known they are searched
// for.
func (b *Bot) called(ctx context.Context, t *turn, m *meaning) []shop.Product {
	var ref entity.Reference
	c, ok := b.Understander.(Caller)
	if ok {
		ref, ok = c.Refer(t.text)
	}
	if !ok {
		if found := b.sought(ctx, t); len(found) > 0 {
			return found
		}
		return b.calledAbroad(ctx, t, m)
	}
	m.words, m.strangers, m.plain = ref.Words, ref.Strangers, ref.Plain
	if len(ref.Words) == 0 {
		return b.calledAbroad(ctx, t, m)
	}
	if !slices.ContainsFunc(ref.Words, func(w string) bool { return strings.TrimSpace(b.facets.Rest(w, t.lang)) != "" }) {
		return nil // "is it waterproof" calls nothing, though titles have the word
	}
	beside := slices.ContainsFunc(ref.Strangers, func(s entity.Stranger) bool { return s.Beside })
	if t.state.Product != nil && !beside && slices.Contains(ref.Products, t.state.Product.ID) {
		ref.Products = []string{t.state.Product.ID}
	}
	m.byKind = len(ref.Products) > 1 && len(ref.Words) == 1
	if len(ref.Products) > mostWhich {
		m.kind = ref.Products
		return nil
	}
	return b.byID(ctx, ref.Products)
}

// byID are the products with some ids that are still there.
func (b *Bot) byID(ctx context.Context, ids []string) (out []shop.Product) {
	for _, id := range ids {
		if p, err := b.Catalog.Product(ctx, id); err == nil {
			out = append(out, p)
		}
	}
	return out
}

// sought are the products that are called, found by searching for the message.
func (b *Bot) sought(ctx context.Context, t *turn) []shop.Product {
	found, err := b.Catalog.Search(ctx, t.text, t.lang, 4*mostWhich)
	if err != nil {
		return nil
	}
	said := facet.Words(strings.ToLower(t.text))
	most := 0
	var out []shop.Product
	for _, p := range found {
		n := 0
		for _, title := range p.Titles {
			of := facet.Words(strings.ToLower(title))
			if len(of) == 0 || !callsBy(said, of[0]) && !callsBy(said, of[len(of)-1]) {
				continue
			}
			shared := 0
			for _, w := range of {
				if slices.Contains(said, w) {
					shared++
				}
			}
			n = max(n, shared)
		}
		switch {
		case n == 0 || n < most:
		case n > most:
			most, out = n, []shop.Product{p}
		default:
			out = append(out, p)
		}
	}
	if i := slices.IndexFunc(out, func(p shop.Product) bool { return t.state.Product != nil && p.ID == t.state.Product.ID }); i >= 0 {
		return out[i : i+1]
	}
	if len(out) > mostWhich {
		return nil
	}
	return out
}

// callsBy tells whether a word that was said is one that a product may be called by.
func callsBy(said []string, w string) bool {
	return utf8.RuneCountInString(w) >= 4 && slices.Contains(said, w)
}

// alike are the products whose titles have all the words by which one was named:
// "the Ember lamp" may be the table lamp or the floor lamp.
func (b *Bot) alike(ctx context.Context, t *turn, p shop.Product, said string) ([]shop.Product, error) {
	out := []shop.Product{p}
	if c, ok := b.Understander.(Caller); ok {
		if ids, ok := c.Having(said); ok {
			switch last := t.state.Product; {
			case len(ids) == 1:
				return b.byID(ctx, ids), nil
			case len(ids) == 0 || len(ids) > mostWhich:
				return out, nil
			case last != nil && slices.Contains(ids, last.ID): // the one that was talked about
				ids = []string{last.ID}
			}
			return b.byID(ctx, ids), nil
		}
	}
	found, err := b.Catalog.Search(ctx, said, t.lang, 2*mostWhich)
	if err != nil {
		return out, nil
	}
	tokens := facet.Words(strings.ToLower(said))
	has := func(p shop.Product) (all, whole bool) {
		for _, title := range p.Titles {
			of := facet.Words(strings.ToLower(title))
			if !slices.ContainsFunc(tokens, func(w string) bool { return !slices.Contains(of, w) }) {
				all, whole = true, whole || len(of) == len(tokens)
			}
		}
		return all, whole
	}
	if _, whole := has(p); whole {
		return out, nil
	}
	for _, f := range found {
		if all, _ := has(f); all && t.state.Product != nil && f.ID == t.state.Product.ID { // the one that was talked about
			return []shop.Product{f}, nil
		}
	}
	for _, f := range found {
		all, whole := has(f)
		if whole {
			return []shop.Product{f}, nil
		}
		if all && f.ID != p.ID && len(out) < mostWhich {
			out = append(out, f)
		}
	}
	return out, nil
}

// ordered are the products of the order that the shopper has proved.
func (b *Bot) ordered(ctx context.Context, t *turn) ([]shop.Product, error) {
	asks := len(b.facets.Asked(t.text, t.lang)) > 0 || t.sure() && t.top().Intent == "product_question"
	if t.order == nil && len(t.state.Orders) > 0 && b.Orders != nil && asks {
		last := t.state.Orders[len(t.state.Orders)-1]
		o, err := b.Orders.Order(ctx, last.Number, shop.Proof{CustomerID: t.customerID(), Email: last.Email, Postcode: last.Post})
		if err != nil {
			return nil, err
		}
		t.order = &o
	}
	if t.order == nil {
		return nil, nil
	}
	var out []shop.Product
	for _, it := range t.order.Items {
		p, err := b.Catalog.Product(ctx, it.SKU)
		if err == nil && len(out) < mostWhich && !slices.ContainsFunc(out, func(o shop.Product) bool { return o.ID == p.ID }) {
			out = append(out, p)
		}
	}
	return out, nil
}

// talkedOf is the product talked about lately, for a short question that names
// none: "is it in stock?".
func (b *Bot) talkedOf(ctx context.Context, t *turn) []shop.Product {
	if t.chosen == "" && (t.state.Product == nil || t.top().Intent == "product_recommendation" || !slices.Contains(catalogueIntents, t.top().Intent)) {
		return nil
	}
	if m := b.meant(ctx, t); m.err == nil && len(m.products) == 1 {
		return m.products
	}
	return nil
}

// subject notes the products that a question is about, for the search: articles
// that are linked to them lead. One that is named is remembered, whatever is then
// answered.
func (b *Bot) subject(ctx context.Context, t *turn) {
	if b.Catalog == nil || t.products != nil || t.categories != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	m := b.meant(ctx, t)
	if m.err != nil {
		t.step("product", "failed", m.err.Error(), nil)
	}
	for _, p := range m.products {
		t.products = append(t.products, p.ID)
		t.inCategory(p)
	}
	if len(m.products) == 1 {
		t.remembers(m.products[0])
	}
	for _, p := range b.byID(ctx, m.kind[:min(len(m.kind), mostOfKind)]) {
		t.inCategory(p)
	}
}

// mostOfKind is how many products of a kind are looked at.
const mostOfKind = 20

// inCategory notes the category of a product that the question is about.
func (t *turn) inCategory(p shop.Product) {
	if p.Category != "" && !slices.Contains(t.categories, p.Category) {
		t.categories = append(t.categories, p.Category)
	}
}

// Linked tells what is written about a product.
type Linked interface {
	LinkedTo(product, category string, s knowledge.Scope, limit int) []knowledge.Article
}

// mostAbout is how many articles about a product a person gets with a handoff.
const mostAbout = 3

// about gives a person who takes over what is known of the product: that it is what
// it is about, and the articles that are linked to it, internal ones too.
func (b *Bot) about(ctx context.Context, t *turn) {
	if t.sure() || t.has(nlu.Product, nlu.SKU) { // a word of a message that was not understood is no product's name
		b.subject(ctx, t)
	}
	p := t.next.Product
	if p == nil {
		return
	}
	if !slices.ContainsFunc(t.facts, func(f Fact) bool { return f.Key == "product" && f.Action == "catalogue "+p.ID }) {
		t.facts = append(t.facts, Fact{Key: "product", Value: p.Title, Action: "catalogue " + p.ID})
	}
	linked, ok := b.Retriever.(Linked)
	if !ok {
		return
	}
	scope := t.scope()
	scope.Internal = true
	for _, a := range linked.LinkedTo(p.ID, p.Category, scope, mostAbout) {
		t.linked = append(t.linked, chat.Source{ArticleID: a.ID, Title: a.Title, URL: a.URL})
	}
}
