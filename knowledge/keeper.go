package knowledge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"frontdesk/internal/fault"
)

// keptAtOnce is how many due articles a tick takes.
const keptAtOnce = 100

// KeeperConfig is how a Keeper is set up. All are required.
type KeeperConfig struct {
	Split   func(Article) []Passage
	Now     func() time.Time
	Log     *slog.Logger
	Changed func() // tells every reader that articles have changed
}

// Keeper does what articles have to be done to at a stored time: it publishes
// what is scheduled, and reminds owners of what they have to verify. Any number
// of replicas may keep one base: the article's version lets one of them win.
type Keeper struct {
	store Store
	cfg   KeeperConfig
}

// NewKeeper makes one over a store.
func NewKeeper(store Store, cfg KeeperConfig) *Keeper { return &Keeper{store, cfg} }

// Run ticks every so often until ctx ends. What fails is logged and tried again.
func (k *Keeper) Run(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if _, err := k.Tick(ctx); err != nil && ctx.Err() == nil {
			k.cfg.Log.Error("articles that are due", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Tick does what is due now, and gives how many articles this replica changed.
// One article that fails does not stop the others.
func (k *Keeper) Tick(ctx context.Context) (int, error) {
	now := k.cfg.Now().UTC()
	due, err := k.store.DueArticles(ctx, now, keptAtOnce)
	if err != nil {
		return 0, fmt.Errorf("look for articles that are due: %w", err)
	}
	done := 0
	var errs error
	for _, a := range due {
		_, err := k.store.SaveArticles(ctx, []Saving{k.keep(a, now)})
		switch {
		case err == nil:
			done++
		case !errors.Is(err, fault.ErrConflict): // with a conflict, somebody else was faster
			errs = errors.Join(errs, fmt.Errorf("save article %s: %w", a.ID, err))
		}
	}
	if done > 0 {
		k.cfg.Changed()
	}
	return done, errs
}

// keep is what a due article becomes. A publish that has become impossible since
// it was scheduled is taken back, with a remark that says why.
func (k *Keeper) keep(a Article, now time.Time) Saving {
	note := a.PublishNote
	if !a.PublishAt.IsZero() && !a.PublishAt.After(now) {
		s := Step{By: a.PublishBy, At: now}
		next, err := a.Publish(s)
		if err != nil {
			k.cfg.Log.Warn("a scheduled publish is not possible", "article", a.ID, "err", err)
			s.Text = "The scheduled publish was not possible: " + reasonFor(err)
			next = a.Unschedule(s).Comment(s)
		}
		a = next
	}
	if a.Overdue(now) && a.RemindedAt.IsZero() {
		k.cfg.Log.Info("an article has to be verified", "article", a.ID, "owner_set", a.Owner != "")
		a.RemindedAt = now
	}
	return Saving{Article: a, Passages: k.cfg.Split(a), Note: note}
}

func reasonFor(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Message
	}
	return "it failed."
}
