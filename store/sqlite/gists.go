package sqlite

import (
	"context"

	"frontdesk/knowledge"
)

// SaveGists implements knowledge.GistStore.
func (s *Store) SaveGists(ctx context.Context, gists []knowledge.Gist) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		for _, g := range gists {
			if err := q.exec(ctx, `INSERT INTO gists (article_id, reader, print, data) SELECT id, ?2, ?3, ?4 FROM articles WHERE id = ?1
				ON CONFLICT (article_id) DO UPDATE SET reader = excluded.reader, print = excluded.print, data = excluded.data`,
				g.ArticleID, g.Reader, g.Print, g.Data); err != nil {
				return err
			}
		}
		return nil
	})
}

// Gists implements knowledge.GistStore.
func (s *Store) Gists(ctx context.Context, articleIDs []string) (out []knowledge.Gist, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) error {
		for _, id := range articleIDs {
			err := q.each(ctx, func(row scanner) error {
				g := knowledge.Gist{ArticleID: id}
				if err := row.Scan(&g.Reader, &g.Print, &g.Data); err != nil {
					return err
				}
				out = append(out, g)
				return nil
			}, "SELECT reader, print, data FROM gists WHERE article_id = ?1", id)
			if err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}
