// Package entity finds what a message names: order and tracking numbers,
// amounts, dates and periods, sizes and colours, addresses and products, each
// with its span and its normal form, in 28 languages.
//
// A message is folded once (full-width letters, digits of every script), with
// the way back to the bytes as sent. Readers by form (numbers, codes, addresses)
// run over the folded text; readers by word run over items, which a language's
// lexicon has labelled. Their readings overlap; Find settles that by rank, then
// length.
package entity

import (
	"cmp"
	"slices"
	"time"
)

// The kinds of entities, as Entity.Kind.
const (
	OrderNumber    = "order_number"    // Value: upper case, without sign or spaces
	TrackingNumber = "tracking_number" // Value: upper case, without spaces; Carrier where it can be told
	Email          = "email"           // Value: lower case
	Phone          = "phone"           // Value: E.164 where the country is known, else digits
	URL            = "url"
	Money          = "money"        // Value: amount with a point, then the ISO 4217 code where known: "12.50 EUR"
	Postcode       = "postcode"     // Value: upper case, without spaces
	Street         = "street"       // Value: as written
	HouseNumber    = "house_number" // Value: as written
	City           = "city"         // Value: as written
	Country        = "country"      // Value: ISO 3166-1, two letters
	Quantity       = "quantity"     // Value: a whole number
	Date           = "date"         // Value: YYYY-MM-DD
	Period         = "period"       // Value: first and last day, YYYY-MM-DD/YYYY-MM-DD
	SKU            = "sku"          // Value: upper case
	Product        = "product"      // Value: the product's id
	Size           = "size"         // Value: "EU 42", "XL", "W32 L34", "180 cm"
	Color          = "color"        // Value: one of Colors
	Coupon         = "coupon"       // Value: upper case
)

// Kinds lists every kind.
func Kinds() []string {
	return []string{OrderNumber, TrackingNumber, Email, Phone, URL, Money, Postcode, Street, HouseNumber, City, Country,
		Quantity, Date, Period, SKU, Product, Size, Color, Coupon}
}

// Entity is a span of the text with its normal form.
type Entity struct {
	Kind    string `json:"kind"`              // one of Kinds
	Text    string `json:"text"`              // as written
	Value   string `json:"value"`             // the normal form
	Start   int    `json:"start"`             // byte offsets into the text
	End     int    `json:"end"`               //
	Carrier string `json:"carrier,omitempty"` // of a tracking number: ups, dhl, royal_mail…
}

// Query is a message with what is known about it.
type Query struct {
	Text     string
	Lang     string     // ISO 639-1; empty: not known
	Country  string     // ISO 3166-1 of the shopper; empty: not known
	Now      time.Time  // when it was written, in the shopper's zone
	Expect   []string   // kinds that a dialog has just asked for: they win over other readings
	Products *Gazetteer // nil: no product is found
}

// Find finds the entities of a message, in order and without overlap. It reads
// the first kilobytes only.
func (r *Reader) Find(q Query) []Entity {
	m := newMessage(q)
	r.readForms(m)
	m.readPlaces()
	if q.Products != nil {
		q.Products.find(m)
	}
	for _, l := range lexiconsFor(q.Lang, m) {
		r.readSpoken(m, m.read(l))
	}
	return m.settle()
}

// The ranks of readings: a higher one beats what it overlaps.
const (
	guess    = iota // digits that could be anything
	plain           // told by words or a loose form
	formed          // told by its form
	certain         // told by a checksum, the shop's pattern, or the catalogue
	expected        // a dialog asked for it
)

// span is a reading, in bytes of the folded text.
type span struct {
	start, end  int
	kind, value string
	carrier     string
	rank        int
}

func (m *message) add(s span) {
	if s.end <= s.start || s.value == "" || len(m.spans) >= mostSpans {
		return
	}
	for _, kind := range m.q.Expect {
		if kind == s.kind && s.rank > guess {
			s.rank = expected
		}
	}
	m.spans = append(m.spans, s)
}

// mostSpans bounds the readings of one message.
const mostSpans = 400

// settle chooses among readings that overlap: the higher rank, then the longer,
// then the one that was found first.
func (m *message) settle() []Entity {
	order := make([]int, len(m.spans))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		x, y := m.spans[a], m.spans[b]
		return cmp.Or(cmp.Compare(y.rank, x.rank), cmp.Compare(y.end-y.start, x.end-x.start))
	})
	var kept []span
	for _, i := range order {
		s := m.spans[i]
		at, _ := slices.BinarySearchFunc(kept, s.start, func(k span, start int) int { return cmp.Compare(k.start, start) })
		if at > 0 && kept[at-1].end > s.start || at < len(kept) && kept[at].start < s.end {
			continue
		}
		kept = slices.Insert(kept, at, s)
	}
	var out []Entity
	for _, s := range kept {
		from, to := m.offset[s.start], m.offset[s.end]
		if from < to {
			out = append(out, Entity{Kind: s.kind, Text: m.q.Text[from:to], Value: s.value, Start: from, End: to, Carrier: s.carrier})
		}
	}
	return out
}
