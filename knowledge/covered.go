package knowledge

import "math"

// models are what tells of a language's passages whether they answer.
type models struct {
	first answerability // P(the passage answers), by which passages are given out
	any   answerability // P(some passage answers), by the signals of the first one
}

// shipped serves languages with too few questions of their own.
var shipped = models{first: defaultFirst, any: defaultAny}

// shippedAbroad serves questions in another language than the passages. It was learnt from
// those of the same shops; words tell less there, and what an intent alone is worth is told
// by a signal.
var shippedAbroad = models{first: abroadFirst, any: abroadAny}

var abroadFirst = answerability{bias: -1.71, weights: signals{
	coverage: 0.15, evidence: 2.44, sameQuestion: 3.91, margin: 0.35, agreement: -0.08, unknown: -1.09, intent: -0.07,
	otherIntent: -0.96, kind: 0.34, subject: -0.50, lost: -0.64, narrow: 1.05, only: 0.57, spot: 0.98,
	nearness: 1.56, strange: -1.06, bridged: 2.37, lacking: -0.27,
}}

var abroadAny = answerability{bias: -0.49, weights: signals{
	coverage: 0.24, evidence: 2.02, sameQuestion: 3.18, margin: 0.32, agreement: 0.15, unknown: -1.53, intent: 0.46,
	otherIntent: 0.07, kind: 0.71, subject: -1.25, lost: -0.53, narrow: 2.80, only: -1.04, spot: 1.43,
	nearness: 1.66, strange: -1.32, alone: -0.74, wordy: 0.86, bridged: 2.23, lacking: -0.70,
}}

// shippedSole serves questions to a shop that has written in one language, in another one. A
// passage is right there more often than the same signals say where several languages
// compete. It was learnt from questions in whose language nothing is written, and from those to
// the same shops with one of their languages; they did not tell better whether there is an
// answer at all.
var shippedSole = models{first: soleFirst, any: abroadAny}

var soleFirst = answerability{bias: -1.49, weights: signals{
	coverage: -0.09, evidence: 1.91, sameQuestion: 1.40, margin: 0.51, agreement: 0.35, unknown: -0.45, intent: 0.81,
	otherIntent: -0.45, kind: 0.82, subject: 0.11, lost: -0.47, narrow: 0.55, only: 0.68, spot: 0.63,
	nearness: 1.19, strange: -2.36, bridged: 2.12, lacking: -0.51,
}}

// defaultAny was learnt with defaultFirst, from the same questions. Of one whose answer
// stands second, the lead of the first says nothing against it.
var defaultAny = answerability{bias: -1.93, weights: signals{
	coverage: 0.38, evidence: 3.04, sameQuestion: 2.13, margin: 0.40, agreement: -0.32, unknown: -0.43, intent: 0.88,
	otherIntent: 1.61, kind: 0.47, subject: 1.05, lost: -0.32, narrow: 2.92, only: 0.88, spot: 1.42,
	nearness: 3.31, strange: -4.14, alone: -0.43, wordy: 1.84, lacking: -0.48,
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
	m := first.search.models()
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
		e.x[alone], e.x[wordy], e.x[otherLanguage], e.x[unspoken] = 0, 0, 0, 0
		out[i] = e
	}
	return out
}

// forAny are examples of P(some passage answers).
func forAny(examples []example) []example {
	out := make([]example, len(examples))
	for i, e := range examples {
		e.right, e.x[otherLanguage], e.x[unspoken] = e.covered, 0, 0
		out[i] = e
	}
	return out
}
