package bot

import (
	"context"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/entity"
	"frontdesk/bot/nlu/facet"
	"frontdesk/chat"
	"frontdesk/shop"
)

// asksOf are the intents of questions about a product itself.
var asksOf = []string{"product_question", "size_fit", "product_availability", "product_recommendation", "product_help", "price_discount"}

// Bounds of what is said of products.
const (
	mostFactRunes   = 400 // of a value: longer ones are texts, for the articles
	mostWhich       = 5   // products that are offered as buttons
	mostWordsOfIt   = 9   // of a message that asks of the product talked about without naming one
	mostWordsOfName = 6   // of a message that is nothing but a product's name
	lately          = 8   // turns after which "it" is no longer the product talked about
)

// tells answers what is asked of a product from the catalogue: an attribute, or
// whether it fits something. What the catalogue does not say is left to the
// articles.
func (b *Bot) tells(ctx context.Context, t *turn) (*Decision, error) {
	a, err := b.asked(ctx, t)
	if a == nil || err != nil {
		return nil, err
	}
	if d := b.unknown(ctx, t, a.all); d != nil {
		return d, nil
	}
	if b.partOf(ctx, t, a) {
		return nil, nil
	}
	if slices.Contains(asksOf, t.top().Intent) && !slices.ContainsFunc(a.facets, func(f facet.Facet) bool { return slices.Contains(generalFacets, f) }) {
		if d := b.ofKind(ctx, t, a); d != nil {
			return d, nil
		}
	}
	if len(a.which) == 0 && a.model != "" && !b.speaksOf(ctx, t, a.model) {
		return t.askWhich(nil), nil
	}
	if len(a.which) != 1 {
		if len(a.which) > 1 && len(t.told(a)) > 0 {
			return t.askWhich(a.which), nil
		}
		return nil, nil // an article may hold for all of them; else see unsaid
	}
	p := a.product
	if a.model != "" {
		if d := t.fits(p, a.model); d != nil || b.speaksOf(ctx, t, a.model) {
			return d, nil
		}
		return b.unsaid(ctx, t) // an article about something else that fits is no answer
	}
	var lines []string
	for _, f := range a.facets {
		if line := t.says(p, f); line != "" {
			lines = append(lines, line)
		}
	}
	if len(lines) == 0 {
		if d := t.variant(p, t.wishes(p)); d != nil {
			return d, nil
		}
	}
	for _, at := range p.Attributes {
		if len(lines) == 0 && facet.Names(t.text, at.Name) {
			lines = append(lines, t.attribute(facet.Plain(at.Name), at))
		}
	}
	if len(lines) == 0 && (slices.Contains(a.facets, facet.Stock) || slices.Contains(a.facets, facet.Price)) {
		t.talkOf(p)
		return t.showProducts(t.top().Intent, []shop.Product{p}), nil
	}
	if len(lines) == 0 {
		return nil, nil
	}
	return t.product(p, p.Titles.In(t.lang)+"\n"+strings.Join(lines, "\n")), nil
}

// told are those of several products of which the catalogue says what is asked, where
// that is nothing that articles say for all of a kind.
func (t *turn) told(a *ask) []shop.Product {
	if !slices.Contains(asksOf, t.top().Intent) || slices.ContainsFunc(a.facets, func(f facet.Facet) bool { return slices.Contains(generalFacets, f) }) {
		return nil
	}
	return slices.DeleteFunc(slices.Clone(a.which), func(p shop.Product) bool {
		return !slices.ContainsFunc(a.facets, func(f facet.Facet) bool { return t.attributeOf(p, f) != nil })
	})
}

// unsaid says that the catalogue does not know what is asked of a product, and
// offers a person, where no article knows either.
func (b *Bot) unsaid(ctx context.Context, t *turn) (*Decision, error) {
	a, err := b.asked(ctx, t)
	switch {
	case a == nil || err != nil:
		return nil, err
	case len(a.kind) > 0:
		if d := b.ofKind(ctx, t, a); d != nil {
			return d, nil
		}
		if len(a.which) == 0 {
			return t.askWhich(b.byID(ctx, a.kind[:min(len(a.kind), mostWhich)])), nil
		}
		return t.askWhich(a.which), nil
	case len(a.which) == 0 && a.model == "" && !t.asksVariant():
		return nil, nil
	case len(a.which) != 1:
		return t.askWhich(a.which), nil
	case len(a.facets) == 0 && a.model == "":
		return nil, nil
	}
	var what []string
	for _, f := range a.facets {
		what = append(what, b.facets.Label(f, t.lang))
	}
	if a.model != "" {
		what = []string{b.facets.Label(facet.Fit, t.lang) + " " + a.model}
	}
	title := a.product.Titles.In(t.lang)
	t.missing = append(t.missing, "attribute: "+title+": "+strings.Join(what, ", "))
	d := t.propose(ReasonMissing, "miss.propose")
	d.Text = b.Wording.Say(t.lang, "product.unsaid", "title", title, "what", strings.Join(what, ", ")) + " " + d.Text
	t.talkOf(a.product)
	return d, nil
}

