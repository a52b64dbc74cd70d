package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"strings"

	"frontdesk/store"
)

// session is one connection with its prepared statements. One goroutine uses it
// at a time.
type session struct {
	conn    *sql.Conn
	stmts   map[string]*sql.Stmt
	writes  bool     // a statement that may write was run since this was last cleared
	effects []func() // what follows from the transaction once it is durable
}

// after keeps what follows from an operation in memory until it is durable.
func (q *session) after(do func()) { q.effects = append(q.effects, do) }

func newSession(ctx context.Context, db *sql.DB) (*session, error) {
	conn, err := db.Conn(ctx)
	if err != nil {
		return nil, err
	}
	return &session{conn: conn, stmts: map[string]*sql.Stmt{}}, nil
}

func (q *session) close() error {
	var errs []error
	for _, st := range q.stmts {
		errs = append(errs, st.Close())
	}
	return errors.Join(append(errs, q.conn.Close())...)
}

func (q *session) prepare(ctx context.Context, query string) (*sql.Stmt, error) {
	q.writes = q.writes || !strings.HasPrefix(query, "SELECT")
	if st := q.stmts[query]; st != nil {
		return st, nil
	}
	// The statement outlives this call and its context.
	st, err := q.conn.PrepareContext(context.WithoutCancel(ctx), query)
	if err != nil {
		return nil, fmt.Errorf("prepare %.60q: %w", query, err)
	}
	q.stmts[query] = st
	return st, nil
}

func (q *session) exec(ctx context.Context, query string, args ...any) error {
	_, err := q.change(ctx, query, args...)
	return err
}

// change runs a statement and gives the number of rows that it changed.
func (q *session) change(ctx context.Context, query string, args ...any) (int64, error) {
	st, err := q.prepare(ctx, query)
	if err != nil {
		return 0, err
	}
	r, err := st.ExecContext(ctx, args...)
	if err != nil {
		return 0, err
	}
	return r.RowsAffected()
}

// row gives one row; its error comes with Scan.
func (q *session) row(ctx context.Context, query string, args ...any) scanner {
	st, err := q.prepare(ctx, query)
	if err != nil {
		return failed{err}
	}
	return st.QueryRowContext(ctx, args...)
}

// each calls scan for every row.
func (q *session) each(ctx context.Context, scan func(row scanner) error, query string, args ...any) error {
	st, err := q.prepare(ctx, query)
	if err != nil {
		return err
	}
	rows, err := st.QueryContext(ctx, args...)
	if err != nil {
		return err
	}
	defer rows.Close()
	for rows.Next() {
		if err := scan(rows); err != nil {
			return err
		}
	}
	return rows.Err()
}

type scanner interface{ Scan(dest ...any) error }

// failed is a row that could not be asked for.
type failed struct{ err error }

func (f failed) Scan(...any) error { return f.err }

// look runs do, which is one statement that finds its rows by a key, on a
// reader. It is over before it could be called off: a context that can end costs
// the driver a goroutine a statement.
func (s *Store) look(ctx context.Context, do func(ctx context.Context, q *session) error) error {
	var q *session
	select {
	case q = <-s.readers:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.readers <- q }()
	return do(context.WithoutCancel(ctx), q)
}

// read runs do on a reader, in one snapshot of the database.
func (s *Store) read(ctx context.Context, do func(ctx context.Context, q *session) error) error {
	var q *session
	select {
	case q = <-s.readers:
	case <-ctx.Done():
		return ctx.Err()
	}
	defer func() { s.readers <- q }()
	// Called off while it begins, the driver would say that it has not, and whoever
	// reads next would find it begun.
	if err := q.exec(context.WithoutCancel(ctx), "BEGIN"); err != nil {
		return err
	}
	err := do(ctx, q)
	// The snapshot must end even where ctx has: it would hold back the log.
	if end := q.exec(context.WithoutCancel(ctx), "ROLLBACK"); err == nil {
		err = end
	}
	return err
}

// one scans one value by its fields; missing is the fault for no row.
func one[T any](row scanner, fields func(*T) []any, missing error) (T, error) {
	var v T
	err := row.Scan(fields(&v)...)
	if errors.Is(err, sql.ErrNoRows) {
		return v, missing
	}
	return v, err
}

// all scans every row by its fields.
func all[T any](ctx context.Context, q *session, fields func(*T) []any, query string, args ...any) ([]T, error) {
	var out []T
	err := q.each(ctx, func(row scanner) error {
		var v T
		if err := row.Scan(fields(&v)...); err != nil {
			return err
		}
		out = append(out, v)
		return nil
	}, query, args...)
	return out, err
}

// absent turns "no row" into the fault for a thing that is not there.
func absent(err error, what string) error {
	if errors.Is(err, sql.ErrNoRows) {
		return store.Missing(what)
	}
	return err
}
