package nlu

import (
	"context"
	"math"
	"math/rand/v2"
	"slices"
)

// sparseRow is a vector of floats by feature, ascending.
type sparseRow struct {
	id    []int32
	value []float32
	norm  float64 // squared
}

// dot is the score of a row by weights of which the last is the bias.
func (r *sparseRow) dot(w []float64) float64 {
	sum := w[len(w)-1]
	for a, f := range r.id {
		sum += w[f] * float64(r.value[a])
	}
	return sum
}

// newSparseRow orders the values of features.
func newSparseRow(values map[int32]float64) sparseRow {
	var r sparseRow
	for f := range values {
		r.id = append(r.id, f)
	}
	slices.Sort(r.id)
	for _, f := range r.id {
		r.value = append(r.value, float32(values[f]))
		r.norm += values[f] * values[f]
	}
	return r
}

// hinge fits one linear machine: squared hinge loss by dual coordinate descent, as
// trainMachines does, here on sparse floats and with a cost of its own for the
// rows that say yes.
type hinge struct {
	rows          []sparseRow
	yes           []bool
	features      int
	cost, costYes float64
	passes        int
	stop          float64 // the largest gradient at which to stop
	seed          uint64
}

// fit gives the weights learned from some of the rows; the last one is the bias.
func (h *hinge) fit(ctx context.Context, train []int) []float64 {
	w := make([]float64, h.features+1)
	alpha := make([]float64, len(h.rows))
	rng := rand.New(rand.NewPCG(h.seed, 0x68696e67))
	order := slices.Clone(train)
	for range h.passes {
		rng.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		worst := 0.0
		for _, i := range order {
			worst = max(worst, h.step(i, w, alpha))
		}
		if worst < h.stop || ctx.Err() != nil {
			break
		}
	}
	return w
}

// step moves one dual variable to its optimum and returns the size of the
// projected gradient before.
func (h *hinge) step(i int, w, alpha []float64) float64 {
	r, sign, cost := &h.rows[i], -1.0, h.cost
	if h.yes[i] {
		sign, cost = 1, h.costYes
	}
	gradient := sign*r.dot(w) - 1 + alpha[i]/(2*cost)
	if alpha[i] == 0 && gradient > 0 {
		return 0
	}
	old := alpha[i]
	alpha[i] = max(old-gradient/(r.norm+1+1/(2*cost)), 0)
	delta := (alpha[i] - old) * sign
	w[len(w)-1] += delta
	for a, f := range r.id {
		w[f] += delta * float64(r.value[a])
	}
	return math.Abs(gradient)
}
