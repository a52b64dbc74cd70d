package sqlite

import (
	"context"
	"errors"
	"strings"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/store"
)

var (
	insertArticle = "INSERT INTO articles (" + store.ArticleColumns + ", search) VALUES (" + store.Placeholders("?", 1, 20) + `)
		ON CONFLICT (id) DO UPDATE SET key = excluded.key, title = excluded.title, body = excluded.body, locale = excluded.locale,
		markets = excluded.markets, internal = excluded.internal, questions = excluded.questions, intents = excluded.intents,
		url = excluded.url, status = excluded.status, source = excluded.source, content_hash = excluded.content_hash,
		version = excluded.version, revision = excluded.revision, updated_by = excluded.updated_by,
		updated_at = excluded.updated_at, published_at = excluded.published_at, search = excluded.search`

	insertPassage = "INSERT INTO passages (" + store.PassageColumns + ") VALUES (" + store.Placeholders("?", 1, 5) + ")"
)

const (
	selectArticle  = "SELECT " + store.ArticleColumns + " FROM articles"
	selectPassages = "SELECT " + store.PassageColumns + " FROM passages WHERE article_id = ?1 ORDER BY ord"
)

// Article loads one; fault.NotFound.
func (s *Store) Article(ctx context.Context, id string) (knowledge.Article, error) {
	return s.article(ctx, selectArticle+" WHERE id = ?1", id)
}

// ArticleByKey loads one by its key; fault.NotFound.
func (s *Store) ArticleByKey(ctx context.Context, key string) (knowledge.Article, error) {
	return s.article(ctx, selectArticle+" WHERE key = ?1", key)
}

func (s *Store) article(ctx context.Context, query, arg string) (a knowledge.Article, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		a, err = one(q.row(ctx, query, arg), store.ArticleFields, store.Missing("article"))
		return err
	})
	return a, err
}

// Articles lists without bodies, newest change first, and counts what the
// filter selects.
func (s *Store) Articles(ctx context.Context, f knowledge.ArticleFilter) (out []knowledge.Article, total int, err error) {
	const where = ` WHERE (?1 = '' OR instr(search, ?1) > 0) AND (?2 = '' OR locale = ?2) AND (?3 = '' OR source = ?3)
		AND CASE WHEN ?4 = '' THEN status <> 'archived' ELSE status = ?4 END`
	args := []any{strings.ToLower(f.Text), f.Locale, f.Source, f.Status}
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		if err := q.row(ctx, "SELECT count(*) FROM articles"+where, args...).Scan(&total); err != nil {
			return err
		}
		columns := strings.Replace(store.ArticleColumns, ", body,", ", '',", 1)
		out, err = all(ctx, q, store.ArticleFields, "SELECT "+columns+" FROM articles"+where+`
			AND (?5 = '' OR revision < coalesce((SELECT revision FROM articles WHERE id = ?5), 9223372036854775807))
			ORDER BY revision DESC LIMIT ?6 + 0`, append(args, f.After, store.Limit(f.Limit, 50, 200))...)
		return err
	})
	return out, total, err
}

// SaveArticle inserts or updates an article with its passages. See
// knowledge.Store. Stored vectors stay while the passages do.
func (s *Store) SaveArticle(ctx context.Context, a knowledge.Article, passages []knowledge.Passage) (out knowledge.Article, err error) {
	if err := store.CheckArticle(a, passages); err != nil {
		return out, err
	}
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		old, err := one(q.row(ctx, selectArticle+" WHERE id = ?1", a.ID), store.ArticleFields, fault.ErrNotFound)
		if err != nil && !errors.Is(err, fault.ErrNotFound) {
			return err
		}
		if old.Version != a.Version {
			return store.VersionConflict(old.Version)
		}
		var revision int64
		if err := q.row(ctx, "UPDATE counters SET value = value + 1 WHERE name = 'knowledge' RETURNING value").Scan(&revision); err != nil {
			return err
		}
		out = store.NextArticle(old, a, revision, s.clock.Now())
		err = q.exec(ctx, insertArticle, append(store.ArticleFields(&out), strings.ToLower(out.Title+"\n"+out.Key))...)
		if broken(err, "articles.key") {
			return store.DuplicateKey(a.Key)
		}
		if err != nil {
			return err
		}
		return replacePassages(ctx, q, a.ID, store.Placed(a.ID, passages))
	})
	return out, err
}

func replacePassages(ctx context.Context, q *session, articleID string, passages []knowledge.Passage) error {
	old, err := all(ctx, q, store.PassageFields, selectPassages, articleID)
	if err != nil || store.SamePassages(old, passages) {
		return err
	}
	for _, table := range []string{"vectors", "passages"} {
		if err := q.exec(ctx, "DELETE FROM "+table+" WHERE article_id = ?1", articleID); err != nil {
			return err
		}
	}
	for _, p := range passages {
		if err := q.exec(ctx, insertPassage, store.PassageFields(&p)...); err != nil {
			return err
		}
	}
	return nil
}

// Changes gives the articles with Revision > after, with their passages, and
// the newest revision. See knowledge.Store.
func (s *Store) Changes(ctx context.Context, after int64, limit int) (out []knowledge.Edition, newest int64, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) error {
		if err := q.row(ctx, "SELECT value FROM counters WHERE name = 'knowledge'").Scan(&newest); err != nil {
			return err
		}
		articles, err := all(ctx, q, store.ArticleFields, selectArticle+" WHERE revision > ?1 ORDER BY revision LIMIT ?2 + 0",
			after, store.Limit(limit, 1000, 10_000))
		if err != nil {
			return err
		}
		for _, a := range articles {
			passages, err := all(ctx, q, store.PassageFields, selectPassages, a.ID)
			if err != nil {
				return err
			}
			out = append(out, knowledge.Edition{Article: a, Passages: passages})
		}
		return nil
	})
	return out, newest, err
}
