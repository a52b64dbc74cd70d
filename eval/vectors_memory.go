package eval

import (
	"context"
	"fmt"

	"frontdesk/knowledge"
	"frontdesk/knowledge/vector"
)

// MemoryVectors searches in process, as a base does, to be measured beside a
// store. It is not safe for use while it is filled.
type MemoryVectors struct {
	index   *vector.Index
	markets map[string]string // by passage
}

// NewMemoryVectors makes an empty one for vectors of dim numbers.
func NewMemoryVectors(dim int) *MemoryVectors {
	return &MemoryVectors{index: vector.New(dim), markets: make(map[string]string)}
}

// SaveArticles implements VectorSearcher: it keeps the first market of each.
func (m *MemoryVectors) SaveArticles(_ context.Context, all []knowledge.Saving) ([]knowledge.Article, error) {
	for _, s := range all {
		for _, p := range s.Passages {
			m.markets[p.ID] = s.Article.Markets[0]
		}
	}
	return nil, nil
}

// SaveVectors implements VectorSearcher. Vectors without a direction are left out.
func (m *MemoryVectors) SaveVectors(_ context.Context, all []knowledge.Vectors) error {
	var entries []vector.Entry
	for _, v := range all {
		for i, row := range v.Rows {
			if m.index.Check(row) == nil {
				entries = append(entries, vector.Entry{ID: fmt.Sprintf("%s/%d", v.ArticleID, i), Vec: row})
			}
		}
	}
	return m.index.Apply(entries, nil)
}

// Nearest implements VectorSearcher.
func (m *MemoryVectors) Nearest(_ context.Context, _ string, vec []float32, s knowledge.Scope, k int) ([]knowledge.Near, error) {
	hits, err := m.index.Search(vec, k, func(id string) bool { return m.markets[id] == s.Market })
	out := make([]knowledge.Near, len(hits))
	for i, h := range hits {
		out[i] = knowledge.Near{PassageID: h.ID, Cosine: h.Cosine}
	}
	return out, err
}
