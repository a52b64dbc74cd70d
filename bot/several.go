package bot

import (
	"context"
	"slices"
	"strings"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
)

// several answers a message that makes two or more requests: what articles and
// the catalogue answer is said at once, in the order of the message, then the
// first dialog begins; further ones are offered when it has ended. What has no
// answer is named, with a person beside it, so that no part is passed over in
// silence.
func (b *Bot) several(ctx context.Context, t *turn) (*Decision, error) {
	before := *t
	b.halves(ctx, t)
	if len(t.read.Parts) < 2 || t.state.Flow != "" || t.payload != "" {
		return nil, nil
	}
	d := t.say(Answer, ReasonSeveral, "")
	d.Confidence = t.read.Parts[0].Result.Accept
	var flow *nlu.Part
	var left []string
	var wishes []nlu.Part // that only a person can grant
	for i, p := range t.read.Parts {
		if f := b.flowOf(t, p); f != nil && b.Orders != nil {
			if flow == nil {
				flow = &t.read.Parts[i]
			} else if later := laterOf(f.Intents[0], t.orderIn(p)); !slices.Contains(t.next.Later, later) {
				t.next.Later = append(t.next.Later, later)
			}
			continue
		}
		if f := b.Flows.ForOrder(p.Result.Top().Intent); f != nil && t.orderIn(p) != "" && b.Orders != nil { // rules would not grant it
			wishes = append(wishes, p)
			continue
		}
		answered, err := b.part(ctx, t, p, d)
		if err == nil && !answered && t.goesOnFrom(i) {
			answered, err = b.part(ctx, t, nlu.Part{Text: t.whole.Text}, d)
		}
		if err != nil {
			return nil, err
		}
		if !answered {
			left = append(left, p.Text)
		}
	}
	if flow == nil && len(wishes) > 0 {
		flow, wishes = &wishes[0], wishes[1:]
	}
	for _, p := range wishes {
		left = append(left, p.Text)
	}
	if t.half != nil && !t.twoThings && (len(left) > 0 || flow != nil) { // one of them is no question of its own
		*t = before
		return nil, nil
	}
	if flow == nil && d.Text == "" {
		return nil, nil
	}
	t.unanswered(d, left)
	if flow == nil {
		return d, nil
	}
	return b.beginsWith(ctx, t, *flow, d)
}

// goesOnFrom reads a part of the message together with the one before it, where it says too
// little alone: "do you ship to Poland, and what does it cost?".
func (t *turn) goesOnFrom(i int) bool {
	if i == 0 || t.half != nil {
		return false
	}
	f, ok := t.b.completer.Complete(t.read.Parts[i-1].Text, t.read.Parts[i].Text, t.lang)
	if ok {
		t.whole = t.b.Understander.Read(f.Text, []string{t.lang})
		t.whole.Text = f.Text
	}
	return ok
}

// requests leaves out of a message's requests what only proves who asks: "my
// postcode is 97205" is no wish to change an address. One that is left alone is
// what the message asks.
func (t *turn) requests() {
	if len(t.read.Parts) == 0 || t.completed != "" {
		return
	}
	left := slices.DeleteFunc(slices.Clone(t.read.Parts), func(p nlu.Part) bool { return t.provesOnly(p.Text) || t.namesOnly(p.Text) })
	switch {
	case len(left) == len(t.read.Parts):
		return
	case len(left) == 1:
		t.read.take(left[0].Result, left[0].Result.Accept)
	}
	t.read.Parts = left
	if len(left) < 2 {
		t.read.Parts = nil
	}
}

// provesOnly tells whether a clause is an e-mail address or a postcode with a few
// words around it, and no part of an address.
func (t *turn) provesOnly(clause string) bool {
	proves := false
	for _, e := range t.read.Entities {
		if !strings.Contains(clause, e.Text) {
			continue
		}
		switch e.Kind {
		case nlu.Email, nlu.Postcode:
			proves = true
		case nlu.OrderNumber, nlu.Street, nlu.City:
			return false
		}
	}
	return proves && !hasQuestionMark(clause) && t.wordsBeside(clause) <= mostWordsOfProof
}

