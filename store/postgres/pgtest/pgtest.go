// Package pgtest gives tests databases of their own on a real PostgreSQL.
package pgtest

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// Database makes a new, empty database on the server of DATABASE_URL and gives
// its address; it is dropped at the test's end. Without DATABASE_URL the test is
// skipped.
func Database(t testing.TB) string {
	t.Helper()
	server := os.Getenv("DATABASE_URL")
	if server == "" {
		t.Skip("DATABASE_URL is not set (scripts/postgres.sh exec go test …)")
	}
	name := "test_" + strings.ToLower(rand.Text())
	Exec(t, server, "CREATE DATABASE "+name)
	t.Cleanup(func() { Exec(t, server, "DROP DATABASE "+name+" WITH (FORCE)") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

// Pool lends databases that are as good as new to tests that need many, one after
// the other: to make, migrate and drop one takes ten times as long as to empty it.
type Pool struct {
	t    testing.TB
	free chan string // addresses of databases that nobody uses
}

// NewPool makes a pool; its databases are dropped at the end of t.
func NewPool(t testing.TB) *Pool { return &Pool{t: t, free: make(chan string, 100)} }

// empty leaves what the migrations made.
const empty = `DO $$ DECLARE x text; BEGIN
	FOR x IN SELECT indexname FROM pg_indexes WHERE schemaname = 'public' AND indexdef LIKE '% USING hnsw %' LOOP
		EXECUTE 'DROP INDEX ' || quote_ident(x);
	END LOOP;
	EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') || ' RESTART IDENTITY' FROM pg_tables
		WHERE schemaname = 'public' AND tablename NOT IN ('goose_db_version', 'counters', 'gap_work'));
	UPDATE counters SET value = 0;
	UPDATE gap_work SET place_at = 0, place_id = '', holder = '', lease_until = 0;
END $$`

// Take gives the address of a database without data. It may have no schema yet;
// nobody else has it until it is given back.
func (p *Pool) Take() string {
	select {
	case address := <-p.free:
		Exec(p.t, address, empty)
		return address
	default:
		return Database(p.t)
	}
}

// Give takes a database back that nobody is connected to any more.
func (p *Pool) Give(address string) { p.free <- address }

// Exec runs one statement over a connection of its own.
func Exec(t testing.TB, address, sql string) {
	t.Helper()
	ctx := context.WithoutCancel(t.Context()) // also when the test has ended
	conn, err := pgx.Connect(ctx, address)
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close(ctx)
	if _, err := conn.Exec(ctx, sql); err != nil {
		t.Fatal(err)
	}
}
