package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"golang.org/x/sync/errgroup"

	"frontdesk/api"
	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/internal/auth"
	"frontdesk/internal/core"
	"frontdesk/pipeline"
	"frontdesk/shop"
	"frontdesk/store"
	"frontdesk/web"
)

// serveCmd is the server.
type serveCmd struct {
	settings
	Listen   string `help:"Address and port." placeholder:"ADDRESS"`
	Insecure bool   `help:"Allow an address that other machines can reach without TLS in front."`
	Metrics  string `help:"Address and port of the metrics, or off." placeholder:"ADDRESS"`
}

// Run serves until it is asked to stop.
func (c serveCmd) Run(ctx context.Context, w world) error {
	flags := map[string]string{"listen": c.Listen, "metrics.listen": c.Metrics}
	if c.Insecure {
		flags["insecure"] = "true"
	}
	loaded, err := c.load(w, flags)
	if err != nil {
		return err
	}
	cfg := loaded.Config
	log := newLog(cfg.Log, w.Err)
	listener, err := listen(cfg.Listen)
	if err != nil {
		return err
	}
	defer listener.Close()
	s, err := newServer(ctx, cfg, log)
	if err != nil {
		return err
	}
	defer func() {
		if err := s.app.Close(); err != nil {
			log.Error("close", "err", err)
		}
	}()
	s.announce(ctx, w)
	return s.run(ctx, w, listener)
}

// server is the program as it serves.
type server struct {
	app      *app
	api      *api.API
	log      *slog.Logger
	registry *prometheus.Registry
	trimmer  trimmer
}

func newServer(ctx context.Context, cfg Config, log *slog.Logger) (*server, error) {
	s := &server{log: log, registry: prometheus.NewRegistry()}
	counters := api.NewCounters(s.registry)
	callback, err := withCallback(cfg)
	if err != nil {
		return nil, err
	}
	s.app, err = openApp(ctx, cfg, log, callback, func(p *core.Parts) {
		p.ObserveTurn, p.ObserveSend = func(r pipeline.Record, took time.Duration) {
			counters.Turn(r, took)
			s.trimmer.turns.Add(1)
		}, counters.Delivered
	})
	if err != nil {
		return nil, err
	}
	if err := s.healthy(ctx); err != nil {
		return nil, errors.Join(err, s.app.Close())
	}
	prepared := make(chan error, 1) // on another core, while the routes are built
	go func() { prepared <- s.app.prepare(ctx) }()
	s.api, err = s.app.newAPI(s.registry)
	if err := errors.Join(<-prepared, err); err != nil {
		return nil, errors.Join(err, s.app.Close())
	}
	return s, nil
}

// healthy refuses to serve on a database that would break a promise.
func (s *server) healthy(ctx context.Context) error {
	var errs error
	found := s.app.findings(ctx)
	if err := ctx.Err(); err != nil {
		return err // whoever stopped it knows that nothing answered any more
	}
	for _, f := range found {
		switch f.Level {
		case store.Fail:
			errs = errors.Join(errs, fmt.Errorf("%s: %s. %s", f.Code, f.Message, f.Hint))
		case store.Warn:
			s.log.Warn(f.Message, "check", f.Code, "hint", f.Hint)
		}
	}
	return errs
}

// announce tells where everything is and, on a new installation, how the first
// admin signs in.
func (s *server) announce(ctx context.Context, w world) {
	cfg := s.app.cfg
	base := publicURL(cfg)
	if cfg.Demo {
		fmt.Fprintf(w.Err, "\n  widget page   %s/demo\n", base)
	}
	fmt.Fprintf(w.Err, "  console       %s/console/\n  API           %s/docs\n", base, base)
	link, err := firstAdmin(ctx, s.app.db, base)
	switch {
	case err != nil:
		s.log.Error("make the first admin's link", "err", err)
	case link != "":
		fmt.Fprintf(w.Err, "  first sign-in %s  (works once, within a day)\n", link)
	}
	fmt.Fprintln(w.Err)
}

