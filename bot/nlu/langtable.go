package nlu

import (
	"cmp"
	_ "embed" // the language table
	"errors"
	"io"
	"math/bits"
	"slices"
	"strings"
	"sync"
)

// LanguageTable is a character model of languages that share a script: for
// n-grams of a word's letters and borders, the cost of the last one after those
// before it, in each language. An n-gram that says nothing beyond its suffix is
// left out, so the longest one in the table speaks for all. cmd/buildlang makes
// the tables that ship.
type LanguageTable struct {
	langs    []string
	alphabet []rune // letter i has the code i+firstLetter
	code     map[rune]uint64
	low      [0x600]uint16 // code of the runes that are most in use
	grams    map[uint64][]uint8

	slots  int    // places for n-grams
	stride int    // bytes of a place: 4 of the check, then a cost a language
	place  []byte // open addressing; check 0 is a free place
	filter []uint64
}

// TableOrder is the length of the longest n-grams.
const TableOrder = 5

// CostStep is the unit of costs, in nats: a cost of 16 is a probability of 1/e.
const CostStep = 1.0 / 16

// Border stands for the beginning and the end of a word in n-grams.
const Border = '_'

// Codes of letters in keys, letterBits bits each.
const (
	letterBits   = 10
	codeBorder   = 1
	codeUnknown  = 2
	firstLetter  = 3
	maxAlphabet  = 1<<letterBits - firstLetter
	letterMask   = 1<<letterBits - 1
	filterPerKey = 16 // bits of the filter that saves looking for absent n-grams
)

// NewLanguageTable makes an empty table for languages over an alphabet of lower
// case letters, at most 1,021.
func NewLanguageTable(langs []string, alphabet []rune) (*LanguageTable, error) {
	if len(alphabet) > maxAlphabet || len(langs) == 0 || len(langs) > maxColumns {
		return nil, errLanguageTable
	}
	t := &LanguageTable{langs: langs, alphabet: alphabet, grams: map[uint64][]uint8{}}
	t.index()
	return t, nil
}

// maxColumns bounds the languages of one table.
const maxColumns = 28

func (t *LanguageTable) index() {
	t.code = make(map[rune]uint64, len(t.alphabet))
	for i, r := range t.alphabet {
		t.code[r] = uint64(i + firstLetter)
		if int(r) < len(t.low) {
			t.low[r] = uint16(i + firstLetter)
		}
	}
	t.code[Border], t.low[Border] = codeBorder, codeBorder
}

// Add enters an n-gram, lower case with Border at a word's ends, and its cost in
// each language, in CostStep. One with a letter outside the alphabet is left out.
func (t *LanguageTable) Add(gram string, costs []uint8) {
	k := uint64(0)
	for _, r := range gram {
		c := t.letter(r)
		if c == codeUnknown {
			return
		}
		k = k<<letterBits | c
	}
	t.grams[k] = costs
}

func (t *LanguageTable) letter(r rune) uint64 {
	if int(r) < len(t.low) {
		if c := t.low[r]; c != 0 {
			return uint64(c)
		}
		return codeUnknown
	}
	if c, ok := t.code[r]; ok {
		return c
	}
	return codeUnknown
}

// WriteLanguageTables writes tables. They are not packed, which would spare an
// eighth of their size.
func WriteLanguageTables(w io.Writer, tables ...*LanguageTable) error {
	e := &encoder{}
	e.uint(len(tables))
	for _, t := range tables {
		t.encode(e)
	}
	_, err := w.Write(e.out)
	return err
}

// encode writes the n-grams in order of their suffixes, which keeps the
// differences small, and the costs language by language, which packs better.
func (t *LanguageTable) encode(e *encoder) {
	e.bytes([]byte(strings.Join(t.langs, " ")))
	e.bytes([]byte(string(t.alphabet)))
	keys := make([]uint64, 0, len(t.grams))
	for k := range t.grams {
		keys = append(keys, k)
	}
	slices.SortFunc(keys, func(a, b uint64) int { return cmp.Compare(a, b) })
	e.uint(len(keys))
	last := uint64(0)
	for _, k := range keys {
		e.uint(int((k - last) >> 30))
		e.uint(int((k - last) & (1<<30 - 1)))
		last = k
	}
	for l := range t.langs {
		for _, k := range keys {
			e.out = append(e.out, t.grams[k][l])
		}
	}
}

var errLanguageTable = errors.New("the language table is damaged")

// readLanguageTables reads what WriteLanguageTables wrote, and keeps nothing of it.
func readLanguageTables(content []byte) ([]*LanguageTable, error) {
	d := &decoder{in: content}
	tables := make([]*LanguageTable, d.length(1))
	for i := range tables {
		if tables[i] = decodeLanguageTable(d); tables[i] == nil {
			return nil, errLanguageTable
		}
	}
	if d.bad || len(d.in) != 0 {
		return nil, errLanguageTable
	}
	return tables, nil
}

