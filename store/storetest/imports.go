package storetest

import (
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/ingest"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
)

func newImport(id string, kind ingest.ImportKind, source string) ingest.Import {
	return ingest.Import{
		ID: id, Kind: kind, Name: "faq.csv", Source: "help", SourceID: source, Address: "https://shop.example/", State: ingest.Queued, By: "Mara",
		Options: ingest.Options{Locale: "de", Markets: []string{"AT"}, Prune: true}, CreatedAt: start, Total: 3,
	}
}

func (w *world) takeImport(worker string, kinds ...ingest.ImportKind) (ingest.Import, error) {
	now := w.clock.Now()
	return w.TakeImport(w.t.Context(), ingest.Claim{Worker: worker, Kinds: [2]ingest.ImportKind{kinds[0], kinds[len(kinds)-1]}, Now: now, Until: now.Add(time.Minute)})
}

func saving(id, key string, version int64) knowledge.Saving {
	a := knowledge.Article{ID: id, Key: key, Title: "Returns", Body: "30 days.", Locale: "en", Status: knowledge.Published, Version: version, Source: "help"}
	return knowledge.Saving{Article: a, Passages: []knowledge.Passage{{Text: "30 days."}}}
}

// tryImports follows an import from the queue to its end: what it does is stored
// with how far it is, or not at all.
func tryImports(t *testing.T, w *world) {
	ctx := t.Context()
	first, second := newImport("i-1", ingest.OfUpload, ""), newImport("i-2", ingest.OfAddress, "")
	w.ok(w.AddImportFile(ctx, ingest.StoredFile{ImportID: "i-1", N: 1, Name: "faq.csv", Data: []byte("a,b\x00"), CreatedAt: start}))
	w.ok(w.AddImport(ctx, first))
	w.ok(w.AddImport(ctx, second))
	got, err := w.Import(ctx, "i-1")
	w.ok(err)
	w.got("as it was added", got, first)
	_, err = w.Import(ctx, "none")
	w.refused(err, fault.NotFound, "")
	_, err = w.takeImport("one", ingest.OfSource)
	w.refused(err, fault.NotFound, "")

	i, err := w.takeImport("one", ingest.OfUpload, ingest.OfAddress)
	w.ok(err)
	if i.ID != "i-1" || i.State != ingest.Running || i.Worker != "one" || i.Attempt != 1 || !i.BegunAt.Equal(start) {
		t.Errorf("taken: %+v", i)
	}
	f, err := w.ImportFile(ctx, "i-1", 1)
	w.ok(err)
	w.got("the file", string(f.Data), "a,b\x00")
	_, err = w.ImportFile(ctx, "i-1", 2)
	w.refused(err, fault.NotFound, "")

	i.Counts, i.Current, i.LeaseUntil = ingest.Counts{Files: 1, Bytes: 9, Added: 1, Rows: 3}, "faq.csv", start.Add(2*time.Minute)
	rows := []ingest.Row{
		{N: 1, Key: "help/a", File: "a.md", Outcome: ingest.Added, Article: "a-1", Title: "Returns", Passages: 1, Warnings: []string{"encoding GBK"}},
		{N: 2, Key: "help/b", File: "b.md", Outcome: ingest.Unchanged, Warnings: []string{}},
		{N: 3, Key: "help/c", File: "c\x00.pdf", Outcome: ingest.Refused, Warnings: []string{}, Problem: ingest.Problem{Code: "contains_secret", Message: "m", Hint: "h", Line: 7, Column: 2, Place: "p. 3"}},
	}
	stored, err := w.SaveImport(ctx, i, ingest.Batch{Savings: []knowledge.Saving{saving("a-1", "help/a", 0)}, Rows: rows})
	w.ok(err)
	w.got("stored", stored, i)
	_, err = w.ArticleByKey(ctx, "help/a")
	w.ok(err)
	all, err := w.ImportRows(ctx, ingest.RowFilter{ImportID: "i-1"})
	w.ok(err)
	rows[2].File = "c.pdf"
	w.got("rows", all, rows)
	page, err := w.ImportRows(ctx, ingest.RowFilter{ImportID: "i-1", After: 1, Limit: 1})
	w.ok(err)
	w.got("a page of rows", page, rows[1:2])
	page, err = w.ImportRows(ctx, ingest.RowFilter{ImportID: "i-1", Outcome: ingest.Refused})
	w.ok(err)
	w.got("refused rows", page, rows[2:])

	// A batch with an article that somebody changed is not stored in any part.
	next := i
	next.Counts.Files, next.Current = 2, "b.md"
	_, err = w.SaveImport(ctx, next, ingest.Batch{Savings: []knowledge.Saving{saving("a-9", "help/z", 0), saving("a-1", "help/a", 7)}, Rows: []ingest.Row{{N: 4}}})
	w.refused(err, fault.Conflict, "version_conflict")
	_, err = w.ArticleByKey(ctx, "help/z")
	w.refused(err, fault.NotFound, "")
	got, err = w.Import(ctx, "i-1")
	w.ok(err)
	w.got("after a conflict", got, i)

	// Somebody cancels it; its worker learns so with its next step, and ends it.
	asked, err := w.CancelImport(ctx, "i-1", start)
	w.ok(err)
	if !asked.Cancelled || asked.State != ingest.Running {
		t.Errorf("cancelled while it runs: %+v", asked)
	}
	i, err = w.RenewImport(ctx, "i-1", "one", start.Add(3*time.Minute))
	w.ok(err)
	if !i.Cancelled {
		t.Error("the worker does not learn that it is cancelled")
	}
	i.State, i.EndedAt = ingest.Cancelled, start.Add(time.Second)
	_, err = w.SaveImport(ctx, i, ingest.Batch{})
	w.ok(err)
	_, err = w.SaveImport(ctx, i, ingest.Batch{})
	w.refused(err, fault.Stale, "")
	queued, err := w.CancelImport(ctx, "i-2", start)
	w.ok(err)
	if queued.State != ingest.Cancelled || !queued.EndedAt.Equal(start) {
		t.Errorf("cancelled in the queue: %+v", queued)
	}
	list, err := w.Imports(ctx, ingest.ImportFilter{State: ingest.Cancelled, Limit: 1})
	w.ok(err)
	if len(list) != 1 || list[0].ID != "i-2" {
		t.Errorf("listed %+v", list)
	}
	tryImportAgain(t, w)
}

