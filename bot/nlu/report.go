package nlu

import (
	"cmp"
	"fmt"
	"math"
	"slices"
)

// Report says how good a model is, from cross-validation on its training data.
// Rates are between 0 and 1.
type Report struct {
	Examples  int            `json:"examples"`
	Accuracy  float64        `json:"accuracy"`  // in scope, without threshold
	AUROC     float64        `json:"auroc"`     // InScope, in scope against out of scope; 0 without out-of-scope examples
	ECE       float64        `json:"ece"`       // of Accept, 15 bins, at the expected out-of-scope share
	Threshold float64        `json:"threshold"` // see Model.Threshold
	OOSShare  float64        `json:"oos_share"` // that the figures are for
	Intents   []IntentReport `json:"intents"`
	Warnings  []Warning      `json:"warnings"`
	// RiskCoverage is what answering more costs, and Budgets the cut-offs of 1, 2,
	// 5, 10 and 20 % wrong answers.
	RiskCoverage []RiskPoint `json:"risk_coverage"`
	Budgets      []Cutoff    `json:"budgets"`
	Reliability  []Reliable  `json:"reliability"`
	Outcomes     []Outcome   `json:"-"` // by example, for comparisons with another model
}

// Reliable is a bar of the reliability diagram: the messages whose Accept lies in
// one tenth of the way from 0 to 1.
type Reliable struct {
	Confidence float64 `json:"confidence"` // their mean Accept
	Right      float64 `json:"right"`      // share of them that was read rightly
	Share      float64 `json:"share"`      // of all messages
}

// IntentReport is one intent's part of a Report.
type IntentReport struct {
	Intent   string  `json:"intent"`
	Examples int     `json:"examples"`
	Recall   float64 `json:"recall"`             // of its examples, recognised without threshold
	Confused string  `json:"confused,omitempty"` // the intent most often taken for it
}

// WarningKind names what is wrong with training data.
type WarningKind string

// What can be wrong with training data and yet be learnt from.
const (
	TooFewExamples WarningKind = "too_few_examples"
	NearDuplicate  WarningKind = "near_duplicate" // almost the same text under two intents
)

// Warning is a fault of the training data that costs accuracy.
type Warning struct {
	Kind   WarningKind `json:"kind"`
	Intent string      `json:"intent"`
	Other  string      `json:"other,omitempty"` // the second intent of a near duplicate
	Text   string      `json:"text,omitempty"`
	Twin   string      `json:"twin,omitempty"` // the other intent's text
	Detail string      `json:"detail"`
}

// reportBudgets are the error budgets whose cost a Report names.
var reportBudgets = [...]float64{0.01, 0.02, 0.05, 0.1, 0.2}

const (
	fewExamples = 5   // an intent with fewer is warned of
	twinCosine  = 0.9 // similarity at which texts of two intents are near duplicates
	eceBins     = 15
	diagramBins = 10 // of the reliability diagram
)

func newReport(set *trainingSet, obs []observation, list []judged, m *Model) Report {
	r := Report{Examples: len(set.docs), Threshold: m.threshold, OOSShare: m.share, RiskCoverage: m.RiskCoverage()}
	for _, budget := range reportBudgets {
		r.Budgets = append(r.Budgets, m.ThresholdFor(budget))
	}
	count, seen, hit := make([]int, len(set.intents)), make([]int, len(set.intents)), make([]int, len(set.intents))
	confused := make([]map[int]int, len(set.intents))
	for _, l := range set.labels {
		if l != outside {
			count[l]++
		}
	}
	for i := range list {
		j := &list[i]
		if obs[i].kind != obsInScope {
			continue
		}
		seen[j.want]++
		if j.isRight() {
			hit[j.want]++
			continue
		}
		if confused[j.want] == nil {
			confused[j.want] = map[int]int{}
		}
		confused[j.want][j.top]++
	}
	allSeen, allHit := 0, 0
	for k, name := range set.intents {
		allSeen, allHit = allSeen+seen[k], allHit+hit[k]
		ir := IntentReport{Intent: name, Examples: count[k], Recall: ratio(hit[k], seen[k])}
		if k2, ok := mostOften(confused[k]); ok {
			ir.Confused = set.intents[k2]
		}
		r.Intents = append(r.Intents, ir)
		if count[k] < fewExamples {
			r.Warnings = append(r.Warnings, Warning{Kind: TooFewExamples, Intent: name,
				Detail: fmt.Sprintf("%d examples; %d are the least to learn from, 20 are good", count[k], fewExamples)})
		}
	}
	r.Accuracy, r.AUROC, r.ECE = ratio(allHit, allSeen), weightedAUROC(list), weightedECE(list)
	r.Reliability = reliability(list, diagramBins)
	r.Warnings = append(r.Warnings, twins(set, m.learner)...)
	r.Outcomes = outcomesOf(set.intents, obs, list)
	return r
}

