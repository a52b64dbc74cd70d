package storetest

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// tryReleases follows one article: every change that readers see makes a
// release, nothing else does.
func tryReleases(t *testing.T, w *world) {
	a := article(1)
	a.Status, a.Negative, a.Channels = knowledge.Draft, []string{"not this"}, []string{"widget"}
	a.ValidFrom, a.ValidUntil, a.Owner, a.VerifyBy = start.Add(-time.Hour), start.Add(time.Hour), "ada", start.Add(2*time.Hour)
	a.Remarks = []knowledge.Remark{{By: "bo", At: start, Text: "fine"}}
	save := func(next knowledge.Article, note string, from int64) knowledge.Article {
		t.Helper()
		next.UpdatedBy = "ada"
		out, err := w.SaveArticles(t.Context(), []knowledge.Saving{{Article: next, Passages: passages(next, next.Body), Note: note, From: from}})
		w.ok(err)
		return out[0]
	}
	a = save(a, "", 0)
	w.got("a draft has no release", a.Release, int64(0))
	stored, err := w.Article(t.Context(), a.ID)
	w.ok(err)
	w.got("stored", stored, a)
	step := knowledge.Step{By: "ada", At: start}
	a, err = a.Publish(step)
	w.ok(err)
	a = save(a, "first", 0)
	c := a.Copy()
	c.Body = "better"
	a, err = a.Edit(c, step)
	w.ok(err)
	a = save(a, "", 0)
	w.got("what is written meanwhile does not serve", []any{a.Body, a.Working.Body, a.Release}, []any{"# Body", "better", int64(1)})
	stored, err = w.Article(t.Context(), a.ID)
	w.ok(err)
	w.got("stored with its working copy", stored, a)
	a, err = a.Publish(step)
	w.ok(err)
	w.clock.pass(time.Minute)
	a = save(a, "second", 0)
	a.Owner = "bo"
	a = save(a, "", 0)
	one, err := w.ReleaseOf(t.Context(), a.ID, 1)
	w.ok(err)
	a = save(a.With(one.Copy), "back", 1)
	list, err := w.Releases(t.Context(), a.ID)
	w.ok(err)
	var told []any
	for _, r := range list {
		told = append(told, []any{r.Number, r.Note, r.From, r.By, r.Copy.Title, r.Copy.Body})
	}
	w.got("releases, newest first, without bodies", told, []any{
		[]any{int64(3), "back", int64(1), "ada", "Título 1", ""}, []any{int64(2), "second", int64(0), "ada", "Título 1", ""},
		[]any{int64(1), "first", int64(0), "ada", "Título 1", ""}})
	two, err := w.ReleaseOf(t.Context(), a.ID, 2)
	w.ok(err)
	w.got("one of them", []any{two.Copy.Body, two.At, one.Copy.Body, a.Body, a.Release}, []any{"better", start.Add(time.Minute), "# Body", "# Body", int64(3)})
	w.got("whole", one.Copy, a.Copy())
	_, err = w.ReleaseOf(t.Context(), a.ID, 9)
	w.refused(err, fault.NotFound, "")
}

// trySeveralArticles saves all or none.
func trySeveralArticles(t *testing.T, w *world) {
	one, err := w.SaveArticle(t.Context(), article(1), nil)
	w.ok(err)
	two, err := w.SaveArticle(t.Context(), article(2), nil)
	w.ok(err)
	old := two
	old.Version--
	one.Title = "changed"
	_, err = w.SaveArticles(t.Context(), []knowledge.Saving{{Article: one}, {Article: old}})
	w.refused(err, fault.Conflict, "version_conflict")
	stored, err := w.Article(t.Context(), one.ID)
	w.ok(err)
	w.got("nothing of it is kept", stored.Title, "Título 1")
	_, err = w.SaveArticles(t.Context(), []knowledge.Saving{{Article: one}, {Article: one}})
	w.refused(err, fault.Invalid, "saved_twice")
	two.Holds = []knowledge.Hold{{Code: "contains_secret", Place: "line 3", Excerpt: "sk-…"}}
	_, err = w.SaveArticles(t.Context(), []knowledge.Saving{{Article: one}, {Article: two}})
	w.refused(err, fault.Conflict, "held")
	two.Holds[0].ApprovedBy, two.Holds[0].ApprovedAt = "ada", start
	saved, err := w.SaveArticles(t.Context(), []knowledge.Saving{{Article: one}, {Article: two}})
	w.ok(err)
	changed, newest, err := w.Changes(t.Context(), 2, 10)
	w.ok(err)
	w.got("both", []any{len(changed), newest, saved[0].Revision, saved[1].Revision, saved[1].Holds}, []any{2, int64(4), int64(3), int64(4), two.Holds})
	_, err = w.SaveArticles(t.Context(), nil)
	w.ok(err)
}

// tryDueArticles lets two workers publish what is due: one of them does.
func tryDueArticles(t *testing.T, w *world) {
	draft := article(1)
	draft.Status, draft.PublishAt, draft.PublishBy = knowledge.Draft, start.Add(time.Hour), "ada"
	late := article(2)
	late.VerifyBy = start.Add(2 * time.Hour)
	gone := article(3)
	gone.Status, gone.VerifyBy = knowledge.Archived, start
	for _, a := range []knowledge.Article{draft, late, gone} {
		_, err := w.SaveArticle(t.Context(), a, nil)
		w.ok(err)
	}
	due := func(now time.Time) (ids []string) {
		t.Helper()
		list, err := w.DueArticles(t.Context(), now, 10)
		w.ok(err)
		for _, a := range list {
			ids = append(ids, a.ID)
		}
		return ids
	}
	w.got("nothing yet", len(due(start)), 0)
	w.got("to publish", due(start.Add(time.Hour)), []string{"a-001"})
	w.got("to publish and to remind of", due(start.Add(3*time.Hour)), []string{"a-001", "a-002"})
	list, err := w.DueArticles(t.Context(), start.Add(time.Hour), 10)
	w.ok(err)
	ready, err := list[0].Publish(knowledge.Step{By: "ada", At: start.Add(time.Hour)})
	w.ok(err)
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i := range errs {
		wg.Go(func() { _, errs[i] = w.SaveArticle(t.Context(), ready, nil) })
	}
	wg.Wait()
	slices.SortFunc(errs, func(a, b error) int {
		if a == nil {
			return -1
		}
		return 1
	})
	w.ok(errs[0])
	w.refused(errs[1], fault.Conflict, "version_conflict")
	releases, err := w.Releases(t.Context(), draft.ID)
	w.ok(err)
	w.got("published once", len(releases), 1)
	w.got("and not due any more", len(due(start.Add(time.Hour))), 0)
}