// speaksOf tells whether what the articles would answer has a word.
func (b *Bot) speaksOf(ctx context.Context, t *turn, word string) bool {
	res, err := b.search(ctx, t)
	return err == nil && len(res.Hits) > 0 && contains(res.Hits[0].Article.Title+"\n"+res.Hits[0].Passage.Heading+"\n"+res.Hits[0].Passage.Spoken(), word)
}

// ask is what a turn asks of a product.
type ask struct {
	product shop.Product
	which   []shop.Product // it may be one of these; none: which one is not known at all
	kind    []string       // ids of those that are called by the same, which are several
	facets  []facet.Facet  // but what it is to fit
	all     []facet.Facet
	model   string // that it is to fit
}

// asked reads what is asked of which product, once a turn; nil where nothing is.
func (b *Bot) asked(ctx context.Context, t *turn) (*ask, error) {
	if t.asking != nil || t.asksNothing {
		return t.asking, nil
	}
	t.asksNothing = true
	if t.has(nlu.OrderNumber) && slices.Contains(ofOrders, nlu.Category(t.top().Intent)) { // of the order, whatever words of it are a product's
		return nil, nil
	}
	if b.Catalog == nil || t.read.Gibberish || t.state.Flow != "" || t.sure() && !slices.Contains(asksOf, t.top().Intent) && t.top().Intent != nlu.OutOfScope {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	a := &ask{facets: b.facets.Asked(t.text, t.lang)}
	a.all = slices.Clone(a.facets)
	fit := slices.Contains(a.facets, facet.Fit)
	a.facets = slices.DeleteFunc(a.facets, func(f facet.Facet) bool { return f == facet.Fit })
	m := b.meant(ctx, t)
	if m.err != nil {
		t.step("product", "failed", m.err.Error(), nil) // the articles may still answer
		return nil, nil
	}
	found := m.products
	if fit {
		a.model = t.model(found)
	}
	switch {
	case len(found) == 0 && a.model != "":
		if found = b.fitting(ctx, a.model); len(found) == 0 {
			found = nil // what is to fit is not told
		}
	case len(found) == 0 && len(m.kind) == 0 && len(m.strangers) == 0 && !t.asksVariant():
		return nil, nil
	}
	if len(a.facets) > 0 || t.asksVariant() || t.sure() && slices.Contains(soldIntents, t.top().Intent) {
		if a.kind = m.kind; m.byKind && len(a.kind) == 0 {
			for _, p := range found {
				a.kind = append(a.kind, p.ID)
			}
		}
	}
	if len(found) == 0 {
		t.asking, t.asksNothing = a, false
		return a, nil
	}
	if len(a.facets) == 0 && a.model == "" && len(m.strangers) == 0 && !slices.ContainsFunc(found, func(p shop.Product) bool { return t.namesAttribute(p) || !t.wishes(p).empty() }) {
		return nil, nil
	}
	a.product, a.which = found[0], found
	t.asking, t.asksNothing = a, false
	return a, nil
}

// asksVariant tells whether it is asked if there is a size or a colour of something.
func (t *turn) asksVariant() bool {
	n := 0
	for _, e := range t.read.Entities {
		if e.Kind == entity.Size || e.Kind == entity.Color {
			n++
		}
	}
	asked := t.b.facets.Asked(t.text, t.lang)
	return n > 0 && (slices.Contains(asked, facet.Stock) || t.top().Intent == "product_availability" || // sure or not: nothing else speaks of it
		n == 1 && len(asked) == 0 && slices.Contains(asksOf, t.top().Intent))
}

func (t *turn) namesAttribute(p shop.Product) bool {
	return slices.ContainsFunc(p.Attributes, func(a shop.Attribute) bool { return facet.Names(t.text, a.Name) })
}

// says is a line with what a product's attributes say of a facet; empty where
// they say nothing.
func (t *turn) says(p shop.Product, f facet.Facet) string {
	if a := t.attributeOf(p, f); a != nil {
		return t.attribute(t.b.facets.Label(f, t.lang), *a)
	}
	return ""
}

// attributeOf is the attribute that says a facet; nil where none does. Stock and
// price are none, see showProducts.
func (t *turn) attributeOf(p shop.Product, f facet.Facet) *shop.Attribute {
	i := slices.IndexFunc(p.Attributes, func(a shop.Attribute) bool {
		return f != facet.Stock && f != facet.Price && t.b.facets.Of(a.Name) == f && utf8.RuneCountInString(a.Values.In(t.lang)) <= mostFactRunes
	})
	if i < 0 {
		return nil
	}
	return &p.Attributes[i]
}

func (t *turn) attribute(label string, a shop.Attribute) string {
	value := a.Values.In(t.lang)
	if unit := facet.Unit(a.Name); unit != "" && strings.IndexFunc(value, unicode.IsLetter) < 0 {
		value += " " + unit
	}
	t.facts = append(t.facts, Fact{Key: "told", Value: label + ": " + value, Action: "catalogue"})
	return label + ": " + value
}

// product says something about a product, with its card, which leads to its page.
func (t *turn) product(p shop.Product, text string) *Decision {
	d := t.say(Answer, ReasonCatalogue, text)
	d.Blocks = []chat.Block{{Type: "product", Product: t.productCard(p)}}
	d.Intent, d.Confidence = t.top().Intent, max(t.read.Accept, t.b.cfg.IntentThreshold)
	t.talkOf(p)
	return d
}

// talkOf remembers the product for "it" in what follows.
func (t *turn) talkOf(p shop.Product) {
	t.remembers(p)
	t.facts = append(t.facts, Fact{Key: "product", Value: p.Titles.In(t.lang), Action: "catalogue " + p.ID})
}

func (t *turn) remembers(p shop.Product) {
	t.next.Product = &Talked{ID: p.ID, Title: p.Titles.In(t.lang), Category: p.Category, Turn: t.state.Turns, Seq: t.lastSeq()}
}

// askWhich asks which of several products is meant, with buttons.
func (t *turn) askWhich(list []shop.Product) *Decision {
	d := t.say(Ask, ReasonClarify, t.b.Wording.Say(t.lang, "product.which"))
	d.Confidence = t.read.Accept
	for _, p := range list {
		d.QuickReplies = append(d.QuickReplies, chat.QuickReply{Title: p.Titles.In(t.lang), Payload: payloadProduct + p.ID})
	}
	d.QuickReplies = append(d.QuickReplies, chat.QuickReply{Title: t.b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman})
	t.showed(list)
	t.next.Which = t.question()
	return d
}

// picked takes the answer to "which product", and puts the question that it was
// asked for in its place.
func (t *turn) picked() {
	asked := t.state.Which
	t.next.Which = ""
	id, pressed := strings.CutPrefix(t.payload, payloadProduct)
	if !pressed && len(facet.Words(t.text)) <= mostWordsOfName {
		for _, e := range t.read.Entities {
			if e.Kind == nlu.Product || e.Kind == nlu.SKU {
				id, pressed = e.Value, true
			}
		}
		if !pressed && asked != "" {
			if called := t.calledOfShown(); len(called) == 1 {
				id, pressed = called[0], true
			}
		}
	}
	if asked == "" || !pressed {
		return
	}
	t.chosen = id
	lang := priors(t.snap, nil)[0]
	t.goBackTo(asked, lang)
}

// calledOfShown are those of the products shown as buttons that a message calls by their
// model alone: "ok, what about the skarn".
func (t *turn) calledOfShown() []string {
	c, ok := t.b.Understander.(Caller)
	if !ok {
		return nil
	}
	ref, _ := c.Refer(t.text)
	return slices.DeleteFunc(slices.Clone(t.state.Shown), func(shown string) bool { return !slices.Contains(ref.Products, shown) })
}

// oneOfCalled asks again where a message calls some of the products shown as buttons by
// what they have in common.
func (b *Bot) oneOfCalled(ctx context.Context, t *turn) *Decision {
	if t.state.Which == "" || t.chosen != "" || t.payload != "" || b.Catalog == nil || len(facet.Words(t.text)) > mostWordsOfName {
		return nil
	}
	called := t.calledOfShown()
	if len(called) < 2 || len(called) == len(t.state.Shown) { // "which jacket?" calls all of them
		return nil
	}
	d := t.askWhich(b.byID(ctx, called))
	t.next.Which = t.state.Which
	return d
}
