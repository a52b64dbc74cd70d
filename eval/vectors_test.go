package eval_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"frontdesk/eval"
	"frontdesk/knowledge"
	"frontdesk/knowledge/vector"
)

// searcher compares all vectors, and forgets every other answer if it is asked to.
type searcher struct {
	forgetful bool

	mu      sync.Mutex
	markets map[string]string
	byArea  map[string]*vector.Index
}

func (s *searcher) SaveArticles(_ context.Context, all []knowledge.Saving) ([]knowledge.Article, error) {
	for _, a := range all {
		s.markets[a.Article.ID] = a.Article.Markets[0]
	}
	return nil, nil
}

func (s *searcher) SaveVectors(_ context.Context, all []knowledge.Vectors) error {
	for _, v := range all {
		market := s.markets[v.ArticleID]
		if s.byArea[market] == nil {
			s.byArea[market] = vector.New(len(v.Rows[0]))
		}
		for i, row := range v.Rows {
			if err := s.byArea[market].Apply([]vector.Entry{{ID: fmt.Sprintf("%s/%d", v.ArticleID, i), Vec: row}}, nil); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *searcher) Nearest(_ context.Context, _ string, vec []float32, scope knowledge.Scope, k int) (out []knowledge.Near, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	index := s.byArea[scope.Market]
	if index == nil {
		return nil, errors.New("nothing there")
	}
	hits, err := index.Search(vec, k, nil)
	for i, h := range hits {
		if i%2 == 0 || !s.forgetful {
			out = append(out, knowledge.Near{PassageID: h.ID, Cosine: h.Cosine})
		}
	}
	return out, err
}

func TestVectors(t *testing.T) {
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
	for _, c := range []struct {
		forgetful bool
		least     float64
		most      float64
	}{{false, 0.99, 1}, {true, 0, 0.95}} {
		o.Store = &searcher{forgetful: c.forgetful, markets: map[string]string{}, byArea: map[string]*vector.Index{}}
		got, err := eval.RunVectors(t.Context(), o)
		if err != nil {
			t.Fatal(err)
		}
		if got.Passages != 600 || got.Dimensions != vector.HashedDim || got.Queries < 1000 {
			t.Errorf("got %+v", got)
		}
		if got.Recall10 < c.least-1e-9 || got.Recall10 > c.most+1e-9 {
			t.Errorf("forgetful %v: recall %v, want %v to %v", c.forgetful, got.Recall10, c.least, c.most)
		}
	}
	o.Store = &searcher{markets: map[string]string{}, byArea: map[string]*vector.Index{}}
	o.Corpus = write("bad", `{"_id":""}`)
	if _, err := eval.RunVectors(t.Context(), o); err == nil || !strings.Contains(err.Error(), "bad:1") && !strings.Contains(err.Error(), "line 1") {
		t.Errorf("got %v, want the file and the line", err)
	}
}
