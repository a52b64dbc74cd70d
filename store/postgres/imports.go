package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/ingest"
	"frontdesk/internal/fault"
	"frontdesk/store"
)

var (
	insertImport = "INSERT INTO imports (" + store.ImportColumns + ") VALUES (" + store.Placeholders("$", 1, store.Count(store.ImportColumns)) + ")"
	updateImport = insertImport + " ON CONFLICT (id) DO UPDATE SET " + store.Assignments(store.ImportColumns, store.KeptImportColumns...) +
		" WHERE imports.worker = excluded.worker AND imports.state = 'running' RETURNING " + store.Qualify("imports", store.ImportColumns)
	insertImportRow = "INSERT INTO import_rows (" + store.ImportRowColumns + ") VALUES (" + store.Placeholders("$", 1, store.Count(store.ImportRowColumns)) + ")"
	upsertPage      = "INSERT INTO source_pages (" + store.PageColumns + ") VALUES (" + store.Placeholders("$", 1, store.Count(store.PageColumns)) +
		") ON CONFLICT (source_id, url) DO UPDATE SET " + store.Assignments(store.PageColumns, "source_id", "url")
)

const (
	selectImport = "SELECT " + store.ImportColumns + " FROM imports"
	oneImport    = "imports_source" // the index that lets one run a source be open
)

// AddImport stores a new one. See ingest.ImportStore.
func (s *Store) AddImport(ctx context.Context, i ingest.Import) error {
	if err := store.CheckImport(i); err != nil {
		return err
	}
	err := s.exec(ctx, insertImport, store.ImportFields(&i)...)
	if broken(err, oneImport) {
		return ingest.ImportRuns()
	}
	return err
}

// Import loads one; fault.NotFound.
func (s *Store) Import(ctx context.Context, id string) (ingest.Import, error) {
	return one(s.pool.QueryRow(ctx, selectImport+" WHERE id = $1", id), store.ImportFields, store.Missing("import"))
}

// Imports lists the newest first.
func (s *Store) Imports(ctx context.Context, f ingest.ImportFilter) ([]ingest.Import, error) {
	return all(ctx, s.pool, store.ImportFields, selectImport+` WHERE ($1 = '' OR state = $1) AND ($2 = '' OR source_id = $2)
		AND ($3 = '' OR id < $3) AND ($5::bigint = 0 OR ended_at > $5) ORDER BY id DESC LIMIT $4`,
		f.State, f.SourceID, f.After, store.Limit(f.Limit, 50, 200), store.Micros(f.EndedAfter))
}

// ImportRows lists rows in their order.
func (s *Store) ImportRows(ctx context.Context, f ingest.RowFilter) ([]ingest.Row, error) {
	return all(ctx, s.pool, store.ReadImportRow, "SELECT "+store.ImportRowColumns+` FROM import_rows WHERE import_id = $1
		AND ($2 = '' OR outcome = $2) AND n > $3 ORDER BY n LIMIT NULLIF($4, 0)`, f.ImportID, f.Outcome, f.After, max(f.Limit, 0))
}

// CancelImport ends one, or asks it to end. See ingest.ImportStore.
func (s *Store) CancelImport(ctx context.Context, id string, now time.Time) (ingest.Import, error) {
	return one(s.pool.QueryRow(ctx, `UPDATE imports SET cancelled = state IN ('queued', 'running'),
		ended_at = CASE WHEN state = 'queued' THEN $2 ELSE ended_at END, state = CASE WHEN state = 'queued' THEN 'cancelled' ELSE state END
		WHERE id = $1 RETURNING `+store.ImportColumns, id, store.Micros(now)), store.ImportFields, store.Missing("import"))
}

// RequeueImport puts an ended one into the queue again. See ingest.ImportStore.
func (s *Store) RequeueImport(ctx context.Context, id string, r ingest.Removal) (ingest.Import, error) {
	out, err := one(s.pool.QueryRow(ctx, `UPDATE imports SET state = 'queued', cancelled = false, code = '', error = '', worker = '', ended_at = 0,
		attempt = 0, lease_until = 0, removal = $2 WHERE id = $1 AND state IN ('done', 'failed', 'cancelled') RETURNING `+store.ImportColumns,
		id, store.RemovalText(r)), store.ImportFields, store.Missing("ended import"))
	if broken(err, oneImport) {
		return out, ingest.ImportRuns()
	}
	return out, err
}

// MarkTakenBack notes who took an import back; fault.NotFound.
func (s *Store) MarkTakenBack(ctx context.Context, id, by string, at time.Time) (ingest.Import, error) {
	return one(s.pool.QueryRow(ctx, "UPDATE imports SET taken_back_at = $2, taken_back_by = $3 WHERE id = $1 RETURNING "+store.ImportColumns,
		id, store.Micros(at), by), store.ImportFields, store.Missing("import"))
}

