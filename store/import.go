package store

import (
	"time"

	"frontdesk/chat"
	"frontdesk/ingest"
	"frontdesk/internal/fault"
)

// The columns of imports and sources, in the order of the functions of fields
// beside them.
const (
	ImportColumns = "id, kind, name, source, source_id, address, state, begun_by, options, created_at, begun_at, ended_at, attempt, total, counts, " +
		"current, cancelled, removal, code, error, worker, lease_until, taken_back_at, taken_back_by, sent"
	ImportRowColumns  = "import_id, n, key, file, outcome, article, title, passages, warnings, code, message, hint, line, col, place, was, release, published, former"
	ImportFileColumns = "import_id, n, name, created_at"
	SourceColumns     = "id, name, kind, url, bounds, locale, markets, draft, schedule, paused, next_run_at, version, created_by, created_at, updated_at"
	PageColumns       = "source_id, url, status, title, code, etag, last_modified, hash, links, keys, gone_runs, import_id, fetched_at"
)

// SourcePagesColumn counts what is known of a source; it follows SourceColumns
// where sources are read.
const SourcePagesColumn = "(SELECT count(*) FROM source_pages WHERE source_pages.source_id = sources.id)"

// KeptImportColumns are those of an import that its worker does not change.
var KeptImportColumns = []string{"id", "kind", "name", "source", "source_id", "address", "begun_by", "options", "created_at", "cancelled", "worker",
	"taken_back_at", "taken_back_by", "sent"}

// ImportFields are the fields of ImportColumns.
func ImportFields(i *ingest.Import) []any {
	return []any{&i.ID, &i.Kind, &i.Name, &i.Source, &i.SourceID, &i.Address, &i.State, &i.By, structured{&i.Options}, micros{&i.CreatedAt},
		micros{&i.BegunAt}, micros{&i.EndedAt}, &i.Attempt, &i.Total, structured{&i.Counts}, &i.Current, &i.Cancelled,
		structured{&i.Removal}, &i.Code, &i.Error, &i.Worker, micros{&i.LeaseUntil}, micros{&i.BackAt}, &i.BackBy, &i.Sent}
}

// ImportRowFields are the fields of ImportRowColumns.
func ImportRowFields(importID *string, r *ingest.Row) []any {
	return []any{importID, &r.N, &r.Key, &r.File, &r.Outcome, &r.Article, &r.Title, &r.Passages, list{&r.Warnings}, &r.Code, &r.Message,
		&r.Hint, &r.Line, &r.Column, &r.Place, &r.Was, &r.Release, &r.Published, structured{&r.Former}}
}

// ReadImportRow are the fields of ImportRowColumns, without the import.
func ReadImportRow(r *ingest.Row) []any { return ImportRowFields(new(string), r) }

// ImportFileFields are the fields of ImportFileColumns.
func ImportFileFields(f *ingest.StoredFile) []any {
	return []any{&f.ImportID, &f.N, &f.Name, micros{&f.CreatedAt}}
}

// ImportDataFields are the fields of ImportFileColumns and then data.
func ImportDataFields(f *ingest.StoredFile) []any { return append(ImportFileFields(f), blob{&f.Data}) }

// SourceFields are the fields of SourceColumns.
func SourceFields(s *ingest.Source) []any {
	return []any{&s.ID, &s.Name, &s.Kind, &s.URL, structured{&s.Bounds}, &s.Locale, list{&s.Markets}, &s.Draft, structured{&s.Schedule}, &s.Paused,
		micros{&s.NextRunAt}, &s.Version, &s.CreatedBy, micros{&s.CreatedAt}, micros{&s.UpdatedAt}}
}

// ReadSourceFields are the fields of SourceColumns and then SourcePagesColumn.
func ReadSourceFields(s *ingest.Source) []any { return append(SourceFields(s), &s.Pages) }

// PageFields are the fields of PageColumns.
func PageFields(p *ingest.Page) []any {
	return []any{&p.SourceID, &p.URL, &p.Status, &p.Title, &p.Code, &p.ETag, &p.LastModified, &p.Hash, list{&p.Links}, list{&p.Keys},
		&p.GoneRuns, &p.ImportID, micros{&p.FetchedAt}}
}

// CheckImport refuses an import whose texts cannot be stored.
func CheckImport(i ingest.Import) error {
	return CheckText("name", i.Name, i.Source, i.Address, i.By, i.Options.Locale)
}

// CheckBatch cleans what strangers wrote in reports, so that a report is never
// the reason why nothing is stored, and refuses articles that cannot be.
func CheckBatch(b ingest.Batch) error {
	for n := range b.Rows {
		r := &b.Rows[n]
		for _, t := range []*string{&r.Key, &r.File, &r.Title, &r.Message, &r.Hint, &r.Place} {
			*t = chat.Clean(*t)
		}
		for w := range r.Warnings {
			r.Warnings[w] = chat.Clean(r.Warnings[w])
		}
	}
	for n := range b.Pages {
		p := &b.Pages[n]
		for _, t := range []*string{&p.Title, &p.ETag, &p.LastModified} {
			*t = chat.Clean(*t)
		}
	}
	return CheckSavings(b.Savings)
}

// CheckSource refuses a source whose texts cannot be stored.
func CheckSource(s ingest.Source) error {
	if s.ID == "" {
		return fault.New(fault.Invalid, "", "A source needs an id.").At("id")
	}
	return CheckText("name", s.Name, s.URL, s.Locale, s.CreatedBy)
}

// SourceExists is the fault for a second source of a name.
func SourceExists(name string) error {
	return fault.New(fault.Conflict, "source_exists", "There is a source %q already.", name).At("name").Advise("Choose another name.")
}

// SourceConflict is the fault for a source that was saved since it was read.
func SourceConflict(id string, stored int64) error {
	return fault.New(fault.Conflict, "version_conflict", "The source was changed by somebody else.").
		With("source", id).With("version", stored).Advise("Load it again and repeat the change.")
}

// NextSource is a source as it is stored: the next version.
func NextSource(old, s ingest.Source, now time.Time) ingest.Source {
	now = At(Micros(now))
	s.Version++
	s.CreatedAt, s.UpdatedAt, s.NextRunAt, s.Pages = At(Micros(s.CreatedAt)), now, At(Micros(s.NextRunAt)), old.Pages
	if old.Version > 0 {
		s.CreatedAt, s.CreatedBy = old.CreatedAt, old.CreatedBy
	}
	if s.CreatedAt.IsZero() {
		s.CreatedAt = now
	}
	return s
}

// RemovalText is a removal as it is stored.
func RemovalText(r ingest.Removal) any {
	v, err := structured{&r}.Value()
	if err != nil {
		panic("store: a removal of numbers does not marshal: " + err.Error())
	}
	return v
}
