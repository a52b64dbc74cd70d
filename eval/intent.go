package eval

import (
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"slices"
	"strconv"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/eval/metrics"
	"frontdesk/internal/fault"
)

// IntentOptions say what to measure: Train against Test, the shipped intent
// pack (Builtin) against Test, or Train by cross-validation (Folds).
type IntentOptions struct {
	Train   string // CSV with the columns text, intent and, if wanted, language
	Test    string // the same; intent none is out of scope
	Builtin bool   // the shipped pack in place of Train
	Folds   int    // 2 or more: cross-validation on Train, without Test
	Seed    uint64

	Predictions io.Writer        // nil: none; else CSV, a row an example
	Now         func() time.Time // nil: time.Now
}

// IntentResult holds the figures of one measurement, or their means over the
// folds with SD beside them. Figures that the data cannot give are null.
type IntentResult struct {
	Accuracy      float64  `json:"accuracy"`                 // all rows, at the threshold
	InScope       float64  `json:"in_scope_accuracy"`        // at the threshold
	OOSRecall     *float64 `json:"oos_recall"`               // at the threshold
	MCC           float64  `json:"mcc"`                      // at the threshold, none being a class
	InScopeForced float64  `json:"in_scope_accuracy_forced"` // without threshold
	AUROC         *float64 `json:"auroc"`                    // in scope against out of scope
	AURC          float64  `json:"aurc"`                     // of all rows; answering one out of scope is an error
	ECE           float64  `json:"ece"`                      // 15 bins, all rows: P(first intent right) against being right
	Threshold     float64  `json:"threshold"`                // from the training data alone
	TrainSeconds  float64  `json:"train_seconds"`
	PredictP50    float64  `json:"predict_us_p50"`
	PredictP99    float64  `json:"predict_us_p99"`
	ModelBytes    float64  `json:"model_bytes"`

	PerIntent []IntentFigures    `json:"per_intent"`
	SD        map[string]float64 `json:"sd,omitempty"` // by figure, over the folds
}

