package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"

	"frontdesk/api"
	"frontdesk/bot"
	"frontdesk/bot/nlu"
	"frontdesk/bot/training"
	"frontdesk/chat"
	"frontdesk/gaps"
	"frontdesk/handoff"
	"frontdesk/ingest"
	"frontdesk/internal/auth"
	"frontdesk/internal/core"
	"frontdesk/internal/llm"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
	"frontdesk/knowledge/gate"
	"frontdesk/knowledge/wordvec"
	"frontdesk/notice"
	"frontdesk/shop"
	"frontdesk/shop/catalog"
	"frontdesk/shop/demo"
	"frontdesk/store"
	"frontdesk/store/postgres"
	"frontdesk/store/sqlite"
)

// database is everything that an engine of package store can do.
type database interface {
	core.Store
	knowledge.VectorStore
	knowledge.GistStore
	knowledge.LinkStore
	catalog.Store
	auth.Store
	training.Store
	ingest.QueueStore
	gaps.Stores
	gaps.Store
	gate.Store
	notice.Store
	api.GoldenStore
	knowledge.GlossaryStore
	knowledge.AccordStore
	api.Figures
	api.Ratings
	api.Sightings
	Conversations(ctx context.Context, f chat.ConversationFilter) ([]chat.ConversationRow, error)
	IndexMessages(ctx context.Context, most int) (more bool, err error)
	IndexArticles(ctx context.Context, most int) (more bool, err error)
	IndexCustomers(ctx context.Context, most int) (more bool, err error)
	SaveCustomer(ctx context.Context, c chat.Customer) error
	CustomerByRef(ctx context.Context, channelID, ref string) (chat.Customer, error)
	Publish(h chat.Hint)
	Hints(ctx context.Context) <-chan chat.Hint
	Ping(ctx context.Context) error
	Check(ctx context.Context) []store.Finding
	Run(ctx context.Context) error
	Close() error
}

// shopBackend is everything that a back end of package shop can do.
type shopBackend interface {
	shop.Orders
	shop.Catalog
	shop.Customers
}

// app is the program, put together. It runs nothing but the database's writer.
type app struct {
	cfg   Config
	log   *slog.Logger
	db    database
	shop  shopBackend // nil without one
	feeds *catalog.Catalog

	catalogueChanged chan struct{} // a word to linkArticles

	model *llm.Client // nil without one
	core  *core.Core
	live  training.Live // the intent model that this process began with
	train *training.Trainer
	queue *ingest.Queue // of imports; nil but for the server
	in    *ingest.Ingester
	gate  *gate.Gate
	told  *notice.Watcher

	impatient *slog.Logger // hears that the database is waited for, and only for a few seconds; nil: log hears it

	journal io.Closer // of the demo shop; nil without it
	closers []func() error
}

// The names of the shop where the settings give none.
const (
	defaultShopName = "Frontdesk"
	demoShopName    = "Tarnfell & Morrowhaus"
)

// impatientWait is how long a person at the terminal waits for a database that is away.
const impatientWait = 5 * time.Second

func newID() string { return uuid.Must(uuid.NewV7()).String() }

// openApp opens the database and puts the domain together over it.
func openApp(ctx context.Context, cfg Config, log *slog.Logger, options ...func(*core.Parts)) (*app, error) {
	a := &app{cfg: cfg, log: log}
	if err := a.open(ctx, options); err != nil {
		return nil, errors.Join(err, a.Close())
	}
	return a, nil
}

func (a *app) open(ctx context.Context, options []func(*core.Parts)) error {
	if a.cfg.Demo && a.cfg.Shop.Name == defaultShopName {
		a.cfg.Shop.Name = demoShopName
	}
	go nlu.Warm() // on another core, while the database opens and the model is read
	if err := a.openDatabase(ctx); err != nil {
		return err
	}
	opened := make(chan error, 1) // the shop, while the model is read
	go func() { opened <- a.openShop(ctx) }()
	err := a.readModel(ctx)
	if err := errors.Join(err, <-opened); err != nil {
		return err
	}
	a.feeds = catalog.New(a.db)
	a.catalogueChanged = make(chan struct{}, 1)
	if err := a.openModel(); err != nil {
		return err
	}
	parts, err := a.parts()
	if err != nil {
		return err
	}
	for _, o := range options {
		o(&parts)
	}
	if a.core, err = core.New(parts); err != nil {
		return err
	}
	a.loadProducts(ctx)
	a.train = a.trainer()
	if a.gate, err = a.core.NewGate(a.db, a.gateConfig()); err != nil {
		return err
	}
	a.told = a.watcher()
	a.live.Model = nil // the engine has it, and lets go of it when another one is put to use
	return nil
}

