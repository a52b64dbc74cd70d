package metrics

import "math"

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
