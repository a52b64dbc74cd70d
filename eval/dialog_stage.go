package eval

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"os"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/bot/nlu"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/ingest"
	"frontdesk/internal/auth"
	"frontdesk/internal/core"
	"frontdesk/internal/wording"
	"frontdesk/knowledge"
	"frontdesk/shop/catalog"
	"frontdesk/shop/demo"
	"frontdesk/store/sqlite"
)

// dayOne is when every script begins: a Monday morning.
var dayOne = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// stage is what all scripts share and none changes: the model and the demo
// shop's articles, indexed once.
type stage struct {
	opts     DialogOptions
	model    *nlu.Model
	base     *knowledge.Base
	articles DialogStore
	editions []knowledge.Edition
	done     func() error
}

func newStage(ctx context.Context, o DialogOptions) (*stage, error) {
	st := &stage{opts: o, model: o.Model}
	if st.opts.NewStore == nil {
		st.opts.NewStore = temporarySQLite
	}
	var err error
	if st.model == nil {
		if st.model, err = nlu.Shipped(nil); err != nil {
			return nil, err
		}
	}
	clock := &scriptClock{now: dayOne}
	if st.articles, st.done, err = st.opts.NewStore(ctx, clock.Now, clock.id); err != nil {
		return nil, fmt.Errorf("open the store of the articles: %w", err)
	}
	if err := st.ingest(ctx, clock); err != nil {
		return nil, errors.Join(err, st.done())
	}
	return st, nil
}

func (st *stage) close() error { return st.done() }

// ingest reads the demo shop's articles the way a shop's articles are read.
func (st *stage) ingest(ctx context.Context, clock *scriptClock) error {
	in, err := ingest.New(st.articles, ingest.Config{NewID: clock.id, Now: clock.Now})
	if err != nil {
		return err
	}
	rep, err := in.RunFS(ctx, demo.Articles(), "demo", ingest.Options{Source: "demo", By: "scripts"})
	if err != nil {
		return fmt.Errorf("ingest the demo articles: %w", err)
	}
	for _, r := range rep.Rows {
		if r.Outcome == ingest.Refused {
			return fmt.Errorf("ingest the demo articles: %s is refused: %s", r.File, r.Message)
		}
	}
	for revision := int64(0); ; {
		some, _, err := st.articles.Changes(ctx, revision, 500)
		if err != nil {
			return fmt.Errorf("read the demo articles: %w", err)
		}
		if len(some) == 0 {
			break
		}
		st.editions = append(st.editions, some...)
		revision = some[len(some)-1].Article.Revision
	}
	if st.base, err = knowledge.New(st.articles, knowledge.Config{Intents: bot.NewEngine(st.model.Analyzer(), st.model), Logger: quietLog()}); err != nil { // as the live one is taught
		return err
	}
	if _, err = st.base.Refresh(ctx); err != nil {
		return err
	}
	return st.base.Complete(ctx)
}

func quietLog() *slog.Logger { return slog.New(slog.DiscardHandler) }

// temporarySQLite opens a SQLite store in a folder that done deletes.
func temporarySQLite(ctx context.Context, now func() time.Time, newID func() string) (DialogStore, func() error, error) {
	dir, err := os.MkdirTemp("", "frontdesk-script-*")
	if err != nil {
		return nil, nil, err
	}
	var s *sqlite.Store
	if err = sqlite.MakeEmpty(dir); err == nil {
		s, err = sqlite.Open(ctx, dir, sqlite.Options{Now: now, NewID: newID, Readers: 2})
	}
	if err != nil {
		return nil, nil, errors.Join(err, os.RemoveAll(dir))
	}
	running, stop := context.WithCancel(context.WithoutCancel(ctx))
	ended := make(chan error, 1)
	go func() { ended <- s.Run(running) }()
	return s, func() error {
		stop()
		return errors.Join(<-ended, s.Close(), os.RemoveAll(dir))
	}, nil
}

// scriptClock gives the time and the ids of one script. It stands still unless
// the script moves it.
type scriptClock struct {
	mu    sync.Mutex
	now   time.Time
	group int // tells the ids of scripts from those of the shared articles
	ids   int
}

// Now is the script's time.
func (c *scriptClock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *scriptClock) pass(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// id gives ids that sort by time, as UUIDv7 do.
func (c *scriptClock) id() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.ids++
	return fmt.Sprintf("00000000-0000-7000-800%d-%012d", c.group, c.ids)
}

// world is where one script plays.
type world struct {
	script script
	stage  *stage
	clock  *scriptClock
	store  *playedStore
	shop   *plantedShop
	stock  *catalog.Memory  // of the feeds that the script loads
	feeds  *catalog.Catalog // beside the shop
	faults *faults
	core   *core.Core
	linker *knowledge.Linker // of articles that the script loads; nil: none yet

	here     map[string]bool           // agents whose console is connected
	threads  map[string]string         // ref of a customer, their conversation
	inbounds map[string][]chat.Inbound // what each of them sent, for redeliveries
	ref      string                    // who the steps are about
	sent     int                       // messages so far, for external ids
	turns    int
	seen     window
}

// window is what happened since a step began.
type window struct {
	afterSeq int64 // messages above it are of the step
	inSeq    int64 // the first message that the shopper wrote in it; 0: none
}

