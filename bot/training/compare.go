package training

import (
	"cmp"
	"fmt"
	"math"
	"math/rand/v2"
	"slices"
	"strings"

	"frontdesk/bot/nlu"
)

// Comparison holds a candidate against the live model on the same messages.
//
// The messages are those that the shop would train on now, the pack's and its
// own. Each model's reading of one is unbiased: out of fold where it was trained
// on it (by a model of the same recipe that was trained without it), and its own
// where it never saw it. A message for which either model has no such reading is
// left out, so that both are judged on the very same ones.
//
// The differences come with an interval by the paired bootstrap (Efron and
// Tibshirani 1993; for paired systems Koehn, EMNLP 2004): the messages are drawn
// anew with replacement, in scope and out of scope apart, and both models are
// measured on each draw, so that what is hard for both cancels out.
//
// The candidate is worse where one of the three differences is to its
// disadvantage in all but 1.67 % of the draws, and by more than a margin below
// which nobody would notice; calibration counts only against one that is not as
// surely more accurate. The level is 5 %, split over three tests
// (Bonferroni): of candidates that are as good as the live model at most one in
// twenty is refused.
type Comparison struct {
	Version  int64              `json:"version"`
	Live     int64              `json:"live"`
	InScope  int                `json:"in_scope"`     // messages that hold an intent
	Outside  int                `json:"out_of_scope"` // messages that hold none
	Accuracy Difference         `json:"accuracy"`     // of those in scope, without threshold
	AUROC    Difference         `json:"auroc"`        // of the confidence, in scope against out of scope; zeros without either
	ECE      Difference         `json:"ece"`          // of the confidence, 15 bins, nlu.DefaultOOSShare out of scope; less is better
	Gained   int                `json:"gained"`       // in scope: wrong by the live model, right by the candidate
	Lost     int                `json:"lost"`         // the other way round
	P        float64            `json:"p"`            // that chance alone parts Gained and Lost so far: exact McNemar test, two-sided
	Worse    []string           `json:"worse"`        // what the candidate is worse in: accuracy, auroc, ece
	Intents  []IntentDifference `json:"intents"`
}

// Difference is a figure of both models, with the interval of candidate − live.
type Difference struct {
	Candidate float64 `json:"candidate"`
	Live      float64 `json:"live"`
	Low       float64 `json:"low"`
	High      float64 `json:"high"`
}

// IntentDifference is one intent's part of a Comparison.
type IntentDifference struct {
	Intent    string  `json:"intent"`
	Examples  int     `json:"examples"`
	Candidate float64 `json:"candidate"` // recall
	Live      float64 `json:"live"`      // recall
	Gained    int     `json:"gained"`
	Lost      int     `json:"lost"`
	P         float64 `json:"p"` // as Comparison.P
}

// The settings of a comparison.
const (
	draws        = 600
	tail         = 0.05 / 3 // one-sided level of each of the three tests
	rateMargin   = 0.002    // of accuracy and AUROC: one message in 500
	eceMargin    = 0.005
	eceBins      = 15
	outsideShare = nlu.DefaultOOSShare // as nlu.Options.ExpectedOOS, which training leaves alone
)

// sided is a message with what both models say: index 0 is the candidate.
type sided struct {
	intent string // the right one
	by     [2]verdict
}

func (s *sided) outside() bool { return s.intent == nlu.OutOfScope }

func (s *sided) right(side int) bool { return s.by[side].intent == s.intent }

// compare judges both models on the examples.
func compare(examples []nlu.Example, candidate, live judge) Comparison {
	var in, out []sided
	for _, e := range examples {
		a, ok := candidate.read(e)
		b, too := live.read(e)
		if !ok || !too {
			continue
		}
		s := sided{intent: e.Intent, by: [2]verdict{a, b}}
		if s.outside() {
			out = append(out, s)
		} else {
			in = append(in, s)
		}
	}
	c := Comparison{InScope: len(in), Outside: len(out), Worse: []string{}, Intents: perIntent(in)}
	for _, d := range c.Intents {
		c.Gained, c.Lost = c.Gained+d.Gained, c.Lost+d.Lost
	}
	c.P = mcnemar(c.Gained, c.Lost)
	c.measure(newTrial(in, out))
	return c
}