// openDatabase opens the engine that the settings name, and starts its writer.
func (a *app) openDatabase(ctx context.Context) error {
	var err error
	if a.cfg.Database != "" {
		o := postgres.Options{Now: time.Now, NewID: newID, AllowUnsafeDurability: a.cfg.UnsafeDurable, MarketGroups: a.cfg.Knowledge.groups(), Log: a.log}
		if a.impatient != nil {
			o.Wait, o.Log = impatientWait, a.impatient
		}
		a.db, err = postgres.Open(ctx, a.cfg.Database, o)
	} else {
		a.db, err = sqlite.Open(ctx, a.cfg.Data, sqlite.Options{Now: time.Now, NewID: newID})
	}
	if err != nil {
		return fmt.Errorf("open the database: %w", advised(err))
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- a.db.Run(running) }()
	a.closers = append(a.closers, func() error {
		stop()
		return errors.Join(<-ended, a.db.Close())
	})
	return nil
}

// findings are what the database says of itself. What its owner has allowed is a
// warning.
func (a *app) findings(ctx context.Context) []store.Finding {
	found := a.db.Check(ctx)
	for i, f := range found {
		if a.cfg.UnsafeDurable && slices.Contains([]string{"fsync", "synchronous_commit", "full_page_writes"}, f.Code) && f.Level == store.Fail {
			found[i].Level, found[i].Hint = store.Warn, "allow_unsafe_durability lets it serve all the same."
		}
	}
	return found
}

// openShop opens the shop's back end: the demo's, or none.
func (a *app) openShop(ctx context.Context) error {
	if !a.cfg.Demo {
		return nil
	}
	if err := os.MkdirAll(a.cfg.Data, 0o700); err != nil {
		return fmt.Errorf("make the data folder: %w", err)
	}
	journal, err := demo.OpenFile(filepath.Join(a.cfg.Data, "demo-shop.jsonl"))
	if err != nil {
		return fmt.Errorf("open the demo shop: %w", err)
	}
	a.journal = journal
	s, err := demo.New(ctx, demo.Config{Journal: journal})
	if err != nil {
		return fmt.Errorf("open the demo shop: %w", err)
	}
	a.shop = s
	return nil
}

// openModel makes the client of the language model, where one is configured. It
// is not called: the program starts without it.
func (a *app) openModel() error {
	c := a.cfg.LLM
	if c.BaseURL == "" {
		return nil
	}
	var err error
	a.model, err = llm.New(llm.Config{BaseURL: c.BaseURL, APIKey: c.APIKey, ChatModel: c.ChatModel, EmbedModel: c.EmbedModel, Timeout: c.Timeout, Log: a.log})
	return err
}

// readModel loads the intent model that is live.
func (a *app) readModel(ctx context.Context) error {
	analyzer, err := nlu.NewAnalyzer(a.cfg.Shop.analyzer())
	if err != nil {
		return err
	}
	if a.live, err = training.LoadLive(ctx, a.db, analyzer); err != nil {
		return fmt.Errorf("load the language model: %w", err)
	}
	if a.live.Problem != "" {
		a.log.Error("THE LIVE LANGUAGE MODEL CANNOT SERVE: another one does", "serving", a.live.Version, "problem", a.live.Problem,
			"hint", "put another version to use, or train again")
	}
	return nil
}

