package nlu

import (
	"context"
	"sync"
)

// document is a text as features.
type document struct {
	grams  []gram
	tokens int
}

// learner is the members of the stack, fitted on one set of examples.
type learner struct {
	space    *space
	machines *machines
	memory   *memory
	classes  int
	pool     sync.Pool // *workspace
}

// workspace is the working memory of scoring one text.
type workspace struct {
	weigher    weigher
	similarity []float32
	scores     *scores
	posterior  []float64
}

// fitLearner trains the members. labels give each document's class, outside for
// out of scope.
func fitLearner(ctx context.Context, docs []document, labels []int32, classes int, opt Options) (*learner, error) {
	grams := make([][]gram, len(docs))
	for i, d := range docs {
		grams[i] = d.grams
	}
	sp := newSpace(grams)
	r := &rows{start: []int32{0}}
	var w weigher
	for i, d := range docs {
		v, _ := w.weigh(sp, d.grams, d.tokens)
		r.add(v, labels[i])
	}
	m, err := trainMachines(ctx, r, classes, sp.size(), opt)
	if err != nil {
		return nil, err
	}
	return newLearner(sp, r, m, classes), nil
}

// newLearner derives what a learner needs from what its artefact keeps.
func newLearner(sp *space, r *rows, m *machines, classes int) *learner {
	l := &learner{space: sp, machines: m, memory: newMemory(r, classes, sp.size()), classes: classes}
	l.pool.New = func() any {
		return &workspace{
			similarity: make([]float32, r.len()),
			scores:     newScores(classes),
			posterior:  make([]float64, classes),
		}
	}
	return l
}

// score reads a document into ws.scores. It reports whether any feature was
// known.
func (l *learner) score(ws *workspace, d document) bool {
	v, nov := ws.weigher.weigh(l.space, d.grams, d.tokens)
	ws.scores.novelty = nov
	l.machines.score(v, ws.scores.of[memberMachine])
	l.memory.score(v, ws.similarity, ws.scores)
	return len(v.id) > 0
}
