package bot

import (
	"context"
	"slices"
	"strings"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
)

// mostWordsOfLack is how long a message may be that only says that something cannot be
// given.
const mostWordsOfLack = 12

// leastOfMishap is P(a message tells what is wrong with an order) from which it does not
// say that something cannot be given.
const leastOfMishap = 0.4

// lacks offers a person to who cannot or does not want to give the order number or the
// proof, and says why it is asked for; who says so twice gets one. Asking again would
// not help.
func (b *Bot) lacks(t *turn, f *flows.Flow, n flows.Node) *Decision {
	key := map[string]string{"order_number": "lacks.order", "proof": "lacks.proof"}[n.Slot]
	if key == "" || t.payload != "" || t.has(f.Slots[n.Slot].Entity...) || t.wordsBeside(t.text) > mostWordsOfLack {
		return nil
	}
	if top := t.top(); top.P >= leastOfMishap && slices.Contains(mishaps, top.Intent) { // "which I have not ordered"
		return nil
	}
	if !says(t.text, t.lang, saysLacks) && !says(t.text, t.lang, saysRefuses) {
		return nil
	}
	t.about = t.state.Wish
	if slices.Contains(t.next.Lacked, n.Slot) {
		t.missing = append(t.missing, n.Slot)
		return t.handoff(ReasonPending, "the shopper cannot or does not want to give: "+strings.ReplaceAll(n.Slot, "_", " "), 1)
	}
	t.next.Lacked = append(t.next.Lacked, n.Slot)
	d := t.propose(ReasonPending, key)
	d.Confidence = 1
	return d
}

// hasNoNumber offers a person to who says, where no dialog has asked for it, that they do
// not have the number of their order: an answer may have. Where it stands is asked of the
// articles.
func (b *Bot) hasNoNumber(_ context.Context, t *turn) (*Decision, error) {
	if b.Orders == nil || t.payload != "" || t.state.Flow != "" || t.has(nlu.OrderNumber) || t.asksSomething() ||
		t.wordsBeside(t.text) > mostWordsOfLack || !t.ofNumber() || !says(t.text, t.lang, saysLacks) || t.declinedLately() {
		return nil, nil
	}
	t.about = t.state.Intent
	t.missing = append(t.missing, "order_number")
	d := t.propose(ReasonPending, "lacks.order")
	d.Confidence = 1
	return d, nil
}

// ofNumber tells whether a message speaks of the number of an order: by name, or of a number
// where the conversation is about an order.
func (t *turn) ofNumber() bool {
	about := slices.Contains(ofOrders, nlu.Category(t.state.Intent)) || slices.Contains(ofGoods, t.state.Intent)
	size := t.sure() && t.top().Intent == "size_fit" // shoes have numbers, too
	return says(t.text, t.lang, saysNumber) || about && !size && says(t.text, t.lang, saysANumber)
}
