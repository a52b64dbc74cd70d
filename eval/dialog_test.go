package eval_test

import (
	"context"
	"errors"
	"os"
	"testing"
	"time"

	"frontdesk/eval"
	"frontdesk/store/postgres"
	"frontdesk/store/postgres/pgtest"
)

// playShipped plays every shipped conversation script.
func playShipped(t *testing.T, newStore eval.NewStore) {
	t.Helper()
	res, err := eval.RunDialog(t.Context(), eval.DialogOptions{Scripts: os.DirFS("scripts"), NewStore: newStore})
	if err != nil {
		t.Fatal(err)
	}
	for _, f := range res.Failures {
		t.Error(f)
	}
	t.Logf("%d of %d scripts passed, %d turns", res.Passed, res.Scripts, res.Turns)
}

func TestScriptsOnSQLite(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	t.Parallel()
	playShipped(t, nil)
}

func TestScriptsOnPostgres(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	if os.Getenv("DATABASE_URL") == "" {
		t.Skip("DATABASE_URL is not set (scripts/postgres.sh exec go test ./eval)")
	}
	t.Parallel()
	databases := pgtest.NewPool(t)
	playShipped(t, func(ctx context.Context, now func() time.Time, newID func() string) (eval.DialogStore, func() error, error) {
		address := databases.Take()
		s, err := postgres.Open(ctx, address, postgres.Options{Now: now, NewID: newID})
		if err != nil {
			return nil, nil, err
		}
		running, stop := context.WithCancel(context.WithoutCancel(ctx))
		ended := make(chan error, 1)
		go func() { ended <- s.Run(running) }()
		return s, func() error {
			stop()
			defer databases.Give(address)
			return errors.Join(<-ended, s.Close())
		}, nil
	})
}
