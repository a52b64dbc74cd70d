package postgres

import (
	"context"
	"embed"
	"errors"
	"fmt"
	"io/fs"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/stdlib"
	"github.com/pressly/goose/v3"
	"github.com/pressly/goose/v3/lock"

	"frontdesk/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// How often and how many times a node asks for the lock while another one
// migrates: five minutes in all.
const (
	lockEverySeconds = 1
	lockTimes        = 300
)

// migrate brings the schema up to date, forward only, one node at a time (an
// advisory lock). A schema that is newer than this binary is refused, since the
// binary does not know what it means.
func migrate(ctx context.Context, conn *pgx.Conn, cfg *pgx.ConnConfig) (err error) {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	locker, err := lock.NewPostgresSessionLocker(lock.WithLockTimeout(lockEverySeconds, lockTimes))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	db := stdlib.OpenDB(*cfg)
	defer func() { err = errors.Join(err, db.Close()) }()
	p, err := goose.NewProvider(goose.DialectPostgres, db, files, goose.WithSessionLocker(locker))
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	have, err := schemaVersion(ctx, conn)
	if err != nil {
		return fmt.Errorf("schema version: %w", err)
	}
	sources := p.ListSources()
	supported := sources[len(sources)-1].Version
	if have > supported {
		return fault.New(fault.Invalid, "schema_too_new", "schema %d > supported %d: upgrade the binary", have, supported)
	}
	if have == supported {
		return nil
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}

// schemaVersion reads what goose has noted; 0 for a new database. goose itself
// would make its table for that, and two nodes would race to make it.
func schemaVersion(ctx context.Context, conn *pgx.Conn) (int64, error) {
	var there bool
	if err := conn.QueryRow(ctx, "SELECT to_regclass('goose_db_version') IS NOT NULL").Scan(&there); err != nil || !there {
		return 0, err
	}
	var version int64
	err := conn.QueryRow(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version WHERE is_applied").Scan(&version)
	return version, err
}
