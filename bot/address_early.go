package bot

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/shop"
)

// houseNumber stands before or behind its street: "it is 10511, I bought it 2 weeks ago" has
// none.
var houseNumber = regexp.MustCompile(`^\d+\s?\pL?[\s,]|[\s,]\d+\s?\pL?$|[号號]`)

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
	if len(a.Missing()) > 0 || !strings.ContainsFunc(a.Line1, unicode.IsLetter) || !t.has(nlu.Street) && !houseNumber.MatchString(a.Line1) || t.opened(a.Postcode) ||
		slices.ContainsFunc(t.mine, func(o shop.Order) bool { return o.Number == a.Postcode }) {
		return
	}
	of := func(e nlu.Entity) bool { return e.Kind == nlu.OrderNumber }
	if slices.ContainsFunc(t.read.Entities, func(e nlu.Entity) bool { return e.Kind == nlu.Email || of(e) && e.Value != a.Postcode }) {
		return
	}
	t.read.Entities = slices.DeleteFunc(slices.Clone(t.read.Entities), of)
	t.fill(slot, addressText(a))
}
