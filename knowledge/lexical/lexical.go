// Package lexical finds documents by their words: BM25F (Robertson and
// Zaragoza, The Probabilistic Relevance Framework, 2009) over an index in
// memory, with weighted fields and tolerance for typing errors.
//
// It knows nothing of languages: callers hand over terms that were analysed
// alike on both sides. An index is safe for concurrent use; a search sees all
// of a change or nothing of it.
package lexical

import (
	"maps"
	"math"
	"slices"
	"strings"
	"sync"
)

// Config holds the two constants of BM25; zero values give the defaults, which
// are those that the MS MARCO passage baselines use.
type Config struct {
	K1 float64 // how soon more occurrences stop mattering; default 0.9
	B  float64 // how much long documents are held back, 0 to 1; default 0.4

	Function func(term string) bool // tells function words: no word is taken for a typing error of one as short as three letters; nil: there are none
}

// Field is a part of a document with its own weight.
type Field struct {
	Terms   []string
	Weight  float64 // an occurrence here counts as so many in a field of weight 1
	Counted bool    // its terms make the document long, and count less in a long one
}

// Document is what is found. Its id is the caller's.
type Document struct {
	ID     string
	Fields []Field
	Class  uint32 // what searches tell documents apart by; small numbers, since they index a table
}

// Index holds documents. The zero value is not usable; see New.
type Index struct {
	cfg Config

	mu      sync.RWMutex
	vocab   map[string]int32
	grams   map[string][]int32 // words by their parts
	terms   []term
	spelt   []spelling // of the same terms
	docs    []document
	lengths []float32 // a document's length, +Inf once it is removed
	classes []uint32  // of documents
	highest uint32    // of the classes
	byID    map[string]int32
	live    int
	total   float64 // sum of live lengths

	freqs   []frequency // the different ones that postings have
	freqIDs map[frequency]uint16
	recent  [64]numbered // of freqIDs, by hash
	adding  []int32      // by term: its place among the terms of the document that is being added, from 1
	said    []int32      // those terms
	counts  []frequency  // and how often it has each
	scratch sync.Pool
}

// term is a word with its postings: the documents that have it, in order, and
// how often.
type term struct {
	text  string
	df    int32 // live documents that have it
	most  frequency
	docs  []int32
	freqs []uint16 // numbers of frequencies
}

// spelling is what typing errors are looked for by.
type spelling struct {
	signature uint64 // which letters it has, see signature
	runes     int32
}

// frequency is how often a document has a term.
type frequency struct {
	counted float32 // weighted occurrences in fields that count towards the length
	plain   float32 // and in others, which no length holds back
}

// numbered is a frequency with its number.
type numbered struct {
	frequency
	number uint16
	known  bool
}

// document is what a document has: its terms in the order in which they first
// occur, and how often.
type document struct {
	id    string
	terms []int32
	freqs []uint16
}

// New makes an empty index.
func New(cfg Config) *Index {
	if cfg.K1 == 0 {
		cfg.K1 = 0.9
	}
	if cfg.B == 0 {
		cfg.B = 0.4
	}
	return &Index{
		cfg: cfg, vocab: make(map[string]int32), grams: make(map[string][]int32), byID: make(map[string]int32),
		freqIDs: make(map[frequency]uint16),
	}
}

// Len is how many documents can be found.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.live
}

// Clone copies the index. Neither sees what happens to the other; what is never
// changed in place is shared.
func (x *Index) Clone() *Index {
	x.mu.RLock()
	defer x.mu.RUnlock()
	c := &Index{
		cfg: x.cfg, vocab: maps.Clone(x.vocab), grams: maps.Clone(x.grams), terms: slices.Clone(x.terms), spelt: slices.Clone(x.spelt),
		docs: slices.Clone(x.docs), lengths: slices.Clone(x.lengths), classes: slices.Clone(x.classes), highest: x.highest, byID: maps.Clone(x.byID), live: x.live, total: x.total,
		freqs: slices.Clip(x.freqs), freqIDs: maps.Clone(x.freqIDs), adding: make([]int32, len(x.terms)),
	}
	for g, list := range c.grams {
		c.grams[g] = slices.Clip(list) // so that adding to one does not write into the other
	}
	for i := range c.terms {
		t := &c.terms[i]
		t.docs, t.freqs = slices.Clip(t.docs), slices.Clip(t.freqs)
	}
	return c
}