// TakeImport gives the oldest import to a worker. See ingest.ImportWork.
func (s *Store) TakeImport(ctx context.Context, c ingest.Claim) (ingest.Import, error) {
	return one(s.pool.QueryRow(ctx, `UPDATE imports SET state = 'running', worker = $4, lease_until = $5, attempt = attempt + 1,
		begun_at = CASE WHEN begun_at = 0 THEN $3 ELSE begun_at END WHERE id = (SELECT id FROM imports WHERE kind IN ($1, $2)
		AND (state = 'queued' OR state = 'running' AND lease_until <= $3) ORDER BY id LIMIT 1 FOR UPDATE SKIP LOCKED) RETURNING `+store.ImportColumns,
		c.Kinds[0], c.Kinds[1], store.Micros(c.Now), c.Worker, store.Micros(c.Until)), store.ImportFields, store.Missing("import"))
}

// SaveImport stores progress with what came of it. See ingest.ImportWork.
func (s *Store) SaveImport(ctx context.Context, i ingest.Import, b ingest.Batch) (out ingest.Import, err error) {
	if err := store.CheckBatch(b); err != nil {
		return out, err
	}
	key := ""
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		stored, err := one(tx.QueryRow(ctx, selectImport+" WHERE id = $1 FOR UPDATE", i.ID), store.ImportFields, fault.ErrStale)
		if err != nil {
			return err
		}
		if stored.Worker != i.Worker || stored.State != ingest.Running {
			return fault.ErrStale
		}
		if _, err := s.saveArticles(ctx, tx, b.Savings, &key); err != nil {
			return err
		}
		if out, err = one(tx.QueryRow(ctx, updateImport, store.ImportFields(&i)...), store.ImportFields, fault.ErrStale); err != nil {
			return err
		}
		batch := &pgx.Batch{}
		for n := range b.Rows {
			batch.Queue(insertImportRow, store.ImportRowFields(&i.ID, &b.Rows[n])...)
		}
		for n := range b.Pages {
			batch.Queue(upsertPage, store.PageFields(&b.Pages[n])...)
		}
		if i.State == ingest.Done && i.Removal.State != ingest.RemovalWaiting { // nobody needs these any more
			batch.Queue("DELETE FROM import_files WHERE import_id = $1", i.ID)
			batch.Queue("DELETE FROM import_rows WHERE import_id = $1 AND outcome = 'unchanged' AND warnings = '[]' AND code = ''", i.ID)
		}
		return tx.SendBatch(ctx, batch).Close()
	})
	if broken(err, "articles_key_key") {
		return out, store.DuplicateKey(key)
	}
	return out, err
}

// RenewImport extends or gives back a lease. See ingest.ImportWork.
func (s *Store) RenewImport(ctx context.Context, id, worker string, until time.Time) (ingest.Import, error) {
	return one(s.pool.QueryRow(ctx, `UPDATE imports SET lease_until = $3::bigint, attempt = CASE WHEN $3::bigint = 0 THEN greatest(attempt - 1, 0) ELSE attempt END
		WHERE id = $1 AND worker = $2 AND state = 'running' RETURNING `+store.ImportColumns, id, worker, store.Micros(until)), store.ImportFields, fault.ErrStale)
}

// AddImportFile keeps a file.
func (s *Store) AddImportFile(ctx context.Context, f ingest.StoredFile) error {
	if err := store.CheckText("files", f.Name); err != nil {
		return err
	}
	return s.exec(ctx, "INSERT INTO import_files ("+store.ImportFileColumns+", data) VALUES ($1, $2, $3, $4, $5)", store.ImportDataFields(&f)...)
}

// ImportFiles lists an import's files without what is in them.
func (s *Store) ImportFiles(ctx context.Context, importID string) ([]ingest.StoredFile, error) {
	return all(ctx, s.pool, store.ImportFileFields, "SELECT "+store.ImportFileColumns+" FROM import_files WHERE import_id = $1 ORDER BY n", importID)
}

// ImportFile loads one with its content; fault.NotFound.
func (s *Store) ImportFile(ctx context.Context, importID string, n int) (ingest.StoredFile, error) {
	return one(s.pool.QueryRow(ctx, "SELECT "+store.ImportFileColumns+", data FROM import_files WHERE import_id = $1 AND n = $2", importID, n),
		store.ImportDataFields, store.Missing("file of the import"))
}

// PurgeImports keeps the tables small. See ingest.ImportHouse.
func (s *Store) PurgeImports(ctx context.Context, files, ended time.Time) error {
	if err := s.exec(ctx, `DELETE FROM import_files WHERE created_at < $1
		AND NOT EXISTS (SELECT 1 FROM imports WHERE imports.id = import_id AND state IN ('queued', 'running'))`, store.Micros(files)); err != nil {
		return err
	}
	return s.exec(ctx, "DELETE FROM imports WHERE ended_at BETWEEN 1 AND $1", store.Micros(ended))
}
