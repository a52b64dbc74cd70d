package bot

import (
	"cmp"
	"context"
	"slices"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/shop"
)

// calledBy tells whether a verified customer calls an order of theirs by when they
// placed it: "my latest order", or "the one before" after one was shown.
func (t *turn) calledBy() (latest, before bool) {
	if t.customerID() == "" || t.payload != "" || t.has(nlu.OrderNumber) || t.read.Gibberish {
		return false, false
	}
	if len(t.state.Orders) > 0 && says(t.text, t.lang, saysBefore) {
		return false, true
	}
	return says(t.text, t.lang, saysLatest), false
}

// callsByTime tells whether calledBy finds either.
func (t *turn) callsByTime() bool {
	latest, before := t.calledBy()
	return latest || before
}

// byTime fills in the order that is called by when it was placed; it tells whether
// there is one.
func (b *Bot) byTime(ctx context.Context, t *turn, f *flows.Flow) bool {
	latest, before := t.calledBy()
	if !latest && !before {
		return false
	}
	action := lookupBefore(f)
	b.reads(ctx, t, action)
	newest := slices.SortedFunc(slices.Values(t.mine), func(x, y shop.Order) int { return y.PlacedAt.Compare(x.PlacedAt) })
	switch {
	case len(newest) == 0:
		return false
	case before:
		last := t.state.Orders[len(t.state.Orders)-1].Number
		at := slices.IndexFunc(newest, func(o shop.Order) bool { return o.Number == last })
		if at < 0 || at+1 == len(newest) {
			return false
		}
		newest = newest[at+1:]
	case action != "order": // who sends something back has it in their hands
		slices.SortStableFunc(newest, func(x, y shop.Order) int { return cmp.Compare(likely(action, y), likely(action, x)) })
	}
	t.forget([]string{"proof", "item", "quantity"})
	t.fill("order_number", newest[0].Number)
	return true
}

// mostWordsOfBefore is how long a message is that only says which order: "and the one
// before that?".
const mostWordsOfBefore = 6

// namesByTime goes on to another order of a verified customer with a message that says
// nothing else: "and the one before?". One that asks for something surely is its own.
func (b *Bot) namesByTime(ctx context.Context, t *turn) (*Decision, error) {
	latest, before := t.calledBy()
	if b.Orders == nil || t.state.Flow != "" || !latest && !before || t.sure() || t.wordsBeside(t.text) > mostWordsOfBefore {
		return nil, nil
	}
	f := b.Flows.ForIntent(orderAlone)
	if f == nil {
		return nil, nil
	}
	t.about = orderAlone
	t.enter(f)
	return b.walk(ctx, t, f, "")
}
