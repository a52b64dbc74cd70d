package ingest

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"slices"
	"time"

	"frontdesk/internal/fault"
)

// Why a job ends before its files do.
var (
	errCancelled = errors.New("the import was cancelled")
	errLost      = errors.New("the import went to another process")
)

// changedEvery is how often readers are told of new articles while an import
// runs: each time they fit their indexes anew.
const changedEvery = 5 * time.Second

// job is an import that this process works at.
type job struct {
	q     *Queue
	i     Import
	watch func(Import) // is told of each step; may be nil
	told  time.Time    // when readers were last told
	dirty bool         // there is something to tell
}

// work does an import to its end, or until ctx ends: then it is given back, and
// whoever takes it goes on after the last stored batch.
func (q *Queue) work(ctx context.Context, i Import, read func(context.Context, *job) error, watch func(Import)) Import {
	j := &job{q: q, i: i, watch: watch, told: q.in.cfg.Now()}
	within, stop := context.WithCancelCause(ctx)
	renewing := make(chan struct{})
	go func() { q.renew(within, i, stop); close(renewing) }()
	err := read(within, j)
	if cause := context.Cause(within); err != nil && cause != nil {
		err = cause
	}
	stop(nil)
	<-renewing
	j.end(ctx, err)
	return j.i
}

// renew shows that this process lives, and learns whether it shall go on.
func (q *Queue) renew(ctx context.Context, i Import, stop context.CancelCauseFunc) {
	tick := time.NewTicker(min(renewEvery, q.cfg.Lease/3))
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		now, err := q.store.RenewImport(ctx, i.ID, i.Worker, q.leaseEnd())
		switch {
		case errors.Is(err, fault.ErrStale):
			stop(errLost)
		case err == nil && now.Cancelled:
			stop(errCancelled)
		}
	}
}

func (q *Queue) leaseEnd() time.Time { return q.in.cfg.Now().Add(q.cfg.Lease).UTC() }

// end stores how the import ended.
func (j *job) end(ctx context.Context, err error) {
	now := j.q.in.cfg.Now().UTC()
	log := j.q.cfg.Log.With("import", j.i.ID)
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if j.dirty {
		j.q.cfg.Changed()
	}
	switch {
	case errors.Is(err, errLost):
		log.Warn("another process has the import")
		return
	case err != nil && ctx.Err() != nil && j.i.Kind != OfFolder: // the process ends, and another goes on
		if _, err := j.q.store.RenewImport(after, j.i.ID, j.i.Worker, time.Time{}); err != nil {
			log.Warn("give an import back", "err", err)
		}
		return
	case fault.KindOf(err) == fault.Unavailable && err != nil: // nothing can be stored now: its lease runs out, and it is taken up again
		log.Error("an import waits for the database", "err", err)
		return
	case errors.Is(err, errCancelled), err != nil && ctx.Err() != nil:
		j.i.State = Cancelled
	case err != nil:
		log.Error("an import failed", "err", err)
		j.i.State, j.i.Code, j.i.Error = Failed, string(fault.Internal), "The import failed; the log says why."
		var f *fault.Error
		if errors.As(err, &f) {
			j.i.Code, j.i.Error = cmpCode(f), f.Message
		}
	default:
		j.i.State = Done
	}
	j.i.EndedAt = now
	if stored, err := j.q.store.SaveImport(after, j.i, Batch{}); err != nil {
		log.Error("store the end of an import", "err", err)
	} else {
		j.i = stored
	}
	j.show()
}

func cmpCode(f *fault.Error) string {
	if f.Code != "" {
		return f.Code
	}
	return string(f.Kind)
}

// keep stores a batch with the progress that it makes.
func (j *job) keep(ctx context.Context, b Batch) error {
	next := j.i
	next.Counts.add(b)
	next.LeaseUntil = j.q.leaseEnd()
	if n := len(b.Rows); n > 0 {
		next.Current = b.Rows[n-1].File
	}
	next.Total = max(next.Total+b.Found, next.Counts.Files)
	stored, err := j.q.store.SaveImport(ctx, next, b)
	if errors.Is(err, fault.ErrStale) {
		return errLost
	}
	if err != nil {
		return fmt.Errorf("store a batch of import %s: %w", j.i.ID, err)
	}
	j.i = stored
	j.show()
	if j.dirty = j.dirty || len(b.Savings) > 0; j.dirty && j.q.in.cfg.Now().Sub(j.told) >= changedEvery {
		j.told, j.dirty = j.q.in.cfg.Now(), false
		j.q.cfg.Changed()
	}
	if stored.Cancelled {
		return errCancelled
	}
	return nil
}

func (j *job) show() {
	if j.watch != nil {
		j.watch(j.i)
	}
}

