package gate

import (
	"cmp"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/knowledge"
)

// Report is what a publish would change.
type Report struct {
	Mode      Mode          `json:"mode"`
	Articles  []Cited       `json:"articles"` // that would be published
	Golden    GoldenReport  `json:"golden"`
	Real      RealReport    `json:"real"`
	Changes   []Change      `json:"changes"` // questions that are answered otherwise, what is worse first; at most mostChanges
	Changed   int           `json:"changed"` // all of them
	Worse     []Worse       `json:"worse"`   // why it may not be published; empty: it may
	Tolerance float64       `json:"tolerance"`
	Took      time.Duration `json:"took_ns"`
}

// GoldenReport tells how the golden questions are answered.
type GoldenReport struct {
	Questions int   `json:"questions"`
	Before    Tally `json:"before"`
	After     Tally `json:"after"`
}

// RealReport tells how many of the real questions an article answers.
type RealReport struct {
	Questions int `json:"questions"`
	Before    int `json:"before"`
	After     int `json:"after"`
}

// Change is a question that is answered otherwise than before.
type Change struct {
	Question
	Golden    string    `json:"golden,omitempty"` // id; empty: a shopper asked
	Expected  []string  `json:"expected,omitempty"`
	Before    Answer    `json:"before"`
	After     Answer    `json:"after"`
	Was       string    `json:"was,omitempty"` // outcome of a golden question
	Is        string    `json:"is,omitempty"`
	Worse     bool      `json:"worse"`           // a golden question that was right and is not
	Effect    string    `json:"effect"`          // lost, other, gained or text
	Times     int       `json:"times,omitempty"` // how often shoppers asked it
	Rating    int       `json:"rating,omitempty"`
	LastAsked time.Time `json:"last_asked,omitzero"`
}

// What becomes of an answer.
const (
	Lost   = "lost"   // an article answered, none does
	Other  = "other"  // another article answers
	Gained = "gained" // none answered, an article does
	Text   = "text"   // the same article answers in other words
)

// Worse is a reason not to publish.
type Worse struct {
	Code   string  `json:"code"` // golden_lost, precision, coverage, real_coverage
	Count  int     `json:"count,omitempty"`
	Before float64 `json:"before"`
	After  float64 `json:"after"`
}

// mostChanges is how many changes a report lists.
const mostChanges = 200

// fewReal is how many real questions tell nothing in general: of fewer, one that is
// lost would look like a landslide.
const fewReal = 100

func (r *Report) fill(run *run) {
	for i, q := range run.questions {
		p := run.answers[i]
		if q.golden != nil {
			r.golden(run, q.golden, p)
		} else {
			r.real(q.asked, p)
		}
	}
	r.Golden.Before.finish()
	r.Golden.After.finish()
	r.judge()
	slices.SortStableFunc(r.Changes, func(x, y Change) int {
		return cmp.Or(rank(x)-rank(y), cmp.Compare(y.Rating, x.Rating), cmp.Compare(y.Times, x.Times))
	})
	r.Changed = len(r.Changes)
	r.Changes = r.Changes[:min(mostChanges, len(r.Changes))]
}

// rank puts first what hurts most.
func rank(c Change) int {
	if c.Worse {
		return 0
	}
	return 1 + slices.Index([]string{Lost, Other, Gained, Text}, c.Effect)
}

func (r *Report) golden(run *run, g *Golden, p pair) {
	was, is := outcome(run.before, g, p.before), outcome(run.after, g, p.after)
	r.Golden.Questions++
	r.Golden.Before.add(was, !g.mayLeave())
	r.Golden.After.add(is, !g.mayLeave())
	effect := effectOf(p)
	worse := good(was) && !good(is)
	if effect == "" && !worse {
		return
	}
	r.Changes = append(r.Changes, Change{
		Question: g.Question, Golden: g.ID, Expected: g.Expected, Before: p.before, After: p.after, Was: was, Is: is, Worse: worse, Effect: cmp.Or(effect, Other),
	})
}

