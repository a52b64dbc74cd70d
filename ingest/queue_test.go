package ingest_test

import (
	"context"
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"frontdesk/ingest"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
)

// base is a real store with a clock that the test moves.
type base struct {
	t *testing.T
	*sqlite.Store
	mu  sync.Mutex
	now time.Time
	ids int
}

func newBase(t *testing.T) *base {
	t.Helper()
	b := &base{t: t, now: time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)}
	b.open(sqlitetest.Dir(t))
	return b
}

func (b *base) open(dir string) {
	b.t.Helper()
	db, err := sqlite.Open(b.t.Context(), dir, sqlite.Options{Now: b.time, NewID: b.id})
	b.ok(err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- db.Run(ctx) }()
	b.t.Cleanup(func() {
		stop()
		<-done
		b.ok(db.Close())
	})
	b.Store = db
}

func (b *base) time() time.Time {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.now
}

func (b *base) pass(d time.Duration) {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.now = b.now.Add(d)
}

func (b *base) id() string {
	b.mu.Lock()
	defer b.mu.Unlock()
	b.ids++
	return fmt.Sprintf("id-%06d", b.ids)
}

func (b *base) ok(err error) {
	b.t.Helper()
	if err != nil {
		b.t.Fatal(err)
	}
}

func (b *base) refused(err error, code string) {
	b.t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code {
		b.t.Fatalf("got %v, want a fault %s", err, code)
	}
}

// queue is that of one process; o changes how its ingester is set up.
func (b *base) queue(worker string, store ingest.QueueStore, o ...func(*ingest.Config)) *ingest.Queue {
	b.t.Helper()
	cfg := ingest.Config{NewID: b.id, Now: b.time, Detect: func(string) string { return "en" }, Parser: parser(b.t)}
	for _, set := range o {
		set(&cfg)
	}
	in, err := ingest.New(store, cfg)
	b.ok(err)
	q, err := ingest.NewQueue(in, store, ingest.QueueConfig{Worker: worker, Poll: 5 * time.Millisecond})
	b.ok(err)
	return q
}

// ended runs a queue until an import has ended.
func (b *base) ended(q *ingest.Queue, id string) ingest.Import {
	b.t.Helper()
	ctx, stop := context.WithCancel(b.t.Context())
	done := make(chan error, 1)
	go func() { done <- q.Run(ctx) }()
	defer func() {
		stop()
		b.ok(<-done)
	}()
	for deadline := time.Now().Add(20 * time.Second); ; <-time.After(time.Millisecond) {
		i, err := q.Import(b.t.Context(), id)
		b.ok(err)
		if i.Ended() {
			return i
		}
		if time.Now().After(deadline) {
			b.t.Fatalf("the import does not end: %+v", i)
		}
	}
}

func (b *base) upload(q *ingest.Queue, o ingest.Options, files ...ingest.Named) ingest.Import {
	b.t.Helper()
	i, err := q.Upload(b.t.Context(), func(yield func(ingest.Named, error) bool) {
		for _, f := range files {
			if !yield(f, nil) {
				return
			}
		}
	}, o)
	b.ok(err)
	return i
}

// report lists an import's rows as outcomes does.
func (b *base) report(q *ingest.Queue, id string) []string {
	b.t.Helper()
	rows, err := q.Rows(b.t.Context(), ingest.RowFilter{ImportID: id})
	b.ok(err)
	for n, r := range rows {
		if r.N != n+1 && !slices.ContainsFunc(rows, func(o ingest.Row) bool { return o.N == r.N }) {
			b.t.Errorf("row %d has the number %d", n, r.N)
		}
	}
	return outcomes(ingest.Report{Rows: rows})
}

// questions are so many files.
func questions(n int) []ingest.Named {
	var out []ingest.Named
	for i := range n {
		out = append(out, ingest.Named{Name: fmt.Sprintf("faq-%03d.md", i), Data: fmt.Appendf(nil, "# Question %d\n\nThe answer is %d.\n", i, i)})
	}
	return out
}

