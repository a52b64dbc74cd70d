package postgres_test

import (
	"context"
	"os"
	"testing"
	"time"

	"frontdesk/store/postgres"
	"frontdesk/store/postgres/pgtest"
	"frontdesk/store/storetest"
)

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
	return openAt(t, pgtest.Database(t), postgres.Options{Now: now, NewID: newID})
}

func TestStore(t *testing.T) {
	if os.Getenv("DATABASE_URL") == "" {
		t.Skip("DATABASE_URL is not set (scripts/postgres.sh exec go test ./store/postgres)")
	}
	databases := pgtest.NewPool(t)
	storetest.Run(t, func(t testing.TB, now func() time.Time, newID func() string) storetest.Engine {
		address := databases.Take()
		t.Cleanup(func() { databases.Give(address) })
		return openAt(t, address, postgres.Options{Now: now, NewID: newID})
	})
}

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }

func BenchmarkArticles(b *testing.B) { storetest.BenchArticles(b, open) }
