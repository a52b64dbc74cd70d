package storetest

import (
	"os"
	"path/filepath"
	"testing"
	"time"

	"frontdesk/ingest"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

// reader is a queue of imports over the engine, and a folder that it reads.
type reader struct {
	w   *world
	t   *testing.T
	q   *ingest.Queue
	dir string
}

func newReader(t *testing.T, w *world) *reader {
	in, err := ingest.New(w.Engine, ingest.Config{NewID: w.id, Now: w.clock.Now, Catalog: w.Engine})
	w.ok(err)
	q, err := ingest.NewQueue(in, w.Engine, ingest.QueueConfig{Worker: "one"})
	w.ok(err)
	return &reader{w: w, t: t, q: q, dir: t.TempDir()}
}

func (r *reader) write(name, text string) {
	r.t.Helper()
	r.w.ok(os.WriteFile(filepath.Join(r.dir, name), []byte(text), 0o600))
}

func (r *reader) read(source string) ingest.Import {
	r.t.Helper()
	r.w.clock.pass(time.Minute)
	i, err := r.q.Folder(r.t.Context(), r.dir, ingest.Options{Source: source, Prune: true, By: "import", Locale: "en"}, nil)
	r.w.ok(err)
	return i
}

// article finds the one of a file.
func (r *reader) article(name string) knowledge.Article {
	r.t.Helper()
	a, err := r.w.ArticleByKey(r.t.Context(), filepath.Base(r.dir)+"/"+name)
	r.w.ok(err)
	return a
}

const returns = "# Returns\n\nSend it back within 30 days, in the box that it came in. We refund what you paid for it within five days, and the postage too where it was our fault that it comes back.\n"

// tryTakeBack: what an import added, replaced and removed is as it was, and what
// somebody has changed since is left alone.
func tryTakeBack(t *testing.T, w *world) {
	r := newReader(t, w)
	for _, name := range []string{"a.md", "b.md", "d.md", "same.md"} {
		r.write(name, "# "+name+"\n\nThe first text of "+name+".\n")
	}
	r.read("help")
	r.write("a.md", "# a.md\n\nThe second text.\n")
	r.write("c.md", "# c.md\n\nIt is new.\n")
	r.write("d.md", "# d.md\n\nThe second text, too.\n")
	w.ok(os.Remove(filepath.Join(r.dir, "b.md")))
	i := r.read("help")
	if c := i.Counts; c.Added != 1 || c.Changed != 2 || c.Removed != 1 || c.Unchanged != 1 {
		t.Fatalf("the import came to %+v", c)
	}
	d := r.article("d.md")
	edited := d.Copy()
	edited.Body = "Somebody knows better."
	d, err := d.Bring(edited, knowledge.Step{By: "Mara", At: w.clock.Now()})
	w.ok(err)
	_, err = w.SaveArticle(t.Context(), d, ingest.Split(d))
	w.ok(err)

	back, err := r.q.TakeBack(t.Context(), i.ID, "Li")
	w.ok(err)
	w.got("taken back", []int{back.Hidden, back.Restored, back.Returned, back.Discarded, len(back.Left)}, []int{1, 1, 1, 0, 1})
	w.got("left alone", []string{back.Left[0].Title, back.Left[0].Code}, []string{"d.md", "changed_since"})
	if back.Import.BackBy != "Li" || back.Import.BackAt.IsZero() {
		t.Errorf("who took it back: %+v", back.Import)
	}
	a, b, c := r.article("a.md"), r.article("b.md"), r.article("c.md")
	w.got("texts", []string{a.Body, b.Body, r.article("d.md").Body}, []string{"# a.md\n\nThe first text of a.md.", "# b.md\n\nThe first text of b.md.", "Somebody knows better."})
	w.got("states", []knowledge.ArticleStatus{a.Status, b.Status, c.Status}, []knowledge.ArticleStatus{knowledge.Published, knowledge.Published, knowledge.Draft})
	w.got("releases", []int64{a.Release, b.Release}, []int64{3, 2})
	rel, err := w.ReleaseOf(t.Context(), a.ID, 3)
	w.ok(err)
	w.got("the release says where it is from", []any{rel.From, rel.By}, []any{int64(1), "Li"})
	editions, _, err := w.Changes(t.Context(), 0, 100)
	w.ok(err)
	for _, e := range editions {
		if e.Article.ID == a.ID && (len(e.Passages) != 1 || e.Passages[0].Text != "The first text of a.md.") {
			t.Errorf("what is searched: %+v", e.Passages)
		}
	}

	again, err := r.q.TakeBack(t.Context(), i.ID, "Li")
	w.ok(err)
	w.got("again", []int{again.Hidden, again.Restored, again.Returned}, []int{0, 0, 0})
	next := r.read("help")
	w.got("the same folder once more", []int{next.Counts.Changed, next.Counts.Removed, next.Counts.Unchanged}, []int{0, 0, 4})
	w.got("what it had lost stays", r.article("b.md").Status, knowledge.Published)

	open := newImport("open", ingest.OfUpload, "")
	w.ok(w.AddImport(t.Context(), open))
	_, err = r.q.TakeBack(t.Context(), "open", "Li")
	w.refused(err, fault.Conflict, "import_not_ended")
	_, err = r.q.TakeBack(t.Context(), "none", "Li")
	w.refused(err, fault.NotFound, "")
}

// tryTakeBackDrafts: a draft that an import replaced is there again, with what was
// found in it.
func tryTakeBackDrafts(t *testing.T, w *world) {
	r := newReader(t, w)
	for _, name := range []string{"a.md", "b.md", "c.md"} {
		r.write(name, "# "+name+"\n\nThe first text.\n")
	}
	_, err := r.q.Folder(t.Context(), r.dir, ingest.Options{Source: "help", Draft: true, By: "import", Locale: "en"}, nil)
	w.ok(err)
	edit := func(name, text string, at time.Time) {
		a := r.article(name)
		c := a.Copy()
		c.Body = text
		a, err := a.Edit(c, knowledge.Step{By: "Mara", At: at})
		w.ok(err)
		if name == "a.md" {
			a.Holds = []knowledge.Hold{{Code: "contains_secret"}}
		}
		_, err = w.SaveArticle(t.Context(), a, ingest.Split(a))
		w.ok(err)
	}
	edit("a.md", "What Mara wrote.", w.clock.Now())
	for _, name := range []string{"a.md", "b.md", "c.md"} {
		r.write(name, "# "+name+"\n\nThe second text.\n")
	}
	i := r.read("help")
	w.got("published over it", []any{i.Counts.Changed, r.article("a.md").Body, r.article("a.md").Status}, []any{3, "# a.md\n\nThe second text.", knowledge.Published})
	w.clock.pass(time.Minute)
	edit("c.md", "Somebody went on.", w.clock.Now())

	back, err := r.q.TakeBack(t.Context(), i.ID, "Li")
	w.ok(err)
	w.got("taken back", []int{back.Restored, len(back.Left)}, []int{2, 1})
	a, b, c := r.article("a.md"), r.article("b.md"), r.article("c.md")
	w.got("texts", []string{a.Body, b.Body, c.Body}, []string{"What Mara wrote.", "# b.md\n\nThe first text.", "# c.md\n\nThe second text."})
	w.got("states", []knowledge.ArticleStatus{a.Status, b.Status, c.Status}, []knowledge.ArticleStatus{knowledge.Draft, knowledge.Draft, knowledge.Published})
	w.got("it is still to be looked at", len(a.Holds), 1)
	again, err := r.q.TakeBack(t.Context(), i.ID, "Li")
	w.ok(err)
	w.got("again", []int{again.Restored, len(again.Left)}, []int{0, 1})
}

// tryTakeBackNewDrafts: new drafts are hidden, but for one that somebody works on.
func tryTakeBackNewDrafts(t *testing.T, w *world) {
	r := newReader(t, w)
	r.write("a.md", "# A\n\nThe first text.\n")
	r.write("b.md", "# B\n\nAnother text.\n")
	i, err := r.q.Folder(t.Context(), r.dir, ingest.Options{Source: "help", Draft: true, By: "import", Locale: "en"}, nil)
	w.ok(err)
	w.clock.pass(time.Minute)
	a := r.article("a.md")
	c := a.Copy()
	c.Body = "Somebody went on."
	a, err = a.Edit(c, knowledge.Step{By: "Mara", At: w.clock.Now()})
	w.ok(err)
	_, err = w.SaveArticle(t.Context(), a, ingest.Split(a))
	w.ok(err)
	back, err := r.q.TakeBack(t.Context(), i.ID, "Li")
	w.ok(err)
	w.got("taken back", []int{back.Hidden, len(back.Left)}, []int{1, 1})
	w.got("states", []knowledge.ArticleStatus{r.article("a.md").Status, r.article("b.md").Status}, []knowledge.ArticleStatus{knowledge.Draft, knowledge.Archived})
}

// trySameTextTwice: the text of another source is not stored a second time, and comes
// once the first one is gone.
func trySameTextTwice(t *testing.T, w *world) {
	first, second := newReader(t, w), newReader(t, w)
	first.write("returns.md", returns)
	first.read("help")
	second.write("rueckgabe.md", "---\nurl: https://shop.example/returns\n---\n"+returns)
	second.write("own.md", "# Own\n\nThis one stands nowhere else.\n")
	i := second.read("blog")
	w.got("counts", []int{i.Counts.Added, i.Counts.Unchanged}, []int{1, 1})
	rows, err := second.q.Rows(t.Context(), ingest.RowFilter{ImportID: i.ID, Outcome: ingest.Unchanged})
	w.ok(err)
	a := first.article("returns.md")
	if len(rows) != 1 || rows[0].Code != "same_text" || rows[0].Article != a.ID {
		t.Fatalf("the report says %+v", rows)
	}
	w.got("named", rows[0].Message, `Not taken: the same text as "Returns" (`+a.Key+`), from source help.`)
	_, total, err := w.Articles(t.Context(), knowledge.ArticleFilter{})
	w.ok(err)
	w.got("articles", total, 2)
	w.got("the first source again", first.read("help").Counts.Unchanged, 1)
	w.ok(os.Remove(filepath.Join(first.dir, "returns.md")))
	first.write("other.md", "# Other\n\nSomething else stands here now.\n")
	w.got("gone there", first.read("help").Counts.Removed, 1)
	w.got("so it comes here", second.read("blog").Counts.Added, 1)
}
