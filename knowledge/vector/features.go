package vector

import "unicode/utf8"

// features numbers what texts are made of: terms, and the character sequences of
// words. It remembers those of each term, since a collection says the same words
// again and again.
type features struct {
	hashes []uint64 // by number
	ids    map[uint64]int32
	terms  map[term][]int32
}

// term is what the features of a piece depend on.
type term struct {
	text  string
	parts bool
}

func newFeatures() *features {
	return &features{ids: make(map[uint64]int32), terms: make(map[term][]int32)}
}

// of gives the features of a piece, the term itself first, then each of its
// character sequences, as often as it occurs.
func (f *features) of(p Piece) []int32 {
	key := term{p.Text, p.Parts}
	ids, ok := f.terms[key]
	if !ok {
		ids = f.take(p)
		f.terms[key] = ids
	}
	return ids
}

func (f *features) take(p Piece) []int32 {
	ids := []int32{f.number(hash(p.Text, 1))}
	if p.Parts && utf8.RuneCountInString(p.Text) >= 3 {
		for _, g := range ngrams("<" + p.Text + ">") {
			ids = append(ids, f.number(hash(g, 2)))
		}
	}
	return ids
}

func (f *features) number(hash uint64) int32 {
	id, ok := f.ids[hash]
	if !ok {
		id = int32(len(f.hashes))
		f.ids[hash] = id
		f.hashes = append(f.hashes, hash)
	}
	return id
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
