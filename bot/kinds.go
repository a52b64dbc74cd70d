package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/bot/nlu/entity"
	"frontdesk/bot/nlu/facet"
	"frontdesk/chat"
	"frontdesk/knowledge"
	"frontdesk/shop"
)

// Vocabulary tells whether the articles have a word.
type Vocabulary interface {
	Knows(word string) bool
}

// generalFacets are what articles say for kinds of products: how something is washed,
// and for how long a warranty holds.
var generalFacets = []facet.Facet{"care", "warranty"}

// soldIntents ask whether something can be had, and for how much.
var soldIntents = []string{"product_availability", "price_discount"}

// unknown answers a question about a product that is named and that the shop does
// not have, with the nearest names as buttons; nil where no such name is there.
func (b *Bot) unknown(ctx context.Context, t *turn, facets []facet.Facet) *Decision {
	m := b.meant(ctx, t)
	if len(m.products) == 1 || t.chosen != "" {
		return nil
	}
	names := slices.Clone(m.strangers)
	for _, s := range m.plain {
		if b.unheardOf(ctx, t, s.Text) {
			names = append(names, s)
		}
	}
	i := slices.IndexFunc(names, func(s entity.Stranger) bool { return b.isStranger(ctx, t, s, facets, len(m.words)) })
	if i < 0 {
		return nil
	}
	s := names[i]
	near := s.Near
	for _, p := range m.products {
		near = append(near, p.ID)
	}
	near = append(near, m.kind...)
	var choices []shop.Product
	for _, p := range b.byID(ctx, near[:min(len(near), mostOfKind)]) {
		if len(choices) < mostWhich && !slices.ContainsFunc(choices, func(o shop.Product) bool { return o.ID == p.ID }) {
			choices = append(choices, p)
		}
	}
	t.missing = append(t.missing, "product: "+s.Text)
	text := b.Wording.Say(t.lang, "product.unknown", "name", s.Text)
	if len(choices) == 0 {
		d := t.say(Ask, ReasonNoProduct, text)
		d.QuickReplies = []chat.QuickReply{{Title: b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman}}
		d.Confidence = t.read.Accept
		return d
	}
	d := t.askWhich(choices)
	d.Reason, d.Text = ReasonNoProduct, text+" "+b.Wording.Say(t.lang, "product.near")
	return d
}

// isStranger tells whether a name is that of a product which the shop does not have:
// it stands beside the word for a kind of product, or the question asks for what
// catalogues say and names nothing else; and nothing that is known goes by it.
func (b *Bot) isStranger(ctx context.Context, t *turn, s entity.Stranger, facets []facet.Facet, called int) bool {
	attribute := func(f facet.Facet) bool {
		return !slices.Contains(generalFacets, f) && f != facet.Stock && f != facet.Price
	}
	asks := slices.ContainsFunc(facets, attribute) || t.sure() && slices.Contains(asksOf, t.top().Intent)
	switch {
	case !asks && !(s.Beside && (len(facets) > 0 || says(t.text, t.lang, saysSells))):
		return false
	case !s.Beside && (called > 0 || t.lang == "de" || slices.Contains(facets, facet.Fit)): // German writes every noun like a name
		return false
	case modelName.MatchString(s.Text), contraction.MatchString(s.Text):
		return false
	}
	if slices.ContainsFunc(t.read.Entities, func(e nlu.Entity) bool { return e.Kind != nlu.Product && strings.Contains(e.Text, s.Text) }) {
		return false
	}
	for _, w := range facet.Words(s.Text) {
		if strings.TrimSpace(b.facets.Rest(w, t.lang)) == "" {
			return false
		}
		if v, ok := b.Retriever.(Vocabulary); ok && v.Knows(w) && (!s.Beside || b.isWord(ctx, t, w)) {
			return false
		}
	}
	return true
}

// contraction is an English pronoun with its verb, of which "I" is written like a name.
var contraction = regexp.MustCompile(`(?i)^(?:i|you|we|they|he|she|it|that)['’](?:ll|m|ve|d|re|s)$`)

// isWord tells whether the articles have a word other than as a name: a carrier called
// Kestrel makes no product of that name.
func (b *Bot) isWord(ctx context.Context, t *turn, word string) bool {
	res, err := b.Retriever.Retrieve(ctx, knowledge.Query{Text: word, Lang: t.lang, Scope: t.scope(), K: mostOffered})
	return err != nil || slices.ContainsFunc(res.Hits, func(h knowledge.Hit) bool {
		return contains(h.Passage.Spoken(), word) && hasSmall(h.Passage.Spoken(), word)
	})
}

// hasSmall tells whether a text has a word in small letters.
func hasSmall(text, word string) bool { return strings.Contains(text, strings.ToLower(word)) }

// describes is how English words end that say of what kind something is.
var describes = []string{"ed", "ing", "able", "ible", "y", "proof", "less", "ful", "ic", "al", "ive", "ish", "ant", "ent", "ous", "s", "er", "est"}