// An upload is read by the queue: what was good is there, what was bad has a row.
func TestUploadIsAJob(t *testing.T) {
	b := newBase(t)
	q := b.queue("one", b.Store)
	archive := packed(t, part{"a.md", "# A\n\nAnswer A.\n"}, part{"b.md", "# B\n\nAnswer B.\n"})
	i := b.upload(q, ingest.Options{By: "Mara", Locale: "de"}, append(questions(2), ingest.Named{Name: "empty.md"}, ingest.Named{Name: "more.zip", Data: archive})...)
	if i.State != ingest.Queued || i.Total != 4 || i.Name != "faq-000.md" {
		t.Errorf("queued: %+v", i)
	}
	i = b.ended(q, i.ID)
	want := ingest.Counts{Files: 5, Bytes: i.Counts.Bytes, Added: 4, Refused: 1, Rows: 5}
	if i.State != ingest.Done || i.Counts != want || i.Total != 5 || i.By != "Mara" || i.EndedAt.IsZero() {
		t.Errorf("ended: %+v", i)
	}
	if got := b.report(q, i.ID); len(got) != 5 || !slices.Contains(got, "empty.md empty_file:0:0") || !slices.Contains(got, "more.zip/b.md added") {
		t.Errorf("report %q", got)
	}
	a, err := b.ArticleByKey(t.Context(), "faq-000.md")
	b.ok(err)
	if a.Locale != "de" || a.Source != "upload" || a.UpdatedBy != "Mara" {
		t.Errorf("the article: %+v", a)
	}
	again := b.ended(q, b.upload(q, ingest.Options{Locale: "de"}, questions(2)...).ID)
	if again.Counts.Unchanged != 2 || len(b.report(q, again.ID)) != 0 {
		t.Errorf("the same again: %+v, with %q", again.Counts, b.report(q, again.ID))
	}
	_, err = q.Cancel(t.Context(), i.ID)
	b.refused(err, "import_ended")
	_, err = q.Retry(t.Context(), i.ID)
	b.refused(err, "import_not_ended")
}

// dying is a store whose process dies at a batch: before it is stored, or after.
type dying struct {
	*sqlite.Store
	left  int // batches until then
	after bool
	die   context.CancelFunc
}

var errDead = errors.New("the process is gone")

func (d *dying) SaveImport(ctx context.Context, i ingest.Import, b ingest.Batch) (ingest.Import, error) {
	if d.left--; d.left < 0 || d.left == 0 && !d.after {
		d.die()
		return i, errDead
	}
	out, err := d.Store.SaveImport(ctx, i, b)
	if d.left == 0 {
		d.die()
		return i, errDead
	}
	return out, err
}

// RenewImport of a dead process gives nothing back.
func (d *dying) RenewImport(ctx context.Context, id, worker string, until time.Time) (ingest.Import, error) {
	if d.left <= 0 {
		return ingest.Import{}, errDead
	}
	return d.Store.RenewImport(ctx, id, worker, until)
}

// TestD15Resume kills the process at every batch of an import in turn. Another one
// takes it up and goes on: each article is there once, with one release, the
// report says what one run would have said.
func TestD15Resume(t *testing.T) {
	const files, batches = 210, 3
	for at := range 2*batches + 1 {
		t.Run(fmt.Sprint(at), func(t *testing.T) {
			b := newBase(t)
			i := b.upload(b.queue("queuing", b.Store), ingest.Options{Source: "help", Prune: true}, questions(files)...)
			ctx, die := context.WithCancel(t.Context())
			b.ok(b.queue("dies", &dying{b.Store, 1 + at/2, at%2 == 1, die}).Run(ctx))
			left, err := b.Store.Import(t.Context(), i.ID)
			b.ok(err)
			if left.Ended() && at < 2*batches-1 {
				t.Fatalf("it has ended before it died: %+v", left)
			}
			b.pass(time.Minute)
			q := b.queue("goes on", b.Store)
			done := b.ended(q, i.ID)
			if want := (ingest.Counts{Files: files, Bytes: done.Counts.Bytes, Added: files, Rows: files}); done.State != ingest.Done || done.Counts != want {
				t.Errorf("ended: %+v", done)
			}
			if got := b.report(q, i.ID); len(got) != files || len(slices.Compact(got)) != files {
				t.Errorf("%d rows", len(got))
			}
			_, n, err := b.Articles(t.Context(), knowledge.ArticleFilter{Source: "help"})
			b.ok(err)
			a, err := b.ArticleByKey(t.Context(), "faq-007.md")
			b.ok(err)
			if n != files || a.Version != 1 || a.Release != 1 {
				t.Errorf("%d articles, one of version %d", n, a.Version)
			}
		})
	}
}

// A process that dies over an import each time does not do so for ever.
func TestPoisonousImport(t *testing.T) {
	b := newBase(t)
	i := b.upload(b.queue("queuing", b.Store), ingest.Options{}, questions(1)...)
	for n := range 5 {
		ctx, die := context.WithCancel(t.Context())
		b.ok(b.queue(fmt.Sprint("dies", n), &dying{b.Store, 1, false, die}).Run(ctx))
		b.pass(time.Minute)
	}
	q := b.queue("gives up", b.Store)
	if i = b.ended(q, i.ID); i.State != ingest.Failed || i.Code != "interrupted" {
		t.Fatalf("after five deaths: %+v", i)
	}
	_, err := q.Retry(t.Context(), i.ID)
	b.ok(err)
	if i = b.ended(q, i.ID); i.State != ingest.Done || i.Counts.Added != 1 {
		t.Errorf("tried again: %+v", i)
	}
}

