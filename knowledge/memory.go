package knowledge

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"frontdesk/internal/fault"
)

// Memory is a Store that forgets with the process: for measuring engines and
// for tests. It keeps the same promises as the databases.
type Memory struct {
	mu       sync.Mutex
	articles map[string]Edition
	byKey    map[string]string
	revision int64
}

// NewMemory makes an empty one.
func NewMemory() *Memory {
	return &Memory{articles: make(map[string]Edition), byKey: make(map[string]string)}
}

// Article implements Store.
func (m *Memory) Article(_ context.Context, id string) (Article, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.articles[id]
	if !ok {
		return Article{}, fault.New(fault.NotFound, "", "There is no article %q.", id)
	}
	return e.Article, nil
}

// ArticleByKey implements Store.
func (m *Memory) ArticleByKey(_ context.Context, key string) (Article, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	id, ok := m.byKey[key]
	if !ok {
		return Article{}, fault.New(fault.NotFound, "", "There is no article with the key %q.", key)
	}
	return m.articles[id].Article, nil
}

// Articles implements Store.
func (m *Memory) Articles(_ context.Context, f ArticleFilter) ([]Article, int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []Article
	for _, e := range m.articles {
		if f.matches(e.Article) {
			a := e.Article
			a.Body = ""
			all = append(all, a)
		}
	}
	slices.SortFunc(all, func(a, b Article) int { return cmp.Compare(b.Revision, a.Revision) })
	total := len(all)
	if i := slices.IndexFunc(all, func(a Article) bool { return a.ID == f.After }); i >= 0 {
		all = all[i+1:]
	}
	limit := f.Limit
	if limit <= 0 {
		limit = 50
	}
	return all[:min(limit, len(all))], total, nil
}

// matches says whether the filter selects an article.
func (f ArticleFilter) matches(a Article) bool {
	text := strings.ToLower(f.Text)
	switch {
	case f.Status == "" && a.Status == Archived, f.Status != "" && a.Status != f.Status:
		return false
	case f.Locale != "" && a.Locale != f.Locale, f.Source != "" && a.Source != f.Source:
		return false
	}
	return strings.Contains(strings.ToLower(a.Title), text) || strings.Contains(strings.ToLower(a.Key), text)
}

// SaveArticle implements Store.
func (m *Memory) SaveArticle(_ context.Context, a Article, passages []Passage) (Article, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	old, exists := m.articles[a.ID]
	if a.ID == "" {
		return Article{}, fault.New(fault.Invalid, "", "An article needs an id.").At("id")
	}
	if a.Version != old.Article.Version {
		return Article{}, fault.New(fault.Conflict, "version_conflict", "The article was changed by somebody else.").With("version", old.Article.Version)
	}
	if id, taken := m.byKey[a.Key]; taken && id != a.ID {
		return Article{}, fault.New(fault.Conflict, "duplicate_key", "Another article has the key %q.", a.Key).At("key")
	}
	if exists {
		delete(m.byKey, old.Article.Key)
	}
	m.revision++
	a.Version++
	a.Revision = m.revision
	m.articles[a.ID] = Edition{Article: a, Passages: slices.Clone(passages)}
	m.byKey[a.Key] = a.ID
	return a, nil
}

// Changes implements Store.
func (m *Memory) Changes(_ context.Context, after int64, limit int) ([]Edition, int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Edition
	for _, e := range m.articles {
		if e.Article.Revision > after {
			out = append(out, e)
		}
	}
	slices.SortFunc(out, func(a, b Edition) int { return cmp.Compare(a.Article.Revision, b.Article.Revision) })
	return out[:min(limit, len(out))], m.revision, nil
}
