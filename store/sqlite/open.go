// Package sqlite keeps everything in one SQLite file: the store that needs
// nothing but the binary.
//
// One goroutine, Run, does all the writing. It takes whatever is queued and
// makes the lot durable with one fsync (group commit): an operation that fails
// undoes only itself, and nobody is answered before the commit. Reads go to a
// pool of connections and never wait for the writer.
//
// A limit that is a parameter is written "LIMIT ?1 + 0": SQLite looks into a bare
// one to plan, and so plans the statement anew each time it is used.
package sqlite

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"time"

	"frontdesk/bot/training"
	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/pipeline"
	"frontdesk/store"

	_ "modernc.org/sqlite" // the driver "sqlite"
)

var (
	_ pipeline.Store        = (*Store)(nil)
	_ pipeline.Outbox       = (*Store)(nil)
	_ handoff.Store         = (*Store)(nil)
	_ knowledge.Store       = (*Store)(nil)
	_ knowledge.VectorStore = (*Store)(nil)
	_ knowledge.GistStore   = (*Store)(nil)
	_ auth.Store            = (*Store)(nil)
	_ training.Store        = (*Store)(nil)
)

// FileName is the database's file in the data folder.
const FileName = "frontdesk.db"

const (
	defaultReaders = 4
	queueLength    = 1024 // writes that wait for the writer before callers wait too
)

// Options are what the store needs from outside. All members but Readers are
// required.
type Options struct {
	Now     func() time.Time
	NewID   func() string
	Readers int // connections for reading; 0 is 4
}

// Store is an open database. Its methods are safe for concurrent use; writes
// are done by Run and wait until it runs.
type Store struct {
	dir     string
	clock   store.Clock
	db      *sql.DB // for the one writer
	readDB  *sql.DB
	readers chan *session
	ops     chan *op
	commits atomic.Int64
	due     dueList
	recent  store.Recent

	logIsLong atomic.Bool // asks the writer for a checkpoint
	failing   atomic.Bool // the disk has refused a write since it was last tried
	stopped   chan struct{}
	lock      *os.File
}

// Open opens the database in the folder, makes it where there is none, and
// brings its schema up to date. The folder is locked: a second process is
// refused.
func Open(ctx context.Context, dir string, o Options) (*Store, error) {
	if o.Now == nil || o.NewID == nil {
		return nil, errors.New("sqlite: Now and NewID are required")
	}
	if o.Readers <= 0 {
		o.Readers = defaultReaders
	}
	lock, err := takeFolder(dir)
	if err != nil {
		return nil, err
	}
	s := &Store{
		dir: dir, clock: store.Clock{Now: o.Now, NewID: o.NewID}, lock: lock,
		ops: make(chan *op, queueLength), stopped: make(chan struct{}),
		readers: make(chan *session, o.Readers),
	}
	if err := s.open(ctx, o.Readers); err != nil {
		return nil, errors.Join(fmt.Errorf("open %s: %w", filepath.Join(dir, FileName), err), s.Close())
	}
	return s, nil
}

func (s *Store) open(ctx context.Context, readers int) (err error) {
	if err := private(filepath.Join(s.dir, FileName)); err != nil {
		return err
	}
	if s.db, err = sql.Open("sqlite", s.dsn(false)); err != nil {
		return err
	}
	s.db.SetMaxOpenConns(1)
	if err := migrate(ctx, s.db); err != nil {
		return err
	}
	if s.readDB, err = sql.Open("sqlite", s.dsn(true)); err != nil {
		return err
	}
	s.readDB.SetMaxOpenConns(readers + 1) // and one for checkpoints
	s.readDB.SetMaxIdleConns(readers + 1)
	for range readers {
		r, err := newSession(ctx, s.readDB)
		if err != nil {
			return err
		}
		s.readers <- r
	}
	return s.read(ctx, s.due.read)
}

// private makes the database's file, or the one that is there, readable for its
// owner only, whatever the umask. SQLite gives its other files the same mode.
func private(path string) error {
	f, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return err
	}
	if err := f.Close(); err != nil {
		return err
	}
	for _, name := range []string{path, path + "-wal", path + "-shm"} {
		if err := os.Chmod(name, 0o600); err != nil && !errors.Is(err, os.ErrNotExist) {
			return err
		}
	}
	return nil
}

