package store

import (
	"context"
	"fmt"
	"strings"

	"frontdesk/knowledge"
)

const (
	// articleBatch is how many articles are indexed in one transaction.
	articleBatch = 20
	// mostArticleWords bounds the bytes of an article's words: PostgreSQL's index takes a
	// megabyte of them. It is the words of a thousand pages.
	mostArticleWords = 512 << 10
)

// ArticleWords are the words by which an article is found in lists, those of its
// working copy too, with a space between.
func ArticleWords(a knowledge.Article) string {
	texts := append([]string{a.Title, a.Body}, a.Questions...)
	if w := a.Working; w != nil {
		texts = append(append(texts, w.Title, w.Body), w.Questions...)
	}
	words := spelling(strings.Join(texts, "\n"))
	if len(words) > mostArticleWords {
		words = words[:strings.LastIndexByte(words[:mostArticleWords], ' ')]
	}
	return words
}

// ArticleIndex is what an engine knows of the words of articles. A save puts them in with
// the article.
type ArticleIndex interface {
	// Unindexed gives up to limit articles whose words are not in the index: those that
	// were there before it.
	Unindexed(ctx context.Context, limit int) ([]knowledge.Article, error)
	// SaveArticleWords puts words in, by article; what is in already stays as it is.
	SaveArticleWords(ctx context.Context, words map[string]string) error
}

// IndexArticles puts up to about most articles into the index of words that are not in it,
// and tells whether there may be more. It goes on where it was, and several may do it at
// once.
func IndexArticles(ctx context.Context, x ArticleIndex, most int) (more bool, err error) {
	for done := 0; done < most; done += articleBatch {
		batch, err := x.Unindexed(ctx, articleBatch)
		if err != nil {
			return false, fmt.Errorf("read articles to index: %w", err)
		}
		if len(batch) == 0 {
			return false, nil
		}
		words := make(map[string]string, len(batch))
		for _, a := range batch {
			words[a.ID] = ArticleWords(a)
		}
		if err := x.SaveArticleWords(ctx, words); err != nil {
			return false, fmt.Errorf("index articles: %w", err)
		}
	}
	return true, nil
}
