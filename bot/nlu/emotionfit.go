package nlu

import (
	"cmp"
	"context"
	"math"
	"slices"
)

// calibrate fits, on scores by machines that did not learn from the row, the
// conditional logit that turns scores and rules into probabilities, and the
// thresholds of labels that may stand together.
func (s *moodSet) calibrate(ctx context.Context, m *MoodModel, report *MoodReport) error {
	scores := make([][moodCount]float64, len(s.rows))
	for fold := range moodFolds {
		weights, err := s.fitAll(ctx, fold)
		if err != nil {
			return err
		}
		for i := range s.rows {
			if s.rows[i].fold == fold {
				for c, w := range weights {
					scores[i][c] = s.rows[i].dot(w)
				}
			}
		}
	}
	var rows []int
	for i, r := range s.rows {
		if r.fold >= 0 {
			rows = append(rows, i)
		}
	}
	s.fitLogits(m, rows, scores)
	p := make([][moodCount]float64, len(rows))
	right := 0
	for n, i := range rows {
		p[n] = m.weigh(scores[i], s.rows[i].rules)
		softmax(p[n][:])
		top := slices.Index(p[n][:], slices.Max(p[n][:]))
		if s.rows[i].has[top] {
			right++
		}
	}
	report.Accuracy = float64(right) / float64(max(1, len(rows)))
	report.F1 = map[string]float64{}
	for c, label := range moodLabels {
		m.head.Least[c], report.F1[label] = s.threshold(rows, p, c)
		report.MacroF1 += report.F1[label] / moodCount
	}
	return nil
}

// Settings of the logit's fit: steps of Adam (Kingma and Ba, ICLR 2015) over all
// rows, and their size.
const moodSteps, moodStepSize = 150, 0.05

// leastTrust is the least weight of the rules: they hold what shoppers say of
// shops, which the training data seldom speaks of.
const leastTrust = 1

// fitLogits fits slope, offset and trust of every mood by likelihood.
func (s *moodSet) fitLogits(m *MoodModel, rows []int, scores [][moodCount]float64) {
	const params = 3
	var w, first, second [moodCount][params]float64
	for c := range w {
		w[c] = [params]float64{2, 0, 1}
	}
	for step := range moodSteps {
		var g [moodCount][params]float64
		for _, i := range rows {
			r := &s.rows[i]
			var p [moodCount]float64
			labels := 0.0
			for c := range p {
				p[c] = w[c][0]*scores[i][c] + w[c][1] + w[c][2]*r.rules[c]
				if r.has[c] {
					labels++
				}
			}
			softmax(p[:])
			for c := range p {
				e := p[c]
				if r.has[c] {
					e -= 1 / labels
				}
				g[c][0] += e * scores[i][c]
				g[c][1] += e
				g[c][2] += e * r.rules[c]
			}
		}
		for c := range w {
			for k := range params {
				d := g[c][k] / float64(len(rows))
				first[c][k] = 0.9*first[c][k] + 0.1*d
				second[c][k] = 0.999*second[c][k] + 0.001*d*d
				up := first[c][k] / (1 - math.Pow(0.9, float64(step+1)))
				down := math.Sqrt(second[c][k]/(1-math.Pow(0.999, float64(step+1)))) + 1e-9
				w[c][k] -= moodStepSize * up / down
			}
		}
	}
	for c := range w {
		m.head.Slope[c], m.head.Offset[c], m.head.Trust[c] = w[c][0], w[c][1], max(leastTrust, w[c][2])
	}
}

// threshold is the probability from which a label has the best F1, and that F1.
func (s *moodSet) threshold(rows []int, p [][moodCount]float64, c int) (least, f1 float64) {
	order := make([]int, len(rows))
	positives := 0
	for n, i := range rows {
		order[n] = n
		if s.rows[i].has[c] {
			positives++
		}
	}
	slices.SortFunc(order, func(a, b int) int { return cmp.Compare(p[b][c], p[a][c]) })
	hits := 0
	least = 1
	for n, at := range order {
		if s.rows[rows[at]].has[c] {
			hits++
		}
		if f := 2 * float64(hits) / float64(n+1+positives); f > f1 {
			f1, least = f, p[at][c]
		}
	}
	return least, f1
}
