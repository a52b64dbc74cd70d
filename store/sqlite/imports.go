package sqlite

import (
	"context"
	"time"

	"frontdesk/ingest"
	"frontdesk/internal/fault"
	"frontdesk/store"
)

var (
	insertImport = "INSERT INTO imports (" + store.ImportColumns + ") VALUES (" + store.Placeholders("?", 1, store.Count(store.ImportColumns)) + ")"
	updateImport = insertImport + " ON CONFLICT (id) DO UPDATE SET " + store.Assignments(store.ImportColumns, store.KeptImportColumns...) +
		" WHERE imports.worker = excluded.worker AND imports.state = 'running' RETURNING " + store.ImportColumns
	insertImportRow = "INSERT INTO import_rows (" + store.ImportRowColumns + ") VALUES (" + store.Placeholders("?", 1, store.Count(store.ImportRowColumns)) + ")"
	upsertPage      = "INSERT INTO source_pages (" + store.PageColumns + ") VALUES (" + store.Placeholders("?", 1, store.Count(store.PageColumns)) +
		") ON CONFLICT (source_id, url) DO UPDATE SET " + store.Assignments(store.PageColumns, "source_id", "url")
)

const (
	selectImport = "SELECT " + store.ImportColumns + " FROM imports"
	purgeImports = "DELETE FROM imports WHERE ended_at > 0 AND ended_at <= ?1"
)

// AddImport stores a new one. See ingest.ImportStore.
func (s *Store) AddImport(ctx context.Context, i ingest.Import) error {
	if err := store.CheckImport(i); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *session) error {
		err := q.exec(ctx, insertImport, store.ImportFields(&i)...)
		if broken(err, "imports.source_id") {
			return ingest.ImportRuns()
		}
		return err
	})
}

// Import loads one; fault.NotFound.
func (s *Store) Import(ctx context.Context, id string) (i ingest.Import, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		i, err = one(q.row(ctx, selectImport+" WHERE id = ?1", id), store.ImportFields, store.Missing("import"))
		return err
	})
	return i, err
}

// Imports lists the newest first.
func (s *Store) Imports(ctx context.Context, f ingest.ImportFilter) (out []ingest.Import, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.ImportFields, selectImport+` WHERE (?1 = '' OR state = ?1) AND (?2 = '' OR source_id = ?2)
			AND (?3 = '' OR id < ?3) AND (?5 = 0 OR ended_at > ?5) ORDER BY id DESC LIMIT ?4 + 0`,
			f.State, f.SourceID, f.After, store.Limit(f.Limit, 50, 200), store.Micros(f.EndedAfter))
		return err
	})
	return out, err
}

// ImportRows lists rows in their order.
func (s *Store) ImportRows(ctx context.Context, f ingest.RowFilter) (out []ingest.Row, err error) {
	limit := f.Limit
	if limit <= 0 {
		limit = -1 // all
	}
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.ReadImportRow, "SELECT "+store.ImportRowColumns+` FROM import_rows WHERE import_id = ?1
			AND (?2 = '' OR outcome = ?2) AND n > ?3 + 0 ORDER BY n LIMIT ?4 + 0`, f.ImportID, f.Outcome, f.After, limit)
		return err
	})
	return out, err
}

// CancelImport ends one, or asks it to end. See ingest.ImportStore.
func (s *Store) CancelImport(ctx context.Context, id string, now time.Time) (out ingest.Import, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = one(q.row(ctx, `UPDATE imports SET cancelled = state IN ('queued', 'running'),
			ended_at = iif(state = 'queued', ?2, ended_at), state = iif(state = 'queued', 'cancelled', state) WHERE id = ?1
			RETURNING `+store.ImportColumns, id, store.Micros(now)), store.ImportFields, store.Missing("import"))
		return err
	})
	return out, err
}

// RequeueImport puts an ended one into the queue again. See ingest.ImportStore.
func (s *Store) RequeueImport(ctx context.Context, id string, r ingest.Removal) (out ingest.Import, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = one(q.row(ctx, `UPDATE imports SET state = 'queued', cancelled = 0, code = '', error = '', worker = '', ended_at = 0,
			attempt = 0, lease_until = 0, removal = ?2 WHERE id = ?1 AND state IN ('done', 'failed', 'cancelled') RETURNING `+store.ImportColumns,
			id, store.RemovalText(r)), store.ImportFields, store.Missing("ended import"))
		if broken(err, "imports.source_id") {
			return ingest.ImportRuns()
		}
		return err
	})
	return out, err
}

// MarkTakenBack notes who took an import back; fault.NotFound.
func (s *Store) MarkTakenBack(ctx context.Context, id, by string, at time.Time) (out ingest.Import, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = one(q.row(ctx, "UPDATE imports SET taken_back_at = ?2, taken_back_by = ?3 WHERE id = ?1 RETURNING "+store.ImportColumns,
			id, store.Micros(at), by), store.ImportFields, store.Missing("import"))
		return err
	})
	return out, err
}

