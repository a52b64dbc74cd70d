// Package gate tells before a publish what shoppers would be answered after it: it
// asks golden and real questions of a copy of the knowledge base that has the new
// texts, by the code that answers shoppers, and holds the answers against those of
// the base that serves.
package gate

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"runtime"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"frontdesk/knowledge"
)

// Mode is what becomes of a publish that would make answers worse.
type Mode string

// The modes.
const (
	Off   Mode = "off"   // nothing is asked
	Warn  Mode = "warn"  // it is told, and published
	Block Mode = "block" // it is refused, unless somebody gives a reason
)

// Config is how a gate is set up. All are required but Log.
type Config struct {
	Mode      Mode
	Tolerance float64       // by how much precision or coverage may fall, 0 to 1
	Since     time.Duration // how far back real questions go; 0: none are asked
	Most      int           // real questions at most, the newest
	Now       func() time.Time
	Log       *slog.Logger // nil: slog.Default
}

// Validate says what is wrong with the configuration.
func (c Config) Validate() error {
	switch {
	case !slices.Contains([]Mode{Off, Warn, Block}, c.Mode):
		return fmt.Errorf("the gate's mode is %q; it must be off, warn or block", c.Mode)
	case c.Tolerance < 0 || c.Tolerance > 1:
		return errors.New("the gate's tolerance lies between 0 and 1")
	case c.Since < 0 || c.Most < 0 || c.Now == nil:
		return errors.New("a gate needs a clock, and bounds that are not negative")
	}
	return nil
}

// Store has the questions.
type Store interface {
	// GoldenQuestions gives all, in order of their ids.
	GoldenQuestions(ctx context.Context) ([]Golden, error)
	// AskedQuestions gives what shoppers asked since then and the knowledge base
	// was searched for, newest first, at most limit.
	AskedQuestions(ctx context.Context, since time.Time, limit int) ([]Asked, error)
}

// Asked is a question of a shopper, and what became of it then.
type Asked struct {
	Question
	Article string    `json:"article,omitempty"` // id of the one that answered; empty: none did
	Title   string    `json:"title,omitempty"`
	Rating  int       `json:"rating,omitempty"` // of the conversation, 1 to 5; 0: none
	At      time.Time `json:"at"`
	Times   int       `json:"times"` // how often it was asked since then
}

// Retriever finds passages, as a knowledge base does.
type Retriever interface {
	Retrieve(ctx context.Context, q knowledge.Query) (knowledge.Result, error)
}

// Answer is what a shopper would be told.
type Answer struct {
	Articles []Cited `json:"articles"` // that it is given from; empty: no article answers
	Text     string  `json:"text,omitempty"`
	Reason   string  `json:"reason"` // which rung of the bot's ladder decided
	P        float64 `json:"p"`      // of what decided
}

// Cited is an article that an answer is given from.
type Cited struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Answerer says what a shopper would be told whose first message is q, if the
// knowledge base were r. It stores nothing. It is safe for concurrent use.
type Answerer interface {
	Answer(ctx context.Context, r Retriever, q Question) (Answer, error)
}

// Gate holds what a publish would change against what serves.
type Gate struct {
	base   *knowledge.Base
	store  Store
	answer func() Answerer // for one run: it may remember what it has read
	cfg    Config
	log    *slog.Logger

	turn chan struct{} // one run at a time: it takes the machine's time from shoppers

	mu   sync.Mutex
	past []past // newest last
}

// past is a report that still holds for the same publish.
type past struct {
	stamp  [sha256.Size]byte
	at     time.Time
	report Report
}

// A report is used again for a publish of the same texts over the same base.
const (
	keptReports = 16
	keptFor     = 10 * time.Minute
)

// New makes a gate over the base that serves.
func New(base *knowledge.Base, store Store, answer func() Answerer, cfg Config) (*Gate, error) {
	if err := cfg.Validate(); err != nil {
		return nil, err
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	return &Gate{base: base, store: store, answer: answer, cfg: cfg, log: cfg.Log, turn: make(chan struct{}, 1)}, nil
}

// Mode is what becomes of a publish that makes answers worse.
func (g *Gate) Mode() Mode { return g.cfg.Mode }

// Progress tells how many of how many questions were asked.
type Progress func(done, total int)

// Check tells what publishing these articles together would change. It ends early
// with ctx. Its own failures are errors, not refusals: see [Gate.Pass].
func (g *Gate) Check(ctx context.Context, savings []knowledge.Saving, tell Progress) (Report, error) {
	return g.check(ctx, savings, tell, g.cfg.Most)
}

// check asks at most that many real questions.
func (g *Gate) check(ctx context.Context, savings []knowledge.Saving, tell Progress, most int) (Report, error) {
	r := Report{Mode: g.cfg.Mode, Tolerance: g.cfg.Tolerance, Changes: []Change{}, Worse: []Worse{}}
	for _, s := range savings {
		r.Articles = append(r.Articles, Cited{s.Article.ID, s.Article.Title})
	}
	if g.cfg.Mode == Off {
		return r, nil
	}
	qs, err := g.questions(ctx, most)
	if err != nil || len(qs) == 0 {
		return r, err
	}
	select {
	case g.turn <- struct{}{}:
		defer func() { <-g.turn }()
	case <-ctx.Done():
		return r, ctx.Err()
	}
	if _, err := g.base.Refresh(ctx); err != nil {
		return r, fmt.Errorf("read the newest articles: %w", err)
	}
	stamp, err := g.stamp(savings, qs, most)
	if err != nil {
		return r, err
	}
	if kept, ok := g.recall(stamp); ok {
		return kept, nil
	}
	begun := g.cfg.Now()
	run := &run{gate: g, questions: qs, answer: g.answer(), tell: tell, before: g.base, after: g.base.Fork(ctx, editions(savings))}
	if err := run.all(ctx); err != nil {
		return r, err
	}
	r.fill(run)
	r.Took = g.cfg.Now().Sub(begun)
	g.remember(stamp, r)
	return r, nil
}

func editions(savings []knowledge.Saving) []knowledge.Edition {
	out := make([]knowledge.Edition, len(savings))
	for i, s := range savings {
		out[i] = knowledge.Edition{Article: s.Article, Passages: s.Passages}
	}
	return out
}

// questions are the golden ones and then the newest real ones, each once.
func (g *Gate) questions(ctx context.Context, most int) ([]posed, error) {
	golden, err := g.store.GoldenQuestions(ctx)
	if err != nil {
		return nil, fmt.Errorf("read the golden questions: %w", err)
	}
	out := make([]posed, 0, len(golden))
	for i := range golden {
		out = append(out, posed{Question: golden[i].Question, golden: &golden[i]})
	}
	if g.cfg.Since == 0 || most == 0 {
		return out, nil
	}
	asked, err := g.store.AskedQuestions(ctx, g.cfg.Now().Add(-g.cfg.Since), rowsPerQuestion*most)
	if err != nil {
		return nil, fmt.Errorf("read what shoppers asked: %w", err)
	}
	at := make(map[string]int, len(asked))
	for _, a := range asked {
		k := a.key()
		if i, twice := at[k]; twice {
			if i >= 0 {
				real := out[i].asked
				real.Times++
				real.Rating = max(real.Rating, a.Rating)
			}
			continue
		}
		if len(out)-len(golden) == most {
			at[k] = -1 // counted among those that are left out
			continue
		}
		a.Times = 1
		at[k] = len(out)
		out = append(out, posed{Question: a.Question, asked: &a})
	}
	return out, nil
}

// rowsPerQuestion is how many rows are read for a question that is asked: shoppers
// repeat each other.
const rowsPerQuestion = 5

// posed is a question of a run: golden, or asked by a shopper.
type posed struct {
	Question
	golden *Golden
	asked  *Asked
}

// run asks every question twice.
type run struct {
	gate          *Gate
	questions     []posed
	answer        Answerer
	before, after *knowledge.Base
	tell          Progress
	answers       []pair // of each question
}

type pair struct{ before, after Answer }

// all asks, on half of the machine: shoppers have the other one.
func (r *run) all(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	r.answers = make([]pair, len(r.questions))
	workers := max(1, runtime.GOMAXPROCS(0)/2)
	var next, done atomic.Int64
	errs := make(chan error, workers)
	var telling sync.Mutex
	for range workers {
		go func() {
			for {
				i := int(next.Add(1)) - 1
				if i >= len(r.questions) {
					errs <- nil
					return
				}
				if err := r.ask(ctx, i); err != nil {
					stop()
					errs <- err
					return
				}
				if r.tell != nil {
					telling.Lock()
					r.tell(int(done.Add(1)), len(r.questions))
					telling.Unlock()
				}
			}
		}()
	}
	var first error
	for range workers {
		if err := <-errs; err != nil && (first == nil || errors.Is(first, context.Canceled)) {
			first = err
		}
	}
	return first
}

func (r *run) ask(ctx context.Context, i int) (err error) {
	if err := ctx.Err(); err != nil {
		return err
	}
	q := r.questions[i].Question
	if r.answers[i].before, err = r.answer.Answer(ctx, r.before, q); err == nil {
		r.answers[i].after, err = r.answer.Answer(ctx, r.after, q)
	}
	if err != nil {
		return fmt.Errorf("ask %q: %w", q.Text, err)
	}
	return nil
}

// stamp is equal for publishes of the same texts over the same base, with the same
// golden questions and as many real ones.
func (g *Gate) stamp(savings []knowledge.Saving, qs []posed, most int) ([sha256.Size]byte, error) {
	type text struct {
		ID       string
		Status   knowledge.ArticleStatus
		Copy     knowledge.Copy
		Passages []knowledge.Passage
	}
	var texts []text
	for _, s := range savings {
		texts = append(texts, text{s.Article.ID, s.Article.Status, s.Article.Copy(), s.Passages})
	}
	var golden []Golden
	for _, q := range qs {
		if q.golden != nil {
			golden = append(golden, *q.golden)
		}
	}
	_, _, revision := g.base.Size()
	raw, err := json.Marshal([]any{texts, golden, revision, most})
	return sha256.Sum256(raw), err
}

func (g *Gate) recall(stamp [sha256.Size]byte) (Report, bool) {
	g.mu.Lock()
	defer g.mu.Unlock()
	for _, p := range g.past {
		if p.stamp == stamp && g.cfg.Now().Sub(p.at) < keptFor {
			return p.report, true
		}
	}
	return Report{}, false
}

func (g *Gate) remember(stamp [sha256.Size]byte, r Report) {
	g.mu.Lock()
	defer g.mu.Unlock()
	g.past = append(g.past, past{stamp, g.cfg.Now(), r})
	g.past = slices.Clone(g.past[max(0, len(g.past)-keptReports):])
}
