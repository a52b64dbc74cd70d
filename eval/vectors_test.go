package eval_test

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"frontdesk/eval"
	"frontdesk/knowledge"
	"frontdesk/knowledge/vector"
)

// forgetful leaves out every other passage.
type forgetful struct{ *eval.MemoryVectors }

func (f forgetful) Nearest(ctx context.Context, model string, vec []float32, s knowledge.Scope, k int) (out []knowledge.Near, err error) {
	all, err := f.MemoryVectors.Nearest(ctx, model, vec, s, k)
	for i := 0; i < len(all); i += 2 {
		out = append(out, all[i])
	}
	return out, err
}

func TestVectors(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	dir := t.TempDir()
	write := func(name string, lines ...string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(strings.Join(lines, "\n")), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	var documents, queries []string
	for i, s := range []string{"red jackets keep the rain out", "a kettle boils water", "parcels travel with the carrier", "lamps need no candle", "gift cards last three years"} {
		documents = append(documents, fmt.Sprintf(`{"_id":"d%d","title":"","text":"%s. It is said of number %d. Ask the %s desk"}`, i, s, i, strings.Fields(s)[1]))
		queries = append(queries, fmt.Sprintf(`{"_id":"q%d","text":"%s"}`, i, s))
	}
	o := eval.VectorsOptions{
		RetrievalOptions: eval.RetrievalOptions{Corpus: write("c", documents...), Queries: write("q", queries...), Qrels: write("r", "query-id\tcorpus-id\tscore"), Language: "en"},
		Passages:         600, Seed: 1,
	}
	memory := func() *eval.MemoryVectors { return eval.NewMemoryVectors(vector.HashedDim) }
	for _, c := range []struct {
		store       eval.VectorSearcher
		least, most float64
	}{{memory(), 0.99, 1}, {forgetful{memory()}, 0, 0.95}} {
		o.Store = c.store
		got, err := eval.RunVectors(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if got.Passages != 600 || got.Dimensions != vector.HashedDim || got.Queries < 1000 {
			t.Errorf("got %+v", got)
		}
		if got.Recall10 < c.least-1e-9 || got.Recall10 > c.most+1e-9 {
			t.Errorf("%T: recall %v, want %v to %v", c.store, got.Recall10, c.least, c.most)
		}
	}
	o.Store = memory()
	o.Corpus = write("bad", `{"_id":""}`)
	if _, err := eval.RunVectors(t.Context(), o); err == nil || !strings.Contains(err.Error(), "bad:1") && !strings.Contains(err.Error(), "line 1") {
		t.Errorf("got %v, want the file and the line", err)
	}
}
