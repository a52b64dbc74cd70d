package nlu

import (
	"math"
	"slices"
)

// bestThreshold is the acceptance probability below which a message counts as
// out of scope: the one that maximises Matthews' correlation over all intents
// and "none" (Gorodkin 2004) on the weighted out-of-fold observations.
func bestThreshold(list []judged, intents int) float64 {
	if len(list) == 0 {
		return 0.5
	}
	order := make([]int, len(list))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int {
		switch {
		case list[a].p > list[b].p:
			return -1
		case list[a].p < list[b].p:
			return 1
		}
		return 0
	})
	c := newCorrelation(list, intents)
	at := make([]float64, 0, len(order))
	best := c.value()
	for _, i := range order { // each step answers one message more
		c.answer(&list[i])
		at = append(at, c.value())
		best = max(best, at[len(at)-1])
	}
	return plateau(list, order, at, best)
}

// nearBest is how much correlation the choice of threshold may give away: within
// it the curve is noise, and the middle of the plateau is steadier than its peak.
const nearBest = 0.004

// plateau is the middle of the thresholds whose correlation is near the best.
func plateau(list []judged, order []int, at []float64, best float64) float64 {
	low, high := math.Inf(1), math.Inf(-1)
	for n, v := range at {
		if v >= best-nearBest {
			low = min(low, list[order[n]].p)
			high = max(high, list[order[n]].p)
		}
	}
	if math.IsInf(low, 1) {
		return 0.5
	}
	return (low + high) / 2
}

// correlation holds the sums of the multi-class Matthews correlation while
// messages move from "none" to their first intent.
type correlation struct {
	right, all     float64
	want, answered []float64 // by intent, the last for none
}

func newCorrelation(list []judged, intents int) *correlation {
	c := &correlation{want: make([]float64, intents+1), answered: make([]float64, intents+1)}
	for i := range list {
		j := &list[i]
		c.all += j.weight
		c.answered[intents] += j.weight
		if j.isOutside() {
			c.want[intents] += j.weight
			c.right += j.weight
		} else {
			c.want[j.want] += j.weight
		}
	}
	return c
}

func (c *correlation) answer(j *judged) {
	c.answered[len(c.answered)-1] -= j.weight
	c.answered[j.top] += j.weight
	if j.isOutside() {
		c.right -= j.weight
	}
	if j.isRight() {
		c.right += j.weight
	}
}

func (c *correlation) value() float64 {
	cross, want, answers := 0.0, 0.0, 0.0
	for k := range c.want {
		cross += c.want[k] * c.answered[k]
		want += c.want[k] * c.want[k]
		answers += c.answered[k] * c.answered[k]
	}
	d := (c.all*c.all - want) * (c.all*c.all - answers)
	if d <= 0 {
		return 0
	}
	return (c.right*c.all - cross) / math.Sqrt(d)
}
