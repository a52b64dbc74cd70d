package sqlite_test

import (
	"context"
	"testing"
	"time"

	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
	"frontdesk/store/storetest"
)

// open runs a store in a new folder until the test's end.
func open(t testing.TB, now func() time.Time, newID func() string) storetest.Engine {
	s := openIn(t, sqlitetest.Dir(t), now, newID)
	return s
}

func openIn(t testing.TB, dir string, now func() time.Time, newID func() string) *sqlite.Store {
	t.Helper()
	s, err := sqlite.Open(t.Context(), dir, sqlite.Options{Now: now, NewID: newID})
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

func TestStore(t *testing.T) { storetest.Run(t, open) }

func BenchmarkStore(b *testing.B) { storetest.Bench(b, open) }

func BenchmarkArticles(b *testing.B) { storetest.BenchArticles(b, open) }
