package knowledge

import (
	"hash/maphash"
	"slices"

	"frontdesk/knowledge/lexical"
	"frontdesk/knowledge/text"
)

// Sets of the terms of a question are numbers: bit i is lexical.Answer.Terms[i].

// formBits are the terms of the question by what they do.
type formBits struct {
	asking  uint64  // ask for a kind of answer
	places  uint64  // name countries
	content uint64  // are no function words
	pairs   uint64  // are two neighbouring characters of a script without spaces
	singles uint64  // are one such character
	total   float64 // weight of all
	words   float64 // how many are content and do not ask for a kind of answer
}

func (s *search) formBits() formBits {
	b := formBits{total: value(s.answer, ^uint64(0))}
	kinds := make(map[string]text.Kind, len(s.tokens))
	for _, t := range s.tokens {
		kinds[t.Text] = t.Kind
	}
	for i, t := range s.answer.Terms {
		switch kinds[t.Forms[0]] {
		case text.Pair:
			b.pairs |= 1 << i
		case text.Single:
			b.singles |= 1 << i
		}
		if !s.about[t.Forms[0]] {
			b.asking |= 1 << i
		}
		if s.places[t.Forms[0]] {
			b.places |= 1 << i
		}
		if t.Weight >= 1 || b.asking&(1<<i) != 0 {
			b.content |= 1 << i
		}
		if t.Weight >= 1 && b.asking&(1<<i) == 0 {
			b.words++
		}
	}
	return b
}

// unnamed says whether no passage has the names of the question's countries in
// its words: what is said of countries in general is then all there is.
func (s *search) unnamed(places uint64) bool {
	for i, t := range s.answer.Terms {
		if places&(1<<i) != 0 && t.Weight >= 1 && t.Known {
			return false
		}
	}
	return true
}

// formsOf are the terms of the question by the hashes of their forms.
func (s *search) formsOf() map[uint64]uint64 {
	out := make(map[uint64]uint64, 2*len(s.answer.Terms))
	for i, t := range s.answer.Terms {
		for _, f := range t.Forms {
			out[termHash(f)] |= 1 << i
		}
	}
	return out
}

// termHash stands for a term where many are compared: their texts are all over the
// memory. It is the same for as long as the process runs.
func termHash(term string) uint64 { return maphash.String(termSeed, term) }

var termSeed = maphash.MakeSeed()

// termHashes are those of the different terms of a text.
func termHashes(tokens []text.Token) []uint64 {
	out := make([]uint64, 0, len(tokens))
	for _, term := range text.Terms(tokens) {
		if h := termHash(term); !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out
}

// titleBits are the terms of the question that stand in an article's title; forms: see
// formsOf.
func titleBits(h *held, forms map[uint64]uint64) (bits uint64) {
	for _, term := range h.title {
		bits |= forms[term]
	}
	return bits
}

// value is the weight of the terms whose bits are set.
func value(ans lexical.Answer, bits uint64) float64 {
	sum := 0.0
	for i, t := range ans.Terms {
		if bits&(1<<i) != 0 {
			sum += t.Value
		}
	}
	return sum
}
