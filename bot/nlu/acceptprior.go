package nlu

import (
	"context"
	_ "embed"
	"encoding/json"
	"errors"
	"fmt"
	"math"
)

//go:embed pack/accept.json
var acceptJSON []byte

// acceptPrior is the accept model as public data sets have it: where a shop has
// few examples its own fit stays near. Weights are of standardised evidence.
type acceptPrior struct {
	Count int                `json:"evidence"`
	Mean  [evidences]float64 `json:"mean"`
	SD    [evidences]float64 `json:"sd"`
	Scope [evidences]float64 `json:"scope"`
	Right [evidences]float64 `json:"right"`
}

func shippedPrior() (*acceptPrior, error) {
	p := &acceptPrior{}
	if err := json.Unmarshal(acceptJSON, p); err != nil {
		return nil, fmt.Errorf("prior of the accept model: %w", err)
	}
	if p.Count != evidences {
		return nil, errors.New("prior of the accept model is of another version; run buildaccept")
	}
	return p, nil
}

// standardise gives evidence mean 0 and deviation 1 over the public data sets.
func (p *acceptPrior) standardise(e *evidence) evidence {
	z := evidence{evidenceOne: 1}
	for i := 1; i < evidences; i++ {
		z[i] = (e[i] - p.Mean[i]) / p.SD[i]
	}
	return z
}

// restore turns weights of standardised evidence into weights of evidence.
func (p *acceptPrior) restore(w []float64) (out [evidences]float64) {
	out[evidenceOne] = w[evidenceOne]
	for i := 1; i < evidences; i++ {
		out[i] = w[i] / p.SD[i]
		out[evidenceOne] -= w[i] * p.Mean[i] / p.SD[i]
	}
	return out
}

const (
	priorMass  = 500 // what each data set weighs, in observations
	priorRidge = 5
	leastSD    = 0.1 // of evidence that the data sets hardly have, such as rejected messages
)

// BuildAcceptPrior fits the accept model that training starts from on several
// data sets together, each of the same weight, and gives the file that the
// package embeds (cmd/buildaccept).
func BuildAcceptPrior(ctx context.Context, sets [][]Example, opt Options) ([]byte, error) {
	opt, err := opt.withDefaults()
	if err != nil {
		return nil, err
	}
	var all []judged
	var scope, right []float64
	for n, examples := range sets {
		set, err := readExamples(examples, opt.Analyzer)
		if err != nil {
			return nil, fmt.Errorf("data set %d: %w", n+1, err)
		}
		opt.noGists = true // they were learnt from one of these sets; vectors of words were not
		opt.noNames = true // what this starts from should hold for names that say nothing too
		obs, err := crossValidate(ctx, set, opt)
		if err != nil {
			return nil, fmt.Errorf("data set %d: %w", n+1, err)
		}
		w := fitStack(obs)
		list := judge(obs, &w)
		s, r := priorWeights(list)
		all, scope, right = append(all, list...), append(scope, s...), append(right, r...)
	}
	return json.MarshalIndent(fitPrior(all, scope, right), "", "\t")
}

// priorWeights gives one data set's observations their weights in the fits of
// scope and right.
func priorWeights(list []judged) (scope, right []float64) {
	held := make([]heldOut, len(list))
	in := 0.0
	for i := range list {
		held[i] = list[i].heldOut
		if !held[i].isOutside() {
			in++
		}
	}
	scope, right = weigh(held, fittedShare, math.Inf(1)), make([]float64, len(list))
	for i := range list {
		scope[i] *= priorMass * (1 - fittedShare) / in
		if !held[i].isOutside() {
			right[i] = priorMass / in
		}
	}
	return scope, right
}

func fitPrior(list []judged, scope, right []float64) *acceptPrior {
	p := &acceptPrior{Count: evidences}
	total := 0.0
	for i := range list {
		total += scope[i]
		for k, x := range list[i].evidence {
			p.Mean[k] += x * scope[i]
			p.SD[k] += x * x * scope[i]
		}
	}
	for k := range p.Mean {
		p.Mean[k] /= total
		p.SD[k] = math.Sqrt(max(p.SD[k]/total-p.Mean[k]*p.Mean[k], leastSD*leastSD))
	}
	var s, r logit
	for i := range list {
		z := p.standardise(&list[i].evidence)
		s.add(z[:], !list[i].isOutside(), scope[i])
		if right[i] > 0 {
			r.add(z[:], list[i].isRight(), right[i])
		}
	}
	zero := make([]float64, evidences)
	copy(p.Scope[:], s.fit(zero, priorRidge))
	copy(p.Right[:], r.fit(zero, priorRidge))
	return p
}