func ratio(a, b int) float64 {
	if b == 0 {
		return 0
	}
	return float64(a) / float64(b)
}

func mostOften(count map[int]int) (int, bool) {
	best, found := 0, false
	for k, n := range count {
		if !found || n > count[best] || n == count[best] && k < best {
			best, found = k, true
		}
	}
	return best, found
}

// weightedAUROC is the chance that a message in scope gets a higher probability
// of being in scope than one out of scope, ties counting half.
func weightedAUROC(list []judged) float64 {
	order := make([]*judged, len(list))
	for i := range list {
		order[i] = &list[i]
	}
	slices.SortFunc(order, func(a, b *judged) int { return cmp.Compare(a.inScope, b.inScope) })
	below, area, in := 0.0, 0.0, 0.0
	for i := 0; i < len(order); {
		j, tieIn, tieOut := i, 0.0, 0.0
		for ; j < len(order) && order[j].inScope == order[i].inScope; j++ {
			if order[j].isOutside() {
				tieOut += order[j].weight
			} else {
				tieIn += order[j].weight
			}
		}
		area += tieIn * (below + tieOut/2)
		below, in, i = below+tieOut, in+tieIn, j
	}
	if below == 0 || in == 0 {
		return 0
	}
	return area / below / in
}

// weightedECE is the expected calibration error over bins of equal width.
func weightedECE(list []judged) float64 {
	sum := 0.0
	for _, r := range reliability(list, eceBins) {
		sum += r.Share * math.Abs(r.Confidence-r.Right)
	}
	return sum
}

// reliability sorts messages into bins of equal width by their Accept; empty ones
// are left out.
func reliability(list []judged, bins int) []Reliable {
	all := make([]Reliable, bins)
	total := 0.0
	for i := range list {
		j := &list[i]
		b := &all[min(int(j.p*float64(bins)), bins-1)]
		b.Confidence += j.p * j.weight
		b.Share += j.weight
		total += j.weight
		if j.isRight() {
			b.Right += j.weight
		}
	}
	out := make([]Reliable, 0, bins)
	for _, b := range all {
		if b.Share > 0 {
			out = append(out, Reliable{Confidence: b.Confidence / b.Share, Right: b.Right / b.Share, Share: b.Share / total})
		}
	}
	return out
}

// twins finds texts that are almost the same as one of another intent.
func twins(set *trainingSet, l *learner) []Warning {
	ws := l.pool.Get().(*workspace)
	defer l.pool.Put(ws)
	var out []Warning
	for i, d := range set.docs {
		l.score(ws, d)
		for k, x := range ws.scores.of[memberNear] {
			if int32(k) == set.labels[i] || x < twinCosine {
				continue
			}
			row := l.memory.nearestOf(ws.similarity, int32(k))
			if row < i && set.labels[i] != outside || row >= len(set.docs) {
				continue // said once already, or an intent's own name
			}
			own := OutOfScope
			if set.labels[i] != outside {
				own = set.intents[set.labels[i]]
			}
			out = append(out, Warning{Kind: NearDuplicate, Intent: own, Other: set.intents[k],
				Text: set.texts[i], Twin: set.texts[row], Detail: fmt.Sprintf("similarity %.2f", x)})
		}
	}
	return out
}
