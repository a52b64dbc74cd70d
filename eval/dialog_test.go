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
	playShipped(t, nil)
}

// empty makes a database as good as new, which is much faster than a new one.
const empty = `DO $$ BEGIN
	EXECUTE (SELECT 'TRUNCATE ' || string_agg(quote_ident(tablename), ', ') FROM pg_tables
		WHERE schemaname = 'public' AND tablename NOT IN ('goose_db_version', 'counters'));
	UPDATE counters SET value = 0;
END $$`

func TestScriptsOnPostgres(t *testing.T) {
	if testing.Short() {
		t.Skip("computes much: without the race detector")
	}
	if os.Getenv("DATABASE_URL") == "" {
		t.Skip("DATABASE_URL is not set (scripts/postgres.sh exec go test ./eval)")
	}
	free := make(chan string, 100) // addresses of databases that no script uses
	playShipped(t, func(ctx context.Context, now func() time.Time, newID func() string) (eval.DialogStore, func() error, error) {
		var address string
		select {
		case address = <-free:
			pgtest.Exec(t, address, empty)
		default:
			address = pgtest.Database(t)
		}
		s, err := postgres.Open(ctx, address, postgres.Options{Now: now, NewID: newID})
		if err != nil {
			return nil, nil, err
		}
		running, stop := context.WithCancel(context.WithoutCancel(ctx))
		ended := make(chan error, 1)
		go func() { ended <- s.Run(running) }()
		return s, func() error {
			stop()
			defer func() { free <- address }()
			return errors.Join(<-ended, s.Close())
		}, nil
	})
}
