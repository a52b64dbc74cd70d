package nlu

import (
	"fmt"
	"math"
)

// DefaultOOSShare is the share of messages that belong to no intent where nobody
// says otherwise: in training, in the comparison of models and in bot.oos_share.
const DefaultOOSShare = 0.4

// acceptor gives the probability that the first intent is right: that the
// message is in scope, under a stated share of messages that are not, times that
// the intent is right if it is.
type acceptor struct {
	scope, right [evidences]float64 // logistic weights of the evidence; scope is at fittedShare
}

// fittedShare is the out-of-scope share at which scope's weights are fitted.
const fittedShare = 0.3

// belief is what the accept model says of one text: log odds of being in scope
// at fittedShare, and of the first intent being right if it is in scope.
type belief struct{ scope, right float64 }

func (a *acceptor) believe(e *evidence) belief {
	return belief{scope: dot(a.scope[:], e[:]), right: dot(a.right[:], e[:])}
}

// at turns a belief into the probabilities of being in scope and of being in
// scope with the first intent right, where share of the messages are out of
// scope: prior odds are exchanged by Bayes' rule.
func (b belief) at(share float64) (scope, accept float64) {
	scope = 1
	if share > 0 {
		scope = sigmoid(b.scope + logOdds(fittedShare) - logOdds(share))
	}
	return scope, scope * sigmoid(b.right)
}

func logOdds(p float64) float64 { return math.Log(p / (1 - p)) }

// WithOOSShare is the model for a shop where share of the messages belong to no
// intent, at least 0 and below 1: Accept, Threshold and ThresholdFor follow it. The
// model itself stays as it is.
func (m *Model) WithOOSShare(share float64) (*Model, error) {
	if !(share >= 0 && share < 1) {
		return nil, fmt.Errorf("out-of-scope share %v is not at least 0 and below 1", share)
	}
	c := *m
	if share == m.share {
		return &c, nil // as it is
	}
	c.share = share
	c.info.OOSShare = share
	c.threshold = bestThreshold(c.judgedAt(share), len(c.intents))
	c.info.Threshold = c.threshold
	c.settle()
	return &c, nil
}

// settle derives what depends on the share and on what was held out.
func (m *Model) settle() {
	m.trials = newTrials(m.held, m.share, nil)
	m.sure = m.ThresholdFor(partsBudget).Threshold
}

// OOSShare is the share of out-of-scope messages that Accept assumes.
func (m *Model) OOSShare() float64 { return m.share }

// leastForEstimate is how many messages an estimate of the out-of-scope share
// needs; fewer say less than the default.
const leastForEstimate = 50

// EstimateOOSShare estimates which share of the texts belongs to no intent, from
// the texts alone, by the expectation maximisation of Saerens, Latinne and
// Decaestecker (Neural Computation 2002). It assumes that what is out of scope
// looks like what training took for it. Below 50 texts it gives the model's own
// share.
func (m *Model) EstimateOOSShare(texts []string) float64 {
	var odds []float64
	for _, text := range texts {
		if r, b := m.read(text, ""); len(r.Intents) > 0 {
			odds = append(odds, b.scope)
		}
	}
	if len(texts) < leastForEstimate {
		return m.share
	}
	unread := float64(len(texts) - len(odds)) // not a known word: out of scope
	share := fittedShare
	for range 200 {
		out := unread
		for _, o := range odds {
			scope, _ := belief{scope: o}.at(share)
			out += 1 - scope
		}
		next := min(max(out/float64(len(texts)), 0.001), 0.99)
		if math.Abs(next-share) < 1e-5 {
			return next
		}
		share = next
	}
	return share
}
