package bot

import (
	"context"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/internal/wording"
	"frontdesk/shop"
)

// option is one of the values that a choice slot may take. Its title is in the
// shopper's language; also holds the English one, for those who have just
// switched.
type option struct{ value, title, also string }

// answers tells whether the turn answers the node that waits, or corrects a
// slot that was filled before; it fills the slots.
func (b *Bot) answers(ctx context.Context, t *turn, f *flows.Flow, n flows.Node) (bool, error) {
	if n.Kind == flows.Confirm {
		if t.read.Affirm || t.payload == flows.EventYes {
			t.fill("confirmed", flows.EventYes)
			return true, nil
		}
		if t.payload == flows.EventNo || t.read.Deny {
			t.fill("confirmed", flows.EventNo)
			return true, nil
		}
		if t.payload == "" {
			if done, err := b.amends(ctx, t, f); done || err != nil {
				return done, err
			}
		}
	}
	before := len(t.next.SlotSeq)
	corrected := t.fillEntities(f, n.Slot)
	if n.Kind == flows.Collect {
		if err := b.prepare(ctx, t, f, n); err != nil {
			return false, err
		}
		if v, ok := t.valueFor(f, n); ok {
			t.fill(n.Slot, v)
			return true, nil
		}
		if t.next.Part != "" && t.next.Part != t.state.Part {
			return true, nil
		}
	}
	if b.corrects(ctx, t, f) || t.saysReason(f) {
		return true, nil
	}
	return corrected || len(t.next.SlotSeq) > before, nil
}

// saysReason takes the reason for a return that is given before it was asked for: "too
// small" where the item is asked. What asks for something is no reason.
func (t *turn) saysReason(f *flows.Flow) bool {
	for name, slot := range f.Slots {
		if slot.Choices != "reasons" || t.next.Slots[name] != "" || hasQuestionMark(t.text) || t.wordsBeside(t.text) > mostWordsOfReason {
			continue
		}
		if r := reasonSaid(t.text, t.lang); r != "" {
			t.fill(name, string(r))
			return true
		}
	}
	return false
}

// mostWordsOfReason is how long a message may be that only gives a reason.
const mostWordsOfReason = 8

// corrects looks for another value of a choice that was made already: "no, the
// blue one". A question corrects nothing, whatever words it shares with a title.
func (b *Bot) corrects(ctx context.Context, t *turn, f *flows.Flow) bool {
	if strings.ContainsAny(t.text, "?？") {
		return false
	}
	done := false
	for name, slot := range f.Slots {
		if slot.Type != "choice" || t.next.Slots[name] == "" {
			continue
		}
		if _, err := b.lookup(ctx, t, lookupBefore(f)); err != nil {
			continue
		}
		if v, ok := t.choose(slot, t.text); ok && v != t.next.Slots[name] {
			t.fill(name, v)
			done = true
		}
	}
	return done
}

// prepare reads what the choices of a node come from.
func (b *Bot) prepare(ctx context.Context, t *turn, f *flows.Flow, n flows.Node) error {
	if f.Slots[n.Slot].Choices == "orders" {
		b.reads(ctx, t, lookupBefore(f))
		return nil
	}
	if f.Slots[n.Slot].Type == "" || t.next.Slots["order_number"] == "" {
		return nil
	}
	_, err := b.lookup(ctx, t, lookupBefore(f))
	return err
}

// lookupBefore is the flow's first lookup: it offers what later nodes choose
// from.
func lookupBefore(f *flows.Flow) string {
	for _, name := range slices.Sorted(maps.Keys(f.Nodes)) {
		if f.Nodes[name].Kind == flows.Lookup {
			return f.Nodes[name].Action
		}
	}
	return ""
}

