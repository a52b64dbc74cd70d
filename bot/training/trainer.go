package training

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"runtime/debug"
	"slices"
	"sync"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/internal/fault"
)

// Config is what a Trainer needs from outside. Now, NewID and Log are required.
type Config struct {
	Languages []string // whose part of the pack is trained on; empty: all
	Now       func() time.Time
	NewID     func() string
	Log       *slog.Logger
	Pack      func() ([]nlu.Example, error) // nil: the shipped one
	Notify    func()                        // tells other processes that something has changed; may be nil
	Workers   int                           // of training; 0: all processors but one, so that shoppers need not wait
	Poll      time.Duration                 // how often to look for another live model; 0 is 1 s
	Beat      time.Duration                 // how often a job shows that it lives; 0 is 500 ms
	Lease     time.Duration                 // after so long without a sign a job counts as interrupted; 0 is 30 s
}

func (c Config) withDefaults() Config {
	if c.Pack == nil {
		c.Pack = nlu.Pack
	}
	if c.Notify == nil {
		c.Notify = func() {}
	}
	if c.Workers == 0 {
		c.Workers = max(1, runtime.GOMAXPROCS(0)-1)
	}
	for _, d := range []struct {
		at        *time.Duration
		otherwise time.Duration
	}{{&c.Poll, time.Second}, {&c.Beat, 500 * time.Millisecond}, {&c.Lease, 30 * time.Second}} {
		if *d.at == 0 {
			*d.at = d.otherwise
		}
	}
	return c
}

// Trainer trains models and puts them to use. It is safe for concurrent use.
type Trainer struct {
	store    Store
	engine   Engine
	analyzer *nlu.Analyzer
	cfg      Config
	begun    chan Job // a job that Run shall do

	mu     sync.Mutex
	live   Live
	cancel context.CancelCauseFunc // of the job in this process; nil without
	packed []Count                 // of the pack, once somebody has asked
}

// New makes a trainer over a store and the engine that serves; live is what the
// engine was started with.
func New(s Store, e Engine, live Live, cfg Config) *Trainer {
	return &Trainer{store: s, engine: e, analyzer: live.Model.Analyzer(), cfg: cfg.withDefaults(), begun: make(chan Job, 1), live: live}
}

// Run follows the live model, and trains what Start asks for, until ctx ends. A
// hint makes it look at once.
func (t *Trainer) Run(ctx context.Context, hint <-chan struct{}) error {
	var wg sync.WaitGroup
	wg.Go(func() { t.follow(ctx, hint) })
	for {
		select {
		case <-ctx.Done():
			wg.Wait()
			return nil
		case j := <-t.begun:
			if _, err := t.do(ctx, j, nil); err != nil && ctx.Err() == nil {
				t.cfg.Log.Warn("training has ended without a model", "err", err)
			}
		}
	}
}

// Request asks for a model.
type Request struct {
	By   string
	Note string
	Seed uint64 // 0 is 1
}

// Start begins a training that Run does; fault.Conflict while one is under way.
func (t *Trainer) Start(ctx context.Context, r Request) (Job, error) {
	j, err := t.begin(ctx, r)
	if err != nil {
		return j, err
	}
	select {
	case t.begun <- j:
		return j, nil
	case <-ctx.Done():
		return j, ctx.Err()
	}
}

// Train trains at once and waits for the model; progress may be nil.
func (t *Trainer) Train(ctx context.Context, r Request, progress func(Job)) (int64, error) {
	j, err := t.begin(ctx, r)
	if err != nil {
		return 0, err
	}
	return t.do(ctx, j, progress)
}

func (t *Trainer) begin(ctx context.Context, r Request) (Job, error) {
	now := t.cfg.Now()
	j := Job{ID: t.cfg.NewID(), By: r.By, Note: r.Note, Seed: max(r.Seed, 1), BegunAt: now, LeaseUntil: now.Add(t.cfg.Lease), Stage: StageReading}
	if err := t.store.BeginTraining(ctx, j); err != nil {
		return Job{}, fmt.Errorf("begin training: %w", err)
	}
	return j, nil
}

