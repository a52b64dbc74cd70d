package notice_test

import (
	"context"
	"errors"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
	"frontdesk/notice"
)

func (h *house) tell(to string) {
	h.t.Helper()
	_, err := h.watch[0].TellOne(h.t.Context(), notice.Person{ID: to}, notice.Test, h.id(), notice.Facts{By: "Mara"})
	h.ok(err)
}

// TestCourier: what cannot be sent is tried again, longer and longer after, and
// given up where somebody sees it.
func TestCourier(t *testing.T) {
	h := newHouse(t, monday)
	h.person("li", auth.RoleEditor, nil)
	h.tell("li")
	h.ok(h.courier().Tick(t.Context()))
	if len(h.mails) != 1 || h.mails[0].To != "li@shop.example" || h.newest().State != notice.Sent || h.mails[0].ID != h.newest().ID {
		t.Fatalf("sent %+v, %+v", h.mails, h.newest())
	}
	h.tell("li")
	h.fail = fault.New(fault.Unavailable, "", "The mail server did not take the mail.").Cause(errors.New("dial 10.0.0.1: mara@home.example"))
	began := h.now
	for h.newest().State == notice.Pending {
		h.ok(h.courier().Tick(t.Context())) // not before its time
		h.now = h.newest().NextAt
		h.ok(h.courier().Tick(t.Context()))
	}
	n := h.newest()
	if n.State != notice.Failed || n.Attempts != 12 || h.now.Sub(began) < 12*time.Hour || h.now.Sub(began) > 36*time.Hour {
		t.Errorf("after %s: %+v", h.now.Sub(began), n)
	}
	if !strings.Contains(n.Error, "did not take the mail") || strings.Contains(n.Error, "mara@") {
		t.Errorf("the error is %q", n.Error)
	}
	h.fail = nil
	_, err := h.db.RetryNotice(t.Context(), n.ID, h.now)
	h.ok(err)
	h.ok(h.courier().Tick(t.Context()))
	if h.newest().State != notice.Sent || len(h.mails) != 2 {
		t.Errorf("sent by hand: %+v", h.newest())
	}
	h.tell("li")
	h.fail = fault.New(fault.Invalid, "mail_refused", "The mail server refused the mail: 550.")
	h.ok(h.courier().Tick(t.Context()))
	if n := h.newest(); n.State != notice.Failed || n.Attempts != 1 {
		t.Errorf("refused for good: %+v", n)
	}
	h.fail = nil
	h.tell("gone")
	h.ok(h.courier().Tick(t.Context()))
	if n := h.newest(); n.State != notice.Dropped {
		t.Errorf("for nobody: %+v", n)
	}
	h.tell("li")
	h.fail = (&fault.Error{Kind: fault.Limited, Message: "busy", RetryAfter: time.Hour})
	h.ok(h.courier().Tick(t.Context()))
	if n := h.newest(); n.NextAt.Sub(h.now) < time.Hour {
		t.Errorf("a server that asks for an hour is asked again after %s", n.NextAt.Sub(h.now))
	}
}

// TestKilledWhileSending: a notice whose sending nobody noted is sent again, under
// the same id, when the lease of the process that died has ended.
func TestKilledWhileSending(t *testing.T) {
	h := newHouse(t, monday)
	h.person("li", auth.RoleEditor, nil)
	h.tell("li")
	ctx, kill := context.WithCancel(t.Context())
	h.fail = errors.New("cut")
	killed := notice.NewCourier(h.db, func(ctx context.Context) ([]notice.Person, error) {
		kill()
		return h.watch[0].People(t.Context())
	}, notice.CourierConfig{Mailer: h, Writer: &notice.Writer{}, Now: h.time})
	if err := killed.Tick(ctx); !errors.Is(err, context.Canceled) {
		t.Fatalf("killed: %v", err)
	}
	h.fail = nil
	h.ok(h.courier().Tick(t.Context()))
	if len(h.mails) != 0 {
		t.Fatal("it was sent within the lease of another process")
	}
	h.now = h.now.Add(3 * time.Minute)
	h.ok(h.courier().Tick(t.Context()))
	if len(h.mails) != 1 || h.mails[0].ID != h.newest().ID || h.newest().State != notice.Sent {
		t.Errorf("sent %+v, %+v", h.mails, h.newest())
	}
}

