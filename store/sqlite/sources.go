package sqlite

import (
	"context"
	"errors"
	"time"

	"frontdesk/ingest"
	"frontdesk/internal/fault"
	"frontdesk/store"
)

var upsertSource = "INSERT INTO sources (" + store.SourceColumns + ") VALUES (" + store.Placeholders("?", 1, store.Count(store.SourceColumns)) +
	") ON CONFLICT (id) DO UPDATE SET " + store.Assignments(store.SourceColumns, "id", "created_by", "created_at")

const selectSource = "SELECT " + store.SourceColumns + ", " + store.SourcePagesColumn + " FROM sources"

// Sources lists all, by name.
func (s *Store) Sources(ctx context.Context) (out []ingest.Source, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.ReadSourceFields, selectSource+" ORDER BY name")
		return err
	})
	return out, err
}

// Source loads one; fault.NotFound.
func (s *Store) Source(ctx context.Context, id string) (out ingest.Source, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = one(q.row(ctx, selectSource+" WHERE id = ?1", id), store.ReadSourceFields, store.Missing("source"))
		return err
	})
	return out, err
}

// SaveSource inserts or updates. See ingest.SourceStore.
func (s *Store) SaveSource(ctx context.Context, src ingest.Source) (out ingest.Source, err error) {
	if err := store.CheckSource(src); err != nil {
		return out, err
	}
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		old, err := one(q.row(ctx, selectSource+" WHERE id = ?1", src.ID), store.ReadSourceFields, store.Missing("source"))
		if err != nil && (!errors.Is(err, fault.ErrNotFound) || src.Version > 0) {
			return err
		}
		if old.Version != src.Version {
			return store.SourceConflict(src.ID, old.Version)
		}
		out = store.NextSource(old, src, s.clock.Now())
		err = q.exec(ctx, upsertSource, store.SourceFields(&out)...)
		if broken(err, "sources.name") {
			return store.SourceExists(src.Name)
		}
		return err
	})
	return out, err
}

// DeleteSource forgets one with its pages; fault.NotFound.
func (s *Store) DeleteSource(ctx context.Context, id string) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, "DELETE FROM sources WHERE id = ?1", id)
		if err == nil && n == 0 {
			return store.Missing("source")
		}
		return err
	})
}

// StartDue begins a run that is due. See ingest.SourceStore.
func (s *Store) StartDue(ctx context.Context, src ingest.Source, next time.Time, run ingest.Import) (won bool, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, "UPDATE sources SET next_run_at = ?3 WHERE id = ?1 AND next_run_at = ?2", src.ID, store.Micros(src.NextRunAt), store.Micros(next))
		if err != nil || n == 0 {
			return err
		}
		n, err = q.change(ctx, insertImport+" ON CONFLICT DO NOTHING", store.ImportFields(&run)...)
		won = n > 0
		return err
	})
	return won, err
}

// SourcePages lists pages by address.
func (s *Store) SourcePages(ctx context.Context, f ingest.PageFilter) (out []ingest.Page, err error) {
	limit := f.Limit
	if limit <= 0 {
		limit = -1 // all
	}
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.PageFields, "SELECT "+store.PageColumns+` FROM source_pages WHERE source_id = ?1
			AND (?2 = '' OR status = ?2) AND url > ?3 ORDER BY url LIMIT ?4 + 0`, f.SourceID, f.Status, f.After, limit)
		return err
	})
	return out, err
}