// measure fills the three differences and what follows from them.
func (c *Comparison) measure(t *trial) {
	rng := rand.New(rand.NewPCG(1, 0x636f6d70))
	all := t.figures(t.once())
	var spread [3][]float64
	for range draws {
		f := t.figures(t.draw(rng))
		for k := range spread {
			spread[k] = append(spread[k], f[k][0]-f[k][1])
		}
	}
	for k, d := range []*Difference{&c.Accuracy, &c.AUROC, &c.ECE} {
		slices.Sort(spread[k])
		d.Candidate, d.Live = all[k][0], all[k][1]
		d.Low, d.High = spread[k][int(tail*draws)], spread[k][draws-1-int(tail*draws)]
	}
	for _, test := range []struct {
		name   string
		sure   float64 // how much worse it is at the least
		margin float64
	}{
		{"accuracy", -c.Accuracy.High, rateMargin}, {"auroc", -c.AUROC.High, rateMargin}, {"ece", c.ECE.Low, eceMargin},
	} {
		if test.sure > test.margin && !(test.name == "ece" && c.readsMore()) {
			c.Worse = append(c.Worse, test.name)
		}
	}
}

// readsMore tells that the candidate is surely more accurate and tells scope no
// worse. Calibration alone does not refuse it then: cut-offs come from its own
// held-out examples by Learn then Test, which asks for no calibration.
func (c *Comparison) readsMore() bool { return c.Accuracy.Low > rateMargin && len(c.Worse) == 0 }

// Sentence says the differences in words, for messages and logs.
func (c Comparison) Sentence() string {
	percent := func(name string, d Difference) string {
		return fmt.Sprintf("%s %.1f %% against %.1f %% (%+.1f, %+.1f to %+.1f)", name, 100*d.Candidate, 100*d.Live,
			100*(d.Candidate-d.Live), 100*d.Low, 100*d.High)
	}
	return strings.Join([]string{percent("accuracy", c.Accuracy), percent("AUROC", c.AUROC), percent("calibration error", c.ECE)}, ", ")
}

// perIntent counts by intent what was won and lost, the most changed first.
func perIntent(in []sided) []IntentDifference {
	by := map[string]*IntentDifference{}
	for i := range in {
		s := &in[i]
		d := by[s.intent]
		if d == nil {
			d = &IntentDifference{Intent: s.intent}
			by[s.intent] = d
		}
		d.Examples++
		a, b := s.right(0), s.right(1)
		d.Candidate, d.Live = d.Candidate+one(a), d.Live+one(b)
		switch {
		case a && !b:
			d.Gained++
		case b && !a:
			d.Lost++
		}
	}
	out := make([]IntentDifference, 0, len(by))
	for _, d := range by {
		d.Candidate, d.Live, d.P = d.Candidate/float64(d.Examples), d.Live/float64(d.Examples), mcnemar(d.Gained, d.Lost)
		out = append(out, *d)
	}
	slices.SortFunc(out, func(a, b IntentDifference) int {
		return cmp.Or(cmp.Compare(b.Gained+b.Lost, a.Gained+a.Lost), cmp.Compare(a.Intent, b.Intent))
	})
	return out
}

func one(yes bool) float64 {
	if yes {
		return 1
	}
	return 0
}