// unheardOf tells whether an English word is none that shoppers use, rightly spelt or
// not, and does not look as if it described something. In other languages a word that is
// written small beside a noun mostly does.
func (b *Bot) unheardOf(ctx context.Context, t *turn, word string) bool {
	s, ok := b.Understander.(interface{ Spelt(word, lang string) bool })
	if !ok || t.lang != "en" || s.Spelt(strings.ToLower(word), "") || slices.ContainsFunc(describes, func(end string) bool { return strings.HasSuffix(word, end) }) {
		return false
	}
	res, err := b.search(ctx, t)
	return err == nil && contains(res.Query, word) // where it was mended it was misspelt
}

// ofKind answers what is asked of a kind of product ("is the jacket waterproof?")
// with those for which the catalogue says it, or that can be had as asked; nil where
// the articles are to say it.
func (b *Bot) ofKind(ctx context.Context, t *turn, a *ask) *Decision {
	if len(a.kind) == 0 || a.model != "" {
		return nil
	}
	list := b.byID(ctx, a.kind)
	var d *Decision
	switch {
	case len(a.facets) > 0 && !slices.Contains(a.facets, facet.Stock) && !slices.Contains(a.facets, facet.Price):
		d = t.thatSay(list, a.facets)
	case t.wished(list):
		d = t.thatHave(list)
	case len(a.facets) > 0 || slices.Contains(soldIntents, t.top().Intent) && t.asksForKindAlone(b.meant(ctx, t)):
		d = t.showProducts(t.top().Intent, list[:min(len(list), mostWhich)])
	}
	return d
}

// asksForKindAlone tells whether a message says no more than one word beside what
// the products are called by: spare poles of a tent are no tent.
func (t *turn) asksForKindAlone(m *meaning) bool {
	rest := t.b.facets.Rest(t.text, t.lang)
	for _, w := range m.words {
		rest = strings.ReplaceAll(rest, strings.ToLower(w), " ")
	}
	n, _ := t.b.completer.Subject(rest, t.lang)
	return n <= 1
}

// partOf tells whether a message that calls products by a word is about something
// else, of which an article is: "how heavy are tent pegs" asks for no tent where the
// title of what answers has the other word, and no tent's title has.
func (b *Bot) partOf(ctx context.Context, t *turn, a *ask) bool {
	m := b.meant(ctx, t)
	if len(m.words) == 0 || t.chosen != "" {
		return false
	}
	rest := b.facets.Rest(t.text, t.lang)
	for _, w := range m.words {
		rest = strings.ReplaceAll(rest, strings.ToLower(w), " ")
	}
	var products []shop.Product
	for _, w := range facet.Words(rest) {
		if n, _ := b.completer.Subject(w, t.lang); n == 0 {
			continue
		}
		res, err := b.search(ctx, t)
		if err != nil || len(res.Hits) == 0 || res.Hits[0].P < b.cfg.AnswerThreshold || !contains(res.Hits[0].Article.Title, w) {
			continue
		}
		if products == nil {
			products = append(b.byID(ctx, a.kind), a.which...)
		}
		if !slices.ContainsFunc(products, func(p shop.Product) bool { return contains(p.Titles.In(t.lang), w) }) {
			return true
		}
	}
	return false
}

// thatSay shows the products of which the catalogue says something, with what; nil
// where it says nothing of any.
func (t *turn) thatSay(list []shop.Product, facets []facet.Facet) *Decision {
	var said []shop.Product
	var lines []string
	for _, p := range list {
		var of []string
		for _, f := range facets {
			if line := t.says(p, f); line != "" && len(said) < mostWhich {
				of = append(of, line)
			}
		}
		if len(of) == len(facets) {
			said = append(said, p)
			lines = append(lines, p.Titles.In(t.lang)+": "+strings.Join(of, ", "))
		}
	}
	if len(said) == 0 {
		return nil
	}
	d := t.showProducts(t.top().Intent, said)
	d.Text = strings.Join(lines, "\n")
	return d
}

// wished tells whether a size or a colour is asked for that any of some products
// is made in, or might be.
func (t *turn) wished(list []shop.Product) bool {
	return slices.ContainsFunc(list, func(p shop.Product) bool { return !t.wishes(p).empty() })
}

// thatHave shows the products that can be had in the size and the colour that are
// asked for; nil where none can.
func (t *turn) thatHave(list []shop.Product) *Decision {
	var out []shop.Product
	var lines []string
	for _, p := range list {
		w := t.wishes(p)
		if w.empty() || len(w.noSizes)+len(w.noColors) > 0 || len(out) == mostWhich {
			continue
		}
		if i := slices.IndexFunc(p.Variants, func(v shop.Variant) bool { return v.InStock() && w.has(v) }); i >= 0 {
			out, lines = append(out, p), append(lines, t.there(p, w, p.Variants[i]))
		}
	}
	if len(out) == 0 {
		return nil
	}
	d := t.showProducts(t.top().Intent, out)
	d.Text = strings.Join(lines, "\n")
	return d
}