func tryArticleFilters(t *testing.T, w *world) {
	source, err := w.SaveArticle(t.Context(), article(1), nil)
	w.ok(err)
	for n, change := range map[int]func(*knowledge.Article){
		2: func(a *knowledge.Article) { a.TranslationOf, a.TranslatedRelease, a.Locale = source.ID, 1, "de" },
		3: func(a *knowledge.Article) { a.Owner, a.VerifyBy = "ada", start },
		4: func(a *knowledge.Article) {
			a.Status, a.Holds = knowledge.Draft, []knowledge.Hold{{Code: "x"}}
		},
		5: func(a *knowledge.Article) { a.Status, a.PublishAt = knowledge.Draft, start.Add(time.Hour) },
		6: func(a *knowledge.Article) { a.Status, a.Review = knowledge.InReview, knowledge.Asked },
		7: func(a *knowledge.Article) { a.Working = &knowledge.Copy{Title: "new"} },
	} {
		a := article(n)
		change(&a)
		_, err := w.SaveArticle(t.Context(), a, nil)
		w.ok(err)
	}
	ids := func(f knowledge.ArticleFilter) (ids []string) {
		t.Helper()
		list, total, err := w.Articles(t.Context(), f)
		w.ok(err)
		for _, a := range list {
			ids = append(ids, a.ID)
			if f.Stale && !a.Stale {
				t.Fatalf("%s is listed as stale and does not say so", a.ID)
			}
		}
		w.got("total", total, len(ids))
		return ids
	}
	w.got("translations", ids(knowledge.ArticleFilter{TranslationOf: source.ID}), []string{"a-002"})
	w.got("none is stale", len(ids(knowledge.ArticleFilter{Stale: true})), 0)
	source.Body = "changed"
	_, err = w.SaveArticle(t.Context(), source, nil)
	w.ok(err)
	w.got("stale, since the original has a newer release", ids(knowledge.ArticleFilter{Stale: true}), []string{"a-002"})
	w.got("owner", ids(knowledge.ArticleFilter{Owner: "ada"}), []string{"a-003"})
	w.got("to verify", ids(knowledge.ArticleFilter{Due: start}), []string{"a-003"})
	w.got("not yet to verify", len(ids(knowledge.ArticleFilter{Due: start.Add(-1)})), 0)
	w.got("held", ids(knowledge.ArticleFilter{Held: true}), []string{"a-004"})
	w.got("scheduled", ids(knowledge.ArticleFilter{Scheduled: true}), []string{"a-005"})
	w.got("in review", ids(knowledge.ArticleFilter{Reviewing: true}), []string{"a-006"})
	w.got("status review", ids(knowledge.ArticleFilter{Status: knowledge.InReview}), []string{"a-006"})
	w.got("edited", ids(knowledge.ArticleFilter{Edited: true}), []string{"a-007"})
}

// tryOldTexts: vectors that were made of a text that is no longer there are not
// kept, and a new title alone is another text.
func tryOldTexts(t *testing.T, w *world) {
	first, err := w.SaveArticle(t.Context(), article(1), passages(article(1), "one"))
	w.ok(err)
	v := knowledge.Vectors{ArticleID: first.ID, Model: "m", Rows: [][]float32{{1, 0}}, Version: first.Version}
	w.ok(w.SaveVectors(t.Context(), []knowledge.Vectors{v}))
	kept := func() int {
		t.Helper()
		got, err := w.VectorsOf(t.Context(), "m", []string{first.ID})
		w.ok(err)
		return len(got)
	}
	first.Title = "another title"
	second, err := w.SaveArticle(t.Context(), first, passages(article(1), "one"))
	w.ok(err)
	w.got("gone with the title", kept(), 0)
	w.ok(w.SaveVectors(t.Context(), []knowledge.Vectors{v}))
	w.got("too late", kept(), 0)
	second.Owner = "ada"
	third, err := w.SaveArticle(t.Context(), second, passages(article(1), "one"))
	w.ok(err)
	v.Version = second.Version
	w.ok(w.SaveVectors(t.Context(), []knowledge.Vectors{v}))
	w.got("of the same text, though the article was saved since", []any{kept(), third.TextVersion}, []any{1, second.TextVersion})
}

// tryRetiredModels: vectors of a model go once nobody uses it.
func tryRetiredModels(t *testing.T, w *world) {
	a, err := w.SaveArticle(t.Context(), article(1), passages(article(1), "one"))
	w.ok(err)
	for _, model := range []string{"old", "other", "new"} {
		w.ok(w.SaveVectors(t.Context(), []knowledge.Vectors{{ArticleID: a.ID, Model: model, Rows: [][]float32{{1, 0}}}}))
	}
	w.clock.pass(time.Hour)
	w.ok(w.RetireModels(t.Context(), "other", start.Add(-time.Hour)))
	w.ok(w.RetireModels(t.Context(), "new", start.Add(time.Minute)))
	for model, want := range map[string]int{"old": 0, "other": 1, "new": 1} {
		got, err := w.VectorsOf(t.Context(), model, []string{a.ID})
		w.ok(err)
		w.got(model, len(got), want)
	}
	if _, err := w.Nearest(t.Context(), "old", []float32{1, 0}, knowledge.Scope{}, 1); err != nil && !errors.Is(err, knowledge.ErrNoVectorSearch) {
		t.Fatal(err)
	}
}