func (r *Report) real(a *Asked, p pair) {
	r.Real.Questions++
	if len(p.before.Articles) > 0 {
		r.Real.Before++
	}
	if len(p.after.Articles) > 0 {
		r.Real.After++
	}
	if effect := effectOf(p); effect != "" {
		r.Changes = append(r.Changes, Change{
			Question: a.Question, Before: p.before, After: p.after, Effect: effect, Times: a.Times, Rating: a.Rating, LastAsked: a.At,
		})
	}
}

// outcome is what an answer is to a golden question.
func outcome(base *knowledge.Base, g *Golden, a Answer) string {
	cites := func(list []string) bool {
		return slices.ContainsFunc(a.Articles, func(c Cited) bool {
			own, family := base.Family(c.ID)
			return slices.ContainsFunc(list, func(name string) bool { return named(name, own, family) })
		})
	}
	switch {
	case len(a.Articles) == 0 && g.mayLeave():
		return LeftRightly
	case len(a.Articles) == 0:
		return LeftWrongly
	case cites(g.Expected) && !cites(g.Never):
		return AnsweredRight
	case len(g.Expected) == 0 && len(g.Never) > 0 && !cites(g.Never):
		return LeftRightly // only these must not answer
	}
	return AnsweredWrong
}

// effectOf says what becomes of an answer; empty: nothing.
func effectOf(p pair) string {
	same := slices.EqualFunc(p.before.Articles, p.after.Articles, func(x, y Cited) bool { return x.ID == y.ID })
	switch {
	case same && (len(p.after.Articles) == 0 || p.before.Text == p.after.Text):
		return ""
	case same:
		return Text
	case len(p.after.Articles) == 0:
		return Lost
	case len(p.before.Articles) == 0:
		return Gained
	}
	return Other
}

// judge says what is worse than before.
func (r *Report) judge() {
	lost := 0
	for _, c := range r.Changes {
		if c.Worse {
			lost++
		}
	}
	if lost > 0 {
		r.Worse = append(r.Worse, Worse{Code: "golden_lost", Count: lost})
	}
	fell := func(code string, before, after float64) {
		if before-after > r.Tolerance+1e-9 {
			r.Worse = append(r.Worse, Worse{Code: code, Before: before, After: after})
		}
	}
	fell("precision", r.Golden.Before.Precision, r.Golden.After.Precision)
	fell("coverage", r.Golden.Before.Coverage, r.Golden.After.Coverage)
	if r.Real.Questions >= fewReal {
		fell("real_coverage", share(r.Real.Before, r.Real.Questions), share(r.Real.After, r.Real.Questions))
	}
}

// Summary says in a sentence what is worse.
func (r Report) Summary() string {
	var parts []string
	for _, w := range r.Worse {
		switch w.Code {
		case "golden_lost":
			parts = append(parts, fmt.Sprintf("golden questions that were answered right and would not be: %d", w.Count))
		case "real_coverage":
			parts = append(parts, fmt.Sprintf("share of shoppers' questions that are answered: %.1f %%, from %.1f %%", 100*w.After, 100*w.Before))
		default:
			parts = append(parts, fmt.Sprintf("%s on the golden questions: %.1f %%, from %.1f %%", w.Code, 100*w.After, 100*w.Before))
		}
	}
	if len(parts) == 0 {
		return "nothing is worse."
	}
	return strings.Join(parts, "; ") + "."
}

// found is what releases keep of the report.
func (r Report) found() *knowledge.GateResult {
	out := &knowledge.GateResult{
		Golden: r.Golden.Questions, Real: r.Real.Questions, Changed: r.Changed,
		PrecisionBefore: r.Golden.Before.Precision, PrecisionAfter: r.Golden.After.Precision,
		CoverageBefore: r.Golden.Before.Coverage, CoverageAfter: r.Golden.After.Coverage,
	}
	for _, w := range r.Worse {
		out.Worse = append(out.Worse, w.Code)
	}
	return out
}
