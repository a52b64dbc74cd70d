package nlu

import (
	"context"
	"sync"
)

// document is a text as features.
type document struct {
	grams   []gram
	covered float32 // share of the tokens that are part of concepts
}

// document is what the scratch last read; its features are the scratch's memory.
func (s *scratch) document() document { return document{grams: s.grams, covered: s.covered} }

// learner is the members of the stack, fitted on one set of examples.
type learner struct {
	space   *space
	voices  *voices
	memory  *memory
	names   *sharedWords                            // nil: no names share words, or the examples suffice without
	about   [memberBayes - memberGist]*discriminant // by member from memberGist on; nil: the examples suffice without
	classes int
	pool    sync.Pool // *workspace
}

// workspace is the working memory of scoring one text.
type workspace struct {
	weigher    weigher
	similarity []float32
	sums       []pair
	names      []float32 // by word of names
	likely     []float32 // by class, to choose candidates by
	about      []float32 // what the text is about
	candidates []int32
	scores     *scores
	posterior  []float64
}

// fitLearner trains the members. labels give each document's class, outside for
// out of scope; names are those of the classes.
func fitLearner(ctx context.Context, docs []document, labels []int32, names []string, opt Options) (*learner, error) {
	classes := len(names)
	grams := make([][]gram, len(docs))
	for i, d := range docs {
		grams[i] = d.grams
	}
	sp := newSpace(grams)
	r := &rows{start: []int32{0}}
	var w weigher
	for i, d := range docs {
		v, _ := w.weigh(sp, d)
		r.add(v, labels[i])
	}
	m, err := trainMachines(ctx, r, isClass(classes), sp.size(), opt)
	if err != nil {
		return nil, err
	}
	l := newLearner(sp, remember(sp, r, classes), m, classes)
	if !opt.noNames {
		if l.names, err = learnNames(ctx, r, names, sp.size(), opt); err != nil {
			return nil, err
		}
	}
	if !opt.noGists {
		l.learnAbout(memberGist, r)
	}
	if !opt.noWords {
		l.learnAbout(memberWord, r)
	}
	return l, nil
}

// remembered is what follows from the training rows; they themselves are not kept.
type remembered struct {
	memory *memory
	gains  gains
}

func remember(sp *space, r *rows, classes int) remembered {
	m, g := newMemory(r, classes, sp)
	return remembered{m, g}
}

// newLearner derives what a learner needs from what its artefact keeps, but for
// what learnAbout adds.
func newLearner(sp *space, r remembered, m *machines, classes int) *learner {
	l := &learner{space: sp, voices: newVoices(m, r.gains, sp, classes), memory: r.memory, classes: classes}
	n := len(r.memory.scale)
	l.pool.New = func() any {
		return &workspace{
			similarity: make([]float32, n),
			sums:       make([]pair, classes),
			likely:     make([]float32, classes),
			scores:     newScores(classes),
			posterior:  make([]float64, classes),
		}
	}
	return l
}

// learnAbout adds a member that knows what words are about.
func (l *learner) learnAbout(member int, r *rows) {
	l.about[member-memberGist] = newDiscriminant(meaningsOf(member), l.space, r, l.classes)
}

// score reads a document into ws.scores. It reports whether any feature was
// known.
func (l *learner) score(ws *workspace, d document) bool {
	v, nov := ws.weigher.weigh(l.space, d)
	ws.scores.novelty = nov
	l.voices.score(v, ws.sums, ws.likely, ws.scores)
	ws.candidates = likeliest(ws.candidates[:0], ws.likely)
	l.memory.score(v, ws.candidates, ws.similarity, ws.scores)
	if l.names != nil {
		ws.names = cleared(ws.names, len(l.names.machines.scale))
		l.names.score(v, ws.names, ws.scores.of[memberName])
	}
	for i, about := range l.about {
		if about != nil {
			ws.about = meaning(about.source, ws.about, d)
			about.score(ws.about, ws.scores.of[memberGist+i])
		}
	}
	return len(v.id) > 0
}

// maxCandidates is how many of the likeliest classes are compared with their
// examples; the rest is out of the question.
const maxCandidates = 16

// likeliest appends the classes with the highest values, highest first.
func likeliest(dst []int32, likely []float32) []int32 {
	for k, x := range likely {
		at := len(dst)
		for at > 0 && likely[dst[at-1]] < x {
			at--
		}
		if at == maxCandidates {
			continue
		}
		if len(dst) < maxCandidates {
			dst = append(dst, 0)
		}
		copy(dst[at+1:], dst[at:])
		dst[at] = int32(k)
	}
	return dst
}
