package knowledge

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
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

	// Pass says whether scheduled publishes may be stored, and gives them with what
	// was found; a fault.Conflict refuses them all. See package knowledge/gate. nil:
	// nothing is checked.
	Pass func(ctx context.Context, savings []Saving) ([]Saving, error)

	// Blocked is told of a scheduled publish that is not made, before it is taken
	// back: with an error it stays due, and is told again. nil: nobody is told.
	Blocked func(ctx context.Context, a Article, reason string) error
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
	savings := make([]Saving, len(due))
	for i, a := range due {
		if savings[i], err = k.keep(ctx, a, now); err != nil {
			return 0, err
		}
	}
	if savings, err = k.passed(ctx, due, savings, now); err != nil {
		return 0, err
	}
	done := 0
	var errs error
	for _, s := range savings {
		_, err := k.store.SaveArticles(ctx, []Saving{s})
		switch {
		case err == nil:
			done++
		case !errors.Is(err, fault.ErrConflict): // with a conflict, somebody else was faster
			errs = errors.Join(errs, fmt.Errorf("save article %s: %w", s.Article.ID, err))
		}
	}
	if done > 0 {
		k.cfg.Changed()
	}
	return done, errs
}

// triedAlone is how many of the publishes that may not be made together are tried
// one by one in a tick. The others stay due.
const triedAlone = 5

// passed gives the savings with those publishes only that may be made: all of them
// together, else each alone after those before it. One that may not is taken back.
func (k *Keeper) passed(ctx context.Context, due []Article, savings []Saving, now time.Time) ([]Saving, error) {
	publishes := func(i int) bool { return NewRelease(due[i], savings[i].Article) }
	var rest, news []Saving
	var at []int
	for i := range savings {
		if publishes(i) {
			news, at = append(news, savings[i]), append(at, i)
		} else {
			rest = append(rest, savings[i])
		}
	}
	if k.cfg.Pass == nil || len(news) == 0 {
		return savings, nil
	}
	together, err := k.cfg.Pass(ctx, news)
	if err == nil {
		return append(rest, together...), nil
	}
	if !errors.Is(err, fault.ErrConflict) {
		return nil, fmt.Errorf("check scheduled publishes: %w", err)
	}
	var good []Saving
	for n := range news[:min(triedAlone, len(news))] {
		next, err := k.cfg.Pass(ctx, append(slices.Clip(good), news[n]))
		switch {
		case err == nil:
			good = next
		case errors.Is(err, fault.ErrConflict):
			back, err := k.refused(ctx, due[at[n]], err, now)
			if err != nil {
				return nil, err
			}
			rest = append(rest, back)
		default:
			return nil, fmt.Errorf("check a scheduled publish: %w", err)
		}
	}
	return append(rest, good...), nil
}

// refused takes a scheduled publish back, with a remark that says why.
func (k *Keeper) refused(ctx context.Context, a Article, err error, now time.Time) (Saving, error) {
	k.cfg.Log.Warn("a scheduled publish is not possible", "article", a.ID, "err", err)
	if k.cfg.Blocked != nil {
		if err := k.cfg.Blocked(ctx, a, reasonFor(err)); err != nil {
			return Saving{}, fmt.Errorf("tell of the publish of %s that is not possible: %w", a.ID, err)
		}
	}
	s := Step{By: a.PublishBy, At: now, Text: "The scheduled publish was not possible: " + reasonFor(err)}
	a = k.reminded(a.Unschedule(s).Comment(s), now)
	return Saving{Article: a, Passages: k.cfg.Split(a)}, nil
}

// keep is what a due article becomes. A publish that has become impossible since
// it was scheduled is taken back.
func (k *Keeper) keep(ctx context.Context, a Article, now time.Time) (Saving, error) {
	note := a.PublishNote
	if !a.PublishAt.IsZero() && !a.PublishAt.After(now) {
		next, err := a.Publish(Step{By: a.PublishBy, At: now})
		if err != nil {
			return k.refused(ctx, a, err, now)
		}
		a = next
	}
	a = k.reminded(a, now)
	return Saving{Article: a, Passages: k.cfg.Split(a), Note: note}, nil
}

// reminded notes that an owner was told to look at an article.
func (k *Keeper) reminded(a Article, now time.Time) Article {
	if a.Overdue(now) && a.RemindedAt.IsZero() {
		k.cfg.Log.Info("an article has to be verified", "article", a.ID, "owner_set", a.Owner != "")
		a.RemindedAt = now
	}
	return a
}

func reasonFor(err error) string {
	var f *fault.Error
	if errors.As(err, &f) {
		return f.Message
	}
	return "it failed."
}
