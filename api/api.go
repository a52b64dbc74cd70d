// Package api is everything that speaks HTTP: the REST channel, the shopper's
// widget and the agents' console with their live sockets, and the pages
// themselves. It is the only place that knows gin. Handlers bind, authorise,
// call and respond; what may be called by whom stands in one table (routes.go).
package api

import (
	"context"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humagin"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"frontdesk/chat"
	"frontdesk/internal/auth"
	"frontdesk/knowledge"
	"frontdesk/notice"
)

// Hub carries hints: something changed, read again.
type Hub interface {
	Publish(h chat.Hint)
	// Subscribe gives the hints from now on. A reader that is too slow loses
	// some and gets one with an empty Kind instead: read everything again.
	Subscribe(buffer int) (<-chan chat.Hint, func())
}

// Words are the sentences of the machine, by language.
type Words interface {
	Say(lang, key string, pairs ...string) string
	Has(lang string) bool
}

// Check is one thing that must work before the server is ready, or that it can do
// without.
type Check struct {
	Name     string
	Probe    func(ctx context.Context) error
	Optional bool // its failure is told, and the server is ready all the same
}

// Store is what the API reads and writes of the database itself; everything
// else goes through the pipeline and the desk.
type Store interface {
	LogReader
	CaseReader
	CustomerStore
	TurnReader
	AgentLister
}

// Deps are what the API works with. All are required but Orders, Gate and
// Checks.
type Deps struct {
	Pipeline interface {
		Intake
		TestBox
	}
	Desk interface {
		Claims
		Replies
		Closing
		ShopperDesk
		Presence
	}
	Hub      Hub
	Store    Store
	Accounts auth.Store
	Hasher   *auth.Hasher
	Articles knowledge.Store
	Splitter Splitter
	Links    knowledge.LinkStore
	Products Products // nil: there is no catalogue
	Linked   Linked   // nil: no article is linked
	Orders   OrderLister
	Imports  interface {
		Importer
		ImportBook
		SourceBook
		SourceRuns
	}
	Previews Previewer
	Clashes  interface {
		Clashes(ctx context.Context) ([]knowledge.Clash, error)
	}
	Accords  knowledge.AccordStore
	Sights   Sightings
	Training interface {
		Lessons
		ExampleBook
		TrainingJobs
		Models
	}
	Gaps    GapBoard
	Ratings Ratings

	Gate     Gatekeeper // nil: publishes are not checked
	Golden   GoldenStore
	Glossary knowledge.GlossaryStore
	Notices  notice.Book
	Tell     Teller

	Figures Figures
	Words   Words
	Widget  fs.FS // the widget's built files
	Console fs.FS // the console's built files
	Checks  []Check
	Metrics *prometheus.Registry
	Log     *slog.Logger
	Now     func() time.Time
	NewID   func() string // UUIDv7
	Random  io.Reader
}

// API serves HTTP. It is safe for concurrent use.
type API struct {
	Deps
	cfg     Config
	log     *slog.Logger
	engine  *gin.Engine
	handler http.Handler
	docs    huma.API
	table   map[string]*route // by method and gin path
	sites   map[string]*site
	metrics *metrics
	lobby   *lobby
	viewers *viewers

	sends    *buckets // shoppers' messages
	frames   *buckets // shoppers' frames
	requests *buckets // requests by address
	guesses  *backoff // wrong passwords

	live  sync.WaitGroup  // goroutines of sockets
	going context.Context // ends when the server goes
	leave context.CancelFunc
	once  sync.Once
}

// New makes the API. It starts nothing: Run does.
func New(d Deps, cfg Config) (*API, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	cfg = cfg.withDefaults()
	l := cfg.Limits
	a := &API{
		Deps: d, cfg: cfg, log: d.Log, sites: map[string]*site{}, table: map[string]*route{},
		sends:    newBuckets(l.MessagesPerSecond, float64(l.MessageBurst), d.Now),
		frames:   newBuckets(l.FramesPerSecond, 4*l.FramesPerSecond, d.Now),
		requests: newBuckets(l.RequestsPerSecond, 4*l.RequestsPerSecond, d.Now),
		guesses:  newBackoff(l.SignInTries, d.Now),
		viewers:  newViewers(),
	}
	a.going, a.leave = context.WithCancel(context.Background())
	for _, s := range cfg.Sites {
		a.sites[s.Key] = newSite(s, d.Now)
	}
	a.lobby = newLobby(a)
	a.metrics = newMetrics(d.Metrics)
	if err := a.build(); err != nil {
		return nil, err
	}
	return a, nil
}

// quietAndStrict sets the two switches that all instances of a library share:
// gin prints no routes, and huma tells "Name" from "name", as JSON does.
var quietAndStrict = sync.OnceFunc(func() {
	gin.SetMode(gin.ReleaseMode)
	huma.ValidateStrictCasing = true
})

// build makes the engine and hangs every route of the table into it.
func (a *API) build() error {
	quietAndStrict()
	a.engine = gin.New()
	a.engine.RedirectTrailingSlash, a.engine.RedirectFixedPath = false, false
	a.engine.HandleMethodNotAllowed = true
	if err := a.engine.SetTrustedProxies(a.cfg.TrustedProxies); err != nil {
		return fmt.Errorf("trusted proxies: %w", err)
	}
	a.engine.Use(a.observe, a.recoverPanic, a.headers, a.crossOrigin, a.guard)
	a.engine.NoRoute(a.notFound)
	a.engine.NoMethod(a.methodNotAllowed)

	hc := huma.DefaultConfig("frontdesk", a.cfg.Version)
	hc.DocsPath, hc.OpenAPIPath, hc.SchemasPath, hc.CreateHooks = "", "", "", nil
	hc.Components.Schemas = huma.NewMapRegistry("#/components/schemas/", schemaName)
	hc.RejectUnknownQueryParameters = true
	hc.Transformers = []huma.Transformer{a.finishProblem}
	a.docs = humagin.New(a.engine, hc)
	if err := a.mountRoutes(); err != nil {
		return err
	}
	a.mountPages()
	a.handler = a.canonical(a.engine)
	return nil
}

// Handler serves everything but the metrics.
func (a *API) Handler() http.Handler { return a.handler }

// MetricsHandler serves the figures for Prometheus; it belongs on a port of its
// own.
func (a *API) MetricsHandler() http.Handler { return metricsHandler(a.Metrics) }

// Run carries hints to the live clients and keeps house among them until ctx
// ends; then it tells them to come back and closes them.
func (a *API) Run(ctx context.Context) error {
	hints, stop := a.Hub.Subscribe(4096)
	defer stop()
	tick := time.NewTicker(a.cfg.Limits.Tick)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			a.Close()
			return nil
		case h, ok := <-hints:
			if !ok {
				a.Close()
				return nil
			}
			a.lobby.hint(h)
		case <-tick.C:
			a.housekeeping(ctx)
		}
	}
}

func (a *API) housekeeping(ctx context.Context) {
	a.lobby.tick(ctx)
	for _, b := range []*buckets{a.sends, a.frames, a.requests} {
		b.sweep()
	}
	a.guesses.sweep()
}

// Close sends every live client away with "come back" and waits until they are
// gone. It may be called more than once.
func (a *API) Close() {
	a.once.Do(func() {
		a.leave()
		a.lobby.closeAll()
	})
	a.live.Wait()
}
