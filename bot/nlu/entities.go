package nlu

import (
	"cmp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// The kinds of entities, as Entity.Kind.
const (
	OrderNumber    = "order_number"    // Value: upper case, without sign or spaces
	TrackingNumber = "tracking_number" // Value: upper case
	Email          = "email"           // Value: lower case
	Phone          = "phone"           // Value: digits, with a leading + where given
	URL            = "url"
	Money          = "money"    // Value: amount with a point, then the ISO 4217 code where known: "12.50 EUR"
	Postcode       = "postcode" // Value: upper case, without spaces
	Quantity       = "quantity" // Value: a whole number
	Date           = "date"     // Value: YYYY-MM-DD
	SKU            = "sku"      // Value: upper case
)

// placeholder is the token that stands for an entity in the features: the
// number itself says nothing about what the shopper wants.
func placeholder(kind string) string {
	switch kind {
	case OrderNumber, TrackingNumber:
		return "<order>"
	case Money:
		return "<money>"
	}
	return "<" + kind + ">"
}

// Entities finds what a message names, in order and without overlap. lang helps
// with words such as "tomorrow"; ref is the message's time, in the shopper's
// zone, that such words count from.
func (a *Analyzer) Entities(text, lang string, ref time.Time) []Entity {
	plain, offset := mapped(clip(text, maxRead))
	spans := a.scan(nil, plain)
	spans = append(spans, findPostcodes(plain)...)
	spans = append(spans, findDates(plain, ref)...)
	spans = append(spans, findQuantities(plain)...)
	spans = append(spans, findSKUs(plain)...)
	spans = append(spans, a.findNumbers(plain)...)
	slices.SortStableFunc(spans, func(x, y span) int {
		return cmp.Or(cmp.Compare(x.start, y.start), cmp.Compare(y.rank(), x.rank()), cmp.Compare(y.end, x.end))
	})
	var out []Entity
	end := 0
	for i, s := range spans {
		if s.start < end || outranked(spans, i) {
			continue
		}
		end = s.end
		from, to := offset[s.start], offset[s.end]
		out = append(out, Entity{Kind: s.kind, Text: text[from:to], Value: s.normal(plain), Start: from, End: to})
	}
	return out
}

// span is an entity found in normalised text.
type span struct {
	start, end int
	kind       string
	value      string // where the text itself is not the normal form
	weak       bool   // a guess that any other reading of the same text beats
}

func (s span) rank() int {
	if s.weak {
		return 0
	}
	return 1
}

// outranked says that a better reading overlaps span i from behind.
func outranked(spans []span, i int) bool {
	for _, s := range spans[i+1:] {
		if s.start >= spans[i].end {
			return false
		}
		if s.rank() > spans[i].rank() {
			return true
		}
	}
	return false
}

// normal is the span's normal form.
func (s span) normal(text string) string {
	if s.value != "" {
		return s.value
	}
	t := text[s.start:s.end]
	switch s.kind {
	case Email:
		return strings.ToLower(t)
	case OrderNumber, TrackingNumber, SKU, Postcode:
		return strings.ToUpper(strings.TrimLeft(strings.ReplaceAll(t, " ", ""), "#"))
	case Phone:
		return keepDigits(t)
	}
	return t
}

func keepDigits(t string) string {
	var b strings.Builder
	for _, r := range t {
		if r >= '0' && r <= '9' || r == '+' && b.Len() == 0 {
			b.WriteRune(r)
		}
	}
	return b.String()
}

// mapped folds full-width letters and digits and gives, for every byte of the
// folded text and for its end, the byte of the original.
func mapped(text string) (string, []int) {
	offset := make([]int, 0, len(text)+1)
	if isPlain(text) {
		for i := range len(text) + 1 {
			offset = append(offset, i)
		}
		return text, offset
	}
	var b strings.Builder
	for i, r := range text {
		part := string(r)
		if r >= utf8.RuneSelf && r != utf8.RuneError {
			part = norm.NFKC.String(part)
		}
		if r = dropInvisible(r); r < 0 {
			continue
		} else if r == '\'' || r == ' ' {
			part = string(r)
		}
		b.WriteString(part)
		for range len(part) {
			offset = append(offset, i)
		}
	}
	return b.String(), append(offset, len(text))
}