// namesOnly tells whether a clause only says which order the rest of the message is
// about: "can I still change the address? order 10482, postcode 10115".
func (t *turn) namesOnly(clause string) bool {
	if hasQuestionMark(clause) || t.wordsBeside(without(foldSaid(clause), saysLabel, t.lang)) > 0 {
		return false
	}
	if t.wordsBeside(clause) == 0 && len(t.read.Parts) > 1 { // a number, a name or a place by itself belongs to what the rest asks
		return true
	}
	here := 0
	for _, e := range t.read.Entities {
		if e.Kind == nlu.OrderNumber {
			if !strings.Contains(clause, e.Text) {
				return false // another order has a part of its own
			}
			here++
		}
	}
	return here == 1
}

// mostWordsOfProof is how many words stand around a postcode: "mi código postal es".
const mostWordsOfProof = 4

// part answers one request, added to d; false where nothing answers it.
func (b *Bot) part(ctx context.Context, t *turn, p nlu.Part, d *Decision) (bool, error) {
	sub := *t
	sub.text, sub.found, sub.follow = p.Text, nil, nil
	sub.means, sub.asking, sub.asksNothing = nil, nil, false
	if h, halved := t.half[p.Text]; halved {
		sub.read.takeOf(h.read)
		sub.chosen = h.product
	} else if t.whole.Text == p.Text {
		sub.read.takeOf(t.whole)
	} else {
		sub.read.take(p.Result, p.Result.Accept) // as a part it reached its cut-off
	}
	sub.read.Entities = slices.DeleteFunc(slices.Clone(t.read.Entities), func(e nlu.Entity) bool { return !strings.Contains(p.Text, e.Text) })
	var got *Decision
	var err error
	for _, answer := range []func(*Bot, context.Context, *turn) (*Decision, error){(*Bot).variantAsked, (*Bot).catalogue, (*Bot).knows} {
		if got, err = answer(b, ctx, &sub); got != nil || err != nil {
			break
		}
	}
	t.next, t.facts, t.steps = sub.next, sub.facts, sub.steps
	asks := got != nil && got.Action == Ask && sub.next.Which == p.Text // which product is meant, beside the answer to the rest
	if err != nil || got == nil || got.Action != Answer && !asks {
		return false, err
	}
	if asks {
		d.QuickReplies = append(d.QuickReplies, got.QuickReplies...)
	}
	if !strings.Contains(d.Text, got.Text) {
		d.Text = paragraphs(d.Text, got.Text)
	}
	for _, s := range got.Sources {
		if !slices.ContainsFunc(d.Sources, func(had chat.Source) bool { return had.ArticleID == s.ArticleID }) {
			d.Sources = append(d.Sources, s)
		}
	}
	d.Blocks = append(d.Blocks, got.Blocks...)
	d.Confidence = min(d.Confidence, got.Confidence)
	if d.TextLang == "" {
		d.TextLang = got.TextLang
	}
	return true, nil
}

// variantAsked answers whether the product of a request can be had in a size or a colour.
func (b *Bot) variantAsked(ctx context.Context, t *turn) (*Decision, error) {
	if b.Catalog == nil || !slices.Contains(asksOf, t.top().Intent) {
		return nil, nil
	}
	d, err := b.tells(ctx, t)
	if d != nil && d.Action != Answer && t.next.Which != t.text { // it says which product is meant, or asks it
		return nil, nil
	}
	return d, err
}

// unanswered names what has no answer and offers a person for it.
func (t *turn) unanswered(d *Decision, left []string) {
	for _, q := range left {
		d.Text = paragraphs(d.Text, t.b.Wording.Say(t.lang, "several.left", "question", q))
		t.missing = append(t.missing, "answer: "+q)
	}
	if len(left) > 0 && !slices.ContainsFunc(d.QuickReplies, func(q chat.QuickReply) bool { return q.Payload == payloadHuman }) {
		d.QuickReplies = append(d.QuickReplies, chat.QuickReply{Title: t.b.Wording.Say(t.lang, "button.human"), Payload: payloadHuman})
	}
}

