package vector

import (
	"math"
	"sync"
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
	docs   float64
	freq   map[uint64]int32
	asking sync.Pool // of *Encoder, for texts that come one by one
}

// partsShare is how much of a word's weight its character sequences have,
// chosen on the English and the Chinese half of XQuAD-R.
const partsShare = 1.5

// FitHashed learns from texts how rare each feature is.
func FitHashed(texts [][]Piece) *Hashed {
	h := &Hashed{docs: float64(len(texts)), freq: make(map[uint64]int32)}
	f := newFeatures()
	var counts, last []int32 // by feature: texts with it, and the newest of them, from 1
	for n, t := range texts {
		for _, p := range t {
			ids := f.of(p)
			for len(counts) < len(f.hashes) {
				counts, last = append(counts, 0), append(last, 0)
			}
			for _, id := range ids {
				if last[id] != int32(n+1) {
					last[id] = int32(n + 1)
					counts[id]++
				}
			}
		}
	}
	for id, n := range counts {
		if n >= 2 { // else it is as rare as a feature that was never seen
			h.freq[f.hashes[id]] = n
		}
	}
	return h
}

// Vector is the unit vector of a text; all zeros if it has no feature.
func (h *Hashed) Vector(text []Piece) []float32 {
	e, _ := h.asking.Get().(*Encoder)
	if e == nil || len(e.places) > mostAsked {
		e = h.Encoder()
	}
	defer h.asking.Put(e)
	return e.Vector(text)
}

func (h *Hashed) idf(f uint64) float64 {
	n := max(float64(h.freq[f]), 1)
	return math.Log(1 + (h.docs-n+0.5)/(n+0.5))
}

// Encoder makes the vectors of many texts: it remembers what it has learnt of
// their words, up to a limit. It is not safe for concurrent use.
type Encoder struct {
	hashed   *Hashed
	features *features
	places   []placed  // by feature
	weights  []float32 // by feature, of the text at hand
	touched  []int32   // features of the text at hand
	read     map[*Vocabulary]*reading
}

// placed is where a feature goes.
type placed struct {
	idf float64
	at  [spread]uint16 // dimensions, with the bit taken set where it is subtracted
}

const taken = 1 << 15

// How many features an encoder remembers (about 25 MB), and one for texts that come one
// by one (1.5 MB).
const (
	mostFeatures = 1 << 18
	mostAsked    = 1 << 14
)

// Encoder makes one.
func (h *Hashed) Encoder() *Encoder {
	return &Encoder{hashed: h, features: newFeatures(), read: make(map[*Vocabulary]*reading)}
}

// forget empties an encoder that remembers too much.
func (e *Encoder) forget() {
	if len(e.places) > mostFeatures {
		*e = *e.hashed.Encoder()
	}
}

// Vector is the unit vector of a text, equal to that of Hashed.
func (e *Encoder) Vector(text []Piece) []float32 {
	e.forget()
	for _, p := range text {
		ids := e.features.of(p)
		e.place()
		e.countAll(ids, p.Weight)
	}
	return e.sum()
}

// countAll counts the features of a piece.
func (e *Encoder) countAll(ids []int32, weight float32) {
	e.count(ids[0], weight)
	if len(ids) > 1 {
		share := weight * partsShare * partsShare / float32(len(ids)-1)
		for _, id := range ids[1:] {
			e.count(id, share)
		}
	}
}

// sum makes the vector of what was counted, and begins anew.
func (e *Encoder) sum() []float32 {
	v := make([]float32, HashedDim)
	// In the order in which features first occur: sums of floats depend on theirs.
	for _, id := range e.touched {
		p := &e.places[id]
		weight := math.Float32bits(float32(math.Sqrt(float64(e.weights[id])) * p.idf))
		for _, at := range &p.at { // without a branch, which would be a guess each time
			v[at%HashedDim] += math.Float32frombits(weight ^ uint32(at&taken)<<16)
		}
		e.weights[id] = 0
	}
	e.touched = e.touched[:0]
	normalize(v)
	return v
}

func (e *Encoder) count(id int32, weight float32) {
	if e.weights[id] == 0 {
		e.touched = append(e.touched, id)
	}
	e.weights[id] += weight
}

// place finds the places of features that are new.
func (e *Encoder) place() {
	for id := len(e.places); id < len(e.features.hashes); id++ {
		x := e.features.hashes[id]
		p := placed{idf: e.hashed.idf(x)}
		for i := range p.at {
			x = splitmix(x)
			p.at[i] = uint16(x%HashedDim) | uint16(x>>63)*taken
		}
		e.places, e.weights = append(e.places, p), append(e.weights, 0)
	}
}
