package metrics

import "math"

// PRF is precision, recall and their harmonic mean, each 0 where it has no
// denominator, as scikit-learn gives it.
type PRF struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Counts gives the figures of a class of which hit were found, got were said and
// want are there.
func Counts(hit, got, want int) PRF {
	var f PRF
	if hit == 0 {
		return f
	}
	f.Precision, f.Recall = float64(hit)/float64(got), float64(hit)/float64(want)
	f.F1 = 2 * f.Precision * f.Recall / (f.Precision + f.Recall)
	return f
}

// GoldenTransfer is the Golden Transfer within Tolerance of one conversation
// (Liu et al., AAAI 2021) with their λ of 0, early and late weighing the same:
// the mean, over the turns where a handoff was said, of the kernel
// exp(−d²/2t²), d being the distance in turns to the nearest one where it was
// needed. A conversation that needs none scores 1 where none was said; where one
// side has none and the other has, 0. The tolerance t is 1 or more.
func GoldenTransfer(want, got []bool, t int) float64 {
	needed, said, sum := 0, 0, 0.0
	for _, w := range want {
		if w {
			needed++
		}
	}
	for i, g := range got {
		if !g {
			continue
		}
		said++
		best := 0.0
		for j, w := range want {
			if d := float64(i-j) / float64(t); w {
				best = max(best, math.Exp(-d*d/2))
			}
		}
		sum += best
	}
	switch {
	case needed == 0 && said == 0:
		return 1
	case needed == 0 || said == 0:
		return 0
	}
	return sum / float64(said)
}
