package nlu

import (
	"math"
	"slices"
)

// The members of the stack.
const (
	memberMachine = iota // distance from the support vector machine's border
	memberNear           // cosine of the nearest example
	memberCentre         // cosine of the class centroid
	memberName           // distances from the borders of the words in the class's name
	memberGist           // nearness to the class by the gists of words
	memberWord           // the same by the vectors of words
	memberBayes          // relative log likelihood of a block of features: the first of as many as there are blocks

	members = memberBayes + blocks
)

// scores are the members' scores of one text, by class. Those of examples and
// centroids are 0 but for the classes that the others think likely.
type scores struct {
	of          [members][]float32
	nearOutside float32 // cosine of the nearest out-of-scope example
	novelty     novelty
}

func newScores(classes int) *scores {
	s := &scores{}
	for m := range s.of {
		s.of[m] = make([]float32, classes)
	}
	return s
}

// keep copies what outlives the scratch memory.
func (s *scores) keep() *scores {
	c := newScores(len(s.of[0]))
	for m := range s.of {
		copy(c.of[m], s.of[m])
	}
	c.nearOutside, c.novelty = s.nearOutside, s.novelty
	return c
}

// stack holds the shared weight of each member.
type stack [members]float64

// defaultStack serves where there are too few examples to fit one; it is the
// fit on the training files of the shop bots, rounded.
var defaultStack = stack{memberMachine: 3, memberNear: 1.5, memberCentre: 1.5, memberGist: 6, memberWord: 8,
	memberBayes + blockWord: .5, memberBayes + blockPair: .3, memberBayes + blockChar: 1.5, memberBayes + blockConcept: .2}

// mix writes the classes' posterior distribution to p.
func (w *stack) mix(s *scores, p []float64) {
	clear(p)
	for m, weight := range w {
		if weight == 0 {
			continue
		}
		for k, x := range s.of[m] {
			p[k] += weight * float64(x)
		}
	}
	softmax(p)
}

func softmax(p []float64) {
	if len(p) == 0 {
		return
	}
	top := p[0]
	for _, x := range p {
		top = max(top, x)
	}
	sum := 0.0
	for i, x := range p {
		p[i] = math.Exp(x - top)
		sum += p[i]
	}
	for i := range p {
		p[i] /= sum
	}
}

// observation is a text scored by a model that never saw it.
type observation struct {
	*scores
	learner *learner // that model
	vector  vector   // the text in it
	class   []int32  // its classes, as places in the full list of intents
	want    int      // class in that model, outside for out of scope
	row     int      // which example, -1 for none
	fold    int
	kind    obsKind
}

// obsKind says why an observation is in or out of scope.
type obsKind uint8

const (
	obsInScope    obsKind = iota
	obsOutside            // an example labelled out of scope
	obsClassLeft          // an example of a class that training left out
	obsBackground         // a general text that ships with the program
	obsKinds
)

// fitStack fits the weights by conditional logit on the in-scope observations. A
// member without a say on any observation has no weight. The words of names stay
// only where a likelihood ratio test says that they tell something: names need not.
func fitStack(obs []observation) stack {
	active := [members]bool{}
	for _, o := range obs {
		for m := range active {
			active[m] = active[m] || slices.ContainsFunc(o.of[m], func(x float32) bool { return x != 0 })
		}
	}
	with := fitMembers(obs, active)
	if with[memberName] == 0 {
		return with
	}
	active[memberName] = false
	without := fitMembers(obs, active)
	if misfit(obs, &without)-misfit(obs, &with) < leastNames {
		return without
	}
	return with
}

// leastNames is what the words of names must add to the log likelihood, in nats:
// half of what chance exceeds one time in twenty (Wilks 1938).
const leastNames = 3.84 / 2

// fitMembers fits the weights of the active members by Newton's method with a
// ridge; a member whose weight comes out negative is dropped and the rest fitted
// again.
func fitMembers(obs []observation, active [members]bool) stack {
	for {
		w := newtonStack(obs, active)
		worst := -1
		for m := range w {
			if active[m] && w[m] < 0 && (worst < 0 || w[m] < w[worst]) {
				worst = m
			}
		}
		if worst < 0 {
			return w
		}
		active[worst] = false
	}
}

// stackRidge pulls weights to 0, in nats an observation; it matters only where
// the classes are separable.
const stackRidge = 1e-4

func newtonStack(obs []observation, active [members]bool) stack {
	var w stack
	for m, weight := range defaultStack {
		if active[m] {
			w[m] = weight
		}
	}
	loss, gradient, hessian := stackLoss(obs, &w)
	for range 30 {
		step := solveActive(hessian, gradient, active)
		next, nextLoss := w, loss
		for half := 1.0; half > 1e-4; half /= 2 {
			for m := range w {
				next[m] = w[m] - half*step[m]
			}
			if nextLoss, _, _ = stackLoss(obs, &next); nextLoss < loss {
				break
			}
		}
		if nextLoss > loss-1e-7 {
			break
		}
		w = next
		loss, gradient, hessian = stackLoss(obs, &w)
	}
	return w
}

// stackLoss is the mean negative log likelihood with its derivatives.
func stackLoss(obs []observation, w *stack) (loss float64, g [members]float64, h [members][members]float64) {
	var p []float64
	n := 0.0
	for _, o := range obs {
		if o.want == outside {
			continue
		}
		n++
		if classes := len(o.of[0]); cap(p) < classes {
			p = make([]float64, classes)
		}
		p = p[:len(o.of[0])]
		w.mix(o.scores, p)
		loss -= math.Log(max(p[o.want], 1e-300))
		addDerivatives(o, p, &g, &h)
	}
	n = max(n, 1)
	loss /= n
	for a := range g {
		g[a] = g[a]/n + stackRidge*w[a]
		loss += stackRidge / 2 * w[a] * w[a]
		for b := range h[a] {
			h[a][b] /= n
		}
		h[a][a] += stackRidge
	}
	return loss, g, h
}

// misfit is the negative log likelihood of all observations in scope, in nats.
func misfit(obs []observation, w *stack) float64 {
	sum := 0.0
	for _, o := range obs {
		if o.want != outside {
			p := make([]float64, len(o.of[0]))
			w.mix(o.scores, p)
			sum -= math.Log(max(p[o.want], 1e-300))
		}
	}
	return sum
}

func addDerivatives(o observation, p []float64, g *[members]float64, h *[members][members]float64) {
	var mean [members]float64
	for k, q := range p {
		if q < 1e-9 {
			continue
		}
		for a := range members {
			x := q * float64(o.of[a][k])
			mean[a] += x
			for b := a; b < members; b++ {
				h[a][b] += x * float64(o.of[b][k])
			}
		}
	}
	for a := range members {
		g[a] += mean[a] - float64(o.of[a][o.want])
		for b := a; b < members; b++ {
			h[a][b] -= mean[a] * mean[b]
		}
	}
}

// solveActive solves for the step in the active members only; h holds its upper
// triangle.
func solveActive(h [members][members]float64, g [members]float64, active [members]bool) [members]float64 {
	var index []int
	for m, on := range active {
		if on {
			index = append(index, m)
		}
	}
	a := make([][]float64, len(index))
	b := make([]float64, len(index))
	for i, m := range index {
		a[i] = make([]float64, len(index))
		b[i] = g[m]
		for j, n := range index {
			a[i][j] = h[min(m, n)][max(m, n)]
		}
	}
	x := solve(a, b)
	var out [members]float64
	for i, m := range index {
		out[m] = x[i]
	}
	return out
}
