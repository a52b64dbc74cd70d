package training_test

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"log/slog"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/bot/training"
	"frontdesk/internal/fault"
	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
)

// shelf is a small pack: three intents and what belongs to none, in two
// languages.
func shelf() ([]nlu.Example, error) {
	var out []nlu.Example
	for intent, texts := range map[string][]string{
		"order_status":   {"where is my order", "track my parcel please", "order status", "has my package shipped", "when will my order arrive", "parcel tracking", "where is the package"},
		"refund_status":  {"where is my refund", "when do I get my money back", "refund still missing", "money back not there", "refund status please", "is the refund on its way"},
		"wholesale":      {"do you sell in bulk", "wholesale prices", "bulk order for my shop", "reseller discount", "prices for resellers", "bulk discount"},
		"talk_to_human":  {"talk to a person", "human please", "I want an agent", "get me somebody real", "real person now"},
		nlu.OutOfScope:   {"what is the weather", "tell me about football", "the moon is bright", "who won the game", "sing a song"},
		"payment_failed": {"my card was declined", "payment does not work", "card refused at checkout", "cannot pay", "payment error"},
	} {
		for _, text := range texts {
			out = append(out, nlu.Example{Text: text, Intent: intent, Lang: "en"})
		}
	}
	slices.SortFunc(out, func(a, b nlu.Example) int { return strings.Compare(a.Text, b.Text) })
	return append(out, nlu.Example{Text: "wo ist mein Paket", Intent: "order_status", Lang: "de"}), nil
}

// engine remembers what it was given.
type engine struct {
	mu   sync.Mutex
	used []*nlu.Model
}

func (e *engine) Use(m *nlu.Model) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.used = append(e.used, m)
}

func (e *engine) last() *nlu.Model {
	e.mu.Lock()
	defer e.mu.Unlock()
	if len(e.used) == 0 {
		return nil
	}
	return e.used[len(e.used)-1]
}

// noticed is a store that tells when a job learns that it is no longer wanted.
type noticed struct {
	*sqlite.Store
	cancelled chan struct{}
	once      sync.Once
}

func (n *noticed) KeepTraining(ctx context.Context, j training.Job) (training.Job, error) {
	out, err := n.Store.KeepTraining(ctx, j)
	if out.Cancelled {
		n.once.Do(func() { close(n.cancelled) })
	}
	return out, err
}

// world is a trainer over a real store.
type world struct {
	t     *testing.T
	dir   string
	store *noticed
	*training.Trainer
	engine *engine
	ids    int
	mu     sync.Mutex
}

func (w *world) id() string {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.ids++
	return fmt.Sprintf("id-%06d", w.ids)
}

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, dir: sqlitetest.Dir(t)}
	db, err := sqlite.Open(t.Context(), w.dir, sqlite.Options{Now: time.Now, NewID: w.id})
	w.ok(err)
	ctx, stop := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- db.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		<-done
		w.ok(db.Close())
	})
	w.store = &noticed{Store: db, cancelled: make(chan struct{})}
	w.Trainer, w.engine = w.process()
	return w
}

// learnt is a model of the small pack. It stands for the shipped one, which takes
// long to load.
var learnt = sync.OnceValues(func() (*nlu.Model, error) {
	pack, err := shelf()
	if err != nil {
		return nil, err
	}
	m, _, err := nlu.Train(context.Background(), pack, nlu.Options{Seed: 1})
	return m, err
})

// process is another process on the same store.
func (w *world) process() (*training.Trainer, *engine) {
	w.t.Helper()
	small, err := learnt()
	w.ok(err)
	live := training.Live{Model: small}
	used, err := w.store.LiveModel(w.t.Context())
	w.ok(err)
	if used != training.Shipped {
		live, err = training.LoadLive(w.t.Context(), w.store, small.Analyzer())
		w.ok(err)
	}
	e := &engine{}
	return training.New(w.store, e, live, training.Config{
		Languages: []string{"en"}, Now: time.Now, NewID: w.id, Log: slog.New(slog.DiscardHandler), Pack: shelf,
		Poll: 5 * time.Millisecond, Beat: 5 * time.Millisecond,
	}), e
}

func (w *world) ok(err error) {
	w.t.Helper()
	if err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) refused(err error, code string) *fault.Error {
	w.t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code {
		w.t.Fatalf("got %v, want a fault %s", err, code)
	}
	return f
}

// teach imports lines of text,intent.
func (w *world) teach(lines ...string) training.FileReport {
	w.t.Helper()
	r, err := w.Import(w.t.Context(), strings.NewReader("text,intent\n"+strings.Join(lines, "\n")), "shop.csv", "Mara")
	w.ok(err)
	return r
}

