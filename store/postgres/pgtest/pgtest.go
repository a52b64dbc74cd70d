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
