package text_test

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"frontdesk/knowledge/text"
)

// TestStems reads testdata/stems: a line is forms of one word, which share a stem, but for
// those with ~ before them, which do not yet; or two words with | between them, which
// share none.
func TestStems(t *testing.T) {
	files, err := filepath.Glob("testdata/stems/*.txt")
	if err != nil || len(files) == 0 {
		t.Fatal("no tables of stems", err)
	}
	a := text.New()
	for _, file := range files {
		lang := strings.TrimSuffix(filepath.Base(file), ".txt")
		raw, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		forms, joined := 0, 0
		for line := range strings.Lines(string(raw)) {
			if strings.HasPrefix(line, "#") {
				continue
			}
			words := strings.Fields(line)
			apart := len(words) == 3 && words[1] == "|"
			if apart {
				if words = []string{words[0], words[2]}; share(a, lang, words[0], words[1]) {
					t.Errorf("%s: %s and %s have the stem %q", lang, words[0], words[1], stems(a, lang, words[0]))
				}
				continue
			}
			for _, w := range words[1:] {
				w, not := strings.CutPrefix(w, "~")
				forms++
				if share(a, lang, words[0], w) {
					joined++
				}
				if share(a, lang, words[0], w) == not {
					t.Errorf("%s: %s %q, %s %q, want them joined: %v", lang, words[0], stems(a, lang, words[0]), w, stems(a, lang, w), !not)
				}
			}
		}
		t.Logf("%s: %d of %d forms joined", lang, joined, forms)
	}
}

// stems are the forms under which a word is found.
func stems(a *text.Analyzer, lang, word string) []string { return text.Terms(a.Analyze(word, lang)) }

func share(a *text.Analyzer, lang, x, y string) bool {
	ys := stems(a, lang, y)
	return slices.ContainsFunc(stems(a, lang, x), func(s string) bool { return slices.Contains(ys, s) })
}