// slow is a store that lets a test act after the first batch.
type slow struct {
	*sqlite.Store
	first func(id string)
	once  sync.Once
}

func (s *slow) SaveImport(ctx context.Context, i ingest.Import, b ingest.Batch) (ingest.Import, error) {
	out, err := s.Store.SaveImport(ctx, i, b)
	s.once.Do(func() { s.first(i.ID) })
	return out, err
}

// A cancelled import stops at its next batch. What it took in stays, and trying it
// again goes on there.
func TestCancelAndRetry(t *testing.T) {
	b := newBase(t)
	other := b.queue("other", b.Store)
	q := b.queue("one", &slow{Store: b.Store, first: func(id string) {
		_, err := other.Cancel(context.Background(), id)
		b.ok(err)
	}})
	i := b.ended(q, b.upload(q, ingest.Options{}, questions(210)...).ID)
	if i.State != ingest.Cancelled || i.Counts.Added != 100 && i.Counts.Added != 200 {
		t.Fatalf("cancelled: %+v", i)
	}
	_, err := q.Retry(t.Context(), i.ID)
	b.ok(err)
	if i = b.ended(q, i.ID); i.State != ingest.Done || i.Counts.Added != 210 || i.Counts.Rows != 210 {
		t.Errorf("tried again: %+v", i)
	}
	b.ok(b.PurgeImports(t.Context(), b.time().Add(time.Hour), time.Time{}))
	waiting, err := q.Cancel(t.Context(), b.upload(q, ingest.Options{}, questions(1)...).ID)
	b.ok(err)
	if waiting.State != ingest.Cancelled {
		t.Errorf("cancelled in the queue: %+v", waiting)
	}
	b.ok(b.PurgeImports(t.Context(), b.time().Add(time.Hour), time.Time{}))
	_, err = q.Retry(t.Context(), waiting.ID)
	b.refused(err, "files_gone")
}

// Somebody who changes an article while an import reads it keeps the other
// articles of the batch back from nothing.
func TestConflictWithinABatch(t *testing.T) {
	b := newBase(t)
	q := b.queue("one", b.Store)
	b.ended(q, b.upload(q, ingest.Options{}, questions(3)...).ID)
	busy := &busyArticle{Store: b.Store, key: "faq-001.md"}
	q = b.queue("two", busy)
	files := questions(3)
	for n := range files {
		files[n].Data = append(files[n].Data, "And more.\n"...)
	}
	i := b.ended(q, b.upload(q, ingest.Options{}, files...).ID)
	if i.State != ingest.Done || i.Counts.Changed != 2 || i.Counts.Refused != 1 || i.Counts.Files != 3 {
		t.Errorf("ended: %+v, %q", i, b.report(q, i.ID))
	}
	if got := b.report(q, i.ID); !slices.Contains(got, "faq-001.md conflict:0:0") {
		t.Errorf("report %q", got)
	}
}

// busyArticle has an author who saves each time somebody reads.
type busyArticle struct {
	*sqlite.Store
	key string
}

func (s *busyArticle) ArticleByKey(ctx context.Context, key string) (knowledge.Article, error) {
	a, err := s.Store.ArticleByKey(ctx, key)
	if err == nil && key == s.key {
		_, err = s.SaveArticle(ctx, a, ingest.Split(a))
	}
	return a, err
}

// A folder that has lost many articles is asked about; one that lost a few is
// followed.
func TestManyGone(t *testing.T) {
	b := newBase(t)
	q := b.queue("one", b.Store)
	tree := func(n int) []ingest.Named {
		var parts []part
		for _, f := range questions(n) {
			parts = append(parts, part{f.Name, string(f.Data)})
		}
		return []ingest.Named{{Name: "help.zip", Data: packed(t, parts...)}}
	}
	o := ingest.Options{Source: "help", Prune: true}
	b.ended(q, b.upload(q, o, tree(30)...).ID)
	if i := b.ended(q, b.upload(q, o, tree(26)...).ID); i.Counts.Removed != 4 || i.Removal.State != "" {
		t.Errorf("a few are gone: %+v", i)
	}
	i := b.ended(q, b.upload(q, o, tree(10)...).ID)
	if want := (ingest.Removal{Count: 16, Of: 26, State: ingest.RemovalWaiting}); i.Removal != want || i.Counts.Removed != 0 {
		t.Fatalf("many are gone: %+v", i)
	}
	_, err := q.Remove(t.Context(), i.ID, false)
	b.ok(err)
	if i = b.ended(q, i.ID); i.Counts.Removed != 0 || i.Removal.State != ingest.RemovalKept {
		t.Errorf("kept: %+v", i)
	}
	i = b.ended(q, b.upload(q, o, tree(10)...).ID)
	_, err = q.Remove(t.Context(), i.ID, true)
	b.ok(err)
	if i = b.ended(q, i.ID); i.Counts.Removed != 16 || i.Counts.Unchanged != 10 || i.Removal.State != ingest.RemovalConfirmed {
		t.Errorf("confirmed: %+v", i)
	}
	_, err = q.Remove(t.Context(), i.ID, true)
	b.refused(err, "nothing_to_confirm")
}

