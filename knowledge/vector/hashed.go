package vector

import (
	"math"
	"unicode/utf8"
)

// HashedDim is the length of the vectors that Hashed makes.
const HashedDim = 256

// spread is how many of the dimensions one feature touches: a very sparse
// random projection (Li, Hastie and Church, KDD 2006) keeps cosines as well as
// a full one at a sixteenth of the work.
const spread = 16

// Piece is a term of a text as the embedder sees it.
type Piece struct {
	Text   string
	Weight float32
	Parts  bool // a word: its character sequences count too
}

// Hashed turns texts into vectors without a model: their terms and the
// character 3- to 5-grams of their words, weighted by how rare they are in the
// texts it was fitted on, are projected to HashedDim dimensions by fixed
// hashes. Texts that share words, parts of compounds or misspelt words are
// near each other. It is immutable, and equal for equal input on every machine.
type Hashed struct {
	docs float64
	freq map[uint64]int32
}

// partsShare is how much of a word's weight its character sequences have,
// chosen on the English and the Chinese half of XQuAD-R.
const partsShare = 1.5

// FitHashed learns from texts how rare each feature is.
func FitHashed(texts [][]Piece) *Hashed {
	h := &Hashed{docs: float64(len(texts)), freq: make(map[uint64]int32)}
	for _, t := range texts {
		for _, f := range h.features(t) {
			h.freq[f.hash]++
		}
	}
	for f, n := range h.freq {
		if n < 2 {
			delete(h.freq, f) // as rare as a feature that was never seen
		}
	}
	return h
}

// Vector is the unit vector of a text; all zeros if it has no feature.
func (h *Hashed) Vector(text []Piece) []float32 {
	v := make([]float32, HashedDim)
	for _, f := range h.features(text) {
		weight := float32(math.Sqrt(float64(f.weight)) * h.idf(f.hash))
		x := f.hash
		for range spread {
			x = splitmix(x)
			if x>>63 == 0 {
				v[x%HashedDim] += weight
			} else {
				v[x%HashedDim] -= weight
			}
		}
	}
	normalize(v)
	return v
}

func (h *Hashed) idf(f uint64) float64 {
	n := max(float64(h.freq[f]), 1)
	return math.Log(1 + (h.docs-n+0.5)/(n+0.5))
}

// feature is a hashed term or character sequence.
type feature struct {
	hash   uint64
	weight float32
}

// features gives those of a text with their summed weights, in the order in
// which they first occur (sums of floats depend on their order).
func (h *Hashed) features(text []Piece) []feature {
	out := make([]feature, 0, 8*len(text))
	at := make(map[uint64]int, 8*len(text))
	count := func(hash uint64, w float32) {
		i, ok := at[hash]
		if !ok {
			i = len(out)
			at[hash] = i
			out = append(out, feature{hash: hash})
		}
		out[i].weight += w
	}
	for _, p := range text {
		count(hash(p.Text, 1), p.Weight)
		if !p.Parts || utf8.RuneCountInString(p.Text) < 3 {
			continue
		}
		grams := ngrams("<" + p.Text + ">")
		share := p.Weight * partsShare * partsShare / float32(len(grams))
		for _, g := range grams {
			count(hash(g, 2), share)
		}
	}
	return out
}

// ngrams gives the character 3- to 5-grams of a word.
func ngrams(word string) []string {
	var starts []int
	for i := range word {
		starts = append(starts, i)
	}
	starts = append(starts, len(word))
	var out []string
	for n := 3; n <= 5; n++ {
		for i := 0; i+n < len(starts); i++ {
			out = append(out, word[starts[i]:starts[i+n]])
		}
	}
	return out
}

// hash is FNV-1a with a final mix; kind keeps words and parts of words apart.
func hash(s string, kind uint64) uint64 {
	x := 14695981039346656037 ^ kind
	for i := 0; i < len(s); i++ {
		x = (x ^ uint64(s[i])) * 1099511628211
	}
	return splitmix(x)
}

// splitmix is the finaliser of Steele, Lea and Flood, Fast splittable
// pseudorandom number generators (2014).
func splitmix(x uint64) uint64 {
	x += 0x9e3779b97f4a7c15
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}
