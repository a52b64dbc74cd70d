package postgres

import (
	"context"
	"maps"
	"slices"
	"strings"

	"github.com/jackc/pgx/v5"

	"frontdesk/knowledge"
	"frontdesk/store"
)

var _ store.ArticleIndex = (*Store)(nil)

const (
	// named says whether title or key hold what is searched for, worded whether each
	// of its words begins a word of the text. The query stands in a SELECT to keep it from
	// the planner: knowing that a word is common, it would read all words of all articles.
	named  = "strpos(search, $1) > 0"
	worded = "id IN (SELECT article_id FROM article_words WHERE words @@ (SELECT nullif($13, '')::tsquery))"

	insertArticleWords = "INSERT INTO article_words (article_id, words) VALUES ($1, array_to_tsvector(string_to_array($2, ' ')))"
	upsertArticleWords = insertArticleWords + " ON CONFLICT (article_id) DO UPDATE SET words = excluded.words"
)

// Articles lists without bodies, and counts what the filter selects. See
// knowledge.ArticleFilter for the order.
func (s *Store) Articles(ctx context.Context, f knowledge.ArticleFilter) (out []knowledge.Article, total int, err error) {
	const where = ` WHERE ($1 = '' OR strpos(search, $1) > 0 OR ` + worded + `) AND ($2 = '' OR locale = $2) AND ($3 = '' OR source = $3)
		AND CASE WHEN $4 = '' THEN status <> 'archived' ELSE status = $4 END AND ($5 = '' OR owner = $5)
		AND ($6 = '' OR translation_of = $6) AND ($7::bigint = 0 OR verify_by BETWEEN 1 AND $7) AND (NOT $8 OR ` + store.StaleColumn + `)
		AND (NOT $9 OR held) AND (NOT $10 OR publish_at > 0) AND (NOT $11 OR review = 'asked') AND (NOT $12 OR working <> '')`
	args := []any{strings.ToLower(f.Text), f.Locale, f.Source, f.Status, f.Owner, f.TranslationOf, store.Micros(f.Due), f.Stale, f.Held,
		f.Scheduled, f.Reviewing, f.Edited, store.TSQuery(f.Text)}
	rank := "revision < 0" // what is named comes first
	if f.Text != "" {
		rank = named
	}
	listed := "SELECT id, revision, " + rank + " AS rank FROM articles" + where
	fields := func(a *knowledge.Article) []any { return append(store.ReadArticleFields(a), &total) }
	out, err = all(ctx, s.pool, fields, "WITH found AS MATERIALIZED ("+listed+`), page AS (SELECT * FROM found
		WHERE NOT EXISTS (SELECT 1 FROM articles WHERE id = $14) OR (rank, revision) < (SELECT `+rank+`, revision FROM articles WHERE id = $14)
		ORDER BY rank DESC, revision DESC LIMIT $15)
		SELECT `+listedColumns+", (SELECT count(*) FROM found) FROM articles WHERE id IN (SELECT id FROM page) ORDER BY "+rank+" DESC, revision DESC",
		append(args, f.After, store.Limit(f.Limit, 50, 200))...)
	if err != nil || len(out) > 0 {
		return out, total, err
	}
	err = s.pool.QueryRow(ctx, "SELECT count(*) FROM ("+listed+") found", args...).Scan(&total) // none is left for this page
	return out, total, err
}

// IndexArticles makes articles from before the index of words known to it. See
// store.IndexArticles.
func (s *Store) IndexArticles(ctx context.Context, most int) (more bool, err error) {
	return store.IndexArticles(ctx, s, most)
}

// Unindexed implements store.ArticleIndex.
func (s *Store) Unindexed(ctx context.Context, limit int) ([]knowledge.Article, error) {
	return all(ctx, s.pool, store.ReadArticleFields,
		selectArticle+" WHERE NOT EXISTS (SELECT FROM article_words w WHERE w.article_id = articles.id) LIMIT $1::bigint", limit)
}

// SaveArticleWords implements store.ArticleIndex. Two replicas may save the same.
func (s *Store) SaveArticleWords(ctx context.Context, words map[string]string) error {
	b := &pgx.Batch{}
	for _, id := range slices.Sorted(maps.Keys(words)) { // in one order, so that two do not wait for each other
		b.Queue(insertArticleWords+" ON CONFLICT (article_id) DO NOTHING", id, words[id])
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error { return tx.SendBatch(ctx, b).Close() })
}
