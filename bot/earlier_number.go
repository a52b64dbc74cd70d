package bot

import (
	"slices"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
)

// mostTurnsSince is how many turns an order number is remembered with which nothing was
// done.
const mostTurnsSince = 3

// notesNumber remembers the order number of a turn that no dialog took: the next one need
// not ask for it.
func (t *turn) notesNumber(d *Decision) {
	taken := t.next.Flow != "" || t.state.Flow != "" || d.Action == Handoff
	if taken || t.next.Turns-t.next.NamedTurn >= mostTurnsSince {
		t.next.Named = ""
	}
	if taken {
		return
	}
	for _, e := range t.read.Entities {
		if e.Kind == nlu.OrderNumber && !t.opened(e.Value) {
			t.next.Named, t.next.NamedTurn, t.next.NamedSure = e.Value, t.next.Turns, t.aboutOrder()
		}
	}
}

// aboutOrder tells whether a message is probably about an order: the number in "do you
// ship to 97205?" and in "1400 or 1600 watts?" is none.
func (t *turn) aboutOrder() bool {
	p := 0.0
	for _, s := range t.read.Intents {
		if c := nlu.Category(s.Intent); c == "order" || c == "returns" || t.b.Flows.ForIntent(s.Intent) != nil || t.b.Flows.ForOrder(s.Intent) != nil {
			p += s.P
		}
	}
	return p >= leastOfOrder
}

// opened tells whether a number opened an order, as its own or as its postcode.
func (t *turn) opened(number string) bool {
	return slices.ContainsFunc(t.next.Orders, func(o OrderSeen) bool { return o.Number == number || o.Post == number })
}

// fillsEarlier begins a dialog with the order that was named before: nobody is asked for
// a number twice. An order that was proved since, or before, is the surer one.
func (t *turn) fillsEarlier(f *flows.Flow) {
	if _, needs := f.Slots["order_number"]; needs && t.state.NamedSure && len(t.state.Orders) == 0 && t.next.Slots["order_number"] == "" && t.state.Named != "" && !t.callsByTime() {
		t.fill("order_number", t.state.Named)
	}
}

// withEarlier is the way to read a message's one number as the proof of the order that
// was named before: "order 10482, can it come later?", then "10115".
func (t *turn) withEarlier(numbers, proofs []string) (OrderSeen, bool) {
	named := t.state.Named
	if named == "" || t.state.Flow != "" || len(numbers) != 1 || len(proofs) > 0 {
		return OrderSeen{}, false
	}
	return OrderSeen{Number: named, Post: numbers[0]}, true
}