// A folder is an import too; one whose process is gone is told so.
func TestFolderIsAnImport(t *testing.T) {
	b := newBase(t)
	dir := t.TempDir()
	b.ok(os.CopyFS(dir, fstest.MapFS{"a.md": {Data: []byte("# A\n\nText.\n")}, "b.md": {Data: []byte("# B\n\nText.\n")}}))
	steps := 0
	i, err := b.queue("terminal", b.Store).Folder(t.Context(), dir, ingest.Options{By: "command line"}, func(ingest.Import) { steps++ })
	b.ok(err)
	if i.State != ingest.Done || i.Counts.Added != 2 || i.Total != 2 || i.Name != dir || steps == 0 {
		t.Errorf("a folder: %+v after %d steps", i, steps)
	}
	ctx, die := context.WithCancel(t.Context())
	d := &dying{b.Store, 0, false, die}
	dead, err := b.queue("dies", d).Folder(ctx, dir, ingest.Options{}, nil)
	b.ok(err)
	b.pass(time.Minute)
	q := b.queue("server", b.Store)
	if dead = b.ended(q, dead.ID); dead.State != ingest.Failed || dead.Code != "interrupted" || !strings.Contains(dead.Error, "again") {
		t.Errorf("after its death: %+v", dead)
	}
	_, err = q.Retry(t.Context(), dead.ID)
	b.refused(err, "files_gone")
}

// An import is called what somebody has dropped, whatever is inside of archives.
func TestImportsAreCalledWhatWasSent(t *testing.T) {
	b := newBase(t)
	q := b.queue("one", b.Store)
	archive := packed(t, part{"a.md", "# A\n\nAnswer A.\n"}, part{"b.md", "# B\n\nAnswer B.\n"})
	file := func(name string) ingest.Named { return ingest.Named{Name: name, Data: archive} }
	for _, c := range []struct {
		files []ingest.Named
		name  string
		sent  int
	}{
		{[]ingest.Named{file("help.zip")}, "help.zip", 1},
		{[]ingest.Named{file("policy.zip"), file("b.zip")}, "policy.zip", 2},
		{[]ingest.Named{file("help/a.zip"), file("help/en/b.zip")}, "help/", 2},
		{[]ingest.Named{file("help/a.zip"), file("other/b.zip"), file("c.zip")}, "help/a.zip", 3},
		{[]ingest.Named{file("help/a.zip")}, "help/a.zip", 1},
		{[]ingest.Named{file("help/a.zip"), file("help/logo.png")}, "help/", 2},
	} {
		i, err := q.Import(t.Context(), b.upload(q, ingest.Options{}, c.files...).ID)
		b.ok(err)
		if i.Name != c.name || i.Sent != c.sent {
			t.Errorf("%q and %d, want %q and %d", i.Name, i.Sent, c.name, c.sent)
		}
	}
}

// Pictures of a folder are left out and counted, one that is sent alone is refused.
func TestPicturesOfAnUploadedFolder(t *testing.T) {
	b := newBase(t)
	q := b.queue("one", b.Store)
	article, picture := ingest.Named{Name: "help/a.md", Data: []byte("# A\n\nAnswer A.\n")}, ingest.Named{Name: "help/img/a.png", Data: []byte("\x89PNG\r\n")}
	preview, err := newIngester(t, knowledge.NewMemory(), ingest.Config{}).Preview(t.Context(), []ingest.Named{article, picture}, ingest.Options{})
	b.ok(err)
	if len(preview.Refused) > 0 || len(preview.Documents) != 1 || !slices.Contains(preview.Documents[0].Warnings, "pictures_left_out n=1") {
		t.Errorf("the preview is %+v", preview)
	}
	i := b.upload(q, ingest.Options{}, article, picture)
	if i.Total != 1 || i.Sent != 2 {
		t.Errorf("%d to read of %d sent, want 1 of 2", i.Total, i.Sent)
	}
	_, err = q.Upload(t.Context(), func(yield func(ingest.Named, error) bool) { yield(picture, nil) }, ingest.Options{})
	if fault.KindOf(err) != fault.Invalid {
		t.Errorf("only pictures: %v", err)
	}
}
