package nlu

import "slices"

// Model classifies messages. It never changes and is safe for concurrent use.
type Model struct {
	analyzer  *Analyzer
	learner   *learner
	intents   []string
	lang      string // of the examples, empty for several
	stack     stack
	acceptor  acceptor
	share     float64   // of messages expected out of scope
	held      []heldOut // the cross-validation, to choose thresholds from
	threshold float64
	trials    *trials // held at share, surest first
	sure      float64 // cut-off of partsBudget
	info      Info
	whole     *Model // that it shares its weights with; nil: its own
}

// Info says what a model is and how good it was on its own training data, by
// cross-validation.
type Info struct {
	Format    int     `json:"format"`
	DataHash  string  `json:"data_hash"` // DataHash of the examples
	Examples  int     `json:"examples"`
	Intents   int     `json:"intents"`
	Features  int     `json:"features"`
	Accuracy  float64 `json:"accuracy"`  // in scope, without threshold, 0 to 1
	ECE       float64 `json:"ece"`       // expected calibration error of Accept, 0 to 1
	Threshold float64 `json:"threshold"` // Accept below it counts as out of scope
	OOSShare  float64 `json:"oos_share"` // of messages expected to belong to no intent
}

func newModel(a *Analyzer, l *learner) *Model { return &Model{analyzer: a, learner: l} }

// Info describes the model.
func (m *Model) Info() Info { return m.info }

// Intents are the intents the model tells apart, sorted. OutOfScope is not
// among them.
func (m *Model) Intents() []string { return slices.Clone(m.intents) }

// Threshold is the Accept value below which a message counts as out of scope,
// tuned on the training data alone.
func (m *Model) Threshold() float64 { return m.threshold }

// Analyzer is what the model reads text with.
func (m *Model) Analyzer() *Analyzer { return m.analyzer }

// maxIntents is how many intents a Result lists.
const maxIntents = 10

// Classify reads a message. lang is its language (ISO 639-1); empty takes that
// of the examples or, of a model in several languages, that of the message. It
// never fails: a text without a known word gets no
// intents and Accept 0.
func (m *Model) Classify(text, lang string) Result {
	r, _ := m.read(text, lang)
	return r
}

// read classifies a message and gives what the accept model believes of it.
func (m *Model) read(text, lang string) (Result, belief) {
	lang = m.analyzer.languageOf(text, lang, m.lang)
	s := m.analyzer.scratch()
	defer m.analyzer.release(s)
	m.analyzer.features(s, text, lang)
	ws := m.learner.pool.Get().(*workspace)
	defer m.learner.pool.Put(ws)
	if !m.learner.score(ws, s.document()) {
		return Result{OOV: 1}, belief{}
	}
	m.stack.mix(ws.scores, ws.posterior)
	_, evidence := m.learner.weighEvidence(ws.weigher.vec, ws.scores, ws.posterior)
	b := m.acceptor.believe(&evidence)
	scope, accept := b.at(m.share)
	return Result{
		Intents: m.rank(ws.posterior, scope, accept),
		Accept:  accept,
		InScope: scope,
		OOV:     ws.scores.novelty.words,
		belief:  b,
	}, b
}

// rank turns the distribution over intents into probabilities of "this intent
// and in scope". The first intent has the probability that it is right; the
// others keep their proportions within what is left of scope.
func (m *Model) rank(posterior []float64, scope, accept float64) []Score {
	var best [maxIntents]int32
	order := best[:0]
	for k, p := range posterior {
		at := len(order)
		for at > 0 && posterior[order[at-1]] < p {
			at--
		}
		if at == maxIntents {
			continue
		}
		order = order[:min(len(order)+1, maxIntents)]
		copy(order[at+1:], order[at:])
		order[at] = int32(k)
	}
	rest := (scope - accept) / max(1-posterior[order[0]], 1e-12)
	out := make([]Score, len(order))
	for i := range out {
		k := order[i]
		out[i] = Score{Intent: m.intents[k], P: min(rest*posterior[k], accept)}
	}
	out[0].P = accept
	return out
}
