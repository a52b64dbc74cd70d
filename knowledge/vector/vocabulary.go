package vector

import "strings"

// Vocabulary numbers the pieces of texts, so that what is read of a text takes four
// bytes a piece and need not be read again. It may be read from by several at a time,
// or written to by one.
type Vocabulary struct {
	pieces []Piece
	next   []int32          // by number: another piece of the same text, from 1; 0: none
	first  map[string]int32 // by text: its first piece, from 1
}

// NewVocabulary makes an empty one.
func NewVocabulary() *Vocabulary { return &Vocabulary{first: make(map[string]int32)} }

// Number gives the number of a piece, a new one if it is new.
func (v *Vocabulary) Number(p Piece) int32 {
	last := int32(0)
	for n := v.first[p.Text]; n != 0; n = v.next[n-1] {
		if last = n; v.pieces[n-1] == p {
			return n - 1
		}
	}
	p.Text = strings.Clone(p.Text) // not to keep the text that it was cut from
	v.pieces, v.next = append(v.pieces, p), append(v.next, 0)
	n := int32(len(v.pieces))
	if last == 0 {
		v.first[p.Text] = n
	} else {
		v.next[last-1] = n
	}
	return n - 1
}

// Pieces are those of some numbers.
func (v *Vocabulary) Pieces(numbers []int32) []Piece {
	out := make([]Piece, len(numbers))
	for i, n := range numbers {
		out[i] = v.pieces[n]
	}
	return out
}

// VectorOf is Vector of numbered pieces.
func (e *Encoder) VectorOf(v *Vocabulary, numbers []int32) []float32 {
	e.forget()
	read := e.read[v]
	if read == nil {
		read = &reading{}
		e.read[v] = read
	}
	for more := len(v.pieces) - len(read.ids); more > 0; more-- {
		read.ids = append(read.ids, nil)
	}
	for _, n := range numbers {
		p := &v.pieces[n]
		if read.ids[n] == nil {
			read.ids[n] = e.features.of(*p)
			e.place()
		}
		e.countAll(read.ids[n], p.Weight)
	}
	return e.sum()
}

// reading is the features of a vocabulary's pieces, by number; nil: not asked for yet.
type reading struct{ ids [][]int32 }
