package nlu

import (
	"math"
	"math/rand/v2"
	"testing"
)

// calibrated draws held-out observations whose beliefs are true: of those with
// Accept p the share p is right.
func calibrated(rng *rand.Rand, n int) []heldOut {
	out := make([]heldOut, n)
	for i := range out {
		p := 0.5 + rng.Float64()/2
		out[i] = heldOut{belief: belief{scope: 40, right: math.Log(p / (1 - p))}, top: 0, want: 0}
		if rng.Float64() > p {
			out[i].want = 1
		}
	}
	return out
}

// Above p at the error is (1-p)/2: a budget of 10 % is met from 0.8 on.
func TestTheGuaranteeHolds(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	const runs, budget, met = 400, 0.1, 0.8
	for _, n := range []int{60, 300, 3000} {
		rng := rand.New(rand.NewPCG(1, uint64(n)))
		broken, guaranteed, coverage := 0, 0, 0.0
		for range runs {
			tr := newTrials(calibrated(rng, n), 0, nil)
			at, ok := tr.learnThenTest(budget)
			if !ok {
				continue
			}
			guaranteed++
			if at < met-1e-9 {
				broken++
			}
			share, _, _ := tr.figures(at)
			coverage += share
		}
		if limit := guaranteeMiss * runs * 1.3; float64(broken) > limit { // three standard deviations
			t.Errorf("of %d examples: %d of %d runs exceed the budget, at most %.0f may", n, broken, runs, limit)
		}
		if n == 3000 && (guaranteed < runs*9/10 || coverage/float64(guaranteed) < 0.3) {
			t.Errorf("of %d examples: %d runs are guaranteed, answering %.2f; 0.4 is possible", n, guaranteed, coverage/float64(guaranteed))
		}
	}
}

func TestBinomialTail(t *testing.T) {
	for _, c := range []struct {
		k, n int
		p    float64
		want float64
	}{{0, 45, 0.05, 0.099440}, {2, 20, 0.3, 0.035483}, {5, 10, 0.5, 0.623047}, {0, 0, 0.1, 1}, {30, 1000, 0.05, 0.001277}} {
		if got := binomialTail(c.k, c.n, c.p); math.Abs(got-c.want) > 2e-6 {
			t.Errorf("P(Bin(%d, %g) <= %d) = %.6f, want %.6f", c.n, c.p, c.k, got, c.want)
		}
	}
}

func TestWeighsGiveTheShare(t *testing.T) {
	var held []heldOut
	for kind, n := range map[obsKind]int{obsInScope: 100, obsOutside: 5, obsClassLeft: 90, obsBackground: 20} {
		for range n {
			h := heldOut{kind: kind}
			if h.isOutside() {
				h.want = outside
			}
			held = append(held, h)
		}
	}
	for _, share := range []float64{0, 0.1, 0.3, 0.6} {
		for _, most := range []float64{1, math.Inf(1)} {
			out, all, largest := 0.0, 0.0, 0.0
			for i, w := range weigh(held, share, most) {
				all += w
				largest = max(largest, w)
				if held[i].isOutside() {
					out += w
				}
			}
			if short := share == 0.6 && most == 1; largest > max(most, 1) || !short && math.Abs(out/all-share) > 1e-9 {
				t.Errorf("share %g with weights of at most %g: %.3f are out of scope, the largest weight is %.2f", share, most, out/all, largest)
			}
		}
		tr := newTrials(held, share, nil)
		n := len(tr.p)
		if got := tr.wrongs[n] / (tr.rights[n] + tr.wrongs[n]); math.Abs(got-share) > 1e-9 { // what is in scope is right here
			t.Errorf("share %g: %.3f of the trials are wrong", share, got)
		}
	}
}

// The fit must not run away where the start is far off, nor on data that a
// weight separates.
func TestTheLogitConverges(t *testing.T) {
	for name, start := range map[string][]float64{"near": {0, 0}, "far": {-9, 30}} {
		var l logit
		rng := rand.New(rand.NewPCG(3, 4))
		for range 2000 {
			x := rng.NormFloat64()
			l.add([]float64{1, x}, rng.Float64() < sigmoid(0.5+2*x), 1)
		}
		if w := l.fit(start, 1e-3); math.Abs(w[0]-0.5) > 0.25 || math.Abs(w[1]-2) > 0.25 {
			t.Errorf("%s: weights %.2f, want about 0.5 and 2", name, w)
		}
	}
	var apart logit
	for i := range 40 {
		apart.add([]float64{1, float64(i)/20 - 0.975}, i >= 20, 1)
	}
	if w := apart.fit([]float64{0, 0}, 1); !(w[1] > 1 && w[1] < 20) {
		t.Errorf("separable data: weights %.2f", w)
	}
}
