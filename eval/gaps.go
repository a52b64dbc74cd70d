package eval

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"maps"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
	"frontdesk/eval/metrics"
	"frontdesk/gaps"
	"frontdesk/internal/fault"
)

// GapsOptions say what to measure the grouping of missed questions on. The file is
// CSV with the columns text and label (or intent) and, if wanted, lang and part.
type GapsOptions struct {
	Test   string
	Part   string // only rows of this part; empty: all
	Fit    string // fit the weights on this part and show them, instead of the shipped ones
	Orders int    // in how many orders the questions come; 0 is 5
}

// GapsResult is the means over the orders.
type GapsResult struct {
	Questions int          `json:"questions"`
	Labels    int          `json:"labels"`
	Groups    float64      `json:"groups"`
	VMeasure  float64      `json:"v_measure"`
	Precision float64      `json:"b_cubed_precision"`
	Recall    float64      `json:"b_cubed_recall"`
	F         float64      `json:"b_cubed_f"`
	Across    float64      `json:"across_languages"` // share of the labels' languages that the largest group of a label holds
	PerMicro  float64      `json:"us_per_question"`
	Weights   gaps.Weights `json:"weights"`
}

// gapOrders is how many orders are tried where nothing is said.
const gapOrders = 5

// RunGaps measures how questions that ask the same come together. Faults of the
// input are fault.Invalid.
func RunGaps(ctx context.Context, o GapsOptions) (GapsResult, error) {
	if o.Test == "" {
		return GapsResult{}, fault.New(fault.Invalid, "bad_options", "give --test")
	}
	a, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{})
	if err != nil {
		return GapsResult{}, fmt.Errorf("analyzer: %w", err)
	}
	model, err := nlu.Shipped(a)
	if err != nil {
		return GapsResult{}, err
	}
	engine := bot.NewEngine(a, model)
	reader := gaps.Reader{Read: engine.ReadNamed, Concepts: a.Concepts, Now: func() time.Time { return time.Unix(0, 0).UTC() }}
	weights := gaps.Shipped()
	if o.Fit != "" {
		train, err := readGapFile(o.Test, o.Fit, reader)
		if err != nil {
			return GapsResult{}, err
		}
		if weights, err = bestJoins(ctx, train, gaps.Fit(train)); err != nil {
			return GapsResult{}, err
		}
	}
	questions, err := readGapFile(o.Test, o.Part, reader)
	if err != nil {
		return GapsResult{}, err
	}
	if o.Orders == 0 {
		o.Orders = gapOrders
	}
	return groupings(ctx, questions, weights, o.Orders)
}

// bestJoins chooses from where on a question joins a group by the questions that
// the weights were fitted on. Below 0.6 a common intent alone would do.
func bestJoins(ctx context.Context, train []gaps.Labelled, w gaps.Weights) (gaps.Weights, error) {
	best, at := -1.0, w.Joins
	for _, j := range []float64{.6, .65, .7, .75, .8, .85} {
		w.Joins = j
		r, err := groupings(ctx, train, w, 3)
		if err != nil {
			return w, err
		}
		if r.F > best {
			best, at = r.F, j
		}
	}
	w.Joins = at
	return w, nil
}

func groupings(ctx context.Context, questions []gaps.Labelled, w gaps.Weights, orders int) (GapsResult, error) {
	r := GapsResult{Questions: len(questions), Weights: w}
	labels := map[string]bool{}
	for _, q := range questions {
		labels[q.Label] = true
	}
	r.Labels = len(labels)
	for seed := range orders {
		if err := ctx.Err(); err != nil {
			return r, err
		}
		order := slices.Clone(questions)
		rnd := rand.New(rand.NewPCG(uint64(seed), 1))
		rnd.Shuffle(len(order), func(i, j int) { order[i], order[j] = order[j], order[i] })
		n := 0
		g := gaps.NewWeightedGrouper(func() string { n++; return strconv.Itoa(n) }, w)
		var want, got []string
		began := time.Now()
		for i, q := range order {
			got = append(got, g.Assign(q.Asked, time.Unix(int64(i), 0)))
			want = append(want, q.Label)
		}
		took := time.Since(began)
		p, rec, f := metrics.BCubed(want, got)
		k := 1 / float64(orders)
		r.Groups += k * float64(n)
		r.VMeasure += k * metrics.VMeasure(want, got)
		r.Precision, r.Recall, r.F = r.Precision+k*p, r.Recall+k*rec, r.F+k*f
		r.Across += k * across(order, got)
		r.PerMicro += k * float64(took.Microseconds()) / float64(max(len(order), 1))
	}
	return r, nil
}

// across is the mean share of a label's languages that meet in its largest group.
func across(questions []gaps.Labelled, got []string) float64 {
	langs := map[string]map[string]bool{}
	size := map[string]map[string]int{}
	at := map[[2]string]map[string]bool{}
	for i, q := range questions {
		put(langs, q.Label)[q.Asked.Lang] = true
		if size[q.Label] == nil {
			size[q.Label] = map[string]int{}
		}
		size[q.Label][got[i]]++
		put(at, [2]string{q.Label, got[i]})[q.Asked.Lang] = true
	}
	sum := 0.0
	for label, groups := range size {
		largest, most := slices.Max(slices.Collect(maps.Values(groups))), 0
		for group, n := range groups {
			if n == largest { // of several as large the one with most languages
				most = max(most, len(at[[2]string{label, group}]))
			}
		}
		sum += float64(most) / float64(len(langs[label]))
	}
	return sum / float64(max(len(size), 1))
}

func put[K comparable](m map[K]map[string]bool, k K) map[string]bool {
	if m[k] == nil {
		m[k] = map[string]bool{}
	}
	return m[k]
}

// readGapFile reads labelled questions of one part.
func readGapFile(name, part string, reader gaps.Reader) ([]gaps.Labelled, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, fault.New(fault.Invalid, "no_file", "%v", err)
	}
	defer f.Close()
	rows := csv.NewReader(f)
	head, err := rows.Read()
	if err != nil {
		return nil, fault.New(fault.Invalid, "bad_file", "%s: no header: %v", name, err)
	}
	head[0] = strings.TrimPrefix(head[0], "\ufeff")
	text, label, lang, of := slices.Index(head, "text"), slices.Index(head, "label"), slices.Index(head, "lang"), slices.Index(head, "part")
	if label < 0 {
		label = slices.Index(head, "intent")
	}
	if text < 0 || label < 0 {
		return nil, fault.New(fault.Invalid, "bad_file", "%s: the columns text and label are needed", name)
	}
	if part != "" && of < 0 {
		return nil, fault.New(fault.Invalid, "bad_file", "%s: there is no column part, by which %q could be told from the rest", name, part)
	}
	var out []gaps.Labelled
	for {
		row, err := rows.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return nil, fault.New(fault.Invalid, "bad_file", "%s: %v", name, err)
		}
		if part != "" && row[of] != part {
			continue
		}
		prior := []string{"en"}
		if lang >= 0 {
			prior = []string{row[lang]}
		}
		out = append(out, gaps.Labelled{Asked: reader.Asked(row[text], "", nil, prior...), Label: row[label]})
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "bad_file", "%s: no questions", name)
	}
	return out, nil
}
