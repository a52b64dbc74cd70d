package sqlite

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
	"sync/atomic"

	driver "modernc.org/sqlite"
	sqlite3 "modernc.org/sqlite/lib"

	"frontdesk/internal/fault"
)

// batchLimit bounds how many operations share a commit, and so how long the
// first of them waits.
const batchLimit = 256

// The states of an operation: its caller may give up until the writer takes it.
const (
	opWaiting int32 = iota
	opTaken
	opGivenUp
)

// op is one write on its way to the writer.
type op struct {
	do    func(ctx context.Context, q *session) error
	state atomic.Int32
	err   error
	done  chan struct{}
}

// errStopped answers writes that come when no writer runs any more.
var errStopped = fault.New(fault.Unavailable, "store_stopped", "The database is closing.")

// write has the writer run do and returns when it is durable or has failed. do
// may run twice, the first time for nothing; it must not keep q. A caller whose
// context ends while the write is queued gives it up; one that the writer has
// taken is waited for.
func (s *Store) write(ctx context.Context, do func(ctx context.Context, q *session) error) error {
	o := &op{do: do, done: make(chan struct{})}
	select {
	case s.ops <- o:
	case <-ctx.Done():
		return ctx.Err()
	case <-s.stopped:
		return errStopped
	}
	select {
	case <-o.done:
		return o.err
	case <-ctx.Done():
		if o.state.CompareAndSwap(opWaiting, opGivenUp) {
			return ctx.Err()
		}
	case <-s.stopped:
		if o.state.CompareAndSwap(opWaiting, opGivenUp) {
			return errStopped
		}
	}
	<-o.done
	return o.err
}

// Run does the writing until ctx ends; what was queued until then is still
// written. It may run once.
func (s *Store) Run(ctx context.Context) error {
	defer close(s.stopped)
	work := context.WithoutCancel(ctx) // a batch that has begun is finished
	q, err := newSession(work, s.db)
	if err != nil {
		return fmt.Errorf("sqlite writer: %w", err)
	}
	defer func() { _ = q.close() }() // Close reports what matters
	copying := make(chan error, 1)
	go func() { copying <- s.checkpoints(ctx) }()
	return errors.Join(s.serve(ctx, q), <-copying)
}

// serve writes what is queued until ctx ends, and then what is left.
func (s *Store) serve(ctx context.Context, q *session) error {
	work := context.WithoutCancel(ctx)
	for {
		select {
		case o := <-s.ops:
			s.commit(work, q, o)
			continue
		default:
		}
		select {
		case o := <-s.ops:
			s.commit(work, q, o)
		case <-ctx.Done():
			return s.drain(work, q)
		}
	}
}

// drain writes what is queued at the end.
func (s *Store) drain(ctx context.Context, q *session) error {
	for {
		select {
		case o := <-s.ops:
			s.commit(ctx, q, o)
		default:
			return nil
		}
	}
}

// commit writes the operation and all that are queued behind it, with one
// commit, and answers them.
func (s *Store) commit(ctx context.Context, q *session, first *op) {
	s.gather()
	batch := s.take(first)
	if len(batch) == 0 {
		return
	}
	if err := q.batch(ctx, batch); err != nil {
		for _, o := range batch {
			if o.err == nil { // one that failed by itself keeps its own reason
				o.err = err
			}
		}
	}
	for _, o := range batch {
		if errors.Is(o.err, errDisk) {
			s.failing.Store(true)
		}
		close(o.done)
	}
	s.commits.Add(1)
	if s.logIsLong.CompareAndSwap(true, false) {
		_, _ = q.checkpoint(ctx) // it is tried again
	}
}

// gather lets others run as long as that brings more to write: what shares a
// commit shares its fsync and writes the pages that all of them change once. On
// an idle machine nobody else runs, and nothing waits.
func (s *Store) gather() {
	for waiting := -1; len(s.ops) > waiting && len(s.ops) < batchLimit; {
		waiting = len(s.ops)
		runtime.Gosched()
	}
}

// errUndo says that an operation failed after it began to write.
var errUndo = errors.New("a write must be undone")

