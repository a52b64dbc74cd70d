package nlu

import (
	"context"
	"math/rand/v2"
	"slices"
)

// folding assigns every example to a fold and every intent to a group that is
// left out together.
type folding struct {
	fold  []int // by example; -1: always trained on
	group []int // by intent
	folds int
}

// leastGroups bounds how many intents a fold leaves out: without them the others
// are told apart more easily than they will be.
const leastGroups = 5

// newFolding deals each intent's examples over the folds at random. An intent
// with one example stays in training; intents are left out only where at least
// two remain.
func newFolding(labels []int32, intents, folds int, seed uint64) folding {
	rng := rand.New(rand.NewPCG(seed, 0x666f6c64))
	byLabel := make([][]int, intents+1) // the last: out of scope
	for i, l := range labels {
		if l == outside {
			l = int32(intents)
		}
		byLabel[l] = append(byLabel[l], i)
	}
	f := folding{fold: make([]int, len(labels)), group: make([]int, intents), folds: folds}
	for _, rows := range byLabel {
		rng.Shuffle(len(rows), func(i, j int) { rows[i], rows[j] = rows[j], rows[i] })
		offset := rng.IntN(folds)
		for n, row := range rows {
			f.fold[row] = (n + offset) % folds
			if len(rows) == 1 {
				f.fold[row] = -1
			}
		}
	}
	for n, k := range rng.Perm(intents) {
		f.group[k] = n % max(folds, leastGroups) // a group without a fold stays in
		if intents <= folds {
			f.group[k] = -1 // too few intents to learn what an unknown one looks like
		}
	}
	return f
}

// crossValidate scores every example by models that saw neither it nor, for the
// out-of-scope observations, its whole intent. names are the intents' names as
// examples of their own.
func crossValidate(ctx context.Context, set *trainingSet, opt Options) ([]observation, error) {
	f := newFolding(set.labels, len(set.intents), opt.foldsFor(len(set.docs)), opt.Seed)
	var out []observation
	for n := range f.folds {
		obs, err := observeFold(ctx, set, f, n, opt)
		if err != nil {
			return nil, err
		}
		out = append(out, obs...)
		opt.told(n+1, f.folds+1)
	}
	return out, nil
}

// observeFold trains without fold n's examples and without group n's intents,
// and scores both.
func observeFold(ctx context.Context, set *trainingSet, f folding, n int, opt Options) ([]observation, error) {
	class := make([]int32, len(set.intents)) // in this fold's model
	var kept []int32
	for k := range set.intents {
		class[k] = outside
		if f.group[k] != n {
			class[k] = int32(len(kept))
			kept = append(kept, int32(k))
		}
	}
	left := func(i int) bool { return set.labels[i] != outside && f.group[set.labels[i]] == n }
	var docs []document
	var labels []int32
	add := func(d document, label int32) {
		if label != outside {
			label = class[label]
		}
		docs, labels = append(docs, d), append(labels, label)
	}
	for i, d := range set.docs {
		if f.fold[i] != n && !left(i) {
			add(d, set.labels[i])
		}
	}
	var names []string
	for _, k := range kept {
		add(set.names[k], k)
		names = append(names, set.intents[k])
	}
	l, err := fitLearner(ctx, docs, labels, names, opt)
	if err != nil {
		return nil, err
	}
	ws := l.pool.Get().(*workspace)
	defer l.pool.Put(ws)
	var out []observation
	observe := func(d document, row, want int, kind obsKind) {
		l.score(ws, d)
		if _, nearest, _ := best2(ws.scores.of[memberNear]); kind == obsBackground && nearest >= backgroundCosine {
			return
		}
		v := vector{id: slices.Clone(ws.weigher.vec.id), val: slices.Clone(ws.weigher.vec.val)}
		out = append(out, observation{scores: ws.scores.keep(), learner: l, vector: v, class: kept, want: want, row: row, fold: n, kind: kind})
	}
	for i, d := range set.docs {
		label := set.labels[i]
		switch {
		case left(i):
			observe(d, i, outside, obsClassLeft)
		case f.fold[i] == n && label == outside:
			observe(d, i, outside, obsOutside)
		case f.fold[i] == n:
			observe(d, i, int(class[label]), obsInScope)
		}
	}
	for i, d := range set.background {
		if i%f.folds == n {
			observe(d, -1, outside, obsBackground)
		}
	}
	return out, nil
}
