package eval

import (
	"cmp"
	"math"
	"math/rand/v2"
	"slices"
	"strconv"
	"strings"

	"frontdesk/bot/nlu"
	"frontdesk/eval/metrics"
)

// Comparison sets another system's predictions on the same rows beside these.
// Differences are ours less theirs.
type Comparison struct {
	Accuracy float64 `json:"baseline_accuracy"` // all rows
	MCC      float64 `json:"baseline_mcc"`
	// Threshold is what a baseline with scores was cut off at: the best for its MCC
	// on these very rows, to its advantage. Null without scores.
	Threshold          *float64   `json:"baseline_threshold"`
	AccuracyDifference Difference `json:"accuracy_difference"`
	MCCDifference      Difference `json:"mcc_difference"`
}

// Difference is a paired bootstrap (Efron and Tibshirani 1993; Berg-Kirkpatrick
// et al., EMNLP 2012): rows are drawn again with replacement, both systems on the
// same draw.
type Difference struct {
	Value float64 `json:"value"`
	Low   float64 `json:"low"` // of the 95 % interval
	High  float64 `json:"high"`
	P     float64 `json:"p"` // two-sided: how often a draw has the other sign, doubled
}

// draws is how often the bootstrap draws.
const draws = 2000

// compareWith reads a baseline's predictions and compares.
func compareWith(path string, rows []intentRow, seed uint64) (*Comparison, error) {
	base, err := readBaseline(path, rows)
	if err != nil {
		return nil, err
	}
	c := &Comparison{}
	if base.scored {
		at := base.bestThreshold(rows)
		c.Threshold = &at
		base.cutOff(at)
	}
	want, ours := make([]string, len(rows)), make([]string, len(rows))
	for i, r := range rows {
		want[i], ours[i] = r.example.Intent, r.got
	}
	c.Accuracy, c.MCC = metrics.Accuracy(want, base.predicted), metrics.MCC(want, base.predicted)
	c.AccuracyDifference.Value = metrics.Accuracy(want, ours) - c.Accuracy
	c.MCCDifference.Value = metrics.MCC(want, ours) - c.MCC
	bootstrap(c, number(want, ours, base.predicted), seed)
	return c, nil
}

// number turns each list's intents into the same small numbers.
func number(lists ...[]string) (out [][]int) {
	ids := map[string]int{}
	for _, list := range lists {
		numbers := make([]int, len(list))
		for i, name := range list {
			id, ok := ids[name]
			if !ok {
				id = len(ids)
				ids[name] = id
			}
			numbers[i] = id
		}
		out = append(out, numbers)
	}
	return out
}

// bootstrap fills the intervals; lists are wanted, ours, theirs.
func bootstrap(c *Comparison, lists [][]int, seed uint64) {
	want, ours, theirs := lists[0], lists[1], lists[2]
	classes := 0
	for _, list := range lists {
		classes = max(classes, slices.Max(list)+1)
	}
	rng := rand.New(rand.NewPCG(seed, 0x626f6f74))
	a, b := metrics.NewConfusion(classes), metrics.NewConfusion(classes)
	accuracy, mcc := make([]float64, draws), make([]float64, draws)
	for d := range draws {
		a.Reset()
		b.Reset()
		for range want {
			i := rng.IntN(len(want))
			a.Add(want[i], ours[i])
			b.Add(want[i], theirs[i])
		}
		accuracy[d], mcc[d] = a.Accuracy()-b.Accuracy(), a.MCC()-b.MCC()
	}
	c.AccuracyDifference.spread(accuracy)
	c.MCCDifference.spread(mcc)
}

func (d *Difference) spread(values []float64) {
	slices.Sort(values)
	d.Low, d.High = metrics.Percentile(values, 0.025), metrics.Percentile(values, 0.975)
	below, _ := slices.BinarySearch(values, 0)
	above := len(values) - below
	for above > 0 && values[len(values)-above] == 0 { // no difference speaks for neither
		above--
	}
	zeros := len(values) - below - above
	d.P = min(1, 2*float64(min(below, above)+zeros)/float64(len(values)))
}

// baseline is another system's predictions, a row of the test file each.
type baseline struct {
	predicted []string
	score     []float64
	scored    bool
}

// cutOff turns what is below the threshold into none.
func (b *baseline) cutOff(threshold float64) {
	for i, s := range b.score {
		if s < threshold {
			b.predicted[i] = nlu.OutOfScope
		}
	}
}

// bestThreshold is the score from which predictions count, best for MCC.
func (b *baseline) bestThreshold(rows []intentRow) float64 {
	order := make([]int, len(rows))
	want, none := make([]string, len(rows)), make([]string, len(rows))
	for i, r := range rows {
		order[i], want[i], none[i] = i, r.example.Intent, nlu.OutOfScope
	}
	slices.SortStableFunc(order, func(x, y int) int { return cmp.Compare(b.score[y], b.score[x]) })
	lists := number(want, b.predicted, none)
	classes := max(slices.Max(lists[0]), slices.Max(lists[1]), slices.Max(lists[2])) + 1
	c := metrics.NewConfusion(classes)
	for i := range rows {
		c.Add(lists[0][i], lists[2][i])
	}
	best, at := c.MCC(), b.score[order[0]]+1
	for n, i := range order {
		c.Move(lists[0][i], lists[2][i], lists[1][i])
		if n+1 < len(order) && b.score[order[n+1]] == b.score[i] {
			continue
		}
		if v := c.MCC(); v > best {
			best, at = v, b.score[i]
		}
	}
	return at
}

// baselineColumns are those of another system's predictions, and of what
// --predictions writes; those behind the bar may be missing.
var baselineColumns = []string{"text", "intent", "predicted", "|", "score", "top", "probability"}

// readBaseline reads predictions, whose rows are those of the test file in their
// order. With the column score they are cut off later; without it, as in what
// --predictions wrote, they stand.
func readBaseline(path string, rows []intentRow) (*baseline, error) {
	b := &baseline{}
	err := eachRow(path, baselineColumns, func(r row) error {
		i := len(b.predicted)
		if i >= len(rows) || r.get("text") != strings.TrimSpace(rows[i].example.Text) || r.get("intent") != rows[i].example.Intent {
			return r.bad("text", "the row is not that of the test file at this place")
		}
		if r.get("predicted") == "" {
			return r.bad("predicted", "predicted is empty; none is out of scope")
		}
		b.predicted = append(b.predicted, r.get("predicted"))
		if _, b.scored = r.place["score"]; !b.scored {
			return nil
		}
		score, err := strconv.ParseFloat(r.get("score"), 64)
		if err != nil || math.IsNaN(score) {
			return r.bad("score", "score is %q, not a number", r.get("score"))
		}
		b.score = append(b.score, score)
		return nil
	})
	if err == nil && len(b.predicted) != len(rows) {
		err = badRow(path, len(b.predicted)+2, 1, "the file ends after %d rows; the test file has %d", len(b.predicted), len(rows))
	}
	return b, err
}
