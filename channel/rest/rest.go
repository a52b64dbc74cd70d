// Package rest sends messages to an integration: each is posted as signed JSON
// to the address that the integration has given.
package rest

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptrace"
	"net/netip"
	"net/url"
	"sync/atomic"
	"time"

	"frontdesk/channel"
	"frontdesk/chat"
	"frontdesk/internal/callback"
	"frontdesk/internal/fault"
)

// maxAnswer bounds what is read of an answer, in bytes.
const maxAnswer = 16 << 10

// Config of a channel.
type Config struct {
	ID      string // channel id
	URL     string // where messages are posted; https, or http on this machine
	Secret  string // signs; at least 32 characters
	Timeout time.Duration
	Now     func() time.Time
}

// Validate says what is wrong, one sentence a rule.
func (c Config) Validate() error {
	u, err := url.Parse(c.URL)
	switch {
	case err != nil || u.Host == "" || u.User != nil:
		return fmt.Errorf("channel %s: callback %q: expected https://host/path without a user", c.ID, c.URL)
	case u.Scheme != "https" && !(u.Scheme == "http" && local(u.Hostname())):
		return fmt.Errorf("channel %s: callback %q: expected https; http is for this machine only", c.ID, c.URL)
	case len(c.Secret) < 32:
		return fmt.Errorf("channel %s: the secret has %d characters; at least 32 are needed", c.ID, len(c.Secret))
	case c.Timeout <= 0:
		return fmt.Errorf("channel %s: the timeout must be more than nothing", c.ID)
	}
	return nil
}

func local(host string) bool {
	ip, err := netip.ParseAddr(host)
	return host == "localhost" || err == nil && ip.IsLoopback()
}

// Channel posts messages to a callback.
type Channel struct {
	cfg    Config
	client *http.Client
}

// New makes a channel. It follows no redirect: a message goes where the
// configuration says, or nowhere.
func New(cfg Config) (*Channel, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	// A kept connection that the other side closes as we write makes outcomes
	// unknown for nothing.
	transport := &http.Transport{
		Proxy: http.ProxyFromEnvironment, DisableKeepAlives: true, ForceAttemptHTTP2: true, TLSHandshakeTimeout: cfg.Timeout,
	}
	return &Channel{cfg: cfg, client: &http.Client{
		Timeout:       cfg.Timeout,
		Transport:     transport,
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
	}}, nil
}

// Limits tells that an integration gets everything and shows what it can.
func (c *Channel) Limits() channel.Limits {
	return channel.Limits{QuickReplies: 100, Blocks: true, Sources: true}
}

// delivery is the body of a callback.
type delivery struct {
	Type         string       `json:"type"` // "message"
	Channel      string       `json:"channel"`
	Customer     string       `json:"customer"`
	Conversation string       `json:"conversation"`
	Message      chat.Message `json:"message"`
}

// answer is what a callback may say.
type answer struct {
	ID string `json:"id"` // the integration's own id of the message
}

// Send posts a message. 2xx took it; 408, 425, 429 and 5xx did not and may be
// tried again, after Retry-After where it is given; any other status refuses it
// for good. Without an answer, a request that was never written may be tried
// again; of one that was written nobody knows.
func (c *Channel) Send(ctx context.Context, to string, m chat.Message) (string, error) {
	body, err := json.Marshal(delivery{Type: "message", Channel: c.cfg.ID, Customer: to, Conversation: m.ConversationID, Message: m})
	if err != nil {
		return "", fault.New(fault.Invalid, "", "The message cannot be written as JSON.").Cause(err)
	}
	var written atomic.Bool
	trace := &httptrace.ClientTrace{WroteHeaders: func() { written.Store(true) }}
	req, err := http.NewRequestWithContext(httptrace.WithClientTrace(ctx, trace), http.MethodPost, c.cfg.URL, bytes.NewReader(body))
	if err != nil {
		return "", fault.New(fault.Invalid, "", "The callback's address cannot be called.").Cause(err)
	}
	req.GetBody = nil // never sent twice behind our back
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("User-Agent", "frontdesk")
	req.Header.Set("Idempotency-Key", m.ID)
	req.Header.Set(callback.SignatureHeader, callback.Sign(c.cfg.Secret, c.cfg.Now(), body))
	res, err := c.client.Do(req)
	if err != nil {
		if written.Load() {
			return "", fmt.Errorf("no answer from the callback of channel %s: %w", c.cfg.ID, callback.Plain(err))
		}
		return "", fault.New(fault.Unavailable, "", "The callback cannot be reached.").Cause(callback.Plain(err))
	}
	defer res.Body.Close()
	return c.outcome(res)
}

// outcome reads the callback's answer.
func (c *Channel) outcome(res *http.Response) (string, error) {
	// The status decides; an answer that cannot be read only has no id.
	data, _ := io.ReadAll(io.LimitReader(res.Body, maxAnswer))
	if err := callback.Outcome(res, c.cfg.Now()); err != nil {
		return "", err
	}
	var a answer
	if json.Unmarshal(data, &a) != nil || len(a.ID) > 200 {
		a.ID = ""
	}
	return a.ID, nil
}
