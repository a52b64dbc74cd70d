package eval_test

import (
	"errors"
	"os"
	"path/filepath"
	"testing"

	"frontdesk/eval"
	"frontdesk/eval/metrics"
	"frontdesk/internal/fault"
)

// What docs/evaluation.md says of grouping holds, with a little room.
func TestRunGaps(t *testing.T) {
	r, err := eval.RunGaps(t.Context(), eval.GapsOptions{Test: filepath.Join("gaps", "questions.csv"), Part: "test", Orders: 2})
	if err != nil {
		t.Fatal(err)
	}
	if r.Questions != 127 || r.Labels != 18 || r.VMeasure < .72 || r.F < .54 || r.Across < .72 {
		t.Errorf("got %+v", r)
	}
}

func TestRunGapsBadFiles(t *testing.T) {
	dir := t.TempDir()
	for name, text := range map[string]string{"empty.csv": "", "columns.csv": "a,b\n1,2\n", "rows.csv": "text,label\n\"x\n", "none.csv": "text,label\n"} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for _, name := range []string{"", "missing.csv", "empty.csv", "columns.csv", "rows.csv", "none.csv"} {
		file := name
		if name != "" {
			file = filepath.Join(dir, name)
		}
		if _, err := eval.RunGaps(t.Context(), eval.GapsOptions{Test: file}); !errors.Is(err, fault.ErrInvalid) {
			t.Errorf("%q: %v", name, err)
		}
	}
}

func TestPartsOfAGapFile(t *testing.T) {
	dir := files(t, map[string]string{"mark.csv": "\ufefftext,label\nWhere is it made?,origin\nIs it made in Italy?,origin\n"})
	o := eval.GapsOptions{Test: filepath.Join(dir, "mark.csv"), Orders: 1}
	if r, err := eval.RunGaps(t.Context(), o); err != nil || r.Questions != 2 {
		t.Errorf("with a mark: %+v, %v", r, err)
	}
	o.Part = "test"
	if _, err := eval.RunGaps(t.Context(), o); !errors.Is(err, fault.ErrInvalid) {
		t.Errorf("a part of a file without parts: %v", err)
	}
}

func TestClusterMeasures(t *testing.T) {
	for _, c := range []struct {
		want, got []string
		v, f      float64
	}{
		{[]string{"a", "a", "b"}, []string{"1", "1", "2"}, 1, 1},
		{[]string{"a", "a", "b", "b"}, []string{"1", "1", "1", "1"}, 0, 2.0 / 3},
		{[]string{"a", "a"}, []string{"1", "2"}, 0, 2.0 / 3},
	} {
		if v := metrics.VMeasure(c.want, c.got); v < c.v-1e-9 || v > c.v+1e-9 {
			t.Errorf("V of %v and %v is %v, want %v", c.want, c.got, v, c.v)
		}
		if _, _, f := metrics.BCubed(c.want, c.got); f < c.f-1e-9 || f > c.f+1e-9 {
			t.Errorf("B-cubed F of %v and %v is %v, want %v", c.want, c.got, f, c.f)
		}
	}
}
