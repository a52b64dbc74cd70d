package nlu

import (
	"context"
	"fmt"
)

// HoldOut gives for each example the intent that a model trained without its
// fold takes it for, without threshold; empty for one that always stays in
// training (the only one of its intent), and for one out of scope. It tells which
// examples contradict the others, and how good the data is by language.
func HoldOut(ctx context.Context, examples []Example, folds int, opt Options) ([]string, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return nil, err
	}
	set, err := readExamples(examples, opt.Analyzer)
	if err != nil {
		return nil, err
	}
	set.background = nil
	opt.forSize(len(set.docs))
	f := newFolding(set.labels, len(set.intents), folds, opt.Seed)
	for k := range f.group {
		f.group[k] = -1 // every intent takes part in every fold
	}
	out := make([]string, len(examples))
	for n := range folds {
		obs, err := observeFold(ctx, set, f, n, opt)
		if err != nil {
			return nil, fmt.Errorf("hold out fold %d: %w", n+1, err)
		}
		w := fitStack(obs)
		for _, o := range obs {
			if o.kind != obsInScope {
				continue
			}
			p := make([]float64, len(o.of[0]))
			w.mix(o.scores, p)
			top, _, _ := best2(p)
			out[o.row] = set.intents[o.class[top]]
		}
	}
	return out, nil
}