// Apply removes documents by id and adds others, as one change. A document
// whose id is already there replaces the old one.
func (x *Index) Apply(add []Document, remove []string) {
	x.mu.Lock()
	defer x.mu.Unlock()
	for _, id := range remove {
		x.remove(id)
	}
	for _, d := range add {
		x.remove(d.ID)
		x.add(d)
	}
	if dead := len(x.docs) - x.live; dead > x.live/2+256 {
		x.compact()
	}
}

func (x *Index) add(d Document) {
	n := int32(len(x.docs))
	terms, counts := x.said[:0], x.counts[:0]
	length := 0.0
	for _, f := range d.Fields {
		for _, s := range f.Terms {
			t := x.intern(s)
			i := x.adding[t]
			if i == 0 {
				terms, counts = append(terms, t), append(counts, frequency{})
				i = int32(len(counts))
				x.adding[t] = i
			}
			c := &counts[i-1]
			if f.Counted {
				c.counted += float32(f.Weight)
			} else {
				c.plain += float32(f.Weight)
			}
		}
		if f.Counted {
			length += float64(len(f.Terms))
		}
	}
	x.said, x.counts = terms, counts
	doc := document{id: d.ID, terms: slices.Clone(terms), freqs: make([]uint16, len(counts))}
	for i, c := range counts {
		t := &x.terms[doc.terms[i]]
		doc.freqs[i] = x.frequency(c)
		t.docs, t.freqs = append(t.docs, n), append(t.freqs, doc.freqs[i])
		t.most.counted, t.most.plain = max(t.most.counted, c.counted), max(t.most.plain, c.plain)
		t.df++
		x.adding[doc.terms[i]] = 0
	}
	x.docs = append(x.docs, doc)
	x.lengths, x.classes = append(x.lengths, float32(length)), append(x.classes, d.Class)
	x.highest = max(x.highest, d.Class)
	x.byID[d.ID] = n
	x.live++
	x.total += length
}

// frequency gives the number of a frequency. There are few different ones;
// should there be more than numbers, the nearest stands for the rest.
func (x *Index) frequency(f frequency) uint16 {
	r := &x.recent[(math.Float32bits(f.counted)*0x9e3779b1^math.Float32bits(f.plain)*0x85ebca6b)>>26]
	if !r.known || r.frequency != f {
		*r = numbered{f, x.numberOf(f), true}
	}
	return r.number
}

func (x *Index) numberOf(f frequency) uint16 {
	if id, ok := x.freqIDs[f]; ok {
		return id
	}
	if len(x.freqs) <= math.MaxUint16 {
		id := uint16(len(x.freqs))
		x.freqs, x.freqIDs[f] = append(x.freqs, f), id
		return id
	}
	away := func(o frequency) float64 {
		return math.Abs(float64(o.counted-f.counted)) + math.Abs(float64(o.plain-f.plain))
	}
	best := 0
	for i, o := range x.freqs {
		if away(o) < away(x.freqs[best]) {
			best = i
		}
	}
	return uint16(best)
}

// intern gives the number of a term, a new one if it is new.
func (x *Index) intern(s string) int32 {
	if t, ok := x.vocab[s]; ok {
		return t
	}
	s = strings.Clone(s) // not to keep the text that it was cut from
	t := int32(len(x.terms))
	sig, runes := signature(s)
	x.terms = append(x.terms, term{text: s})
	x.spelt = append(x.spelt, spelling{sig, int32(runes)})
	x.adding = append(x.adding, 0)
	x.vocab[s] = t
	x.dissect(t)
	return t
}

// dissect files a word under its parts.
func (x *Index) dissect(t int32) {
	if word := x.terms[t].text; allLetters(word) {
		for _, g := range grams(word) {
			x.grams[g] = append(x.grams[g], t)
		}
	}
}

// idf is the inverse document frequency in the form that stays positive.
func (x *Index) idf(df int32) float64 {
	return math.Log(1 + (float64(x.live)-float64(df)+0.5)/(float64(df)+0.5))
}

// Has tells whether some document has a term.
func (x *Index) Has(s string) bool {
	x.mu.RLock()
	defer x.mu.RUnlock()
	t, ok := x.vocab[s]
	return ok && x.terms[t].df > 0
}

// IDF is how much a term tells, in nats; a term that no document has tells
// most.
func (x *Index) IDF(s string) float64 {
	x.mu.RLock()
	defer x.mu.RUnlock()
	if t, ok := x.vocab[s]; ok {
		return x.idf(x.terms[t].df)
	}
	return x.idf(0)
}
