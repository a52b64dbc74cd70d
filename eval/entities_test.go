package eval_test

import (
	"bytes"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/eval"
)

func TestEntitiesOfTheMessagesInEveryLanguage(t *testing.T) {
	for file, floor := range map[string]float64{"messages.jsonl": 0.97, "fresh.jsonl": 0.95} {
		res, err := eval.RunEntities(t.Context(), eval.EntitiesOptions{Test: filepath.Join("entities", file), Products: "entities/products.jsonl"})
		if err != nil {
			t.Fatal(err)
		}
		if res.Spans.F1 < floor || res.Values.F1 < floor || len(res.PerLanguage) != 28 {
			t.Errorf("%s: spans %.3f, values %.3f in %d languages; the floor is %.2f in 28", file, res.Spans.F1, res.Values.F1, len(res.PerLanguage), floor)
		}
		for _, l := range res.PerLanguage {
			if l.Values.F1 < 0.8 {
				t.Errorf("%s: %s: %.3f", file, l.Name, l.Values.F1)
			}
		}
	}
}

// TestEntityFiguresByHand holds the counting against a file whose figures are
// worked out by hand: of three labels one is found wholly, one with another
// value, one not; and one is found that is none.
func TestEntityFiguresByHand(t *testing.T) {
	file := filepath.Join(t.TempDir(), "test.jsonl")
	lines := `{"text":"order 10482","language":"en","entities":[{"type":"order_number","start":6,"end":11,"value":"10482"}]}
{"text":"in blue please","language":"en","entities":[{"type":"color","start":3,"end":7,"value":"navy"}]}
{"text":"a thing in red","language":"en","entities":[{"type":"coupon","start":2,"end":7,"value":"THING"}]}
`
	if err := os.WriteFile(file, []byte(lines), 0o600); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	res, err := eval.RunEntities(t.Context(), eval.EntitiesOptions{Test: file, Predictions: &out})
	if err != nil {
		t.Fatal(err)
	}
	if s := res.Spans; s.Expected != 3 || s.Found != 3 || s.Precision != 2.0/3 || s.Recall != 2.0/3 {
		t.Errorf("spans %+v", s)
	}
	if v := res.Values; v.Precision != 1.0/3 || v.Recall != 1.0/3 || res.WholeMessage != 1.0/3 {
		t.Errorf("values %+v, whole messages %.2f", v, res.WholeMessage)
	}
	if n := strings.Count(out.String(), "\n"); n != 3 || !strings.Contains(out.String(), `"value":"blue"`) {
		t.Errorf("predictions:\n%s", out.String())
	}
}

func TestBadEntityFilesNameTheLine(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"type.jsonl":   {"\n" + `{"text":"a","entities":[{"type":"x","start":0,"end":1}]}`, "type.jsonl:2:1: \"x\" is no type"},
		"cut.jsonl":    {`{"text":"é","entities":[{"type":"color","start":0,"end":1}]}`, "cut.jsonl:1:1: the span 0 to 1 cuts a letter"},
		"end.jsonl":    {`{"text":"a","entities":[{"type":"color","start":0,"end":9}]}`, "end.jsonl:1:1: the span 0 to 9 lies outside"},
		"key.jsonl":    {`{"text":"a","entities":[],"labels":[]}`, "key.jsonl:1:1: "},
		"broken.jsonl": {`{"text":"a",`, "broken.jsonl:1:"},
		"empty.jsonl":  {"", "empty.jsonl:1:1: the file is empty"},
		"time.jsonl":   {`{"text":"a","now":"today","entities":[]}`, "time.jsonl:1:1: now is \"today\""},
		"pair.csv":     {"text,entities\na,color\n", "pair.csv:2:3: "},
		"column.csv":   {"text,labels\na,b\n", "column.csv:1:6: unknown column"},
	} {
		file := filepath.Join(t.TempDir(), name)
		if err := os.WriteFile(file, []byte(c.text), 0o600); err != nil {
			t.Fatal(err)
		}
		_, err := eval.RunEntities(t.Context(), eval.EntitiesOptions{Test: file})
		if err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", name, err, c.want)
		}
	}
}
