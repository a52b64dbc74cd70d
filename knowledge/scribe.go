package knowledge

import (
	"frontdesk/knowledge/text"
	"frontdesk/knowledge/vector"
)

// scribe writes passages down for the built-in embedder. A collection says the same words
// again and again: what it did with those that the analyzer numbers it does not look up
// a second time. It is of use to one at a time.
type scribe struct {
	pieces *vector.Vocabulary
	spelt  []int32      // by number of a token: the piece, from 1; 0: not met yet
	noted  []bool       // by number of a token: its stem was noted, see change.note
	tokens []text.Token // room for those of a passage
}

func newScribe() *scribe { return &scribe{pieces: vector.NewVocabulary()} }

// mostNumbers bounds what is kept by number.
const mostNumbers = 1 << 20

// spelling is a passage as the built-in embedder sees it.
type spelling struct {
	in     *vector.Vocabulary
	pieces []int32
}

// spelled numbers the pieces of a passage.
func (s *scribe) spelled(parts ...[]text.Token) spelling {
	n := 0
	for _, tokens := range parts {
		n += len(tokens)
	}
	out := spelling{s.pieces, make([]int32, 0, n)}
	for _, tokens := range parts {
		for _, t := range tokens {
			out.pieces = append(out.pieces, s.number(t))
		}
	}
	return out
}

func (s *scribe) number(t text.Token) int32 {
	if t.Number <= 0 || t.Number >= mostNumbers {
		return s.pieces.Number(piece(t))
	}
	s.spelt = reaching(s.spelt, t.Number)
	if s.spelt[t.Number] == 0 {
		s.spelt[t.Number] = 1 + s.pieces.Number(piece(t))
	}
	return s.spelt[t.Number] - 1
}

// first tells whether a token was not met yet by note; that of a word without a number
// never was.
func (s *scribe) first(t text.Token) bool {
	if t.Number <= 0 || t.Number >= mostNumbers {
		return true
	}
	s.noted = reaching(s.noted, t.Number)
	was := s.noted[t.Number]
	s.noted[t.Number] = true
	return !was
}

// reaching makes a list that has a place n.
func reaching[T any](list []T, n int32) []T {
	if more := int(n) + 1 - len(list); more > 0 {
		list = append(list, make([]T, more)...)
	}
	return list
}
