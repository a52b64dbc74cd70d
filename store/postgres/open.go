// Package postgres keeps everything in PostgreSQL with pgvector: the store for
// more than one replica.
//
// What happens for every message, Receive and Commit, is one statement with
// data-modifying CTEs: one round trip and one commit. Numbers of messages come
// from the locked conversation row, never from a sequence, since ids of a
// sequence become visible out of order. Races are settled by unique keys, by
// the conversation's version and by leases.
package postgres

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"
	pgxvec "github.com/pgvector/pgvector-go/pgx"

	"frontdesk/bot/training"
	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/pipeline"
	"frontdesk/store"
)

var (
	_ pipeline.Store        = (*Store)(nil)
	_ pipeline.Outbox       = (*Store)(nil)
	_ handoff.Store         = (*Store)(nil)
	_ knowledge.Store       = (*Store)(nil)
	_ knowledge.VectorStore = (*Store)(nil)
	_ knowledge.GistStore   = (*Store)(nil)
	_ auth.Store            = (*Store)(nil)
	_ training.Store        = (*Store)(nil)
)

const (
	defaultMaxConns = 16
	defaultWait     = 30 * time.Second
	vacantWait      = 5 * time.Second
)

// Options are what the store needs from outside. Now and NewID are required.
type Options struct {
	Now                   func() time.Time
	NewID                 func() string
	AllowUnsafeDurability bool                // run although the server may lose acknowledged messages
	MaxConns              int                 // 0 is 16
	Wait                  time.Duration       // how long to wait for a server that does not answer yet; 0 is 30 s
	Log                   *slog.Logger        // hears that it waits; nil for nobody
	MarketGroups          map[string][]string // names for several countries, as the knowledge base has them
}

// Store is an open database. Its methods are safe for concurrent use. Run
// carries hints between replicas; everything else works without it.
type Store struct {
	pool   pool
	clock  store.Clock
	groups map[string][]string
	hints  *hints
	recent store.Recent
	scopes scopes
}

// Open connects, refuses a server that would break what frontdesk promises, and
// brings the schema up to date. A server that is not there yet is waited for.
func Open(ctx context.Context, url string, o Options) (*Store, error) {
	if o.Now == nil || o.NewID == nil {
		return nil, errors.New("postgres: Now and NewID are required")
	}
	cfg, err := parse(url)
	if err != nil {
		return nil, err
	}
	if err := prepare(ctx, cfg.ConnConfig, o); err != nil {
		return nil, err
	}
	cfg.MaxConns = defaultMaxConns
	if o.MaxConns > 0 {
		cfg.MaxConns = int32(o.MaxConns)
	}
	cfg.AfterConnect = pgxvec.RegisterTypes
	conns, err := pgxpool.NewWithConfig(ctx, cfg)
	if err != nil {
		return nil, fmt.Errorf("open the database pool: %w", err)
	}
	s := &Store{pool: pool{conns}, clock: store.Clock{Now: o.Now, NewID: o.NewID}, groups: o.MarketGroups}
	s.hints = newHints(conns, o.NewID())
	if err := s.Ping(ctx); err != nil {
		conns.Close()
		return nil, err
	}
	return s, nil
}

// prepare looks at the server and migrates the schema, over one connection.
func prepare(ctx context.Context, cfg *pgx.ConnConfig, o Options) error {
	conn, err := connect(ctx, cfg, o)
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	server, err := inspect(ctx, conn)
	if err != nil {
		return err
	}
	if err := server.refuse(o.AllowUnsafeDurability); err != nil {
		return err
	}
	return migrate(ctx, conn, cfg)
}

// Vacant says whether a copy may be restored into the database: it has no tables of
// anybody's. One that has is a fault of kind Conflict.
func Vacant(ctx context.Context, url string) error {
	cfg, err := parse(url)
	if err != nil {
		return err
	}
	conn, err := connect(ctx, cfg.ConnConfig, Options{Wait: vacantWait})
	if err != nil {
		return err
	}
	defer conn.Close(context.WithoutCancel(ctx))
	var tables int
	if err := conn.QueryRow(ctx, `SELECT count(*) FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`).Scan(&tables); err != nil {
		return fmt.Errorf("look whether the database is empty: %w", err)
	}
	if tables > 0 {
		return fault.New(fault.Conflict, "database_not_empty", "The database %s has %d tables already.", cfg.ConnConfig.Database, tables).
			Advise("Nothing is overwritten: make an empty one (createdb), and name that.")
	}
	return nil
}

func parse(url string) (*pgxpool.Config, error) {
	cfg, err := pgxpool.ParseConfig(url)
	if err != nil {
		return nil, fault.New(fault.Invalid, "database_url", "The database's address cannot be read.").
			Advise("Write it as postgres://user:password@host:5432/name.").Cause(err)
	}
	return cfg, nil
}

// connect tries until the server answers or the wait is over. A server that
// answers with a refusal is not asked again.
func connect(ctx context.Context, cfg *pgx.ConnConfig, o Options) (*pgx.Conn, error) {
	wait := cmp.Or(o.Wait, defaultWait)
	stopped := ctx
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	waits := false
	for pause := 100 * time.Millisecond; ; pause = min(2*pause, 2*time.Second) {
		conn, err := pgx.ConnectConfig(ctx, cfg)
		if err == nil {
			return conn, nil
		}
		var refused *pgconn.PgError
		if errors.As(err, &refused) && refused.Code != "57P03" { // 57P03: it is starting up
			return nil, fault.New(fault.Invalid, "database_refused", "The database refuses the connection: %s.", refused.Message).
				Advise("Look at user, password and database name of the database's address.").Cause(err)
		}
		if o.Log != nil && !waits {
			o.Log.Warn("the database does not answer yet", "host", cfg.Host, "port", cfg.Port, "tried_for", wait, "err", err)
		}
		waits = true
		timer := time.NewTimer(pause)
		select {
		case <-timer.C:
		case <-ctx.Done():
			timer.Stop()
			if err := stopped.Err(); err != nil {
				return nil, err
			}
			return nil, fault.New(fault.Unavailable, "database_unreachable", "The database at %s:%d does not answer.", cfg.Host, cfg.Port).
				Advise("Start it, or look at host and port of the database's address.").Cause(err)
		}
	}
}

// Close closes all connections. End Run first.
func (s *Store) Close() error {
	s.pool.Close()
	return nil
}

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if err := s.pool.Ping(ctx); err != nil {
		return fault.New(fault.Unavailable, "database_unreachable", "The database does not answer.").Cause(err)
	}
	return nil
}
