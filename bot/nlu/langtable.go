package nlu

import (
	"bytes"
	"cmp"
	"compress/flate"
	_ "embed" // the language table
	"errors"
	"io"
	"math"
	"slices"
	"strings"
	"sync"
)

// modelled are the languages told apart by their letters' order; the others
// have a script to themselves.
const modelled = "cs da de en es fi fr hu id it ms nl pl pt ro sv tr vi ru uk"

// LanguageTable is a character model: for n-grams of letters within a word, the
// log probability of the last letter after the ones before, in each language.
// cmd/buildlang makes the one that ships.
type LanguageTable struct {
	langs   []string
	order   int
	grams   map[uint32][]langProb
	slot    []uint32 // open addressing: hash, 0 for free
	at      []int32  // beside slot: first of its pairs
	pairs   []langProb
	pairEnd []bool // beside pairs: the last of its n-gram
}

// langProb is a language's log probability, in steps of probStep below 0.
type langProb struct{ lang, steps uint8 }

const probStep = 0.05

// NewLanguageTable makes an empty table for n-grams up to a length.
func NewLanguageTable(order int) *LanguageTable {
	return &LanguageTable{langs: strings.Fields(modelled), order: order, grams: map[uint32][]langProb{}}
}

// Languages are those the table tells apart.
func (t *LanguageTable) Languages() []string { return slices.Clone(t.langs) }

// Add enters an n-gram, lower case, with the log probability of its last letter
// after the others.
func (t *LanguageTable) Add(lang, gram string, logP float64) {
	i := slices.Index(t.langs, lang)
	if i < 0 {
		return
	}
	h := key(hashBytes(seedChar, []byte(gram)))
	steps := uint8(min(255, math.Round(-logP/probStep)))
	t.grams[h] = append(t.grams[h], langProb{uint8(i), steps})
}

// Write writes the table, compressed.
func (t *LanguageTable) Write(w io.Writer) error {
	e := &encoder{}
	e.uint(t.order)
	e.bytes([]byte(strings.Join(t.langs, " ")))
	keys := make([]uint32, 0, len(t.grams))
	for h := range t.grams {
		keys = append(keys, h)
	}
	slices.Sort(keys)
	e.uint(len(keys))
	last := uint32(0)
	for _, h := range keys {
		e.uint(int(h - last))
		last = h
	}
	for _, h := range keys {
		e.uint(len(t.grams[h]))
	}
	var probs []byte
	for _, h := range keys {
		list := t.grams[h]
		slices.SortFunc(list, func(a, b langProb) int { return cmp.Compare(a.lang, b.lang) })
		for _, p := range list {
			e.out = append(e.out, p.lang)
			probs = append(probs, p.steps)
		}
	}
	e.out = append(e.out, probs...)
	z, err := flate.NewWriter(w, flate.BestCompression)
	if err != nil {
		return err
	}
	if _, err := z.Write(e.out); err != nil {
		return err
	}
	return z.Close()
}

var errLanguageTable = errors.New("the language table is damaged")

// readLanguageTable reads what Write wrote.
func readLanguageTable(r io.Reader) (*LanguageTable, error) {
	content, err := io.ReadAll(flate.NewReader(r))
	if err != nil {
		return nil, errors.Join(errLanguageTable, err)
	}
	d := &decoder{in: content}
	t := &LanguageTable{order: d.uint(), langs: strings.Fields(string(d.bytes()))}
	keys := make([]uint32, d.length(1))
	last := uint32(0)
	for i := range keys {
		last += uint32(d.uint())
		keys[i] = last
	}
	total := 0
	ends := make([]int, len(keys))
	for i := range ends {
		total += d.uint()
		ends[i] = total
	}
	langs, steps := d.take(total), d.take(total)
	if d.bad || len(d.in) != 0 {
		return nil, errLanguageTable
	}
	t.pairs, t.pairEnd = make([]langProb, total), make([]bool, total)
	for i := range t.pairs {
		t.pairs[i] = langProb{langs[i], steps[i]}
	}
	t.place(keys, ends)
	return t, nil
}

func (t *LanguageTable) place(keys []uint32, ends []int) {
	size := 16
	for size < 2*len(keys) {
		size *= 2
	}
	t.slot, t.at = make([]uint32, size), make([]int32, size)
	first := 0
	for i, h := range keys {
		p := int(h) & (size - 1)
		for t.slot[p] != 0 {
			p = (p + 1) & (size - 1)
		}
		t.slot[p], t.at[p] = h, int32(first)
		t.pairEnd[ends[i]-1] = true
		first = ends[i]
	}
}

// find is the place of an n-gram's first pair, -1 where it is unknown.
func (t *LanguageTable) find(h uint32) int {
	mask := len(t.slot) - 1
	for p := int(h) & mask; ; p = (p + 1) & mask {
		switch t.slot[p] {
		case h:
			return int(t.at[p])
		case 0:
			return -1
		}
	}
}

//go:embed pack/languages.bin
var languageFile []byte

// languageTable is the shipped table, read at first use. It comes from the
// binary itself, so damage is a fault of the build, which a test finds.
var languageTable = sync.OnceValue(func() *LanguageTable {
	t, err := readLanguageTable(bytes.NewReader(languageFile))
	if err != nil {
		panic("nlu: " + err.Error())
	}
	return t
})

// Scoring of letters: what an n-gram that is not in the table costs for each
// shorter one that is tried in its place, and what a letter costs that the
// language does not know, in nats.
const (
	backOff       = 1.0
	unknownLetter = 13.0
)

// scoreWord adds the log probability of a lower-case word to score, by
// language.
func (t *LanguageTable) scoreWord(word []rune, score []float64) {
	var best [32]float64
	for i := range word {
		for l := range score {
			best[l] = math.NaN()
		}
		longest := min(t.order, i+1)
		for n := longest; n >= 1; n-- {
			h := seedChar
			for _, r := range word[i+1-n : i+1] {
				h = extendRune(h, r)
			}
			t.fill(best[:len(score)], key(h), backOff*float64(longest-n))
		}
		for l := range score {
			if math.IsNaN(best[l]) {
				best[l] = -unknownLetter
			}
			score[l] += best[l]
		}
	}
}

// fill takes an n-gram's probabilities for the languages that have none yet.
func (t *LanguageTable) fill(best []float64, h uint32, penalty float64) {
	p := t.find(h)
	if p < 0 {
		return
	}
	for ; ; p++ {
		if l := t.pairs[p]; math.IsNaN(best[l.lang]) {
			best[l.lang] = -float64(l.steps)*probStep - penalty
		}
		if t.pairEnd[p] {
			return
		}
	}
}
