package nlu_test

import (
	"bytes"
	"fmt"
	"math"
	"testing"

	"frontdesk/bot/nlu"
)

// mostOfAnIntent keeps the tests fast.
const mostOfAnIntent = 12

// packPart gives the pack's examples of a language, of the first so many
// intents, dealt to training and test; intents are renamed by prefix.
func packPart(t *testing.T, lang, prefix string, intents int) (learn, ask []nlu.Example) {
	t.Helper()
	all, err := nlu.Pack()
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]int{}
	for _, e := range all {
		if e.Lang != lang || e.Intent == nlu.OutOfScope {
			continue
		}
		if seen[e.Intent] == 0 && len(seen) == intents {
			continue
		}
		seen[e.Intent]++
		n := seen[e.Intent]
		if n > mostOfAnIntent {
			continue
		}
		e.Intent = prefix + e.Intent
		if n%3 == 0 {
			ask = append(ask, e)
		} else {
			learn = append(learn, e)
		}
	}
	return learn, ask
}

// Fifty intents more change which messages are sure, not what a budget means.
func TestFiftyIntentsMoreLeaveTheBudgetsMeaning(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	learn, ask := packPart(t, "en", "", 20)
	var more []nlu.Example
	restLearn, restAsk := packPart(t, "en", "", 100)
	otherLearn, otherAsk := packPart(t, "nl", "nl_", 30)
	more = append(append(more, restLearn...), otherLearn...)
	for name, c := range map[string]struct{ learn, ask []nlu.Example }{"few": {learn, ask}, "fifty more": {more, append(restAsk, otherAsk...)}} {
		m, _ := train(t, c.learn, nlu.Options{Seed: 1})
		if m, _ = m.WithOOSShare(0); name == "fifty more" && len(m.Intents()) < 70 {
			t.Fatalf("%d intents", len(m.Intents()))
		}
		for _, budget := range []float64{0.05, 0.1, 0.2} {
			at := m.ThresholdFor(budget)
			answered, wrong := 0.0, 0.0
			for _, e := range c.ask {
				if r := m.Classify(e.Text, e.Lang); r.Accept >= at.Threshold {
					answered++
					if r.Top().Intent != e.Intent {
						wrong++
					}
				}
			}
			if slack := 0.07; answered < 10 || wrong/answered > budget+slack {
				t.Errorf("%s, budget %g: cut-off %+v answers %.0f of %d, %.3f wrong", name, budget, at, answered, len(c.ask), wrong/answered)
			}
		}
	}
}

func TestFewExamplesGuaranteeNothing(t *testing.T) {
	m, report := train(t, shopExamples(), nlu.Options{})
	for _, c := range append(report.Budgets, m.ThresholdFor(0.05, "size_fit")) {
		if c.Guaranteed && c.Answers < 20 || !c.Guaranteed && c.Threshold < 1-c.Budget {
			t.Errorf("thirty examples: %+v", c)
		}
	}
	if c := m.ThresholdFor(0.01); c.Guaranteed {
		t.Errorf("one in a hundred cannot be guaranteed by thirty examples: %+v", c)
	}
}

func TestTheShareMovesTheConfidence(t *testing.T) {
	m, _ := train(t, shopExamples(), nlu.Options{})
	for _, bad := range []float64{-0.1, 1, 2} {
		if _, err := m.WithOOSShare(bad); err == nil {
			t.Errorf("a share of %v is accepted", bad)
		}
	}
	last := 2.0
	for _, share := range []float64{0, 0.1, 0.3, 0.6, 0.9} {
		at, err := m.WithOOSShare(share)
		if err != nil {
			t.Fatal(err)
		}
		r := at.Classify("track the parcel of my order", "en")
		if r.Accept >= last || r.Accept > r.InScope || share == 0 && r.InScope != 1 {
			t.Errorf("at a share of %v: %+v, want less than %v", share, r, last)
		}
		last = r.Accept
		if at.OOSShare() != share || at.Info().OOSShare != share {
			t.Errorf("the model says %v, want %v", at.OOSShare(), share)
		}
	}
	if m.OOSShare() != nlu.DefaultOOSShare {
		t.Errorf("the model itself has changed to %v", m.OOSShare())
	}
}

func TestAReadingIsRestatedForAnotherShare(t *testing.T) {
	m, _ := train(t, shopExamples(), nlu.Options{})
	const text = "track the parcel of my order"
	shares := []float64{0, 0.1, nlu.DefaultOOSShare, 0.9}
	for _, from := range shares {
		for _, to := range shares {
			a, _ := m.WithOOSShare(from)
			b, _ := m.WithOOSShare(to)
			got, want := a.Classify(text, "en").At(to), b.Classify(text, "en")
			if got.Accept != want.Accept || got.InScope != want.InScope || len(got.Intents) != len(want.Intents) {
				t.Fatalf("from %v to %v: %+v, want %+v", from, to, got, want)
			}
			for i, s := range got.Intents {
				if s.Intent != want.Intents[i].Intent || math.Abs(s.P-want.Intents[i].P) > 1e-12 {
					t.Errorf("from %v to %v: %+v, want %+v", from, to, s, want.Intents[i])
				}
			}
		}
	}
	first := m.Classify(text, "en")
	p := first.Intents[1].P
	first.At(0.9)
	if first.Intents[1].P != p {
		t.Error("the reading that was restated has changed")
	}
	if r := m.Classify("", "en").At(0.5); len(r.Intents) != 0 || r.Accept != 0 {
		t.Errorf("a text without a word: %+v", r)
	}
}

func TestTheShareIsEstimated(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	learn, ask := packPart(t, "en", "", 100)
	m, _ := train(t, learn, nlu.Options{Seed: 1})
	var in, mixed []string
	for _, e := range ask {
		in = append(in, e.Text)
	}
	mixed = append(mixed, in...)
	for i := range len(in) {
		mixed = append(mixed, fmt.Sprintf("the river froze in the winter of 18%d and the old mill burned", i))
	}
	low, high := m.EstimateOOSShare(in), m.EstimateOOSShare(mixed)
	if low > 0.2 || high < 0.4 || high > 0.85 {
		t.Errorf("estimated %.2f of shop questions and %.2f of a half of stories, want little, and half or more", low, high)
	}
	if got := m.EstimateOOSShare(in[:10]); got != nlu.DefaultOOSShare {
		t.Errorf("ten messages give %v, want the model's own share", got)
	}
}

func TestCutoffsAreKept(t *testing.T) {
	m, report := train(t, shopExamples(), nlu.Options{})
	loaded, err := nlu.Load(bytes.NewReader(bytesOf(t, m)), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, budget := range []float64{0.1, 0.3} {
		if got, want := loaded.ThresholdFor(budget), m.ThresholdFor(budget); got != want {
			t.Errorf("loaded: %+v, want %+v", got, want)
		}
		if got, want := loaded.ThresholdFor(budget, "size_fit"), m.ThresholdFor(budget, "size_fit"); got != want {
			t.Errorf("of one intent, loaded: %+v, want %+v", got, want)
		}
	}
	curve := loaded.RiskCoverage()
	if len(curve) != 20 || len(report.RiskCoverage) != 20 || curve[19].Coverage < 0.999 {
		t.Fatalf("curve %+v", curve)
	}
	for i := 1; i < len(curve); i++ {
		if curve[i].Coverage < curve[i-1].Coverage || curve[i].Threshold > curve[i-1].Threshold {
			t.Errorf("the curve turns back: %+v, %+v", curve[i-1], curve[i])
		}
	}
}
