package storetest

import (
	"fmt"
	"sync"
	"testing"
	"time"

	"frontdesk/ingest"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/notice"
)

func newNotice(id, to string, at time.Time) notice.Notice {
	return notice.Notice{
		ID: id, Key: "verify/" + id, Kind: notice.Verify, To: to, State: notice.Pending, CreatedAt: at, NextAt: at,
		Facts: notice.Facts{Articles: []notice.Article{{ID: "a-1", Title: "Returns", Locale: "en", By: start}}},
	}
}

func (w *world) takeNotices(n int) []notice.Notice {
	w.t.Helper()
	now := w.clock.Now()
	out, err := w.TakeNotices(w.t.Context(), now, now.Add(time.Minute), n)
	w.ok(err)
	return out
}

// tryNotices follows notices from their place to their end: a place moves once, and
// what came of it is stored with it.
func tryNotices(t *testing.T, w *world) {
	ctx := t.Context()
	first, second := newNotice("n-1", "u-1", start), newNotice("n-2", "u-2", start.Add(time.Minute))
	w.ok(w.AddNotices(ctx, notice.Move{Name: "events", To: start}, nil))
	w.refused(w.AddNotices(ctx, notice.Move{Name: "events", To: start.Add(time.Hour)}, []notice.Notice{first}), fault.Stale, "")
	w.refused(w.AddNotices(ctx, notice.Move{Name: "events", From: start.Add(time.Second), To: start.Add(time.Hour)}, []notice.Notice{first}), fault.Stale, "")
	list, err := w.Notices(ctx, notice.Filter{})
	w.ok(err)
	w.got("after moves that were refused", len(list), 0)
	w.ok(w.AddNotices(ctx, notice.Move{Name: "events", From: start, To: start.Add(time.Hour)}, []notice.Notice{first, second}))
	places, err := w.NoticePlaces(ctx)
	w.ok(err)
	w.got("places", places, map[string]time.Time{"events": start.Add(time.Hour)})
	again := newNotice("n-9", "u-1", start)
	again.Key = first.Key
	w.ok(w.AddNotices(ctx, notice.Move{}, []notice.Notice{again}))

	taken := w.takeNotices(10)
	first.Attempts = 1
	w.got("taken", taken, []notice.Notice{first})
	w.got("leased", len(w.takeNotices(10)), 0)
	w.clock.pass(time.Minute)
	w.got("after a crash, and the next", len(w.takeNotices(10)), 2)
	first.State, first.NextAt, first.Error = notice.Pending, w.clock.Now().Add(time.Minute), "down\x00"
	w.ok(w.SettleNotice(ctx, first))
	second.State, second.SettledAt = notice.Failed, w.clock.Now()
	w.ok(w.SettleNotice(ctx, second))
	w.got("not before its time", len(w.takeNotices(10)), 0)
	w.clock.pass(time.Minute)
	taken = w.takeNotices(10)
	w.got("tried again", []any{len(taken), taken[0].Attempts, taken[0].Error}, []any{1, 3, "down"})
	first.State, first.SettledAt, first.Error = notice.Sent, w.clock.Now(), ""
	w.ok(w.SettleNotice(ctx, first))
	first.State = notice.Pending
	w.ok(w.SettleNotice(ctx, first))
	w.got("a sent one stays sent", len(w.takeNotices(10)), 0)

	list, err = w.Notices(ctx, notice.Filter{State: notice.Failed})
	w.ok(err)
	w.got("given up", []any{len(list), list[0].ID}, []any{1, "n-2"})
	list, err = w.Notices(ctx, notice.Filter{Before: "n-2", Limit: 1})
	w.ok(err)
	w.got("the page before", []any{len(list), list[0].ID, list[0].Facts.Articles[0].Title}, []any{1, "n-1", "Returns"})
	list, err = w.Notices(ctx, notice.Filter{To: "u-2", Since: start.Add(time.Hour)})
	w.ok(err)
	w.got("too old", len(list), 0)
	_, err = w.RetryNotice(ctx, "n-1", w.clock.Now())
	w.refused(err, fault.NotFound, "")
	retried, err := w.RetryNotice(ctx, "n-2", w.clock.Now())
	w.ok(err)
	w.got("again from the beginning", []any{retried.State, retried.Attempts}, []any{notice.Pending, 0})
	w.got("taken again", len(w.takeNotices(10)), 1)
	w.ok(w.PurgeNotices(ctx, start.Add(time.Hour)))
	list, err = w.Notices(ctx, notice.Filter{})
	w.ok(err)
	w.got("what waits is kept", []any{len(list), list[0].ID}, []any{1, "n-2"})
}

