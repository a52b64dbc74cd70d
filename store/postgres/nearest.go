package postgres

import (
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/pgvector/pgvector-go"

	"frontdesk/knowledge"
	"frontdesk/store"
)

const (
	// scanWidth and scanMost bound hnsw.ef_search, which is scanEach for each passage
	// that is asked for. Of 100,000 built-in vectors 1.1 finds 0.976 of the true ten
	// nearest, 1.6 finds 0.986 for a third more work, and 2.2 finds 0.989.
	scanWidth, scanMost = 100, 1000
	scanEach            = 1.1
	// narrowRows is up to how many passages of a scope are compared one by one. An
	// index scan would meet a hundred others for each of a scope that keeps 1 %.
	narrowRows = 2000
	// scopeAge is how long the articles of a narrow scope are taken to be those that
	// they were, while articles change all the time.
	scopeAge = time.Second
	// mostScopes is how many scopes are remembered.
	mostScopes = 256
)

// Nearest gives the k passages nearest to vec by cosine among the published
// ones within the scope. Where the scope has few, all of them are compared. Else the index goes on scanning until k pass the filter; where that
// still leaves fewer, all vectors are looked at.
func (s *Store) Nearest(ctx context.Context, model string, vec []float32, scope knowledge.Scope, k int) (out []knowledge.Near, err error) {
	var id, revision int64
	var dim int
	err = s.pool.QueryRow(ctx, "SELECT m.id, m.dim, c.value FROM vector_models m, counters c WHERE m.model = $1 AND c.name = 'knowledge'", model).
		Scan(&id, &dim, &revision)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && k <= 0 {
		return nil, nil
	}
	if err == nil {
		err = store.CheckVectors(knowledge.Vectors{Model: model, Rows: [][]float32{vec}}, dim)
	}
	if err != nil {
		return nil, err
	}
	f := s.filter(scope)
	narrow, err := s.scopes.articles(ctx, s, f, revision)
	if err != nil {
		return nil, fmt.Errorf("look at the articles of the scope: %w", err)
	}
	q := nearest{model: id, dim: dim, vec: pgvector.NewHalfVector(vec), filter: f, k: k}
	if narrow == nil {
		out, err = q.scan(ctx, s.pool)
	}
	if err == nil && len(out) < k {
		out, err = q.among(ctx, s.pool, narrow)
	}
	// The relaxed order is nearly sorted; NaN, of a vector without direction, goes.
	out = slices.DeleteFunc(out, func(n knowledge.Near) bool { return math.IsNaN(n.Cosine) })
	slices.SortStableFunc(out, func(a, b knowledge.Near) int { return cmp.Compare(b.Cosine, a.Cosine) })
	return out, err
}

// filter is a scope as SQL compares it.
type filter struct {
	wide, internal    bool
	markets, channels []string // names that let an article be found, as JSON in lower case
	anyChannel        bool
	at                int64
}

func (s *Store) filter(scope knowledge.Scope) filter {
	at := scope.At
	if at.IsZero() {
		at = s.clock.Now()
	}
	kind, _, _ := strings.Cut(scope.Channel, ":")
	return filter{
		wide: scope.Wide, internal: scope.Internal, markets: s.marketNames(scope.Market), anyChannel: scope.Channel == "",
		channels: []string{quoted(scope.Channel), quoted(kind)}, at: store.Micros(at),
	}
}

// admits is the condition for an article a, the same as that of the base in
// memory, with the parameters from $1 to $6, see arguments.
const admits = admitsAnyTime + " AND ($2::bool OR a.valid_from <= $6::bigint AND (a.valid_until = 0 OR a.valid_until > $6::bigint))"

// admitsAnyTime is the part of it that does not depend on the moment, with the
// parameters from $1 to $5.
const admitsAnyTime = `a.status = 'published' AND ($1::bool OR NOT a.internal) AND ($2::bool OR
	(a.markets = '[]' OR EXISTS (SELECT FROM unnest($3::text[]) AS m(name) WHERE strpos(lower(a.markets), m.name) > 0))
	AND ($4::bool OR a.channels = '[]' OR EXISTS (SELECT FROM unnest($5::text[]) AS c(name) WHERE strpos(lower(a.channels), c.name) > 0)))`

func (f filter) arguments(more ...any) []any {
	return append([]any{f.internal, f.wide, f.markets, f.anyChannel, f.channels, f.at}, more...)
}

// key names the filter without its moment.
func (f filter) key() string {
	return fmt.Sprintf("%v %v %v %q %q", f.wide, f.internal, f.anyChannel, f.markets, f.channels)
}

// marketNames are the entries of an article's markets that let it be found in
// the market, as JSON in lower case: everywhere, its own, and its groups.
func (s *Store) marketNames(market string) []string {
	names := []string{`"*"`}
	if market == "" {
		return names
	}
	names = append(names, quoted(market))
	for group, countries := range s.groups {
		if slices.ContainsFunc(countries, func(c string) bool { return strings.EqualFold(c, market) }) {
			names = append(names, quoted(group))
		}
	}
	slices.Sort(names)
	return names
}

