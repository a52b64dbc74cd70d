package ingest

import (
	"context"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/shop/catalog"
)

// Import is one going through files or pages: a job that is stored, so that it
// can be watched, cancelled, and taken up again after its process has died.
type Import struct {
	ID        string     `json:"id"` // UUIDv7
	Kind      ImportKind `json:"kind"`
	Name      string     `json:"name"`                // of what it reads, for people; of a folder that was sent with a slash
	Sent      int        `json:"sent,omitempty"`      // files of an upload, an archive being one
	Source    string     `json:"source"`              // the source that its articles carry
	SourceID  string     `json:"source_id,omitempty"` // of the stored source whose run it is
	Address   string     `json:"address,omitempty"`   // of the page
	State     State      `json:"state"`
	By        string     `json:"by"`
	Options   Options    `json:"options"`
	CreatedAt time.Time  `json:"created_at"`
	BegunAt   time.Time  `json:"begun_at,omitzero"`
	EndedAt   time.Time  `json:"ended_at,omitzero"`
	Attempt   int        `json:"attempt"`           // how often somebody has begun it
	Total     int        `json:"total"`             // files known so far; 0: not known yet
	Counts    Counts     `json:"counts"`            // of all attempts together
	Current   string     `json:"current,omitempty"` // what was read last
	Cancelled bool       `json:"cancelled"`         // somebody wants it to end
	Removal   Removal    `json:"removal,omitzero"`
	BackAt    time.Time  `json:"taken_back_at,omitzero"`  // when somebody took it back
	BackBy    string     `json:"taken_back_by,omitempty"` // who
	Code      string     `json:"code,omitempty"`          // why it failed
	Error     string     `json:"error,omitempty"`         // the same as a sentence

	Worker     string    `json:"-"` // the process that has it
	LeaseUntil time.Time `json:"-"` // without a sign until then, that process is gone
}

// ImportKind is what an import reads.
type ImportKind string

// The kinds of imports.
const (
	OfUpload  ImportKind = "upload"  // files that somebody sent; they are stored with it
	OfAddress ImportKind = "address" // one page
	OfFolder  ImportKind = "folder"  // files of the machine whose terminal it was begun at
	OfSource  ImportKind = "source"  // a run of a stored source
)

// State is where an import stands.
type State string

// The states of an import.
const (
	Queued    State = "queued"
	Running   State = "running"
	Done      State = "done"
	Failed    State = "failed"
	Cancelled State = "cancelled"
)

// Ended tells whether nobody works at it, or will without being asked.
func (i Import) Ended() bool { return i.State == Done || i.State == Failed || i.State == Cancelled }

// Counts say how far an import is and what came of it.
type Counts struct {
	Files     int   `json:"files"` // read, with those inside of archives
	Bytes     int64 `json:"bytes"` // of them
	Added     int   `json:"added"`
	Changed   int   `json:"changed"`
	Unchanged int   `json:"unchanged"`
	Removed   int   `json:"removed"`
	Refused   int   `json:"refused"`
	Held      int   `json:"held"`
	Missing   int   `json:"missing"` // products that their feed has no more, and that are still served
	Rows      int   `json:"rows"`    // of the report
}

func (c *Counts) add(b Batch) {
	c.Files, c.Bytes, c.Rows = c.Files+b.Files, c.Bytes+b.Bytes, c.Rows+len(b.Rows)
	for _, r := range b.Rows {
		switch r.Outcome {
		case Added:
			c.Added++
		case Changed:
			c.Changed++
		case Unchanged:
			c.Unchanged++
		case Removed:
			c.Removed++
		case Refused:
			c.Refused++
		case Held:
			c.Held++
		case Missing:
			c.Missing++
		}
	}
}

// Removal is what is to become of articles that their source has lost. Where it
// has lost many at once, something may be wrong with the source, and a person
// decides.
type Removal struct {
	Count int          `json:"count"` // articles that are gone
	Of    int          `json:"of"`    // articles that there were
	State RemovalState `json:"state"`
}

// RemovalState is what was decided.
type RemovalState string

// The states of a removal.
const (
	RemovalWaiting   RemovalState = "waiting"
	RemovalConfirmed RemovalState = "confirmed"
	RemovalKept      RemovalState = "kept"
)