// errCancelled ends a job that somebody has cancelled.
var errCancelled = fault.New(fault.Conflict, "cancelled", "The training was cancelled.")

// Cancel ends the training that is under way, in whichever process;
// fault.NotFound without one.
func (t *Trainer) Cancel(ctx context.Context) error {
	if err := t.store.CancelTraining(ctx); err != nil {
		return fmt.Errorf("cancel training: %w", err)
	}
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.cancel != nil {
		t.cancel(errCancelled)
	}
	return nil
}

// LastJob is the training that is under way or was last.
func (t *Trainer) LastJob(ctx context.Context) (Job, error) { return t.store.LastTraining(ctx) }

// do does a job and stores how it ended.
func (t *Trainer) do(ctx context.Context, j Job, progress func(Job)) (int64, error) {
	work, cancel := context.WithCancelCause(ctx)
	t.mu.Lock()
	t.cancel = cancel
	t.mu.Unlock()
	c := &course{job: j, told: progress}
	var beating sync.WaitGroup
	beating.Go(func() { t.beat(work, c, cancel) })
	version, err := t.make(work, c)
	if cause := context.Cause(work); err != nil && cause != nil {
		err = cause
	}
	cancel(nil)
	beating.Wait()
	t.mu.Lock()
	t.cancel = nil
	t.mu.Unlock()
	// How it ended is stored even when that is because the program ends.
	end := context.WithoutCancel(ctx)
	if serr := t.store.EndTraining(end, ended(c.now(), version, err, t.cfg.Now())); serr != nil && !errors.Is(serr, fault.ErrStale) {
		t.cfg.Log.Error("the end of a training is not stored", "err", serr)
	}
	t.cfg.Notify()
	debug.FreeOSMemory() // training takes many times what serving does
	return version, err
}

// ended is a job with its end.
func ended(j Job, version int64, err error, at time.Time) Job {
	j.Stage, j.EndedAt, j.Version = StageEnded, at, version
	var f *fault.Error
	switch {
	case err == nil:
		j.Done = j.Total
	case errors.Is(err, context.Canceled):
		j.Code, j.Error = CodeInterrupted, "The program was stopped. Start again."
	case errors.As(err, &f) && f.Kind != fault.Internal:
		j.Code, j.Error = cmp.Or(f.Code, string(f.Kind)), f.Message
	default:
		j.Code, j.Error = string(fault.Internal), "Something went wrong on our side."
	}
	return j
}

// course is a job on its way.
type course struct {
	mu   sync.Mutex
	job  Job
	told func(Job) // may be nil
}

func (c *course) now() Job {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.job
}

// at says which stage is under way and how far it is.
func (c *course) at(s Stage, done, total int) {
	c.mu.Lock()
	c.job.Stage, c.job.Done, c.job.Total = s, done, total
	j := c.job
	c.mu.Unlock()
	if c.told != nil {
		c.told(j)
	}
}

// beat stores progress and looks whether the job is still wanted.
func (t *Trainer) beat(ctx context.Context, c *course, cancel context.CancelCauseFunc) {
	tick := time.NewTicker(t.cfg.Beat)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		j := c.now()
		j.LeaseUntil = t.cfg.Now().Add(t.cfg.Lease)
		stored, err := t.store.KeepTraining(ctx, j)
		switch {
		case errors.Is(err, fault.ErrStale) || err == nil && stored.Cancelled:
			cancel(errCancelled)
			return
		case err != nil && ctx.Err() == nil:
			t.cfg.Log.Warn("the progress of a training is not stored", "err", err)
		}
	}
}

// curriculum is what would be trained on now.
func (t *Trainer) curriculum(ctx context.Context) (curriculum, error) {
	pack, err := t.pack()
	if err != nil {
		return curriculum{}, err
	}
	shop, err := t.store.AllExamples(ctx)
	if err != nil {
		return curriculum{}, fmt.Errorf("read the shop's examples: %w", err)
	}
	intents, err := t.store.ShopIntents(ctx)
	if err != nil {
		return curriculum{}, fmt.Errorf("read the shop's intents: %w", err)
	}
	return compose(pack, shop, intents), nil
}

