package training

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/internal/fault"
)

// Live is the model that serves in this process.
type Live struct {
	Model   *nlu.Model
	Version int64  // of Model
	Wanted  int64  // that the store says is live
	Problem string // why Version is not Wanted; empty where it is
}

// LoadLive loads the live model. Where it is damaged or cannot be read by this
// program, the one that was live before it serves, and so on; the last is the
// shipped one.
func LoadLive(ctx context.Context, s Store, a *nlu.Analyzer) (Live, error) {
	wanted, err := s.LiveModel(ctx)
	if err != nil {
		return Live{}, fmt.Errorf("which model is live: %w", err)
	}
	live := Live{Wanted: wanted, Version: wanted}
	if live.Model, err = loadVersion(ctx, s, wanted, a); err == nil {
		return live, nil
	}
	live.Problem = fmt.Sprintf("model %d cannot serve: %v", wanted, err)
	uses, err := s.Uses(ctx, KeptModels)
	if err != nil {
		return Live{}, fmt.Errorf("what was live before: %w", err)
	}
	for _, u := range uses {
		if live.Model, err = loadVersion(ctx, s, u.Previous, a); err == nil {
			live.Version = u.Previous
			return live, nil
		}
	}
	live.Version = Shipped
	live.Model, err = nlu.Shipped(a)
	return live, err
}

// loadVersion loads a model and holds its bytes against its checksum.
func loadVersion(ctx context.Context, s ModelStore, version int64, a *nlu.Analyzer) (*nlu.Model, error) {
	if version == Shipped {
		return nlu.Shipped(a)
	}
	art, err := s.Artefact(ctx, version)
	if err != nil {
		return nil, fmt.Errorf("load model %d: %w", version, err)
	}
	return openArtefact(art, a)
}

func openArtefact(art Artefact, a *nlu.Analyzer) (*nlu.Model, error) {
	switch {
	case art.Bytes == nil:
		return nil, fault.New(fault.Conflict, "model_dropped", "Only the figures of version %d are kept.", art.Version).
			Advise("Train again.")
	case checksum(art.Bytes) != art.Checksum:
		return nil, fault.New(fault.Conflict, "model_damaged", "Version %d is damaged: its checksum is not the stored one.", art.Version).
			Advise("Use another version, or train again.")
	}
	m, err := nlu.Load(bytes.NewReader(art.Bytes), a)
	if err != nil {
		return nil, fault.New(fault.Conflict, "model_unreadable", "Version %d: %v.", art.Version, err).
			Advise("Use another version, or train again.").Cause(err)
	}
	return m, nil
}

// Engine is what reads messages; Use swaps its model without a pause.
type Engine interface{ Use(m *nlu.Model) }

// Serving is the model that serves in this process.
func (t *Trainer) Serving() Live {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.live
}

// Refresh looks whether another process has put another model to use, and
// follows it. A model that cannot be loaded leaves the one that serves.
func (t *Trainer) Refresh(ctx context.Context) error {
	wanted, err := t.store.LiveModel(ctx)
	if err != nil {
		return fmt.Errorf("which model is live: %w", err)
	}
	if t.Serving().Wanted == wanted {
		return nil
	}
	m, err := loadVersion(ctx, t.store, wanted, t.analyzer)
	if err != nil && !refused(err) {
		return err
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	t.live.Wanted = wanted
	if err != nil {
		t.live.Problem = fmt.Sprintf("model %d cannot serve: %v", wanted, err)
		t.cfg.Log.Error("the language model is not changed", "version", wanted, "serving", t.live.Version, "err", err)
		return nil
	}
	t.swap(m, wanted)
	return nil
}

// refused tells whether a model will not do however often it is loaded.
func refused(err error) bool {
	return errors.Is(err, fault.ErrConflict) || errors.Is(err, fault.ErrNotFound)
}

// swap puts a model to use; t.mu is held.
func (t *Trainer) swap(m *nlu.Model, version int64) {
	t.live = Live{Model: m, Version: version, Wanted: version}
	t.engine.Use(m)
	t.cfg.Log.Info("language model in use", "version", version)
}

// follow keeps this process's model the live one.
func (t *Trainer) follow(ctx context.Context, hint <-chan struct{}) {
	tick := time.NewTicker(t.cfg.Poll)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		case _, open := <-hint:
			if !open {
				hint = nil
			}
		}
		if err := t.Refresh(ctx); err != nil && ctx.Err() == nil {
			t.cfg.Log.Error("the language model is not refreshed", "err", err)
		}
	}
}

