package knowledge

import (
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"encoding/json"
	"io"
	"iter"
	"slices"
	"unicode"

	"frontdesk/knowledge/text"
)

// fingerprint is the same for texts that differ in case, spaces and punctuation
// only: a passage that stands in two articles is one answer.
func fingerprint(s string) uint64 {
	x := uint64(14695981039346656037) // FNV-1a, a character at a time
	for r := range spelled(s) {
		x = (x ^ uint64(r)) * 1099511628211
	}
	return x
}

// spell writes the letters and digits of a text, and says how many there are.
func spell(h io.Writer, s string) int {
	buf := make([]byte, 0, 4*len(s))
	for r := range spelled(s) {
		buf = binary.LittleEndian.AppendUint32(buf, uint32(r))
	}
	_, _ = h.Write(buf) // a hash never fails
	return len(buf) / 4
}

// spelled gives the letters and digits of a text, as they are compared.
func spelled(s string) iter.Seq[rune] {
	return func(yield func(rune) bool) {
		for _, r := range text.Normalize(s) {
			if (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) && !yield(r) {
				return
			}
		}
	}
}

// ownText is from how many letters on a text is known without its title: a page's
// title often has the shop's name in it, and short answers stand below many
// questions.
const ownText = 200

// Fingerprint is the same for copies that say the same in the same words, to the
// same readers: case, spaces, punctuation and marks of Markdown do not count, nor
// where the copy stands and its links lead. It is the hexadecimal SHA-256 of what counts.
func (c Copy) Fingerprint() string {
	h := sha256.New()
	if spell(h, text.Spoken(c.Body)) < ownText {
		_, _ = h.Write([]byte{0})
		spell(h, c.Title)
	}
	c.Title, c.Body, c.URL, c.TranslatedRelease = "", "", "", 0
	for _, list := range []*[]string{&c.Markets, &c.Questions, &c.Negative, &c.Intents, &c.Channels} {
		*list = slices.Sorted(slices.Values(*list)) // nil where it is empty
	}
	c.ValidFrom, c.ValidUntil = c.ValidFrom.UTC(), c.ValidUntil.UTC()
	rest, err := json.Marshal(c)
	if err != nil {
		panic("knowledge: a copy of texts does not marshal: " + err.Error())
	}
	_, _ = h.Write(rest)
	return hex.EncodeToString(h.Sum(nil))
}

// same tells whether two candidates say the same thing in the same words.
func (c *candidate) same(o *candidate) bool {
	return c.entry.print == o.entry.print && c.entry.held.lang == o.entry.held.lang
}

// folded drops candidates that say what a better one says. found is in the order
// in which it is given out.
func folded(found []*candidate) []*candidate {
	type saying struct {
		print uint64
		lang  string
	}
	seen := make(map[saying]bool, len(found))
	return slices.DeleteFunc(found, func(c *candidate) bool {
		says := saying{c.entry.print, c.entry.held.lang}
		again := seen[says]
		seen[says] = true
		return again
	})
}
