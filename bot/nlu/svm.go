package nlu

import (
	"context"
	"math"
	"math/rand/v2"
	"sync"
)

// Settings of the support vector machines, chosen by cross-validation on
// training files: cost of an error on a text outside the class, the power of
// the ratio of others to own by which one on an own text costs more, passes at
// most, and the gradient at which to stop.
const (
	svmCost   = 2
	svmOwn    = .4
	svmPasses = 60
	svmStop   = 0.05
)

// machines are one-against-rest linear classifiers with byte weights: per
// feature the classes that it speaks for or against.
type machines struct {
	start []int32 // by feature, one more at the end
	class []uint16
	q     []int8
	scale []float32 // by class
	bias  []float32
}

// question is what one machine each answers: n of them, and whether the rows of a
// label are yes rows of a machine.
type question struct {
	n   int
	yes func(machine int, label int32) bool
}

// isClass asks of each class whether a text is of it.
func isClass(classes int) question {
	return question{n: classes, yes: func(machine int, label int32) bool { return int(label) == machine }}
}

// trainMachines fits a machine a question: L2-regularised squared hinge loss by
// dual coordinate descent with shrinking (Hsieh, Chang, Lin, Keerthi,
// Sundararajan, ICML 2008). Machines are trained in parallel; each has its own
// random order from the seed, so the outcome does not depend on scheduling.
func trainMachines(ctx context.Context, r *rows, asked question, features int, opt Options) (*machines, error) {
	norm := make([]float32, r.len())
	for i := range norm {
		norm[i] = float32(r.squaredNorm(i) + 1)
	}
	cells := r.cells()
	weights := make([][]weight, asked.n)
	m := &machines{scale: make([]float32, asked.n), bias: make([]float32, asked.n)}
	work := make(chan int)
	var wg sync.WaitGroup
	for range min(opt.Workers, asked.n) {
		wg.Go(func() {
			t := trainer{rows: r, cells: cells, norm: norm, w: make([]float32, features+1),
				alpha: make([]float32, r.len()), order: make([]int32, r.len()), yes: make([]bool, r.len())}
			for k := range work {
				for i, label := range r.label {
					t.yes[i] = asked.yes(k, label)
				}
				t.fit(ctx, rand.New(rand.NewPCG(opt.Seed, uint64(k))))
				weights[k], m.scale[k] = t.quantise()
				m.bias[k] = t.w[features]
			}
		})
	}
	for k := range asked.n {
		work <- k
	}
	close(work)
	wg.Wait()
	m.assemble(weights, features)
	return m, ctx.Err()
}

// weight is one rounded weight of a class.
type weight struct {
	feature int32
	q       int8
}

// cell is one value of a row.
type cell struct {
	id int32
	x  float32
}

// trainer holds one worker's memory.
type trainer struct {
	rows  *rows
	cells []cell    // of all rows
	norm  []float32 // squared, by row
	w     []float32 // the last one is the bias
	alpha []float32
	order []int32
	yes   []bool     // by row
	ridge [2]float32 // of rows that say no and yes, from their costs
}

func (t *trainer) fit(ctx context.Context, rng *rand.Rand) {
	clear(t.w)
	clear(t.alpha)
	own := 0
	for i, yes := range t.yes {
		t.order[i] = int32(i)
		if yes {
			own++
		}
	}
	ratio := float64(len(t.order)-own) / float64(max(own, 1))
	t.ridge = [2]float32{1. / (2 * svmCost), float32(1 / (2 * svmCost * math.Pow(max(ratio, 1), svmOwn)))}
	active, bound := len(t.order), float32(math.Inf(1))
	for range svmPasses {
		left, worst, highest := t.pass(rng, t.order[:active], bound)
		switch {
		case ctx.Err() != nil, worst < svmStop && active == len(t.order):
			return
		case worst < svmStop: // good on what is left: look at all rows again
			active, bound = len(t.order), float32(math.Inf(1))
			continue
		}
		active, bound = left, highest
		if bound <= 0 {
			bound = float32(math.Inf(1))
		}
	}
}

// pass visits the active rows once. Rows far on their own side of the border
// (with a gradient above bound) are moved to the end, to be left alone; it
// returns how many stay, and the largest and the highest projected gradient.
func (t *trainer) pass(rng *rand.Rand, order []int32, bound float32) (left int, worst, highest float32) {
	n := len(order)
	highest = float32(math.Inf(-1))
	for at := 0; at < n; at++ {
		j := at + int(rng.Uint64N(uint64(n-at)))
		order[at], order[j] = order[j], order[at]
		gradient, bounded := t.step(order[at])
		switch {
		case bounded && gradient > bound:
			n--
			order[at], order[n] = order[n], order[at]
			at--
		case bounded:
			highest = max(highest, 0)
		default:
			highest = max(highest, gradient)
			worst = max(worst, gradient, -gradient)
		}
	}
	return n, worst, highest
}

// step moves one dual variable to its optimum and returns the gradient before;
// bounded if the variable is 0 and stays so.
func (t *trainer) step(i int32) (gradient float32, bounded bool) {
	sign, ridge := float32(-1), t.ridge[0]
	if t.yes[i] {
		sign, ridge = 1, t.ridge[1]
	}
	row := t.cells[t.rows.start[i]:t.rows.start[i+1]]
	w := t.w
	sum := w[len(w)-1]
	for _, c := range row {
		sum += w[c.id] * c.x
	}
	gradient = sign*sum - 1 + t.alpha[i]*ridge
	if t.alpha[i] == 0 && gradient >= 0 {
		return gradient, true
	}
	old := t.alpha[i]
	t.alpha[i] = max(old-gradient/(t.norm[i]+ridge), 0)
	delta := (t.alpha[i] - old) * sign
	w[len(w)-1] += delta
	for _, c := range row {
		w[c.id] += delta * c.x
	}
	return gradient, false
}

// quantise rounds the weights to bytes of one scale.
func (t *trainer) quantise() ([]weight, float32) {
	features := len(t.w) - 1
	largest := float32(0)
	for _, w := range t.w[:features] {
		largest = max(largest, w, -w)
	}
	if largest == 0 {
		return nil, 0
	}
	var out []weight
	for f, w := range t.w[:features] {
		if q := int8(math.Round(float64(w / largest * 127))); q != 0 {
			out = append(out, weight{int32(f), q})
		}
	}
	return out, largest / 127
}

// assemble turns weights by class into weights by feature.
func (m *machines) assemble(byClass [][]weight, features int) {
	m.start = make([]int32, features+1)
	for _, list := range byClass {
		for _, w := range list {
			m.start[w.feature+1]++
		}
	}
	for f := range features {
		m.start[f+1] += m.start[f]
	}
	at := append([]int32(nil), m.start[:features]...)
	m.class, m.q = make([]uint16, m.start[features]), make([]int8, m.start[features])
	for k, list := range byClass {
		for _, w := range list {
			p := at[w.feature]
			at[w.feature]++
			m.class[p], m.q[p] = uint16(k), w.q
		}
	}
}

// add appends a weight of the feature at hand.
func (m *machines) add(class uint16, q int8) {
	if q != 0 {
		m.class, m.q = append(m.class, class), append(m.q, q)
	}
}
