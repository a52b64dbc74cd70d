package ingest

import (
	"strings"
)

// shingles are the hashes of all runs of three words (Broder 1997).
func shingles(text string) map[uint64]bool {
	words := strings.Fields(text)
	out := make(map[uint64]bool, len(words))
	for i := range words {
		h := uint64(14695981039346656037) // FNV-1a
		for _, w := range words[i:min(i+3, len(words))] {
			for _, b := range []byte(w + " ") {
				h = (h ^ uint64(b)) * 1099511628211
			}
		}
		out[h] = true
	}
	return out
}

// similar tells whether two texts share nine of ten of their shingles.
func similar(a, b map[uint64]bool) bool {
	if len(a) == 0 || len(b) == 0 {
		return len(a) == len(b)
	}
	both := 0
	for h := range a {
		if b[h] {
			both++
		}
	}
	return float64(both) >= 0.9*float64(len(a)+len(b)-both)
}
