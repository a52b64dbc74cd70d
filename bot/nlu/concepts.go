package nlu

import (
	_ "embed" // the concept list
	"strings"
	"sync"
)

//go:embed pack/concepts.txt
var conceptList string

// maxConceptWords bounds the words, or runes of scripts without spaces, of one
// entry.
const maxConceptWords = 6

// lexicon finds the concepts of shopping in a text: words that mean the same,
// in any of its languages, become one feature, so that what is learnt in one
// wording or language serves the others.
type lexicon struct {
	whole  map[string]uint16 // words joined by spaces, runes joined bare
	prefix map[string]uint16 // beginnings of single words
	names  []string
}

// shopConcepts is built once from the list and never changes.
var shopConcepts = sync.OnceValue(func() *lexicon {
	l := &lexicon{whole: map[string]uint16{}, prefix: map[string]uint16{}}
	for line := range strings.Lines(conceptList) {
		line = strings.TrimSpace(line)
		name, words, ok := strings.Cut(line, ":")
		if !ok || strings.HasPrefix(line, "#") {
			continue
		}
		id := uint16(len(l.names))
		l.names = append(l.names, name)
		for _, w := range strings.Split(words, ",") {
			l.add(foldWordString(strings.TrimSpace(w)), id)
		}
	}
	return l
})

// add enters a word; the first concept to claim it keeps it.
func (l *lexicon) add(word string, id uint16) {
	into := l.whole
	if open, ok := strings.CutSuffix(word, "*"); ok {
		word, into = open, l.prefix
	}
	if _, taken := into[word]; !taken && word != "" {
		into[word] = id
	}
}

// minPrefix is the shortest beginning that the list holds, in bytes.
const minPrefix = 3

// find appends the concepts of s to dst, left to right, longest entry first.
// s.folds holds the folded words of the tokens.
func (l *lexicon) find(dst []uint16, s *scratch) []uint16 {
	for i := 0; i < len(s.toks); {
		id, n, ok := l.at(s, i)
		if !ok {
			i++
			continue
		}
		dst = append(dst, id)
		i += n
	}
	return dst
}

// at is the concept that begins at token i, and how many tokens it takes.
func (l *lexicon) at(s *scratch, i int) (id uint16, n int, ok bool) {
	if s.toks[i].mark {
		return 0, 0, false
	}
	joined := s.join[:0]
	cjk := s.toks[i].cjk
	for k := 0; k < maxConceptWords && i+k < len(s.toks) && s.toks[i+k].cjk == cjk && !s.toks[i+k].mark; k++ {
		if k > 0 && !cjk {
			joined = append(joined, ' ')
		}
		joined = append(joined, s.foldOf(i+k)...)
		if c, found := l.whole[string(joined)]; found {
			id, n, ok = c, k+1, true
		}
	}
	s.join = joined
	if ok || cjk {
		return id, n, ok
	}
	word := s.foldOf(i)
	for size := len(word); size >= minPrefix; size-- {
		if c, found := l.prefix[string(word[:size])]; found {
			return c, 1, true
		}
	}
	return 0, 0, false
}
