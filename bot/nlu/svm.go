package nlu

import (
	"context"
	"math"
	"math/rand/v2"
	"sync"
)

// Settings of the support vector machines, chosen by cross-validation on
// training files: cost, passes at most, and the gradient at which to stop.
const (
	svmCost   = 2.5
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

// trainMachines fits a machine a class: L2-regularised squared hinge loss by
// dual coordinate descent (Hsieh, Chang, Lin, Keerthi, Sundararajan, ICML
// 2008). Classes are trained in parallel; each has its own random order from
// the seed, so the outcome does not depend on scheduling.
func trainMachines(ctx context.Context, r *rows, classes, features int, opt Options) (*machines, error) {
	norm := make([]float64, r.len())
	for i := range norm {
		norm[i] = r.squaredNorm(i) + 1 + 1/(2*svmCost)
	}
	weights := make([][]weight, classes)
	m := &machines{scale: make([]float32, classes), bias: make([]float32, classes)}
	work := make(chan int)
	var wg sync.WaitGroup
	for range min(opt.Workers, classes) {
		wg.Go(func() {
			t := trainer{rows: r, norm: norm, w: make([]float64, features+1)}
			for k := range work {
				t.fit(ctx, int32(k), opt.Seed)
				weights[k], m.scale[k] = t.quantise()
				m.bias[k] = float32(t.w[features])
			}
		})
	}
	for k := range classes {
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

// trainer holds one worker's memory.
type trainer struct {
	rows  *rows
	norm  []float64
	w     []float64 // the last one is the bias
	alpha []float64
	order []int
}

func (t *trainer) fit(ctx context.Context, class int32, seed uint64) {
	clear(t.w)
	n := t.rows.len()
	t.alpha, t.order = make([]float64, n), make([]int, n)
	for i := range t.order {
		t.order[i] = i
	}
	rng := rand.New(rand.NewPCG(seed, uint64(class)))
	for range svmPasses {
		rng.Shuffle(n, func(i, j int) { t.order[i], t.order[j] = t.order[j], t.order[i] })
		worst := 0.0
		for _, i := range t.order {
			worst = max(worst, t.step(i, class))
		}
		if worst < svmStop || ctx.Err() != nil {
			return
		}
	}
}

// step moves one dual variable to its optimum and returns the size of the
// projected gradient before.
func (t *trainer) step(i int, class int32) float64 {
	r := t.rows
	sign := -1.0
	if r.label[i] == class {
		sign = 1
	}
	from, to := r.start[i], r.start[i+1]
	ids, qs, scale := r.id[from:to], r.q[from:to], float64(r.scale[i])
	sum := 0.0
	for a, id := range ids {
		sum += t.w[id] * float64(qs[a])
	}
	bias := len(t.w) - 1
	gradient := sign*(sum*scale+t.w[bias]) - 1 + t.alpha[i]/(2*svmCost)
	if t.alpha[i] == 0 && gradient > 0 {
		return 0
	}
	old := t.alpha[i]
	t.alpha[i] = max(old-gradient/t.norm[i], 0)
	delta := (t.alpha[i] - old) * sign
	t.w[bias] += delta
	delta *= scale
	for a, id := range ids {
		t.w[id] += delta * float64(qs[a])
	}
	return math.Abs(gradient)
}

// quantise rounds the weights to bytes of one scale.
func (t *trainer) quantise() ([]weight, float32) {
	features := len(t.w) - 1
	largest := 0.0
	for _, w := range t.w[:features] {
		largest = max(largest, math.Abs(w))
	}
	if largest == 0 {
		return nil, 0
	}
	var out []weight
	for f, w := range t.w[:features] {
		if q := int8(math.Round(w / largest * 127)); q != 0 {
			out = append(out, weight{int32(f), q})
		}
	}
	return out, float32(largest / 127)
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

// score writes the distance of v from each class's border.
func (m *machines) score(v vector, out []float32) {
	clear(out)
	for i, id := range v.id {
		x := v.val[i]
		from, to := m.start[id], m.start[id+1]
		qs := m.q[from:to]
		for j, k := range m.class[from:to] {
			out[k] += x * float32(qs[j])
		}
	}
	for k := range out {
		out[k] = out[k]*m.scale[k] + m.bias[k]
	}
}