// beginsWith begins the dialog of one part behind what was answered already.
func (b *Bot) beginsWith(ctx context.Context, t *turn, p nlu.Part, d *Decision) (*Decision, error) {
	t.read.take(p.Result, p.Result.Accept)
	t.ownOrder(p)
	later := t.next.Later
	f := b.flowOf(t, p)
	if f == nil {
		f = b.Flows.ForOrder(p.Result.Top().Intent)
	}
	t.enter(f)
	t.next.Own, t.next.OwnTo = p.Text, t.lastSeq()
	t.next.Later = later
	ask, err := b.walk(ctx, t, b.Flows.Flow(t.next.Flow), "")
	if err != nil || ask == nil || ask.Action == Handoff {
		return ask, err
	}
	ask.Text = paragraphs(d.Text, ask.Text)
	ask.Sources, ask.Blocks = append(d.Sources, ask.Sources...), append(d.Blocks, ask.Blocks...)
	ask.QuickReplies = append(ask.QuickReplies, d.QuickReplies...)
	return ask, nil
}

// flowOf is the dialog of a part. Whether an order may go back that is named is told by
// beginning its return, not by the rules.
func (b *Bot) flowOf(t *turn, p nlu.Part) *flows.Flow {
	intent := p.Result.Top().Intent
	if intent == returnRules && t.orderIn(p) != "" {
		intent = returnWish
	}
	return b.Flows.ForIntent(intent)
}

// The intents of the rules of returns, of a return and of an exchange.
const (
	returnRules  = "return_policy"
	returnWish   = "return_start"
	exchangeWish = "exchange_start" // another size or colour
)

// orderIn is the order number that stands in a part of the message; empty without one.
func (t *turn) orderIn(p nlu.Part) string {
	for _, e := range t.read.Entities {
		if e.Kind == nlu.OrderNumber && strings.Contains(p.Text, e.Text) {
			return e.Value
		}
	}
	return ""
}

// ownOrder leaves a dialog the order number of its own request: those of the others
// are about something else.
func (t *turn) ownOrder(p nlu.Part) {
	own := t.orderIn(p)
	if own == "" {
		return
	}
	t.read.Entities = slices.DeleteFunc(slices.Clone(t.read.Entities), func(e nlu.Entity) bool {
		return e.Kind == nlu.OrderNumber && e.Value != own && !strings.Contains(p.Text, e.Text)
	})
}

// laterOf is a request that waits until a dialog has ended: its intent, and the order
// that it is about, if one was named. intentOf takes it apart.
func laterOf(intent, number string) string {
	return strings.TrimSpace(intent + " " + number)
}

func intentOf(later string) (intent, number string) {
	intent, number, _ = strings.Cut(later, " ")
	return intent, number
}

// remind offers, once a dialog has ended, what else the shopper had asked for.
func (t *turn) remind(d *Decision) {
	t.next.Later = slices.DeleteFunc(t.next.Later, func(later string) bool { // what proved an order is none
		_, number := intentOf(later)
		return number != "" && slices.ContainsFunc(t.next.Orders, func(o OrderSeen) bool { return o.Post == number })
	})
	if len(t.next.Later) == 0 || t.next.Flow != "" || d.Action != Answer {
		return
	}
	d.Text = paragraphs(d.Text, t.b.Wording.Say(t.lang, "several.later"))
	t.next.Offered = t.next.Later[:1:1] // a yes begins it
	for _, later := range t.next.Later {
		intent, number := intentOf(later)
		if f := t.b.Flows.ForIntent(intent); f != nil {
			q := t.b.start(t.lang, f)
			if number != "" {
				q.Title, q.Payload = q.Title+" · "+number, q.Payload+" "+number
			}
			d.QuickReplies = append(d.QuickReplies, q)
		}
	}
	t.next.Later = t.next.Later[1:]
}

// start is the button that begins a dialog.
func (b *Bot) start(lang string, f *flows.Flow) chat.QuickReply {
	return chat.QuickReply{Title: b.Wording.Say(lang, "menu."+f.ID), Payload: payloadIntent + f.Intents[0]}
}

func paragraphs(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n\n" + b
}
