package notice_test

import (
	"testing"
	"time"

	"frontdesk/ingest"
	"frontdesk/internal/auth"
	"frontdesk/knowledge"
	"frontdesk/notice"
)

// TestDigestAtTheirHour: everybody who wants it gets the week that has ended once,
// on Monday at their own hour, wherever they are and however many replicas look.
func TestDigestAtTheirHour(t *testing.T) {
	h := newHouse(t, monday.Add(-72*time.Hour))
	h.person("berlin", auth.RoleSupervisor, &notice.Settings{Lang: "de", Zone: "Europe/Berlin", Hour: 8})
	h.person("auckland", auth.RoleEditor, &notice.Settings{Lang: "en", Zone: "Pacific/Auckland", Hour: 7})
	h.person("honolulu", auth.RoleAdmin, &notice.Settings{Lang: "en", Zone: "Pacific/Honolulu", Hour: 22})
	h.person("nobody", auth.RoleSupervisor, &notice.Settings{Lang: "en", Zone: "UTC", Hour: 8, Kinds: map[notice.Kind]bool{notice.Digest: false}})
	h.person("agent", auth.RoleAgent, nil)
	h.digest(monday.AddDate(0, 0, -14))
	h.pass(72*time.Hour+30*time.Minute, 145*time.Minute)
	h.wants(h.told())
	h.digest(monday.AddDate(0, 0, -7))
	h.pass(36*time.Hour, 30*time.Minute)
	h.pass(108*time.Hour, 12*time.Hour)
	// In Auckland it is Monday before the week has ended in UTC: it comes when there is one.
	h.wants(h.told(), "digest auckland 09T01:00", "digest berlin 09T07:00", "digest honolulu 10T08:00")
	f := h.newest().Facts.Digest
	if f == nil || f.Misses != 9 || f.Before != 4 || f.Handoffs != 3 || f.Minutes != 25 || len(f.Top) != 1 {
		t.Fatalf("facts %+v", f)
	}
	if got := f.Top[0].Title; got != "Where is [card ••••1111] for m***@***.example, ***67?" {
		t.Errorf("a question is told as %q", got)
	}
	// A week without anything to tell is passed over, and the one after it comes again.
	h.pass(8*24*time.Hour, 12*time.Hour)
	h.digest(monday.AddDate(0, 0, 7))
	h.pass(4*24*time.Hour, 2*time.Hour)
	h.wants(h.told(), "digest auckland 09T01:00", "digest auckland 23T02:30", "digest berlin 09T07:00", "digest berlin 23T08:30",
		"digest honolulu 10T08:00", "digest honolulu 24T08:30")
}

// TestReminders: an owner gets one mail a day at most, with all that has become due
// since the last one.
func TestReminders(t *testing.T) {
	h := newHouse(t, monday.Add(7*time.Hour))
	h.person("li", auth.RoleEditor, nil)
	h.person("kim", auth.RoleAgent, nil)
	h.person("lead", auth.RoleSupervisor, nil)
	h.due("before anybody looked", "li@shop.example")
	h.now = h.now.Add(2 * time.Hour)
	h.tick()
	h.now = h.now.Add(time.Minute)
	h.due("Returns", "LI@shop.example")
	h.due("Care", "Kim")
	h.due("Sizes", "somebody else")
	h.pass(3*time.Hour, time.Hour)
	h.due("Customs", "li")
	h.wants(h.told())
	h.pass(45*time.Hour, 30*time.Minute)
	h.wants(h.told(), "verify kim 10T08:01", "verify lead 10T08:01", "verify li 10T08:01")
	for _, n := range h.all() {
		want := map[string]int{"li": 2, "kim": 1, "lead": 1}[n.To]
		if len(n.Facts.Articles) != want {
			t.Errorf("%s is told of %+v", n.To, n.Facts.Articles)
		}
		if wants := map[string]int{"li": 1}[n.To]; n.Facts.Overdue != wants {
			t.Errorf("%s is told of %d from before", n.To, n.Facts.Overdue)
		}
	}
	// Another hour on the same day is no second mail, and nothing gets lost by it.
	h.due("Late", "li")
	h.ok(h.db.SaveNoticeSettings(t.Context(), "li", notice.Settings{Lang: "en", Zone: "UTC", Hour: 12}))
	h.pass(20*time.Hour, time.Hour)
	h.due("Later", "li")
	h.pass(3*24*time.Hour, 4*time.Hour)
	last := h.newest()
	if last.To != "li" || len(last.Facts.Articles)+last.Facts.Overdue < 2 {
		t.Errorf("the last reminder: %+v", last)
	}
	seen := map[string]int{}
	for _, n := range h.all() {
		if n.To == "li" {
			for _, a := range n.Facts.Articles {
				seen[a.Title]++
			}
		}
	}
	for _, title := range []string{"Returns", "Customs", "Late", "Later"} {
		if seen[title] != 1 {
			t.Errorf("li was told %d times of %s", seen[title], title)
		}
	}
}

