// Package core puts the domain together over a store: bot, pipeline, desk,
// knowledge and delivery, wired the same way for the server, the terminal and
// the evaluation.
package core

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/flows"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
	"frontdesk/pipeline"
	"frontdesk/shop"
)

// Store is what the domain needs of a database; both engines have it.
type Store interface {
	pipeline.Store
	pipeline.Outbox
	handoff.Store
	knowledge.Store
	knowledge.Glossary
	knowledge.Accords
}

// Shop is what the bot needs of a shop's system.
type Shop interface {
	shop.Orders
	shop.Catalog
}

// Parts are what a core is made of. The zero value of an optional part is
// usable and says so.
type Parts struct {
	Store        Store
	Shop         Shop         // nil: no orders can be looked up
	Catalog      shop.Catalog // what is sold; nil: Shop says it
	Model        *nlu.Model
	Generator    bot.Generator         // nil: extractive answers
	Embedder     knowledge.Embedder    // nil: the built-in vectors
	Vectors      knowledge.VectorStore // of the embedder; nil: made anew at each start
	Gists        knowledge.GistStore   // what articles are about; nil: read anew at each start
	Links        knowledge.LinkStore   // of articles to products; nil: there are none
	InMemory     bool                  // search vectors in memory also where Vectors could
	MarketGroups map[string][]string   // names for several countries, as articles use them
	Knowledge    *knowledge.Base       // nil: one over Store; evaluation shares one between many cores
	Sender       pipeline.Sender       // of channels that must be called; nil: there are none

	Bot       bot.Config
	Budgets   bot.Budgets         // of wrong readings; zero: Bot's thresholds serve
	Sensitive *bot.SensitiveWords // nil: the built-in ones only
	Policy    handoff.Policy
	Languages []string // in which every flow must speak
	AgentLang string   // in which the desk reads; empty: en
	Workers   int
	Timeout   time.Duration // of a turn; 0 is 15 s
	Quiet     func(channelID string) time.Duration
	Push      func(channelID string) bool
	Spread    func(chat.Hint) // to other replicas; nil: there are none

	Now         func() time.Time
	NewID       func() string
	Log         *slog.Logger
	ObserveTurn func(pipeline.Record, time.Duration) // may be nil
	ObserveSend func(pipeline.Outcome)               // may be nil
}

// Core is the domain at work. Nothing runs until Run.
type Core struct {
	Hub       *pipeline.Hub
	Engine    *bot.Engine
	Mentions  *Mentions
	Knowledge *knowledge.Base
	Bot       *bot.Bot
	Pipeline  *pipeline.Pipeline
	Desk      *handoff.Desk
	Deliverer *pipeline.Deliverer // nil without a Sender
	Wording   *wording.Catalogue

	log *slog.Logger
	now func() time.Time
}

// New puts a core together.
func New(p Parts) (*Core, error) {
	p = p.withDefaults()
	words, err := wording.Load()
	if err != nil {
		return nil, err
	}
	dialogs, err := flows.Load(p.Languages)
	if err != nil {
		return nil, fmt.Errorf("flows: %w", err)
	}
	if err := p.Policy.Validate(); err != nil {
		return nil, err
	}
	c := &Core{Wording: words, Hub: pipeline.NewHub(p.Spread), log: p.Log, now: p.Now}
	if c.Engine, err = bot.NewBudgetedEngine(p.Model.Analyzer(), p.Model, p.Budgets); err != nil {
		return nil, err
	}
	if c.Knowledge, err = p.knowledge(c.Engine); err != nil {
		return nil, err
	}
	deps := bot.Deps{Understander: c.Engine, Retriever: c.Knowledge, Generator: p.Generator, Flows: dialogs, Wording: words, Sensitive: p.Sensitive}
	if p.Shop != nil {
		deps.Orders, deps.Catalog = shop.Guard(p.Shop, p.Now), p.Shop
	}
	if p.Catalog != nil {
		deps.Catalog = p.Catalog
	}
	c.Mentions = &Mentions{engine: c.Engine, catalog: deps.Catalog, timeout: p.Bot.ShopTimeout}
	if c.Bot, err = bot.New(deps, p.Bot); err != nil {
		return nil, err
	}
	c.Pipeline = pipeline.New(p.Store, p.Store, c.Bot, c.Bot, c.Hub, p.pipelineConfig(words))
	c.Desk = handoff.New(p.Store, handoff.Config{
		Policy: p.Policy, Now: p.Now, NewID: p.NewID, Notify: c.Hub.Publish, Push: p.Push, Log: p.Log, Wording: words, Packet: c.Pipeline.Packet,
	})
	if p.Sender != nil {
		c.Deliverer = pipeline.NewDeliverer(p.Store, p.Sender, c.Hub, pipeline.DeliverConfig{
			Timeout: 10 * time.Second, Lease: 30 * time.Second, Poll: time.Second, Attempts: 8, Now: p.Now, Observe: p.ObserveSend, Log: p.Log,
		})
	}
	return c, nil
}

func (p Parts) withDefaults() Parts {
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	if p.Quiet == nil {
		p.Quiet = func(string) time.Duration { return 0 }
	}
	if p.Push == nil {
		p.Push = func(string) bool { return false }
	}
	if p.AgentLang == "" {
		p.AgentLang = wording.Fallback
	}
	if p.Timeout == 0 {
		p.Timeout = 15 * time.Second
	}
	return p
}

func (p Parts) knowledge(engine *bot.Engine) (*knowledge.Base, error) {
	if p.Knowledge != nil {
		return p.Knowledge, nil
	}
	return knowledge.New(p.Store, knowledge.Config{Embedder: p.Embedder, Vectors: p.Vectors, InMemory: p.InMemory, Glossary: p.Store, Accords: p.Store, Links: p.Links, Intents: engine, Gists: p.Gists, Groups: p.MarketGroups, Logger: p.Log})
}

func (p Parts) pipelineConfig(words *wording.Catalogue) pipeline.Config {
	return pipeline.Config{
		Policy: p.Policy, Workers: p.Workers, TurnTimeout: p.Timeout, ActTimeout: 10 * time.Second,
		Lease: p.Timeout + 30*time.Second, Poll: 250 * time.Millisecond, Quiet: p.Quiet, Now: p.Now, NewID: p.NewID,
		Push: p.Push, AgentLang: p.AgentLang, Log: p.Log, Wording: words, Observe: p.ObserveTurn,
	}
}

// Run works until ctx ends: workers, desk, deliveries and the knowledge index.
// It returns when everything under way has ended.
func (c *Core) Run(ctx context.Context) error {
	runs := []func(context.Context) error{c.Pipeline.Run, c.Desk.Run, c.followKnowledge}
	if c.Deliverer != nil {
		runs = append(runs, c.Deliverer.Run)
	}
	done := make(chan error, len(runs))
	for _, run := range runs {
		go func() { done <- run(ctx) }()
	}
	var errs error
	for range runs {
		errs = errors.Join(errs, <-done)
	}
	return errs
}

// followKnowledge refreshes the index when an article changes, and now and then.
func (c *Core) followKnowledge(ctx context.Context) error {
	hints, stop := c.Hub.Subscribe(16)
	defer stop()
	changed := make(chan struct{}, 1)
	go func() {
		for {
			select {
			case <-ctx.Done():
				return
			case h := <-hints:
				if h.Kind == chat.HintKnowledge || h.Kind == chat.HintResync {
					select {
					case changed <- struct{}{}:
					default:
					}
				}
			}
		}
	}()
	return c.Knowledge.Run(ctx, 5*time.Second, changed)
}