// open makes the world of a script. done ends it.
func (st *stage) open(ctx context.Context, s script) (w *world, done func() error, err error) {
	w = &world{
		script: s.withDefaults(), stage: st, clock: &scriptClock{now: dayOne, group: 1}, faults: &faults{},
		here: map[string]bool{}, threads: map[string]string{}, inbounds: map[string][]chat.Inbound{},
	}
	w.ref = w.script.Customer.Ref
	db, done, err := st.opts.NewStore(ctx, w.clock.Now, w.clock.id)
	if err != nil {
		return nil, nil, fmt.Errorf("open a store for %s: %w", s.file, err)
	}
	w.store = &playedStore{DialogStore: db}
	if err := w.furnish(ctx); err != nil {
		return nil, nil, errors.Join(fmt.Errorf("set up %s: %w", s.file, err), done())
	}
	return w, done, nil
}

// furnish puts shop, people, articles and the domain over the store.
func (w *world) furnish(ctx context.Context) error {
	backend, err := demo.New(ctx, demo.Config{Seed: w.stage.opts.Seed, Now: w.clock.Now})
	if err != nil {
		return err
	}
	w.shop = &plantedShop{backend: backend, faults: w.faults}
	for _, id := range slices.Sorted(maps.Keys(w.script.Agents)) {
		a := w.script.Agents[id]
		err := w.store.AddUser(ctx, auth.User{
			ID: id, Email: id + "@desk.example", Name: a.Name, Role: auth.Role(cmp.Or(a.Role, string(auth.RoleAgent))),
			Languages: a.Languages, Skills: a.Skills, Capacity: max(1, a.Capacity), CreatedAt: dayOne,
		})
		if err != nil {
			return fmt.Errorf("save agent %s: %w", id, err)
		}
	}
	w.stock = catalog.NewMemory()
	w.feeds = catalog.New(w.stock)
	policy := handoff.DefaultPolicy()
	if policy.Hours, err = w.script.Hours.parse(); err != nil {
		return err
	}
	p := core.Parts{
		Store: w.store, Shop: w.shop, Catalog: catalog.Join(w.shop, w.feeds), Model: w.stage.model, Bot: bot.DefaultConfig(), Budgets: bot.DefaultBudgets(), Policy: policy,
		Languages: wording.Languages(), Now: w.clock.Now, NewID: w.clock.id, Log: quietLog(),
	}
	if w.script.Writer != nil {
		p.Generator = &plantedWriter{text: *w.script.Writer, faults: w.faults}
	}
	if w.script.Embedder {
		p.Embedder = &plantedEmbedder{faults: w.faults}
	}
	if p.Links = w.store; !w.ownArticles() {
		p.Knowledge = w.stage.base
	} else if err := w.copyArticles(ctx); err != nil {
		return err
	}
	if w.core, err = core.New(p); err != nil {
		return err
	}
	if err := w.nameProducts(ctx); err != nil || !w.ownArticles() {
		return err
	}
	if _, err = w.core.Knowledge.Refresh(ctx); err != nil {
		return err
	}
	return w.core.Knowledge.Complete(ctx)
}

// nameProducts makes the products of the shop and of feeds known, as the server does.
func (w *world) nameProducts(ctx context.Context) error {
	if _, err := w.feeds.Refresh(ctx); err != nil {
		return err
	}
	products, err := catalog.Join(w.shop.backend, w.feeds).Products(ctx)
	if err != nil {
		return err
	}
	w.core.UseProducts(products, true)
	return nil
}

// ownArticles tells whether the script needs a knowledge base of its own.
func (w *world) ownArticles() bool {
	return w.script.Articles == "none" || w.script.Embedder ||
		slices.ContainsFunc(w.script.Steps, func(st step) bool { return len(st.Learn) > 0 })
}

func (w *world) copyArticles(ctx context.Context) error {
	if w.script.Articles == "none" {
		return nil
	}
	for _, e := range w.stage.editions {
		e.Article.Version = 0
		if _, err := w.store.SaveArticle(ctx, e.Article, e.Passages); err != nil {
			return fmt.Errorf("copy article %s: %w", e.Article.Key, err)
		}
	}
	return nil
}

// article finds an article where this world's answers come from.
func (w *world) article(ctx context.Context, id string) (knowledge.Article, error) {
	if w.ownArticles() {
		return w.store.Article(ctx, id)
	}
	return w.stage.articles.Article(ctx, id)
}

// withDefaults names everybody that the script leaves unnamed.
func (s script) withDefaults() script {
	s.Channel = cmp.Or(s.Channel, "web")
	s.Customer.Ref = cmp.Or(s.Customer.Ref, "shopper")
	if len(s.Agents) == 0 {
		s.Agents = map[string]agent{"li": {
			Name: "Li", Languages: wording.Languages(), Capacity: 5,
			Skills: []string{"topic:presales", "topic:order", "topic:shipping", "topic:returns", "topic:payment", "topic:technical"},
		}}
	}
	for id, a := range s.Agents {
		a.Name = cmp.Or(a.Name, strings.ToUpper(id[:1])+id[1:])
		s.Agents[id] = a
	}
	return s
}
