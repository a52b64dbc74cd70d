package sqlite

import (
	"context"
	"database/sql"
	"embed"
	"fmt"
	"io/fs"

	"github.com/pressly/goose/v3"

	"frontdesk/internal/fault"
)

//go:embed migrations/*.sql
var migrations embed.FS

// migrate brings the schema up to date, forward only. A schema that is newer
// than this binary is refused, since the binary does not know what it means.
func migrate(ctx context.Context, db *sql.DB) error {
	files, err := fs.Sub(migrations, "migrations")
	if err != nil {
		return err
	}
	p, err := goose.NewProvider(goose.DialectSQLite3, db, files)
	if err != nil {
		return fmt.Errorf("migrations: %w", err)
	}
	sources := p.ListSources()
	have, err := p.GetDBVersion(ctx)
	if err != nil {
		return fmt.Errorf("schema version: %w", err)
	}
	if supported := sources[len(sources)-1].Version; have > supported {
		return fault.New(fault.Invalid, "schema_too_new", "schema %d > supported %d: upgrade the binary", have, supported)
	}
	if _, err := p.Up(ctx); err != nil {
		return fmt.Errorf("migrate: %w", err)
	}
	return nil
}
