// Package metrics holds the figures that the evaluation commands report, as the
// field's reference tools compute them: scikit-learn for classification,
// trec_eval for retrieval.
package metrics

import (
	"cmp"
	"math"
	"slices"
)

// Accuracy is the share of predictions that are right, 0 without any. The
// slices have equal lengths.
func Accuracy(want, got []string) float64 {
	if len(want) == 0 {
		return 0
	}
	right := 0
	for i, w := range want {
		if got[i] == w {
			right++
		}
	}
	return float64(right) / float64(len(want))
}

// PRF is precision, recall and their harmonic mean, each 0 where it has no
// denominator, as scikit-learn gives it.
type PRF struct {
	Precision float64 `json:"precision"`
	Recall    float64 `json:"recall"`
	F1        float64 `json:"f1"`
}

// Counts gives the figures of a class of which hit were found, got were said and
// want are there.
func Counts(hit, got, want int) PRF {
	var f PRF
	if hit == 0 {
		return f
	}
	f.Precision, f.Recall = float64(hit)/float64(got), float64(hit)/float64(want)
	f.F1 = 2 * f.Precision * f.Recall / (f.Precision + f.Recall)
	return f
}

// MCC is Matthews' correlation for any number of classes (Gorodkin 2004), -1 to
// 1, and 0 where either side has one class only.
func MCC(want, got []string) float64 {
	number := map[string]int{} // of a class
	for _, class := range slices.Concat(want, got) {
		if _, known := number[class]; !known {
			number[class] = len(number)
		}
	}
	c := NewConfusion(len(number))
	for i, w := range want {
		c.Add(number[w], number[got[i]])
	}
	return c.MCC()
}

// AUROC is the chance that a positive has a higher score than a negative, ties
// counting half; NaN where either is missing.
func AUROC(scores []float64, positive []bool) float64 {
	order := ascending(scores)
	var below, area, positives float64
	for i := 0; i < len(order); {
		j := i
		var tiePos, tieNeg float64
		for ; j < len(order) && scores[order[j]] == scores[order[i]]; j++ {
			if positive[order[j]] {
				tiePos++
			} else {
				tieNeg++
			}
		}
		area += tiePos * (below + tieNeg/2)
		below += tieNeg
		positives += tiePos
		i = j
	}
	return area / (below * positives)
}

func ascending(scores []float64) []int {
	order := make([]int, len(scores))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(scores[a], scores[b]) })
	return order
}

// ECE is the expected calibration error over bins of equal width (Guo et al.,
// ICML 2017): the mean distance between confidence and accuracy, weighted by
// bin. Confidences lie between 0 and 1; a bin includes its upper end.
func ECE(confidence []float64, right []bool, bins int) float64 {
	if len(confidence) == 0 {
		return 0
	}
	sum, hits := make([]float64, bins), make([]float64, bins)
	for i, c := range confidence {
		b := max(0, min(bins-1, int(math.Ceil(c*float64(bins)))-1))
		sum[b] += c
		if right[i] {
			hits[b]++
		}
	}
	total := 0.0
	for b := range sum {
		total += math.Abs(sum[b] - hits[b])
	}
	return total / float64(len(confidence))
}

// AURC is the area under the risk–coverage curve (Geifman and El-Yaniv, NeurIPS
// 2017): the mean, over every coverage, of the error among the most confident.
// Rows of equal confidence are covered together, at their mean error.
func AURC(confidence []float64, right []bool) float64 {
	n := len(confidence)
	if n == 0 {
		return 0
	}
	order := ascending(confidence)
	slices.Reverse(order)
	wrong, area := 0.0, 0.0
	for i := 0; i < n; {
		j, tie := i, 0.0
		for ; j < n && confidence[order[j]] == confidence[order[i]]; j++ {
			if !right[order[j]] {
				tie++
			}
		}
		for k := i; k < j; k++ {
			area += (wrong + tie*float64(k-i+1)/float64(j-i)) / float64(k+1)
		}
		wrong += tie
		i = j
	}
	return area / float64(n)
}

// MeanSD is the mean and the standard deviation (of a sample) of values; the
// deviation of fewer than two is 0.
func MeanSD(values []float64) (mean, sd float64) {
	if len(values) == 0 {
		return 0, 0
	}
	for _, v := range values {
		mean += v
	}
	mean /= float64(len(values))
	if len(values) < 2 {
		return mean, 0
	}
	for _, v := range values {
		sd += (v - mean) * (v - mean)
	}
	return mean, math.Sqrt(sd / float64(len(values)-1))
}

// Percentile is the value that a share p (0 to 1) of the values do not exceed,
// by nearest rank; 0 without values.
func Percentile(values []float64, p float64) float64 {
	if len(values) == 0 {
		return 0
	}
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	rank := int(math.Ceil(p * float64(len(sorted))))
	return sorted[max(0, min(len(sorted)-1, rank-1))]
}
