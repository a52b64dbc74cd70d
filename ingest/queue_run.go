package ingest

import (
	"context"
	"errors"
	"sync"
	"time"

	"frontdesk/internal/fault"
)

// houseEvery is how often what nobody needs any more is forgotten.
const houseEvery = time.Hour

// Run works imports off, begins those of sources that are due, and keeps house,
// until ctx ends. Sources have a lane of their own: polite reading takes long, and
// an upload shall not wait for it.
func (q *Queue) Run(ctx context.Context) error {
	var lanes sync.WaitGroup
	lanes.Go(func() { q.lane(ctx, q.wakeFiles, [2]ImportKind{OfUpload, OfAddress}) })
	lanes.Go(func() { q.lane(ctx, q.wakeSources, [2]ImportKind{OfSource, OfSource}) })
	q.keepHouse(ctx)
	lanes.Wait()
	return nil
}

// lane works off imports of some kinds, one after another.
func (q *Queue) lane(ctx context.Context, wake <-chan struct{}, kinds [2]ImportKind) {
	tick := time.NewTicker(q.cfg.Poll)
	defer tick.Stop()
	for {
		for q.next(ctx, kinds) {
		}
		select {
		case <-ctx.Done():
			return
		case <-wake:
		case <-tick.C:
		}
	}
}

// next does the oldest import of some kinds, and says whether there was one.
func (q *Queue) next(ctx context.Context, kinds [2]ImportKind) bool {
	i, err := q.take(ctx, kinds)
	if err != nil {
		if !errors.Is(err, fault.ErrNotFound) && ctx.Err() == nil {
			q.cfg.Log.Error("look for imports", "err", err)
		}
		return false
	}
	q.work(ctx, i, q.reader(i), nil)
	return ctx.Err() == nil
}

func (q *Queue) take(ctx context.Context, kinds [2]ImportKind) (Import, error) {
	now := q.in.cfg.Now().UTC()
	return q.store.TakeImport(ctx, Claim{Worker: q.cfg.Worker, Kinds: kinds, Now: now, Until: now.Add(q.cfg.Lease)})
}

// reader is how an import is read.
func (q *Queue) reader(i Import) func(context.Context, *job) error {
	return func(ctx context.Context, j *job) error {
		switch {
		case i.Cancelled:
			return errCancelled
		case i.Kind == OfFolder && i.Removal.State != "":
			return j.readFiles(ctx, func(func(file) bool) {}) // they are read; only what is gone is left
		case i.Kind == OfFolder:
			return fault.New(fault.Conflict, "interrupted", "The process that read the files has ended. Run the same command again: what is done is found unchanged.")
		case i.Attempt > attempts:
			return fault.New(fault.Internal, "interrupted", "The process that read the files has ended %d times over this import.", attempts)
		case i.Kind == OfUpload:
			return j.readUpload(ctx)
		case i.Kind == OfAddress:
			return j.readAddress(ctx)
		}
		return j.readSource(ctx)
	}
}

// keepHouse begins what is due and forgets what is old.
func (q *Queue) keepHouse(ctx context.Context) {
	tick := time.NewTicker(q.cfg.Poll)
	defer tick.Stop()
	var swept time.Time
	for {
		if err := q.house(ctx, &swept); err != nil && ctx.Err() == nil {
			q.cfg.Log.Error("keep imports and sources", "err", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

func (q *Queue) house(ctx context.Context, swept *time.Time) error {
	now := q.in.cfg.Now().UTC()
	err := errors.Join(q.StartDue(ctx), q.interrupted(ctx))
	if now.Sub(*swept) < houseEvery {
		return err
	}
	*swept = now
	return errors.Join(err, q.store.PurgeImports(ctx, now.Add(-keptFiles), now.Add(-keptImport)))
}
