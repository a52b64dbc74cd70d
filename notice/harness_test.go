package notice_test

import (
	"context"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/gaps"
	"frontdesk/ingest"
	"frontdesk/internal/auth"
	"frontdesk/knowledge"
	"frontdesk/notice"
	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
)

// Monday of the week after that of the digest.
var monday = time.Date(2026, 3, 9, 0, 0, 0, 0, time.UTC)

// house is a shop with its people over a real store, and a clock that the test
// moves.
type house struct {
	t     *testing.T
	db    *sqlite.Store
	now   time.Time
	ids   int
	watch []*notice.Watcher // of two replicas
	mails []notice.Letter
	fail  error // of the next mails
}

func newHouse(t *testing.T, now time.Time) *house {
	h := &house{t: t, now: now}
	db, err := sqlite.Open(t.Context(), sqlitetest.Dir(t), sqlite.Options{Now: h.time, NewID: h.id})
	h.ok(err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- db.Run(ctx) }()
	t.Cleanup(func() { stop(); <-done; _ = db.Close() })
	h.db = db
	for range 2 {
		h.watch = append(h.watch, h.watcher(nil))
	}
	return h
}

func (h *house) watcher(webhook []notice.Kind) *notice.Watcher {
	return notice.NewWatcher(h.db, h.db, h.db, notice.WatcherConfig{
		NewID: h.id, Now: h.time, Log: slog.New(slog.DiscardHandler), Mail: true, Webhook: webhook, Defaults: notice.Settings{Lang: "en", Zone: "UTC", Hour: 8},
	})
}

func (h *house) courier() *notice.Courier {
	h.t.Helper()
	w, err := notice.NewWriter("https://desk.example/", "Tarnfell")
	h.ok(err)
	return notice.NewCourier(h.db, h.watch[0].People, notice.CourierConfig{Mailer: h, Poster: h, Writer: w, Now: h.time, Log: slog.New(slog.DiscardHandler)})
}

// Mail keeps a letter, or fails.
func (h *house) Mail(ctx context.Context, l notice.Letter) error {
	if h.fail != nil {
		return h.fail
	}
	h.mails = append(h.mails, l)
	return ctx.Err()
}

// Post does the same.
func (h *house) Post(ctx context.Context, _ notice.Notice, l notice.Letter) error {
	return h.Mail(ctx, l)
}

func (h *house) time() time.Time { return h.now }

func (h *house) id() string { h.ids++; return fmt.Sprintf("id-%08d", h.ids) }

func (h *house) ok(err error) {
	h.t.Helper()
	if err != nil {
		h.t.Fatal(err)
	}
}

func (h *house) person(id string, role auth.Role, s *notice.Settings) {
	h.t.Helper()
	h.ok(h.db.AddUser(h.t.Context(), auth.User{ID: id, Email: id + "@shop.example", Name: strings.ToUpper(id), Role: role, CreatedAt: h.now}))
	if s != nil {
		h.ok(h.db.SaveNoticeSettings(h.t.Context(), id, *s))
	}
}

func (h *house) tick() {
	h.t.Helper()
	for _, w := range h.watch {
		h.ok(w.Tick(h.t.Context()))
	}
}

// pass lets time go by, with a look every so often.
func (h *house) pass(d, every time.Duration) {
	h.t.Helper()
	for end := h.now.Add(d); h.now.Before(end); {
		h.now = h.now.Add(every)
		h.tick()
	}
}

// told lists the notices, oldest first, as "kind to time".
func (h *house) told() (out []string) {
	h.t.Helper()
	list, err := h.db.Notices(h.t.Context(), notice.Filter{Limit: 200})
	h.ok(err)
	for _, n := range slices.Backward(list) {
		out = append(out, fmt.Sprintf("%s %s %s", n.Kind, n.To, n.CreatedAt.Format("02T15:04")))
	}
	slices.Sort(out)
	return out
}

func (h *house) newest() notice.Notice {
	h.t.Helper()
	list, err := h.db.Notices(h.t.Context(), notice.Filter{Limit: 1})
	h.ok(err)
	if len(list) == 0 {
		h.t.Fatal("nobody was told anything")
	}
	return list[0]
}

func (h *house) wants(got []string, want ...string) {
	h.t.Helper()
	slices.Sort(want)
	if !slices.Equal(got, want) {
		h.t.Errorf("got %q\nwant %q", got, want)
	}
}

// article stores one.
func (h *house) article(a knowledge.Article) knowledge.Article {
	h.t.Helper()
	if a.ID == "" {
		a.ID = h.id()
	}
	a.Key, a.Locale = "k/"+a.ID, "en"
	if a.Status == "" {
		a.Status = knowledge.Published
	}
	out, err := h.db.SaveArticle(h.t.Context(), a, nil)
	h.ok(err)
	return out
}

// due is an article that has to be verified since now, as its keeper noted.
func (h *house) due(title, owner string) {
	h.article(knowledge.Article{Title: title, Owner: owner, VerifyBy: h.now.Add(-time.Hour), RemindedAt: h.now})
}

func (h *house) imported(i ingest.Import) {
	h.t.Helper()
	i.ID, i.EndedAt, i.CreatedAt = h.id(), h.now, h.now
	h.ok(h.db.AddImport(h.t.Context(), i))
}

func (h *house) digest(week time.Time) {
	h.t.Helper()
	d := gaps.Digest{Week: week, MadeAt: h.now}
	d.Body.Total = gaps.Totals{Gaps: 2, Misses: 9, Cost: gaps.Cost{Handoffs: 3, Handled: 25 * time.Minute}}
	d.Body.Before.Misses = 4
	d.Body.Top = []gaps.Line{{Gap: gaps.Gap{ID: "g-1", Title: "Where is 4111 1111 1111 1111 for mara@home.example, +49 170 1234567?"}, Count: 7}}
	_, err := h.db.SaveDigest(h.t.Context(), d)
	h.ok(err)
}
