package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// command runs one command, with one language of the pack, and gives its exit
// code and what it said.
func command(t *testing.T, args ...string) (code int, out, errs string) {
	t.Helper()
	var o, e bytes.Buffer
	code = run(t.Context(), args, world{Env: []string{"FRONTDESK_BOT_LANGUAGES=hi"}, In: strings.NewReader(""), Out: &o, Err: &e})
	return code, o.String(), e.String()
}

// Bad input ends with 2 and a sentence; the shop's examples are untouched.
func TestTrainRefuses(t *testing.T) {
	dir := t.TempDir()
	file := func(name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	data := filepath.Join(dir, "data")
	two := file("two.csv", "text,intent\nhello there,greeting\nHello  there,goodbye\n")
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"two intents":   {[]string{"--file", two}, two + ":3:1: the same text is under greeting in line 2 and under goodbye here"},
		"no such file":  {[]string{"--file", filepath.Join(dir, "none.csv")}, "no such file"},
		"no reason":     {[]string{"--use", "--force"}, "--reason"},
		"force alone":   {[]string{"--force", "--reason", "x"}, "--use"},
		"unknown flag":  {[]string{"--fast"}, "unknown flag --fast"},
		"bad seed":      {[]string{"--seed", "x"}, "--seed"},
		"broken UTF-8":  {[]string{"--file", file("utf.csv", "text,intent\nhel\xfflo,greeting\n")}, "utf.csv:2:1: text is not UTF-8"},
		"one example":   {[]string{"--file", file("one.csv", "text,intent\nhello,colours\n")}, "one.csv:2:7: colours has this one example only"},
		"wrong columns": {[]string{"--file", file("col.csv", "text,label\nhello,greeting\n")}, `col.csv:1:6: unknown column "label"`},
	} {
		code, out, errs := command(t, append([]string{"train", "--data", data}, c.args...)...)
		if code != 2 || !strings.Contains(errs, c.want) || out != "" {
			t.Errorf("%s: code %d, %s%s", name, code, errs, out)
		}
	}
}

// A shop's file becomes a model that answers at the next start.
func TestTrainAndUse(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	dir := t.TempDir()
	path := filepath.Join(dir, "shop.csv")
	lines := "text,intent\n"
	for _, what := range []string{"a ring", "the bracelet", "my watch", "a necklace", "this locket", "the pendant"} {
		lines += "can you engrave " + what + ",engraving\n"
	}
	if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	code, out, errs := command(t, "train", "--data", dir, "--file", path, "--use", "--json")
	var got trained
	if err := json.Unmarshal([]byte(out), &got); err != nil || code != 0 {
		t.Fatalf("code %d: %v: %s", code, err, errs)
	}
	if !got.Used || got.Model.Version != 1 || got.Model.Figures.Own != 6 || got.Import.Added != 6 || got.Comparison == nil || len(got.Report.Intents) < 40 {
		t.Errorf("trained %+v", got.Model)
	}
	if _, out, _ := command(t, "doctor", "--data", dir); !strings.Contains(out, "model 1 of") {
		t.Errorf("the doctor says %s", out)
	}
}
