package postgres

import (
	"context"
	"errors"
	"strconv"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"frontdesk/store"
)

// arguments collects a statement's arguments where its text is put together
// from parts.
type arguments []any

// add gives the parameter that stands for v, with its type where PostgreSQL
// cannot know it: "$3::bigint".
func (a *arguments) add(v any, kind string) string {
	*a = append(*a, v)
	p := "$" + strconv.Itoa(len(*a))
	if kind != "" {
		p += "::" + kind
	}
	return p
}

// rower is a pool, a connection or a transaction.
type rower interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

// one scans one value by its fields; missing is the fault for no row.
func one[T any](row pgx.Row, fields func(*T) []any, missing error) (T, error) {
	var v T
	err := row.Scan(fields(&v)...)
	if errors.Is(err, pgx.ErrNoRows) {
		return v, missing
	}
	return v, err
}

// all scans every row by its fields.
func all[T any](ctx context.Context, q rower, fields func(*T) []any, query string, args ...any) ([]T, error) {
	rows, err := q.Query(ctx, query, args...)
	if err != nil {
		return nil, err
	}
	return collect(rows, fields)
}

func collect[T any](rows pgx.Rows, fields func(*T) []any) ([]T, error) {
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (T, error) {
		var v T
		err := row.Scan(fields(&v)...)
		return v, err
	})
}

// absent turns "no row" into the fault for a thing that is not there.
func absent(err error, what string) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return store.Missing(what)
	}
	return err
}

// SQL states that are told apart.
const (
	uniqueViolation      = "23505"
	serializationFailure = "40001"
	deadlockDetected     = "40P01"
)

// broken tells whether err is the violation of one of the unique keys named.
func broken(err error, keys ...string) bool {
	var e *pgconn.PgError
	if !errors.As(err, &e) || e.Code != uniqueViolation {
		return false
	}
	for _, k := range keys {
		if e.ConstraintName == k {
			return true
		}
	}
	return false
}

// again tells whether the same statement may succeed when it is tried again.
func again(err error) bool {
	var e *pgconn.PgError
	return errors.As(err, &e) && (e.Code == serializationFailure || e.Code == deadlockDetected)
}

// exec runs one statement.
func (s *Store) exec(ctx context.Context, query string, args ...any) error {
	_, err := s.pool.Exec(ctx, query, args...)
	return err
}
