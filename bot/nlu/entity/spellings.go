package entity

import (
	"cmp"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"
)

// spellings finds the words of a list that a word may be a spelling of, without
// comparing it with all of them: those that begin alike stand together in the
// alphabet, and those with one typing error share a word that lacks one letter
// (symmetric deletion, as in Garbe's SymSpell).
type spellings struct {
	lacking []lack           // by hash
	sounds  map[string]int32 // of what a word sounds like, the first with it, see [sound]
	alike   []int32          // of a word, the next that sounds like it; -1: none
}

// lack is a word without one of its letters, by its hash: the words themselves are
// compared before they count.
type lack struct {
	hash  uint32
	token int32
}

const (
	leastFuzzy = 4 // letters of a word that may be misspelled
	mostLike   = 4 // words that one may stand for
)

func sorted(count map[string]int32) []string { return slices.Sorted(maps.Keys(count)) }

func newSpellings(tokens []string) spellings {
	s := spellings{sounds: map[string]int32{}, alike: make([]int32, len(tokens))}
	for i, w := range tokens {
		s.alike[i] = -1
		r, _ := utf8.DecodeRuneInString(w)
		if isSolid(r) || utf8.RuneCountInString(w) < leastFuzzy || strings.ContainsAny(w, "0123456789") {
			continue
		}
		for hash := range lacks(w) {
			s.lacking = append(s.lacking, lack{hash, int32(i)})
		}
		if key := sound(w); key != "" {
			if next, ok := s.sounds[key]; ok {
				s.alike[i] = next
			}
			s.sounds[key] = int32(i)
		}
	}
	slices.SortFunc(s.lacking, func(a, b lack) int { return cmp.Or(cmp.Compare(a.hash, b.hash), cmp.Compare(a.token, b.token)) })
	return s
}

// lacks gives the hashes (FNV-1a) of a word, and of it without each of its letters
// behind the head.
func lacks(w string) func(yield func(uint32) bool) {
	return func(yield func(uint32) bool) {
		if !yield(hashOf(w, "")) {
			return
		}
		n := 0
		for i, r := range w {
			if n++; n <= headLetters {
				continue
			}
			if !yield(hashOf(w[:i], w[i+utf8.RuneLen(r):])) {
				return
			}
		}
	}
}

func hashOf(parts ...string) uint32 {
	h := uint32(2166136261)
	for _, p := range parts {
		for i := range len(p) {
			h = (h ^ uint32(p[i])) * 16777619
		}
	}
	return h
}

// like are the words that differ from one by their ending or by one typing error.
func (s spellings) like(tokens []string, word string) (out []int32) {
	if !utf8.ValidString(word) {
		return nil
	}
	n := utf8.RuneCountInString(word)
	found := func(i int32) bool {
		if !slices.Contains(out, i) {
			out = append(out, i)
		}
		return len(out) == mostLike
	}
	begin := firstRunes(word, max(leastFuzzy, n-3))
	from, _ := slices.BinarySearch(tokens, begin)
	for i := from; i < len(tokens) && strings.HasPrefix(tokens[i], begin); i++ {
		k := utf8.RuneCountInString(tokens[i])
		if shared(word, tokens[i]) >= max(leastFuzzy, max(n, k)-3) && found(int32(i)) {
			return out
		}
	}
	head := firstRunes(word, headLetters)
	for hash := range lacks(word) {
		at, _ := slices.BinarySearchFunc(s.lacking, hash, func(l lack, h uint32) int { return cmp.Compare(l.hash, h) })
		for ; at < len(s.lacking) && s.lacking[at].hash == hash; at++ {
			i := s.lacking[at].token
			if strings.HasPrefix(tokens[i], head) && oneEdit(word, tokens[i]) && found(i) {
				return out
			}
		}
	}
	return out
}

// firstRunes are the first n runes of a word, or all of it.
func firstRunes(w string, n int) string {
	for i := range w {
		if n == 0 {
			return w[:i]
		}
		n--
	}
	return w
}

// sounding are the words that sound like one that was written in another script.
// The vowels of names come out differently, so that up to a third of the letters
// may be other ones where the consonants are the same.
func (s spellings) sounding(tokens []string, latin []string) (out []int32) {
	for _, w := range latin {
		plain := spoken(w)
		i, ok := s.sounds[sound(w)]
		for ok && i >= 0 {
			other := spoken(tokens[i])
			if edits(plain, other) <= max(len(plain), len(other))/3 && !slices.Contains(out, i) {
				out = append(out, i)
			}
			i = s.alike[i]
		}
	}
	return out[:min(len(out), mostLike)]
}

// shared is how many runes two words begin with alike.
func shared(a, b string) int {
	n := 0
	for a != "" && b != "" {
		x, i := utf8.DecodeRuneInString(a)
		y, j := utf8.DecodeRuneInString(b)
		if x != y {
			break
		}
		a, b = a[i:], b[j:]
		n++
	}
	return n
}

// oneEdit says that two words differ by one letter more, less, other, or by two
// that changed places.
func oneEdit(a, b string) bool {
	x, y := []rune(a), []rune(b)
	for len(x) > 0 && len(y) > 0 && x[0] == y[0] {
		x, y = x[1:], y[1:]
	}
	for len(x) > 0 && len(y) > 0 && x[len(x)-1] == y[len(y)-1] {
		x, y = x[:len(x)-1], y[:len(y)-1]
	}
	return len(x) <= 1 && len(y) <= 1 || len(x) == 2 && len(y) == 2 && x[0] == y[1] && x[1] == y[0]
}

// edits is how many letters two words differ by (Levenshtein).
func edits(a, b string) int {
	row := make([]int, len(b)+1)
	for j := range row {
		row[j] = j
	}
	for i := range len(a) {
		before := row[0]
		row[0] = i + 1
		for j := range len(b) {
			cost := before
			if a[i] != b[j] {
				cost++
			}
			before, row[j+1] = row[j+1], min(cost, row[j]+1, row[j+1]+1)
		}
	}
	return row[len(b)]
}