// TestHappened: what happens is told a minute later to those whom it concerns, once,
// and nothing that happened before somebody could be told.
func TestHappened(t *testing.T) {
	h := newHouse(t, monday)
	h.person("editor", auth.RoleEditor, nil)
	h.person("lead", auth.RoleSupervisor, &notice.Settings{Lang: "en", Zone: "UTC", Kinds: map[notice.Kind]bool{notice.Review: false}})
	h.person("agent", auth.RoleAgent, nil)
	h.imported(ingest.Import{Kind: ingest.OfUpload, Name: "old.csv", State: ingest.Done, Counts: ingest.Counts{Held: 1}})
	h.tick()
	h.now = h.now.Add(time.Minute)
	h.imported(ingest.Import{Kind: ingest.OfUpload, Name: "faq.csv", State: ingest.Done, Counts: ingest.Counts{Held: 2}})
	h.imported(ingest.Import{Kind: ingest.OfUpload, Name: "good.csv", State: ingest.Done, Counts: ingest.Counts{Added: 2}})
	h.imported(ingest.Import{Kind: ingest.OfUpload, Name: "broken.csv", State: ingest.Failed, Code: "interrupted"}) // whoever sent it sees it
	fails := ingest.Import{Kind: ingest.OfSource, Name: "help", SourceID: "s-1", State: ingest.Done, Counts: ingest.Counts{Refused: 1}}
	h.imported(fails)
	h.imported(ingest.Import{Kind: ingest.OfSource, Name: "shop", SourceID: "s-2", State: ingest.Done, Counts: ingest.Counts{Unchanged: 9, Refused: 1}})
	a := h.article(knowledge.Article{Title: "Returns", Status: knowledge.Draft})
	step := knowledge.Step{By: "Mara", At: h.now}
	a, err := a.Submit(step)
	h.ok(err)
	h.article(a)
	b, err := h.article(knowledge.Article{Title: "Mine", Status: knowledge.Draft}).Submit(knowledge.Step{By: "EDITOR", At: h.now})
	h.ok(err)
	h.article(b)
	h.tick()
	h.wants(h.told())
	h.pass(10*time.Minute, time.Minute)
	h.wants(h.told(), "held editor 09T00:02", "held lead 09T00:02", "source editor 09T00:02", "review editor 09T00:02")
	for _, n := range h.all() {
		switch n.Kind {
		case notice.Held:
			if n.Facts.Import.Name != "faq.csv" || n.Facts.Import.Held != 2 {
				t.Errorf("held: %+v", n.Facts.Import)
			}
		case notice.Source:
			if n.Facts.Source.Name != "help" || n.Facts.Source.Code != "nothing_read" {
				t.Errorf("source: %+v", n.Facts.Source)
			}
		case notice.Review:
			if len(n.Facts.Articles) != 1 || n.Facts.Articles[0].Title != "Returns" || n.Facts.Articles[0].Author != "Mara" {
				t.Errorf("review: %+v", n.Facts.Articles)
			}
		}
	}
	// A source that fails every hour is told once a day.
	for range 8 {
		h.now = h.now.Add(4 * time.Hour)
		h.imported(fails)
		h.pass(2*time.Minute, 2*time.Minute)
	}
	n := 0
	for _, x := range h.all() {
		if x.Kind == notice.Source {
			n++
		}
	}
	if n != 2 {
		t.Errorf("a source that fails was told of %d times in two days", n)
	}
}

// TestWebhookIsTold: it is one that wants what is configured, in the shop's time.
func TestWebhookIsTold(t *testing.T) {
	h := newHouse(t, monday)
	h.watch = []*notice.Watcher{h.watcher([]notice.Kind{notice.Held, notice.Verify})}
	h.tick()
	h.now = h.now.Add(time.Minute)
	h.imported(ingest.Import{Kind: ingest.OfUpload, Name: "faq.csv", State: ingest.Done, Counts: ingest.Counts{Held: 2}})
	h.imported(ingest.Import{Kind: ingest.OfSource, Name: "help", SourceID: "s", State: ingest.Failed, Code: "x"})
	h.due("Returns", "li@shop.example")
	h.pass(9*time.Hour, 10*time.Minute)
	h.wants(h.told(), "held webhook 09T00:11", "verify webhook 09T08:01")
}

// TestTell: an event that is told again is told nobody twice.
func TestTell(t *testing.T) {
	h := newHouse(t, monday)
	h.person("editor", auth.RoleEditor, nil)
	for _, w := range []*notice.Watcher{h.watch[0], h.watch[0], h.watch[1]} {
		h.ok(w.Tell(t.Context(), notice.Blocked, "a-1/1", notice.Facts{Articles: []notice.Article{{ID: "a-1", Title: "Returns"}}, Reason: "worse"}))
	}
	h.wants(h.told(), "blocked editor 09T00:00")
}

func (h *house) all() []notice.Notice {
	h.t.Helper()
	list, err := h.db.Notices(h.t.Context(), notice.Filter{Limit: 200})
	h.ok(err)
	return list
}
