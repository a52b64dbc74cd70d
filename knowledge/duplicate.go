package knowledge

import (
	"hash/fnv"
	"slices"
	"unicode"

	"frontdesk/knowledge/text"
)

// fingerprint is the same for texts that differ in case, spaces and punctuation
// only: a passage that stands in two articles is one answer.
func fingerprint(s string) uint64 {
	h := fnv.New64a()
	var buf [4]byte
	for _, r := range text.Normalize(s) {
		if unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r) {
			buf = [4]byte{byte(r), byte(r >> 8), byte(r >> 16), byte(r >> 24)}
			_, _ = h.Write(buf[:]) // never fails
		}
	}
	return h.Sum64()
}

// same tells whether two candidates say the same thing in the same words.
func (c *candidate) same(o *candidate) bool {
	return c.entry.print == o.entry.print && c.entry.held.lang == o.entry.held.lang
}

// folded drops candidates that say what a better one says. found is in the order
// in which it is given out.
func folded(found []candidate) []candidate {
	seen := make(map[uint64]*candidate, len(found))
	return slices.DeleteFunc(found, func(c candidate) bool {
		if first, again := seen[c.entry.print]; again && c.same(first) {
			return true
		}
		seen[c.entry.print] = &c
		return false
	})
}