func (w *world) train() int64 {
	w.t.Helper()
	v, err := w.Train(w.t.Context(), training.Request{By: "Mara", Note: "a note"}, nil)
	w.ok(err)
	return v
}

var sizeAdvice = []string{
	"does it run small,size_advice", "which size fits me,size_advice", "is it true to size,size_advice",
	"I am between two sizes,size_advice", "size chart please,size_advice", "what size should I take,size_advice",
}

// A shop teaches an intent of its own, trains, compares and uses it; the model
// answers with it here and in another process.
func TestOwnIntent(t *testing.T) {
	w := newWorld(t)
	other, theirs := w.process()
	ctx, stop := context.WithCancel(t.Context())
	following := make(chan error, 1)
	go func() { following <- other.Run(ctx, nil) }()
	r := w.teach(append(sizeAdvice, "Where is my ORDER,order_status", "my cat is asleep,none")...)
	if r.Rows != 8 || r.Added != 8 || !slices.Equal(r.Intents, []string{"size_advice"}) {
		t.Errorf("imported: %+v", r)
	}
	if r := w.teach(sizeAdvice[0], sizeAdvice[1]); r.Added != 0 || r.Known != 2 {
		t.Errorf("imported again: %+v", r)
	}
	var stages []training.Stage
	v, err := w.Train(t.Context(), training.Request{By: "Mara"}, func(j training.Job) { stages = append(stages, j.Stage) })
	w.ok(err)
	if w.engine.last() != nil || w.Serving().Version != training.Shipped {
		t.Error("training has touched the live model")
	}
	if stages = slices.Compact(stages); !slices.Equal(stages, []training.Stage{training.StageBaseline, training.StageTraining, training.StageSaving}) {
		t.Errorf("stages %v", stages)
	}
	m, report, err := w.Report(t.Context(), v)
	w.ok(err)
	if m.Figures.Own != 7 || m.Figures.Intents != 6 || m.Checksum == "" || m.Live || len(report.Intents) != 6 {
		t.Errorf("model %+v with %d intents; the text that the pack has counts once", m, len(report.Intents))
	}
	c, err := w.Use(t.Context(), training.UseRequest{Version: v, By: "Mara"})
	w.ok(err)
	at := slices.IndexFunc(c.Intents, func(d training.IntentDifference) bool { return d.Intent == "size_advice" })
	if at < 0 || c.Intents[at].Live != 0 || c.Intents[at].Gained == 0 || len(c.Worse) != 0 {
		t.Errorf("comparison %+v", c)
	}
	if got := w.engine.last().Classify("which size fits me", "en").Top().Intent; got != "size_advice" {
		t.Errorf("read as %s", got)
	}
	for deadline := time.Now().Add(5 * time.Second); theirs.last() == nil && time.Now().Before(deadline); {
		<-time.After(time.Millisecond)
	}
	if m := theirs.last(); m == nil || m.Classify("which size fits me", "en").Top().Intent != "size_advice" {
		t.Error("the other process does not follow")
	}
	stop()
	w.ok(<-following)
	if again := w.train(); again != v {
		t.Errorf("an equal model became version %d, not %d", again, v)
	}
	_, err = w.Use(t.Context(), training.UseRequest{Version: v})
	w.refused(err, "already_live")
}

// The same examples and seed give the same bytes, whatever the order they came in.
func TestSameDataSameModel(t *testing.T) {
	sum := func(lines []string) string {
		w := newWorld(t)
		w.teach(lines...)
		m, _, err := w.Report(t.Context(), w.train())
		w.ok(err)
		return m.Checksum
	}
	turned := slices.Clone(sizeAdvice)
	slices.Reverse(turned)
	if a, b := sum(sizeAdvice), sum(turned); a != b {
		t.Errorf("%s and %s", a, b)
	}
}

