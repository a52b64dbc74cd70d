package nlu

import "math"

// judged is an observation as the accept model sees it.
type judged struct {
	heldOut
	evidence evidence
	fold     int
	weight   float64
	p        float64 // Accept, by a model that did not see it
	inScope  float64 // probability of being in scope, likewise
}

// heldOut is what a model keeps of an observation to choose thresholds from.
type heldOut struct {
	belief
	kind obsKind
	top  int // in the full list of intents
	want int // in the full list of intents, outside for out of scope
}

func (h *heldOut) isRight() bool   { return h.top == h.want }
func (h *heldOut) isOutside() bool { return h.kind != obsInScope }

// beliefStep is the precision to which beliefs are kept, in nats.
const beliefStep = 1.0 / 1000

// round cuts a belief to what the artefact keeps.
func (b belief) round() belief {
	cut := func(x float64) float64 {
		return float64(int(math.Round(max(-32, min(32, x))/beliefStep))) * beliefStep
	}
	return belief{cut(b.scope), cut(b.right)}
}

// judge collects the evidence on each observation.
func judge(obs []observation, w *stack) []judged {
	out := make([]judged, len(obs))
	for i, o := range obs {
		p := make([]float64, len(o.of[0]))
		w.mix(o.scores, p)
		top, e := o.learner.weighEvidence(o.vector, o.scores, p)
		j := judged{heldOut: heldOut{kind: o.kind, top: int(o.class[top]), want: outside}, evidence: e, fold: o.fold}
		if o.kind == obsInScope {
			j.want = int(o.class[o.want])
		}
		out[i] = j
	}
	return out
}

// sourceParts are how much of the out-of-scope mass each source stands for,
// where there is more than one: what the shop rejected and near misses count
// alike, background text a little.
var sourceParts = [obsKinds]float64{obsOutside: 1, obsClassLeft: 1, obsBackground: 0.1}

// weigh gives each observation its weight, so that share of the whole is out of
// scope. most bounds one's weight; what a small source then lacks the others
// bear, as far as they may.
func weigh(list []heldOut, share, most float64) []float64 {
	var count, mass [obsKinds]float64
	for i := range list {
		count[list[i].kind]++
	}
	left, parts := count[obsInScope]*share/(1-share), 0.0
	for k, part := range sourceParts {
		if count[k] > 0 {
			parts += part
		}
	}
	for _, k := range []obsKind{obsBackground, obsOutside, obsClassLeft} { // the largest last
		if count[k] == 0 {
			continue
		}
		mass[k] = min(left*sourceParts[k]/parts, most*count[k])
		left, parts = left-mass[k], parts-sourceParts[k]
	}
	mass[obsInScope] = count[obsInScope]
	out := make([]float64, len(list))
	for i := range list {
		out[i] = mass[list[i].kind] / count[list[i].kind]
	}
	return out
}

// judgedAt is what the model kept of its cross-validation, as it looks where
// share of the messages are out of scope.
func (m *Model) judgedAt(share float64) []judged {
	weights := weigh(m.held, share, math.Inf(1))
	out := make([]judged, len(m.held))
	for i, h := range m.held {
		out[i] = judged{heldOut: h, weight: weights[i]}
		out[i].inScope, out[i].p = h.at(share)
	}
	return out
}

// acceptRidge pulls the accept model's weights to those fitted on public data
// sets (acceptPrior), in observations: few examples hardly move them, thousands
// do. Chosen by cross-validation on training files.
const acceptRidge = 100

// fitAcceptor fits the accept model on all folds but one, -1 for none left out.
// Without out-of-scope observations the prior alone tells scope.
func fitAcceptor(list []judged, weights []float64, prior *acceptPrior, leave int) acceptor {
	var scope, right logit
	outsiders := false
	for i := range list {
		j := &list[i]
		if j.fold == leave {
			continue
		}
		z := prior.standardise(&j.evidence)
		scope.add(z[:], !j.isOutside(), weights[i])
		if j.isOutside() {
			outsiders = true
		} else {
			right.add(z[:], j.isRight(), 1)
		}
	}
	inScope := prior.Scope[:]
	if outsiders {
		inScope = scope.fit(inScope, acceptRidge)
	}
	return acceptor{scope: prior.restore(inScope), right: prior.restore(right.fit(prior.Right[:], acceptRidge))}
}

// crossFit fits the accept model and believes each observation by a fit on the
// other folds, so that what thresholds are chosen from was not fitted on.
func crossFit(list []judged, prior *acceptPrior) acceptor {
	held := make([]heldOut, len(list))
	folds := 0
	for i := range list {
		held[i] = list[i].heldOut
		folds = max(folds, list[i].fold+1)
	}
	weights := weigh(held, fittedShare, math.Inf(1))
	for f := range folds {
		a := fitAcceptor(list, weights, prior, f)
		for i := range list {
			if list[i].fold == f {
				list[i].belief = a.believe(&list[i].evidence).round()
			}
		}
	}
	return fitAcceptor(list, weights, prior, -1)
}
