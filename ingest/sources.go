package ingest

import (
	"context"
	"fmt"
)

// Sources lists all, by name.
func (q *Queue) Sources(ctx context.Context) ([]Source, error) { return q.store.Sources(ctx) }

// Source loads one; fault.NotFound.
func (q *Queue) Source(ctx context.Context, id string) (Source, error) {
	return q.store.Source(ctx, id)
}

// AddSource stores a new one. With a schedule it is read for the first time at
// once.
func (q *Queue) AddSource(ctx context.Context, s Source) (Source, error) {
	s, err := s.Checked()
	if err != nil {
		return s, err
	}
	now := q.in.cfg.Now().UTC()
	s.ID, s.Version, s.CreatedAt = q.in.cfg.NewID(), 0, now
	if s.Schedule != nil && !s.Paused {
		s.NextRunAt = now
	}
	out, err := q.store.SaveSource(ctx, s)
	q.nudge()
	return out, err
}

// ChangeSource replaces what somebody set of one; fault.Conflict with code
// version_conflict. Its name stays: articles carry it.
func (q *Queue) ChangeSource(ctx context.Context, s Source) (Source, error) {
	old, err := q.store.Source(ctx, s.ID)
	if err != nil {
		return s, err
	}
	s.Name, s.NextRunAt = old.Name, old.NextRunAt
	if s, err = s.Checked(); err != nil {
		return s, err
	}
	switch {
	case s.Schedule == nil || s.Paused:
		s.NextRunAt = s.Schedule.Next(q.in.cfg.Now()) // shown, and begun when it goes on
	case old.Schedule == nil || *old.Schedule != *s.Schedule || old.Paused:
		s.NextRunAt = s.Schedule.Next(q.in.cfg.Now())
	}
	return q.store.SaveSource(ctx, s)
}

// DeleteSource forgets a source. Its articles are archived, or stay as if somebody
// had written them. A run that is under way has to end first.
func (q *Queue) DeleteSource(ctx context.Context, id string, archive bool, by string) error {
	s, err := q.store.Source(ctx, id)
	if err != nil {
		return err
	}
	for _, state := range []State{Queued, Running} {
		open, err := q.store.Imports(ctx, ImportFilter{State: state, SourceID: id, Limit: 1})
		if err != nil {
			return fmt.Errorf("look for runs of source %s: %w", id, err)
		}
		if len(open) > 0 {
			return ImportRuns()
		}
	}
	if archive {
		if err := q.archiveAll(ctx, s, by); err != nil {
			return err
		}
	}
	return q.store.DeleteSource(ctx, id)
}

func (q *Queue) archiveAll(ctx context.Context, s Source, by string) error {
	keys, err := q.in.unseen(ctx, s.Name, func(string) bool { return false })
	if err != nil {
		return err
	}
	p := q.in.pass(Options{Source: s.Name, By: by}, func(ctx context.Context, b Batch) error {
		_, err := q.store.SaveArticles(ctx, b.Savings)
		return err
	})
	err = p.remove(ctx, keys)
	q.cfg.Changed()
	return err
}

// RunSource queues a run of a source; fault.Conflict with code import_running.
func (q *Queue) RunSource(ctx context.Context, id, by string) (Import, error) {
	s, err := q.store.Source(ctx, id)
	if err != nil {
		return Import{}, err
	}
	i, err := q.begin(OfSource, Options{By: by})
	if err != nil {
		return i, err
	}
	return q.add(ctx, i.of(s))
}

// RunSourceHere reads a source in this process, to its end. watch, which may be
// nil, is told of each step.
func (q *Queue) RunSourceHere(ctx context.Context, id string, o Options, watch func(Import)) (Import, error) {
	s, err := q.store.Source(ctx, id)
	if err != nil {
		return Import{}, err
	}
	i, err := q.begin(OfSource, o)
	if err != nil {
		return i, err
	}
	i = i.of(s)
	return q.here(ctx, i, q.reader(i), watch)
}

// Pages lists what is known of a source.
func (q *Queue) Pages(ctx context.Context, f PageFilter) ([]Page, error) {
	if _, err := q.store.Source(ctx, f.SourceID); err != nil {
		return nil, err
	}
	return q.store.SourcePages(ctx, f)
}

// LastRun is the newest import of a source, and whether there is one.
func (q *Queue) LastRun(ctx context.Context, id string) (Import, bool, error) {
	list, err := q.store.Imports(ctx, ImportFilter{SourceID: id, Limit: 1})
	if err != nil || len(list) == 0 {
		return Import{}, false, err
	}
	return list[0], true, nil
}

// StartDue begins the runs of sources whose time has come, wherever nobody else
// has.
func (q *Queue) StartDue(ctx context.Context) error {
	now := q.in.cfg.Now().UTC()
	sources, err := q.store.Sources(ctx)
	if err != nil {
		return fmt.Errorf("look for sources that are due: %w", err)
	}
	for _, s := range sources {
		if s.Paused || s.Schedule == nil || s.NextRunAt.IsZero() || s.NextRunAt.After(now) {
			continue
		}
		i, err := q.begin(OfSource, Options{By: "schedule"})
		if err != nil {
			return err
		}
		begun, err := q.store.StartDue(ctx, s, s.Schedule.Next(now), i.of(s))
		if err != nil {
			return fmt.Errorf("begin the run of source %s: %w", s.ID, err)
		}
		if begun {
			q.nudge()
		}
	}
	return nil
}

// of is the import that reads a source.
func (i Import) of(s Source) Import {
	i.SourceID, i.Source, i.Name, i.Address = s.ID, s.Name, s.Name, s.URL
	return i
}
