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
	"sync"
)

// Config holds the two constants of BM25; zero values give the defaults, which
// are those that the MS MARCO passage baselines use.
type Config struct {
	K1 float64 // how soon more occurrences stop mattering; default 0.9
	B  float64 // how much long documents are held back, 0 to 1; default 0.4
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
}

// Index holds documents. The zero value is not usable; see New.
type Index struct {
	cfg Config

	mu      sync.RWMutex
	vocab   map[string]int32
	grams   map[string][]int32 // words by their parts
	terms   []term
	docs    []document
	lengths []float32 // a document's length, +Inf once it is removed
	byID    map[string]int32
	live    int
	total   float64 // sum of live lengths
	scratch sync.Pool
}

type term struct {
	text      string
	signature uint64 // which letters it has, see signature
	runes     int
	df        int32 // live documents that have it
	postings  []posting
}

type posting struct {
	doc     int32
	counted float32 // weighted occurrences in fields that count towards the length
	plain   float32 // and in others, which no length holds back
}

type document struct {
	id    string
	terms []int32
}

// New makes an empty index.
func New(cfg Config) *Index {
	if cfg.K1 == 0 {
		cfg.K1 = 0.9
	}
	if cfg.B == 0 {
		cfg.B = 0.4
	}
	return &Index{cfg: cfg, vocab: make(map[string]int32), grams: make(map[string][]int32), byID: make(map[string]int32)}
}

// Len is how many documents can be found.
func (x *Index) Len() int {
	x.mu.RLock()
	defer x.mu.RUnlock()
	return x.live
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
	counts := make(map[int32]posting)
	length := 0.0
	for _, f := range d.Fields {
		for _, s := range f.Terms {
			t := x.intern(s)
			p := counts[t]
			if f.Counted {
				p.counted += float32(f.Weight)
			} else {
				p.plain += float32(f.Weight)
			}
			counts[t] = p
		}
		if f.Counted {
			length += float64(len(f.Terms))
		}
	}
	doc := document{id: d.ID, terms: make([]int32, 0, len(counts))}
	for t, p := range counts {
		p.doc = n
		x.terms[t].postings = append(x.terms[t].postings, p)
		x.terms[t].df++
		doc.terms = append(doc.terms, t)
	}
	x.docs = append(x.docs, doc)
	x.lengths = append(x.lengths, float32(length))
	x.byID[d.ID] = n
	x.live++
	x.total += length
}

// intern gives the number of a term, a new one if it is new.
func (x *Index) intern(s string) int32 {
	if t, ok := x.vocab[s]; ok {
		return t
	}
	t := int32(len(x.terms))
	sig, runes := signature(s)
	x.terms = append(x.terms, term{text: s, signature: sig, runes: runes})
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

// remove hides a document; its postings go at the next compaction.
func (x *Index) remove(id string) {
	n, ok := x.byID[id]
	if !ok {
		return
	}
	for _, t := range x.docs[n].terms {
		x.terms[t].df--
	}
	x.total -= float64(x.lengths[n])
	x.live--
	x.docs[n] = document{}
	x.lengths[n] = float32(math.Inf(1))
	delete(x.byID, id)
}

// Clone copies the index. Neither sees what happens to the other; what is never
// changed in place is shared.
func (x *Index) Clone() *Index {
	x.mu.RLock()
	defer x.mu.RUnlock()
	c := &Index{
		cfg: x.cfg, vocab: maps.Clone(x.vocab), grams: maps.Clone(x.grams), terms: slices.Clone(x.terms), docs: slices.Clone(x.docs),
		lengths: slices.Clone(x.lengths), byID: maps.Clone(x.byID), live: x.live, total: x.total,
	}
	for g, list := range c.grams {
		c.grams[g] = slices.Clip(list) // so that adding to one does not write into the other
	}
	for i := range c.terms {
		c.terms[i].postings = slices.Clip(c.terms[i].postings)
	}
	return c
}

// compact drops removed documents and terms that no document has any more. Lists
// are written anew, since a clone may share them.
func (x *Index) compact() {
	moved := make([]int32, len(x.docs))
	docs, lengths := x.docs[:0], x.lengths[:0]
	for i, d := range x.docs {
		moved[i] = -1
		if !math.IsInf(float64(x.lengths[i]), 1) {
			moved[i] = int32(len(docs))
			x.byID[d.id] = moved[i]
			docs, lengths = append(docs, d), append(lengths, x.lengths[i])
		}
	}
	clear(x.docs[len(docs):])
	x.docs, x.lengths = docs, lengths
	renamed := make([]int32, len(x.terms))
	terms := x.terms[:0]
	for i, t := range x.terms {
		if t.df == 0 {
			delete(x.vocab, t.text)
			continue
		}
		kept := make([]posting, 0, t.df)
		for _, p := range t.postings {
			if moved[p.doc] >= 0 {
				p.doc = moved[p.doc]
				kept = append(kept, p)
			}
		}
		t.postings = kept
		renamed[i] = int32(len(terms))
		x.vocab[t.text] = renamed[i]
		terms = append(terms, t)
	}
	clear(x.terms[len(terms):])
	x.terms = terms
	clear(x.grams)
	for t := range x.terms {
		x.dissect(int32(t))
	}
	for n, d := range x.docs {
		numbers := make([]int32, len(d.terms))
		for i, t := range d.terms {
			numbers[i] = renamed[t]
		}
		x.docs[n].terms = numbers
	}
}

// idf is the inverse document frequency in the form that stays positive.
func (x *Index) idf(df int32) float64 {
	return math.Log(1 + (float64(x.live)-float64(df)+0.5)/(float64(df)+0.5))
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