// fill sets a slot and forgets a confirmation that was given for other values.
func (t *turn) fill(slot, value string) {
	if slot != "confirmed" && t.next.Slots[slot] != value {
		delete(t.next.Slots, "confirmed")
	}
	if slot == "item" && t.next.Slots[slot] != value {
		t.forget([]string{"quantity"})
	}
	t.next.Slots[slot], t.next.SlotSeq[slot] = value, t.lastSeq()
	t.facts = append(t.facts, t.slotFact(slot, value, t.lastSeq()))
}

// slotFact is a slot as a fact: a choice or an address is kept in other words
// than it was said in.
func (t *turn) slotFact(slot, value string, seq int64) Fact {
	fact := Fact{Key: slot, Value: value, Seq: seq}
	if f := t.b.Flows.Flow(t.next.Flow); f != nil {
		fact.Inferred = f.Slots[slot].Type != ""
		if f.Slots[slot].Type == "address" {
			fact.Value = addressOf(value).String()
		}
	}
	return fact
}

func (t *turn) forget(slots []string) {
	for _, s := range slots {
		delete(t.next.Slots, s)
		delete(t.next.SlotSeq, s)
	}
}

// fillEntities fills slots from the entities of this turn, wherever the flow
// stands; it tells whether a filled slot was changed. Another order number asks
// for its own proof. An entity that two slots could take goes to the one that is
// asked for.
func (t *turn) fillEntities(f *flows.Flow, asked string) (corrected bool) {
	t.addressEarly(f, asked)
	for _, name := range slices.Sorted(maps.Keys(f.Slots)) {
		e, ok := entityFor(t.read.Entities, f.Slots[name], t.taken(f, asked, name))
		if !ok || e.Value == t.next.Slots[name] {
			continue
		}
		corrected = corrected || t.next.Slots[name] != ""
		if name == "order_number" && t.next.Slots[name] != "" {
			t.forget([]string{"proof", "item", "quantity"})
		}
		t.fill(name, e.Value)
	}
	t.alsoNamed()
	return corrected
}

// taken are the kinds of entities that this turn gives to the asked slot and
// that name therefore must not take.
func (t *turn) taken(f *flows.Flow, asked, name string) []string {
	if asked == "" || asked == name || asked == "proof" { // five digits are a postcode when one is asked for, unless they are called an order
		return nil
	}
	if f.Slots[asked].Type == "address" {
		return []string{nlu.OrderNumber, "postcode", "email"}
	}
	return f.Slots[asked].Entity
}

func entityFor(found []nlu.Entity, s flows.Slot, not []string) (nlu.Entity, bool) {
	for _, kind := range s.Entity {
		if slices.Contains(not, kind) {
			continue
		}
		for _, e := range found {
			if e.Kind == kind {
				return e, true
			}
		}
	}
	return nlu.Entity{}, false
}

// knownOrder fills in the order that was proved earlier in this episode, unless
// another one is named.
func (t *turn) knownOrder(f *flows.Flow) {
	if _, needs := f.Slots["order_number"]; !needs || len(t.state.Orders) == 0 {
		return
	}
	last := t.state.Orders[len(t.state.Orders)-1]
	if n := t.next.Slots["order_number"]; n != "" && n != last.Number {
		return
	}
	t.next.Slots["order_number"], t.next.SlotSeq["order_number"] = last.Number, t.lastSeq()
	if proof := last.Email + last.Post; proof != "" {
		t.next.Slots["proof"], t.next.SlotSeq["proof"] = proof, t.lastSeq()
	}
}

// filled tells whether a node may be passed, filling what need not be asked.
func (t *turn) filled(f *flows.Flow, n flows.Node) bool {
	if t.next.Slots[n.Slot] != "" || n.Skip == "proved" && t.customerID() != "" && t.next.NotOwn != t.next.Slots["order_number"] {
		return true
	}
	slot := f.Slots[n.Slot]
	opts := t.options(slot.Choices)
	if slot.Auto && len(opts) == 1 && (slot.Choices != "items" || !t.meansAnother(opts[0].value)) {
		t.fill(n.Slot, opts[0].value)
		return true
	}
	return false
}

