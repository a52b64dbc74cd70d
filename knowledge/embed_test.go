package knowledge_test

import (
	"context"
	"errors"
	"strings"
	"testing"

	"frontdesk/knowledge"
)

// concepts embeds texts by what they are about, in any language: enough to
// stand for a model.
type concepts struct {
	down  bool
	dim   int
	calls int
}

var themes = [][]string{{"return", "zurück", "send back", "退货"}, {"refund", "money", "geld", "退款"}, {"warranty", "garantie", "保修"}, {"gift", "voucher", "礼品"}}

func (c *concepts) Model() string { return "concepts-1" }
func (c *concepts) Dim() int      { return 5 }

func (c *concepts) Embed(_ context.Context, texts []string) ([][]float32, error) {
	c.calls++
	if c.down {
		return nil, errors.New("connection refused")
	}
	out := make([][]float32, len(texts))
	for i, s := range texts {
		v := make([]float32, max(c.dim, 5))
		v[4] = 0.3
		for j, words := range themes {
			for _, w := range words {
				if strings.Contains(strings.ToLower(s), w) {
					v[j] = 1
				}
			}
		}
		out[i] = v
	}
	return out, nil
}

// vectorStore keeps vectors in a map.
type vectorStore struct{ rows map[string]knowledge.Vectors }

func (s *vectorStore) SaveVectors(_ context.Context, vs []knowledge.Vectors) error {
	for _, v := range vs {
		s.rows[v.ArticleID] = v
	}
	return nil
}

func (s *vectorStore) VectorsOf(_ context.Context, model string, ids []string) ([]knowledge.Vectors, error) {
	var out []knowledge.Vectors
	for _, id := range ids {
		if v, ok := s.rows[id]; ok && v.Model == model {
			out = append(out, v)
		}
	}
	return out, nil
}

func (s *vectorStore) Nearest(context.Context, string, []float32, knowledge.Scope, int) ([]knowledge.Near, error) {
	return nil, knowledge.ErrNoVectorSearch
}

func TestEmbedderFindsAcrossLanguages(t *testing.T) {
	b, _ := baseOf(t, knowledge.Config{Embedder: &concepts{}}, shop()...)
	res := ask(t, b, knowledge.Query{Text: "保修多久？", Lang: "zh"})
	if first(res) != "warranty" || res.Hits[0].P < 0.5 || len(res.Notes) != 0 {
		t.Errorf("got %q, notes %q; want the warranty with P of at least 0.5", first(res), res.Notes)
	}
}

func TestEmbedderFailureIsToldAndSurvived(t *testing.T) {
	model := &concepts{down: true}
	b, _ := baseOf(t, knowledge.Config{Embedder: model}, shop()...)
	q := knowledge.Query{Text: "warranty on bikes", Lang: "en"}
	res := ask(t, b, q)
	if first(res) != "warranty" || len(res.Notes) != 2 {
		t.Errorf("got %q with notes %q; want the article and two notes", first(res), res.Notes)
	}
	model.down = false
	refresh(t, b)
	if res := ask(t, b, q); first(res) != "warranty" || len(res.Notes) != 0 {
		t.Errorf("after it came back: %q with notes %q", first(res), res.Notes)
	}
}

func TestVectorsOfAWrongLengthAreRefused(t *testing.T) {
	b, _ := baseOf(t, knowledge.Config{Embedder: &concepts{dim: 7}}, shop()...)
	res := ask(t, b, knowledge.Query{Text: "gift card", Lang: "en"})
	if first(res) != "gift" || len(res.Notes) == 0 {
		t.Errorf("got %q with notes %q; want the built-in search and a note", first(res), res.Notes)
	}
}

func TestVectorsAreKept(t *testing.T) {
	kept := &vectorStore{rows: map[string]knowledge.Vectors{}}
	_, store := baseOf(t, knowledge.Config{Embedder: &concepts{}, Vectors: kept}, shop()...)
	if len(kept.rows) != len(shop()) {
		t.Fatalf("vectors of %d articles are kept, want %d", len(kept.rows), len(shop()))
	}
	again := &concepts{}
	b, err := knowledge.New(store, knowledge.Config{Embedder: again, Vectors: kept})
	if err != nil {
		t.Fatal(err)
	}
	refresh(t, b)
	if again.calls != 0 {
		t.Errorf("the second start asked the embedder %d times, want none", again.calls)
	}
}

func TestConfig(t *testing.T) {
	if _, err := knowledge.New(knowledge.NewMemory(), knowledge.Config{Vectors: &vectorStore{}}); err == nil {
		t.Error("a store of vectors without an embedder is taken")
	}
}