// firstAdmin makes an admin and their sign-in link while nobody has ever chosen
// a password; empty afterwards, and where an admin was added by name.
func firstAdmin(ctx context.Context, accounts auth.Store, base string) (string, error) {
	users, err := accounts.Users(ctx)
	if err != nil {
		return "", err
	}
	const address = "admin@localhost"
	var admin auth.User
	for _, u := range users {
		switch {
		case u.PasswordHash != "", u.Role == auth.RoleAdmin && u.Email != address:
			return "", nil
		case u.Email == address:
			admin = u
		}
	}
	if admin.ID == "" {
		admin = auth.User{ID: newID(), Email: address, Name: "Admin", Role: auth.RoleAdmin, Capacity: 4, CreatedAt: time.Now()}
		if err := accounts.AddUser(ctx, admin); err != nil {
			return "", fmt.Errorf("store %s: %w", address, err)
		}
	}
	return signInLink(ctx, accounts, admin.ID, base)
}

// run serves until ctx ends, then finishes what is under way. The order matters:
// first no more requests, then the workers, last (by Close) the database.
func (s *server) run(ctx context.Context, w world, listener net.Listener) error {
	web := httpServer(s.api.Handler(), s.log)
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return s.app.core.Run(ctx) })
	g.Go(func() error { return s.app.refreshProducts(ctx) })
	g.Go(func() error { return s.api.Run(ctx) })
	g.Go(func() error { return s.followReplicas(ctx) })
	g.Go(func() error { return s.app.runTraining(ctx) })
	g.Go(func() error { return s.app.keepArticles(ctx) })
	g.Go(func() error { return s.app.queue.Run(ctx) })
	g.Go(func() error { return s.app.collectGaps(ctx) })
	g.Go(func() error { return s.app.board().KeepDigests(ctx, digestTick, s.log) })
	commands := s.app.takeCommands() // before anybody is told that the server is ready
	g.Go(func() error { return s.app.answerCommands(ctx, commands) })
	g.Go(func() error { return s.app.told.Run(ctx, noticeLook) })
	g.Go(func() error { return s.app.sendNotices(ctx) })
	g.Go(func() error { return s.app.linkArticles(ctx) })
	g.Go(func() error { return s.app.indexWords(ctx) })
	g.Go(func() error { return s.app.purgeSecrets(ctx) })
	g.Go(func() error { return s.trimmer.run(ctx) })
	g.Go(func() error { return s.runModel(ctx) })
	g.Go(func() error { return serveHTTP(ctx, web, listener) })
	if address := s.app.cfg.Metrics.Listen; address != "off" {
		g.Go(func() error { return s.serveMetrics(ctx, address) })
	}
	fmt.Fprintf(w.Out, "ready http://%s\n", listener.Addr())
	giveBack() // what starting up needed, a third of it all, would stay for minutes
	return g.Wait()
}

// serveMetrics is apart, on its own port. A port in use is no reason not to
// serve the shop.
func (s *server) serveMetrics(ctx context.Context, address string) error {
	l, err := net.Listen("tcp", address)
	if err != nil {
		s.log.Warn("no metrics", "err", err)
		return nil
	}
	mux := http.NewServeMux()
	mux.Handle("GET /metrics", s.api.MetricsHandler())
	return serveHTTP(ctx, httpServer(mux, s.log), l)
}

// runModel asks the language model once, so that a wrong address or key is seen at
// the start and not in the first answer, and then whenever it has failed repeatedly.
// Nothing waits for it: the built-in engine answers until the model does.
func (s *server) runModel(ctx context.Context) error {
	if s.app.model == nil {
		return nil
	}
	if err := s.app.model.Probe(ctx); err != nil && ctx.Err() == nil {
		s.log.Warn("THE LANGUAGE MODEL DOES NOT ANSWER: the built-in engine answers until it does",
			"llm.base_url", s.app.cfg.LLM.BaseURL, "err", err, "hint", "look at llm.base_url, the key and the models' names; frontdesk doctor tries again")
	}
	return s.app.model.Run(ctx)
}

// followReplicas passes on what other processes have changed.
func (s *server) followReplicas(ctx context.Context) error {
	for h := range s.app.db.Hints(ctx) {
		s.app.core.Hub.Spread(h)
		s.app.core.Pipeline.Heard(h)
	}
	<-ctx.Done()
	return nil
}

// orderCards shows agents the orders of a customer whom the shop knows.
type orderCards struct {
	orders shop.Orders
	words  bot.Sayer
}

