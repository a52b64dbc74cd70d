package nlu

import (
	"context"
	_ "embed"
	"encoding/binary"
	"errors"
	"fmt"
	"maps"
	"math"
	"slices"
	"sync"
)

//go:embed pack/gists.bin
var gistFile []byte

// gists say what a word is about, so that words that no example has, or that
// differ between examples, still tell which are alike: a word is a vector of how
// much more than chance it goes with each of the themes, which are the intents of
// a public data set (explicit semantic analysis, Gabrilovich and Markovitch,
// IJCAI 2007, with intents in place of articles; positive pointwise mutual
// information, of length 1). They know English.
type gists struct {
	count  int              // of themes
	place  map[uint32]int32 // a word's feature to its place
	start  []int32          // by word, one more at the end, into theme and weight
	theme  []uint8
	weight []float32
	idf    []float32 // by word: log inverse document frequency
}

// shopGists reads the shipped file once. It is part of the program; a test reads
// it.
var shopGists = sync.OnceValue(func() *gists {
	t, err := readGists(gistFile)
	if err != nil {
		panic(err)
	}
	return t
})

func (t *gists) size() int { return t.count }

func (t *gists) add(to []float32, word uint32, x float32) {
	w, ok := t.place[word]
	if !ok {
		return
	}
	x *= t.idf[w]
	for p := t.start[w]; p < t.start[w+1]; p++ {
		to[t.theme[p]] += x * t.weight[p]
	}
}

// mostThemes is how many themes a byte tells apart.
const mostThemes = 256

// BuildGists counts how many examples of each intent have which word, and gives
// the file that the package embeds (cmd/buildgists).
func BuildGists(ctx context.Context, examples []Example) ([]byte, error) {
	a, err := NewAnalyzer(AnalyzerConfig{})
	if err != nil {
		return nil, err
	}
	examples = slices.DeleteFunc(slices.Clone(examples), func(e Example) bool { return e.Intent == OutOfScope })
	set, err := readExamples(examples, a)
	if err != nil {
		return nil, err
	}
	if len(set.intents) > mostThemes {
		return nil, fmt.Errorf("%d intents; at most %d can be themes", len(set.intents), mostThemes)
	}
	counts := map[uint32]map[uint8]int{} // word, theme, number of texts
	for i, d := range set.docs {
		if ctx.Err() != nil {
			return nil, ctx.Err()
		}
		seen := map[uint32]bool{}
		for _, g := range d.grams {
			if g.block != blockWord || seen[g.key] {
				continue
			}
			seen[g.key] = true
			if counts[g.key] == nil {
				counts[g.key] = map[uint8]int{}
			}
			counts[g.key][uint8(set.labels[i])]++
		}
	}
	return encodeGists(len(set.intents), len(set.docs), counts), nil
}

// encodeGists writes numbers of variable length: themes, texts, words; then of
// each word its key as the gap from the last, its themes, and each with its count.
func encodeGists(themes, texts int, counts map[uint32]map[uint8]int) []byte {
	var out []byte
	put := func(x int) { out = binary.AppendUvarint(out, uint64(x)) }
	put(themes)
	put(texts)
	put(len(counts))
	last := uint32(0)
	for _, word := range slices.Sorted(maps.Keys(counts)) {
		put(int(word - last))
		last = word
		put(len(counts[word]))
		for _, k := range slices.Sorted(maps.Keys(counts[word])) {
			put(int(k))
			put(counts[word][k])
		}
	}
	return out
}

var errGists = errors.New("gists of words are damaged; run buildgists")

// readGists reads what encodeGists wrote and turns counts into weights.
func readGists(in []byte) (*gists, error) {
	bad := false
	get := func(most int) int {
		x, n := binary.Uvarint(in)
		if n <= 0 || x > uint64(most) {
			bad = true
			return 0
		}
		in = in[n:]
		return int(x)
	}
	t := &gists{count: get(mostThemes)}
	texts := get(math.MaxInt32)
	t.place = make(map[uint32]int32, get(len(in)))
	mass, all := make([]float64, t.count), 0.0
	var count []float64
	t.start = []int32{0}
	for word := uint32(0); len(in) > 0 && !bad; {
		word += uint32(get(math.MaxUint32))
		t.place[word] = int32(len(t.start) - 1)
		has := 0.0
		for range get(t.count) {
			k, n := get(t.count-1), float64(get(texts))
			if bad {
				return nil, errGists
			}
			t.theme, count = append(t.theme, uint8(k)), append(count, n)
			mass[k] += n
			all += n
			has += n
		}
		t.start = append(t.start, int32(len(t.theme)))
		t.idf = append(t.idf, float32(math.Log(float64(texts)/max(has, 1))))
	}
	if bad || t.count == 0 || texts == 0 {
		return nil, errGists
	}
	t.weigh(count, mass, all)
	return t, nil
}

// chanceTexts is the number of texts that speak for chance in a word's counts.
const chanceTexts = 2

// weigh turns counts into positive pointwise mutual information of length 1 a
// word. mass are the counts of each theme, all of them together all.
func (t *gists) weigh(count, mass []float64, all float64) {
	t.weight = make([]float32, len(count))
	for w := range t.idf {
		from, to := t.start[w], t.start[w+1]
		has := 0.0
		for _, n := range count[from:to] {
			has += n
		}
		for p := from; p < to; p++ {
			chance := mass[t.theme[p]] / all
			t.weight[p] = float32(max(0, math.Log((count[p]+chanceTexts*chance)/(has+chanceTexts)/chance)))
		}
		toLength1(t.weight[from:to])
	}
}
