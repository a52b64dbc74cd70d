package metrics

import (
	"cmp"
	"math"
	"slices"
)

// Judgements are the relevant documents of one query with their grades; a
// document that is not there has grade 0.
type Judgements map[string]int

// NDCG is the normalised discounted cumulative gain of a ranking at depth k, as
// trec_eval computes it: the gain is the grade, the discount log2(rank+1). It
// is 0 for a query without relevant documents.
func NDCG(ranking []string, judged Judgements, k int) float64 {
	gain := 0.0
	for i, doc := range first(ranking, k) {
		gain += discounted(judged[doc], i)
	}
	grades := make([]int, 0, len(judged))
	for _, g := range judged {
		grades = append(grades, g)
	}
	slices.SortFunc(grades, func(a, b int) int { return cmp.Compare(b, a) })
	ideal := 0.0
	for i, g := range grades[:min(k, len(grades))] {
		ideal += discounted(g, i)
	}
	if ideal == 0 {
		return 0
	}
	return gain / ideal
}

func discounted(grade, place int) float64 {
	return float64(max(0, grade)) / math.Log2(float64(place)+2)
}

// MRR is the reciprocal rank of the first relevant document within depth k, 0
// where there is none.
func MRR(ranking []string, judged Judgements, k int) float64 {
	for i, doc := range first(ranking, k) {
		if judged[doc] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}

// Recall is the share of the relevant documents that stand within depth k, 0
// for a query without relevant documents.
func Recall(ranking []string, judged Judgements, k int) float64 {
	relevant, found := 0, 0
	for _, g := range judged {
		if g > 0 {
			relevant++
		}
	}
	for _, doc := range first(ranking, k) {
		if judged[doc] > 0 {
			found++
		}
	}
	if relevant == 0 {
		return 0
	}
	return float64(found) / float64(relevant)
}

func first(ranking []string, k int) []string { return ranking[:min(k, len(ranking))] }