func quoted(name string) string {
	b, err := json.Marshal(strings.ToLower(name))
	if err != nil { // a string can always be written
		return ""
	}
	return string(b)
}

// scopes remembers which articles narrow scopes have, to choose how to search.
// What is found is filtered by what the tables have at the time.
type scopes struct {
	mu    sync.Mutex
	known map[string]scopeArticles
}

type scopeArticles struct {
	ids      []string // nil: too many
	revision int64    // of the knowledge base when they were read
	at       time.Time
}

// articles gives the ids of the articles that the filter admits at any moment;
// nil where they have more than narrowRows passages.
func (c *scopes) articles(ctx context.Context, s *Store, f filter, revision int64) ([]string, error) {
	key, now := f.key(), s.clock.Now()
	c.mu.Lock()
	known, ok := c.known[key]
	c.mu.Unlock()
	if age := now.Sub(known.at); ok && (known.revision == revision || age >= 0 && age < scopeAge) {
		return known.ids, nil
	}
	rows, err := s.pool.Query(ctx, "SELECT a.id FROM articles a JOIN passages p ON p.article_id = a.id WHERE "+admitsAnyTime+" LIMIT $6",
		f.internal, f.wide, f.markets, f.anyChannel, f.channels, narrowRows+1)
	if err != nil {
		return nil, err
	}
	ids, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		return nil, err
	}
	if len(ids) > narrowRows {
		ids = nil
	} else {
		slices.Sort(ids)
		ids = append([]string{}, slices.Compact(ids)...) // none is not too many
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.known == nil || len(c.known) >= mostScopes {
		c.known = make(map[string]scopeArticles)
	}
	c.known[key] = scopeArticles{ids: ids, revision: revision, at: now}
	return ids, nil
}

// nearest is one search.
type nearest struct {
	model  int64
	dim    int
	vec    pgvector.HalfVector
	filter filter
	k      int
}

// near is the search for the nearest vectors. The model's id, the length and k
// stand in the text, since the plan is chosen by them: the index is one model's,
// and only few rows are worth it.
func (n nearest) near() string {
	return fmt.Sprintf(`SELECT v.article_id, v.ord, v.vec::halfvec(%[1]d) <=> $7::halfvec(%[1]d) AS distance
		FROM vectors v JOIN articles a ON a.id = v.article_id WHERE v.model_id = %[2]d AND %[3]s`, n.dim, n.model, admits)
}

// The settings of a search hold for its own transaction. Its plan is made once a
// connection and not for every question, which would cost as much as a sixth of it.
const settings = "SELECT set_config('plan_cache_mode', 'force_generic_plan', true)"

// scan searches by the model's index, if there is one. The plan is not left to
// statistics, which a table that was just filled has not got: every other plan
// would look at all vectors.
func (n nearest) scan(ctx context.Context, db pool) ([]knowledge.Near, error) {
	set := settings + ", set_config('hnsw.iterative_scan', 'relaxed_order', true)"
	for _, way := range []string{"sort", "hashjoin", "mergejoin"} {
		set += ", set_config('enable_" + way + "', 'off', true)"
	}
	set += fmt.Sprintf(", set_config('hnsw.ef_search', '%d', true)", min(max(scanWidth, int(scanEach*float64(n.k))), scanMost))
	return n.ask(ctx, db, set, fmt.Sprintf("WITH n AS MATERIALIZED (%s ORDER BY distance LIMIT %d) %s", n.near(), n.k, passagesOf), n.filter.arguments(n.vec))
}

// among compares the vectors of articles one by one; of all where ids is nil.
func (n nearest) among(ctx context.Context, db pool, ids []string) ([]knowledge.Near, error) {
	near, args := n.near(), n.filter.arguments(n.vec)
	if ids != nil {
		near, args = near+" AND v.article_id = ANY ($8::text[])", append(args, ids)
	}
	return n.ask(ctx, db, settings, fmt.Sprintf("WITH every AS MATERIALIZED (%s), n AS (SELECT * FROM every ORDER BY distance LIMIT %d) %s", near, n.k, passagesOf), args)
}

const passagesOf = "SELECT p.id, 1 - n.distance FROM n JOIN passages p ON p.article_id = n.article_id AND p.ord = n.ord"

// ask sends the settings and the query at once. What is sent at once is one
// transaction.
func (n nearest) ask(ctx context.Context, db pool, set, query string, args []any) (out []knowledge.Near, err error) {
	b := &pgx.Batch{}
	b.Queue(set)
	b.Queue(query, args...).Query(func(rows pgx.Rows) (err error) {
		out, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (r knowledge.Near, err error) {
			return r, row.Scan(&r.PassageID, &r.Cosine)
		})
		return err
	})
	return out, db.SendBatch(ctx, b).Close()
}
