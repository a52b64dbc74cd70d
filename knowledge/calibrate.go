package knowledge

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"frontdesk/knowledge/form"
)

// signals are what the answerability model looks at, each between 0 and 1
// (margin and kind between -1 and 1).
type signals [nSignals]float64

const (
	coverage      = iota // share of the question's weight that the passage has
	evidence             // that weight itself, squashed: two rare words tell more than one
	sameQuestion         // fit with the best known question of the article
	margin               // lead over the best passage of another article, as a share of the fused score
	agreement            // 1 over the place in the vector ranking
	unknown              // share of the question's weight in words that no passage has
	intent               // P(the question has an intent that the article is about)
	otherIntent          // P(the question has an intent that other articles are about and this one is not)
	kind                 // 1: it has the kind of answer that is asked for, -1: it has not, 0: no kind is asked for
	subject              // share of the weight of the content words that the article has, in any passage or question
	lost                 // how telling the most telling content word is that the article lacks; 1: no passage has it
	narrow               // intent, over the number of intents that the article is about
	only                 // intent, over the number of articles that are about it
	spot                 // P(the question has an intent that this very passage is about)
	nearness             // cosine of the built-in vectors above that of a random passage
	strange              // share of the subjects of their own that the question names and the article does not
	alone                // share of the passage among all that were found, a BM25 score counting exponentially; 1: nothing else has the words
	wordy                // how many content words the question has, squashed: of a long one less is met
	bridged              // P by the question's intent alone, of a passage in another language; see byIntent
	lacking              // share of the weight of the things that the question names and the article does not, under any name
	otherLanguage        // 1: the passage is in another language than the question
	unspoken             // 1: and nothing in the scope is written in the question's
	nSignals
)

// signalNames are those of the signals, in their order.
var signalNames = []string{
	"coverage", "evidence", "sameQuestion", "margin", "agreement", "unknown", "intent", "otherIntent",
	"kind", "subject", "lost", "narrow", "only", "spot", "nearness", "strange", "alone", "wordy", "bridged", "lacking", "otherLanguage", "unspoken",
}

// answerability is a logistic model of P(the passage answers the question).
type answerability struct {
	bias    float64
	weights signals
}

// probability applies the model.
func (m answerability) probability(x signals) float64 { return 1 / (1 + math.Exp(-m.logit(x))) }

func (m answerability) logit(x signals) float64 {
	z := m.bias
	for i, v := range x {
		z += m.weights[i] * v
	}
	return z
}

// byMeaning is the probability that nearness to an embedder's vector alone is
// worth. A passage can answer without sharing a word, which a model of words
// would never believe.
func byMeaning(near float64) float64 {
	return nearCeiling / (1 + math.Exp(-nearSlope*(near-nearMiddle)))
}

// What an embedder's nearness alone is worth. Without labelled data for the
// model in use this is cautious: at half way between a random passage and an
// identical text it is as good as a coin, and it never gives certainty.
const (
	nearSlope   = 12
	nearMiddle  = 0.5
	nearCeiling = 0.85
)

// defaultFirst serves languages with too few questions of their own. It was learnt by
// the command in learn_test.go on questions to eight shops, whole and with more and more
// of their articles left out, so that it knows small shops and what nothing answers.
var defaultFirst = answerability{bias: -3.49, weights: signals{
	coverage: 0.43, evidence: 3.67, sameQuestion: 2.58, margin: 1.50, agreement: -0.31, unknown: 0.07, intent: 0.21,
	otherIntent: -1.12, kind: 0.24, subject: 1.63, lost: 0.33, narrow: 2.29, only: 1.81, spot: 1.51,
	nearness: 3.42, strange: -3.95, lacking: -0.75,
}}

// What an intent alone is worth where question and article share no language, whatever
// words the dictionary gives them: passageTrust says how often, with the intent right, one passage of the
// article, chosen by the kind of answer and the countries it names, answers.
// Several articles about the intent share it. unlike is what is left where the
// kind, the countries, or the question's own subject are not there.
const (
	passageTrust = 0.8
	unlike       = 0.4
)

// byIntent is the probability that an intent alone is worth; trust is P(the intent is
// right and this article is meant), times passageTrust.
func byIntent(trust float64, q form.Question, c form.Content) float64 {
	p := trust
	if q.Wants != 0 && !c.Gives(q) {
		p *= unlike
	}
	return p * (unlike + (1-unlike)*c.Covers(q))
}

// A question that is, word for word, one that the content team put below an article
// is answered with it, however little else speaks for it: that is what they said.
const (
	sameFrom  = 0.9 // fit from which a question is taken to be the known one
	sameTrust = 0.9 // P that it is meant
)

// How the model is taught by the shop's own questions.
const (
	minQuestions     = 30        // fewer teach nothing
	maxQuestions     = 400       // more take time and add little
	leastTaught      = 50        // questions of the largest bases, where a search takes longer
	teachEffort      = 2_000_000 // questions times passages
	unanswerableOdds = 0.25      // how often shoppers ask what nothing answers, for each that something does
	priorRidge       = 4         // how firmly the shipped model is believed, see fit
)

// example is a question with its outcome, for fitting.
type example struct {
	x       signals
	right   bool    // the first hit answers
	covered bool    // some passage does
	weight  float64 // 0 is 1
}