// meansAnother tells whether the shopper named an item of the order that is not the
// one that is left to choose: it is on its way back already.
func (t *turn) meansAnother(left string) bool {
	var all []option
	for _, it := range t.order.Items {
		all = append(all, option{it.SKU, itemTitle(it, t.lang), itemTitle(it, wording.Fallback)})
	}
	for _, m := range t.snap.History {
		if m.Author == chat.Shopper && m.Seq >= t.next.Begun && t.next.Begun > 0 {
			if v, ok := t.itemMeant(all, t.ownText(m)); ok && v != left {
				return true
			}
		}
	}
	return false
}

// valueFor reads the answer to a node: a pressed button, a choice in words or by
// number, an address, or digits where a postcode is asked for.
func (t *turn) valueFor(f *flows.Flow, n flows.Node) (string, bool) {
	slot := f.Slots[n.Slot]
	if v, ok := strings.CutPrefix(t.payload, payloadSlot+n.Slot+"="); ok {
		offered := slices.ContainsFunc(t.options(slot.Choices), func(o option) bool { return o.value == v })
		return v, offered
	}
	switch {
	case slot.Type == "choice" && asks(t.text):
		return "", false
	case slot.Type == "choice":
		if t.read.Deny && slot.Choices == "reasons" && reasonSaid(t.text, t.lang) == "" { // "no, rather not" has a word of "not as described"
			return "", false
		}
		v, ok := t.choose(slot, t.text)
		if !ok && slot.Choices == "reasons" && t.sure() {
			v = string(reasonOf[t.top().Intent])
			ok = v != ""
		}
		return v, ok
	case slot.Type == "address":
		return t.addressFor()
	case n.Slot == "proof":
		return t.proofIn()
	case len(t.recent) > 0 && t.next.Slots[n.Slot] == "" && !asks(t.text):
		return match(t.options(slot.Choices), t.text)
	case t.next.Slots[n.Slot] != "" && t.next.SlotSeq[n.Slot] == t.lastSeq():
		return t.next.Slots[n.Slot], true
	}
	return "", false
}

// reasonOf are the reasons for a return that a message is read as in other words
// than their titles: "kaputt".
var reasonOf = map[string]shop.ReturnReason{
	"item_damaged": shop.ReasonDamaged, "item_wrong": shop.ReasonWrongItem, "delivery_delayed": shop.ReasonTooLate,
}

// asks tells whether a text is a question of its own, not "the blue one?".
func asks(text string) bool {
	return strings.ContainsAny(text, "?？") && (len(strings.Fields(text)) > 4 || utf8.RuneCountInString(text) > 8 && !strings.Contains(text, " "))
}

// proofIn reads an e-mail or a postcode. Asked for one, a short text with a
// digit is taken as a postcode: their forms are many.
// The order's own number beside it is none.
func (t *turn) proofIn() (string, bool) {
	if t.mended {
		return "", false
	}
	number := t.next.Slots["order_number"]
	text := t.text
	for _, e := range t.read.Entities {
		if e.Value == number {
			text = strings.Replace(text, e.Text, " ", 1)
		}
	}
	for _, kind := range []string{nlu.Email, nlu.Postcode} {
		for _, e := range t.read.Entities {
			if e.Kind == kind && e.Value != number {
				return e.Value, true
			}
		}
	}
	text = strings.TrimSpace(text)
	words := strings.FieldsFunc(text, unicode.IsSpace)
	hasDigit := strings.IndexFunc(text, unicode.IsDigit) >= 0
	if hasDigit && len(words) <= 2 && len(text) <= 12 {
		return text, true
	}
	for _, w := range words {
		w = strings.Trim(w, ".,;:!?()\"'。，")
		if strings.IndexFunc(w, unicode.IsDigit) >= 0 && len(w) >= 4 && len(w) <= 8 {
			return w, true
		}
	}
	return "", false
}

func (t *turn) customerID() string {
	if t.snap.Customer.Verified {
		return t.snap.Customer.ShopID
	}
	return ""
}
