package sqlite

import (
	"context"
	"encoding/binary"
	"math"
	"time"

	"frontdesk/knowledge"
	"frontdesk/store"
)

// SaveVectors stores vectors of articles, in place of those they had under the
// model. fault.Invalid where lengths differ within a model.
func (s *Store) SaveVectors(ctx context.Context, vectors []knowledge.Vectors) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		for _, v := range vectors {
			if err := s.saveVectors(ctx, q, v); err != nil {
				return err
			}
		}
		return nil
	})
}

func (s *Store) saveVectors(ctx context.Context, q *session, v knowledge.Vectors) error {
	if len(v.Rows) == 0 {
		return nil
	}
	var model int64
	var dim int
	err := q.row(ctx, `INSERT INTO vector_models (model, dim, used_at) VALUES (?1, ?2, ?3)
		ON CONFLICT (model) DO UPDATE SET used_at = excluded.used_at RETURNING id, dim`, v.Model, len(v.Rows[0]), store.Micros(s.clock.Now())).Scan(&model, &dim)
	if err != nil {
		return err
	}
	if err := store.CheckVectors(v, dim); err != nil {
		return err
	}
	var current bool
	err = q.row(ctx, "SELECT EXISTS (SELECT 1 FROM articles WHERE id = ?1 AND (?2 = 0 OR text_version <= ?2))", v.ArticleID, v.Version).Scan(&current)
	if err != nil || !current {
		return err // of an article that is gone, or that reads otherwise by now
	}
	if err := q.exec(ctx, "DELETE FROM vectors WHERE model_id = ?1 AND article_id = ?2", model, v.ArticleID); err != nil {
		return err
	}
	for i, row := range v.Rows {
		err := q.exec(ctx, "INSERT INTO vectors (model_id, article_id, ord, vec) VALUES (?1, ?2, ?3, ?4)", model, v.ArticleID, i, floats(row))
		if err != nil {
			return err
		}
	}
	return nil
}

// RetireModels deletes the vectors of models that nobody uses. See
// knowledge.VectorStore.
func (s *Store) RetireModels(ctx context.Context, used string, since time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		if err := q.exec(ctx, "UPDATE vector_models SET used_at = ?2 WHERE model = ?1", used, store.Micros(s.clock.Now())); err != nil {
			return err
		}
		const old = "model <> ?1 AND used_at < ?2"
		if err := q.exec(ctx, "DELETE FROM vectors WHERE model_id IN (SELECT id FROM vector_models WHERE "+old+")", used, store.Micros(since)); err != nil {
			return err
		}
		return q.exec(ctx, "DELETE FROM vector_models WHERE "+old, used, store.Micros(since))
	})
}

// VectorsOf gives the stored vectors of the articles under the model; articles
// without are left out.
func (s *Store) VectorsOf(ctx context.Context, model string, articleIDs []string) (out []knowledge.Vectors, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) error {
		for _, id := range articleIDs {
			v := knowledge.Vectors{ArticleID: id, Model: model}
			err := q.each(ctx, func(row scanner) error {
				var raw []byte
				if err := row.Scan(&raw); err != nil {
					return err
				}
				v.Rows = append(v.Rows, numbers(raw))
				return nil
			}, `SELECT v.vec FROM vectors v JOIN vector_models m ON m.id = v.model_id
				WHERE m.model = ?1 AND v.article_id = ?2 ORDER BY v.ord`, model, id)
			if err != nil {
				return err
			}
			if len(v.Rows) > 0 {
				out = append(out, v)
			}
		}
		return nil
	})
	return out, err
}

// Nearest gives knowledge.ErrNoVectorSearch: with SQLite the in-process index
// searches.
func (s *Store) Nearest(context.Context, string, []float32, knowledge.Scope, int) ([]knowledge.Near, error) {
	return nil, knowledge.ErrNoVectorSearch
}

func floats(v []float32) []byte {
	out := make([]byte, 0, 4*len(v))
	for _, f := range v {
		out = binary.LittleEndian.AppendUint32(out, math.Float32bits(f))
	}
	return out
}

func numbers(raw []byte) []float32 {
	out := make([]float32, len(raw)/4)
	for i := range out {
		out[i] = math.Float32frombits(binary.LittleEndian.Uint32(raw[4*i:]))
	}
	return out
}
