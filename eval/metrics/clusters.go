package metrics

import "math"

// BCubed compares a clustering with the true one by its items (Bagga and Baldwin,
// 1998): the mean share of an item's cluster that belongs with it, and of what
// belongs with it that is in its cluster. The slices have equal lengths.
func BCubed(want, got []string) (precision, recall, f float64) {
	both, wants, gots := contingency(want, got)
	for pair, n := range both {
		precision += n * n / gots[pair[1]]
		recall += n * n / wants[pair[0]]
	}
	if n := float64(len(want)); n > 0 {
		precision, recall = precision/n, recall/n
	}
	if precision+recall > 0 {
		f = 2 * precision * recall / (precision + recall)
	}
	return precision, recall, f
}

// VMeasure is the harmonic mean of homogeneity and completeness of a clustering
// (Rosenberg and Hirschberg, EMNLP 2007), 0 to 1. The slices have equal lengths.
func VMeasure(want, got []string) float64 {
	both, wants, gots := contingency(want, got)
	n := float64(len(want))
	var wantGot, gotWant float64 // conditional entropies
	for pair, k := range both {
		wantGot -= k / n * math.Log(k/gots[pair[1]])
		gotWant -= k / n * math.Log(k/wants[pair[0]])
	}
	homogeneity, completeness := 1.0, 1.0
	if h := entropy(wants, n); h > 0 {
		homogeneity = 1 - wantGot/h
	}
	if h := entropy(gots, n); h > 0 {
		completeness = 1 - gotWant/h
	}
	if homogeneity+completeness == 0 {
		return 0
	}
	return 2 * homogeneity * completeness / (homogeneity + completeness)
}

// contingency counts the items of each pair of a true and a found cluster, and of each alone.
func contingency(want, got []string) (both map[[2]string]float64, wants, gots map[string]float64) {
	both, wants, gots = map[[2]string]float64{}, map[string]float64{}, map[string]float64{}
	for i, w := range want {
		both[[2]string{w, got[i]}]++
		wants[w]++
		gots[got[i]]++
	}
	return both, wants, gots
}

func entropy(counts map[string]float64, n float64) (h float64) {
	for _, k := range counts {
		h -= k / n * math.Log(k/n)
	}
	return h
}
