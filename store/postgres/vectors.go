package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
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
	// indexMemory is for making an index: one that does not fit in memory while it is
	// made takes many times as long. 100,000 vectors of 256 dimensions need 100 MB.
	indexMemory = "512MB"
	// indexShape: a graph that is made with more care takes two thirds longer to make
	// than with ef_construction = 128, and finds as much with half the work, see
	// scanEach. With pgvector's own m = 16 and ef_construction = 64 less than 0.95 of
	// the true ten nearest are found, however wide the search.
	indexShape = "m = 32, ef_construction = 400"
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
			_, err = conn.Exec(ctx, "SET maintenance_work_mem = '"+indexMemory+"'")
		}
		if err == nil {
			_, err = conn.Exec(ctx, fmt.Sprintf("CREATE INDEX CONCURRENTLY %s ON vectors USING hnsw ((vec::halfvec(%d)) halfvec_cosine_ops) WITH (%s) WHERE model_id = %d",
				name, dim, indexShape, model))
		}
		_, reset := conn.Exec(context.WithoutCancel(ctx), "RESET maintenance_work_mem")
		_, unlock := conn.Exec(context.WithoutCancel(ctx), "SELECT pg_advisory_unlock($1)", int64(indexLock))
		return errors.Join(err, reset, unlock)
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
