package gaps

import "math"

// Labelled is a question with the name of what it asks.
type Labelled struct {
	Asked Asked
	Label string
}

// Weights are what two questions are compared by; see [Grouper].
type Weights struct {
	SameLang, OtherLang likeness
	Joins               float64 // see [joins]
}

// Shipped are the weights that serve.
func Shipped() Weights { return Weights{sameLang, otherLang, joins} }

// Fit finds the weights of likeness by logistic regression over all pairs of
// labelled questions, those of one language and those of two each for themselves.
// Pairs that ask the same count so much more that they are a fifth of all: a
// question is compared with its nearest groups, not with any. Joins stays as it is:
// choose it by clustering.
func Fit(questions []Labelled) Weights {
	g := NewGrouper(nil)
	for i := range questions {
		questions[i].Asked.prepare(g.analyzer)
		g.rare.add(&questions[i].Asked)
	}
	for i := range questions {
		g.rare.weigh(&questions[i].Asked)
	}
	var same, other []pair
	for i := range questions {
		for j := range i {
			a, b := &questions[i], &questions[j]
			p := pair{g.rare.compare(&a.Asked, &b.Asked), a.Label == b.Label}
			if a.Asked.Lang == b.Asked.Lang {
				same = append(same, p)
			} else {
				other = append(other, p)
			}
		}
	}
	return Weights{SameLang: regress(same), OtherLang: regress(other), Joins: joins}
}

// Where the intent stands among the weights, and how far it may bring two questions
// that have nothing else in common, in units of log odds: not as far as [joins].
const (
	intentAt     = 2
	mostByIntent = 0.4
)

type pair struct {
	signals
	same bool
}

// regress minimises the weighted log loss with a little decay by Newton's method
// along each coordinate in turn: the problem is convex and has few weights. No signal
// counts against its sense.
func regress(pairs []pair) likeness {
	positives := 0.0
	for _, p := range pairs {
		if p.same {
			positives++
		}
	}
	up := (float64(len(pairs)) - positives) / max(positives, 1) / 4
	const decay = 1e-2
	var w [6]float64
	for range 200 {
		for k := range w {
			gradient, curve := decay*w[k], decay
			for _, p := range pairs {
				x := [6]float64{1, p.forms, p.intent, p.concepts, p.names, p.clash}
				if x[k] == 0 {
					continue
				}
				z := 0.0
				for i := range w {
					z += w[i] * x[i]
				}
				q := 1 / (1 + math.Exp(-z))
				if p.same {
					gradient += up * (q - 1) * x[k]
					curve += up * q * (1 - q) * x[k] * x[k]
				} else {
					gradient += q * x[k]
					curve += q * (1 - q) * x[k] * x[k]
				}
			}
			w[k] -= gradient / curve
			switch k {
			case 0:
			case intentAt: // nor do two questions ask the same because they have an intent: many have one
				w[k] = min(max(w[k], 0), mostByIntent-w[0])
			case len(w) - 1:
				w[k] = min(w[k], 0) // what differs is no reason to be alike
			default:
				w[k] = max(w[k], 0) // nor is what is shared one to differ
			}
		}
	}
	return likeness{w[0], w[1], w[2], w[3], w[4], w[5]}
}
