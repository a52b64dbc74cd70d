package lexical

import (
	"cmp"
	"slices"
	"unicode/utf8"
)

// How words that share a part with a word of the question are searched too:
// inflections that the stemmer misses, compounds (Versand in Versandkosten) and
// joined words. The numbers were chosen on the English and the German part of
// XQuAD-R and checked on the Spanish and the Chinese one.
const (
	gramSize   = 4   // characters of a part
	partTrust  = 0.5 // what a full overlap counts, against the word itself
	leastShare = 0.2 // overlap below which a word is unrelated
	mostRelate = 16  // related words a word of the question brings
)

// related is an indexed word that shares parts with a word of the question.
type related struct {
	term  int32
	share float64 // of the parts, 0 to 1
}

// grams gives the different sequences of gramSize characters of a word; a word
// of just that length is its own part, a shorter one has none.
func grams(word string) []string {
	var starts [64]int
	n := 0
	for i := range word {
		if n == len(starts) {
			return nil
		}
		starts[n] = i
		n++
	}
	var out []string
	for i := 0; i+gramSize <= n; i++ {
		end := len(word)
		if i+gramSize < n {
			end = starts[i+gramSize]
		}
		if g := word[starts[i]:end]; !slices.Contains(out, g) {
			out = append(out, g)
		}
	}
	return out
}

// related finds the indexed words that share most parts with word, the nearest
// first. The share is the mean of two views: how much of the question's word
// is there (a compound contains it whole), and how alike the two are.
func (s *scorer) related(word string) []related {
	x := s.index
	parts := grams(word)
	if len(parts) == 0 {
		return nil
	}
	s.met = s.met[:0]
	for _, g := range parts {
		for _, t := range x.grams[g] {
			if s.shared[t] == 0 {
				s.met = append(s.met, t)
			}
			s.shared[t]++
		}
	}
	var out []related
	for _, t := range s.met {
		both := float64(s.shared[t])
		s.shared[t] = 0
		if x.terms[t].df == 0 || x.terms[t].text == word {
			continue
		}
		own := float64(max(int(x.spelt[t].runes)-gramSize+1, 1))
		share := (both/float64(len(parts)) + 2*both/(float64(len(parts))+own)) / 2
		if share >= leastShare {
			out = append(out, related{t, share})
		}
	}
	slices.SortFunc(out, func(a, b related) int {
		if c := cmp.Compare(b.share, a.share); c != 0 {
			return c
		}
		return cmp.Compare(x.terms[a.term].text, x.terms[b.term].text)
	})
	return out[:min(mostRelate, len(out))]
}

// relatives adds the streams of documents that have only a relative of a word of
// the question. They count less, and never more than the word itself would
// however rare the relative is.
func (s *scorer) relatives(p plan, bit uint64, letter float64) {
	if !p.Fuzzy || p.Instead || utf8.RuneCountInString(p.Forms[0]) < gramSize {
		return
	}
	x := s.index
	for _, r := range s.related(p.Forms[0]) {
		if slices.Contains(p.terms, r.term) || slices.Contains(p.also, r.term) {
			continue
		}
		value := min(p.Value, p.Weight*x.idf(x.terms[r.term].df))
		s.stream(stream{term: r.term, sat: x.saturation(partTrust*r.share*value, letter), bit: bit, related: true})
	}
}
