package postgres

import (
	"context"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/internal/fault"
	"frontdesk/store"
)

const (
	oldestServer = 150000 // PostgreSQL 15, as server_version_num
	unsafeAdvice = "Turn it on in the server's configuration, or set allow_unsafe_durability=true to continue."
)

// server is what matters of a PostgreSQL server.
type server struct {
	version           int
	versionName       string
	vector            string // the version of pgvector that it can load; empty: none
	readOnly          bool
	fsync             string
	synchronousCommit string
	fullPageWrites    string
	now               time.Time
}

type querier interface {
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
}

func inspect(ctx context.Context, q querier) (server, error) {
	var s server
	var now int64
	err := q.QueryRow(ctx, `SELECT current_setting('server_version_num')::int, current_setting('server_version'),
		coalesce((SELECT default_version FROM pg_available_extensions WHERE name = 'vector'), ''),
		pg_is_in_recovery() OR current_setting('transaction_read_only')::bool,
		current_setting('fsync'), current_setting('synchronous_commit'), current_setting('full_page_writes'),
		(extract(epoch FROM clock_timestamp()) * 1000000)::bigint`).
		Scan(&s.version, &s.versionName, &s.vector, &s.readOnly, &s.fsync, &s.synchronousCommit, &s.fullPageWrites, &now)
	if err != nil {
		return s, fmt.Errorf("look at the database server: %w", err)
	}
	s.now = store.At(now)
	return s, nil
}

// refuse gives the reason for which the server cannot be used, with what to do.
func (s server) refuse(allowUnsafe bool) error {
	if s.version < oldestServer {
		return fault.New(fault.Invalid, "database_too_old", "PostgreSQL %s is too old: 15 or newer is needed.", s.versionName).
			Advise("Upgrade the server.")
	}
	if !iterative(s.vector) {
		have := "is not installed"
		if s.vector != "" {
			have = s.vector + " is too old: 0.8 or newer is needed"
		}
		return fault.New(fault.Invalid, "no_pgvector", "The PostgreSQL extension pgvector %s.", have).
			Advise(fmt.Sprintf("Install the package postgresql-%d-pgvector on the server, or use an image that has it.", s.version/10000))
	}
	if s.readOnly {
		return fault.New(fault.Invalid, "database_read_only", "The database is read-only.").
			Advise("Give the address of the primary server, with a user who may write.")
	}
	for _, f := range s.durability() {
		if f.Level == store.Fail && !allowUnsafe {
			return fault.New(fault.Invalid, "unsafe_durability", "%s", f.Message).Advise(f.Hint)
		}
	}
	return nil
}

// iterative tells whether a version of pgvector can go on scanning an index
// until a filter is satisfied (0.8).
func iterative(version string) bool {
	major, rest, _ := strings.Cut(version, ".")
	minor, _, _ := strings.Cut(rest, ".")
	a, err := strconv.Atoi(major)
	b, err2 := strconv.Atoi(minor)
	return err == nil && err2 == nil && (a > 0 || b >= 8)
}

// durability looks at the settings on which "acknowledged is never lost" rests.
func (s server) durability() (out []store.Finding) {
	for _, c := range []struct{ name, value string }{
		{"fsync", s.fsync}, {"synchronous_commit", s.synchronousCommit}, {"full_page_writes", s.fullPageWrites},
	} {
		f := store.Finding{Level: store.OK, Code: c.name, Message: c.name + "=" + c.value}
		if c.value == "off" {
			f.Level, f.Message, f.Hint = store.Fail, c.name+"=off breaks promise P1: a crash of the server loses acknowledged messages.", unsafeAdvice
		}
		out = append(out, f)
	}
	return out
}

// Check looks at what could go wrong: the server and its version, durability,
// the schema, and the clocks.
func (s *Store) Check(ctx context.Context) []store.Finding {
	found, err := inspect(ctx, s.pool)
	var version int64
	if err == nil {
		err = s.pool.QueryRow(ctx, "SELECT max(version_id) FROM goose_db_version").Scan(&version)
	}
	if err != nil {
		return []store.Finding{{Level: store.Fail, Code: "database", Message: "The database does not answer: " + err.Error(),
			Hint: "Start it, or look at the database's address."}}
	}
	out := append(found.durability(), store.ClockFinding(s.clock.Now(), found.now),
		store.Finding{Level: store.OK, Code: "schema", Message: fmt.Sprintf("schema %d", version)},
		store.Finding{Level: store.OK, Code: "server", Message: "PostgreSQL " + found.versionName + ", pgvector " + found.vector})
	if found.readOnly {
		out = append(out, store.Finding{Level: store.Fail, Code: "database_read_only", Message: "The database is read-only.",
			Hint: "Give the address of the primary server."})
	}
	return out
}
