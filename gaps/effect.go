package gaps

import (
	"math"
	"time"
)

// Effect is what an article that was published for a gap has changed.
type Effect struct {
	GapID       string    `json:"gap"`
	Title       string    `json:"title"`
	ArticleID   string    `json:"article"`
	PublishedAt time.Time `json:"published_at"`
	Before      Span      `json:"before"`
	After       Span      `json:"after"`
	Answered    int       `json:"answered"` // questions that the article answered since
	// MissedShare is the share of what was asked since that was missed, with the
	// bounds of its 95 % interval (Wilson, 1927); -1 where nothing was asked.
	MissedShare float64 `json:"missed_share"`
	MissedLow   float64 `json:"missed_low"`
	MissedHigh  float64 `json:"missed_high"`
	// Ratio is the rate of misses after to that before, with the bounds of its 95 %
	// interval; -1 where it cannot be told.
	Ratio     float64 `json:"ratio"`
	RatioLow  float64 `json:"ratio_low"`
	RatioHigh float64 `json:"ratio_high"`
	Verdict   Verdict `json:"verdict"`
}

// Span is what was missed in a time.
type Span struct {
	Days  float64 `json:"days"`
	Count int     `json:"count"`
	Cost  Cost    `json:"cost"`
}

// Verdict says what can be said of an effect.
type Verdict string

// The verdicts.
const (
	Fewer  Verdict = "fewer"   // fewer are missed, and chance alone hardly does that
	More   Verdict = "more"    // more are
	TooFew Verdict = "too_few" // it cannot be told yet
)

// comparedDays is how long before and after a publish is compared at most.
const comparedDays = 28

// judge fills the figures that follow from the counts.
func (e *Effect) judge() {
	e.MissedShare, e.MissedLow, e.MissedHigh = wilson(e.After.Count, e.After.Count+e.Answered)
	e.Ratio, e.RatioLow, e.RatioHigh = -1, -1, -1
	e.Verdict = TooFew
	n := e.Before.Count + e.After.Count
	if n == 0 || e.Before.Days <= 0 || e.After.Days <= 0 {
		return
	}
	// Two Poisson counts, given their sum, are binomial: the bounds of the share that
	// fell after become those of the ratio of rates (Przyborowski and Wilenski, 1940).
	p, low, high := wilson(e.After.Count, n)
	exposure := e.Before.Days / e.After.Days
	odds := func(p float64) float64 {
		if p >= 1 {
			return -1 // not bounded
		}
		return p / (1 - p) * exposure
	}
	e.Ratio, e.RatioLow, e.RatioHigh = odds(p), odds(low), odds(high)
	switch {
	case e.RatioHigh >= 0 && e.RatioHigh < 1:
		e.Verdict = Fewer
	case e.RatioLow > 1:
		e.Verdict = More
	}
}

// wilson is a share with the bounds of its 95 % interval; -1 of nothing.
func wilson(k, n int) (p, low, high float64) {
	if n == 0 {
		return -1, -1, -1
	}
	const z = 1.959964
	size := float64(n)
	p = float64(k) / size
	centre := (p + z*z/(2*size)) / (1 + z*z/size)
	half := z / (1 + z*z/size) * math.Sqrt(p*(1-p)/size+z*z/(4*size*size))
	low, high = centre-half, centre+half
	if k == 0 {
		low = 0 // exactly, whatever is lost in rounding
	}
	if k == n {
		high = 1
	}
	return p, low, high
}
