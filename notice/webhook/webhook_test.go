package webhook_test

import (
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"testing"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/internal/testkit/receiver"
	"frontdesk/notice"
	"frontdesk/notice/webhook"
)

const secret = "webhook-secret-0123456789-0123456789"

var (
	now  = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)
	held = notice.Notice{ID: "n-1", Kind: notice.Held, CreatedAt: now, Facts: notice.Facts{Import: &notice.Import{ID: "i-1", Name: "faq.csv", Held: 2}}}
)

func newPoster(t *testing.T, url string, private bool) *webhook.Poster {
	t.Helper()
	p, err := webhook.New(webhook.Config{URL: url, Secret: secret, AllowPrivate: private, Timeout: 2 * time.Second, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return p
}

func TestPost(t *testing.T) {
	var header http.Header
	var body []byte
	status, after := 200, ""
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		header = r.Header
		body, _ = io.ReadAll(r.Body)
		w.Header().Set("Retry-After", after)
		w.Header().Set("Location", "http://127.0.0.1:1/")
		w.WriteHeader(status)
	}))
	defer s.Close()
	p := newPoster(t, s.URL, true)
	l := notice.Letter{Subject: "2 texts wait", Button: notice.Link{URL: "https://desk.example/console/#/knowledge/import/i-1"}}
	if err := p.Post(t.Context(), held, l); err != nil {
		t.Fatal(err)
	}
	var got struct {
		Type, ID, Kind, Title, URL string
		Facts                      notice.Facts
	}
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	if got.Type != "notice" || got.ID != "n-1" || got.Kind != "held" || got.Facts.Import.Held != 2 || got.Title != l.Subject || got.URL != l.Button.URL {
		t.Errorf("posted %s", body)
	}
	if err := receiver.Check(secret, header, body, now); err != nil || header.Get("Idempotency-Key") != "n-1" {
		t.Errorf("headers %v (%v)", header, err)
	}
	for _, c := range []struct {
		status int
		after  string
		kind   fault.Code
		wait   time.Duration
	}{
		{204, "", "", 0}, {503, "90", fault.Unavailable, 90 * time.Second}, {429, "", fault.Limited, 0}, {410, "", fault.Invalid, 0}, {302, "", fault.Invalid, 0},
	} {
		status, after = c.status, c.after
		err := p.Post(t.Context(), held, l)
		var f *fault.Error
		if c.kind == "" && err != nil || c.kind != "" && (!errors.As(err, &f) || f.Kind != c.kind || f.RetryAfter != c.wait) {
			t.Errorf("status %d: %v", c.status, err)
		}
	}
}

// TestPrivate: no address, and no name that leads into the network, is posted to
// unless it is allowed.
func TestPrivate(t *testing.T) {
	s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("it was called") }))
	defer s.Close()
	for _, url := range []string{s.URL, "https://localhost:" + s.URL[len("https://127.0.0.1:"):], "https://169.254.169.254/", "https://[::1]:1/", "https://10.0.0.1:1/"} {
		p := newPoster(t, url, false)
		for what, err := range map[string]error{"post": p.Post(t.Context(), held, notice.Letter{}), "probe": p.Probe(t.Context())} {
			if !errors.Is(err, &fault.Error{Kind: fault.Invalid, Code: "ssrf_blocked"}) {
				t.Errorf("%s to %s: %v", what, url, err)
			}
		}
	}
}

func TestConfig(t *testing.T) {
	for name, c := range map[string]webhook.Config{
		"no host":      {URL: "https:///x", Secret: secret},
		"a user":       {URL: "https://u:p@erp.example/", Secret: secret},
		"not http":     {URL: "ftp://erp.example/", Secret: secret},
		"in the clear": {URL: "http://erp.example/", Secret: secret},
		"short secret": {URL: "https://erp.example/", Secret: "short"},
	} {
		if _, err := webhook.New(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
