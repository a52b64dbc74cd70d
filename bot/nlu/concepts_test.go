package nlu_test

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/bot/nlu"
)

// Words that the two lists share between "cancel" and "return" meet although
// no n-gram does; the other examples keep the intents from being told apart by
// anything else.
func TestConceptsJoinWordsThatMeanTheSame(t *testing.T) {
	m, _, err := nlu.Train(context.Background(), []nlu.Example{
		{Text: "stornieren", Intent: "a", Lang: "de"}, {Text: "cancelar", Intent: "a", Lang: "es"},
		{Text: "umtauschen", Intent: "b", Lang: "de"}, {Text: "canjear", Intent: "b", Lang: "es"},
	}, nlu.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for text, want := range map[string]string{"撤销": "a", "调换": "b", "call off": "a", "swaps": "b"} {
		if got := m.Classify(text, "zh").Top().Intent; got != want {
			t.Errorf("Classify(%q) = %s, want %s", text, got, want)
		}
	}
}

// The languages' lists use the names of the shared one: another name would join
// nothing.
func TestConceptListsAgree(t *testing.T) {
	names := map[string]bool{}
	for _, line := range conceptLines(t, "pack/concepts.txt") {
		name, _, _ := strings.Cut(line, ":")
		names[name] = true
	}
	files, err := filepath.Glob("pack/concepts/*.txt")
	if err != nil {
		t.Fatal(err)
	}
	for _, file := range files {
		lang := strings.TrimSuffix(filepath.Base(file), ".txt")
		if _, err := nlu.NewAnalyzer(nlu.AnalyzerConfig{Languages: []string{lang}}); err != nil {
			t.Errorf("%s: %v", file, err)
		}
		for _, line := range conceptLines(t, file) {
			name, words, ok := strings.Cut(line, ":")
			switch {
			case !ok || strings.TrimSpace(words) == "":
				t.Errorf("%s: %q is not \"concept: word, word\"", file, line)
			case !names[name]:
				t.Errorf("%s: concept %q is not in concepts.txt", file, name)
			}
		}
	}
}

func conceptLines(t *testing.T, file string) []string {
	t.Helper()
	data, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var out []string
	for line := range strings.Lines(string(data)) {
		if line = strings.TrimSpace(line); line != "" && !strings.HasPrefix(line, "#") {
			out = append(out, line)
		}
	}
	return out
}
