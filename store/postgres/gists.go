package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"

	"frontdesk/knowledge"
)

// SaveGists implements knowledge.GistStore. Replicas that read the same articles
// write them in the same order, so that none waits for another in a circle.
func (s *Store) SaveGists(ctx context.Context, gists []knowledge.Gist) error {
	b := &pgx.Batch{}
	for _, g := range gists {
		b.Queue(`INSERT INTO gists (article_id, reader, print, data) SELECT id, $2, $3, $4 FROM articles WHERE id = $1
			ON CONFLICT (article_id) DO UPDATE SET reader = excluded.reader, print = excluded.print, data = excluded.data`,
			g.ArticleID, g.Reader, g.Print, g.Data)
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return tx.SendBatch(ctx, b).Close() })
}

// Gists implements knowledge.GistStore.
func (s *Store) Gists(ctx context.Context, articleIDs []string) ([]knowledge.Gist, error) {
	rows, err := s.pool.Query(ctx, "SELECT article_id, reader, print, data FROM gists WHERE article_id = ANY ($1) ORDER BY article_id", articleIDs)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[knowledge.Gist])
}
