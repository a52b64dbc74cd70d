package ingest

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"net/url"
	"strings"
	"time"

	"frontdesk/internal/fault"
)

// QueueStore is all that a queue needs of a database.
type QueueStore interface {
	Store
	ImportStore
	ImportWork
	ImportHouse
	ImportUndo
	SourceStore
}

// QueueConfig is how a Queue is set up.
type QueueConfig struct {
	Worker  string        // names this process among all that share the database; required
	Lease   time.Duration // how long a process may give no sign before another takes its import over; 0 is 30 s
	Poll    time.Duration // how often it looks for work; 0 is 2 s
	Log     *slog.Logger  // nil: none
	Changed func()        // tells every reader that articles have changed; nil: nobody
}

// Queue keeps the imports of a base and works them off. Any number of processes
// may share one: each import is one process's at a time, and goes to another when
// that one is gone.
type Queue struct {
	in    *Ingester
	store QueueStore
	cfg   QueueConfig

	wakeFiles, wakeSources chan struct{} // there may be work
}

// Bounds of imports.
const (
	keptFiles  = 7 * 24 * time.Hour  // how long the files of an import that failed or was cancelled can be taken up again
	keptImport = 90 * 24 * time.Hour // how long reports are kept
	attempts   = 5                   // processes that may die over one import
	renewEvery = 2 * time.Second     // also how late a cancel may be obeyed within one file
)

// uploads is the source of files that were sent without naming one.
const uploads = "upload"

// NewQueue makes one. in reads and prepares what the queue stores.
func NewQueue(in *Ingester, store QueueStore, cfg QueueConfig) (*Queue, error) {
	if cfg.Worker == "" {
		return nil, errors.New("ingest: Worker is required")
	}
	cfg.Lease = cmp.Or(cfg.Lease, 30*time.Second)
	cfg.Poll = cmp.Or(cfg.Poll, 2*time.Second)
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.Changed == nil {
		cfg.Changed = func() {}
	}
	return &Queue{in: in, store: store, cfg: cfg, wakeFiles: make(chan struct{}, 1), wakeSources: make(chan struct{}, 1)}, nil
}

// Upload stores files, which may come one at a time, and queues their import.
// What a file is worth is found out while it is read: here only an upload that
// breaks off is an error.
func (q *Queue) Upload(ctx context.Context, files iter.Seq2[Named, error], o Options) (Import, error) {
	i, err := q.begin(OfUpload, o)
	if err != nil {
		return Import{}, err
	}
	i.Source = cmp.Or(o.Source, uploads)
	folder := "" // that all of them are in
	for f, err := range files {
		if err != nil {
			return Import{}, err
		}
		i.Sent++
		if i.Name = cmp.Or(i.Name, f.Name); i.Sent == 1 {
			folder = folderOf(f.Name)
		} else if folder != folderOf(f.Name) {
			folder = ""
		}
		if ofFolder(f.Name) {
			continue
		}
		i.Total++
		stored := StoredFile{ImportID: i.ID, N: i.Total, Name: f.Name, Data: f.Data, CreatedAt: i.CreatedAt}
		if err := q.store.AddImportFile(ctx, stored); err != nil {
			return Import{}, fmt.Errorf("store an uploaded file: %w", err)
		}
	}
	if i.Sent > 1 && folder != "" {
		i.Name = folder + "/"
	}
	if i.Sent > 0 && i.Total == 0 {
		return Import{}, fault.New(fault.Invalid, "unsupported_type", "There are only pictures and the like in it.").At("files").Advise(readable)
	}
	if i.Total == 0 {
		return Import{}, fault.New(fault.Invalid, "invalid_field", "Send at least one file.").At("files")
	}
	return q.add(ctx, i)
}

// ofFolder tells of a file whether it is one of a folder's that are none to read. Somebody
// who sends it alone is told so.
func ofFolder(name string) bool { return folderOf(name) != "" && beside(name) }

// folderOf is the outermost folder of a path; empty where it is a name alone.
func folderOf(path string) string {
	folder, _, in := strings.Cut(path, "/")
	if !in {
		return ""
	}
	return folder
}

// Address queues the import of one page.
func (q *Queue) Address(ctx context.Context, address string, o Options) (Import, error) {
	u, err := checkAddress(address)
	if err != nil {
		return Import{}, err
	}
	i, err := q.begin(OfAddress, o)
	if err != nil {
		return Import{}, err
	}
	i.Address, i.Name, i.Total = u.String(), u.String(), 1
	i.Source = cmp.Or(o.Source, i.Address)
	return q.add(ctx, i)
}

