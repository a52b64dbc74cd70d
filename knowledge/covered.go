package knowledge

import "math"

// models are what tells of a language's passages whether they answer.
type models struct {
	first answerability // P(the passage answers), by which passages are given out
	any   answerability // P(some passage answers), by the signals of the first one
}

// shipped serves languages with too few questions of their own.
var shipped = models{first: defaultFirst, any: defaultAny}

// defaultAny was learnt with defaultFirst, from the same questions. Of one whose answer
// stands second, the lead of the first says nothing against it.
var defaultAny = answerability{bias: -2.04, weights: signals{
	coverage: 0.53, evidence: 3.05, sameQuestion: 2.17, margin: 0.42, agreement: -0.24, unknown: -0.46, intent: 0.55,
	otherIntent: 1.34, kind: 0.53, subject: 1.08, lost: -0.46, narrow: 2.70, only: 0.91, spot: 1.68,
	nearness: 2.67, strange: -3.35, alone: -0.35, wordy: 2.08,
}}

// softness is how much BM25 a passage must lead by for another to count a third of it.
const softness = 4.0

// middling is the number of content words of a question at which wordy is one half.
const middling = 5

// crowded notes how far each candidate stands alone among all that were found: its share
// of the softmax of their BM25, without the other passages of its article.
func crowded(found []*candidate) {
	if len(found) == 0 {
		return
	}
	top := 0.0
	for _, c := range found {
		top = max(top, c.lexical)
	}
	all, own := 0.0, make([]float64, len(found[0].search.found))
	for _, c := range found {
		e := math.Exp((c.lexical - top) / softness)
		all += e
		own[c.number] += e
	}
	for _, c := range found {
		e := math.Exp((c.lexical - top) / softness)
		c.signals[alone] = e / (e + all - own[c.number])
	}
}

// anyAnswers is P(the base answers a question), in whichever passage; first is the first of
// what was found for it. What raised its own probability beyond its signals (a known
// question word for word, an embedder, a likelier section) speaks for the base too.
func anyAnswers(first *candidate) float64 {
	if first.search.foreign { // its words say nothing
		return first.p
	}
	m := first.search.part.models
	p := m.any.probability(first.signals) * (1 - mostRefused*first.refused)
	if first.p > m.first.probability(first.signals) {
		return max(p, first.p)
	}
	return p
}

// forFirst are examples without what tells of the question and of the others that were
// found: it was no use for P(the passage answers).
func forFirst(examples []example) []example {
	out := make([]example, len(examples))
	for i, e := range examples {
		e.x[alone], e.x[wordy] = 0, 0
		out[i] = e
	}
	return out
}

// forAny are examples of P(some passage answers).
func forAny(examples []example) []example {
	out := make([]example, len(examples))
	for i, e := range examples {
		e.right = e.covered
		out[i] = e
	}
	return out
}
