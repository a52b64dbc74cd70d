package postgres

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/ingest"
	"frontdesk/internal/fault"
	"frontdesk/store"
)

var upsertSource = "INSERT INTO sources (" + store.SourceColumns + ") VALUES (" + store.Placeholders("$", 1, store.Count(store.SourceColumns)) +
	") ON CONFLICT (id) DO UPDATE SET " + store.Assignments(store.SourceColumns, "id", "created_by", "created_at")

const selectSource = "SELECT " + store.SourceColumns + ", " + store.SourcePagesColumn + " FROM sources"

// Sources lists all, by name.
func (s *Store) Sources(ctx context.Context) ([]ingest.Source, error) {
	return all(ctx, s.pool, store.ReadSourceFields, selectSource+` ORDER BY name COLLATE "C"`)
}

// Source loads one; fault.NotFound.
func (s *Store) Source(ctx context.Context, id string) (ingest.Source, error) {
	return one(s.pool.QueryRow(ctx, selectSource+" WHERE id = $1", id), store.ReadSourceFields, store.Missing("source"))
}

// SaveSource inserts or updates. See ingest.SourceStore.
func (s *Store) SaveSource(ctx context.Context, src ingest.Source) (out ingest.Source, err error) {
	if err := store.CheckSource(src); err != nil {
		return out, err
	}
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		old, err := one(tx.QueryRow(ctx, selectSource+" WHERE id = $1 FOR UPDATE", src.ID), store.ReadSourceFields, store.Missing("source"))
		if err != nil && (!errors.Is(err, fault.ErrNotFound) || src.Version > 0) {
			return err
		}
		if old.Version != src.Version {
			return store.SourceConflict(src.ID, old.Version)
		}
		out = store.NextSource(old, src, s.clock.Now())
		_, err = tx.Exec(ctx, upsertSource, store.SourceFields(&out)...)
		return err
	})
	if broken(err, "sources_name_key") {
		return out, store.SourceExists(src.Name)
	}
	return out, err
}

// DeleteSource forgets one with its pages; fault.NotFound.
func (s *Store) DeleteSource(ctx context.Context, id string) error {
	n, err := s.pool.Exec(ctx, "DELETE FROM sources WHERE id = $1", id)
	if err == nil && n.RowsAffected() == 0 {
		return store.Missing("source")
	}
	return err
}

// StartDue begins a run that is due. See ingest.SourceStore.
func (s *Store) StartDue(ctx context.Context, src ingest.Source, next time.Time, run ingest.Import) (won bool, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		n, err := tx.Exec(ctx, "UPDATE sources SET next_run_at = $3 WHERE id = $1 AND next_run_at = $2", src.ID, store.Micros(src.NextRunAt), store.Micros(next))
		if err != nil || n.RowsAffected() == 0 {
			return err
		}
		n, err = tx.Exec(ctx, insertImport+" ON CONFLICT DO NOTHING", store.ImportFields(&run)...)
		won = n.RowsAffected() > 0
		return err
	})
	return won, err
}

// SourcePages lists pages by address.
func (s *Store) SourcePages(ctx context.Context, f ingest.PageFilter) ([]ingest.Page, error) {
	return all(ctx, s.pool, store.PageFields, "SELECT "+store.PageColumns+` FROM source_pages WHERE source_id = $1
		AND ($2 = '' OR status = $2) AND url > $3 ORDER BY url LIMIT NULLIF($4, 0)`, f.SourceID, f.Status, f.After, max(f.Limit, 0))
}
