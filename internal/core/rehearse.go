package core

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/knowledge/gate"
)

// Rehearse answers questions as shoppers would be answered, over other knowledge
// bases than the one that serves. What it has read of a question it remembers, as
// long as it is used.
func (c *Core) Rehearse() gate.Answerer {
	return &rehearsal{bot: c.Bot, now: c.now, reads: &onceReader{Engine: c.Engine, read: make(map[string]bot.Reading)}}
}

type rehearsal struct {
	bot   *bot.Bot
	now   func() time.Time
	reads *onceReader
}

// Answer decides q as the first message of a conversation.
func (r *rehearsal) Answer(ctx context.Context, base gate.Retriever, q gate.Question) (gate.Answer, error) {
	_, d, err := r.bot.Over(base, r.reads).Decide(ctx, bot.First(q.Text, q.Lang, q.Market, q.Channel, r.now()))
	if err != nil {
		return gate.Answer{}, err
	}
	out := gate.Answer{Articles: []gate.Cited{}, Text: d.Text, Reason: string(d.Reason), P: d.Confidence}
	for _, s := range d.Sources {
		if !slices.ContainsFunc(out.Articles, func(c gate.Cited) bool { return c.ID == s.ArticleID }) {
			out.Articles = append(out.Articles, gate.Cited{ID: s.ArticleID, Title: s.Title})
		}
	}
	return out, nil
}

// onceReader reads each message once: what a question means does not depend on the
// articles.
type onceReader struct {
	*bot.Engine

	mu   sync.Mutex
	read map[string]bot.Reading
}

// Read implements bot.Understander.
func (o *onceReader) Read(text string, prior []string) bot.Reading {
	key := strings.Join(prior, ",") + "\x00" + text
	o.mu.Lock()
	r, there := o.read[key]
	o.mu.Unlock()
	if there {
		return r
	}
	r = o.Engine.Read(text, prior)
	o.mu.Lock()
	o.read[key] = r
	o.mu.Unlock()
	return r
}

// NewGate makes the publish gate over the base that serves.
func (c *Core) NewGate(store gate.Store, cfg gate.Config) (*gate.Gate, error) {
	cfg.Log = cmp.Or(cfg.Log, c.log)
	return gate.New(c.Knowledge, store, c.Rehearse, cfg)
}