// Batch is what one step of an import has come to. It is stored as a whole or
// not at all.
type Batch struct {
	Savings []knowledge.Saving
	Rows    []Row // with their numbers
	Pages   []Page
	Files   int
	Bytes   int64
	Found   int // files that are new to the import's total, such as those inside of an archive
}

// ImportFilter selects imports, newest first.
type ImportFilter struct {
	State      State     // empty: all
	SourceID   string    // empty: all
	EndedAfter time.Time // only those that ended later; zero: all
	After      string    // id of the last import of the page before
	Limit      int       // 1 to 200; 0 is 50
}

// RowFilter selects rows of an import, in their order.
type RowFilter struct {
	ImportID string
	Outcome  Outcome // empty: all
	After    int     // number of the last row of the page before
	Limit    int     // 0: all
}

// Claim is how a worker asks for an import.
type Claim struct {
	Worker string
	Kinds  [2]ImportKind // of which it takes the oldest; they may be equal
	Now    time.Time
	Until  time.Time // the end of its lease
}

// ImportStore keeps imports and their reports.
type ImportStore interface {
	// AddImport stores a new one; fault.Conflict with code import_running where
	// another run of its source is queued or under way.
	AddImport(ctx context.Context, i Import) error
	// Import loads one; fault.NotFound.
	Import(ctx context.Context, id string) (Import, error)
	Imports(ctx context.Context, f ImportFilter) ([]Import, error)
	ImportRows(ctx context.Context, f RowFilter) ([]Row, error)
	// CancelImport ends a queued one and asks a running one to end; ended ones
	// are given as they are. fault.NotFound.
	CancelImport(ctx context.Context, id string, now time.Time) (Import, error)
	// RequeueImport puts an ended one into the queue again, with what was decided
	// about its removals; fault.NotFound where none has ended, and fault.Conflict
	// as with AddImport.
	RequeueImport(ctx context.Context, id string, r Removal) (Import, error)
}

// ImportUndo is what taking imports back needs.
type ImportUndo interface {
	// TakeBackProducts brings up to limit products that an import changed, and none has
	// read since, to where they were before it, in one transaction. They come by source
	// and id after the one given, with those that are back already.
	TakeBackProducts(ctx context.Context, importID string, after catalog.Former, limit int) ([]catalog.Former, error)
	Article(ctx context.Context, id string) (knowledge.Article, error)
	ReleaseOf(ctx context.Context, articleID string, number int64) (knowledge.Release, error)
	// MarkTakenBack notes who took an import back; fault.NotFound.
	MarkTakenBack(ctx context.Context, id, by string, at time.Time) (Import, error)
}

// ImportWork is what those need who work at imports.
type ImportWork interface {
	// TakeImport gives the oldest import that is queued, or whose worker is gone,
	// to a worker; fault.NotFound where there is none. No two take one.
	TakeImport(ctx context.Context, c Claim) (Import, error)
	// SaveImport stores how far an import is and a batch of what came of it, in
	// one transaction. The stored import is given, which may be Cancelled;
	// fault.Stale where it is not i.Worker's any more. With an import that has
	// ended, rows that say only that nothing has changed are dropped.
	SaveImport(ctx context.Context, i Import, b Batch) (Import, error)
	// RenewImport extends the lease, or gives it back where until is zero;
	// fault.Stale as with SaveImport.
	RenewImport(ctx context.Context, id, worker string, until time.Time) (Import, error)
	// AddImportFile keeps a file for an import that is added after its files.
	AddImportFile(ctx context.Context, f StoredFile) error
	// ImportFiles lists an import's files without what is in them.
	ImportFiles(ctx context.Context, importID string) ([]StoredFile, error)
	// ImportFile loads one with its content; fault.NotFound.
	ImportFile(ctx context.Context, importID string, n int) (StoredFile, error)
}

// ImportHouse keeps the store small.
type ImportHouse interface {
	// PurgeImports forgets files that no queued or running import needs and that
	// are older than files, and ended imports older than ended.
	PurgeImports(ctx context.Context, files, ended time.Time) error
}

// StoredFile is a file of an upload.
type StoredFile struct {
	ImportID  string
	N         int // from 1, in the order of the upload
	Name      string
	Data      []byte
	CreatedAt time.Time
}

// ImportRuns is the fault for a second run of a source.
func ImportRuns() error {
	return fault.New(fault.Conflict, "import_running", "This source is being read already.").
		Advise("Wait until it has ended, or cancel it.")
}
