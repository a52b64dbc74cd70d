package bot

import (
	"context"
	"slices"
	"strings"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
)

// orderChange is the intent of who wants an order otherwise than it was placed.
const orderChange = "order_change"

// Of who wants a parcel later, at the neighbour's or faster.
var (
	redirecting = []string{orderChange, "shipping_time", "shipping_destination", "order_place_help", "stop"} // what it is read as: "leave it in the shed" is no "leave it"
	notThere    = []string{"delivery_not_received", "delivery_delayed", orderAlone}                          // what "nobody was home" may tell instead
)

// Where no order was spoken of.
const (
	leastRedirect = 0.3 // P(redirecting)
	mostNotThere  = 0.4 // P(notThere)
)

// mostElse is P(any other intent) up to which an unsure message is a wish for the order
// that was spoken of: "erst ab" may be said of a voucher, too.
const mostElse = 0.3

// redirects is the dialog of a wish that the parcel come later, on another day, to the
// neighbour or faster: only a person can ask that of a carrier, and they need the order.
// What is asked without an order being spoken of is meant in general.
func (b *Bot) redirects(t *turn) *flows.Flow {
	spoken := t.has(nlu.OrderNumber) || len(t.state.Orders) > 0
	if t.payload != "" || t.state.Flow != "" || t.read.Gibberish ||
		!says(t.text, t.lang, saysDeliver) && !(spoken && says(t.text, t.lang, saysFaster) && !t.speaksOf(asksArticles...)) {
		return nil
	}
	if top := t.top().Intent; t.sure() && !slices.Contains(redirecting, top) && (top != orderAlone || t.speaksOf(asksWhere...)) {
		return nil
	}
	var wish, other, most float64
	for _, s := range t.read.Intents {
		switch {
		case slices.Contains(redirecting, s.Intent):
			wish += s.P
		case slices.Contains(notThere, s.Intent):
			other += s.P
		case s.Intent != "order_address_change": // which is a wish for the parcel, too
			most = max(most, s.P)
		}
	}
	if !t.sure() && most > max(mostElse, wish) {
		return nil
	}
	if !spoken && (other >= mostNotThere || wish < leastRedirect || strings.ContainsAny(t.text, "?？؟;")) {
		return nil
	}
	t.about = orderChange
	return b.Flows.ForOrder(orderChange)
}

// encloses passes on the wish that an order which was spoken of be packed otherwise, as a
// present or with a card, where no article says whether that is done: only who packs it
// can tell. Where no order was spoken of a person is offered.
func (b *Bot) encloses(ctx context.Context, t *turn) (*Decision, error) {
	f := b.Flows.ForOrder(orderChange)
	if f == nil || b.Orders == nil || t.payload != "" || t.state.Flow != "" || t.read.Gibberish ||
		t.sure() && t.top().Intent == "gift_card" || !says(t.text, t.lang, saysEnclose) {
		return nil, nil
	}
	if !t.has(nlu.OrderNumber) && len(t.state.Orders) == 0 {
		if t.sure() || t.declinedLately() {
			return nil, nil
		}
		t.missing = append(t.missing, "answer")
		return t.propose(ReasonMissing, "miss.propose"), nil
	}
	t.about = orderChange
	t.enter(f)
	return b.walk(ctx, t, f, "")
}