// teach fits the models of a language by the base itself: each question that an
// article gives is asked while that question is hidden (the article should be found)
// and asked again while the whole article is hidden (nothing should be). The shipped
// models are the prior, so that a few questions move them little.
func (b *Base) teach(p *partition) models {
	var qs []*question
	for _, q := range p.questions {
		if !q.title && !strings.EqualFold(q.text, q.held.article.Title) {
			qs = append(qs, q)
		}
	}
	if len(qs) < minQuestions {
		return shipped
	}
	slices.SortFunc(qs, func(a, b *question) int { return cmp.Compare(a.id, b.id) })
	most := min(maxQuestions, max(leastTaught, teachEffort/max(p.body.Len(), 1)))
	examples := slices.Concat(inParts(sample(qs, most), func(part []*question) (out []example) {
		for _, q := range part {
			out = append(out, b.tried(p, q)...)
		}
		return out
	})...)
	return models{
		first: fit(shipped.first, forFirst(append(examples, b.refusedExamples(p, most)...)), priorRidge),
		any:   fit(shipped.any, forAny(examples), priorRidge),
	}
}

// tried asks a question that the base gives, with and without its article.
func (b *Base) tried(p *partition, q *question) (out []example) {
	asked := Query{Text: q.text, Lang: p.lang, K: 1}
	if b.cfg.Intents != nil {
		asked.Leans = b.cfg.Intents.Lean(q.text, asked.Lang)
	}
	for _, answerable := range []bool{true, false} {
		s := b.newSearch(p, asked, nil)
		s.hide = q.id
		s.keep = func(h *held) bool { return answerable || h != q.held }
		if found := s.run(); len(found) > 0 {
			e := example{x: found[0].signals, right: found[0].entry.held == q.held, covered: answerable}
			if !answerable {
				e.weight = unanswerableOdds
			}
			out = append(out, e)
		}
	}
	return out
}

// fit finds the weights of largest posterior probability under a normal prior
// around start, by Newton's method with step halving. ridge is the prior's precision: at 4, about
// a hundred examples weigh as much as the prior.
func fit(start answerability, examples []example, ridge float64) answerability {
	m := start
	loss := m.loss(start, examples, ridge)
	for range 30 {
		step := newton(m, start, examples, ridge)
		next, lower := m, loss
		for share := 1.0; share > leastStep; share /= 2 { // far from the top a whole step can lead away
			next = m.moved(step, share)
			if lower = next.loss(start, examples, ridge); lower <= loss {
				break
			}
		}
		if lower > loss-1e-9 {
			break
		}
		m, loss = next, lower
	}
	return m
}

// leastStep is the share of Newton's step below which none is taken.
const leastStep = 1e-4

func (m answerability) moved(step [nWeights]float64, share float64) answerability {
	m.bias += share * step[0]
	for i := range m.weights {
		m.weights[i] += share * step[i+1]
	}
	return m
}

// loss is the negative logarithm of the posterior probability, but for a constant.
func (m answerability) loss(start answerability, examples []example, ridge float64) float64 {
	square := (m.bias - start.bias) * (m.bias - start.bias)
	for i := range m.weights {
		square += (m.weights[i] - start.weights[i]) * (m.weights[i] - start.weights[i])
	}
	sum := ridge / 2 * square
	for _, e := range examples {
		z := m.logit(e.x)
		if !e.right {
			z = -z
		}
		sum += cmp.Or(e.weight, 1) * (math.Log1p(math.Exp(-math.Abs(z))) + max(-z, 0))
	}
	return sum
}

const nWeights = nSignals + 1 // with the bias, which comes first

// newton is the step from m to the top of the parabola that fits there.
func newton(m, start answerability, examples []example, ridge float64) [nWeights]float64 {
	var a [nWeights][nWeights + 1]float64 // the curvature and, last, the slope
	away := append([]float64{m.bias - start.bias}, make([]float64, nSignals)...)
	for i := range m.weights {
		away[i+1] = m.weights[i] - start.weights[i]
	}
	for i := range a {
		a[i][i] = ridge
		a[i][nWeights] = -ridge * away[i]
	}
	for _, e := range examples {
		p := m.probability(e.x)
		x := append([]float64{1}, e.x[:]...)
		y := -p
		if e.right {
			y++
		}
		weight := cmp.Or(e.weight, 1)
		for i := range x {
			for j := range x {
				a[i][j] += weight * p * (1 - p) * x[i] * x[j]
			}
			a[i][nWeights] += weight * y * x[i]
		}
	}
	return solve(a)
}

// solve is Gauss's elimination for a positive definite system, whose ridge
// keeps every pivot away from zero.
func solve(a [nWeights][nWeights + 1]float64) (x [nWeights]float64) {
	for i := range a {
		for j := i + 1; j < nWeights; j++ {
			f := a[j][i] / a[i][i]
			for k := i; k <= nWeights; k++ {
				a[j][k] -= f * a[i][k]
			}
		}
	}
	for i := nWeights - 1; i >= 0; i-- {
		x[i] = a[i][nWeights]
		for k := i + 1; k < nWeights; k++ {
			x[i] -= a[i][k] * x[k]
		}
		x[i] /= a[i][i]
	}
	return x
}