// tryImportAgain: an ended import goes on, and its files stay until it is done.
func tryImportAgain(t *testing.T, w *world) {
	ctx := t.Context()
	again, err := w.RequeueImport(ctx, "i-1", ingest.Removal{Count: 3, Of: 5, State: ingest.RemovalConfirmed})
	w.ok(err)
	if again.State != ingest.Queued || again.Cancelled || again.Removal.Count != 3 || !again.EndedAt.IsZero() || again.Counts.Added != 1 {
		t.Errorf("queued again: %+v", again)
	}
	i, err := w.takeImport("two", ingest.OfUpload)
	w.ok(err)
	files, err := w.ImportFiles(ctx, "i-1")
	w.ok(err)
	w.got("files", len(files), 1)
	i.State, i.EndedAt = ingest.Done, start.Add(time.Minute)
	_, err = w.SaveImport(ctx, i, ingest.Batch{})
	w.ok(err)
	files, err = w.ImportFiles(ctx, "i-1")
	w.ok(err)
	rows, err := w.ImportRows(ctx, ingest.RowFilter{ImportID: "i-1"})
	w.ok(err)
	if len(files) != 0 || len(rows) != 2 {
		t.Errorf("after the end %d files and %d rows are kept", len(files), len(rows))
	}
	w.ok(w.AddImportFile(ctx, ingest.StoredFile{ImportID: "orphan", N: 1, Data: []byte{1}, CreatedAt: start}))
	w.ok(w.PurgeImports(ctx, start.Add(time.Second), start.Add(time.Hour)))
	files, err = w.ImportFiles(ctx, "orphan")
	w.ok(err)
	list, err := w.Imports(ctx, ingest.ImportFilter{})
	w.ok(err)
	if len(files) != 0 || len(list) != 0 {
		t.Errorf("after the purge there are %v and %v", files, list)
	}
}

// tryImportLease: an import whose process is gone goes to another, and the first
// one can store nothing of it any more.
func tryImportLease(t *testing.T, w *world) {
	ctx := t.Context()
	w.ok(w.AddImport(ctx, newImport("i-1", ingest.OfUpload, "")))
	old, err := w.takeImport("one", ingest.OfUpload)
	w.ok(err)
	_, err = w.takeImport("two", ingest.OfUpload)
	w.refused(err, fault.NotFound, "")
	w.clock.pass(2 * time.Minute)
	i, err := w.takeImport("two", ingest.OfUpload)
	w.ok(err)
	w.got("attempts", i.Attempt, 2)
	_, err = w.SaveImport(ctx, old, ingest.Batch{Savings: []knowledge.Saving{saving("a-1", "help/a", 0)}})
	w.refused(err, fault.Stale, "")
	_, err = w.RenewImport(ctx, "i-1", "one", w.clock.Now().Add(time.Hour))
	w.refused(err, fault.Stale, "")
	_, err = w.ArticleByKey(ctx, "help/a")
	w.refused(err, fault.NotFound, "")
	_, err = w.RenewImport(ctx, "i-1", "two", time.Time{}) // given back
	w.ok(err)
	i, err = w.takeImport("three", ingest.OfUpload)
	w.ok(err)
	w.got("attempts after it was given back", i.Attempt, 2)
}

