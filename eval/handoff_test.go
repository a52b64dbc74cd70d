package eval_test

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/bot/nlu"
	"frontdesk/eval"
	"frontdesk/internal/fault"
)

func talkFile(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "talks.jsonl")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestHandoffFigures(t *testing.T) {
	path := talkFile(t, `{"id":"a","turns":[{"role":"shopper","text":"hello"},{"role":"bot","text":"hi"},{"role":"shopper","text":"where is my order"}]}

{"id":"b","turns":[{"role":"shopper","text":"this is the worst shop, you are thieves"},{"role":"bot","text":"which order?","missed":true},{"role":"shopper","text":"I SAID IT THREE TIMES!!! I want to talk to a human","handoff":true}]}
`)
	var out bytes.Buffer
	res, err := eval.RunHandoff(t.Context(), eval.HandoffOptions{Conversations: path, Predictions: &out})
	if err != nil {
		t.Fatal(err)
	}
	if res.Conversations != 2 || res.Turns != 4 || res.Needed != 1 || res.F1 != 1 || res.AUROC == nil || *res.AUROC != 1 || res.GoldenTransfer["1"] != 1 || res.GoldenTransfer["3"] != 1 {
		t.Errorf("%+v", res)
	}
	if rows := strings.Split(strings.TrimSpace(out.String()), "\n"); len(rows) != 5 || !strings.HasPrefix(rows[4], "b,3,true,true,0.") {
		t.Errorf("predictions:\n%s", out.String())
	}
}

// A file that names no shopper is judged turn by turn, and words are learned.
func TestHandoffCrossValidation(t *testing.T) {
	var b strings.Builder
	for i := range 30 {
		fmt.Fprintf(&b, `{"id":"%d","turns":[{"role":"bot","text":"w1 w2"},{"role":"bot","text":"w%d w9","handoff":%v},{"role":"bot","text":"w2 w1"}]}`+"\n", i, 50+i%2, i%2 == 0)
	}
	path := talkFile(t, b.String())
	res, err := eval.RunHandoff(t.Context(), eval.HandoffOptions{Conversations: path, Folds: 5, Seed: 1})
	if err != nil || res.Turns != 90 || res.Needed != 15 || res.F1 < 0.9 {
		t.Errorf("%+v, %v", res, err)
	}
	course, err := eval.RunHandoff(t.Context(), eval.HandoffOptions{Conversations: path, Folds: 5, Seed: 1, Course: true})
	if err != nil || course.F1 > 0.8 {
		t.Errorf("without words: %+v, %v", course, err)
	}
}

func TestHandoffBadInput(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"empty":         {"\n", ":1:1: the file is empty"},
		"no JSON":       {"{\"id\":\"a\",\"turns\":[{]}\n", ":1:21: "},
		"unknown field": {"{\"id\":\"a\",\"lines\":[]}\n", ":1:"},
		"no turns":      {"{\"id\":\"a\",\"turns\":[]}\n", ":1:1: the conversation has no turns"},
		"wrong role":    {"\n{\"id\":\"a\",\"turns\":[{\"role\":\"user\",\"text\":\"x\"}]}\n", `:2:1: turn 1 has the role "user"`},
		"two in a line": {"{\"id\":\"a\",\"turns\":[{\"role\":\"bot\",\"text\":\"x\"}]} {}\n", ":1:47: something follows"},
		"label on bot":  {"\n{\"id\":\"a\",\"turns\":[{\"role\":\"shopper\",\"text\":\"x\"},{\"role\":\"bot\",\"text\":\"y\",\"handoff\":true}]}\n", ":2:1: turn 2 of \"a\" needs a person"},
		"not UTF-8":     {"{\"id\":\"a\xff\"}\n", ":1:1: the line is not UTF-8"},
	} {
		path := talkFile(t, c.content)
		_, err := eval.RunHandoff(t.Context(), eval.HandoffOptions{Conversations: path})
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), path+c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	few := talkFile(t, "{\"id\":\"a\",\"turns\":[{\"role\":\"shopper\",\"text\":\"x\"}]}\n")
	for name, o := range map[string]eval.HandoffOptions{
		"no file": {}, "folds": {Conversations: few, Folds: 1}, "too few": {Conversations: few, Folds: 2},
	} {
		if _, err := eval.RunHandoff(t.Context(), o); fault.KindOf(err) != fault.Invalid {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// The shipped signal is what its training file gives.
func TestShippedSignalIsUpToDate(t *testing.T) {
	want, err := eval.TrainHandoff(t.Context(), "handoff.jsonl", 1)
	if err != nil {
		t.Fatal(err)
	}
	got, err := nlu.ShippedNeed()
	if err != nil {
		t.Fatal(err)
	}
	for name, w := range want.Weights {
		if d := got.Weights[name] - w; d > 1 || d < -1 { // moods and languages may learn a little more in between
			t.Errorf("%s weighs %v, trained anew %v: go run ./eval/cmd/buildhandoff", name, got.Weights[name], w)
		}
	}
}
