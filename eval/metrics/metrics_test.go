package metrics_test

import (
	"math"
	"strings"
	"testing"

	"frontdesk/eval/metrics"
)

func near(t *testing.T, name string, got, want float64) {
	t.Helper()
	if math.Abs(got-want) > 1e-9 {
		t.Errorf("%s = %v, want %v", name, got, want)
	}
}

func TestAccuracyAndMCC(t *testing.T) {
	for _, c := range []struct {
		name, want, got string
		accuracy, mcc   float64
	}{
		{"all right", "a b c none", "a b c none", 1, 1},
		{"binary", "p p p p n n", "p p p n n p", 4. / 6, 0.25},                         // TP 3, FN 1, TN 1, FP 1: (3·1−1·1)/√(4·4·2·2)
		{"three classes", "a a b b c c", "a b b b c a", 4. / 6, 12 / math.Sqrt(22*24)}, // c=4, s=6, Σpt=2·2+3·2+1·2=12, Σp²=14, Σt²=12
		{"one answer for all", "a b a b", "a a a a", 0.5, 0},
		{"one class only", "a a", "a a", 1, 0},
		{"nothing", "", "", 0, 0},
	} {
		want, got := strings.Fields(c.want), strings.Fields(c.got)
		near(t, c.name+": accuracy", metrics.Accuracy(want, got), c.accuracy)
		near(t, c.name+": MCC", metrics.MCC(want, got), c.mcc)
	}
}

func TestAUROC(t *testing.T) {
	near(t, "perfect", metrics.AUROC([]float64{.9, .8, .2, .1}, []bool{true, true, false, false}), 1)
	near(t, "reversed", metrics.AUROC([]float64{.1, .2, .8, .9}, []bool{true, true, false, false}), 0)
	near(t, "ties", metrics.AUROC([]float64{.5, .5, .5}, []bool{true, false, false}), 0.5)
	// Positives .8 and .4; negatives .6 and .4: pairs 1, 1, 0, and a half.
	near(t, "mixed", metrics.AUROC([]float64{.8, .4, .6, .4}, []bool{true, true, false, false}), 2.5/4)
	if v := metrics.AUROC([]float64{.5}, []bool{true}); !math.IsNaN(v) {
		t.Errorf("without negatives: %v", v)
	}
}

func TestECE(t *testing.T) {
	// Two bins of ten: (.95, .95) one right of two; (.15) right.
	got := metrics.ECE([]float64{.95, .95, .15}, []bool{true, false, true}, 10)
	near(t, "ECE", got, (2*math.Abs(.95-.5)+math.Abs(.15-1))/3)
	near(t, "certain and right", metrics.ECE([]float64{1, 1, 0}, []bool{true, true, false}, 15), 0)
	near(t, "nothing", metrics.ECE(nil, nil, 15), 0)
}

func TestAURC(t *testing.T) {
	// In order of confidence: right, wrong, right, wrong: risks 0, 1/2, 1/3, 2/4.
	near(t, "AURC", metrics.AURC([]float64{.9, .8, .7, .6}, []bool{true, false, true, false}), (0+.5+1./3+.5)/4)
	// A tie of one right and one wrong counts half an error a place: 0.5, then 1/2.
	near(t, "ties", metrics.AURC([]float64{.5, .5}, []bool{true, false}), .5)
	near(t, "never wrong", metrics.AURC([]float64{.3, .2}, []bool{true, true}), 0)
	near(t, "nothing", metrics.AURC(nil, nil), 0)
}

func TestRankings(t *testing.T) {
	judged := metrics.Judgements{"a": 2, "b": 1, "c": 1, "x": 0}
	ranking := []string{"z", "a", "b", "y"}
	// Gains: 2/log2(3) + 1/log2(4); ideal: 2/log2(2) + 1/log2(3) + 1/log2(4).
	want := (2/math.Log2(3) + .5) / (2 + 1/math.Log2(3) + .5)
	near(t, "nDCG@10", metrics.NDCG(ranking, judged, 10), want)
	near(t, "nDCG@1", metrics.NDCG(ranking, judged, 1), 0)
	near(t, "MRR@10", metrics.MRR(ranking, judged, 10), .5)
	near(t, "MRR@1", metrics.MRR(ranking, judged, 1), 0)
	near(t, "recall@2", metrics.Recall(ranking, judged, 2), 1./3)
	near(t, "recall@10", metrics.Recall(ranking, judged, 10), 2./3)
	near(t, "perfect", metrics.NDCG([]string{"a", "b", "c"}, judged, 10), 1)
	none := metrics.Judgements{"a": 0}
	near(t, "nothing relevant", metrics.NDCG(ranking, none, 10)+metrics.Recall(ranking, none, 10)+metrics.MRR(ranking, none, 10), 0)
}

func TestMeansAndPercentiles(t *testing.T) {
	mean, sd := metrics.MeanSD([]float64{2, 4, 6})
	near(t, "mean", mean, 4)
	near(t, "sd", sd, 2)
	_, sd = metrics.MeanSD([]float64{5})
	near(t, "sd of one", sd, 0)
	values := []float64{9, 1, 5, 3}
	near(t, "p50", metrics.Percentile(values, .5), 3)
	near(t, "p99", metrics.Percentile(values, .99), 9)
	near(t, "p0", metrics.Percentile(values, 0), 1)
	near(t, "nothing", metrics.Percentile(nil, .5), 0)
}

func TestConfusionCountsAsTheListsDo(t *testing.T) {
	want, got := []string{"a", "a", "b", "c", "c", "c"}, []string{"a", "b", "b", "c", "a", "c"}
	c := metrics.NewConfusion(3)
	for i := range want {
		c.Add(int(want[i][0]-'a'), 0)
		c.Move(int(want[i][0]-'a'), 0, int(got[i][0]-'a'))
	}
	near(t, "MCC", c.MCC(), metrics.MCC(want, got))
	near(t, "accuracy", c.Accuracy(), metrics.Accuracy(want, got))
	c.Reset()
	near(t, "MCC of nothing", c.MCC(), 0)
}
