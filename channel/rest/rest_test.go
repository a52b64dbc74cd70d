package rest_test

import (
	"encoding/json"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"frontdesk/channel/rest"
	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/internal/testkit/receiver"
)

const secret = "callback-secret-0123456789-0123456789"

var now = time.Date(2026, 11, 21, 12, 0, 0, 0, time.UTC)

func open(t *testing.T, url string, timeout time.Duration) *rest.Channel {
	t.Helper()
	c, err := rest.New(rest.Config{ID: "rest", URL: url, Secret: secret, Timeout: timeout, Now: func() time.Time { return now }})
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestSend(t *testing.T) {
	var got struct {
		header http.Header
		body   []byte
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		got.header = r.Header
		got.body, _ = io.ReadAll(r.Body)
		_, _ = io.WriteString(w, `{"id":"theirs-1"}`)
	}))
	defer srv.Close()
	id, err := open(t, srv.URL+"/hook", time.Second).Send(t.Context(), "c-17", chat.Message{ID: "m-1", ConversationID: "conv-1", Text: "Hello", QuickReplies: []chat.QuickReply{{Title: "Yes"}}})
	if err != nil || id != "theirs-1" {
		t.Fatalf("id %q, err %v", id, err)
	}
	if err := receiver.Check(secret, got.header, got.body, now); err != nil {
		t.Error(err)
	}
	if got.header.Get("Idempotency-Key") != "m-1" || got.header.Get("Content-Type") != "application/json" {
		t.Errorf("headers %v", got.header)
	}
	var body struct {
		Type, Customer, Conversation string
		Message                      chat.Message
	}
	if err := json.Unmarshal(got.body, &body); err != nil || body.Type != "message" || body.Customer != "c-17" || body.Conversation != "conv-1" || body.Message.Text != "Hello" {
		t.Errorf("body %s (%v)", got.body, err)
	}
}

func TestOutcomes(t *testing.T) {
	date := now.Add(90 * time.Second).Format(http.TimeFormat)
	for _, c := range []struct {
		status int
		retry  string
		kind   fault.Code // empty: sent
		after  time.Duration
	}{
		{200, "", "", 0}, {202, "", "", 0}, {204, "", "", 0},
		{400, "", fault.Invalid, 0}, {401, "", fault.Invalid, 0}, {404, "", fault.Invalid, 0}, {410, "", fault.Invalid, 0}, {301, "", fault.Invalid, 0}, {302, "", fault.Invalid, 0},
		{429, "7", fault.Limited, 7 * time.Second}, {429, "", fault.Limited, 0}, {429, date, fault.Limited, 90 * time.Second}, {429, "soon", fault.Limited, 0}, {429, "-5", fault.Limited, 0},
		{500, "", fault.Unavailable, 0}, {503, "120", fault.Unavailable, 2 * time.Minute}, {408, "", fault.Unavailable, 0}, {425, "", fault.Unavailable, 0},
	} {
		calls := 0
		srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			calls++
			w.Header().Set("Retry-After", c.retry)
			w.Header().Set("Location", "/elsewhere")
			w.WriteHeader(c.status)
		}))
		_, err := open(t, srv.URL, time.Second).Send(t.Context(), "c", chat.Message{ID: "m"})
		srv.Close()
		var f *fault.Error
		switch {
		case c.kind == "" && err != nil:
			t.Errorf("%d: %v", c.status, err)
		case c.kind != "" && (!errors.As(err, &f) || f.Kind != c.kind || f.RetryAfter != c.after):
			t.Errorf("%d %q: %v", c.status, c.retry, err)
		}
		if calls != 1 {
			t.Errorf("%d: called %d times", c.status, calls)
		}
	}
}

func TestUnreachable(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	url := "http://" + l.Addr().String()
	_ = l.Close()
	_, err = open(t, url+"/hook?key=hush", time.Second).Send(t.Context(), "c", chat.Message{ID: "m"})
	if fault.KindOf(err) != fault.Unavailable {
		t.Errorf("nobody there: %v", err) // never written: it may be tried again
	}
	for ; err != nil; err = errors.Unwrap(err) { // all of which may stand in the log
		if strings.Contains(err.Error(), "hush") {
			t.Errorf("tells the key: %v", err)
		}
	}
}

// TestNoAnswer: the request was written and no answer came. Nobody knows, so
// the failure has no kind that would have it sent again.
func TestNoAnswer(t *testing.T) {
	hold := make(chan struct{})
	hang := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { <-hold }))
	cut := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		conn, _, err := http.NewResponseController(w).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	}))
	defer hang.Close()
	defer cut.Close()
	defer close(hold)
	for name, url := range map[string]string{"hangs": hang.URL, "cuts the line": cut.URL} {
		_, err := open(t, url, 300*time.Millisecond).Send(t.Context(), "c", chat.Message{ID: "m"})
		var f *fault.Error
		if err == nil || errors.As(err, &f) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestConfig(t *testing.T) {
	good := rest.Config{ID: "rest", URL: "https://erp.example/hook", Secret: secret, Timeout: time.Second}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*rest.Config){
		"plain http":   func(c *rest.Config) { c.URL = "http://erp.example/hook" },
		"half a loop":  func(c *rest.Config) { c.URL = "http://127.erp.example/hook" },
		"a file":       func(c *rest.Config) { c.URL = "file:///etc/passwd" },
		"credentials":  func(c *rest.Config) { c.URL = "https://u:p@erp.example" },
		"no host":      func(c *rest.Config) { c.URL = "https:///hook" },
		"short secret": func(c *rest.Config) { c.Secret = "short" },
		"no timeout":   func(c *rest.Config) { c.Timeout = 0 },
	} {
		c := good
		change(&c)
		if c.Validate() == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
