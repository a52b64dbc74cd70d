package postgres

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"testing"

	"github.com/jackc/pgx/v5/pgconn"

	"frontdesk/internal/fault"
)

// What says that the server is away becomes a fault that callers come back for, and
// nothing else does.
func TestTold(t *testing.T) {
	for _, c := range []struct {
		err  error
		away bool
	}{
		{nil, false},
		{pgconn.ErrConnClosed, true}, // the pool's connection had died before
		{&net.OpError{Op: "write", Err: errors.New("broken pipe")}, true},
		{io.ErrUnexpectedEOF, true}, {net.ErrClosed, true},
		{&pgconn.PgError{Code: "57P01"}, true}, {&pgconn.PgError{Code: "08006"}, true}, {&pgconn.PgError{Code: "53300"}, true},
		{&pgconn.PgError{Code: "23505"}, false}, {&pgconn.PgError{Code: "57014"}, false},
		{fmt.Errorf("%w: %w", context.Canceled, pgconn.ErrConnClosed), false}, // who asked has gone away
	} {
		if got := c.err != nil && fault.KindOf(told(c.err)) == fault.Unavailable; got != c.away {
			t.Errorf("%v: away %v, want %v", c.err, got, c.away)
		}
	}
}
