package eval

import (
	"cmp"
	"context"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/bot/training"
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
	// NearMisses makes each fold leave a part of the intents out of training as
	// well: what is tested of them is out of scope, one message in Folds.
	NearMisses bool

	// OOSShare is the share of messages that Accept assumes out of scope; nil: the
	// model's own. EstimateShare takes it from the test file's texts instead,
	// without their labels.
	OOSShare      *float64
	EstimateShare bool
	Budget        float64 // also measured beside 5 % and 10 %; 0: none
	Baseline      string  // another system's predictions on Test, to compare with

	Predictions io.Writer        // nil: none; else CSV, a row an example
	Now         func() time.Time // nil: time.Now
}

// IntentResult holds the figures of one measurement, or their means over the
// folds with SD beside them; calibration errors are of all folds together. Figures that
// the data cannot give are null.
type IntentResult struct {
	Accuracy      float64  `json:"accuracy"`                 // all rows, at the threshold
	InScope       float64  `json:"in_scope_accuracy"`        // at the threshold
	OOSRecall     *float64 `json:"oos_recall"`               // at the threshold
	MCC           float64  `json:"mcc"`                      // at the threshold, none being a class
	InScopeForced float64  `json:"in_scope_accuracy_forced"` // without threshold
	AUROC         *float64 `json:"auroc"`                    // P(in scope), in scope against out of scope
	AUROCAccept   *float64 `json:"auroc_accept"`             // P(first intent right), likewise
	AURC          float64  `json:"aurc"`                     // of all rows; answering one out of scope is an error
	ECE           float64  `json:"ece"`                      // 15 bins, all rows: P(first intent right) against being right
	ECEInScope    float64  `json:"ece_in_scope"`             // the same of rows in scope, given that they are
	Threshold     float64  `json:"threshold"`                // from the training data alone
	OOSShare      float64  `json:"oos_share"`                // that the probabilities assume

	BudgetFigures
	TrainSeconds float64 `json:"train_seconds"`
	PredictP50   float64 `json:"predict_us_p50"`
	PredictP99   float64 `json:"predict_us_p99"`
	ModelBytes   float64 `json:"model_bytes"`

	PerIntent    []IntentFigures    `json:"per_intent"`
	RiskCoverage []RiskPoint        `json:"risk_coverage"`
	Comparison   *Comparison        `json:"comparison,omitempty"`
	SD           map[string]float64 `json:"sd,omitempty"` // by figure, over the folds

	rows []intentRow // for the plots
}

// IntentFigures is one intent of the test data, at the threshold.
type IntentFigures struct {
	Intent   string `json:"intent"`
	Examples int    `json:"examples"`
	metrics.PRF
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
	case o.NearMisses && o.Folds == 0:
		return IntentResult{}, fault.New(fault.Invalid, "bad_options", "--near-misses goes with --folds")
	case o.Baseline != "" && o.Test == "":
		return IntentResult{}, fault.New(fault.Invalid, "bad_options", "--baseline goes with --test")
	case o.OOSShare != nil && !(*o.OOSShare >= 0 && *o.OOSShare < 1):
		return IntentResult{}, fault.New(fault.Invalid, "bad_options", "--oos-share is %g; it is at least 0 and below 1, or auto", *o.OOSShare)
	case o.Budget < 0 || o.Budget >= 1:
		return IntentResult{}, fault.New(fault.Invalid, "bad_options", "--budget is %g; it is above 0 and below 1", o.Budget)
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
	if m, err = o.withShare(m, test.Examples); err != nil {
		return IntentResult{}, err
	}
	run := intentRun{model: m, now: o.Now}
	if o.Builtin {
		run.size = nlu.ShippedSize()
	}
	for i, e := range test.Examples {
		if i%256 == 0 && ctx.Err() != nil {
			return IntentResult{}, ctx.Err()
		}
		run.predict(e)
	}
	res, err := run.result(seconds, o.Budget)
	if err == nil && o.Baseline != "" {
		res.Comparison, err = compareWith(o.Baseline, run.rows, o.Seed)
	}
	if err == nil && o.Predictions != nil {
		err = writeIntents(o.Predictions, run.rows)
	}
	return res, err
}

// withShare gives the model the share of out-of-scope messages asked for.
func (o IntentOptions) withShare(m *nlu.Model, test []nlu.Example) (*nlu.Model, error) {
	switch {
	case o.EstimateShare:
		texts := make([]string, len(test))
		for i, e := range test {
			texts[i] = e.Text
		}
		return m.WithOOSShare(m.EstimateOOSShare(texts))
	case o.OOSShare != nil:
		return m.WithOOSShare(*o.OOSShare)
	}
	return m, nil
}

