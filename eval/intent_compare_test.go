package eval_test

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/bot/nlu"
	"frontdesk/eval"
	"frontdesk/internal/fault"
)

// compared measures with a baseline of these predictions.
func compared(t *testing.T, baseline string) (eval.IntentResult, error) {
	t.Helper()
	return eval.RunIntent(context.Background(), eval.IntentOptions{Train: csvFile(t, trainCSV), Test: csvFile(t, testCSV), Baseline: csvFile(t, baseline), Seed: 1})
}

func TestABaselineIsCompared(t *testing.T) {
	const rows = "where is my parcel,status,%1\nmy money back please,refund,%2\nis my refund there,refund,refund%S\ncook rice for me,none,status%T\nzebra quantum umbrella,none,status%T\n"
	fill := strings.NewReplacer("%1", "status%S", "%2", "status%S").Replace(rows)
	for name, c := range map[string]struct {
		baseline  string
		accuracy  float64
		threshold bool
	}{
		"as predicted":                  {"text,intent,predicted\n" + strings.NewReplacer("%S", "", "%T", "").Replace(fill), 0.4, false},
		"with scores, cut off at best":  {"text,intent,predicted,score\n" + strings.NewReplacer("%S", ",0.9", "%T", ",0.1").Replace(fill), 0.8, true},
		"as --predictions writes it":    {"text,intent,predicted,top,probability\n" + strings.NewReplacer("%S", ",x,0.9", "%T", ",x,0.1").Replace(fill), 0.4, false},
		"with scores that tell nothing": {"text,intent,predicted,score\n" + strings.NewReplacer("%S", ",0.5", "%T", ",0.5").Replace(fill), 0.4, true},
	} {
		res, err := compared(t, c.baseline)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		got := res.Comparison
		if got.Accuracy != c.accuracy || (got.Threshold != nil) != c.threshold {
			t.Errorf("%s: %+v, want accuracy %v", name, got, c.accuracy)
		}
		if d := got.AccuracyDifference; d.Value != res.Accuracy-got.Accuracy || d.Low > d.Value || d.High < d.Value || d.P < 0 || d.P > 1 {
			t.Errorf("%s: difference %+v of %v and %v", name, d, res.Accuracy, got.Accuracy)
		}
	}
}

func TestASystemDoesNotDifferFromItself(t *testing.T) {
	var predictions bytes.Buffer
	o := eval.IntentOptions{Train: csvFile(t, trainCSV), Test: csvFile(t, testCSV), Predictions: &predictions, Seed: 1}
	if _, err := eval.RunIntent(context.Background(), o); err != nil {
		t.Fatal(err)
	}
	o.Predictions, o.Baseline = nil, csvFile(t, predictions.String())
	res, err := eval.RunIntent(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if want := (eval.Difference{P: 1}); res.Comparison.AccuracyDifference != want || res.Comparison.MCCDifference != want {
		t.Errorf("differences %+v, want none with p 1", res.Comparison)
	}
}

func TestABadBaselineIsNamed(t *testing.T) {
	const good = "where is my parcel,status,status\nmy money back please,refund,refund\nis my refund there,refund,refund\ncook rice for me,none,none\n"
	for name, c := range map[string]struct{ content, want string }{
		"another file":   {"text,intent,predicted\nhello,status,status\n", ":2:1: the row is not that of the test file"},
		"too short":      {"text,intent,predicted\n" + good, ":6:1: the file ends after 4 rows; the test file has 5"},
		"too long":       {"text,intent,predicted\n" + good + "zebra quantum umbrella,none,none\nmore,none,none\n", ":7:1: the row is not"},
		"unknown column": {"text,intent,predicted,score,colour\n", `:1:29: unknown column "colour"`},
		"no prediction":  {"text,intent,predicted\nwhere is my parcel,status,\n", ":2:27: predicted is empty"},
		"no number":      {"text,intent,predicted,score\nwhere is my parcel,status,status,high\n", `:2:34: score is "high", not a number`},
	} {
		if _, err := compared(t, c.content); !errors.Is(err, fault.ErrInvalid) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}

func TestPlotsAreDrawn(t *testing.T) {
	res, err := eval.RunIntent(context.Background(), eval.IntentOptions{Train: csvFile(t, trainCSV), Folds: 3, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	dir := filepath.Join(t.TempDir(), "plots")
	if err := res.WritePlots(dir); err != nil {
		t.Fatal(err)
	}
	for name, want := range map[string]string{"reliability.svg": "calibration error", "risk-coverage.svg": "Answering the surest", "confusion.svg": "Rows are the intents"} {
		data, err := os.ReadFile(filepath.Join(dir, name))
		if err != nil || !strings.Contains(string(data), want) || !strings.Contains(string(data), "prefers-color-scheme:dark") {
			t.Errorf("%s: %v, want %q in it", name, err, want)
		}
		for d := xml.NewDecoder(bytes.NewReader(data)); ; {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s is no XML: %v", name, err)
			}
		}
	}
}

func TestTheShareIsStatedOrEstimated(t *testing.T) {
	o := eval.IntentOptions{Train: csvFile(t, trainCSV), Test: csvFile(t, testCSV), Seed: 1, Budget: 0.2}
	first, err := eval.RunIntent(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if first.OOSShare != nlu.DefaultOOSShare || first.Budget == nil || *first.Budget != 0.2 || first.BudgetCoverage == nil {
		t.Errorf("result %+v", first)
	}
	o.OOSShare = new(0.0)
	none, err := eval.RunIntent(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if none.OOSShare != 0 || none.AUROC == nil {
		t.Errorf("with a share of 0: %+v", none)
	}
	o.OOSShare, o.EstimateShare = nil, true
	few, err := eval.RunIntent(context.Background(), o)
	if err != nil || few.OOSShare != nlu.DefaultOOSShare {
		t.Errorf("five messages are too few to estimate from: %v, %v", few.OOSShare, err)
	}
}

func TestNearMissesAreOutOfScope(t *testing.T) {
	o := eval.IntentOptions{Train: csvFile(t, trainCSV+"which size fits,size\nsize chart please,size\ndo they run small,size\nwhat size for 180 cm,size\n"), Folds: 3, NearMisses: true, Seed: 1}
	res, err := eval.RunIntent(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	tested, none := 0, 0
	for _, f := range res.PerIntent {
		tested += f.Examples
		if f.Intent == "none" {
			none = f.Examples
		}
	}
	if tested != 19 || none <= 3 || none > 13 || res.AUROC == nil { // three were none before
		t.Errorf("%d tested, %d of them out of scope: %+v", tested, none, res.PerIntent)
	}
}
