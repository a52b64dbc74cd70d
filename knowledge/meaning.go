package knowledge

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"

	"frontdesk/knowledge/vector"
)

const (
	// nearestCandidates is how many passages an embedder's vectors bring, of all
	// languages together. The store and the index in process give as many, so that
	// both lead to the same ranking.
	nearestCandidates = 100
	// questionTimeout is how long a question waits for its vector and for the
	// store's search; then it goes without.
	questionTimeout = 800 * time.Millisecond
	// After a question waited in vain, the next ones do not wait at all for
	// firstRest, doubled each time up to longestRest.
	firstRest   = 5 * time.Second
	longestRest = time.Minute
)

// meaning is the embedder's side of a base: which articles have vectors, and
// where those are searched.
type meaning struct {
	embedder Embedder
	store    VectorStore // nil: nothing is kept
	inMemory bool        // by configuration
	log      *slog.Logger
	patience patience

	embedding sync.Mutex    // one Embed at a time
	wake      chan struct{} // holds one token where articles came that have no vectors

	// Guarded by Base.mu.
	centre  vector.Centre       // of the vectors that the store searches; those of deleted texts stay counted
	dim     int                 // length of the vectors; 0 until the endpoint has told
	index   *vector.Index       // nil where the store searches, or as long as dim is unknown
	missing map[string]*missing // articles whose passages have no vectors
	doubted bool                // a vector had another length: is it still the same model?
	checked time.Time           // when it was last found to be the same
	trouble string              // why Embed does not come to its end, for people

	forked bool          // of a Fork: nothing is stored
	beside *vector.Index // what a fork has embedded, where the store searches; nil else
}

// missing is an article that waits for its vectors.
type missing struct {
	changed  bool // its texts changed while this base ran: what the store has may be of the old ones
	failures int  // rounds in which the embedder refused it
}

func newMeaning(cfg Config) *meaning {
	if cfg.Embedder == nil {
		return nil
	}
	return &meaning{
		embedder: cfg.Embedder, store: cfg.Vectors, inMemory: cfg.InMemory, log: cfg.Logger,
		patience: patience{now: cfg.Now}, wake: make(chan struct{}, 1), missing: make(map[string]*missing),
	}
}

// space names the vectors in the store: an endpoint that gives another length
// under the same name has another model behind it.
func (m *meaning) space() string { return m.spaceOf(m.dim) }

func (m *meaning) spaceOf(dim int) string { return fmt.Sprintf("%s/%d", m.embedder.Model(), dim) }

// errLength is given for a vector of another length than the model's.
var errLength = errors.New("a vector of another length")

// checkRow refuses a vector that cannot be compared with those of the length dim.
func checkRow(row []float32, dim int) error {
	if len(row) != dim {
		return fmt.Errorf("%w: %d instead of %d", errLength, len(row), dim)
	}
	return vector.Check(row, dim)
}

// follow takes over a change: articles as they were before (nil: there was
// none) and those of them that are published now. Vectors stay in use only
// where an article reads the same as before. Base.mu is held.
func (m *meaning) follow(before map[string]*held, fresh []*held) {
	if m == nil {
		return
	}
	now := make(map[string]*held, len(fresh))
	for _, h := range fresh {
		now[h.article.ID] = h
	}
	for id, old := range before {
		h := now[id]
		same := old != nil && h != nil && sameTexts(old, h)
		if old != nil && !same {
			m.drop(old)
		}
		switch {
		case h == nil:
			delete(m.missing, id)
		case old == nil:
			m.missing[id] = &missing{}
		case !same:
			m.missing[id] = &missing{changed: true}
		case m.index != nil:
			m.index.Classify(passageIDs(h), h.audience)
		}
	}
	if len(m.missing) > 0 {
		select {
		case m.wake <- struct{}{}:
		default: // Embed will look again anyway
		}
	}
}

// drop takes the vectors of an article out of the index.
func (m *meaning) drop(h *held) {
	if m.index == nil {
		return
	}
	_ = m.index.Apply(nil, passageIDs(h)) // a removal cannot fail: only additions are checked
}

func passageIDs(h *held) []string {
	ids := make([]string, len(h.entries))
	for i, e := range h.entries {
		ids[i] = e.passage.ID
	}
	return ids
}

// notes says what a search lacks at present. Base.mu is held.
func (m *meaning) notes() []string {
	if m == nil || len(m.missing) == 0 {
		return nil
	}
	s := fmt.Sprintf("%d articles are found by their words only, until they are embedded.", len(m.missing))
	if m.trouble != "" {
		s += " " + m.trouble
	}
	return []string{s}
}

// patience decides whether a question waits for the endpoint. A refusal costs
// no time; only waiting in vain makes it rest.
type patience struct {
	now func() time.Time

	mu     sync.Mutex
	rest   time.Duration
	until  time.Time
	failed bool // the last question went without
}

func (p *patience) resting() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now().Before(p.until)
}

// settle learns from a question's outcome, and says whether it differs from the
// one before.
func (p *patience) settle(err error) (news bool) {
	p.mu.Lock()
	defer p.mu.Unlock()
	news, p.failed = p.failed != (err != nil), err != nil
	switch {
	case err == nil:
		p.rest = 0
	case errors.Is(err, context.DeadlineExceeded):
		p.rest = min(max(2*p.rest, firstRest), longestRest)
		p.until = p.now().Add(p.rest)
	}
	return news
}

