package sqlite

import (
	"context"
	"encoding/binary"
	"math"

	"frontdesk/knowledge"
	"frontdesk/store"
)

// SaveVectors stores vectors of articles, in place of those they had under the
// model. fault.Invalid where lengths differ within a model.
func (s *Store) SaveVectors(ctx context.Context, vectors []knowledge.Vectors) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		for _, v := range vectors {
			if err := saveVectors(ctx, q, v); err != nil {
				return err
			}
		}
		return nil
	})
}

func saveVectors(ctx context.Context, q *session, v knowledge.Vectors) error {
	if len(v.Rows) == 0 {
		return nil
	}
	var model int64
	var dim int
	err := q.row(ctx, `INSERT INTO vector_models (model, dim) VALUES (?1, ?2)
		ON CONFLICT (model) DO UPDATE SET dim = dim RETURNING id, dim`, v.Model, len(v.Rows[0])).Scan(&model, &dim)
	if err != nil {
		return err
	}
	if err := store.CheckVectors(v, dim); err != nil {
		return err
	}
	if err := q.exec(ctx, "DELETE FROM vectors WHERE model_id = ?1 AND article_id = ?2", model, v.ArticleID); err != nil {
		return err
	}
	for i, row := range v.Rows {
		err := q.exec(ctx, `INSERT INTO vectors (model_id, article_id, ord, vec)
			SELECT ?1, id, ?3, ?4 FROM articles WHERE id = ?2`, model, v.ArticleID, i, floats(row))
		if err != nil {
			return err
		}
	}
	return nil
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
