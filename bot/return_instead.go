package bot

import (
	"context"
	"slices"

	"frontdesk/bot/flows"
	"frontdesk/shop"
)

// orderCancel is the intent of who wants an order undone.
const orderCancel = "order_cancel"

// returnsInstead begins a return for who withdraws from an order that was delivered:
// nothing is left to cancel, and what is asked for is the return, which needs no person.
// What the order is at is said first. Nil where it is not so.
func (b *Bot) returnsInstead(ctx context.Context, t *turn, f *flows.Flow) (*Decision, error) {
	other := b.Flows.ForIntent(returnWish)
	if !f.Named || t.next.Wish != orderCancel || other == nil || t.order == nil || t.order.Status != shop.StatusDelivered || len(t.order.Returnable()) == 0 || len(t.order.Returns) > 0 { // who cancels a return has one
		return nil, nil
	}
	number, proof, begun := t.next.Slots["order_number"], t.next.Slots["proof"], t.next.Begun
	status := ""
	if shows := b.Flows.ForIntent(orderAlone); shows != nil {
		status = t.flowText(shows, "show")
	}
	t.about = returnWish
	t.enter(other)
	t.next.Begun = begun
	t.fill("order_number", number)
	if proof != "" {
		t.fill("proof", proof)
	}
	d, err := b.walk(ctx, t, other, "")
	if d != nil && err == nil && d.Action == Ask {
		d.Text = paragraphs(status, d.Text)
	}
	return d, err
}

// exchangesInstead tells whether who returns something says that they want it exchanged,
// whatever else the message answers: "too small, please swap it for a 40".
func (t *turn) exchangesInstead(f *flows.Flow) bool {
	return slices.Contains(f.Intents, returnWish) && t.payload == "" && t.sure() && t.top().Intent == exchangeWish && !hasQuestionMark(t.text) && t.speaksOf("exchange", "instead")
}