// facts are of every kind.
var facts = map[notice.Kind]notice.Facts{
	notice.Digest: {Digest: &notice.Week{Week: monday, Misses: 9, Before: 4, Handoffs: 3, Minutes: 25, Due: 2, Stale: 1, Top: []notice.Gap{{ID: "g-1", Title: "Where?", Count: 7}},
		Effects: []notice.Effect{{ArticleID: "a-1", Title: "Returns", Before: 5, After: 1, Answered: 8}}}},
	notice.Verify:  {Articles: []notice.Article{{ID: "a-1", Title: "Returns", Locale: "en", By: monday}, {ID: "a-2", Title: "Care"}}, More: 3, Overdue: 4},
	notice.Held:    {Import: &notice.Import{ID: "i-1", Name: "faq.csv", Held: 2}},
	notice.Review:  {Articles: []notice.Article{{ID: "a-1", Title: "Returns", Locale: "en", Author: "Mara"}}},
	notice.Source:  {Source: &notice.Failure{ID: "s-1", Name: "help", ImportID: "i-1", Code: "nothing_read"}},
	notice.Blocked: {Articles: []notice.Article{{ID: "a-1", Title: "Returns\r\nBcc: all@shop.example", Locale: "en"}}, Reason: "precision fell"},
	notice.Test:    {By: "Mara"},
}

// TestLetters: every kind is written in every language, with all that it tells and
// nothing left to fill in.
func TestLetters(t *testing.T) {
	w, err := notice.NewWriter("https://desk.example/", "Tarnfell & Co")
	if err != nil {
		t.Fatal(err)
	}
	hole := regexp.MustCompile(`\{\w*\}|%!`)
	for kind, f := range facts {
		subjects := map[string]bool{}
		for _, lang := range notice.Languages() {
			l := w.Write(notice.Notice{ID: "n", Kind: kind, Facts: f}, notice.Person{Name: "Li", Email: "li@shop.example", Settings: notice.Settings{Lang: lang}})
			html, err := l.HTML()
			if err != nil {
				t.Fatal(err)
			}
			text := l.Text()
			for what, s := range map[string]string{"subject": l.Subject, "text": text, "html": html} {
				if hole.MatchString(s) || strings.TrimSpace(s) == "" {
					t.Errorf("%s %s %s: %q", kind, lang, what, s)
				}
			}
			if strings.ContainsAny(l.Subject, "\r\n") || !strings.HasPrefix(l.Subject, "Tarnfell & Co: ") {
				t.Errorf("%s %s: subject %q", kind, lang, l.Subject)
			}
			for _, url := range regexp.MustCompile(`https?://[^\s"<]+`).FindAllString(text+html, -1) {
				if !strings.HasPrefix(url, "https://desk.example/console/#/") {
					t.Errorf("%s %s: leads to %s", kind, lang, url)
				}
			}
			if !strings.Contains(html, "Tarnfell &amp; Co") || l.Lang != lang {
				t.Errorf("%s %s: %s", kind, lang, html)
			}
			subjects[l.Subject] = true
		}
		if len(subjects) != len(notice.Languages()) {
			t.Errorf("%s: not every language has its own words: %q", kind, slices.Collect(maps.Keys(subjects)))
		}
	}
	l := w.Write(notice.Notice{Kind: notice.Verify, Facts: facts[notice.Verify]}, notice.Person{Settings: notice.Settings{Lang: "de"}})
	for _, want := range []string{"Returns (en)", "zu prüfen bis: 9.3.2026", "Weitere Artikel: 3", "Von früher noch offen: 4", "/console/#/knowledge/a-1"} {
		if !strings.Contains(l.Text(), want) {
			t.Errorf("%q is missing in\n%s", want, l.Text())
		}
	}
}

func TestSettings(t *testing.T) {
	good := notice.Settings{Lang: "zh", Zone: "Asia/Shanghai", Hour: 23, Kinds: map[notice.Kind]bool{notice.Held: false}}
	if err := good.Check(); err != nil {
		t.Fatal(err)
	}
	for field, change := range map[string]func(*notice.Settings){
		"lang":  func(s *notice.Settings) { s.Lang = "tlh" },
		"zone":  func(s *notice.Settings) { s.Zone = "Local" },
		"hour":  func(s *notice.Settings) { s.Hour = 24 },
		"kinds": func(s *notice.Settings) { s.Kinds = map[notice.Kind]bool{"all": true} },
	} {
		s := good
		change(&s)
		var f *fault.Error
		if err := s.Check(); !errors.As(err, &f) || f.Field != field {
			t.Errorf("%s: %v", field, err)
		}
	}
}
