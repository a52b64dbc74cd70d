package catalog

import (
	"cmp"
	"context"
	"slices"
	"sync"
)

// Memory is a Store without a database, for evaluation and tests.
type Memory struct {
	mu       sync.Mutex
	entries  map[[2]string]Entry // by source and id
	revision int64
}

var _ Store = (*Memory)(nil)

// NewMemory makes an empty one.
func NewMemory() *Memory { return &Memory{entries: map[[2]string]Entry{}} }

// SaveFeedProducts inserts or replaces entries.
func (m *Memory) SaveFeedProducts(_ context.Context, _ string, entries []Entry) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range entries {
		e.Product = e.Product.Clone()
		m.entries[[2]string{e.Source, e.Product.ID}] = e
	}
	if len(entries) > 0 {
		m.revision++
	}
	return nil
}

// FeedMarks lists what a source has.
func (m *Memory) FeedMarks(_ context.Context, source string) (out []Mark, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for key, e := range m.entries {
		if key[0] == source {
			out = append(out, Mark{ID: e.Product.ID, Title: e.Product.Titles.In("und"), Hash: e.Hash, Gone: e.Gone})
		}
	}
	slices.SortFunc(out, func(a, b Mark) int { return cmp.Compare(a.ID, b.ID) })
	return out, nil
}

// FeedProducts gives everything that is served.
func (m *Memory) FeedProducts(context.Context) (out []Entry, revision int64, _ error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, e := range m.entries {
		if !e.Gone {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b Entry) int {
		return cmp.Or(cmp.Compare(a.Source, b.Source), cmp.Compare(a.Product.ID, b.Product.ID))
	})
	return out, m.revision, nil
}

// FeedRevision is the catalogue's revision.
func (m *Memory) FeedRevision(context.Context) (int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.revision, nil
}
