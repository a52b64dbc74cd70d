package mask

import (
	"regexp"
	"strings"
	"unicode/utf8"
)

// Lengths of payment card numbers in digits (ISO/IEC 7812). Shorter ones are out of
// use, and would take order and article numbers with them.
const (
	minCard = 14
	maxCard = 19
)

// securityCode finds the three or four digits that follow their name. The digits
// are group 2.
var securityCode = regexp.MustCompile(
	`(?i)((?:\b(?:cvv2?|cvc2?|csc|security code|sicherheitscode|kartenprüfnummer|prüfnummer|` +
		`código de seguridad|codigo de seguridad)\b|安全码|校验码)[^\pN\n]{0,12})(\pN{3,4})\b`)

// Secrets replaces payment card numbers in a message by [card ••••1234], and card
// security codes that are named as such by •••. Everything else, order and tracking
// numbers above all, stays as it was. It runs on every incoming message before the
// message is stored.
//
// A card number has 14 to 19 digits, passes the Luhn check and begins as one of the
// issuers' ranges does; digits may be grouped by spaces, dots, hyphens and invisible
// characters, and be those of other scripts.
func Secrets(text string) string {
	if !hasDigits(text, 3) {
		return text
	}
	return securityCode.ReplaceAllString(cards(text), "${1}•••")
}

// hasDigits is a cheap first look: most messages have no long number.
func hasDigits(text string, n int) bool {
	for _, r := range text {
		if digit(r) >= 0 {
			if n--; n == 0 {
				return true
			}
		}
	}
	return false
}

func cards(text string) string {
	var b strings.Builder
	done := 0
	for at := 0; at < len(text); {
		run := readRun(text, at)
		if len(run.groups) == 0 {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		if !looksLikeIBAN(text, run) {
			for _, c := range run.cards() {
				b.WriteString(text[done:c.start])
				b.WriteString("[card ••••" + c.lastFour + "]")
				done = c.end
			}
		}
		at = run.groups[len(run.groups)-1].end
	}
	b.WriteString(text[done:])
	return b.String()
}

// group is an unbroken row of digits, run several of them with only separators
// between. Offsets are bytes of the text.
type group struct {
	start, end int
	digits     []byte // values 0 to 9
}

type run struct{ groups []group }

type card struct {
	start, end int
	lastFour   string
}

// readRun reads the run of digits that begins at a byte offset; no groups if there
// is no digit.
func readRun(text string, at int) run {
	var r run
	var g group
	gap := 0
	for i, c := range text[at:] {
		v := digit(c)
		switch {
		case v >= 0:
			if len(g.digits) == 0 {
				g.start = at + i
			}
			g.digits = append(g.digits, byte(v))
			g.end = at + i + utf8.RuneLen(c)
			gap = 0
			continue
		case i == 0:
			return r
		}
		if len(g.digits) > 0 {
			r.groups = append(r.groups, g)
			g = group{}
		}
		if gap++; gap > 2 || !separates(c) {
			return r
		}
	}
	if len(g.digits) > 0 {
		r.groups = append(r.groups, g)
	}
	return r
}

// cards finds card numbers made of whole groups: the leftmost first, and of those
// that begin together the longest.
func (r run) cards() []card {
	var found []card
	for i := 0; i < len(r.groups); i++ {
		if last := r.cardFrom(i); last >= 0 {
			digits := r.join(i, last)
			four := digits[len(digits)-4:]
			found = append(found, card{
				start: r.groups[i].start, end: r.groups[last].end,
				lastFour: string([]byte{'0' + four[0], '0' + four[1], '0' + four[2], '0' + four[3]}),
			})
			i = last
		}
	}
	return found
}

// cardFrom gives the last group of the longest card number that begins with group
// i, or -1.
func (r run) cardFrom(i int) int {
	best, n := -1, 0
	for j := i; j < len(r.groups); j++ {
		size := len(r.groups[j].digits)
		n += size
		if n > maxCard || j > i && size < 3 {
			break // people group digits by three or more
		}
		if d := r.join(i, j); n >= minCard && issued(d) && luhn(d) {
			best = j
		}
	}
	return best
}

func (r run) join(first, last int) []byte {
	var d []byte
	for _, g := range r.groups[first : last+1] {
		d = append(d, g.digits...)
	}
	return d
}

// looksLikeIBAN tells a bank account (two letters, two check digits, more) from a
// card: shops need it for refunds, and it alone moves no money.
func looksLikeIBAN(text string, r run) bool {
	start := r.groups[0].start
	if start < 2 || !isLetter(text[start-1]) || !isLetter(text[start-2]) || start > 2 && isLetter(text[start-3]) {
		return false
	}
	first := len(r.groups[0].digits)
	return first == 2 || first > 13
}

func isLetter(b byte) bool { return b >= 'A' && b <= 'Z' || b >= 'a' && b <= 'z' }

// issued tells whether digits begin and are as long as the numbers of an issuer are:
// Visa, Mastercard, American Express, Diners Club, Discover, JCB, UnionPay, Maestro.
func issued(digits []byte) bool {
	head := 0
	for _, d := range digits[:4] {
		head = head*10 + int(d)
	}
	n := len(digits)
	for _, r := range []struct{ from, to, min, max int }{
		{4000, 4999, 16, 19},
		{5100, 5599, 16, 16}, {2221, 2720, 16, 16},
		{3400, 3499, 15, 15}, {3700, 3799, 15, 15},
		{3000, 3059, 14, 19}, {3600, 3699, 14, 19}, {3800, 3999, 14, 19},
		{6011, 6011, 16, 19}, {6440, 6599, 16, 19},
		{3528, 3589, 16, 19},
		{6200, 6299, 16, 19},
		{5018, 5020, 16, 19}, {5038, 5038, 16, 19}, {5893, 5893, 16, 19}, {6304, 6304, 16, 19}, {6759, 6763, 16, 19},
	} {
		if head >= r.from && head <= r.to && n >= r.min && n <= r.max {
			return true
		}
	}
	return false
}

// luhn is the check of ISO/IEC 7812-1, annex B.
func luhn(digits []byte) bool {
	sum := 0
	for i := range digits {
		d := int(digits[len(digits)-1-i])
		if i%2 == 1 {
			if d *= 2; d > 9 {
				d -= 9
			}
		}
		sum += d
	}
	return sum%10 == 0
}

// digit gives the value of a decimal digit, or -1. Besides ASCII: full width,
// Arabic-Indic, extended Arabic-Indic, Devanagari, Bengali and Thai.
func digit(r rune) int {
	for _, zero := range [...]rune{'0', '０', '٠', '۰', '०', '০', '๐'} {
		if r >= zero && r <= zero+9 {
			return int(r - zero)
		}
	}
	return -1
}

// separates tells whether people (or those who hide a number from a filter) put r
// between the groups of a number.
func separates(r rune) bool {
	switch r {
	case ' ', '-', '.', '\u00a0', '\u2007', '\u2009', '\u202f', '\u2010', '\u2011', '\u2013', '\u200b', '\u200c', '\u200d', '\u2060', '\ufeff', '\u3000':
		return true
	}
	return false
}