// pass is a going through files that goes on where an earlier one was cut off:
// files are always the same, in the same order, and those that are done are not
// read again.
func (j *job) pass(ctx context.Context) (*pass, error) {
	o := j.i.Options
	o.Source, o.By = j.i.Source, j.i.By
	p := j.q.in.pass(o, j.keep)
	p.importID = j.i.ID
	p.rows, p.skip = j.i.Counts.Rows, j.i.Counts.Files
	if p.rows == 0 && p.skip == 0 {
		return p, nil
	}
	rows, err := j.q.store.ImportRows(ctx, RowFilter{ImportID: j.i.ID})
	if err != nil {
		return nil, fmt.Errorf("load the report of import %s: %w", j.i.ID, err)
	}
	for _, r := range rows {
		switch r.Outcome {
		case Refused:
			p.refused = append(p.refused, r.Key)
		case Removed:
		default:
			p.seen[r.Key] = true
		}
	}
	return p, nil
}

// prune removes what the source has no more, unless that is so much that a
// person has to decide.
func (j *job) prune(ctx context.Context, p *pass, gone []string) error {
	there := len(p.seen) + len(gone)
	switch {
	case len(gone) == 0 || j.i.Removal.State == RemovalKept:
		return nil
	case tooMany(len(gone), there) && j.i.Removal.State != RemovalConfirmed && !j.i.Options.Confirm:
		j.i.Removal = Removal{Count: len(gone), Of: there, State: RemovalWaiting}
		return nil
	}
	return p.remove(ctx, gone)
}

// tooMany tells whether a source has lost so many of its articles that it is
// rather broken than rewritten: more than a few, and more than a fifth.
func tooMany(gone, of int) bool { return gone > 5 && gone*5 > of }

// readFiles reads files of which the job knows, with what follows from it.
func (j *job) readFiles(ctx context.Context, files iter.Seq[file]) error {
	p, err := j.pass(ctx)
	if err != nil {
		return err
	}
	if err := p.read(ctx, files); err != nil {
		return err
	}
	if !j.i.Options.Prune || p.files == 0 && len(p.seen) == 0 {
		return nil
	}
	gone, err := p.gone(ctx)
	if err != nil {
		return err
	}
	return j.prune(ctx, p, gone)
}

// readUpload reads the files that are stored with the import.
func (j *job) readUpload(ctx context.Context) error {
	list, err := j.q.store.ImportFiles(ctx, j.i.ID)
	if err != nil {
		return fmt.Errorf("list the files of import %s: %w", j.i.ID, err)
	}
	var failed error
	err = j.readFiles(ctx, func(yield func(file) bool) {
		aside := max(0, j.i.Sent-len(list))
		for n, f := range list {
			f, err := j.q.store.ImportFile(ctx, j.i.ID, f.N)
			if err != nil {
				failed = fmt.Errorf("load a file of import %s: %w", j.i.ID, err)
				return
			}
			read := j.q.in.held(f.Name, f.Data)
			if n == 0 && aside > 0 {
				read.note = fmt.Sprintf(picturesLeftOut, aside)
			}
			if !yield(read) {
				return
			}
		}
	})
	return errors.Join(err, failed)
}

// readAddress reads one page.
func (j *job) readAddress(ctx context.Context) error {
	return j.readFiles(ctx, func(yield func(file) bool) { yield(j.q.in.fetch(ctx, j.i.Address)) })
}

// Folder takes in what a target at this machine names: a file, a folder, a page.
// It is an import like others, to be watched and cancelled from elsewhere; only
// nobody else can go on with it. Doing it again does, since what is done is found
// unchanged. watch, which may be nil, is told of each step.
func (q *Queue) Folder(ctx context.Context, target string, o Options, watch func(Import)) (Import, error) {
	if err := q.interrupted(ctx); err != nil {
		return Import{}, err
	}
	i, err := q.begin(OfFolder, o)
	if err != nil {
		return i, err
	}
	files, source := q.in.open(ctx, target)
	i.Name, i.Source, i.Total = target, o.of(source).Source, len(files)
	return q.here(ctx, i, func(ctx context.Context, j *job) error { return j.readFiles(ctx, slices.Values(files)) }, watch)
}

// here stores an import that this process has already, and does it.
func (q *Queue) here(ctx context.Context, i Import, read func(context.Context, *job) error, watch func(Import)) (Import, error) {
	i.State, i.Worker, i.LeaseUntil, i.Attempt, i.BegunAt = Running, q.cfg.Worker, q.leaseEnd(), 1, i.CreatedAt
	if err := q.store.AddImport(ctx, i); err != nil {
		return i, fmt.Errorf("add an import: %w", err)
	}
	return q.work(ctx, i, read, watch), nil
}

// interrupted ends the imports of folders whose process is gone, and does what was
// decided about articles that folders have lost.
func (q *Queue) interrupted(ctx context.Context) error {
	for {
		i, err := q.take(ctx, [2]ImportKind{OfFolder, OfFolder})
		if errors.Is(err, fault.ErrNotFound) {
			return nil
		}
		if err != nil {
			return err
		}
		q.work(ctx, i, q.reader(i), nil)
	}
}
