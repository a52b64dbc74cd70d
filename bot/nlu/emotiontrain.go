package nlu

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"sync"
)

// MoodExample is a text with the moods that it carries, one or several of
// MoodLabels.
type MoodExample struct {
	Text  string
	Moods []string
	Lang  string // ISO 639-1; empty: not told
	Extra bool   // learned from, but no part of the measured data: from elsewhere
}

// MoodOptions say how to train.
type MoodOptions struct {
	Lang string // the only language that the model shall read, ISO 639-1; empty: every one
	Seed uint64
}

// MoodReport is what training measured by cross-validation, each text scored by
// machines that did not learn from it.
type MoodReport struct {
	Examples int
	Features int
	Kept     int
	MacroF1  float64            // of the labels at their thresholds
	F1       map[string]float64 // by label
	Accuracy float64            // share of texts whose likeliest mood is one of theirs
}

// Settings of the machines, chosen by cross-validation on the training file:
// cost, passes at most, the gradient at which to stop, the exponent of the
// inverse document frequency, and in how many texts a feature of each block must
// stand.
const (
	moodCost   = 0.25
	moodPasses = 12
	moodStop   = 0.1
	moodRare   = 0.7
	moodFolds  = 5
)

var moodLeastTexts = [moodBlocks]int32{3, 6, 16}

// mostMoodSlots bounds the model at a megabyte; three of four slots are used.
const mostMoodSlots = 1 << 17

// ErrMoods is given for examples that nothing can be learned from.
var ErrMoods = errors.New("examples of at least two moods are needed, five of each, and only known ones")

// TrainMoods fits a model. The same examples and options give the same model.
func TrainMoods(ctx context.Context, examples []MoodExample, opt MoodOptions) (*MoodModel, MoodReport, error) {
	s, err := newMoodSet(examples, opt)
	if err != nil {
		return nil, MoodReport{}, err
	}
	report := MoodReport{Examples: len(examples), Features: len(s.keys)}
	m := &MoodModel{head: moodHead{Magic: moodMagic}}
	copy(m.head.Lang[:], opt.Lang)
	if err := s.calibrate(ctx, m, &report); err != nil {
		return nil, MoodReport{}, err
	}
	weights, err := s.fitAll(ctx, -1)
	if err != nil {
		return nil, MoodReport{}, err
	}
	report.Kept = m.assemble(s, weights)
	return m, report, nil
}

// moodSet is the training data as vectors.
type moodSet struct {
	rows  []moodRow
	keys  []uint64 // by feature
	texts []int32  // that hold it
	seed  uint64
}

type moodRow struct {
	sparseRow
	has   [moodCount]bool
	rules [moodCount]float64
	fold  int // -1: always learned from
}

func newMoodSet(examples []MoodExample, opt MoodOptions) (*moodSet, error) {
	s := &moodSet{rows: make([]moodRow, len(examples)), seed: opt.Seed}
	rng := rand.New(rand.NewPCG(opt.Seed, 0x6d6f6f64))
	id := s.dictionary(examples)
	var count [moodCount]int
	var g moodGrams
	for i, e := range examples {
		r := &s.rows[i]
		r.fold = rng.IntN(moodFolds)
		if e.Extra {
			r.fold = -1
		}
		for _, label := range e.Moods {
			l := slices.Index(moodLabels[:], label)
			if l < 0 {
				return nil, fmt.Errorf("example %d has the mood %q: %w", i+1, label, ErrMoods)
			}
			r.has[l] = true
			count[l]++
		}
		plain := clean(e.Text)
		r.rules = readCues(plain, cmp.Or(e.Lang, opt.Lang)).score
		g.read(plain)
		s.vector(r, &g, id)
	}
	enough := 0
	for _, n := range count {
		if n >= moodFolds {
			enough++
		}
	}
	if enough < 2 {
		return nil, ErrMoods
	}
	return s, nil
}

