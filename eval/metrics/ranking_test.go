package metrics_test

import (
	"math"
	"testing"

	"frontdesk/eval/metrics"
)

func near(a, b float64) bool { return math.Abs(a-b) < 1e-9 }

// Hand-worked: relevances 3 and 1; the ranking has the 1 first and the 3
// third: DCG = 1/1 + 3/2 = 2.5, ideal = 3/1 + 1/log2(3).
func TestRanking(t *testing.T) {
	relevant := map[string]int{"a": 3, "b": 1, "c": 0}
	ranking := []string{"b", "c", "a", "d"}
	if got, want := metrics.NDCG(ranking, relevant, 10), 2.5/(3+1/math.Log2(3)); !near(got, want) {
		t.Errorf("NDCG = %v, want %v", got, want)
	}
	if got, want := metrics.NDCG(ranking, relevant, 1), 1.0/3; !near(got, want) {
		t.Errorf("NDCG@1 = %v, want %v", got, want)
	}
	if got := metrics.ReciprocalRank([]string{"c", "x", "a"}, relevant, 10); !near(got, 1.0/3) {
		t.Errorf("ReciprocalRank = %v, want 1/3: a document of relevance 0 is not relevant", got)
	}
	if got := metrics.ReciprocalRank([]string{"c", "x", "a"}, relevant, 2); got != 0 {
		t.Errorf("ReciprocalRank@2 = %v, want 0", got)
	}
	if got := metrics.RecallAt(ranking, relevant, 2); !near(got, 0.5) {
		t.Errorf("RecallAt 2 = %v, want 0.5", got)
	}
	if got := metrics.NDCG(ranking, nil, 10) + metrics.RecallAt(ranking, nil, 10); got != 0 {
		t.Errorf("nothing relevant gives %v, want 0", got)
	}
}

func TestRisk(t *testing.T) {
	confidence := []float64{0.9, 0.1, 0.8, 0.4}
	right := []bool{true, false, false, true}
	for coverage, want := range map[float64]float64{0: 0, 0.25: 0, 0.5: 0.5, 1: 0.5, 0.75: 1.0 / 3} {
		if got := metrics.Risk(confidence, right, coverage); !near(got, want) {
			t.Errorf("Risk at %v = %v, want %v", coverage, got, want)
		}
	}
}
