package metrics

import (
	"cmp"
	"math"
	"slices"
)

// NDCG is the normalised discounted cumulated gain of the first k of a ranking,
// as trec_eval and BEIR compute it: the gain is the relevance itself, the
// discount the binary logarithm of the rank plus one. relevant gives the
// relevance of each relevant document; without any the result is 0.
func NDCG(ranking []string, relevant map[string]int, k int) float64 {
	ideal := make([]int, 0, len(relevant))
	for _, g := range relevant {
		ideal = append(ideal, g)
	}
	slices.SortFunc(ideal, func(a, b int) int { return cmp.Compare(b, a) })
	best := 0.0
	for i, g := range ideal[:min(k, len(ideal))] {
		best += gain(g, i)
	}
	if best == 0 {
		return 0
	}
	got := 0.0
	for i, id := range ranking[:min(k, len(ranking))] {
		got += gain(relevant[id], i)
	}
	return got / best
}

// gain is what a document of relevance g brings at place i, counted from 0.
func gain(g, i int) float64 {
	return float64(max(g, 0)) / math.Log2(float64(i)+2)
}

// ReciprocalRank is one over the place, from 1, of the first relevant document
// among the first k; 0 if there is none. Its mean over questions is MRR@k.
func ReciprocalRank(ranking []string, relevant map[string]int, k int) float64 {
	for i, id := range ranking[:min(k, len(ranking))] {
		if relevant[id] > 0 {
			return 1 / float64(i+1)
		}
	}
	return 0
}

// RecallAt is the share of the relevant documents that are among the first k;
// 0 if none is relevant.
func RecallAt(ranking []string, relevant map[string]int, k int) float64 {
	total, found := 0, 0
	for _, g := range relevant {
		if g > 0 {
			total++
		}
	}
	if total == 0 {
		return 0
	}
	for _, id := range ranking[:min(k, len(ranking))] {
		if relevant[id] > 0 {
			found++
		}
	}
	return float64(found) / float64(total)
}

// Risk is the share of wrong answers among the share (coverage, 0 to 1) of
// questions with the highest confidence. Equal confidences are taken together
// in the order given.
func Risk(confidence []float64, right []bool, coverage float64) float64 {
	order := make([]int, len(confidence))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return cmp.Compare(confidence[b], confidence[a]) })
	n := int(math.Round(coverage * float64(len(order))))
	if n == 0 {
		return 0
	}
	wrong := 0
	for _, i := range order[:n] {
		if !right[i] {
			wrong++
		}
	}
	return float64(wrong) / float64(n)
}
