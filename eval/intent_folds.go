package eval

import (
	"context"
	"maps"
	"math/rand/v2"
	"slices"

	"frontdesk/bot/nlu"
	"frontdesk/eval/metrics"
)

// crossValidateIntents trains on all folds but one and tests on that one, for
// each fold.
func crossValidateIntents(ctx context.Context, o IntentOptions) (IntentResult, error) {
	file, err := readTraining(o.Train)
	if err != nil {
		return IntentResult{}, err
	}
	fold := dealFolds(file.Examples, o.Folds, o.Seed)
	var left map[string]int
	if o.NearMisses {
		left = dealIntents(file.Examples, o.Folds, o.Seed)
	}
	var results []IntentResult
	var all []intentRow
	for f := range o.Folds {
		train, test := split(file.Examples, fold, f, left)
		m, seconds, err := trainOn(ctx, o, train)
		if err != nil {
			return IntentResult{}, err
		}
		if m, err = o.withShare(m, test); err != nil {
			return IntentResult{}, err
		}
		run := intentRun{model: m, now: o.Now}
		for _, e := range test {
			run.predict(e)
		}
		res, err := run.result(seconds, o.Budget)
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
	out.PerIntent, out.RiskCoverage, out.rows = perIntent(all), riskCoverage(all), all
	var pooled IntentResult // bins of one fold hold too few rows: their error is noise
	pooled.rank(all)
	out.ECE, out.ECEInScope = pooled.ECE, pooled.ECEInScope
	return out, nil
}

// split parts the examples for fold f. Those of an intent that this fold leaves
// out are not trained on, and tested as none.
func split(examples []nlu.Example, fold []int, f int, left map[string]int) (train, test []nlu.Example) {
	for i, e := range examples {
		at, dealt := left[e.Intent]
		out := dealt && at == f
		switch {
		case fold[i] == f && out:
			e.Intent = nlu.OutOfScope
			test = append(test, e)
		case fold[i] == f:
			test = append(test, e)
		case !out:
			train = append(train, e)
		}
	}
	return train, test
}

// dealIntents deals the intents over the folds that leave them out.
func dealIntents(examples []nlu.Example, folds int, seed uint64) map[string]int {
	left := map[string]int{}
	for _, e := range examples {
		if e.Intent != nlu.OutOfScope {
			left[e.Intent] = 0
		}
	}
	names := slices.Sorted(maps.Keys(left))
	rng := rand.New(rand.NewPCG(seed, 0x6c656674))
	for n, i := range rng.Perm(len(names)) {
		left[names[i]] = n % folds
	}
	return left
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
	plain("ece_in_scope", func(r *IntentResult) *float64 { return &r.ECEInScope })
	plain("oos_share", func(r *IntentResult) *float64 { return &r.OOSShare })
	plain("coverage_at_precision_80", func(r *IntentResult) *float64 { return &r.CoverageAt80 })
	plain("coverage_at_budget_5", func(r *IntentResult) *float64 { return &r.Coverage5 })
	plain("coverage_at_budget_10", func(r *IntentResult) *float64 { return &r.Coverage10 })
	plain("threshold", func(r *IntentResult) *float64 { return &r.Threshold })
	plain("train_seconds", func(r *IntentResult) *float64 { return &r.TrainSeconds })
	plain("predict_us_p50", func(r *IntentResult) *float64 { return &r.PredictP50 })
	plain("predict_us_p99", func(r *IntentResult) *float64 { return &r.PredictP99 })
	plain("model_bytes", func(r *IntentResult) *float64 { return &r.ModelBytes })
	out.OOSRecall = mean("oos_recall", func(r IntentResult) *float64 { return r.OOSRecall })
	out.AUROC = mean("auroc", func(r IntentResult) *float64 { return r.AUROC })
	out.AUROCAccept = mean("auroc_accept", func(r IntentResult) *float64 { return r.AUROCAccept })
	out.Error5 = mean("error_at_budget_5", func(r IntentResult) *float64 { return r.Error5 })
	out.Error10 = mean("error_at_budget_10", func(r IntentResult) *float64 { return r.Error10 })
	out.Sure5 = !slices.ContainsFunc(list, func(r IntentResult) bool { return !r.Sure5 })
	out.Sure10 = !slices.ContainsFunc(list, func(r IntentResult) bool { return !r.Sure10 })
	if list[0].Budget != nil {
		out.Budget = list[0].Budget
		out.BudgetThreshold = mean("budget_threshold", func(r IntentResult) *float64 { return r.BudgetThreshold })
		out.BudgetCoverage = mean("coverage_at_budget", func(r IntentResult) *float64 { return r.BudgetCoverage })
		out.BudgetError = mean("error_at_budget", func(r IntentResult) *float64 { return r.BudgetError })
	}
	return out
}
