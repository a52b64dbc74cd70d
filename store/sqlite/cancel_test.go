package sqlite_test

import (
	"context"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
)

// leaving is a context that ends as it is asked for its end the nth time.
type leaving struct {
	context.Context
	stop context.CancelFunc
	left atomic.Int64
}

func (l *leaving) Done() <-chan struct{} {
	if l.left.Add(-1) == 0 {
		l.stop()
	}
	return l.Context.Done()
}

// Whoever goes away while something is read, at whatever moment, leaves the connection
// as it was: it reads again, and what has been written since.
func TestReadersOutliveTheirCallers(t *testing.T) {
	s, err := sqlite.Open(t.Context(), sqlitetest.Dir(t), sqlite.Options{Now: time.Now, NewID: func() string { return "" }, Readers: 1})
	if err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	defer func() {
		stop()
		if err := <-done; err != nil {
			t.Error(err)
		}
		if err := s.Close(); err != nil {
			t.Error(err)
		}
	}()
	if err := s.AddUser(t.Context(), auth.User{ID: "li", Email: "li@shop.example"}); err != nil {
		t.Fatal(err)
	}
	for round := range 1500 { // it takes some hundred to meet the moment
		for _, asked := range []int64{2, 3} {
			reading, leave := context.WithCancel(t.Context())
			who := &leaving{Context: reading, stop: leave}
			who.left.Store(asked + 1)
			_, _ = s.Users(who)
			leave()
			if _, err := s.Users(t.Context()); err != nil {
				t.Fatalf("round %d, after somebody left at the %d. look: %v", round, asked+1, err)
			}
		}
	}
	if _, _, err := s.ChangeUser(t.Context(), "li", func(u *auth.User) error { u.Name = "Li"; return nil }); err != nil {
		t.Fatal(err)
	}
	if u, err := s.User(t.Context(), "li"); err != nil || u.Name != "Li" {
		t.Errorf("read %+v, %v", u, err)
	}
}
