package entity

import "slices"

// Counts gives the numbers of a text from 1 to 99, in digits and in words, in their
// order, without those that are part of something else: a date, a size, a price, an
// order number. A word that is also an article counts only where a quantity was asked
// for.
func (r *Reader) Counts(q Query) []int {
	m := newMessage(q)
	found := r.Find(q)
	inside := func(it item) bool {
		from, to := m.offset[it.start], m.offset[it.end]
		return slices.ContainsFunc(found, func(e Entity) bool { return e.Kind != Quantity && e.Start < to && from < e.End })
	}
	lexicons := lexiconsFor(q.Lang, m)
	if len(lexicons) == 0 {
		return nil
	}
	var out []int
	w := lexicons[0].label(m.words)
	for i, it := range w {
		n := it.number
		if n < 0 {
			n = it.counted(slices.Contains(q.Expect, Quantity))
		}
		timed := i+1 < len(w) && slices.ContainsFunc(w[i+1].senses, func(s sense) bool { return s.class == unit || s.class == month || s.class == agoUnit })
		if n >= 1 && n <= 99 && !timed && !inside(it) {
			out = append(out, n)
		}
	}
	return out
}

// counted is the number that a word says; -1 for none. One is an article in many
// languages.
func (it item) counted(asked bool) int {
	for _, s := range it.senses {
		if s.class == number && (s.n > 1 || asked) {
			return s.n
		}
	}
	return -1
}