// checkAddress refuses what is no address of a public page by its looks; whether
// it leads into a private network shows at the connection.
func checkAddress(address string) (*url.URL, error) {
	u, err := url.Parse(strings.TrimSpace(address))
	if err != nil || !web(u) || u.User != nil || len(address) > longestLink {
		return nil, fault.New(fault.Invalid, "url_not_allowed", "This is no plain http or https address.").At("url").
			Advise("Give the whole address, such as https://shop.example/help, without user name and password.")
	}
	u.Fragment = ""
	return u, nil
}

// begin makes an import that is not stored yet.
func (q *Queue) begin(kind ImportKind, o Options) (Import, error) {
	if err := o.check(); err != nil {
		return Import{}, err
	}
	return Import{ID: q.in.cfg.NewID(), Kind: kind, State: Queued, By: o.By, Options: o, CreatedAt: q.in.cfg.Now().UTC()}, nil
}

func (q *Queue) add(ctx context.Context, i Import) (Import, error) {
	if err := q.store.AddImport(ctx, i); err != nil {
		return Import{}, fmt.Errorf("add an import: %w", err)
	}
	q.nudge()
	return i, nil
}

// nudge has this process look for work at once.
func (q *Queue) nudge() {
	for _, wake := range []chan struct{}{q.wakeFiles, q.wakeSources} {
		select {
		case wake <- struct{}{}:
		default:
		}
	}
}

// Import loads one; fault.NotFound.
func (q *Queue) Import(ctx context.Context, id string) (Import, error) {
	return q.store.Import(ctx, id)
}

// Imports lists the newest first.
func (q *Queue) Imports(ctx context.Context, f ImportFilter) ([]Import, error) {
	return q.store.Imports(ctx, f)
}

// Rows lists what became of an import's files.
func (q *Queue) Rows(ctx context.Context, f RowFilter) ([]Row, error) {
	if _, err := q.store.Import(ctx, f.ImportID); err != nil {
		return nil, err
	}
	return q.store.ImportRows(ctx, f)
}

// Cancel ends an import, or asks the process that has it to end it. What it has
// taken in stays; fault.Conflict with code import_ended.
func (q *Queue) Cancel(ctx context.Context, id string) (Import, error) {
	i, err := q.store.Import(ctx, id)
	if err != nil {
		return i, err
	}
	if i.Ended() {
		return i, fault.New(fault.Conflict, "import_ended", "This import has ended.").With("state", i.State)
	}
	return q.store.CancelImport(ctx, id, q.in.cfg.Now().UTC())
}

// Retry takes an import up again that failed or was cancelled: it goes on behind
// what it has taken in.
func (q *Queue) Retry(ctx context.Context, id string) (Import, error) {
	i, err := q.store.Import(ctx, id)
	if err != nil {
		return i, err
	}
	switch {
	case !i.BackAt.IsZero():
		return i, fault.New(fault.Conflict, "taken_back", "This import was taken back.").Advise("Import the files again.")
	case i.State != Failed && i.State != Cancelled:
		return i, fault.New(fault.Conflict, "import_not_ended", "This import has neither failed nor been cancelled.").With("state", i.State)
	case i.Kind == OfFolder:
		return i, fault.New(fault.Conflict, "files_gone", "Its files are on the machine where it was begun.").Advise("Run the same command there again.")
	case i.Kind == OfUpload:
		files, err := q.store.ImportFiles(ctx, id)
		if err != nil {
			return i, fmt.Errorf("look for the files of import %s: %w", id, err)
		}
		if len(files) == 0 {
			return i, fault.New(fault.Conflict, "files_gone", "The files of this import are not kept any more.").Advise("Upload them again.")
		}
	}
	return q.again(ctx, i)
}

// Remove decides what becomes of the articles that an import found to be gone.
func (q *Queue) Remove(ctx context.Context, id string, confirm bool) (Import, error) {
	i, err := q.store.Import(ctx, id)
	if err != nil {
		return i, err
	}
	if i.State != Done || i.Removal.State != RemovalWaiting {
		return i, fault.New(fault.Conflict, "nothing_to_confirm", "This import asks for no decision.")
	}
	i.Removal.State = RemovalKept
	if confirm {
		i.Removal.State = RemovalConfirmed
	}
	return q.again(ctx, i)
}

func (q *Queue) again(ctx context.Context, i Import) (Import, error) {
	out, err := q.store.RequeueImport(ctx, i.ID, i.Removal)
	q.nudge()
	return out, err
}
