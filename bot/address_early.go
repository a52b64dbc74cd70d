package bot

import (
	"slices"
	"strings"
	"unicode"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
)

// addressEarly keeps the address that a message gives before it was asked for: who is
// asked which order is to go elsewhere often answers where to. The postcode in it is no
// order number then.
func (t *turn) addressEarly(f *flows.Flow, asked string) {
	slot := ""
	for name, s := range f.Slots {
		if s.Type == "address" {
			slot = name
		}
	}
	if slot == "" || slot == asked || asked == "" || t.next.Slots[slot] != "" || t.payload != "" || hasQuestionMark(t.text) {
		return
	}
	a := parseAddress(t.text, t.market())
	a.Name, a.Country = "-", "-" // both are taken from the order
	if len(a.Missing()) > 0 || !hasDigit(a.Line1) || !strings.ContainsFunc(a.Line1, unicode.IsLetter) {
		return
	}
	of := func(e nlu.Entity) bool { return e.Kind == nlu.OrderNumber }
	if slices.ContainsFunc(t.read.Entities, func(e nlu.Entity) bool { return e.Kind == nlu.Email || of(e) && e.Value != a.Postcode }) {
		return
	}
	t.read.Entities = slices.DeleteFunc(slices.Clone(t.read.Entities), of)
	t.fill(slot, addressText(a))
}
