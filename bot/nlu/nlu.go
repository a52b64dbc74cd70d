// Package nlu reads a shopper's message: which intents it holds and how likely
// the first one is right, which language it is in, what mood it carries, which
// order numbers, addresses and amounts it names, and whether it asks for a
// person.
//
// The package is a leaf: it does no input or output but for the readers and
// writers that it is handed, and needs no network, no model server and no
// pretrained weights. A Model is trained on labelled examples in seconds:
//
//  1. Analyzer splits the text into words (runes, for scripts without spaces)
//     and typed placeholders, and hashes words, stems, word pairs, character
//     n-grams and concepts of shopping into a sparse vector.
//  2. The learners score every intent: one-against-rest linear SVMs (dual
//     coordinate descent, Hsieh et al., ICML 2008), multinomial naive Bayes on
//     words, pairs, n-grams and concepts apart, class centroids, nearest
//     neighbours and, where examples are few, what their words are about.
//  3. A conditional logit over their out-of-fold scores (stacking, Wolpert 1992)
//     gives the distribution over intents.
//  4. Two logistic models over margins, neighbours and what the intent's examples
//     explain of the words give the probability of being in scope, fitted on
//     intents left out of training, on rejected examples and on general text, and
//     of the first intent being right, fitted on out-of-fold hits and misses.
//  5. Thresholds follow from an error budget by Learn then Test on the out-of-fold
//     scores (Model.ThresholdFor).
//
// Training is deterministic: the same examples, options and seed give the same
// bytes. A Model and an Analyzer never change after construction and are safe
// for concurrent use.
package nlu

import (
	"math"
	"slices"
)

// OutOfScope is the intent of examples that belong to no intent, and what
// callers report when no intent is likely enough.
const OutOfScope = "none"

// Example is one labelled message to learn from.
type Example struct {
	Text   string // as the shopper wrote it
	Intent string // OutOfScope marks a message that belongs to no intent
	Lang   string // ISO 639-1; empty: that of the other examples, or detected
}

// Score is an intent with the probability that the message holds it and is in
// scope.
type Score struct {
	Intent string  `json:"intent"`
	P      float64 `json:"p"`
}

// Result is the reading of one message.
type Result struct {
	Intents []Score `json:"intents"`  // most likely first; the probabilities sum to at most 1
	Accept  float64 `json:"accept"`   // probability that the message is in scope and the first intent right
	InScope float64 `json:"in_scope"` // probability that the message belongs to any intent
	OOV     float64 `json:"oov"`      // share of the words' weight that training never saw, 0 to 1

	belief belief
}

// At is the reading where share of the messages belong to no intent, at least 0
// and below 1, whatever share the model assumes: what is weighed against other
// evidence must not change with it.
func (r Result) At(share float64) Result {
	if len(r.Intents) == 0 {
		return r
	}
	scope, accept := r.belief.at(share)
	by := scope / max(r.InScope, math.SmallestNonzeroFloat64)
	r.Intents = slices.Clone(r.Intents)
	for i := range r.Intents {
		r.Intents[i].P *= by
	}
	r.Intents[0].P = accept
	r.InScope, r.Accept = scope, accept
	return r
}

// Top is the most likely intent, OutOfScope with probability 0 where there is
// none.
func (r Result) Top() Score {
	if len(r.Intents) == 0 {
		return Score{Intent: OutOfScope}
	}
	return r.Intents[0]
}
