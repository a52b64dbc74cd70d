package postgres

import (
	"context"
	"errors"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/store"
)

var (
	upsertArticle = "INSERT INTO articles (" + store.ArticleColumns + ", held, text_hash) VALUES (" +
		store.Placeholders("$", 1, store.Count(store.ArticleColumns)+2) + ") ON CONFLICT (id) DO UPDATE SET " +
		store.Assignments(store.ArticleColumns+", held, text_hash", "id", "created_at")

	insertRelease = "INSERT INTO releases (" + store.ReleaseColumns + ") VALUES (" + store.Placeholders("$", 1, store.Count(store.ReleaseColumns)) + ")"

	// listedColumns are those of a list, without bodies.
	listedColumns  = strings.Replace(store.ArticleColumns, ", body,", ", '',", 1) + ", " + store.StaleColumn
	listedReleases = strings.Replace(store.ReleaseColumns, ", body,", ", '',", 1)
)

const (
	selectArticle  = "SELECT " + store.ArticleColumns + ", " + store.StaleColumn + " FROM articles"
	selectPassages = "SELECT " + store.PassageColumns + " FROM passages"
)

// Article loads one; fault.NotFound.
func (s *Store) Article(ctx context.Context, id string) (knowledge.Article, error) {
	return one(s.pool.QueryRow(ctx, selectArticle+" WHERE id = $1", id), store.ReadArticleFields, store.Missing("article"))
}

// ArticleByKey loads one by its key; fault.NotFound.
func (s *Store) ArticleByKey(ctx context.Context, key string) (knowledge.Article, error) {
	return one(s.pool.QueryRow(ctx, selectArticle+" WHERE key = $1", key), store.ReadArticleFields, store.Missing("article"))
}

// SameText lists the articles that are not archived and say the same. See
// ingest.Store.
func (s *Store) SameText(ctx context.Context, fingerprint string) ([]knowledge.Article, error) {
	return all(ctx, s.pool, store.ReadArticleFields, "SELECT "+listedColumns+` FROM articles WHERE text_hash = $1 AND text_hash <> ''
		AND status <> 'archived' ORDER BY id`, fingerprint)
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

// SaveArticles saves several in one transaction. See knowledge.Store. The
// counter's row is taken first: saves wait for one another, and revisions become
// visible in their order.
func (s *Store) SaveArticles(ctx context.Context, savings []knowledge.Saving) (out []knowledge.Article, err error) {
	if err := store.CheckSavings(savings); err != nil {
		return nil, err
	}
	key := ""
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		out, err = s.saveArticles(ctx, tx, savings, &key)
		return err
	})
	if broken(err, "articles_key_key") {
		return out, store.DuplicateKey(key)
	}
	return out, err
}

// saveArticles saves within a transaction; key is that of the article at hand.
func (s *Store) saveArticles(ctx context.Context, tx pgx.Tx, savings []knowledge.Saving, key *string) ([]knowledge.Article, error) {
	out := make([]knowledge.Article, len(savings))
	if len(savings) == 0 {
		return out, nil
	}
	var last int64
	if err := tx.QueryRow(ctx, "UPDATE counters SET value = value + $1 WHERE name = 'knowledge' RETURNING value", len(savings)).Scan(&last); err != nil {
		return nil, err
	}
	for i, saving := range savings {
		*key = saving.Article.Key
		var err error
		if out[i], err = s.saveArticle(ctx, tx, saving, last-int64(len(savings)-1-i)); err != nil {
			return nil, err
		}
	}
	return out, nil
}

func (s *Store) saveArticle(ctx context.Context, tx pgx.Tx, saving knowledge.Saving, revision int64) (out knowledge.Article, err error) {
	a, passages := saving.Article, knowledge.Placed(saving.Article.ID, saving.Passages)
	old, err := one(tx.QueryRow(ctx, selectArticle+" WHERE id = $1", a.ID), store.ReadArticleFields, fault.ErrNotFound)
	if err != nil && !errors.Is(err, fault.ErrNotFound) {
		return out, err
	}
	if old.Version != a.Version {
		return out, store.VersionConflict(a.ID, old.Version)
	}
	var was []knowledge.Passage
	if old.Version > 0 {
		if was, err = all(ctx, tx, store.PassageFields, selectPassages+" WHERE article_id = $1", a.ID); err != nil {
			return out, err
		}
	}
	same := store.SameTexts(old, a, was, passages)
	out = store.NextArticle(old, a, same, s.clock.Now())
	out.Revision = revision
	b := &pgx.Batch{}
	b.Queue(upsertArticle, append(store.ArticleFields(&out), out.Held(), out.Copy().Fingerprint())...)
	b.Queue(upsertArticleWords, out.ID, store.ArticleWords(out))
	if out.Release > old.Release {
		made := store.ReleaseOf(out, saving)
		b.Queue(insertRelease, store.ReleaseFields(&made)...)
	}
	if !same {
		replacePassages(b, a.ID, passages)
	}
	return out, tx.SendBatch(ctx, b).Close()
}

func replacePassages(b *pgx.Batch, articleID string, passages []knowledge.Passage) {
	// With the models, by which the key of the vectors begins.
	b.Queue("DELETE FROM vectors WHERE model_id IN (SELECT id FROM vector_models) AND article_id = $1", articleID)
	b.Queue("DELETE FROM passages WHERE article_id = $1", articleID)
	for i := range passages {
		b.Queue("INSERT INTO passages ("+store.PassageColumns+") VALUES ("+store.Placeholders("$", 1, 5)+")", store.PassageFields(&passages[i])...)
	}
}

// Releases lists an article's releases, newest first, without bodies.
func (s *Store) Releases(ctx context.Context, articleID string) ([]knowledge.Release, error) {
	return all(ctx, s.pool, store.ReleaseFields, "SELECT "+listedReleases+" FROM releases WHERE article_id = $1 ORDER BY number DESC", articleID)
}

// ReleaseOf loads one release; fault.NotFound.
func (s *Store) ReleaseOf(ctx context.Context, articleID string, number int64) (knowledge.Release, error) {
	return one(s.pool.QueryRow(ctx, "SELECT "+store.ReleaseColumns+" FROM releases WHERE article_id = $1 AND number = $2", articleID, number),
		store.ReleaseFields, store.Missing("release"))
}

// DueArticles gives what is to be published or reminded of. See knowledge.Store.
func (s *Store) DueArticles(ctx context.Context, now time.Time, limit int) ([]knowledge.Article, error) {
	return all(ctx, s.pool, store.ReadArticleFields, selectArticle+` WHERE publish_at BETWEEN 1 AND $1
		OR verify_by BETWEEN 1 AND $1 AND reminded_at = 0 AND status <> 'archived' ORDER BY publish_at DESC, id LIMIT $2`,
		store.Micros(now), store.Limit(limit, 100, 1000))
}

// Changes gives the articles with Revision > after, with their passages, and
// the newest revision, all of one moment. See knowledge.Store.
func (s *Store) Changes(ctx context.Context, after int64, limit int) (out []knowledge.Edition, newest int64, err error) {
	moment := pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}
	err = pgx.BeginTxFunc(ctx, s.pool, moment, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, "SELECT value FROM counters WHERE name = 'knowledge'").Scan(&newest); err != nil {
			return err
		}
		articles, err := all(ctx, tx, store.ReadArticleFields, selectArticle+" WHERE revision > $1 ORDER BY revision LIMIT $2",
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
