package eval

import (
	"cmp"
	"slices"

	"frontdesk/bot/nlu"
)

// BudgetFigures are what error budgets came to on the test data: which share of
// all messages was answered, and which share of the answers was wrong (null where
// nothing was answered). A message out of scope that is answered is wrong.
type BudgetFigures struct {
	Error5     *float64 `json:"error_at_budget_5"`
	Coverage5  float64  `json:"coverage_at_budget_5"`
	Sure5      bool     `json:"guaranteed_at_budget_5"` // that the training data sufficed for the guarantee, in every fold
	Error10    *float64 `json:"error_at_budget_10"`
	Coverage10 float64  `json:"coverage_at_budget_10"`
	Sure10     bool     `json:"guaranteed_at_budget_10"`
	// CoverageAt80 is the largest share of all messages that some threshold answers
	// with four of five answers right; the threshold is chosen on the test data, as
	// for any system.
	CoverageAt80 float64 `json:"coverage_at_precision_80"`

	Budget          *float64 `json:"budget,omitempty"` // asked for
	BudgetThreshold *float64 `json:"budget_threshold,omitempty"`
	BudgetCoverage  *float64 `json:"coverage_at_budget,omitempty"`
	BudgetError     *float64 `json:"error_at_budget,omitempty"`
}

func budgetFigures(m *nlu.Model, rows []intentRow, budget float64) BudgetFigures {
	var f BudgetFigures
	five, ten := m.ThresholdFor(0.05), m.ThresholdFor(0.1)
	f.Sure5, f.Sure10 = five.Guaranteed, ten.Guaranteed
	f.Coverage5, f.Error5 = atThreshold(rows, five.Threshold)
	f.Coverage10, f.Error10 = atThreshold(rows, ten.Threshold)
	f.CoverageAt80 = coverageAtPrecision(rows, 0.8)
	if budget > 0 {
		at := m.ThresholdFor(budget).Threshold
		coverage, wrong := atThreshold(rows, at)
		f.Budget, f.BudgetThreshold, f.BudgetCoverage, f.BudgetError = &budget, &at, &coverage, wrong
	}
	return f
}

// atThreshold is the share of rows answered, and of these the share wrong.
func atThreshold(rows []intentRow, threshold float64) (coverage float64, wrong *float64) {
	answered, bad := 0, 0
	for _, r := range rows {
		if r.p >= threshold {
			answered++
			bad += count(!r.isRight())
		}
	}
	if answered > 0 {
		risk := share(bad, answered)
		wrong = &risk
	}
	return share(answered, len(rows)), wrong
}

// coverageAtPrecision is the largest share of rows, surest first, of which that
// share is right.
func coverageAtPrecision(rows []intentRow, precision float64) float64 {
	best := 0.0
	for _, p := range curve(rows) {
		if 1-p.Risk >= precision {
			best = p.Coverage
		}
	}
	return best
}

// RiskPoint is a point of the risk-coverage curve of the test data.
type RiskPoint struct {
	Threshold float64 `json:"threshold"`
	Coverage  float64 `json:"coverage"` // share of the rows with at least that probability
	Risk      float64 `json:"risk"`     // share of these that is wrong
}

// curvePoints is how many points of the curve the JSON carries.
const curvePoints = 20

// riskCoverage is the curve at each twentieth of the rows.
func riskCoverage(rows []intentRow) []RiskPoint {
	var out []RiskPoint
	for _, p := range curve(rows) {
		if p.Coverage*curvePoints >= float64(len(out)+1)-1e-9 {
			out = append(out, p)
		}
	}
	return out
}

// curve is the risk at every threshold that the rows have, strictest first.
func curve(rows []intentRow) []RiskPoint {
	order := slices.Clone(rows)
	slices.SortStableFunc(order, func(a, b intentRow) int { return cmp.Compare(b.p, a.p) })
	var out []RiskPoint
	wrong := 0
	for i, r := range order {
		wrong += count(!r.isRight())
		if i+1 < len(order) && order[i+1].p == r.p {
			continue
		}
		out = append(out, RiskPoint{Threshold: r.p, Coverage: share(i+1, len(order)), Risk: share(wrong, i+1)})
	}
	return out
}
