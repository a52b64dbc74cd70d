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
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/pgvector/pgvector-go"

	"frontdesk/knowledge"
	"frontdesk/store"
)

const (
	// exactRows is how many vectors of a model are searched one by one. Above it
	// an HNSW index is made.
	exactRows = 2000
	// indexDim is the longest halfvec that HNSW takes; longer ones are searched
	// one by one.
	indexDim = 4000
	// scanWidth and scanMost bound hnsw.ef_search.
	scanWidth, scanMost = 100, 1000
	// indexLock is the advisory lock of the replica that makes an index.
	indexLock = 0x66726f6e74 // "front"
)

// SaveVectors stores vectors of articles, in place of those they had under the
// model, as 16-bit floats. fault.Invalid where lengths differ within a model.
func (s *Store) SaveVectors(ctx context.Context, vectors []knowledge.Vectors) error {
	models := map[int64]int{} // id to length
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		for _, v := range vectors {
			if len(v.Rows) == 0 {
				continue
			}
			model, dim, err := s.saveVectors(ctx, tx, v)
			if err != nil {
				return err
			}
			models[model] = dim
		}
		return nil
	})
	if err != nil {
		return err
	}
	for model, dim := range models {
		if err := s.indexVectors(ctx, model, dim); err != nil {
			return fmt.Errorf("index the vectors of model %d: %w", model, err)
		}
	}
	return nil
}

func (s *Store) saveVectors(ctx context.Context, tx pgx.Tx, v knowledge.Vectors) (model int64, dim int, err error) {
	err = tx.QueryRow(ctx, `INSERT INTO vector_models (model, dim, used_at) VALUES ($1, $2, $3)
		ON CONFLICT (model) DO UPDATE SET used_at = excluded.used_at RETURNING id, dim`, v.Model, len(v.Rows[0]), store.Micros(s.clock.Now())).Scan(&model, &dim)
	if err != nil {
		return 0, 0, err
	}
	if err := store.CheckVectors(v, dim); err != nil {
		return 0, 0, err
	}
	var current bool
	err = tx.QueryRow(ctx, "SELECT EXISTS (SELECT FROM articles WHERE id = $1 AND ($2::bigint = 0 OR text_version <= $2))", v.ArticleID, v.Version).Scan(&current)
	if err != nil || !current {
		return model, dim, err // of an article that is gone, or that reads otherwise by now
	}
	b := &pgx.Batch{}
	b.Queue("DELETE FROM vectors WHERE model_id = $1 AND article_id = $2", model, v.ArticleID)
	for i, row := range v.Rows {
		b.Queue("INSERT INTO vectors (model_id, article_id, ord, vec) SELECT $1::bigint, id, $3::bigint, $4::halfvec FROM articles WHERE id = $2",
			model, v.ArticleID, i, pgvector.NewHalfVector(row))
	}
	return model, dim, tx.SendBatch(ctx, b).Close()
}

// indexVectors makes the model's HNSW index once it has more than exactRows. It
// is made beside the traffic (CONCURRENTLY), by one replica; one that a crash
// left half made is made anew.
func (s *Store) indexVectors(ctx context.Context, model int64, dim int) error {
	if dim > indexDim {
		return nil
	}
	name := fmt.Sprintf("vectors_hnsw_%d", model)
	var many, ready bool
	err := s.pool.QueryRow(ctx, `SELECT (SELECT count(*) FROM (SELECT FROM vectors WHERE model_id = $1 LIMIT $2 + 1) n) > $2,
		EXISTS (SELECT FROM pg_index WHERE indexrelid = to_regclass($3) AND indisvalid)`, model, exactRows, name).Scan(&many, &ready)
	if err != nil || !many || ready {
		return err
	}
	return s.pool.AcquireFunc(ctx, func(conn *pgxpool.Conn) error {
		var mine bool
		if err := conn.QueryRow(ctx, "SELECT pg_try_advisory_lock($1)", int64(indexLock)).Scan(&mine); err != nil || !mine {
			return err
		}
		_, err := conn.Exec(ctx, "DROP INDEX IF EXISTS "+name)
		if err == nil {
			_, err = conn.Exec(ctx, fmt.Sprintf("CREATE INDEX CONCURRENTLY %s ON vectors USING hnsw ((vec::halfvec(%d)) halfvec_cosine_ops) WHERE model_id = %d",
				name, dim, model))
		}
		_, unlock := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(indexLock))
		return errors.Join(err, unlock)
	})
}