// TakeImport gives the oldest import to a worker. See ingest.ImportWork.
func (s *Store) TakeImport(ctx context.Context, c ingest.Claim) (out ingest.Import, err error) {
	const open = `SELECT id FROM imports WHERE kind IN (?1, ?2) AND (state = 'queued' OR state = 'running' AND lease_until <= ?3) ORDER BY id LIMIT 1`
	now := store.Micros(c.Now)
	id := ""
	err = s.look(ctx, func(ctx context.Context, q *session) error { // most of the time there is nothing, and nothing to write
		return absent(q.row(ctx, open, c.Kinds[0], c.Kinds[1], now).Scan(&id), "import")
	})
	if err != nil {
		return out, err
	}
	err = s.write(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = one(q.row(ctx, `UPDATE imports SET state = 'running', worker = ?4, lease_until = ?5, attempt = attempt + 1,
			begun_at = iif(begun_at = 0, ?3, begun_at) WHERE id = (`+open+`) RETURNING `+store.ImportColumns,
			c.Kinds[0], c.Kinds[1], now, c.Worker, store.Micros(c.Until)), store.ImportFields, store.Missing("import"))
		return err
	})
	return out, err
}

// SaveImport stores progress with what came of it. See ingest.ImportWork.
func (s *Store) SaveImport(ctx context.Context, i ingest.Import, b ingest.Batch) (out ingest.Import, err error) {
	if err := store.CheckBatch(b); err != nil {
		return out, err
	}
	err = s.write(ctx, func(ctx context.Context, q *session) (err error) {
		stored, err := one(q.row(ctx, selectImport+" WHERE id = ?1", i.ID), store.ImportFields, fault.ErrStale)
		if err != nil {
			return err
		}
		if stored.Worker != i.Worker || stored.State != ingest.Running {
			return fault.ErrStale
		}
		for _, saving := range b.Savings {
			if _, err := s.saveArticle(ctx, q, saving); err != nil {
				return err
			}
		}
		if out, err = one(q.row(ctx, updateImport, store.ImportFields(&i)...), store.ImportFields, fault.ErrStale); err != nil {
			return err
		}
		for n := range b.Rows {
			if err := q.exec(ctx, insertImportRow, store.ImportRowFields(&i.ID, &b.Rows[n])...); err != nil {
				return err
			}
		}
		for n := range b.Pages {
			if err := q.exec(ctx, upsertPage, store.PageFields(&b.Pages[n])...); err != nil {
				return err
			}
		}
		return endImport(ctx, q, i)
	})
	return out, err
}

// endImport drops what nobody needs after an import's end.
func endImport(ctx context.Context, q *session, i ingest.Import) error {
	if !i.Ended() {
		return nil
	}
	if i.State == ingest.Done && i.Removal.State != ingest.RemovalWaiting {
		if err := q.exec(ctx, "DELETE FROM import_files WHERE import_id = ?1", i.ID); err != nil {
			return err
		}
		return q.exec(ctx, "DELETE FROM import_rows WHERE import_id = ?1 AND outcome = 'unchanged' AND warnings = '[]' AND code = ''", i.ID)
	}
	return nil
}

// RenewImport extends or gives back a lease. See ingest.ImportWork.
func (s *Store) RenewImport(ctx context.Context, id, worker string, until time.Time) (out ingest.Import, err error) {
	err = s.write(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = one(q.row(ctx, `UPDATE imports SET lease_until = ?3, attempt = iif(?3 = 0, max(attempt - 1, 0), attempt)
			WHERE id = ?1 AND worker = ?2 AND state = 'running' RETURNING `+store.ImportColumns, id, worker, store.Micros(until)), store.ImportFields, fault.ErrStale)
		return err
	})
	return out, err
}

// AddImportFile keeps a file.
func (s *Store) AddImportFile(ctx context.Context, f ingest.StoredFile) error {
	if err := store.CheckText("files", f.Name); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *session) error {
		return q.exec(ctx, "INSERT INTO import_files ("+store.ImportFileColumns+", data) VALUES (?1, ?2, ?3, ?4, ?5)", store.ImportDataFields(&f)...)
	})
}

// ImportFiles lists an import's files without what is in them.
func (s *Store) ImportFiles(ctx context.Context, importID string) (out []ingest.StoredFile, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.ImportFileFields, "SELECT "+store.ImportFileColumns+" FROM import_files WHERE import_id = ?1 ORDER BY n", importID)
		return err
	})
	return out, err
}

// ImportFile loads one with its content; fault.NotFound.
func (s *Store) ImportFile(ctx context.Context, importID string, n int) (f ingest.StoredFile, err error) {
	err = s.look(ctx, func(ctx context.Context, q *session) (err error) {
		f, err = one(q.row(ctx, "SELECT "+store.ImportFileColumns+", data FROM import_files WHERE import_id = ?1 AND n = ?2 + 0", importID, n),
			store.ImportDataFields, store.Missing("file of the import"))
		return err
	})
	return f, err
}

// PurgeImports keeps the tables small. See ingest.ImportHouse.
func (s *Store) PurgeImports(ctx context.Context, files, ended time.Time) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		if err := q.exec(ctx, `DELETE FROM import_files WHERE created_at < ?1
			AND NOT EXISTS (SELECT 1 FROM imports WHERE imports.id = import_id AND state IN ('queued', 'running'))`, store.Micros(files)); err != nil {
			return err
		}
		return q.exec(ctx, purgeImports, store.Micros(ended))
	})
}
