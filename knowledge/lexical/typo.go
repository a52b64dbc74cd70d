package lexical

import (
	"math/bits"
	"strings"
	"unicode"
	"unicode/utf8"
)

// repairTrust is how much of a word's value stays for each typing error that
// had to be assumed.
const repairTrust = 0.8

// minRepair is the length, in letters, from which a word may hold one error;
// from maxOneError on it may hold two. Shorter words have too many neighbours.
// Below minWrong letters none may be another one: rent is no sent, but ordr is order.
const (
	minRepair   = 4
	minWrong    = 5
	maxOneError = 8
)

// signature maps the letters of a word to bits. One typing error changes at
// most two bits, which rules out nearly every word without comparing letters.
func signature(s string) (sig uint64, runes int) {
	for _, r := range s {
		sig |= 1 << (uint32(r) * 2654435761 >> 26)
		runes++
	}
	return sig, runes
}

// near finds the indexed word with the fewest typing errors between it and s;
// among equals one with the same first letter, then the more frequent one. It
// gives -1 if none is near enough. Of a word that is spelt as it should be only
// another ending is looked for.
func (x *Index) near(s string, spelt bool) (found int32, distance int) {
	sig, runes := signature(s)
	if runes < minRepair || !allLetters(s) {
		return -1, 0
	}
	limit := 1
	if runes >= maxOneError {
		limit = 2
	}
	first, _ := utf8.DecodeRuneInString(s)
	word := []rune(s)
	found, distance = -1, limit+1
	var bestRank int32
	for i, w := range x.spelt {
		n := int(w.runes)
		if n < minRepair-1 || abs(n-runes) > limit || bits.OnesCount64(w.signature^sig) > 2*limit {
			continue
		}
		t := &x.terms[i]
		if t.df == 0 {
			continue
		}
		if spelt && !strings.HasPrefix(s, t.text) && !strings.HasPrefix(t.text, s) {
			continue
		}
		if runes < minWrong && n == runes && w.signature != sig {
			continue
		}
		d := errors(word, []rune(t.text), limit)
		if d > limit || d > distance {
			continue
		}
		if n < minRepair && x.cfg.Function != nil && x.cfg.Function(t.text) {
			continue // fork is no for
		}
		rank := min(t.df, 1<<20)
		if r, _ := utf8.DecodeRuneInString(t.text); r == first {
			rank += 1 << 20
		}
		if d < distance || rank > bestRank || rank == bestRank && t.text < x.terms[found].text {
			found, distance, bestRank = int32(i), d, rank
		}
	}
	return found, distance
}

func abs(n int) int { return max(n, -n) }

// allLetters keeps article and order numbers from being repaired: a number one
// digit away is another order.
func allLetters(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			return false
		}
	}
	return true
}

// errors counts the letters to insert, delete, replace or swap with their
// neighbour to make b of a (optimal string alignment; Damerau, 1964). It may
// stop early with a number above limit.
func errors(a, b []rune, limit int) int {
	var rows [3][64]int
	if len(b) >= len(rows[0]) {
		return limit + 1
	}
	before, prev, row := &rows[0], &rows[1], &rows[2]
	for j := range len(b) + 1 {
		prev[j] = j
	}
	for i := 1; i <= len(a); i++ {
		row[0] = i
		least := i
		for j := 1; j <= len(b); j++ {
			cost := 1
			if a[i-1] == b[j-1] {
				cost = 0
			}
			row[j] = min(prev[j]+1, row[j-1]+1, prev[j-1]+cost)
			if i > 1 && j > 1 && a[i-1] == b[j-2] && a[i-2] == b[j-1] {
				row[j] = min(row[j], before[j-2]+1)
			}
			least = min(least, row[j])
		}
		if least > limit {
			return least
		}
		before, prev, row = prev, row, before
	}
	return prev[len(b)]
}
