package eval

import (
	"context"
	"fmt"
	"slices"

	"frontdesk/knowledge"
	"frontdesk/knowledge/vector"
)

// MemoryVectors searches in process, as a base does, to be measured beside a
// store. It is not safe for use while it is filled.
type MemoryVectors struct {
	index   *vector.Index
	markets []string          // by class
	of      map[string]uint32 // class of an article's market
}

// NewMemoryVectors makes an empty one for vectors of dim numbers.
func NewMemoryVectors(dim int) *MemoryVectors {
	return &MemoryVectors{index: vector.New(dim), of: make(map[string]uint32)}
}

// SaveArticles implements VectorSearcher: it keeps the first market of each.
func (m *MemoryVectors) SaveArticles(_ context.Context, all []knowledge.Saving) ([]knowledge.Article, error) {
	for _, s := range all {
		class := slices.Index(m.markets, s.Article.Markets[0])
		if class < 0 {
			class = len(m.markets)
			m.markets = append(m.markets, s.Article.Markets[0])
		}
		m.of[s.Article.ID] = uint32(class)
	}
	return nil, nil
}

// SaveVectors implements VectorSearcher. Vectors without a direction are left out.
func (m *MemoryVectors) SaveVectors(_ context.Context, all []knowledge.Vectors) error {
	var entries []vector.Entry
	for _, v := range all {
		for i, row := range v.Rows {
			if m.index.Check(row) == nil {
				entries = append(entries, vector.Entry{ID: fmt.Sprintf("%s/%d", v.ArticleID, i), Vec: row, Class: m.of[v.ArticleID]})
			}
		}
	}
	return m.index.Apply(entries, nil)
}

// Nearest implements VectorSearcher.
func (m *MemoryVectors) Nearest(_ context.Context, _ string, vec []float32, s knowledge.Scope, k int) ([]knowledge.Near, error) {
	hits, err := m.index.Search(vec, k, func(class uint32) bool { return m.markets[class] == s.Market })
	out := make([]knowledge.Near, len(hits))
	for i, h := range hits {
		out[i] = knowledge.Near{PassageID: h.ID, Cosine: h.Cosine}
	}
	return out, err
}
