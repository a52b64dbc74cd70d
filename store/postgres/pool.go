package postgres

import (
	"context"
	"errors"
	"io"
	"net"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"frontdesk/internal/fault"
)

// pool is a pgxpool.Pool that says fault.Unavailable where the server cannot be
// reached, so that callers are told to come back instead of that we made a mistake.
type pool struct{ *pgxpool.Pool }

func (p pool) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	tag, err := p.Pool.Exec(ctx, sql, args...)
	return tag, told(err)
}

func (p pool) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return tellingRows(p.Pool.Query(ctx, sql, args...))
}

func (p pool) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return row{p.Pool.QueryRow(ctx, sql, args...)}
}

func (p pool) Begin(ctx context.Context) (pgx.Tx, error) { return p.BeginTx(ctx, pgx.TxOptions{}) }

func (p pool) BeginTx(ctx context.Context, o pgx.TxOptions) (pgx.Tx, error) {
	t, err := p.Pool.BeginTx(ctx, o)
	if err != nil {
		return nil, told(err)
	}
	return tx{t}, nil
}

// tx is the same for what is done in a transaction.
type tx struct{ pgx.Tx }

func (t tx) Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error) {
	tag, err := t.Tx.Exec(ctx, sql, args...)
	return tag, told(err)
}

func (t tx) Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error) {
	return tellingRows(t.Tx.Query(ctx, sql, args...))
}

func (t tx) QueryRow(ctx context.Context, sql string, args ...any) pgx.Row {
	return row{t.Tx.QueryRow(ctx, sql, args...)}
}

func (t tx) SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults {
	return batch{t.Tx.SendBatch(ctx, b)}
}

func (t tx) Commit(ctx context.Context) error { return told(t.Tx.Commit(ctx)) }

// batch is the same for the answers to several statements that are sent at once.
type batch struct{ pgx.BatchResults }

func (b batch) Exec() (pgconn.CommandTag, error) {
	tag, err := b.BatchResults.Exec()
	return tag, told(err)
}

func (b batch) Query() (pgx.Rows, error) { return tellingRows(b.BatchResults.Query()) }

func (b batch) QueryRow() pgx.Row { return row{b.BatchResults.QueryRow()} }

func (b batch) Close() error { return told(b.BatchResults.Close()) }

// rows is the same for an answer of several rows, which may break off.
type rows struct{ pgx.Rows }

func (r rows) Err() error { return told(r.Rows.Err()) }

func tellingRows(r pgx.Rows, err error) (pgx.Rows, error) {
	if err != nil {
		return nil, told(err)
	}
	return rows{r}, nil
}

// row is the same for a single one.
type row struct{ pgx.Row }

func (r row) Scan(dest ...any) error { return told(r.Row.Scan(dest...)) }

// told turns the failure to reach the server into a fault; others stay as they are.
func told(err error) error {
	if err == nil || !away(err) {
		return err
	}
	f := fault.New(fault.Unavailable, "database_unreachable", "The database does not answer.").Cause(err)
	f.RetryAfter = time.Second
	return f
}

// away tells whether a statement failed because nobody was there to do it. A caller
// who has gone away himself says nothing of the server.
func away(err error) bool {
	if errors.Is(err, context.Canceled) || errors.Is(err, context.DeadlineExceeded) {
		return false
	}
	var refused *pgconn.PgError
	if errors.As(err, &refused) {
		// Class 08: connection exceptions; 53300: too many connections; 57P01 to 57P03: it
		// shuts down, has crashed, or starts (PostgreSQL's documentation, appendix A).
		return strings.HasPrefix(refused.Code, "08") || refused.Code == "53300" || strings.HasPrefix(refused.Code, "57P0")
	}
	var connect *pgconn.ConnectError
	var network *net.OpError
	return errors.As(err, &connect) || errors.As(err, &network) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, io.EOF) ||
		errors.Is(err, net.ErrClosed) || errors.Is(err, pgconn.ErrConnClosed)
}