// tryOneSender: of many replicas each notice is one's.
func tryOneSender(t *testing.T, w *world) {
	var list []notice.Notice
	for i := range 40 {
		list = append(list, newNotice(fmt.Sprintf("n-%02d", i), "u-1", start))
	}
	w.ok(w.AddNotices(t.Context(), notice.Move{}, list))
	var mu sync.Mutex
	var all sync.WaitGroup
	times := map[string]int{}
	for range 8 {
		all.Go(func() {
			for {
				got, err := w.TakeNotices(t.Context(), start, start.Add(time.Minute), 3)
				if err != nil {
					t.Error(err)
				}
				if len(got) == 0 {
					return
				}
				mu.Lock()
				for _, n := range got {
					times[n.ID]++
				}
				mu.Unlock()
			}
		})
	}
	all.Wait()
	// On PostgreSQL one that finds all that is free locked by others ends early; the
	// others take it.
	for _, n := range list {
		if times[n.ID] != 1 {
			t.Errorf("%s was taken %d times", n.ID, times[n.ID])
		}
	}
}

func tryNoticeSettings(t *testing.T, w *world) {
	ctx := t.Context()
	w.ok(w.AddUser(ctx, auth.User{ID: "u-1", Email: "li@shop.example", Name: "Li", Role: auth.RoleEditor, CreatedAt: start}))
	want := notice.Settings{Lang: "de", Zone: "Europe/Berlin", Hour: 7, Kinds: map[notice.Kind]bool{notice.Digest: false, notice.Held: true}}
	w.ok(w.SaveNoticeSettings(ctx, "u-1", notice.Settings{Lang: "en", Zone: "UTC"}))
	w.ok(w.SaveNoticeSettings(ctx, "u-1", want))
	got, err := w.NoticeSettings(ctx)
	w.ok(err)
	w.got("settings", got, map[string]notice.Settings{"u-1": want})
}

// trySameText: a text is found again, wherever it stands and whatever it looks like.
func trySameText(t *testing.T, w *world) {
	ctx := t.Context()
	body := "# Returns\n\nYou have **30 days**. Send it back in the box that it came in, with the label that we put there. Refunds take five days from the day on which we have it. Opened bottles, earrings and what was made for you cannot come back. Whoever lost the label gets another one from us."
	save := func(id string, status knowledge.ArticleStatus, change func(*knowledge.Article)) knowledge.Article {
		t.Helper()
		a := knowledge.Article{ID: id, Key: "k/" + id, Title: "Returns", Body: body, Locale: "en", Status: status, Source: "help"}
		change(&a)
		out, err := w.SaveArticle(ctx, a, nil)
		w.ok(err)
		return out
	}
	a := save("a-1", knowledge.Published, func(*knowledge.Article) {})
	save("a-2", knowledge.Archived, func(*knowledge.Article) {})
	save("a-3", knowledge.Published, func(a *knowledge.Article) { a.Markets = []string{"DE"} })
	save("a-4", knowledge.Published, func(a *knowledge.Article) { a.Locale = "de" })
	save("a-5", knowledge.Published, func(a *knowledge.Article) { a.Questions = []string{"How long?"} })
	save("a-6", knowledge.Draft, func(a *knowledge.Article) {
		a.Title, a.URL, a.Body = "Returns – the shop", "https://shop.example/", body[:11]+"you have 30 DAYS."+body[len("# Returns\n\nYou have **30 days**."):]
	})
	same, err := w.SameText(ctx, a.Copy().Fingerprint())
	w.ok(err)
	var ids []string
	for _, a := range same {
		ids = append(ids, a.ID)
	}
	w.got("the same text", ids, []string{"a-1", "a-6"})
	short := knowledge.Copy{Title: "Do you ship to France?", Body: "Yes.", Locale: "en"}
	other := short
	other.Title = "Do you ship to Peru?"
	if short.Fingerprint() == other.Fingerprint() {
		t.Error("the same short answer to two questions is taken for one text")
	}
}

// tryEndedImports: what ended after a time is listed.
func tryEndedImports(t *testing.T, w *world) {
	ctx := t.Context()
	for i := range 3 {
		imp := newImport(fmt.Sprintf("i-%d", i), ingest.OfUpload, "")
		imp.State, imp.EndedAt = ingest.Done, start.Add(time.Duration(i)*time.Minute)
		w.ok(w.AddImport(ctx, imp))
	}
	w.ok(w.AddImport(ctx, newImport("i-9", ingest.OfUpload, "")))
	list, err := w.Imports(ctx, ingest.ImportFilter{EndedAfter: start})
	w.ok(err)
	w.got("ended", []any{len(list), list[0].ID, list[1].ID}, []any{2, "i-2", "i-1"})
}