// sense is what the embedder says of one question.
type sense struct {
	nearest []vector.Hit // passages, nearest first
	average float64      // cosine of a passage taken at random
	known   func(articleID string) bool
}

// sensed is a question on its way to a sense: embedded, and searched where the
// store does that.
type sensed struct {
	vec     []float32
	nearest []vector.Hit // of the store
	inStore bool
}

// feel embeds a question and has the store search, without any lock. It gives
// nil where there is no embedder, or none that answers in time: the built-in
// vectors are used then, and the result says so.
func (b *Base) feel(ctx context.Context, q Query, res *Result) *sensed {
	b.mu.RLock()
	m := b.meaning
	ready := m != nil && res.Query != "" && m.dim > 0 && len(m.missing) < len(b.articles)
	inStore := ready && m.index == nil
	dim := 0
	if ready {
		dim = m.dim
	}
	b.mu.RUnlock()
	if !ready {
		return nil
	}
	if m.patience.resting() {
		res.Notes = append(res.Notes, "The embedding endpoint is too slow at present; the built-in search answered.")
		return nil
	}
	quick, cancel := context.WithTimeout(ctx, questionTimeout)
	defer cancel()
	s, err := m.ask(quick, res.Query, q.Scope, dim, inStore)
	if errors.Is(err, errLength) {
		b.doubt()
	}
	if ctx.Err() != nil {
		return nil // the caller's own end says nothing about the endpoint
	}
	if err != nil && quick.Err() != nil {
		err = errors.Join(context.DeadlineExceeded, err) // however the client words it
	}
	if news := m.patience.settle(err); news && err != nil {
		m.log.Warn("questions are searched without the embedder", "error", err)
	}
	if err != nil {
		res.Notes = append(res.Notes, "The embedding endpoint failed; the built-in search answered.")
		return nil
	}
	return s
}

func (m *meaning) ask(ctx context.Context, question string, scope Scope, dim int, inStore bool) (*sensed, error) {
	rows, err := m.embedder.Embed(ctx, []string{question})
	if err != nil {
		return nil, err
	}
	if len(rows) != 1 {
		return nil, fmt.Errorf("asked for one vector, got %d", len(rows))
	}
	if err := checkRow(rows[0], dim); err != nil {
		return nil, err
	}
	s := &sensed{vec: rows[0], inStore: inStore}
	if !inStore {
		return s, nil
	}
	found, err := m.store.Nearest(ctx, m.spaceOf(dim), s.vec, scope, nearestCandidates)
	if err != nil {
		return nil, fmt.Errorf("search vectors in the store: %w", err)
	}
	for _, n := range found {
		s.nearest = append(s.nearest, vector.Hit{ID: n.PassageID, Cosine: n.Cosine})
	}
	return s, nil
}

// sense completes what feel found. Base.mu is held.
func (b *Base) sense(s *sensed, scope Scope) *sense {
	m := b.meaning
	if s == nil || len(s.vec) != m.dim || s.inStore != (m.index == nil) { // it began anew meanwhile
		return nil
	}
	out := &sense{nearest: s.nearest, known: func(id string) bool { return m.missing[id] == nil }}
	if s.inStore {
		out.average = m.centre.Average(s.vec)
		out.nearest = b.withBeside(s, scope)
	} else {
		out.average = m.index.Average(s.vec)
		out.nearest = b.nearest(s.vec, scope)
	}
	if len(out.nearest) == 0 {
		return nil
	}
	return out
}

// nearest searches in memory. Beside the nearest of the scope, as many as the store
// gives, are those that only their market keeps out of it, where any market is
// looked at. Base.mu is held.
func (b *Base) nearest(vec []float32, scope Scope) []vector.Hit {
	own := scope
	own.anyMarket = false
	admitted := b.admitted(own)
	hits, err := b.meaning.index.Search(vec, nearestCandidates, admitted)
	if err != nil {
		return nil // the vector was checked; words and built-in vectors still answer
	}
	if !scope.anyMarket {
		return hits
	}
	wide := b.admitted(scope)
	bound, err := b.meaning.index.Search(vec, nearestCandidates, func(number uint32) bool { return !admitted(number) && wide(number) })
	if err != nil || len(bound) == 0 {
		return hits
	}
	hits = append(hits, bound...)
	slices.SortStableFunc(hits, func(x, y vector.Hit) int { return cmp.Compare(y.Cosine, x.Cosine) })
	return hits
}

// admitted says which audiences a scope has.
func (b *Base) admitted(scope Scope) func(number uint32) bool {
	return b.audiences.admitted(func(h *held) bool { return b.admits(scope, &h.article) })
}

// withBeside adds to what the store found what only this fork has, in the place
// of what the store has of the same passages. Base.mu is held.
func (b *Base) withBeside(s *sensed, scope Scope) []vector.Hit {
	m := b.meaning
	if m.beside == nil || m.beside.Len() == 0 {
		return s.nearest
	}
	scope.anyMarket = false // as the store was asked
	own, err := m.beside.Search(s.vec, nearestCandidates, b.admitted(scope))
	if err != nil {
		return s.nearest // the vector was checked
	}
	for _, h := range s.nearest {
		if _, there := m.beside.Cosine(h.ID, s.vec); !there {
			own = append(own, h)
		}
	}
	slices.SortStableFunc(own, func(x, y vector.Hit) int { return cmp.Compare(y.Cosine, x.Cosine) })
	return own[:min(nearestCandidates, len(own))]
}
