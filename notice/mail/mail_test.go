package mail_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/internal/testkit/fakesmtp"
	"frontdesk/notice"
	"frontdesk/notice/mail"
)

var now = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

func config(s *fakesmtp.Server) mail.Config {
	return mail.Config{
		Host: s.Host, Port: s.Port, Security: mail.StartTLS, From: "Frontdesk <desk@shop.example>", Timeout: 5 * time.Second,
		Now: func() time.Time { return now }, TLS: s.TLS,
	}
}

var letter = notice.Letter{
	ID: "0190-n", To: "li@shop.example", Name: "Li \"W\" 王", Lang: "de", Subject: "Zu prüfende Artikel: 2", Intro: []string{"Größe <b>"},
	Items:  []notice.Item{{Text: "Retouren & <script>alert(1)</script>", Note: "bis 2.3.2026", URL: "https://desk.example/console/#/knowledge/a-1"}},
	Button: notice.Link{Text: "Öffnen", URL: "https://desk.example/console/#/knowledge"}, Choose: notice.Link{Text: "Wählen", URL: "https://desk.example/console/#/notices"},
}

func TestMail(t *testing.T) {
	s := fakesmtp.New(t, fakesmtp.Mode{User: "desk", Pass: "p w"})
	c := config(s)
	c.User, c.Password = "desk", "p w"
	m, err := mail.New(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := m.Probe(t.Context()); err != nil || len(s.Mails()) != 0 {
		t.Fatalf("a probe: %v, %d mails", err, len(s.Mails()))
	}
	if err := m.Mail(t.Context(), letter); err != nil {
		t.Fatal(err)
	}
	got := s.Mails()
	if len(got) != 1 {
		t.Fatalf("%d mails", len(got))
	}
	g := got[0]
	for what, ok := range map[string]bool{
		"encrypted": g.Secure, "sender": g.From == "desk@shop.example", "recipient": g.To == "li@shop.example",
		"subject": g.Subject() == letter.Subject, "id": g.Header.Get("Message-ID") == "<0190-n@shop.example>",
		"by a machine":         g.Header.Get("Auto-Submitted") == "auto-generated",
		"text":                 strings.Contains(g.Text, "- Retouren & <script>alert(1)</script> – bis 2.3.2026") && strings.Contains(g.Text, "#/knowledge/a-1"),
		"html escaped":         strings.Contains(g.HTML, "Retouren &amp; &lt;script&gt;") && !strings.Contains(g.HTML, "<script"),
		"html in the language": strings.Contains(g.HTML, `lang="de"`), "intro": strings.Contains(g.HTML, "Größe &lt;b&gt;"),
	} {
		if !ok {
			t.Errorf("%s: %+v", what, g)
		}
	}
}

// TestRefusals: what is refused for good is told from what may be tried again, and
// nothing is sent over a connection that is not as configured.
func TestRefusals(t *testing.T) {
	for name, c := range map[string]struct {
		mode   fakesmtp.Mode
		change func(*mail.Config)
		kind   fault.Code
		sent   int
	}{
		"no such person":         {mode: fakesmtp.Mode{Refuse: "550 5.1.1 nobody"}, kind: fault.Invalid},
		"later":                  {mode: fakesmtp.Mode{Refuse: "450 4.2.1 busy"}, kind: fault.Unavailable},
		"no encryption offered":  {mode: fakesmtp.Mode{NoTLS: true}, kind: fault.Unavailable},
		"wrong password":         {mode: fakesmtp.Mode{User: "desk", Pass: "other"}, change: func(c *mail.Config) { c.User, c.Password = "desk", "p" }, kind: fault.Unavailable},
		"certificate of another": {change: func(c *mail.Config) { c.TLS = nil }, kind: fault.Unavailable},
		"nobody there":           {change: func(c *mail.Config) { c.Port = 1 }, kind: fault.Unavailable},
		"no word":                {mode: fakesmtp.Mode{Silence: true}, change: func(c *mail.Config) { c.Timeout = 50 * time.Millisecond }, kind: fault.Unavailable},
		"hung up after it":       {mode: fakesmtp.Mode{Drop: true}, kind: fault.Unavailable, sent: 1},
		"plain, as configured":   {mode: fakesmtp.Mode{NoTLS: true}, change: func(c *mail.Config) { c.Security = mail.Plain }, kind: "", sent: 1},
	} {
		t.Run(name, func(t *testing.T) {
			s := fakesmtp.New(t, c.mode)
			cfg := config(s)
			if c.change != nil {
				c.change(&cfg)
			}
			m, err := mail.New(cfg)
			if err != nil {
				t.Fatal(err)
			}
			ctx, stop := context.WithTimeout(t.Context(), 10*time.Second)
			defer stop()
			err = m.Mail(ctx, letter)
			var f *fault.Error
			if c.kind == "" && err != nil || c.kind != "" && (!errors.As(err, &f) || f.Kind != c.kind) {
				t.Errorf("got %v, want %s", err, c.kind)
			}
			if n := len(s.Mails()); n != c.sent {
				t.Errorf("%d mails were taken, want %d", n, c.sent)
			}
		})
	}
}

func TestConfig(t *testing.T) {
	for name, change := range map[string]func(*mail.Config){
		"no host":   func(c *mail.Config) { c.Host = "" },
		"no port":   func(c *mail.Config) { c.Port = 0 },
		"no sender": func(c *mail.Config) { c.From = "desk" },
		"password in the clear": func(c *mail.Config) {
			c.Host, c.Security, c.User, c.Password = "mail.shop.example", mail.Plain, "u", "p"
		},
		"password without a user": func(c *mail.Config) { c.Password = "p" },
	} {
		c := mail.Config{Host: "localhost", Port: 25, Security: mail.StartTLS, From: "desk@shop.example", Timeout: time.Second, Now: time.Now}
		change(&c)
		if _, err := mail.New(c); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