// mcnemar is the exact two-sided test that two paired classifiers are equally
// good (McNemar 1947): of the messages that only one of them reads rightly,
// each has half.
func mcnemar(gained, lost int) float64 {
	n, k := gained+lost, min(gained, lost)
	if n == 0 {
		return 1
	}
	sum := 0.0
	lgN, _ := math.Lgamma(float64(n) + 1)
	for i := range k + 1 {
		a, _ := math.Lgamma(float64(i) + 1)
		b, _ := math.Lgamma(float64(n-i) + 1)
		sum += math.Exp(lgN - a - b - float64(n)*math.Ln2)
	}
	return min(1, 2*sum)
}

// trial measures draws of the same messages again and again.
type trial struct {
	rows    []sided
	inScope int        // the first so many rows are in scope
	order   [2][]int32 // rows by rising confidence, by side
	times   []int32    // working memory: how often each row was drawn
}

func newTrial(in, out []sided) *trial {
	t := &trial{rows: slices.Concat(in, out), inScope: len(in)}
	t.times = make([]int32, len(t.rows))
	for side := range t.order {
		order := make([]int32, len(t.rows))
		for i := range order {
			order[i] = int32(i)
		}
		slices.SortFunc(order, func(a, b int32) int { return cmp.Compare(t.rows[a].by[side].accept, t.rows[b].by[side].accept) })
		t.order[side] = order
	}
	return t
}

// once counts every row one time.
func (t *trial) once() []int32 {
	for i := range t.times {
		t.times[i] = 1
	}
	return t.times
}

// draw draws as many rows as there are, in scope and out of scope apart.
func (t *trial) draw(rng *rand.Rand) []int32 {
	clear(t.times)
	outside := len(t.rows) - t.inScope
	for range t.inScope {
		t.times[rng.IntN(t.inScope)]++
	}
	for range outside {
		t.times[t.inScope+rng.IntN(outside)]++
	}
	return t.times
}

// figures are accuracy, AUROC and ECE of both sides.
func (t *trial) figures(times []int32) (f [3][2]float64) {
	for side := range 2 {
		f[0][side] = t.accuracy(side, times)
		f[1][side] = t.auroc(side, times)
		f[2][side] = t.ece(side, times)
	}
	return f
}

func (t *trial) accuracy(side int, times []int32) float64 {
	right := 0
	for i := range t.inScope {
		if t.rows[i].right(side) {
			right += int(times[i])
		}
	}
	return float64(right) / float64(max(t.inScope, 1))
}

// auroc is the chance that a message in scope has the higher confidence, ties
// counting half.
func (t *trial) auroc(side int, times []int32) float64 {
	if t.inScope == 0 || t.inScope == len(t.rows) {
		return 0
	}
	order := t.order[side]
	below, area := 0.0, 0.0
	for i := 0; i < len(order); {
		p := t.rows[order[i]].by[side].accept
		in, out := 0.0, 0.0
		for ; i < len(order) && t.rows[order[i]].by[side].accept == p; i++ {
			if row := order[i]; int(row) < t.inScope {
				in += float64(times[row])
			} else {
				out += float64(times[row])
			}
		}
		area += in * (below + out/2)
		below += out
	}
	return area / float64(t.inScope) / float64(len(t.rows)-t.inScope)
}

// ece is the expected calibration error with the expected share out of scope.
func (t *trial) ece(side int, times []int32) float64 {
	outside := len(t.rows) - t.inScope
	weight := 1.0
	if outside > 0 && t.inScope > 0 {
		weight = float64(t.inScope) * outsideShare / (1 - outsideShare) / float64(outside)
	}
	var gap [eceBins]float64
	total := 0.0
	for i := range t.rows {
		w := float64(times[i])
		if i >= t.inScope {
			w *= weight
		}
		r := &t.rows[i]
		b := min(int(r.by[side].accept*eceBins), eceBins-1)
		gap[b] += w * (r.by[side].accept - one(i < t.inScope && r.right(side)))
		total += w
	}
	sum := 0.0
	for _, g := range gap {
		sum += math.Abs(g)
	}
	return sum / max(total, 1e-12)
}
