// Package webhook posts notices to a system of the shop, signed.
package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"time"

	"frontdesk/internal/callback"
	"frontdesk/internal/egress"
	"frontdesk/internal/fault"
	"frontdesk/notice"
)

// Config of a webhook.
type Config struct {
	URL          string // https, or with AllowPrivate http
	Secret       string // signs; at least 32 characters
	AllowPrivate bool   // the address may lead into a private network
	Timeout      time.Duration
	Now          func() time.Time
}

// Validate says what is wrong: a fault of kind Invalid that names the field.
func (c Config) Validate() error {
	wrong := func(field, format string, args ...any) error {
		return fault.New(fault.Invalid, "", format, args...).At(field)
	}
	u, err := url.Parse(c.URL)
	switch {
	case err != nil || u.Host == "" || u.User != nil || u.Scheme != "https" && u.Scheme != "http":
		return wrong("url", "expected https://host/path without a user")
	case u.Scheme == "http" && !c.AllowPrivate:
		return wrong("url", "expected https, which only a private address may be without (allow_private)")
	case len(c.Secret) < 32:
		return wrong("secret", "has %d characters; at least 32 are needed", len(c.Secret))
	}
	return nil
}

// Poster posts notices.
type Poster struct {
	cfg    Config
	client *http.Client
	dialer *net.Dialer
}

// New makes one. It follows no redirect and uses no proxy: a notice goes where the
// configuration says, or nowhere.
func New(cfg Config) (*Poster, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("webhook: %w", err)
	}
	dialer := egress.Dialer(5 * time.Second)
	if cfg.AllowPrivate {
		dialer = &net.Dialer{Timeout: 5 * time.Second}
	}
	return &Poster{cfg: cfg, dialer: dialer, client: &http.Client{
		Timeout:       cfg.Timeout,
		Transport:     &http.Transport{DialContext: dialer.DialContext, TLSHandshakeTimeout: 5 * time.Second, MaxResponseHeaderBytes: 1 << 16, DisableKeepAlives: true},
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// body is what is posted.
type body struct {
	Type  string       `json:"type"` // "notice"
	ID    string       `json:"id"`
	Kind  notice.Kind  `json:"kind"`
	At    time.Time    `json:"at"`
	Facts notice.Facts `json:"facts"`
	Title string       `json:"title"` // in the configured language
	Text  string       `json:"text"`
	URL   string       `json:"url"` // of the page of the console
}

// Post posts a notice, with the outcomes of package callback. An address in a
// private network refuses it for good.
func (p *Poster) Post(ctx context.Context, n notice.Notice, l notice.Letter) error {
	raw, err := json.Marshal(body{"notice", n.ID, n.Kind, n.CreatedAt, n.Facts, l.Subject, l.Text(), l.Button.URL})
	if err != nil {
		return fault.New(fault.Invalid, "", "The notice cannot be written as JSON.").Cause(err)
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, p.cfg.URL, bytes.NewReader(raw))
	if err != nil {
		return fault.New(fault.Invalid, "", "The webhook's address cannot be called.").Cause(err)
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "frontdesk")
	req.Header.Set("Idempotency-Key", n.ID)
	req.Header.Set(callback.SignatureHeader, callback.Sign(p.cfg.Secret, p.cfg.Now(), raw))
	res, err := p.client.Do(req)
	if errors.Is(err, egress.ErrPrivate) {
		return private(err)
	}
	if err != nil {
		return fault.New(fault.Unavailable, "", "The webhook does not answer.").Cause(callback.Plain(err))
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 16<<10)) // the status decides
	return callback.Outcome(res, p.cfg.Now())
}

func private(err error) error {
	return fault.New(fault.Invalid, "ssrf_blocked", "The webhook's address leads into a private network.").
		Advise("If it is yours, set notices.webhook.allow_private.").Cause(err)
}

// Probe connects to the address as a posting does, and posts nothing.
func (p *Poster) Probe(ctx context.Context) error {
	u, err := url.Parse(p.cfg.URL)
	if err != nil {
		return err
	}
	port := u.Port()
	if port == "" {
		port = map[string]string{"http": "80", "https": "443"}[u.Scheme]
	}
	conn, err := p.dialer.DialContext(ctx, "tcp", net.JoinHostPort(u.Hostname(), port))
	if errors.Is(err, egress.ErrPrivate) {
		return private(err)
	}
	if err != nil {
		return err
	}
	return conn.Close()
}
