package nlu

import (
	"cmp"
	"math"
	"slices"
	"sort"
)

// guaranteeMiss is the chance that a guaranteed cut-off exceeds its budget after
// all, over the draw of the training examples (Learn then Test's delta).
const guaranteeMiss = 0.1

// Cutoff is the Accept value from which messages are acted on so that, of those,
// at most a budgeted share is wrong.
type Cutoff struct {
	Budget    float64 `json:"budget"`
	Threshold float64 `json:"threshold"`
	Coverage  float64 `json:"coverage"` // share of all messages (with intents given: of those read as these) that reach it, on held-out examples
	Error     float64 `json:"error"`    // share of these that is wrong, likewise
	Answers   int     `json:"answers"`  // held-out examples that reach it
	// Guaranteed: with probability 0.9 over the training examples, messages like
	// them meet the budget. Otherwise there are too few examples to say so, and
	// Threshold is at least 1 - budget: each message is acted on only where it
	// alone is likely enough right, and where the held-out examples agree.
	Guaranteed bool `json:"guaranteed"`
}

// ThresholdFor gives the cut-off for a budget above 0 and below 1: of the
// messages with at least that Accept, among those whose first intent is one of
// intents (none given: all), at most the budgeted share is wrong, at the model's
// out-of-scope share.
//
// The guarantee is by Learn then Test (Angelopoulos, Bates, Candès, Jordan, Lei
// 2021; Annals of Applied Statistics 2025): thresholds are tested from strict to
// lax against "more than the budget is wrong", with the exact binomial tail as
// p-value, and the last one rejected is taken (fixed-sequence testing, from three
// starts that share the error level of 0.1). The examples are scored by
// cross-validation; of the out-of-scope ones so many count as the share says.
func (m *Model) ThresholdFor(budget float64, intents ...string) Cutoff {
	t := m.trials
	if len(intents) > 0 {
		t = newTrials(m.held, m.share, func(k int) bool { return slices.Contains(intents, m.intents[k]) })
	}
	c := Cutoff{Budget: budget, Threshold: t.cautious(budget)}
	if at, ok := t.learnThenTest(budget); ok && (m.share == 0 || slices.ContainsFunc(m.held, func(h heldOut) bool { return h.isOutside() })) {
		c.Threshold, c.Guaranteed = at, true
	}
	c.Coverage, c.Error, c.Answers = t.figures(c.Threshold)
	return c
}

// RiskPoint is a point of the risk-coverage curve.
type RiskPoint struct {
	Threshold float64 `json:"threshold"`
	Coverage  float64 `json:"coverage"` // share of the messages with at least that Accept
	Risk      float64 `json:"risk"`     // share of those that is wrong
}

// riskPoints is how many points the curve has.
const riskPoints = 20

// RiskCoverage is what acting on more messages costs: for each twentieth of the
// messages, surest first, the share that is wrong, on the held-out examples at
// the model's out-of-scope share.
func (m *Model) RiskCoverage() []RiskPoint {
	t := m.trials
	if len(t.p) == 0 {
		return nil
	}
	all := t.rights[len(t.p)] + t.wrongs[len(t.p)]
	out := make([]RiskPoint, 0, riskPoints)
	n := 0
	for step := 1; step <= riskPoints; step++ {
		for n < len(t.p) && (t.rights[n]+t.wrongs[n] < all*float64(step)/riskPoints || n > 0 && t.p[n] == t.p[n-1]) {
			n++
		}
		got := t.rights[n] + t.wrongs[n]
		out = append(out, RiskPoint{Threshold: t.p[max(n, 1)-1], Coverage: got / all, Risk: t.wrongs[n] / max(got, 1e-12)})
	}
	return out
}

// trials are held-out observations, surest first. rights and wrongs are their
// weights added up: of the first n at place n.
type trials struct {
	p              []float64
	rights, wrongs []float64
}

