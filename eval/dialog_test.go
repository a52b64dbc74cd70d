package eval_test

import (
	"testing"

	"frontdesk/eval"
)

// TestScripts plays every shipped conversation script on SQLite.
func TestScripts(t *testing.T) {
	res, err := eval.RunDialog(t.Context(), eval.DialogOptions{Scripts: eval.Scripts()})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Failures {
		t.Error(f)
	}
	t.Logf("%d of %d scripts passed, %d turns", res.Passed, res.Scripts, res.Turns)
}