// tryOneImport: of many workers one takes an import, and a source has one run.
func tryOneImport(t *testing.T, w *world) {
	for n := range 5 {
		w.ok(w.AddImport(t.Context(), newImport(fmt.Sprintf("i-%d", n), ingest.OfUpload, "")))
	}
	var taken atomic.Int64
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			for {
				if _, err := w.takeImport(fmt.Sprint("w", n), ingest.OfUpload); err != nil {
					return
				}
				taken.Add(1)
			}
		})
	}
	all.Wait()
	if taken.Load() < 1 || taken.Load() > 5 {
		t.Errorf("5 imports were taken %d times", taken.Load())
	}
	w.ok(w.AddImport(t.Context(), newImport("s-1", ingest.OfSource, "src")))
	w.refused(w.AddImport(t.Context(), newImport("s-2", ingest.OfSource, "src")), fault.Conflict, "import_running")
	_, err := w.CancelImport(t.Context(), "s-1", start)
	w.ok(err)
	w.ok(w.AddImport(t.Context(), newImport("s-3", ingest.OfSource, "src")))
	_, err = w.RequeueImport(t.Context(), "s-1", ingest.Removal{})
	w.refused(err, fault.Conflict, "import_running")
}

func newSource(id, name string) ingest.Source {
	return ingest.Source{
		ID: id, Name: name, Kind: ingest.Crawl, URL: "https://shop.example/help", Locale: "de", Markets: []string{"AT"}, Draft: true,
		Bounds:   ingest.Bounds{Include: []string{"/help/**"}, Exclude: []string{"/help/old/*"}, MaxPages: 9, MaxDepth: 2, DelayMS: 500},
		Schedule: &ingest.Schedule{DailyAt: "03:30", Zone: "Europe/Berlin"}, NextRunAt: start, CreatedBy: "Mara",
	}
}

func trySources(t *testing.T, w *world) {
	ctx := t.Context()
	made, err := w.SaveSource(ctx, newSource("s-1", "help"))
	w.ok(err)
	want := newSource("s-1", "help")
	want.Version, want.CreatedAt, want.UpdatedAt = 1, start, start
	w.got("saved", made, want)
	_, err = w.SaveSource(ctx, newSource("s-2", "help"))
	w.refused(err, fault.Conflict, "source_exists")
	_, err = w.SaveSource(ctx, newSource("s-2", "blog"))
	w.ok(err)
	stale := made
	made.Paused, made.Schedule = true, nil
	made, err = w.SaveSource(ctx, made)
	w.ok(err)
	_, err = w.SaveSource(ctx, stale)
	w.refused(err, fault.Conflict, "version_conflict")
	got, err := w.Source(ctx, "s-1")
	w.ok(err)
	w.got("changed", got, made)
	list, err := w.Sources(ctx)
	w.ok(err)
	if len(list) != 2 || list[0].Name != "blog" {
		t.Errorf("sources %+v", list)
	}

	// Of two replicas one begins a run that is due.
	next := start.Add(24 * time.Hour)
	won, err := w.StartDue(ctx, got, next, newImport("i-1", ingest.OfSource, "s-1"))
	w.ok(err)
	lost, err := w.StartDue(ctx, got, next, newImport("i-2", ingest.OfSource, "s-1"))
	w.ok(err)
	got.NextRunAt = next
	busy, err := w.StartDue(ctx, got, next.Add(time.Hour), newImport("i-3", ingest.OfSource, "s-1")) // it is being read
	w.ok(err)
	if !won || lost || busy {
		t.Errorf("begun: %v %v %v", won, lost, busy)
	}

	i, err := w.takeImport("one", ingest.OfSource)
	w.ok(err)
	pages := []ingest.Page{
		{SourceID: "s-1", URL: "https://shop.example/A", Status: ingest.PageOK, Title: "A", ETag: `"1"`, LastModified: "Mon", Hash: "h", Links: []string{"x"}, Keys: []string{"k"}, ImportID: "i-1", FetchedAt: start},
		{SourceID: "s-1", URL: "https://shop.example/b", Status: ingest.PageGone, Code: "http_status", Links: []string{}, Keys: []string{}, GoneRuns: 1, ImportID: "i-1", FetchedAt: start},
	}
	_, err = w.SaveImport(ctx, i, ingest.Batch{Pages: pages})
	w.ok(err)
	pages[0].Title = "B"
	_, err = w.SaveImport(ctx, i, ingest.Batch{Pages: pages[:1]})
	w.ok(err)
	known, err := w.SourcePages(ctx, ingest.PageFilter{SourceID: "s-1"})
	w.ok(err)
	w.got("pages", known, pages)
	known, err = w.SourcePages(ctx, ingest.PageFilter{SourceID: "s-1", Status: ingest.PageGone, After: pages[0].URL, Limit: 1})
	w.ok(err)
	w.got("pages that are gone", known, pages[1:])
	got, err = w.Source(ctx, "s-1")
	w.ok(err)
	w.got("known pages", got.Pages, 2)
	w.ok(w.DeleteSource(ctx, "s-1"))
	w.refused(w.DeleteSource(ctx, "s-1"), fault.NotFound, "")
	known, err = w.SourcePages(ctx, ingest.PageFilter{SourceID: "s-1"})
	w.ok(err)
	w.got("pages of a deleted source", len(known), 0)
}
