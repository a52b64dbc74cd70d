package eval_test

import (
	"bytes"
	"math"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/eval"
	"frontdesk/internal/fault"
)

func moodFile(t *testing.T, content string) string {
	t.Helper()
	path := filepath.Join(t.TempDir(), "moods.csv")
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
	return path
}

func TestEmotionFigures(t *testing.T) {
	var out bytes.Buffer
	path := moodFile(t, "text,emotion,language\nthis is unacceptable,anger,en\nich bin begeistert,joy,de\nwhere is my order,neutral,en\nдайте ответ,joy,ru\n")
	res, err := eval.RunEmotion(t.Context(), eval.EmotionOptions{Test: path, Predictions: &out})
	if err != nil {
		t.Fatal(err)
	}
	// Right: three of four. F1: anger 1, joy 2/3 (one of two found), neutral 2/3 (two said, one right).
	if got, want := res.MacroF1, (1+2./3+2./3)/7; res.Examples != 4 || res.Accuracy != .75 || math.Abs(got-want) > 1e-9 {
		t.Errorf("%d examples, accuracy %v, macro-F1 %v, want %v", res.Examples, res.Accuracy, got, want)
	}
	if rows := strings.Split(strings.TrimSpace(out.String()), "\n"); len(rows) != 5 || !strings.HasPrefix(rows[1], "this is unacceptable,anger,anger,0.") {
		t.Errorf("predictions:\n%s", out.String())
	}
}

func TestEmotionTrainedAfresh(t *testing.T) {
	var b strings.Builder
	b.WriteString("text,emotion\n")
	for _, name := range []string{"alpha", "beta", "gamma", "delta", "epsilon", "zeta", "eta", "theta"} {
		b.WriteString("the " + name + " blorp blorp of today,fear\nsome " + name + " plink in the room,neutral\n")
		b.WriteString("my " + name + " blorp is big,fear\nyour " + name + " plink is small,neutral\nthat blorp of " + name + ",fear\na plink or " + name + ",neutral\n")
	}
	test := moodFile(t, "text,emotion,language\nyour blorp is here,fear,en\nmy plink is here,neutral,en\n")
	res, err := eval.RunEmotion(t.Context(), eval.EmotionOptions{Train: moodFile(t, b.String()), Test: test, Seed: 1})
	if err != nil || res.Accuracy != 1 || res.TrainMacro == nil {
		t.Errorf("%+v, %v", res, err)
	}
}

func TestEmotionBadInput(t *testing.T) {
	for name, c := range map[string]struct{ content, want string }{
		"empty":          {"", ":1:1: the file is empty"},
		"no rows":        {"text,emotion\n", ":2:1: there is no row"},
		"missing column": {"text\na\n", `:1:1: the column "emotion" is missing`},
		"unknown column": {"text,mood\na,joy\n", `:1:6: unknown column "mood"`},
		"twice":          {"text,emotion,text\na,joy,b\n", `:1:14: the column "text" is there twice`},
		"unknown mood":   {"text,emotion\na,joy\nb,joy|rage\n", `:3:3: unknown emotion "rage"`},
		"empty text":     {"text,emotion\n ,joy\n", ":2:1: text is empty"},
		"fields":         {"text,emotion\na,b,joy\n", ":2:1: the row has not as many fields"},
		"quotes":         {"text,emotion\na\"b,joy\n", ":2:2: bare"},
		"not UTF-8":      {"text,emotion\n\xff\xfe,joy\n", ":2:1: text is not UTF-8"},
	} {
		path := moodFile(t, c.content)
		_, err := eval.RunEmotion(t.Context(), eval.EmotionOptions{Test: path})
		if fault.KindOf(err) != fault.Invalid || !strings.Contains(err.Error(), path+c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
	if _, err := eval.RunEmotion(t.Context(), eval.EmotionOptions{Test: filepath.Join(t.TempDir(), "none.csv")}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("no file: %v", err)
	}
	one := moodFile(t, "text,emotion\na,joy\nb,joy\n")
	if _, err := eval.RunEmotion(t.Context(), eval.EmotionOptions{Test: one, Train: one}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("one mood: %v", err)
	}
}
