package sqlite

import (
	"context"
	"errors"
	"strings"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/store"
)

var (
	insertArticle = "INSERT INTO articles (" + store.ArticleColumns + ", held, text_hash, search) VALUES (" +
		store.Placeholders("?", 1, store.Count(store.ArticleColumns)+3) + ") ON CONFLICT (id) DO UPDATE SET " +
		store.Assignments(store.ArticleColumns+", held, text_hash, search", "id", "created_at")

	insertPassage = "INSERT INTO passages (" + store.PassageColumns + ") VALUES (" + store.Placeholders("?", 1, store.Count(store.PassageColumns)) + ")"
	insertRelease = "INSERT INTO releases (" + store.ReleaseColumns + ") VALUES (" + store.Placeholders("?", 1, store.Count(store.ReleaseColumns)) + ")"

	// listedColumns are those of a list, without bodies.
	listedColumns  = strings.Replace(store.ArticleColumns, ", body,", ", '',", 1) + ", " + store.StaleColumn
	listedReleases = strings.Replace(store.ReleaseColumns, ", body,", ", '',", 1)
)

const (
	selectArticle  = "SELECT " + store.ArticleColumns + ", " + store.StaleColumn + " FROM articles"
	selectPassages = "SELECT " + store.PassageColumns + " FROM passages WHERE article_id = ?1 ORDER BY ord"

	selectDueArticles = selectArticle + ` WHERE publish_at > 0 AND publish_at <= ?1
		OR verify_by > 0 AND verify_by <= ?1 AND reminded_at = 0 AND status <> 'archived' ORDER BY publish_at DESC, id LIMIT ?2 + 0`
)

// Article loads one; fault.NotFound.
func (s *Store) Article(ctx context.Context, id string) (knowledge.Article, error) {
	return s.article(ctx, selectArticle+" WHERE id = ?1", id)
}

// ArticleByKey loads one by its key; fault.NotFound.
func (s *Store) ArticleByKey(ctx context.Context, key string) (knowledge.Article, error) {
	return s.article(ctx, selectArticle+" WHERE key = ?1", key)
}

// SameText lists the articles that are not archived and say the same. See
// ingest.Store.
func (s *Store) SameText(ctx context.Context, fingerprint string) (out []knowledge.Article, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.ReadArticleFields, "SELECT "+listedColumns+` FROM articles WHERE text_hash = ?1 AND text_hash <> ''
			AND status <> 'archived' ORDER BY id`, fingerprint)
		return err
	})
	return out, err
}

func (s *Store) article(ctx context.Context, query, arg string) (a knowledge.Article, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		a, err = one(q.row(ctx, query, arg), store.ReadArticleFields, store.Missing("article"))
		return err
	})
	return a, err
}

// SaveArticle inserts or updates an article with its passages. See
// knowledge.Store. Stored vectors stay while title and passages do.
func (s *Store) SaveArticle(ctx context.Context, a knowledge.Article, passages []knowledge.Passage) (knowledge.Article, error) {
	out, err := s.SaveArticles(ctx, []knowledge.Saving{{Article: a, Passages: passages}})
	if err != nil {
		return knowledge.Article{}, err
	}
	return out[0], nil
}

// SaveArticles saves several in one transaction. See knowledge.Store.
func (s *Store) SaveArticles(ctx context.Context, savings []knowledge.Saving) (out []knowledge.Article, err error) {
	if err := store.CheckSavings(savings); err != nil {
		return nil, err
	}
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		out = make([]knowledge.Article, len(savings))
		for i, saving := range savings {
			if out[i], err = s.saveArticle(ctx, q, saving); err != nil {
				return err
			}
		}
		return nil
	})
	return out, err
}

func (s *Store) saveArticle(ctx context.Context, q *session, saving knowledge.Saving) (out knowledge.Article, err error) {
	a, passages := saving.Article, knowledge.Placed(saving.Article.ID, saving.Passages)
	old, err := one(q.row(ctx, selectArticle+" WHERE id = ?1", a.ID), store.ReadArticleFields, fault.ErrNotFound)
	if err != nil && !errors.Is(err, fault.ErrNotFound) {
		return out, err
	}
	if old.Version != a.Version {
		return out, store.VersionConflict(a.ID, old.Version)
	}
	was, err := all(ctx, q, store.PassageFields, selectPassages, a.ID)
	if err != nil {
		return out, err
	}
	same := store.SameTexts(old, a, was, passages)
	out = store.NextArticle(old, a, same, s.clock.Now())
	if err := q.row(ctx, "UPDATE counters SET value = value + 1 WHERE name = 'knowledge' RETURNING value").Scan(&out.Revision); err != nil {
		return out, err
	}
	err = q.exec(ctx, insertArticle, append(store.ArticleFields(&out), out.Held(), out.Copy().Fingerprint(), strings.ToLower(out.Title+"\n"+out.Key))...)
	if broken(err, "articles.key") {
		return out, store.DuplicateKey(a.Key)
	}
	if err == nil {
		err = indexArticle(ctx, q, out.ID, store.ArticleWords(out))
	}
	if err == nil && out.Release > old.Release {
		made := store.ReleaseOf(out, saving)
		err = q.exec(ctx, insertRelease, store.ReleaseFields(&made)...)
	}
	if err != nil || same {
		return out, err
	}
	return out, replacePassages(ctx, q, a.ID, passages)
}

// deleteVectors names the models, by which the key of the vectors begins.
const deleteVectors = "DELETE FROM vectors WHERE model_id IN (SELECT id FROM vector_models) AND article_id = ?1"

func replacePassages(ctx context.Context, q *session, articleID string, passages []knowledge.Passage) error {
	for _, query := range []string{deleteVectors, "DELETE FROM passages WHERE article_id = ?1"} {
		if err := q.exec(ctx, query, articleID); err != nil {
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

// Releases lists an article's releases, newest first, without bodies.
func (s *Store) Releases(ctx context.Context, articleID string) (out []knowledge.Release, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.ReleaseFields, "SELECT "+listedReleases+" FROM releases WHERE article_id = ?1 ORDER BY number DESC", articleID)
		return err
	})
	return out, err
}

// ReleaseOf loads one release; fault.NotFound.
func (s *Store) ReleaseOf(ctx context.Context, articleID string, number int64) (r knowledge.Release, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		r, err = one(q.row(ctx, "SELECT "+store.ReleaseColumns+" FROM releases WHERE article_id = ?1 AND number = ?2 + 0", articleID, number),
			store.ReleaseFields, store.Missing("release"))
		return err
	})
	return r, err
}

// DueArticles gives what is to be published or reminded of. See knowledge.Store.
func (s *Store) DueArticles(ctx context.Context, now time.Time, limit int) (out []knowledge.Article, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.ReadArticleFields, selectDueArticles, store.Micros(now), store.Limit(limit, 100, 1000))
		return err
	})
	return out, err
}

// Changes gives the articles with Revision > after, with their passages, and
// the newest revision. See knowledge.Store.
func (s *Store) Changes(ctx context.Context, after int64, limit int) (out []knowledge.Edition, newest int64, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) error {
		if err := q.row(ctx, "SELECT value FROM counters WHERE name = 'knowledge'").Scan(&newest); err != nil {
			return err
		}
		articles, err := all(ctx, q, store.ReadArticleFields, selectArticle+" WHERE revision > ?1 ORDER BY revision LIMIT ?2 + 0",
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