// A model that reads its examples wrongly is refused with figures, unless forced
// with a reason, which is kept.
func TestWorseModel(t *testing.T) {
	w := newWorld(t)
	w.teach(sizeAdvice...)
	good := w.train()
	_, err := w.Use(t.Context(), training.UseRequest{Version: good, By: "Mara"})
	w.ok(err)
	// Half of what the shop has is moved to where it does not belong, and then corrected.
	list, _, err := w.Examples(t.Context(), training.ExampleFilter{})
	w.ok(err)
	_, err = w.SaveIntent(t.Context(), training.Intent{ID: "wholesale", Off: true})
	w.ok(err)
	for _, e := range list {
		_, err := w.DeleteExample(t.Context(), e.ID)
		w.ok(err)
	}
	bad := w.train()
	_, err = w.SaveIntent(t.Context(), training.Intent{ID: "wholesale"})
	w.ok(err)
	w.teach(sizeAdvice...)
	f := w.refused(second(w.Use(t.Context(), training.UseRequest{Version: bad, By: "Li"})), "worse_model")
	if !strings.Contains(f.Message, "accuracy") || f.Meta["comparison"].(training.Comparison).Lost == 0 {
		t.Errorf("refused with %q %+v", f.Message, f.Meta)
	}
	if w.Serving().Version != good {
		t.Error("a refused model serves")
	}
	w.refused(second(w.Use(t.Context(), training.UseRequest{Version: bad, Force: true})), "reason_missing")
	_, err = w.Use(t.Context(), training.UseRequest{Version: bad, By: "Li", Force: true, Reason: "bulk orders are gone"})
	w.ok(err)
	uses, err := w.Uses(t.Context())
	w.ok(err)
	if u := uses[0]; u.By != "Li" || u.Version != bad || u.Previous != good || !u.Forced || u.Reason != "bulk orders are gone" || len(u.Worse) == 0 {
		t.Errorf("recorded %+v", u)
	}
}

func second[T any](_ T, err error) error { return err }

// A damaged model does not serve: at a start the one before it does.
func TestDamagedModel(t *testing.T) {
	w := newWorld(t)
	w.teach(sizeAdvice...)
	first := w.train()
	_, err := w.Use(t.Context(), training.UseRequest{Version: first, By: "Mara"})
	w.ok(err)
	w.teach("is it large,size_advice", "fits small,size_advice")
	next := w.train()
	_, err = w.Use(t.Context(), training.UseRequest{Version: next, By: "Mara"})
	w.ok(err)
	db, err := sql.Open("sqlite", filepath.Join(w.dir, sqlite.FileName))
	w.ok(err)
	defer db.Close()
	for _, c := range []struct{ damaged, serves int64 }{{next, first}, {first, training.Shipped}} {
		_, err = db.Exec("UPDATE models SET bytes = CAST(substr(bytes, 1, length(bytes) - 4) || x'00000000' AS BLOB) WHERE version = ?", c.damaged)
		w.ok(err)
		again, _ := w.process()
		if got := again.Serving(); got.Version != c.serves || got.Wanted != next || !strings.Contains(got.Problem, fmt.Sprintf("model %d cannot serve", next)) {
			t.Errorf("version %d serves (%s), want %d", got.Version, got.Problem, c.serves)
		}
	}
	w.refused(second(w.Use(t.Context(), training.UseRequest{Version: first, By: "Mara"})), "model_damaged")
	if w.Serving().Version != next {
		t.Error("a refused model serves")
	}
}

// One training runs at a time, and can be cancelled from another process.
func TestOneTrainingAndCancel(t *testing.T) {
	w := newWorld(t)
	other, _ := w.process()
	w.refused(w.Cancel(t.Context()), "")
	reached, release := make(chan struct{}), make(chan struct{})
	ended := make(chan error, 1)
	var once sync.Once
	go func() {
		_, err := w.Train(t.Context(), training.Request{By: "Mara"}, func(training.Job) {
			once.Do(func() { close(reached); <-release })
		})
		ended <- err
	}()
	<-reached
	w.refused(second(other.Start(t.Context(), training.Request{By: "Li"})), "training_running")
	w.ok(other.Cancel(t.Context()))
	<-w.store.cancelled
	close(release)
	w.refused(<-ended, "cancelled")
	j, err := w.LastJob(t.Context())
	w.ok(err)
	if j.Running() || j.Code != "cancelled" || j.Version != 0 {
		t.Errorf("the job %+v", j)
	}
	models, err := w.Models(t.Context())
	w.ok(err)
	if len(models) != 1 || !models[0].Live {
		t.Errorf("models %+v", models)
	}
}

// What Start begins, Run trains.
func TestStart(t *testing.T) {
	w := newWorld(t)
	w.teach(sizeAdvice...)
	ctx, stop := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- w.Run(ctx, nil) }()
	_, err := w.Start(t.Context(), training.Request{By: "Mara"})
	w.ok(err)
	j, err := w.LastJob(t.Context())
	for ; err == nil && j.Running(); j, err = w.LastJob(t.Context()) {
		<-time.After(time.Millisecond)
	}
	w.ok(err)
	if j.Code != "" || j.Version != 1 || j.Done != j.Total || j.Total == 0 {
		t.Errorf("the job %+v", j)
	}
	stop()
	w.ok(<-done)
}