// trainOn trains on the training file, or on the given part of it.
func trainOn(ctx context.Context, o IntentOptions, part []nlu.Example) (*nlu.Model, float64, error) {
	examples := part
	var file training.File
	if part == nil {
		var err error
		if file, err = readTraining(o.Train); err != nil {
			return nil, 0, err
		}
		examples = file.Examples
	}
	start := o.Now()
	m, _, err := nlu.Train(ctx, examples, nlu.Options{Seed: o.Seed})
	var bad *nlu.ExampleError
	switch {
	case errors.Is(err, nlu.ErrTooFew):
		return nil, 0, fault.New(fault.Invalid, "too_few_intents", "%s: %v", o.Train, err)
	case errors.As(err, &bad) && part == nil:
		return nil, 0, fault.New(fault.Invalid, "bad_example", "%s:%d: %s", o.Train, file.Lines[bad.Index], bad.Reason)
	case err != nil:
		return nil, 0, fmt.Errorf("train on %s: %w", o.Train, err)
	}
	return m, o.Now().Sub(start).Seconds(), nil
}

// intentRow is one prediction.
type intentRow struct {
	example nlu.Example
	top     string  // without threshold
	got     string  // at the threshold
	p       float64 // that top is right
	inScope float64 // probability of being in scope
}

// intentRun classifies rows and keeps time.
type intentRun struct {
	model *nlu.Model
	size  int // of its artefact in bytes; 0: not known yet
	now   func() time.Time
	rows  []intentRow
	took  []float64 // microseconds
}

func (r *intentRun) predict(e nlu.Example) {
	start := r.now()
	res := r.model.Classify(e.Text, e.Lang)
	r.took = append(r.took, float64(r.now().Sub(start))/float64(time.Microsecond))
	row := intentRow{example: e, top: res.Top().Intent, p: res.Accept, inScope: res.InScope}
	row.got = row.top
	if res.Accept < r.model.Threshold() {
		row.got = nlu.OutOfScope
	}
	r.rows = append(r.rows, row)
}

func (r intentRow) isInScope() bool { return r.example.Intent != nlu.OutOfScope }
func (r intentRow) isRight() bool   { return r.isInScope() && r.top == r.example.Intent }

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
func (r *intentRun) result(trainSeconds, budget float64) (IntentResult, error) {
	size := &countingWriter{n: r.size}
	if r.size == 0 {
		if err := r.model.Save(size); err != nil {
			return IntentResult{}, err
		}
	}
	res := IntentResult{
		Threshold: r.model.Threshold(), OOSShare: r.model.OOSShare(), TrainSeconds: trainSeconds, ModelBytes: float64(size.n),
		PredictP50: metrics.Percentile(r.took, 0.5), PredictP99: metrics.Percentile(r.took, 0.99),
		PerIntent: perIntent(r.rows), RiskCoverage: riskCoverage(r.rows), rows: r.rows,
	}
	res.BudgetFigures = budgetFigures(r.model, r.rows, budget)
	res.classify(r.rows)
	res.rank(r.rows)
	return res, nil
}

// classify computes what depends on the threshold.
func (res *IntentResult) classify(rows []intentRow) {
	want, got := make([]string, len(rows)), make([]string, len(rows))
	var inScope, inRight, inForced, rejected int
	for i, row := range rows {
		want[i], got[i] = row.example.Intent, row.got
		switch {
		case row.isInScope():
			inScope++
			inRight += count(row.got == want[i])
			inForced += count(row.isRight())
		case row.got == nlu.OutOfScope:
			rejected++
		}
	}
	res.Accuracy, res.MCC = metrics.Accuracy(want, got), metrics.MCC(want, got)
	res.InScope, res.InScopeForced = share(inRight, inScope), share(inForced, inScope)
	if inScope < len(rows) {
		recall := share(rejected, len(rows)-inScope)
		res.OOSRecall = &recall
	}
}

// rank computes what depends on the probabilities alone.
func (res *IntentResult) rank(rows []intentRow) {
	p, scope := make([]float64, len(rows)), make([]float64, len(rows))
	right, in := make([]bool, len(rows)), make([]bool, len(rows))
	var given []float64 // P(right), given that the row is in scope
	var givenRight []bool
	for i, row := range rows {
		p[i], scope[i], right[i], in[i] = row.p, row.inScope, row.isRight(), row.isInScope()
		if in[i] {
			given, givenRight = append(given, row.p/max(row.inScope, 1e-9)), append(givenRight, right[i])
		}
	}
	res.AURC, res.ECE, res.ECEInScope = metrics.AURC(p, right), metrics.ECE(p, right, eceBins), metrics.ECE(given, givenRight, eceBins)
	if len(given) > 0 && len(given) < len(rows) {
		byScope, byAccept := metrics.AUROC(scope, in), metrics.AUROC(p, in)
		res.AUROC, res.AUROCAccept = &byScope, &byAccept
	}
}

// eceBins are the bins of the calibration error and of the reliability diagram.
const eceBins = 15

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
		out = append(out, IntentFigures{Intent: name, Examples: t.want, PRF: metrics.Counts(t.hit, t.got, t.want)})
	}
	slices.SortFunc(out, func(a, b IntentFigures) int { return cmp.Compare(a.Intent, b.Intent) })
	return out
}