// dsn sets, for every connection, what durability rests on: a commit is on the
// disk (synchronous=FULL in WAL mode) before it is answered.
func (s *Store) dsn(reading bool) string {
	v := url.Values{"_txlock": {"immediate"}, "_pragma": {
		"busy_timeout(10000)", "journal_mode(WAL)", "synchronous(FULL)", "foreign_keys(1)",
		"journal_size_limit(67108864)", "wal_autocheckpoint(0)",
	}}
	if reading {
		v.Set("_txlock", "deferred")
		v["_pragma"] = append(v["_pragma"], "query_only(1)", "cache_size(-2000)") // KiB; every commit empties a reader's cache
	} else {
		v.Add("_pragma", "cache_size(-16000)")
	}
	path := (&url.URL{Path: filepath.ToSlash(filepath.Join(s.dir, FileName))}).EscapedPath()
	return "file:" + path + "?" + v.Encode()
}

// Close closes the database and frees the folder. End Run first.
func (s *Store) Close() error {
	var errs []error
	for {
		select {
		case r := <-s.readers:
			errs = append(errs, r.close())
			continue
		default:
		}
		break
	}
	for _, db := range []*sql.DB{s.readDB, s.db} {
		if db != nil {
			errs = append(errs, db.Close())
		}
	}
	if s.lock != nil {
		errs = append(errs, s.lock.Close())
		s.lock = nil
	}
	return errors.Join(errs...)
}

// Ping tells whether the database answers.
func (s *Store) Ping(ctx context.Context) error {
	if s.failing.Load() { // reading would work all the same
		if err := tryDisk(s.dir); err != nil {
			return fault.New(fault.Unavailable, "disk_failed", "The disk takes no data.").Cause(err)
		}
		s.failing.Store(false)
	}
	return s.look(ctx, func(ctx context.Context, q *session) error {
		var one int
		return q.row(ctx, "SELECT 1").Scan(&one)
	})
}

// tryDisk writes what a busy second writes, and takes it away again.
func tryDisk(dir string) error {
	f, err := os.CreateTemp(dir, "probe-*")
	if err != nil {
		return err
	}
	_, err = f.Write(make([]byte, 256<<10))
	return errors.Join(err, f.Sync(), f.Close(), os.Remove(f.Name()))
}

// Check looks at what could go wrong: the schema, durability, the file itself,
// and a clock that was set back.
func (s *Store) Check(ctx context.Context) []store.Finding {
	var out []store.Finding
	err := s.read(ctx, func(ctx context.Context, q *session) error {
		for _, c := range []struct{ pragma, code, want string }{
			{"journal_mode", "journal_mode", "wal"}, {"synchronous", "synchronous", "2"}, {"quick_check", "file", "ok"},
		} {
			var got string
			if err := q.row(ctx, "PRAGMA "+c.pragma).Scan(&got); err != nil {
				return err
			}
			f := store.Finding{Level: store.OK, Code: c.code, Message: c.pragma + " is " + got}
			if !strings.EqualFold(got, c.want) {
				f.Level, f.Hint = store.Fail, c.pragma+" should be "+c.want+"; restore the last backup if the file is damaged."
			}
			out = append(out, f)
		}
		var version, newest int64
		if err := q.row(ctx, "SELECT coalesce(max(version_id), 0) FROM goose_db_version").Scan(&version); err != nil {
			return err
		}
		out = append(out, store.Finding{Level: store.OK, Code: "schema", Message: fmt.Sprintf("schema %d", version)})
		if err := q.row(ctx, "SELECT coalesce(max(updated_at), 0) FROM conversations").Scan(&newest); err != nil {
			return err
		}
		// A newest change in the future means that the clock was set back since.
		theirs := s.clock.Now()
		if at := store.At(newest); at.After(theirs) {
			theirs = at
		}
		out = append(out, store.ClockFinding(s.clock.Now(), theirs))
		return nil
	})
	if err != nil {
		out = append(out, store.Finding{Level: store.Fail, Code: "database", Message: err.Error(),
			Hint: "Look at the disk that holds " + s.dir + "."})
	}
	return out
}
