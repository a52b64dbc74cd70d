package metrics_test

import (
	"math"
	"testing"

	"frontdesk/eval/metrics"
)

func TestCounts(t *testing.T) {
	f := metrics.Counts(2, 4, 3) // P 1/2, R 2/3
	near(t, "precision", f.Precision, .5)
	near(t, "recall", f.Recall, 2./3)
	near(t, "F1", f.F1, 4./7)
	if metrics.Counts(0, 0, 3) != (metrics.PRF{}) || metrics.Counts(0, 2, 0) != (metrics.PRF{}) {
		t.Error("without a hit every figure is 0")
	}
}

func TestGoldenTransfer(t *testing.T) {
	turns := func(s string) []bool {
		out := make([]bool, len(s))
		for i, c := range s {
			out[i] = c == 'x'
		}
		return out
	}
	for _, c := range []struct {
		name, want, got string
		t               int
		score           float64
	}{
		{"nothing needed, nothing said", "....", "....", 1, 1},
		{"nothing needed, one said", "....", ".x..", 3, 0},
		{"needed, never said", "..x.", "....", 3, 0},
		{"on the spot", "..x.", "..x.", 1, 1},
		{"one turn late", "..x.", "...x", 1, math.Exp(-1. / 2)},
		{"one turn early weighs the same", "..x.", ".x..", 1, math.Exp(-1. / 2)},
		{"more tolerance", "..x.", "...x", 2, math.Exp(-1. / 8)},
		{"two turns off", "x...", "..x.", 3, math.Exp(-4. / 18)},
		{"the nearest counts", "x..x", ".x.x", 1, (math.Exp(-1./2) + 1) / 2},
		{"one said of two needed is no fault here", "x..x", "x...", 1, 1},
	} {
		near(t, c.name, metrics.GoldenTransfer(turns(c.want), turns(c.got), c.t), c.score)
	}
}
