package sqlite

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/knowledge"
	"frontdesk/store"
)

var _ store.ArticleIndex = (*Store)(nil)

// named says whether title or key hold what is searched for, worded whether each of its
// words begins a word of the text.
const (
	named  = "instr(search, ?1) > 0"
	worded = `id IN (SELECT r.article_id FROM article_words w JOIN article_rows r ON r.id = w.rowid WHERE article_words MATCH ?2)`
)

// chosen is the condition on articles that follows from a filter, with its arguments. It
// asks for what the filter names only, so that the index of lists has all of it.
func chosen(f knowledge.ArticleFilter) (where string, args []any) {
	var all []string
	if f.Text != "" {
		found := named
		args = append(args, strings.ToLower(f.Text))
		if words := store.FTS5Query(f.Text); words != "" {
			found, args = "("+named+" OR "+worded+")", append(args, words)
		}
		all = append(all, found)
	}
	add := func(ask bool, condition string, arg ...any) {
		if !ask {
			return
		}
		for _, a := range arg {
			args = append(args, a)
			condition = strings.Replace(condition, "?", fmt.Sprintf("?%d", len(args)), 1)
		}
		all = append(all, condition)
	}
	add(f.Status == "", "status <> 'archived'")
	add(f.Status != "", "status = ?", f.Status)
	add(f.Locale != "", "locale = ?", f.Locale)
	add(f.Source != "", "source = ?", f.Source)
	add(f.Owner != "", "owner = ?", f.Owner)
	add(f.TranslationOf != "", "translation_of = ?", f.TranslationOf)
	add(!f.Due.IsZero(), "verify_by BETWEEN 1 AND ?", store.Micros(f.Due))
	add(f.Stale, store.StaleColumn)
	add(f.Held, "held")
	add(f.Scheduled, "publish_at > 0")
	add(f.Reviewing, "review = 'asked'")
	add(f.Edited, "edited")
	return strings.Join(all, " AND "), args
}

// Articles lists without bodies, and counts what the filter selects. See
// knowledge.ArticleFilter for the order.
func (s *Store) Articles(ctx context.Context, f knowledge.ArticleFilter) (out []knowledge.Article, total int, err error) {
	where, args := chosen(f)
	rank := "revision < 0" // what is named comes first
	if f.Text != "" {
		rank = named
	}
	listed := "SELECT id, revision, " + rank + " AS rank FROM articles INDEXED BY articles_list WHERE " + where
	after, limit := fmt.Sprintf("?%d", len(args)+1), fmt.Sprintf("?%d + 0", len(args)+2)
	page := "WITH found AS MATERIALIZED (" + listed + `), page AS (SELECT * FROM found
		WHERE NOT EXISTS (SELECT 1 FROM articles WHERE id = ` + after + ") OR (rank, revision) < (SELECT " + rank + ", revision FROM articles WHERE id = " + after + `)
		ORDER BY rank DESC, revision DESC LIMIT ` + limit + `)
		SELECT ` + listedColumns + ", (SELECT count(*) FROM found) FROM articles WHERE id IN (SELECT id FROM page) ORDER BY " + rank + " DESC, revision DESC"
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		fields := func(a *knowledge.Article) []any { return append(store.ReadArticleFields(a), &total) }
		out, err = all(ctx, q, fields, page, append(args, f.After, store.Limit(f.Limit, 50, 200))...)
		if err != nil || len(out) > 0 {
			return err
		}
		return q.row(ctx, "SELECT count(*) FROM ("+listed+")", args...).Scan(&total) // none is left for this page
	})
	return out, total, err
}

// indexArticle makes the words of an article those by which it is found.
func indexArticle(ctx context.Context, q *session, id, words string) error {
	var row int64
	err := q.row(ctx, "INSERT INTO article_rows (article_id) VALUES (?1) ON CONFLICT (article_id) DO UPDATE SET article_id = excluded.article_id RETURNING id", id).Scan(&row)
	if err != nil {
		return err
	}
	if err := q.exec(ctx, "DELETE FROM article_words WHERE rowid = ?1 + 0", row); err != nil {
		return err
	}
	return q.exec(ctx, "INSERT INTO article_words (rowid, words) VALUES (?1 + 0, ?2)", row, words)
}

// IndexArticles makes articles from before the index of words known to it. See
// store.IndexArticles.
func (s *Store) IndexArticles(ctx context.Context, most int) (more bool, err error) {
	return store.IndexArticles(ctx, s, most)
}

// Unindexed implements store.ArticleIndex.
func (s *Store) Unindexed(ctx context.Context, limit int) (out []knowledge.Article, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.ReadArticleFields, selectArticle+" WHERE NOT EXISTS (SELECT 1 FROM article_rows r WHERE r.article_id = articles.id) LIMIT ?1 + 0", limit)
		return err
	})
	return out, err
}

// SaveArticleWords implements store.ArticleIndex.
func (s *Store) SaveArticleWords(ctx context.Context, words map[string]string) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		for id, w := range words {
			n, err := q.change(ctx, "INSERT INTO article_rows (article_id) VALUES (?1) ON CONFLICT (article_id) DO NOTHING", id)
			if err == nil && n > 0 {
				err = q.exec(ctx, "INSERT INTO article_words (rowid, words) VALUES (last_insert_rowid(), ?1)", w)
			}
			if err != nil {
				return err
			}
		}
		return nil
	})
}
