package bot

import (
	"slices"
	"strings"

	"frontdesk/bot/flows"
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
