package postgres_test

import (
	"context"
	"crypto/rand"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/store/postgres"
	"frontdesk/store/storetest"
)

// database makes a new, empty database on the server of DATABASE_URL and gives
// its address; it is dropped at the test's end.
func database(t testing.TB) string {
	t.Helper()
	server := os.Getenv("DATABASE_URL")
	if server == "" {
		t.Skip("DATABASE_URL is not set (scripts/postgres.sh exec go test ./store/postgres)")
	}
	name := "test_" + strings.ToLower(rand.Text())
	ctx := context.WithoutCancel(t.Context())
	run := func(sql string) {
		conn, err := pgx.Connect(ctx, server)
		if err != nil {
			t.Fatal(err)
		}
		defer conn.Close(ctx)
		if _, err := conn.Exec(ctx, sql); err != nil {
			t.Fatal(err)
		}
	}
	run("CREATE DATABASE " + name)
	t.Cleanup(func() { run("DROP DATABASE " + name + " WITH (FORCE)") })
	u, err := url.Parse(server)
	if err != nil {
		t.Fatal(err)
	}
	u.Path = "/" + name
	return u.String()
}

func openAt(t testing.TB, address string, o postgres.Options) *postgres.Store {
	t.Helper()
	s, err := postgres.Open(t.Context(), address, o)
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	})
	return s
}

func open(t testing.TB, now func() time.Time, newID func() string) storetest.Engine {
	return openAt(t, database(t), postgres.Options{Now: now, NewID: newID})
}

func TestStore(t *testing.T) {
	if os.Getenv("DATABASE_URL") == "" {
		t.Skip("DATABASE_URL is not set (scripts/postgres.sh exec go test ./store/postgres)")
	}
	storetest.Run(t, open)
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }
