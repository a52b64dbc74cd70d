// Package llm talks to a language model behind any OpenAI-compatible endpoint. It
// is the only package that knows go-openai.
//
// Everything it returns was checked: a vector has the promised length and points
// somewhere, a text is whole and not blank. Everything else is a fault that tells
// the caller to go on without a model: a shopper never waits longer than the
// timeout, and a model that is down is not asked at all until a trial succeeds
// ([Client.Run]).
package llm

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"sync/atomic"
	"time"

	openai "github.com/sashabaranov/go-openai"
)

// Config says where the model is and what a call may cost.
type Config struct {
	BaseURL    string // for example http://localhost:11434/v1
	APIKey     string // may be empty for a local endpoint
	ChatModel  string // empty: Generate is refused
	EmbedModel string // empty: Embed is refused

	Timeout     time.Duration // of a call with its retry and all its batches; 0: 6 s
	MaxTokens   int           // of a generated text; 0: 800
	MaxResponse int64         // bytes of one answer; 0: 16 MiB (a batch of 64 vectors of 3,072 has 3 MiB)
	Transport   http.RoundTripper
	Log         *slog.Logger                               // is told when a model is given up and when it answers again; nil: nobody is
	Clock       func() time.Time                           // nil: time.Now
	Wait        func(context.Context, time.Duration) error // nil: a timer; between a refusal and its retry
}

// Defaults of Config.
const (
	defaultTimeout     = 6 * time.Second
	defaultMaxTokens   = 800
	defaultMaxResponse = 16 << 20
)

// Validate refuses a configuration that cannot work, one sentence a rule.
func (c Config) Validate() error {
	u, err := url.Parse(c.BaseURL)
	var errs []error
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" {
		errs = append(errs, fmt.Errorf("base_url %q is not an http or https address", c.BaseURL))
	} else if u.User != nil || u.RawQuery != "" || u.Fragment != "" {
		errs = append(errs, errors.New("base_url must have no user, query or fragment"))
	}
	if c.ChatModel == "" && c.EmbedModel == "" {
		errs = append(errs, errors.New("at least one of chat_model and embed_model is needed"))
	}
	if c.Timeout < 0 || c.MaxTokens < 0 || c.MaxResponse < 0 {
		errs = append(errs, errors.New("timeout, max_tokens and max_response must not be negative"))
	}
	if strings.ContainsAny(c.APIKey, "\r\n") {
		errs = append(errs, errors.New("api_key must be one line"))
	}
	return errors.Join(errs...)
}

func (c Config) withDefaults() Config {
	if c.Timeout == 0 {
		c.Timeout = defaultTimeout
	}
	if c.MaxTokens == 0 {
		c.MaxTokens = defaultMaxTokens
	}
	if c.MaxResponse == 0 {
		c.MaxResponse = defaultMaxResponse
	}
	if c.Transport == nil {
		c.Transport = http.DefaultTransport
	}
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Clock == nil {
		c.Clock = time.Now
	}
	if c.Wait == nil {
		c.Wait = wait
	}
	return c
}

// Client is a language model and an embedder. It is safe for concurrent use.
type Client struct {
	cfg          Config
	api          *openai.Client
	chat, embeds *breaker
	dim          atomic.Int64
	formerLimit  atomic.Bool // the server knows max_tokens, and not max_completion_tokens
}

// New makes a client, or says what is wrong with the configuration. It does not
// call the endpoint: see [Client.Probe].
func New(cfg Config) (*Client, error) {
	if err := cfg.Validate(); err != nil {
		return nil, fmt.Errorf("language model: %w", err)
	}
	cfg = cfg.withDefaults()
	api := openai.DefaultConfig(cfg.APIKey)
	api.BaseURL = cfg.BaseURL
	api.HTTPClient = newDoer(cfg)
	c := &Client{
		cfg: cfg, api: openai.NewClientWithConfig(api),
		chat:   &breaker{clock: cfg.Clock, tell: teller(cfg.Log, cfg.ChatModel, "answers are the articles' own sentences")},
		embeds: &breaker{clock: cfg.Clock, tell: teller(cfg.Log, cfg.EmbedModel, "questions are searched without it, and new texts wait for their vectors")},
	}
	return c, nil
}

// Model names the vector space: the embedding model. It is empty without one.
func (c *Client) Model() string { return c.cfg.EmbedModel }

// ChatModel names the model that writes. It is empty without one.
func (c *Client) ChatModel() string { return c.cfg.ChatModel }

// Dim is the length of the last vectors, 0 as long as there were none.
func (c *Client) Dim() int { return int(c.dim.Load()) }

// caller runs a call of a model and turns what went wrong into a fault.
type caller func(ctx context.Context, b *breaker, do func(context.Context) error) error

// guarded runs do unless its model rests.
func (c *Client) guarded(ctx context.Context, b *breaker, do func(context.Context) error) error {
	if err := b.enter(); err != nil {
		return err
	}
	return c.through(ctx, b, do)
}

// patient is how long a caller must have waited for their deadline to speak against
// the model.
const patient = 3 * time.Second

// through runs do under the timeout, also where the model rests.
func (c *Client) through(ctx context.Context, b *breaker, do func(context.Context) error) error {
	until, limited := ctx.Deadline()
	hurried := limited && time.Until(until) < min(c.cfg.Timeout/2, patient)
	inner, cancel := context.WithTimeout(ctx, c.cfg.Timeout)
	defer cancel()
	err := classify(do(inner))
	switch {
	case err == nil:
		b.succeed()
	case ctx.Err() != nil && (hurried || !errors.Is(ctx.Err(), context.DeadlineExceeded)):
		b.abandon() // the caller's own end says nothing about the model
	case b == c.embeds && refusesRequest(err):
		b.abandon() // a text at fault is no reason to do without vectors for the others
	default:
		b.fail(err)
	}
	return err
}