// make trains and stores a model, and gives its version: that of an equal one
// where there is one.
func (t *Trainer) make(ctx context.Context, c *course) (int64, error) {
	data, err := t.curriculum(ctx)
	if err != nil {
		return 0, err
	}
	if err := t.baseline(ctx, c, data.pack); err != nil {
		return 0, err
	}
	art, err := t.train(ctx, data, c, StageTraining)
	if err != nil {
		return 0, err
	}
	models, err := t.store.Models(ctx)
	if err != nil {
		return 0, fmt.Errorf("list models: %w", err)
	}
	same := func(m Model) bool { return m.Kept && m.Version != Shipped && m.Checksum == art.Checksum }
	if i := slices.IndexFunc(models, same); i >= 0 {
		return models[i].Version, nil
	}
	c.at(StageSaving, c.now().Total, c.now().Total)
	version, err := t.store.SaveModel(ctx, art)
	if err != nil {
		return 0, fmt.Errorf("store the model: %w", err)
	}
	return version, nil
}

// baseline measures the pack alone, where that has not been done for this pack
// and these languages: it is what a first model of the shop's is compared with.
func (t *Trainer) baseline(ctx context.Context, c *course, pack []nlu.Example) error {
	if len(pack) == 0 {
		return nil // a shop in languages that the pack does not speak
	}
	have, _, err := t.store.ModelReport(ctx, Shipped)
	if err != nil && !errors.Is(err, fault.ErrNotFound) {
		return fmt.Errorf("load the baseline: %w", err)
	}
	if err == nil && have.DataHash == nlu.DataHash(pack) {
		return nil
	}
	art, err := t.train(ctx, curriculum{examples: pack}, c, StageBaseline)
	if err != nil {
		return err
	}
	art.Bytes, art.Checksum, art.Size, art.Note = nil, "", 0, ""
	if err := t.store.SaveBaseline(ctx, art); err != nil {
		return fmt.Errorf("store the baseline: %w", err)
	}
	return nil
}

// train makes an artefact.
func (t *Trainer) train(ctx context.Context, data curriculum, c *course, stage Stage) (Artefact, error) {
	c.at(stage, 0, 0)
	j := c.now()
	m, report, err := nlu.Train(ctx, data.examples, nlu.Options{
		Seed: j.Seed, Workers: t.cfg.Workers, Analyzer: t.analyzer, Progress: func(done, of int) { c.at(stage, done, of) },
	})
	if err != nil {
		if errors.Is(err, nlu.ErrTooFew) {
			return Artefact{}, fault.New(fault.Invalid, "too_few_intents", "There are examples of less than two intents.")
		}
		return Artefact{}, fmt.Errorf("train: %w", err)
	}
	var out bytes.Buffer
	if err := m.Save(&out); err != nil {
		return Artefact{}, fmt.Errorf("write the model: %w", err)
	}
	outcomes, err := encodeOutcomes(data.examples, report.Outcomes)
	if err != nil {
		return Artefact{}, err
	}
	return Artefact{
		Model: Model{
			CreatedAt: t.cfg.Now(), CreatedBy: j.By, Checksum: checksum(out.Bytes()), DataHash: m.Info().DataHash, Seed: j.Seed,
			Size: int64(out.Len()), Note: j.Note, Kept: true,
			Figures: Figures{
				Examples: report.Examples, Own: data.own, Intents: len(report.Intents), Accuracy: report.Accuracy,
				AUROC: report.AUROC, ECE: report.ECE, Threshold: report.Threshold,
			},
		},
		Report: Report{
			Intents: report.Intents, Confusions: confusionsOf(data.examples, report.Outcomes), Warnings: data.warnings(report.Warnings),
			Languages: data.languages(), Overruled: data.overruled, RiskCoverage: report.RiskCoverage, Budgets: report.Budgets,
			Reliability: report.Reliability,
		},
		Bytes: out.Bytes(), Outcomes: outcomes,
	}, nil
}
