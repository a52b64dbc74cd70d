package nlu

import (
	"bytes"
	_ "embed" // the shipped model
	"encoding/binary"
	"fmt"
	"io"
	"math"
	"sync"
)

// MoodModel is a linear model of moods over words, word pairs and character
// n-grams: one-against-rest machines, and a conditional logit over their scores
// and over what the rules saw. It never changes after construction.
type MoodModel struct {
	head  moodHead
	slots []byte // moodSlot bytes each; a power of two of them
}

// moodHead is what is stored before the weights; fixed size.
type moodHead struct {
	Magic  [8]byte // moodMagic
	Lang   [8]byte // ISO 639-1, zero bytes behind; empty: reads every language
	Slots  uint32
	Scale  [moodCount]float32 // of the byte weights
	Bias   [moodCount]float32
	Slope  [moodCount]float64 // of a machine's score in log-odds
	Offset [moodCount]float64
	Trust  [moodCount]float64 // in the rules' score
	Least  [moodCount]float64 // probability from which a label is one of several
}

var moodMagic = [8]byte{'F', 'D', 'M', 'O', 'O', 'D', 0, 1}

// A slot holds a feature's check byte, never 0, and its weights. A feature
// stands in the slot of its hash or one of the next.
const (
	moodSlot  = 1 + moodCount
	moodProbe = 8
)

// moodShare is each block's share of the squared norm, chosen by
// cross-validation on the training file.
var moodShare = [moodBlocks]float64{.35, .2, .45}

//go:embed pack/emotion.bin
var packMoods []byte

// shippedMoods is the model that the program carries, read in place.
var shippedMoods = sync.OnceValues(func() (*MoodModel, error) { return parseMoods(packMoods) })

// parseMoods reads a model that Save wrote; ErrNotModel or ErrDamaged say what is wrong
// with it.
func parseMoods(data []byte) (*MoodModel, error) {
	m := &MoodModel{}
	size := binary.Size(m.head)
	if len(data) < size || !bytes.Equal(data[:8], moodMagic[:]) {
		return nil, ErrNotModel
	}
	if _, err := binary.Decode(data, binary.BigEndian, &m.head); err != nil {
		return nil, ErrDamaged
	}
	m.slots = data[size:]
	if n := uint64(m.head.Slots); n == 0 || n&(n-1) != 0 || uint64(len(m.slots)) != n*moodSlot {
		return nil, ErrDamaged
	}
	return m, nil
}

// Save writes the model.
func (m *MoodModel) Save(w io.Writer) error {
	if err := binary.Write(w, binary.BigEndian, m.head); err != nil {
		return fmt.Errorf("save mood model: %w", err)
	}
	if _, err := w.Write(m.slots); err != nil {
		return fmt.Errorf("save mood model: %w", err)
	}
	return nil
}

// reads tells whether the model may speak of texts in a language: it must not
// spoil those that it has not learned.
func (m *MoodModel) reads(lang string) bool {
	own := string(bytes.TrimRight(m.head.Lang[:], "\x00"))
	return own == "" || own == lang
}

// scores gives each machine's score of a text.
func (m *MoodModel) scores(g *moodGrams) [moodCount]float64 {
	var out [moodCount]float64
	for b, keys := range g.keys {
		if len(keys) == 0 {
			continue
		}
		var sum [moodCount]int32
		for _, k := range keys {
			if w := m.slot(k); w != nil {
				for c := range sum {
					sum[c] += int32(int8(w[c+1]))
				}
			}
		}
		scale := math.Sqrt(moodShare[b] / float64(len(keys)))
		for c, s := range sum {
			out[c] += scale * float64(s)
		}
	}
	for c := range out {
		out[c] = out[c]*float64(m.head.Scale[c]) + float64(m.head.Bias[c])
	}
	return out
}

// moodPlace is a feature's first slot and its check byte.
func moodPlace(key uint64, slots int) (int, byte) {
	key ^= key >> 31
	key *= 0x9e3779b97f4a7c15
	return int(key>>40) & (slots - 1), byte(key>>8) | 1
}

// slot is a feature's slot, nil where training did not keep it.
func (m *MoodModel) slot(key uint64) []byte {
	n := int(m.head.Slots)
	at, check := moodPlace(key, n)
	for range moodProbe {
		s := m.slots[at*moodSlot : at*moodSlot+moodSlot]
		switch s[0] {
		case check:
			return s
		case 0:
			return nil
		}
		at = (at + 1) & (n - 1)
	}
	return nil
}

// weigh joins the machines' scores with the rules' in log-odds.
func (m *MoodModel) weigh(score, rules [moodCount]float64) [moodCount]float64 {
	for c, s := range score {
		score[c] = m.head.Slope[c]*s + m.head.Offset[c] + m.head.Trust[c]*rules[c]
	}
	return score
}