// UseRequest asks to put a model to use.
type UseRequest struct {
	Version int64
	By      string
	Force   bool   // although it is worse
	Reason  string // why, when forced
}

// Use puts a model to use: in this process at once, in the others as soon as
// they hear of it. A model that is worse than the live one is refused with
// fault.Conflict, code worse_model and the comparison as a member, unless it is
// forced with a reason.
func (t *Trainer) Use(ctx context.Context, r UseRequest) (Comparison, error) {
	if r.Force && Key(r.Reason) == "" {
		return Comparison{}, fault.New(fault.Invalid, "reason_missing", "To use a worse model takes a reason.").At("reason").
			Advise("A sentence that colleagues will understand later.")
	}
	live := t.Serving()
	if r.Version == live.Wanted && live.Problem == "" {
		return Comparison{}, fault.New(fault.Conflict, "already_live", "Version %d is live already.", r.Version)
	}
	candidate, err := loadVersion(ctx, t.store, r.Version, t.analyzer)
	if err != nil {
		return Comparison{}, err
	}
	c, err := t.compareModels(ctx, r.Version, candidate, live)
	switch {
	case err != nil && !(r.Force && refused(err)):
		return c, err
	case len(c.Worse) > 0 && !r.Force:
		return c, worseModel(c)
	}
	u := Use{At: t.cfg.Now(), By: r.By, Version: r.Version, Previous: live.Wanted, Worse: c.Worse}
	if u.Forced = r.Force && (len(c.Worse) > 0 || err != nil); u.Forced {
		u.Reason = r.Reason
	}
	if err := t.store.UseModel(ctx, u); err != nil {
		return c, fmt.Errorf("use model %d: %w", r.Version, err)
	}
	t.mu.Lock()
	t.swap(candidate, r.Version)
	t.mu.Unlock()
	t.cfg.Notify()
	return c, nil
}

func worseModel(c Comparison) error {
	return fault.New(fault.Conflict, "worse_model", "Version %d is worse than the live one: %s.", c.Version, c.Sentence()).
		With("comparison", c).Advise("Look at the intents that lost, correct their examples and train again; or force it with a reason.")
}

// Compare holds a model against the one that serves.
func (t *Trainer) Compare(ctx context.Context, version int64) (Comparison, error) {
	live := t.Serving()
	candidate, err := loadVersion(ctx, t.store, version, t.analyzer)
	if err != nil {
		return Comparison{}, err
	}
	return t.compareModels(ctx, version, candidate, live)
}

func (t *Trainer) compareModels(ctx context.Context, version int64, candidate *nlu.Model, live Live) (Comparison, error) {
	data, err := t.curriculum(ctx)
	if err != nil {
		return Comparison{}, err
	}
	a, err := t.judge(ctx, version, candidate, data.pack)
	if err != nil {
		return Comparison{}, err
	}
	b, err := t.judge(ctx, live.Version, live.Model, data.pack)
	if err != nil {
		return Comparison{}, err
	}
	c := compare(data.examples, a, b)
	c.Version, c.Live = version, live.Version
	return c, nil
}

// judge pairs a model with what it has seen of the pack and beside it.
func (t *Trainer) judge(ctx context.Context, version int64, m *nlu.Model, pack []nlu.Example) (judge, error) {
	art, err := t.store.Artefact(ctx, version)
	if version == Shipped {
		if len(pack) == 0 {
			return judge{model: m}, nil // it has seen nothing of the shop's languages
		}
		if errors.Is(err, fault.ErrNotFound) || err == nil && art.DataHash != nlu.DataHash(pack) {
			return judge{}, fault.New(fault.Conflict, "not_measured", "The shipped model of this program has not been measured yet.").
				Advise("Train once: it is measured then.")
		}
	}
	if err != nil {
		return judge{}, fmt.Errorf("load model %d: %w", version, err)
	}
	seen, err := decodeOutcomes(art.Outcomes)
	if err != nil {
		return judge{}, fault.New(fault.Conflict, "not_measured", "What version %d made of its examples cannot be read.", version).
			Advise("Train again.").Cause(err)
	}
	return judge{model: m, seen: seen}, nil
}