// newTrials weighs observations so that share of all is out of scope and none
// weighs more than 1, and keeps those whose first intent is among the wanted.
func newTrials(held []heldOut, share float64, among func(int) bool) *trials {
	type trial struct {
		p, weight float64
		right     bool
	}
	weights := weigh(held, share, 1)
	if short := shortOf(held, weights, share); short < 1 {
		for i := range held {
			if !held[i].isOutside() {
				weights[i] *= short
			}
		}
	}
	list := make([]trial, 0, len(held))
	for i := range held {
		if among != nil && !among(held[i].top) || weights[i] == 0 {
			continue
		}
		_, p := held[i].at(share)
		list = append(list, trial{p, weights[i], held[i].isRight()})
	}
	slices.SortFunc(list, func(a, b trial) int { return cmp.Compare(b.p, a.p) })
	t := &trials{rights: []float64{0}, wrongs: []float64{0}}
	right, wrong := 0.0, 0.0
	for _, x := range list {
		if x.right {
			right += x.weight
		} else {
			wrong += x.weight
		}
		t.p, t.rights, t.wrongs = append(t.p, x.p), append(t.rights, right), append(t.wrongs, wrong)
	}
	return t
}

// shortOf is by what the in-scope observations must be scaled down where there
// are too few out of scope for the share; 1 where there are enough.
func shortOf(held []heldOut, weights []float64, share float64) float64 {
	in, out := 0.0, 0.0
	for i := range held {
		if held[i].isOutside() {
			out += weights[i]
		} else {
			in += weights[i]
		}
	}
	if share == 0 || in == 0 || out == 0 { // none out of scope at all: nothing to weigh against
		return 1
	}
	return min(1, out*(1-share)/share/in)
}

// reach is how many trials have at least that probability.
func (t *trials) reach(threshold float64) int {
	return sort.Search(len(t.p), func(i int) bool { return t.p[i] < threshold })
}

func (t *trials) figures(threshold float64) (coverage, risk float64, answers int) {
	n := t.reach(threshold)
	if n == 0 {
		return 0, 0, 0
	}
	got, all := t.rights[n]+t.wrongs[n], t.rights[len(t.p)]+t.wrongs[len(t.p)]
	return got / all, t.wrongs[n] / got, n
}

// testStep is the distance of the thresholds tested, and testStarts where the
// three sequences begin, in budgets below 1: calibrated probabilities meet the
// budget at the first, and where few examples reach it, at a later one.
const testStep = 0.002

var testStarts = [...]float64{1, 2, 4}

// learnThenTest is the laxest threshold at which "more than the budget is wrong"
// is rejected along one of the sequences.
func (t *trials) learnThenTest(budget float64) (threshold float64, ok bool) {
	level := guaranteeMiss / float64(len(testStarts))
	threshold = 1
	for _, start := range testStarts {
		for at := 1 - start*budget; at > 0; at -= testStep {
			if !t.rejects(at, budget, level) {
				break
			}
			if at < threshold {
				threshold, ok = at, true
			}
		}
	}
	return threshold, ok
}

// cautious is the least threshold of 1 - budget or more at which the budget is
// met by the trials; 1 where it never is.
func (t *trials) cautious(budget float64) float64 {
	for at := 1 - budget; at < 1; at += testStep {
		if _, risk, _ := t.figures(at); risk <= budget {
			return at
		}
	}
	return 1
}

// rejects tests one threshold. Weights of at most 1 stand for that many
// messages drawn from the observations: rounding their number up where wrong and
// down where right keeps the test exact.
func (t *trials) rejects(threshold, budget, level float64) bool {
	n := t.reach(threshold)
	wrong, right := math.Ceil(t.wrongs[n]-1e-9), math.Floor(t.rights[n]+1e-9)
	return wrong <= budget*(wrong+right) && binomialTail(int(wrong), int(wrong+right), budget) <= level
}

// binomialTail is the chance of at most k successes in n trials of chance p, for
// k of at most p·n: the largest term is the last, and the sum goes down from it
// until nothing is added.
func binomialTail(k, n int, p float64) float64 {
	all, _ := math.Lgamma(float64(n + 1))
	hit, _ := math.Lgamma(float64(k + 1))
	miss, _ := math.Lgamma(float64(n - k + 1))
	term := math.Exp(all - hit - miss + float64(k)*math.Log(p) + float64(n-k)*math.Log1p(-p))
	sum := 0.0
	for i := k; i >= 0 && term > sum*1e-12; i-- {
		sum += term
		term *= float64(i) * (1 - p) / (float64(n-i+1) * p)
	}
	return min(sum, 1)
}
