package eval_test

import (
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/eval"
	"frontdesk/internal/fault"
)

// csvFile writes a labelled file of its own.
func csvFile(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "data.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

const trainCSV = `text,intent
where is my order,status
track my parcel,status
has my order shipped,status
when does my package arrive,status
order status please,status
"any news, where is it",status
where is my refund,refund
i want my money back,refund
has my refund been processed,refund
refund not received,refund
when do i get the money,refund
refund status,refund
write a poem,none
what is the capital of france,none
who won the game,none
`

const testCSV = "\xef\xbb\xbftext,intent,language\nwhere is my parcel,status,en\nmy money back please,refund,en\nis my refund there,refund,\ncook rice for me,none,en\nzebra quantum umbrella,none,en\n"

func TestIntentsOfATestFile(t *testing.T) {
	var predictions bytes.Buffer
	res, err := eval.RunIntent(context.Background(), eval.IntentOptions{Train: csvFile(t, trainCSV), Test: csvFile(t, testCSV), Predictions: &predictions})
	if err != nil {
		t.Fatal(err)
	}
	if res.InScopeForced != 1 {
		t.Errorf("in-scope accuracy without threshold %v, want 1", res.InScopeForced)
	}
	if res.AUROC == nil || *res.AUROC < 0.8 || res.OOSRecall == nil {
		t.Errorf("out of scope: %+v", res)
	}
	if res.ModelBytes == 0 || res.Threshold <= 0 || len(res.PerIntent) != 3 {
		t.Errorf("result %+v", res)
	}
	rows, err := csv.NewReader(&predictions).ReadAll()
	if err != nil || len(rows) != 6 || strings.Join(rows[0], ",") != "text,intent,predicted,top,probability" || rows[1][0] != "where is my parcel" {
		t.Errorf("predictions %v, %v", rows, err)
	}
}

func TestIntentFiguresHaveTheirKeys(t *testing.T) {
	res, err := eval.RunIntent(context.Background(), eval.IntentOptions{Builtin: true, Test: csvFile(t, "text,intent\nwhere is my order,order_status\ncancel my order,order_cancel\n")})
	if err != nil {
		t.Fatal(err)
	}
	data, err := json.Marshal(res)
	if err != nil {
		t.Fatal(err)
	}
	var keys map[string]any
	if err := json.Unmarshal(data, &keys); err != nil {
		t.Fatal(err)
	}
	for _, k := range strings.Fields("accuracy in_scope_accuracy oos_recall mcc in_scope_accuracy_forced auroc aurc ece threshold train_seconds predict_us_p50 predict_us_p99 model_bytes per_intent ece_in_scope oos_share auroc_accept error_at_budget_5 coverage_at_budget_5 error_at_budget_10 coverage_at_budget_10 coverage_at_precision_80 risk_coverage") {
		if _, ok := keys[k]; !ok {
			t.Errorf("the key %q is missing", k)
		}
	}
	if keys["auroc"] != nil || keys["oos_recall"] != nil || keys["accuracy"] != 1.0 {
		t.Errorf("without out-of-scope rows: %s", data)
	}
}

func TestIntentsByCrossValidation(t *testing.T) {
	o := eval.IntentOptions{Train: csvFile(t, trainCSV), Folds: 3, Seed: 5}
	one, err := eval.RunIntent(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	two, err := eval.RunIntent(context.Background(), o)
	if err != nil {
		t.Fatal(err)
	}
	if one.MCC != two.MCC || one.ECE != two.ECE || one.Threshold != two.Threshold {
		t.Errorf("the same seed gives %v and %v", one, two)
	}
	if _, ok := one.SD["mcc"]; !ok || one.InScopeForced < 0.5 {
		t.Errorf("result %+v", one)
	}
	examples := 0
	for _, f := range one.PerIntent {
		examples += f.Examples
	}
	if examples != 15 {
		t.Errorf("%d examples were tested, want each of the 15 once", examples)
	}
}

func TestBadIntentInputIsNamed(t *testing.T) {
	good := csvFile(t, trainCSV)
	for name, c := range map[string]struct{ content, want string }{
		"empty file":     {"", ":1:1: the file is empty"},
		"header only":    {"text,intent\n", ":2:1: there is no row"},
		"unknown column": {"text,intent,colour\na,b,c\n", `:1:13: unknown column "colour"`},
		"column twice":   {"text,text\na,b\n", `:1:6: the column "text" is there twice`},
		"missing column": {"text\na\n", `:1:1: the column "intent" is missing`},
		"empty text":     {"text,intent\nhello,a\n ,b\n", ":3:1: text is empty"},
		"empty intent":   {"text,intent\nhello,\n", ":2:7: intent is empty"},
		"ragged row":     {"text,intent\nhello, world,a\n", ":2:1: the row has not as many fields"},
		"open quote":     {"text,intent\nok,a\n\"hello,a\nmore,b\n", ":3:1: extraneous or missing"},
		"not UTF-8":      {"text,intent\nhel\xfflo,a\n", ":2:1: text is not UTF-8"},
		"text twice":     {"intent,text\na,hello\nb,bye\nb,hello\n", ":4:3: the same text is under a in line 2 and under b here"},
		"one example":    {"text,intent\nhello,a\nbye,b\npoem,none\nsong,none\n", ":2:7: every intent has one example"},
		"too many rows":  {"text,intent\n" + strings.Repeat("hello,a\n", 1_000_000), ":200002:1: more than 200000 rows"},
		"one intent":     {"text,intent\nhello,a\nbye,a\n", "at least two intents"},
	} {
		path := csvFile(t, c.content)
		_, err := eval.RunIntent(context.Background(), eval.IntentOptions{Train: path, Folds: 2})
		if !errors.Is(err, fault.ErrInvalid) || !strings.Contains(err.Error(), path) || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	for name, o := range map[string]eval.IntentOptions{
		"nothing": {}, "no test": {Train: good}, "both": {Train: good, Test: good, Folds: 3}, "builtin and train": {Builtin: true, Train: good, Test: good},
		"near misses of a test": {Train: good, Test: good, NearMisses: true}, "share of all": {Train: good, Test: good, OOSShare: new(1.0)}, "budget of all": {Train: good, Test: good, Budget: 1}, "baseline of folds": {Train: good, Folds: 3, Baseline: good},
		"builtin alone": {Builtin: true}, "one fold": {Train: good, Folds: 1}, "no such file": {Train: good, Test: good + "x"},
	} {
		if _, err := eval.RunIntent(context.Background(), o); !errors.Is(err, fault.ErrInvalid) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
