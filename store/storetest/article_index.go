package storetest

import (
	"testing"

	"frontdesk/knowledge"
)

// ArticleIndex shows that articles from before the index of words get into it, some at a
// time. forget takes all of them out of it.
func ArticleIndex(t *testing.T, e Engine, forget func()) {
	w := &world{Engine: e, t: t}
	for n := range 25 {
		_, err := e.SaveArticle(t.Context(), article(n), nil)
		w.ok(err)
	}
	found := func() int {
		t.Helper()
		_, total, err := e.Articles(t.Context(), knowledge.ArticleFilter{Text: "body"})
		w.ok(err)
		return total
	}
	w.got("a save puts it in", found(), 25)
	forget()
	w.got("by title and key only", found(), 0)
	a, err := e.Article(t.Context(), "a-003")
	w.ok(err)
	a.Body = "# Other"
	_, err = e.SaveArticle(t.Context(), a, nil)
	w.ok(err)
	more, err := e.IndexArticles(t.Context(), 1)
	w.ok(err)
	w.got("some at a time", []any{more, found()}, []any{true, 20})
	for more {
		more, err = e.IndexArticles(t.Context(), 1)
		w.ok(err)
	}
	w.got("all that say so", found(), 24)
	more, err = e.IndexArticles(t.Context(), 100)
	w.ok(err)
	w.got("and nothing more", more, false)
}
