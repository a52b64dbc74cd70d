package bot

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/shop"
)

// amends changes what is to be confirmed: "no, Mill Lane 7", "no, the other one". A
// no that says more, but not what is right, asks for it anew: what was denied must
// not be confirmed by the next yes.
func (b *Bot) amends(ctx context.Context, t *turn, f *flows.Flow) (bool, error) {
	rest, denied := t.afterNo()
	if !denied {
		rest = t.text
	}
	for name, slot := range f.Slots {
		if slot.Type == "address" && t.next.Slots[name] != "" {
			if v, ok := t.amended(addressOf(t.next.Slots[name]), rest); ok {
				t.fill(name, v)
				return true, nil
			}
		}
	}
	if !denied || hasQuestionMark(rest) {
		return false, nil
	}
	if b.corrects(ctx, t, f) || t.fillEntities(f, "") {
		return true, nil
	}
	for name, slot := range f.Slots {
		if slot.Type != "" {
			t.forget([]string{name})
		}
	}
	t.next.Begun = t.lastSeq() + 1 // what was said before this led to what was denied
	return true, nil
}

// afterNo is what follows a first clause or word that says no.
func (t *turn) afterNo() (string, bool) {
	for _, ends := range []string{",.;:!\n，。！：、-–", " "} {
		at := strings.IndexAny(t.text, ends)
		if at <= 0 || !t.b.Understander.Read(t.text[:at], []string{t.lang}).Deny {
			continue
		}
		_, n := utf8.DecodeRuneInString(t.text[at:])
		return strings.TrimSpace(t.text[at+n:]), true
	}
	return "", false
}

// amended is an address with what a text says of another one: a street, or all.
func (t *turn) amended(old shop.Address, text string) (string, bool) {
	country := ""
	if t.order != nil {
		country = t.order.Address.Country
	}
	a := parseAddress(text, country)
	if number := t.houseNumber(text); number != "" && len(houseNumbers.FindAllString(old.Line1, -1)) == 1 {
		a = old
		a.Line1 = houseNumbers.ReplaceAllString(old.Line1, number)
	} else if a.Postcode == "" {
		found := t.named(text, t.snap.Now, []string{nlu.Postcode, nlu.Street, nlu.HouseNumber, nlu.City})
		if a.Line1 == "" || !slices.ContainsFunc(found, func(e nlu.Entity) bool { return e.Kind == nlu.Street }) {
			return "", false
		}
		a.Postcode, a.City, a.Region = old.Postcode, old.City, old.Region
	}
	a.Name, a.Country = "-", "-" // both are taken from the order
	if len(a.Missing()) > 0 || addressText(a) == addressText(old) {
		return "", false
	}
	return addressText(a), true
}

// houseNumbers are the numbers of houses in a line of an address.
var houseNumbers = regexp.MustCompile(`\b\d{1,3} ?[a-zA-Z]?\b`)

// houseNumber is the one number of a text that says little besides: "the house number is 9", "9".
func (t *turn) houseNumber(text string) string {
	found := houseNumbers.FindAllString(text, -1)
	if len(found) != 1 || utf8.RuneCountInString(text) > longestThought || hasQuestionMark(text) ||
		!says(text, t.lang, saysHouse) && strings.TrimFunc(text, func(r rune) bool { return !unicode.IsDigit(r) && !unicode.IsLetter(r) }) != strings.TrimSpace(found[0]) {
		return ""
	}
	return strings.TrimSpace(found[0])
}
