package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/facet"
	"frontdesk/chat"
	"frontdesk/knowledge"
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
	if len(a.which) == 0 && !b.speaksOf(ctx, t, a.model) {
		return t.askWhich(nil), nil
	}
	if len(a.which) != 1 {
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

// unsaid says that the catalogue does not know what is asked of a product, and
// offers a person, where no article knows either.
func (b *Bot) unsaid(ctx context.Context, t *turn) (*Decision, error) {
	a, err := b.asked(ctx, t)
	switch {
	case a == nil || err != nil:
		return nil, err
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
	return err == nil && len(res.Hits) > 0 && contains(res.Hits[0].Article.Title+"\n"+res.Hits[0].Passage.Heading+"\n"+res.Hits[0].Passage.Text, word)
}

// ask is what a turn asks of a product.
type ask struct {
	product shop.Product
	which   []shop.Product // it may be one of these; none: which one is not known at all
	facets  []facet.Facet
	model   string // that it is to fit
}

// asked reads what is asked of which product, once a turn; nil where nothing is.
func (b *Bot) asked(ctx context.Context, t *turn) (*ask, error) {
	if t.asking != nil || t.asksNothing {
		return t.asking, nil
	}
	t.asksNothing = true
	if b.Catalog == nil || t.read.Gibberish || t.state.Flow != "" || t.sure() && !slices.Contains(asksOf, t.top().Intent) && t.top().Intent != nlu.OutOfScope {
		return nil, nil
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	a := &ask{facets: b.facets.Asked(t.text, t.lang)}
	fit := slices.Contains(a.facets, facet.Fit)
	a.facets = slices.DeleteFunc(a.facets, func(f facet.Facet) bool { return f == facet.Fit })
	found, err := b.meant(ctx, t)
	if err != nil {
		t.step("product", "failed", err.Error(), nil) // the articles may still answer
		return nil, nil
	}
	if fit {
		a.model = t.model(found)
	}
	switch {
	case len(found) == 0 && a.model != "":
		if found = b.fitting(ctx, a.model); len(found) == 0 {
			found = nil // what is to fit is not told
		}
	case len(found) == 0:
		return nil, nil
	}
	if len(found) == 0 {
		t.asking, t.asksNothing = a, false
		return a, nil
	}
	if len(a.facets) == 0 && a.model == "" && !slices.ContainsFunc(found, func(p shop.Product) bool { return t.namesAttribute(p) }) {
		return nil, nil
	}
	a.product, a.which = found[0], found
	t.asking, t.asksNothing = a, false
	return a, nil
}

func (t *turn) namesAttribute(p shop.Product) bool {
	return slices.ContainsFunc(p.Attributes, func(a shop.Attribute) bool { return facet.Names(t.text, a.Name) })
}

// meant finds the product that a turn speaks of: named, or "it"; several where
// that cannot be told.
func (b *Bot) meant(ctx context.Context, t *turn) ([]shop.Product, error) {
	if t.chosen != "" {
		p, err := b.Catalog.Product(ctx, t.chosen)
		return []shop.Product{p}, err
	}
	for _, e := range t.read.Entities {
		if e.Kind != nlu.Product && e.Kind != nlu.SKU {
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
	if found := b.called(ctx, t); len(found) > 0 {
		return found, nil
	}
	if !t.ofIt() {
		return nil, nil
	}
	if last := t.state.Product; last != nil && t.state.Turns-last.Turn <= lately {
		if p, err := b.Catalog.Product(ctx, last.ID); err == nil {
			return []shop.Product{p}, nil
		}
	}
	return b.ordered(ctx, t)
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

// called are the products that a message calls by the first or the last word of
// their titles, which is what a model is called ("the Bothy 2"), and of those the
// ones of which it says most.
func (b *Bot) called(ctx context.Context, t *turn) []shop.Product {
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
	if t.order == nil && len(t.state.Orders) > 0 && b.Orders != nil && len(b.facets.Asked(t.text, t.lang)) > 0 {
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

// modelName matches what models are called: letters and digits in one word, or
// words that a catalogue lists among what its products fit.
var modelName = regexp.MustCompile(`(?i)\b[a-z]{1,8}[- ]?\d{2,6}[a-z]{0,3}\b`)

// model is what a product is asked to fit; empty where nothing is named.
func (t *turn) model(found []shop.Product) string {
	for _, p := range found {
		for _, f := range p.Fits {
			if contains(t.text, f) {
				return f
			}
		}
	}
	own := func(s string) bool {
		return slices.ContainsFunc(found, func(p shop.Product) bool {
			if same(p.ID, s) {
				return true
			}
			for _, title := range p.Titles {
				if contains(title, s) {
					return true
				}
			}
			return slices.ContainsFunc(p.Variants, func(v shop.Variant) bool { return same(v.SKU, s) })
		})
	}
	for _, s := range modelName.FindAllString(t.text, -1) {
		if !own(s) {
			return s
		}
	}
	return ""
}

// fitting are the products that fit a model.
func (b *Bot) fitting(ctx context.Context, model string) []shop.Product {
	found, err := b.Catalog.Search(ctx, model, "", 4*mostWhich)
	if err != nil {
		return nil
	}
	found = slices.DeleteFunc(found, func(p shop.Product) bool { return !fitsModel(p, model) })
	return found[:min(len(found), mostWhich)]
}

func fitsModel(p shop.Product, model string) bool {
	return slices.ContainsFunc(p.Fits, func(f string) bool { return contains(f, model) || contains(model, f) })
}

// squashed is a name without signs and case, as people vary them: X-200, x 200.
func squashed(s string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			return unicode.ToLower(r)
		}
		return -1
	}, s)
}

func same(a, b string) bool { return squashed(a) == squashed(b) }

// contains tells whether a text has a name as a whole: X200 is not in X2000.
func contains(text, name string) bool {
	name = squashed(name)
	words := facet.Words(text)
	for i := range words {
		joined := ""
		for j := i; j < min(i+6, len(words)); j++ {
			if joined += squashed(words[j]); joined == name && name != "" {
				return true
			}
		}
	}
	return utf8.RuneCountInString(name) >= 2 && strings.IndexFunc(name, func(r rune) bool { return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) }) >= 0 && strings.Contains(squashed(text), name)
}

// fits answers whether a product fits a model, only by what the catalogue lists;
// nil where it lists nothing.
func (t *turn) fits(p shop.Product, model string) *Decision {
	title := p.Titles.In(t.lang)
	switch {
	case len(p.Fits) == 0:
		return nil
	case fitsModel(p, model):
		return t.product(p, title+"\n"+t.b.facets.Label(facet.Fit, t.lang)+": "+model)
	}
	list := strings.Join(p.Fits[:min(len(p.Fits), 10)], ", ")
	d := t.product(p, t.b.Wording.Say(t.lang, "product.fits_others", "title", title, "list", list, "model", model))
	d.QuickReplies = []chat.QuickReply{{Title: t.b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman}}
	return d
}

// says is a line with what a product's attributes say of a facet; empty where
// they say nothing.
func (t *turn) says(p shop.Product, f facet.Facet) string {
	if f == facet.Stock || f == facet.Price {
		return "" // see showProducts
	}
	for _, a := range p.Attributes {
		if t.b.facets.Of(a.Name) == f && utf8.RuneCountInString(a.Values.In(t.lang)) <= mostFactRunes {
			return t.attribute(t.b.facets.Label(f, t.lang), a)
		}
	}
	return ""
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
	}
	if asked == "" || !pressed {
		return
	}
	t.chosen = id
	lang := priors(t.snap, nil)[0]
	t.text, t.payload = asked, ""
	t.read = t.b.Understander.Read(asked, []string{lang}, t.snap.Now)
	t.read.Text, t.read.WantsHuman = asked, false
}

// talkedOf is the product talked about lately, for a short question that names
// none: "is it in stock?".
func (b *Bot) talkedOf(ctx context.Context, t *turn) []shop.Product {
	if t.chosen == "" && (t.state.Product == nil || t.top().Intent == "product_recommendation" || !slices.Contains(catalogueIntents, t.top().Intent)) {
		return nil
	}
	found, err := b.meant(ctx, t)
	if err != nil || len(found) != 1 {
		return nil
	}
	return found
}

// subject notes the products that a question is about, for the search: articles
// that are linked to them lead. One that is named is remembered, whatever is then
// answered.
func (b *Bot) subject(ctx context.Context, t *turn) {
	if b.Catalog == nil || t.products != nil {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, b.cfg.ShopTimeout)
	defer cancel()
	found, err := b.meant(ctx, t)
	if err != nil {
		t.step("product", "failed", err.Error(), nil)
	}
	for _, p := range found {
		t.products = append(t.products, p.ID)
		if p.Category != "" && !slices.Contains(t.categories, p.Category) {
			t.categories = append(t.categories, p.Category)
		}
	}
	if len(found) == 1 {
		t.remembers(found[0])
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
	b.subject(ctx, t)
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