func decodeLanguageTable(d *decoder) *LanguageTable {
	t := &LanguageTable{langs: strings.Fields(string(d.bytes())), alphabet: []rune(string(d.bytes()))}
	t.index()
	keys := make([]uint64, d.length(2))
	last := uint64(0)
	for i := range keys {
		high := uint64(d.uint())
		last += high<<30 + uint64(d.uint())
		keys[i] = last
	}
	costs := d.take(len(keys) * len(t.langs))
	if d.bad || len(keys) == 0 || len(t.langs) == 0 || len(t.langs) > maxColumns {
		return nil
	}
	t.store(keys, costs)
	return t
}

// store puts the n-grams where cost looks for them.
func (t *LanguageTable) store(keys []uint64, costs []byte) {
	t.slots = len(keys)*4/3 + 1
	t.stride = 4 + (len(t.langs)+3)/4*4
	t.place = make([]byte, t.slots*t.stride)
	t.filter = make([]uint64, (len(keys)*filterPerKey+63)/64)
	for i, k := range keys {
		h := mix(k)
		b := t.filterBit(h)
		t.filter[b>>6] |= 1 << (b & 63)
		at, check := t.slot(h)
		for t.check(at) != 0 {
			at = t.next(at)
		}
		p := t.place[at:]
		p[0], p[1], p[2], p[3] = byte(check), byte(check>>8), byte(check>>16), byte(check>>24)
		for l := range t.langs {
			p[4+l] = costs[l*len(keys)+i]
		}
	}
}

// mix spreads a key over 64 bits (the finaliser of MurmurHash3).
func mix(k uint64) uint64 {
	k ^= k >> 33
	k *= 0xff51afd7ed558ccd
	k ^= k >> 33
	k *= 0xc4ceb9fe1a85ec53
	return k ^ k>>33
}

func (t *LanguageTable) filterBit(h uint64) uint64 {
	hi, _ := bits.Mul64(h, uint64(len(t.filter)*64))
	return hi
}

// slot gives where a key belongs, as an offset, and what marks it there.
func (t *LanguageTable) slot(h uint64) (at int, check uint32) {
	hi, _ := bits.Mul64(h, uint64(t.slots))
	return int(hi) * t.stride, uint32(h) | 1
}

func (t *LanguageTable) next(at int) int {
	if at += t.stride; at < len(t.place) {
		return at
	}
	return 0
}

func (t *LanguageTable) check(at int) uint32 {
	p := t.place[at : at+4 : at+4]
	return uint32(p[0]) | uint32(p[1])<<8 | uint32(p[2])<<16 | uint32(p[3])<<24
}

// costs of the longest known suffix of an n-gram of n letters, nil where even
// its last letter is unknown.
func (t *LanguageTable) costs(gram uint64, n int) []byte {
	for ; n > 0; n-- {
		h := mix(gram & (1<<(n*letterBits) - 1))
		if b := t.filterBit(h); t.filter[b>>6]>>(b&63)&1 == 0 {
			continue
		}
		at, check := t.slot(h)
		for c := t.check(at); c != 0; c = t.check(at) {
			if c == check {
				return t.place[at+4 : at+t.stride]
			}
			at = t.next(at)
		}
	}
	return nil
}

// columnCosts are sums of costs by column, in CostStep.
type columnCosts [32]int32

// unknownCost is what a letter costs that no language of the table has, in
// CostStep.
const unknownCost = 160

// scoreWord adds the cost of a lower-case word to sum, by language, in CostStep.
// It gives how many steps it read: the word's letters and its end.
func (t *LanguageTable) scoreWord(word []rune, sum *columnCosts) int {
	gram := uint64(codeBorder)
	for i := 0; i <= len(word); i++ {
		c := uint64(codeBorder)
		if i < len(word) {
			c = t.letter(word[i])
		}
		gram = (gram<<letterBits | c) & (1<<(TableOrder*letterBits) - 1)
		row := t.costs(gram, min(i+2, TableOrder))
		if row == nil {
			if i < len(word) && word[i] <= '9' {
				continue // a digit says nothing
			}
			for l := range t.langs {
				sum[l] += unknownCost
			}
			continue
		}
		for l := range row {
			sum[l&31] += int32(row[l])
		}
	}
	return len(word) + 1
}

// meanCost is what a letter of a lower-case word costs on average in the language
// that it fits best, in nats.
func (t *LanguageTable) meanCost(word []rune) float64 {
	var sum columnCosts
	steps := t.scoreWord(word, &sum)
	return float64(slices.Min(sum[:len(t.langs)])) * CostStep / float64(steps)
}

//go:embed pack/languages.bin
var languageFile string

// languageTables are the shipped tables, read at first use: of the Latin and of
// the Cyrillic script. They come from the binary itself, so damage is a fault of
// the build, which a test finds.
var languageTables = sync.OnceValue(func() []*LanguageTable {
	defer pageOut(languageFile)
	t, err := readLanguageTables(inPlace(languageFile))
	if err != nil {
		panic("nlu: " + err.Error())
	}
	return t
})
