package knowledge

import (
	"cmp"
	"math"
	"slices"
	"strings"
)

// signals are what the answerability model looks at, each between 0 and 1
// (margin between -1 and 1).
type signals [nSignals]float64

const (
	coverage     = iota // share of the question's weight that the passage has
	evidence            // that weight itself, squashed: two rare words tell more than one
	strength            // BM25 over the most that this question could score
	nearness            // cosine above that of a random passage
	sameQuestion        // fit with the best known question of the article
	margin              // lead over the best passage of another article, in the fused score
	agreement           // 1 over the place in the vector ranking
	unknown             // share of the question's weight in words that no passage has
	intent              // the article is about the intent that the question probably has
	nSignals
)

// answerability is a logistic model of P(the passage answers the question).
type answerability struct {
	bias    float64
	weights signals
}

// probability applies the model. With an embedder's vectors (meaning) a
// passage can answer without sharing a word, which a model of words alone
// would never believe: then nearness alone may carry it.
func (m answerability) probability(x signals, meaning bool) float64 {
	z := m.bias
	for i, v := range x {
		z += m.weights[i] * v
	}
	p := 1 / (1 + math.Exp(-z))
	if meaning {
		near := 1 / (1 + math.Exp(-nearSlope*(x[nearness]-nearMiddle)))
		p = max(p, near*nearCeiling)
	}
	return p
}

// What an embedder's nearness alone is worth. Without labelled data for the
// model in use this is cautious: at half way between a random passage and an
// identical text it is as good as a coin, and it never gives certainty.
const (
	nearSlope   = 12
	nearMiddle  = 0.5
	nearCeiling = 0.85
)

// defaultModel serves languages with too few questions of their own.
var defaultModel = answerability{bias: -2, weights: signals{coverage: 2, strength: 2, nearness: 2, sameQuestion: 3, margin: 2, intent: 0.7}}

// How the model is taught by the shop's own questions.
const (
	minQuestions  = 30  // fewer teach nothing
	maxQuestions  = 400 // more take time and add little
	priorStrength = 12  // how many examples the shipped model counts for, a weight
)

// example is a question with its outcome, for fitting.
type example struct {
	x     signals
	right bool
}

// teach fits the answerability model of a language by the base itself: each
// question that an article gives is asked while that question is hidden (the
// article should be found) and asked again while the whole article is hidden
// (nothing should be). The shipped model is the prior, so that a few questions
// move it little.
func (b *Base) teach(p *partition) answerability {
	var qs []*question
	for _, q := range p.questions {
		if !q.title && !strings.EqualFold(q.text, q.held.article.Title) {
			qs = append(qs, q)
		}
	}
	if len(qs) < minQuestions {
		return defaultModel
	}
	slices.SortFunc(qs, func(a, b *question) int { return cmp.Compare(a.id, b.id) })
	step := max(1, len(qs)/maxQuestions)
	var examples []example
	for i := 0; i < len(qs); i += step {
		q := qs[i]
		for _, answerable := range []bool{true, false} {
			s := b.newSearch(p, Query{Text: q.text, K: 1}, nil)
			s.hide = q.id
			s.keep = func(h *held) bool { return answerable || h != q.held }
			if found := s.run(); len(found) > 0 {
				examples = append(examples, example{found[0].signals, found[0].entry.held == q.held})
			}
		}
	}
	return fit(defaultModel, examples, priorStrength)
}

// fit finds the weights of largest posterior probability under a normal prior
// around start, by gradient ascent with steps that shrink when they fail.
func fit(start answerability, examples []example, prior float64) answerability {
	m, rate := start, 1.0/float64(max(len(examples), 1))
	loss := posterior(m, start, examples, prior)
	for range 300 {
		g := gradient(m, start, examples, prior)
		next := m
		next.bias += rate * g.bias
		for i := range next.weights {
			next.weights[i] += rate * g.weights[i]
		}
		l := posterior(next, start, examples, prior)
		if l > loss {
			rate /= 2
			continue
		}
		m, loss, rate = next, l, rate*1.2
	}
	return m
}

// posterior is the negative logarithm of the posterior probability, up to a
// constant.
func posterior(m, start answerability, examples []example, prior float64) float64 {
	loss := 0.0
	for _, e := range examples {
		p := m.probability(e.x, false)
		if !e.right {
			p = 1 - p
		}
		loss -= math.Log(max(p, 1e-12))
	}
	for i := range m.weights {
		d := m.weights[i] - start.weights[i]
		loss += prior / 2 * d * d / priorSpread
	}
	d := m.bias - start.bias
	return loss + prior/2*d*d/priorSpread
}

// priorSpread is the variance that one unit of prior strength stands for.
const priorSpread = 4

func gradient(m, start answerability, examples []example, prior float64) answerability {
	var g answerability
	for _, e := range examples {
		d := -m.probability(e.x, false)
		if e.right {
			d++
		}
		g.bias += d
		for i, v := range e.x {
			g.weights[i] += d * v
		}
	}
	for i := range g.weights {
		g.weights[i] -= prior * (m.weights[i] - start.weights[i]) / priorSpread
	}
	g.bias -= prior * (m.bias - start.bias) / priorSpread
	return g
}