// RetireModels deletes the vectors of models that nobody uses, with their
// indexes. See knowledge.VectorStore.
func (s *Store) RetireModels(ctx context.Context, used string, since time.Time) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, "UPDATE vector_models SET used_at = $2 WHERE model = $1", used, store.Micros(s.clock.Now())); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, "SELECT id FROM vector_models WHERE model <> $1 AND used_at < $2 FOR UPDATE", used, store.Micros(since))
		if err != nil {
			return err
		}
		ids, err := pgx.CollectRows(rows, pgx.RowTo[int64])
		if err != nil || len(ids) == 0 {
			return err
		}
		b := &pgx.Batch{}
		for _, id := range ids {
			b.Queue(fmt.Sprintf("DROP INDEX IF EXISTS vectors_hnsw_%d", id))
			b.Queue("DELETE FROM vectors WHERE model_id = $1", id)
			b.Queue("DELETE FROM vector_models WHERE id = $1", id)
		}
		return tx.SendBatch(ctx, b).Close()
	})
}

// VectorsOf gives the stored vectors of the articles under the model; articles
// without are left out.
func (s *Store) VectorsOf(ctx context.Context, model string, articleIDs []string) ([]knowledge.Vectors, error) {
	rows, err := s.pool.Query(ctx, `SELECT v.article_id, v.vec FROM vectors v JOIN vector_models m ON m.id = v.model_id
		WHERE m.model = $1 AND v.article_id = ANY ($2) ORDER BY v.article_id, v.ord`, model, articleIDs)
	if err != nil {
		return nil, err
	}
	var out []knowledge.Vectors
	var id string
	var vec pgvector.HalfVector
	_, err = pgx.ForEachRow(rows, []any{&id, &vec}, func() error {
		if len(out) == 0 || out[len(out)-1].ArticleID != id {
			out = append(out, knowledge.Vectors{ArticleID: id, Model: model})
		}
		last := &out[len(out)-1]
		last.Rows = append(last.Rows, slices.Clone(vec.Slice()))
		return nil
	})
	return out, err
}

// Nearest gives the k passages nearest to vec by cosine among the published
// ones within the scope. The index goes on scanning until k pass the filter;
// where a narrow filter still leaves fewer, all vectors are looked at.
func (s *Store) Nearest(ctx context.Context, model string, vec []float32, scope knowledge.Scope, k int) (out []knowledge.Near, err error) {
	var id int64
	var dim int
	err = s.pool.QueryRow(ctx, "SELECT id, dim FROM vector_models WHERE model = $1", model).Scan(&id, &dim)
	if errors.Is(err, pgx.ErrNoRows) || err == nil && k <= 0 {
		return nil, nil
	}
	if err == nil {
		err = store.CheckVectors(knowledge.Vectors{Model: model, Rows: [][]float32{vec}}, dim)
	}
	if err != nil {
		return nil, err
	}
	q := nearest{model: id, dim: dim, vec: pgvector.NewHalfVector(vec), markets: s.marketNames(scope.Market), internal: scope.Internal, k: k}
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if out, err = q.run(ctx, tx, "SET LOCAL hnsw.iterative_scan = relaxed_order",
			fmt.Sprintf("SET LOCAL hnsw.ef_search = %d", min(max(scanWidth, 2*k), scanMost))); err != nil || len(out) == k {
			return err
		}
		out, err = q.run(ctx, tx, "SET LOCAL enable_indexscan = off")
		return err
	})
	// The relaxed order is nearly sorted; NaN, of a vector without direction, goes.
	out = slices.DeleteFunc(out, func(n knowledge.Near) bool { return math.IsNaN(n.Cosine) })
	slices.SortStableFunc(out, func(a, b knowledge.Near) int { return cmp.Compare(b.Cosine, a.Cosine) })
	return out, err
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
	return names
}

func quoted(name string) string {
	b, err := json.Marshal(strings.ToLower(name))
	if err != nil { // a string can always be written
		return ""
	}
	return string(b)
}

// nearest is one search.
type nearest struct {
	model    int64
	dim      int
	vec      pgvector.HalfVector
	markets  []string
	internal bool
	k        int
}

// run searches under the given settings. The model's id and the length stand in
// the text, since the index is chosen by them.
func (n nearest) run(ctx context.Context, tx pgx.Tx, settings ...string) ([]knowledge.Near, error) {
	for _, set := range settings {
		if _, err := tx.Exec(ctx, set); err != nil {
			return nil, err
		}
	}
	distance := fmt.Sprintf("v.vec::halfvec(%d) <=> $1::halfvec(%d)", n.dim, n.dim)
	query := "SELECT p.id, 1 - (" + distance + `) FROM vectors v
		JOIN articles a ON a.id = v.article_id JOIN passages p ON p.article_id = v.article_id AND p.ord = v.ord
		WHERE v.model_id = ` + fmt.Sprint(n.model) + ` AND a.status = 'published' AND ($2 OR NOT a.internal)
		AND (a.markets = '[]' OR EXISTS (SELECT FROM unnest($3::text[]) AS m(name) WHERE strpos(lower(a.markets), m.name) > 0))
		ORDER BY ` + distance + " LIMIT $4"
	return all(ctx, tx, func(r *knowledge.Near) []any { return []any{&r.PassageID, &r.Cosine} }, query, n.vec, n.internal, n.markets, n.k)
}