// IntentFigures is one intent of the test data, at the threshold.
type IntentFigures struct {
	Intent    string  `json:"intent"`
	Examples  int     `json:"examples"`
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// intentFolds bounds cross-validation: more folds cost time and say no more.
const intentFolds = 20

// RunIntent measures intent detection. Faults of the input are fault.Invalid
// with file, line and column.
func RunIntent(ctx context.Context, o IntentOptions) (IntentResult, error) {
	if o.Now == nil {
		o.Now = time.Now
	}
	switch {
	case o.Builtin && (o.Train != "" || o.Folds != 0), o.Builtin && o.Test == "":
		return IntentResult{}, fault.New(fault.Invalid, "bad_options", "--builtin goes with --test alone")
	case o.Folds != 0 && o.Test != "":
		return IntentResult{}, fault.New(fault.Invalid, "bad_options", "--folds and --test exclude each other")
	case o.Folds != 0 && (o.Folds < 2 || o.Folds > intentFolds):
		return IntentResult{}, fault.New(fault.Invalid, "bad_options", "--folds is %d; it goes from 2 to %d", o.Folds, intentFolds)
	case !o.Builtin && o.Train == "", o.Folds == 0 && o.Test == "":
		return IntentResult{}, fault.New(fault.Invalid, "bad_options", "give --train and --test, --builtin and --test, or --train and --folds")
	}
	if o.Folds != 0 {
		return crossValidateIntents(ctx, o)
	}
	return trainAndTest(ctx, o)
}

func trainAndTest(ctx context.Context, o IntentOptions) (IntentResult, error) {
	test, err := readIntentFile(o.Test)
	if err != nil {
		return IntentResult{}, err
	}
	var m *nlu.Model
	seconds := 0.0
	if o.Builtin {
		m, err = nlu.Shipped(nil)
	} else {
		m, seconds, err = trainOn(ctx, o, nil)
	}
	if err != nil {
		return IntentResult{}, err
	}
	run := intentRun{model: m, now: o.Now}
	for i, e := range test.examples {
		if i%256 == 0 && ctx.Err() != nil {
			return IntentResult{}, ctx.Err()
		}
		run.predict(e)
	}
	res, err := run.result(seconds)
	if err == nil && o.Predictions != nil {
		err = writeIntents(o.Predictions, run.rows)
	}
	return res, err
}

// trainOn trains on the training file, or on the given part of it.
func trainOn(ctx context.Context, o IntentOptions, part []nlu.Example) (*nlu.Model, float64, error) {
	examples := part
	var file intentFile
	if part == nil {
		var err error
		if file, err = readIntentFile(o.Train); err != nil {
			return nil, 0, err
		}
		examples = file.examples
	}
	start := o.Now()
	m, _, err := nlu.Train(ctx, examples, nlu.Options{Seed: o.Seed})
	var bad *nlu.ExampleError
	switch {
	case errors.Is(err, nlu.ErrTooFew):
		return nil, 0, fault.New(fault.Invalid, "too_few_intents", "%s: %v", o.Train, err)
	case errors.As(err, &bad) && part == nil:
		return nil, 0, fault.New(fault.Invalid, "bad_example", "%s:%d: %s", o.Train, file.lines[bad.Index], bad.Reason)
	case err != nil:
		return nil, 0, fmt.Errorf("train on %s: %w", o.Train, err)
	}
	return m, o.Now().Sub(start).Seconds(), nil
}

// crossValidateIntents trains on all folds but one and tests on that one, for
// each fold.
func crossValidateIntents(ctx context.Context, o IntentOptions) (IntentResult, error) {
	file, err := readIntentFile(o.Train)
	if err != nil {
		return IntentResult{}, err
	}
	fold := dealFolds(file.examples, o.Folds, o.Seed)
	var results []IntentResult
	var all []intentRow
	for f := range o.Folds {
		var train []nlu.Example
		var test []nlu.Example
		for i, e := range file.examples {
			if fold[i] == f {
				test = append(test, e)
			} else {
				train = append(train, e)
			}
		}
		m, seconds, err := trainOn(ctx, o, train)
		if err != nil {
			return IntentResult{}, err
		}
		run := intentRun{model: m, now: o.Now}
		for _, e := range test {
			run.predict(e)
		}
		res, err := run.result(seconds)
		if err != nil {
			return IntentResult{}, err
		}
		results = append(results, res)
		all = append(all, run.rows...)
	}
	if o.Predictions != nil {
		if err := writeIntents(o.Predictions, all); err != nil {
			return IntentResult{}, err
		}
	}
	out := meanIntents(results)
	out.PerIntent = perIntent(all)
	return out, nil
}

// dealFolds deals each intent's examples over the folds at random; the only
// example of an intent is always trained on (-1).
func dealFolds(examples []nlu.Example, folds int, seed uint64) []int {
	byIntent := map[string][]int{}
	var names []string
	for i, e := range examples {
		if byIntent[e.Intent] == nil {
			names = append(names, e.Intent)
		}
		byIntent[e.Intent] = append(byIntent[e.Intent], i)
	}
	rng := rand.New(rand.NewPCG(seed, 0x6576616c))
	fold := make([]int, len(examples))
	for _, name := range names {
		rows := byIntent[name]
		rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		offset := rng.IntN(folds)
		for n, row := range rows {
			fold[row] = (n + offset) % folds
			if len(rows) == 1 {
				fold[row] = -1
			}
		}
	}
	return fold
}

// intentRow is one prediction.
type intentRow struct {
	example nlu.Example
	top     string  // without threshold
	got     string  // at the threshold
	p       float64 // that top is right
}

// intentRun classifies rows and keeps time.
type intentRun struct {
	model *nlu.Model
	now   func() time.Time
	rows  []intentRow
	took  []float64 // microseconds
}

func (r *intentRun) predict(e nlu.Example) {
	start := r.now()
	res := r.model.Classify(e.Text, e.Lang)
	r.took = append(r.took, float64(r.now().Sub(start))/float64(time.Microsecond))
	row := intentRow{example: e, top: res.Top().Intent, p: res.Accept}
	row.got = row.top
	if res.Accept < r.model.Threshold() {
		row.got = nlu.OutOfScope
	}
	r.rows = append(r.rows, row)
}

func writeIntents(w io.Writer, rows []intentRow) error {
	out := csv.NewWriter(w)
	_ = out.Write([]string{"text", "intent", "predicted", "top", "probability"}) // the writer keeps the first error
	for _, r := range rows {
		_ = out.Write([]string{r.example.Text, r.example.Intent, r.got, r.top, strconv.FormatFloat(r.p, 'f', 4, 64)})
	}
	out.Flush()
	if err := out.Error(); err != nil {
		return fmt.Errorf("write predictions: %w", err)
	}
	return nil
}

// result computes the figures.
func (r *intentRun) result(trainSeconds float64) (IntentResult, error) {
	size := &countingWriter{}
	if err := r.model.Save(size); err != nil {
		return IntentResult{}, err
	}
	res := IntentResult{
		Threshold: r.model.Threshold(), TrainSeconds: trainSeconds, ModelBytes: float64(size.n),
		PredictP50: metrics.Percentile(r.took, 0.5), PredictP99: metrics.Percentile(r.took, 0.99), PerIntent: perIntent(r.rows),
	}
	n := len(r.rows)
	want, got := make([]string, n), make([]string, n)
	p, right, in := make([]float64, n), make([]bool, n), make([]bool, n)
	var inScope, inRight, inForced, rejected int
	for i, row := range r.rows {
		want[i], got[i], p[i] = row.example.Intent, row.got, row.p
		in[i] = want[i] != nlu.OutOfScope
		right[i] = in[i] && row.top == want[i]
		switch {
		case !in[i] && row.got == nlu.OutOfScope:
			rejected++
		case in[i]:
			inScope++
			inRight += count(row.got == want[i])
			inForced += count(right[i])
		}
	}
	res.Accuracy, res.MCC = metrics.Accuracy(want, got), metrics.MCC(want, got)
	res.AURC, res.ECE = metrics.AURC(p, right), metrics.ECE(p, right, 15)
	res.InScope, res.InScopeForced = share(inRight, inScope), share(inForced, inScope)
	if inScope < n {
		recall := share(rejected, n-inScope)
		res.OOSRecall = &recall
	}
	if inScope > 0 && inScope < n {
		auroc := metrics.AUROC(p, in)
		res.AUROC = &auroc
	}
	return res, nil
}

func count(yes bool) int {
	if yes {
		return 1
	}
	return 0
}

func share(part, of int) float64 {
	if of == 0 {
		return 0
	}
	return float64(part) / float64(of)
}

// countingWriter measures an artefact.
type countingWriter struct{ n int }

func (w *countingWriter) Write(b []byte) (int, error) {
	w.n += len(b)
	return len(b), nil
}

// perIntent gives precision, recall and F1 by intent, sorted by name.
func perIntent(rows []intentRow) []IntentFigures {
	type tally struct{ want, got, hit int }
	by := map[string]*tally{}
	at := func(name string) *tally {
		if by[name] == nil {
			by[name] = &tally{}
		}
		return by[name]
	}
	for _, r := range rows {
		at(r.example.Intent).want++
		at(r.got).got++
		at(r.got).hit += count(r.got == r.example.Intent)
	}
	var out []IntentFigures
	for name, t := range by {
		f := IntentFigures{Intent: name, Examples: t.want, Precision: share(t.hit, t.got), Recall: share(t.hit, t.want)}
		if t.hit > 0 {
			f.F1 = 2 * f.Precision * f.Recall / (f.Precision + f.Recall)
		}
		out = append(out, f)
	}
	slices.SortFunc(out, func(a, b IntentFigures) int { return compare(a.Intent, b.Intent) })
	return out
}

func compare(a, b string) int {
	switch {
	case a < b:
		return -1
	case a > b:
		return 1
	}
	return 0
}

// meanIntents averages the folds; a figure that some fold cannot give is
// averaged over the others.
func meanIntents(list []IntentResult) IntentResult {
	out := IntentResult{SD: map[string]float64{}}
	mean := func(name string, get func(IntentResult) *float64) *float64 {
		var values []float64
		for _, r := range list {
			if v := get(r); v != nil {
				values = append(values, *v)
			}
		}
		if len(values) == 0 {
			return nil
		}
		m, sd := metrics.MeanSD(values)
		out.SD[name] = sd
		return &m
	}
	plain := func(name string, get func(*IntentResult) *float64) {
		*get(&out) = *mean(name, func(r IntentResult) *float64 { return get(&r) })
	}
	plain("accuracy", func(r *IntentResult) *float64 { return &r.Accuracy })
	plain("in_scope_accuracy", func(r *IntentResult) *float64 { return &r.InScope })
	plain("mcc", func(r *IntentResult) *float64 { return &r.MCC })
	plain("in_scope_accuracy_forced", func(r *IntentResult) *float64 { return &r.InScopeForced })
	plain("aurc", func(r *IntentResult) *float64 { return &r.AURC })
	plain("ece", func(r *IntentResult) *float64 { return &r.ECE })
	plain("threshold", func(r *IntentResult) *float64 { return &r.Threshold })
	plain("train_seconds", func(r *IntentResult) *float64 { return &r.TrainSeconds })
	plain("predict_us_p50", func(r *IntentResult) *float64 { return &r.PredictP50 })
	plain("predict_us_p99", func(r *IntentResult) *float64 { return &r.PredictP99 })
	plain("model_bytes", func(r *IntentResult) *float64 { return &r.ModelBytes })
	out.OOSRecall = mean("oos_recall", func(r IntentResult) *float64 { return r.OOSRecall })
	out.AUROC = mean("auroc", func(r IntentResult) *float64 { return r.AUROC })
	return out
}