// Orders lists the newest five; none for somebody who is not verified.
func (o orderCards) Orders(ctx context.Context, c chat.Customer, lang string) ([]chat.OrderCard, error) {
	if !c.Verified || c.ShopID == "" {
		return nil, nil
	}
	found, err := o.orders.OrdersOf(ctx, shop.Proof{CustomerID: c.ShopID})
	if err != nil {
		return nil, err
	}
	var out []chat.OrderCard
	for _, x := range found[:min(5, len(found))] {
		out = append(out, bot.OrderCard(x, lang, o.words))
	}
	return out, nil
}

// newAPI puts the HTTP side together.
func (a *app) newAPI(registry *prometheus.Registry) (*api.API, error) {
	var err error
	if a.in, err = a.ingester(false, ""); err != nil {
		return nil, err
	}
	if a.queue, err = a.imports(a.in); err != nil {
		return nil, err
	}
	d := api.Deps{
		Pipeline: a.core.Pipeline, Desk: a.core.Desk, Hub: a.core.Hub, Store: a.db, Accounts: a.db, Hasher: auth.NewHasher(auth.OWASP(), rand.Reader),
		Articles: a.db, Splitter: splitter{}, Links: a.db, Products: a.products(), Linked: a.core.Knowledge, Imports: a.queue, Previews: a.in, Clashes: a.core.Knowledge, Accords: a.db, Sights: a.db, Training: a.train, Gaps: a.board(), Ratings: a.db, Figures: a.db, Words: a.core.Wording, Widget: web.Widget(), Console: web.Console(),
		Gate: a.gate, Golden: a.db, Glossary: a.db, Notices: a.db, Tell: a.told,
		Checks:  a.checks(),
		Metrics: registry, Log: a.log, Now: time.Now, NewID: newID, Random: rand.Reader,
	}
	if a.shop != nil {
		d.Orders = orderCards{a.shop, a.core.Wording.Say}
	}
	return api.New(d, a.apiConfig())
}

// checks are what /readyz asks.
func (a *app) checks() []api.Check {
	out := []api.Check{{Name: "database", Probe: a.db.Ping}}
	if a.model != nil {
		out = append(out, api.Check{Name: "model", Optional: true, Probe: func(context.Context) error { return a.model.Trouble() }})
	}
	return out
}

func (a *app) apiConfig() api.Config {
	c := a.cfg
	out := api.Config{
		Hours:    api.Hours(c.Handoff.Hours),
		Notices:  api.NoticesConfig{Mail: c.Notices.Mail.Host != "", Defaults: c.Notices.defaults()},
		ShopName: c.Shop.Name, Version: version, PublicURL: publicURL(c), TrustedProxies: c.TrustedProxies, Shop: a.shop != nil, Demo: c.Demo,
		SecureCookies: strings.HasPrefix(c.PublicURL, "https://"),
		Limits: api.Limits{
			MessagesPerSecond: c.Limits.MessagesPerSecond, MessageBurst: c.Limits.MessageBurst, RequestsPerSecond: c.Limits.RequestsPerSecond,
			SocketsPerVisitor: c.Limits.SocketsPerVisitor, SocketsPerIP: c.Limits.SocketsPerIP,
		},
	}
	for _, s := range c.Widget.Sites {
		name := s.Name
		if name == "" {
			name = c.Shop.Name
		}
		out.Sites = append(out.Sites, api.Site{
			Key: s.Key, Name: name, ChannelID: "widget:" + s.Key, Origins: s.Origins(), Language: s.Language, Market: s.Market,
			IdentitySecret: s.IdentitySecret, EnforceIdentity: s.EnforceIdentity,
		})
	}
	if len(c.Widget.Sites) == 0 && !c.Demo { // so that the chat can be tried before it stands on a page
		out.Sites = append(out.Sites, api.Site{Key: "pk_try", Name: c.Shop.Name, ChannelID: "widget:pk_try", Origins: []string{api.OriginSelf}})
	}
	if c.Demo {
		out.Sites = append(out.Sites, api.Site{Key: "pk_demo", Name: c.Shop.Name, ChannelID: "widget:pk_demo", Origins: []string{api.OriginSelf}})
	}
	if t := c.Channels.REST.Token; t != "" {
		out.RESTChannels = []api.RESTChannel{{ID: restChannel, Token: t}}
	}
	return out
}

// restChannel is the id of the REST channel.
const restChannel = "rest"