func (a *app) parts() (core.Parts, error) {
	words, err := sensitiveWords(a.cfg.Bot.SensitiveWords)
	if err != nil {
		return core.Parts{}, err
	}
	policy, err := a.policy()
	if err != nil {
		return core.Parts{}, fmt.Errorf("handoff.hours: %w", err)
	}
	p := core.Parts{
		Sensitive: words, Store: a.db, Model: a.live.Model, Bot: a.botConfig(), Budgets: a.cfg.Bot.budgets(), Policy: policy, Languages: wording.Languages(),
		Workers: a.cfg.Workers, Timeout: a.cfg.Bot.TurnTimeout, Spread: a.db.Publish, Now: time.Now, NewID: newID, Log: a.log,
		Quiet: func(channel string) time.Duration {
			if strings.HasPrefix(channel, "widget") {
				return 0
			}
			return a.cfg.Bot.BurstQuiet
		},
	}
	if a.shop != nil {
		p.Shop = a.shop
	}
	p.Catalog, p.Links, p.Gists = a.products(), a.db, a.db
	p.MarketGroups = a.cfg.Knowledge.groups()
	if a.model != nil && a.cfg.LLM.ChatModel != "" {
		p.Generator = a.model
	}
	if p.Embedder, err = a.embedder(); p.Embedder != nil {
		p.Vectors, p.InMemory = a.db, a.cfg.Knowledge.Vectors == "memory"
	}
	return p, err
}

// embedder is what makes the vectors for search; nil for the built-in ones.
func (a *app) embedder() (knowledge.Embedder, error) {
	switch {
	case a.cfg.Knowledge.Vectors == "off":
	case a.cfg.Knowledge.WordVectors != "":
		m, err := wordvec.Open(a.cfg.Knowledge.WordVectors)
		if err != nil {
			return nil, err
		}
		a.log.Info("word vectors are read", "words", m.Len(), "dimensions", m.Dim())
		return m, nil
	case a.model != nil && a.cfg.LLM.EmbedModel != "":
		return a.model, nil // it is not called here: a base begins without vectors, and asks until it answers
	}
	return nil, nil
}

// sensitiveWords reads the shop's file of them; none where no file is named.
func sensitiveWords(file string) (*bot.SensitiveWords, error) {
	if file == "" {
		return nil, nil
	}
	f, err := os.Open(file)
	if err != nil {
		return nil, usageError{fmt.Errorf("bot.sensitive_words: %w", err)}
	}
	defer f.Close()
	words, err := bot.ReadSensitiveWords(f, file)
	if err != nil {
		return nil, usageError{err}
	}
	return words, nil
}

func (a *app) botConfig() bot.Config {
	c := bot.DefaultConfig()
	b := a.cfg.Bot
	c.AnswerThreshold, c.ClarifyThreshold = b.AnswerThreshold, min(b.ClarifyThreshold, b.AnswerThreshold)
	c.NeedThreshold = b.NeedThreshold
	if b.IntentThreshold > 0 {
		c.IntentThreshold = b.IntentThreshold
	}
	c.GenerateTimeout, c.ShopTimeout = a.cfg.LLM.Timeout, a.cfg.Bot.ShopTimeout
	return c
}

func (a *app) gateConfig() gate.Config {
	k := a.cfg.Knowledge
	return gate.Config{Mode: gate.Mode(k.Gate), Tolerance: k.GateTolerance, Since: k.GateSince, Most: k.GateQuestions, Now: time.Now, Log: a.log}
}

func (a *app) policy() (handoff.Policy, error) {
	h := a.cfg.Handoff
	hours, err := h.Hours.parse()
	return handoff.Policy{
		Hours:      hours,
		OfferLease: h.OfferLease, FirstReply: h.FirstReply, NextReply: h.NextReply, WidenAfter: h.WidenAfter, MaxWait: h.MaxWait,
		TicketDue: h.TicketDue, IdleClose: h.IdleClose, PresenceTimeout: h.PresenceTimeout, HandleTime: h.HandleTime,
	}, err
}

// Close ends everything, last opened first.
func (a *app) Close() error {
	var errs error
	if a.journal != nil {
		errs = a.journal.Close()
		a.journal = nil
	}
	for i := len(a.closers) - 1; i >= 0; i-- {
		errs = errors.Join(errs, a.closers[i]())
	}
	a.closers = nil
	return errs
}

func newLog(c LogConfig, w io.Writer) *slog.Logger {
	var level slog.Level
	if err := level.UnmarshalText([]byte(c.Level)); err != nil {
		level = slog.LevelInfo
	}
	o := &slog.HandlerOptions{Level: level}
	if c.Format == "json" {
		return slog.New(slog.NewJSONHandler(w, o))
	}
	return slog.New(slog.NewTextHandler(w, o))
}