// dictionary numbers the features that stand in enough texts.
func (s *moodSet) dictionary(examples []MoodExample) map[uint64]int32 {
	type seen struct {
		texts, last int32
		block       uint8
	}
	all := map[uint64]*seen{}
	var g moodGrams
	for i, e := range examples {
		g.read(clean(e.Text))
		for b, keys := range g.keys {
			for _, k := range keys {
				f := all[k]
				if f == nil {
					f = &seen{last: -1, block: uint8(b)}
					all[k] = f
				}
				if f.last != int32(i) {
					f.texts++
					f.last = int32(i)
				}
			}
		}
	}
	for k, f := range all {
		if f.texts >= min(moodLeastTexts[f.block], int32(1+len(examples)/1000)) {
			s.keys = append(s.keys, k)
		}
	}
	slices.Sort(s.keys)
	id := make(map[uint64]int32, len(s.keys))
	s.texts = make([]int32, len(s.keys))
	for n, k := range s.keys {
		id[k], s.texts[n] = int32(n), all[k].texts
	}
	return id
}

// rarity is what a feature's occurrences weigh.
func (s *moodSet) rarity(f int32) float64 {
	return math.Pow(math.Log(float64(len(s.rows)+1)/float64(s.texts[f])), moodRare) / 5
}

func (s *moodSet) vector(r *moodRow, g *moodGrams, id map[uint64]int32) {
	values := map[int32]float64{}
	for b, keys := range g.keys {
		scale := math.Sqrt(moodShare[b] / float64(max(1, len(keys))))
		for _, k := range keys {
			if f, ok := id[k]; ok {
				values[f] += scale * s.rarity(f)
			}
		}
	}
	r.sparseRow = newSparseRow(values)
}

// fitAll fits a machine a mood on all rows but those of a fold.
func (s *moodSet) fitAll(ctx context.Context, without int) ([moodCount][]float64, error) {
	var train []int
	for i, r := range s.rows {
		if without < 0 || r.fold != without {
			train = append(train, i)
		}
	}
	var out [moodCount][]float64
	var wg sync.WaitGroup
	turn := make(chan struct{}, 2)
	for c := range out {
		wg.Go(func() {
			turn <- struct{}{}
			defer func() { <-turn }()
			out[c] = s.fit(ctx, c, train)
		})
	}
	wg.Wait()
	return out, ctx.Err()
}

// fit fits one machine.
func (s *moodSet) fit(ctx context.Context, class int, train []int) []float64 {
	rows, yes := make([]sparseRow, len(s.rows)), make([]bool, len(s.rows))
	for i := range s.rows {
		rows[i], yes[i] = s.rows[i].sparseRow, s.rows[i].has[class]
	}
	h := hinge{rows: rows, yes: yes, features: len(s.keys), cost: moodCost, costYes: moodCost, passes: moodPasses, stop: moodStop, seed: s.seed + uint64(class)}
	return h.fit(ctx, train)
}

// assemble rounds the weights to bytes and puts the features that matter most
// into the slots; it says how many.
func (m *MoodModel) assemble(s *moodSet, weights [moodCount][]float64) int {
	size := 64
	for size < len(s.keys)*4/3 && size < mostMoodSlots {
		size *= 2
	}
	m.head.Slots, m.slots = uint32(size), make([]byte, size*moodSlot)
	value := make([]float64, len(s.keys))
	order := make([]int32, len(s.keys))
	for f := range order {
		order[f] = int32(f)
		rarity := s.rarity(int32(f))
		for c := range weights {
			weights[c][f] *= rarity
			value[f] = max(value[f], math.Abs(weights[c][f])*math.Sqrt(float64(s.texts[f])))
		}
	}
	slices.SortStableFunc(order, func(a, b int32) int { return cmp.Compare(value[b], value[a]) })
	order = order[:min(len(order), size*4/5)]
	for c, w := range weights {
		largest := 0.0
		for _, f := range order {
			largest = max(largest, math.Abs(w[f]))
		}
		m.head.Scale[c], m.head.Bias[c] = float32(max(largest, 1e-9)/127), float32(w[len(w)-1])
	}
	kept := 0
	for _, f := range order {
		if m.place(s.keys[f], f, weights) {
			kept++
		}
	}
	return kept
}

// place puts one feature into the first free of its slots.
func (m *MoodModel) place(key uint64, f int32, weights [moodCount][]float64) bool {
	n := int(m.head.Slots)
	at, check := moodPlace(key, n)
	for range moodProbe {
		slot := m.slots[at*moodSlot : at*moodSlot+moodSlot]
		if slot[0] == check {
			return false // another feature looks the same
		}
		if slot[0] == 0 {
			slot[0] = check
			for c, w := range weights {
				slot[c+1] = byte(int8(math.Round(w[f] / float64(m.head.Scale[c]))))
			}
			return true
		}
		at = (at + 1) & (n - 1)
	}
	return false
}
