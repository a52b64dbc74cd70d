package knowledge

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/internal/fault"
)

// Memory is a Store that forgets with the process: for measuring engines and
// for tests. It keeps the same promises as the databases.
type Memory struct {
	mu       sync.Mutex
	articles map[string]Edition
	byKey    map[string]string
	releases map[string][]Release // by article, oldest first
	revision int64
	saved    []saved // oldest first; an article was saved again where it has another revision
}

// saved is a save of an article.
type saved struct {
	revision int64
	id       string
}

// NewMemory makes an empty one.
func NewMemory() *Memory {
	return &Memory{articles: make(map[string]Edition), byKey: make(map[string]string), releases: make(map[string][]Release)}
}

// Article implements Store.
func (m *Memory) Article(_ context.Context, id string) (Article, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	e, ok := m.articles[id]
	if !ok {
		return Article{}, fault.New(fault.NotFound, "", "There is no article %q.", id)
	}
	return m.read(e.Article), nil
}

// read derives what is not kept. The lock is held.
func (m *Memory) read(a Article) Article {
	a.Stale = a.TranslationOf != "" && m.articles[a.TranslationOf].Article.Release > a.TranslatedRelease
	return a
}

// SameText lists the articles that are not archived and whose copy has a
// fingerprint.
func (m *Memory) SameText(_ context.Context, fingerprint string) ([]Article, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Article
	for _, e := range m.articles {
		if e.Article.Status != Archived && e.Article.Copy().Fingerprint() == fingerprint {
			out = append(out, m.read(e.Article))
		}
	}
	slices.SortFunc(out, func(a, b Article) int { return strings.Compare(a.ID, b.ID) })
	return out, nil
}

// ArticleByKey implements Store.
func (m *Memory) ArticleByKey(_ context.Context, key string) (Article, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	id, ok := m.byKey[key]
	if !ok {
		return Article{}, fault.New(fault.NotFound, "", "There is no article with the key %q.", key)
	}
	return m.read(m.articles[id].Article), nil
}

// Articles implements Store.
func (m *Memory) Articles(_ context.Context, f ArticleFilter) ([]Article, int, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var all []Article
	for _, e := range m.articles {
		if a := m.read(e.Article); f.matches(a) {
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
	case f.Status == "" && a.Status == Archived, f.Status != "" && a.Status != f.Status,
		f.Locale != "" && a.Locale != f.Locale, f.Source != "" && a.Source != f.Source, f.Owner != "" && a.Owner != f.Owner,
		f.TranslationOf != "" && a.TranslationOf != f.TranslationOf, f.Stale && !a.Stale, f.Held && !a.Held(),
		f.Scheduled && a.PublishAt.IsZero(), f.Reviewing && a.Review != Asked, f.Edited && a.Working == nil,
		!f.Due.IsZero() && !a.Overdue(f.Due):
		return false
	}
	return strings.Contains(strings.ToLower(a.Title), text) || strings.Contains(strings.ToLower(a.Key), text)
}

// SaveArticle implements Store.
func (m *Memory) SaveArticle(ctx context.Context, a Article, passages []Passage) (Article, error) {
	out, err := m.SaveArticles(ctx, []Saving{{Article: a, Passages: passages}})
	if err != nil {
		return Article{}, err
	}
	return out[0], nil
}

// SaveArticles implements Store.
func (m *Memory) SaveArticles(_ context.Context, savings []Saving) ([]Article, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, s := range savings {
		if err := m.check(s.Article); err != nil {
			return nil, err
		}
	}
	out := make([]Article, len(savings))
	for i, s := range savings {
		out[i] = m.save(s)
	}
	return out, nil
}

func (m *Memory) check(a Article) error {
	old := m.articles[a.ID]
	switch id, taken := m.byKey[a.Key]; {
	case a.ID == "":
		return fault.New(fault.Invalid, "", "An article needs an id.").At("id")
	case a.Version != old.Article.Version:
		return fault.New(fault.Conflict, "version_conflict", "The article was changed by somebody else.").With("version", old.Article.Version)
	case taken && id != a.ID:
		return fault.New(fault.Conflict, "duplicate_key", "Another article has the key %q.", a.Key).At("key")
	case a.Status == Published && a.Working == nil && a.Held():
		return HeldFault(a)
	}
	return nil
}

func (m *Memory) save(s Saving) Article {
	a, old := s.Article, m.articles[s.Article.ID]
	s.Passages = Placed(a.ID, s.Passages)
	if old.Article.Version > 0 {
		delete(m.byKey, old.Article.Key)
	}
	m.revision++
	a.Version++
	a.Revision, a.Release, a.TextVersion = m.revision, old.Article.Release, old.Article.TextVersion
	if old.Article.Title != a.Title || !slices.Equal(old.Passages, s.Passages) {
		a.TextVersion = a.Version
	}
	if NewRelease(old.Article, a) {
		a.Release++
		m.releases[a.ID] = append(m.releases[a.ID], Release{
			ArticleID: a.ID, Number: a.Release, Copy: a.Copy(), By: a.UpdatedBy, At: a.UpdatedAt, Note: s.Note, From: s.From, Gate: s.Gate})
	}
	m.articles[a.ID] = Edition{Article: a, Passages: s.Passages}
	m.byKey[a.Key] = a.ID
	m.saved = append(m.saved, saved{a.Revision, a.ID})
	return a
}

// Releases implements Store.
func (m *Memory) Releases(_ context.Context, articleID string) ([]Release, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	out := slices.Clone(m.releases[articleID])
	slices.Reverse(out)
	for i := range out {
		out[i].Copy.Body = ""
	}
	return out, nil
}

// ReleaseOf implements Store.
func (m *Memory) ReleaseOf(_ context.Context, articleID string, number int64) (Release, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, r := range m.releases[articleID] {
		if r.Number == number {
			return r, nil
		}
	}
	return Release{}, fault.New(fault.NotFound, "", "The article has no release %d.", number)
}

// DueArticles implements Store.
func (m *Memory) DueArticles(_ context.Context, now time.Time, limit int) ([]Article, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Article
	for _, e := range m.articles {
		a := e.Article
		publish := !a.PublishAt.IsZero() && !a.PublishAt.After(now)
		remind := a.Overdue(now) && a.RemindedAt.IsZero() && a.Status != Archived
		if publish || remind {
			out = append(out, m.read(a))
		}
	}
	slices.SortFunc(out, func(a, b Article) int { return cmp.Compare(a.ID, b.ID) })
	return out[:min(limit, len(out))], nil
}

// Changes implements Store.
func (m *Memory) Changes(_ context.Context, after int64, limit int) ([]Edition, int64, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	var out []Edition
	from, _ := slices.BinarySearchFunc(m.saved, after+1, func(s saved, revision int64) int { return cmp.Compare(s.revision, revision) })
	for _, s := range m.saved[from:] {
		if len(out) == limit {
			break
		}
		if e := m.articles[s.id]; e.Article.Revision == s.revision {
			out = append(out, e)
		}
	}
	return out, m.revision, nil
}
