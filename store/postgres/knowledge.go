package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/store"
)

var upsertArticle = "INSERT INTO articles (" + store.ArticleColumns + ") VALUES (" + store.Placeholders("$", 1, 19) + `)
	ON CONFLICT (id) DO UPDATE SET key = excluded.key, title = excluded.title, body = excluded.body, locale = excluded.locale,
	markets = excluded.markets, internal = excluded.internal, questions = excluded.questions, intents = excluded.intents,
	url = excluded.url, status = excluded.status, source = excluded.source, content_hash = excluded.content_hash,
	version = excluded.version, revision = excluded.revision, updated_by = excluded.updated_by,
	updated_at = excluded.updated_at, published_at = excluded.published_at`

const (
	selectArticle  = "SELECT " + store.ArticleColumns + " FROM articles"
	selectPassages = "SELECT " + store.PassageColumns + " FROM passages"
)

// Article loads one; fault.NotFound.
func (s *Store) Article(ctx context.Context, id string) (knowledge.Article, error) {
	return one(s.pool.QueryRow(ctx, selectArticle+" WHERE id = $1", id), store.ArticleFields, store.Missing("article"))
}

// ArticleByKey loads one by its key; fault.NotFound.
func (s *Store) ArticleByKey(ctx context.Context, key string) (knowledge.Article, error) {
	return one(s.pool.QueryRow(ctx, selectArticle+" WHERE key = $1", key), store.ArticleFields, store.Missing("article"))
}

// Articles lists without bodies, newest change first, and counts what the
// filter selects.
func (s *Store) Articles(ctx context.Context, f knowledge.ArticleFilter) (out []knowledge.Article, total int, err error) {
	const where = ` WHERE ($1 = '' OR strpos(search, $1) > 0) AND ($2 = '' OR locale = $2) AND ($3 = '' OR source = $3)
		AND CASE WHEN $4 = '' THEN status <> 'archived' ELSE status = $4 END`
	args := []any{strings.ToLower(f.Text), f.Locale, f.Source, f.Status}
	if err := s.pool.QueryRow(ctx, "SELECT count(*) FROM articles"+where, args...).Scan(&total); err != nil {
		return nil, 0, err
	}
	columns := strings.Replace(store.ArticleColumns, ", body,", ", '',", 1)
	out, err = all(ctx, s.pool, store.ArticleFields, "SELECT "+columns+" FROM articles"+where+`
		AND ($5 = '' OR revision < coalesce((SELECT revision FROM articles WHERE id = $5), 9223372036854775807))
		ORDER BY revision DESC LIMIT $6`, append(args, f.After, store.Limit(f.Limit, 50, 200))...)
	return out, total, err
}

// SaveArticle inserts or updates an article with its passages. See
// knowledge.Store. Stored vectors stay while the passages do. The counter's row
// is taken first: saves wait for one another, and revisions become visible in
// their order.
func (s *Store) SaveArticle(ctx context.Context, a knowledge.Article, passages []knowledge.Passage) (out knowledge.Article, err error) {
	if err := store.CheckArticle(a, passages); err != nil {
		return out, err
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		var revision int64
		if err := tx.QueryRow(ctx, "UPDATE counters SET value = value + 1 WHERE name = 'knowledge' RETURNING value").Scan(&revision); err != nil {
			return err
		}
		old, err := one(tx.QueryRow(ctx, selectArticle+" WHERE id = $1", a.ID), store.ArticleFields, fault.ErrNotFound)
		if err != nil && !errors.Is(err, fault.ErrNotFound) {
			return err
		}
		if old.Version != a.Version {
			return store.VersionConflict(old.Version)
		}
		out = store.NextArticle(old, a, revision, s.clock.Now())
		if _, err := tx.Exec(ctx, upsertArticle, store.ArticleFields(&out)...); err != nil {
			return err
		}
		return replacePassages(ctx, tx, a.ID, store.Placed(a.ID, passages))
	})
	if broken(err, "articles_key_key") {
		return out, store.DuplicateKey(a.Key)
	}
	return out, err
}

func replacePassages(ctx context.Context, tx pgx.Tx, articleID string, passages []knowledge.Passage) error {
	old, err := all(ctx, tx, store.PassageFields, selectPassages+" WHERE article_id = $1", articleID)
	if err != nil || store.SamePassages(old, passages) {
		return err
	}
	b := &pgx.Batch{}
	b.Queue("DELETE FROM vectors WHERE article_id = $1", articleID)
	b.Queue("DELETE FROM passages WHERE article_id = $1", articleID)
	for i := range passages {
		b.Queue("INSERT INTO passages ("+store.PassageColumns+") VALUES ("+store.Placeholders("$", 1, 5)+")", store.PassageFields(&passages[i])...)
	}
	return tx.SendBatch(ctx, b).Close()
}

// Changes gives the articles with Revision > after, with their passages, and
// the newest revision, all of one moment. See knowledge.Store.
func (s *Store) Changes(ctx context.Context, after int64, limit int) (out []knowledge.Edition, newest int64, err error) {
	moment := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, s.pool, moment, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, "SELECT value FROM counters WHERE name = 'knowledge'").Scan(&newest); err != nil {
			return err
		}
		articles, err := all(ctx, tx, store.ArticleFields, selectArticle+" WHERE revision > $1 ORDER BY revision LIMIT $2",
			after, store.Limit(limit, 1000, 10_000))
		if err != nil {
			return err
		}
		ids := make([]string, len(articles))
		for i, a := range articles {
			ids[i] = a.ID
		}
		passages, err := all(ctx, tx, store.PassageFields, selectPassages+" WHERE article_id = ANY ($1) ORDER BY article_id, ord", ids)
		if err != nil {
			return err
		}
		of := map[string][]knowledge.Passage{}
		for _, p := range passages {
			of[p.ArticleID] = append(of[p.ArticleID], p)
		}
		for _, a := range articles {
			out = append(out, knowledge.Edition{Article: a, Passages: of[a.ID]})
		}
		return nil
	})
	return out, newest, err
}
