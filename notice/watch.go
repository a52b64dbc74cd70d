package notice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

// WatcherConfig is how a Watcher is set up. NewID, Now and Log are required.
type WatcherConfig struct {
	NewID    func() string
	Now      func() time.Time
	Log      *slog.Logger
	Mail     bool     // people have an address that can be reached
	Webhook  []Kind   // what the webhook is told; empty: there is none
	Defaults Settings // of those who have chosen nothing, and of the webhook
}

// Watcher finds out who has to be told what.
type Watcher struct {
	store    Store
	accounts Accounts
	events   Events
	cfg      WatcherConfig
	looked   map[string]time.Time // until when there was nothing, by place: saves looking again
}

// NewWatcher makes one.
func NewWatcher(store Store, accounts Accounts, events Events, cfg WatcherConfig) *Watcher {
	return &Watcher{store: store, accounts: accounts, events: events, cfg: cfg, looked: map[string]time.Time{}}
}

const (
	// settled is how old an event is before it is told: by then whoever stored it has
	// committed it, and clocks that differ by less lose nothing.
	settled = time.Minute
	// late is how long after its time a digest is waited for.
	late = 24 * time.Hour
	// stepOn is how old the place of events may get while there are none.
	stepOn = time.Hour

	eventPlace = "events"
)

// Run looks every so often until ctx ends. What fails is logged and tried again.
func (w *Watcher) Run(ctx context.Context, every time.Duration) error {
	if !w.cfg.Mail && len(w.cfg.Webhook) == 0 {
		return nil // nobody can be told anything
	}
	tick := time.NewTicker(every)
	defer tick.Stop()
	for {
		if err := w.Tick(ctx); err != nil && ctx.Err() == nil {
			w.cfg.Log.Error("look for what people have to be told", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Tick stores the notices that are due.
func (w *Watcher) Tick(ctx context.Context) error {
	people, err := w.People(ctx)
	if err != nil || len(people) == 0 {
		return err
	}
	places, err := w.store.NoticePlaces(ctx)
	if err != nil {
		return fmt.Errorf("load how far people have been told: %w", err)
	}
	r := &round{w: w, people: people, places: places, now: w.cfg.Now().UTC()}
	return errors.Join(r.happened(ctx), r.digests(ctx), r.reminders(ctx))
}

// People lists everybody who can be told anything: who can be reached, and the
// webhook.
func (w *Watcher) People(ctx context.Context) ([]Person, error) {
	chosen, err := w.store.NoticeSettings(ctx)
	if err != nil {
		return nil, fmt.Errorf("load what people want to be told: %w", err)
	}
	var out []Person
	if w.cfg.Mail {
		users, err := w.accounts.Users(ctx)
		if err != nil {
			return nil, fmt.Errorf("list people: %w", err)
		}
		for _, u := range users {
			if !u.Disabled {
				out = append(out, PersonOf(u, chosen, w.cfg.Defaults))
			}
		}
	}
	if len(w.cfg.Webhook) > 0 {
		out = append(out, w.webhook())
	}
	return out, nil
}

// PersonOf is a user with what they have chosen.
func PersonOf(u auth.User, chosen map[string]Settings, defaults Settings) Person {
	p := Person{ID: u.ID, Name: u.Name, Email: u.Email, Role: u.Role, Settings: defaults}
	if s, ok := chosen[u.ID]; ok {
		p.Settings = s
	}
	return p
}

func (w *Watcher) webhook() Person {
	p := Person{ID: Webhook, Name: Webhook, Settings: w.cfg.Defaults}
	p.Kinds = map[Kind]bool{}
	for _, k := range Kinds() {
		p.Kinds[k] = false
	}
	for _, k := range w.cfg.Webhook {
		p.Kinds[k] = true
	}
	return p
}

// Tell stores a notice for everybody who wants that kind. key makes it the same
// event: told again it is told nobody twice.
func (w *Watcher) Tell(ctx context.Context, k Kind, key string, f Facts) error {
	people, err := w.People(ctx)
	if err != nil || len(people) == 0 {
		return err
	}
	r := &round{w: w, people: people, now: w.cfg.Now().UTC()}
	if list := r.all(k, key, f); len(list) > 0 {
		return w.store.AddNotices(ctx, Move{}, list)
	}
	return nil
}

// TellOne stores a notice for one recipient, whatever they have chosen.
func (w *Watcher) TellOne(ctx context.Context, p Person, k Kind, key string, f Facts) (Notice, error) {
	n := (&round{w: w, now: w.cfg.Now().UTC()}).to(p, k, key, f)
	return n, w.store.AddNotices(ctx, Move{}, []Notice{n})
}

// round is one looking.
type round struct {
	w      *Watcher
	people []Person
	places map[string]time.Time
	now    time.Time
}

func (r *round) to(p Person, k Kind, key string, f Facts) Notice {
	return Notice{
		ID: r.w.cfg.NewID(), Key: fmt.Sprintf("%s/%s/%s", k, key, p.ID), Kind: k, To: p.ID, Facts: f, State: Pending, CreatedAt: r.now, NextAt: r.now,
	}
}

func (r *round) all(k Kind, key string, f Facts) (out []Notice) {
	for _, p := range r.people {
		if p.Wants(k) {
			out = append(out, r.to(p, k, key, f))
		}
	}
	return out
}

// begun tells up to where a place has come. One that is not there begins at the
// given time: what was before nobody is told.
func (r *round) begun(ctx context.Context, name string, otherwise time.Time) (time.Time, bool, error) {
	if at, ok := r.places[name]; ok {
		return at, true, nil
	}
	err := r.move(ctx, Move{Name: name, To: otherwise}, nil)
	return otherwise, false, err
}

// move stores a step. That another replica has made it is no failure.
func (r *round) move(ctx context.Context, m Move, list []Notice) error {
	err := r.w.store.AddNotices(ctx, m, list)
	if errors.Is(err, fault.ErrStale) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("store notices of %s: %w", m.Name, err)
	}
	if len(list) > 0 {
		r.w.cfg.Log.Info("people are told", "place", m.Name, "notices", len(list))
	}
	return nil
}