func (s *Store) take(first *op) []*op {
	var batch []*op
	for o := first; ; {
		if o.state.CompareAndSwap(opWaiting, opTaken) {
			batch = append(batch, o)
		}
		if len(batch) == batchLimit {
			return batch
		}
		select {
		case o = <-s.ops:
		default:
			return batch
		}
	}
}

// batch runs the operations in one transaction and then does what follows from
// them. Its error is that of the transaction: then none of them is stored.
//
// A savepoint around each operation would copy every page that it changes, and
// hardly any operation has something to undo: most failures are found before the
// first write. So savepoints are used only where one is needed, by doing the
// batch again.
func (q *session) batch(ctx context.Context, ops []*op) error {
	err := q.transaction(ctx, ops, q.plain)
	if errors.Is(err, errUndo) {
		err = q.transaction(ctx, ops, q.undoable)
	}
	if err != nil {
		return storage(err)
	}
	for _, do := range q.effects {
		do()
	}
	return nil
}

// transaction runs the operations, each by run, and commits.
func (q *session) transaction(ctx context.Context, ops []*op, run func(context.Context, *op) error) error {
	clear(q.effects)
	q.effects = q.effects[:0]
	if err := q.exec(ctx, "BEGIN IMMEDIATE"); err != nil {
		return err
	}
	for _, o := range ops {
		if err := run(ctx, o); err != nil {
			return errors.Join(err, q.exec(ctx, "ROLLBACK"))
		}
	}
	err := q.exec(ctx, "COMMIT")
	if err != nil {
		_ = q.exec(ctx, "ROLLBACK") // fails where SQLite has rolled back by itself
	}
	return err
}

// plain runs one operation; errUndo where it fails after it began to write, or
// by a failure of SQLite's, which may have ended the transaction.
func (q *session) plain(ctx context.Context, o *op) error {
	kept := len(q.effects)
	q.writes = false
	err := guarded(ctx, q, o.do)
	if o.err = storage(err); err == nil {
		return nil
	}
	q.effects = q.effects[:kept]
	if e := new(driver.Error); q.writes || errors.As(err, &e) {
		return errUndo
	}
	return nil
}

// undoable runs one operation in a savepoint; the error is that of the savepoint.
func (q *session) undoable(ctx context.Context, o *op) error {
	kept := len(q.effects)
	if err := q.exec(ctx, "SAVEPOINT op"); err != nil {
		return err
	}
	if o.err = storage(guarded(ctx, q, o.do)); o.err != nil {
		q.effects = q.effects[:kept]
		if err := q.exec(ctx, "ROLLBACK TO op"); err != nil {
			return err
		}
	}
	return q.exec(ctx, "RELEASE op")
}

// guarded turns a panic of one operation into its error, so that the writer,
// which everybody needs, lives on.
func guarded(ctx context.Context, q *session, do func(context.Context, *session) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("panic in a write: %v", p)
		}
	}()
	return do(ctx, q)
}

// errDisk is a failure of the disk.
var errDisk = &fault.Error{Kind: fault.Unavailable}

// storage names the failures of the disk, which people can do something about.
func storage(err error) error {
	var e *driver.Error
	if !errors.As(err, &e) {
		return err
	}
	switch e.Code() & 0xff {
	case sqlite3.SQLITE_FULL:
		return fault.New(fault.Unavailable, "disk_full", "The disk is full.").Advise("Free some space; nothing was lost.").Cause(err)
	case sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_READONLY:
		return fault.New(fault.Unavailable, "storage_failed", "The database file could not be written.").Cause(err)
	}
	return err
}

// broken tells whether err is the violation of the unique key over the columns,
// named as SQLite names them: "table.column, table.column".
func broken(err error, columns string) bool {
	var e *driver.Error
	if !errors.As(err, &e) {
		return false
	}
	unique := e.Code() == sqlite3.SQLITE_CONSTRAINT_UNIQUE || e.Code() == sqlite3.SQLITE_CONSTRAINT_PRIMARYKEY
	return unique && strings.Contains(e.Error(), "constraint failed: "+columns)
}
