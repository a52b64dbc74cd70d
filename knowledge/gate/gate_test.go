package gate_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/knowledge/gate"
)

// day is when the tests happen.
var day = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// questions is a store of questions in memory.
type questions struct {
	golden []gate.Golden
	asked  []gate.Asked
}

func (q *questions) GoldenQuestions(context.Context) ([]gate.Golden, error) { return q.golden, nil }

func (q *questions) AskedQuestions(_ context.Context, since time.Time, limit int) ([]gate.Asked, error) {
	var out []gate.Asked
	for _, a := range q.asked {
		if !a.At.Before(since) {
			out = append(out, a)
		}
	}
	return out[:min(limit, len(out))], nil
}

func (q *questions) want(text string, expected ...string) {
	q.golden = append(q.golden, gate.Golden{ID: fmt.Sprint(len(q.golden)), Question: gate.Question{Text: text, Lang: "en"}, Expected: expected})
}

func (q *questions) ask(text string, at time.Time) {
	q.asked = append(q.asked, gate.Asked{Question: gate.Question{Text: text, Lang: "en"}, At: at})
}

// firstHit answers from what is found first, and fails where it is told to.
type firstHit struct{ fails error }

func (f firstHit) Answer(ctx context.Context, r gate.Retriever, q gate.Question) (gate.Answer, error) {
	res, err := r.Retrieve(ctx, knowledge.Query{Text: q.Text, Lang: q.Lang})
	if err != nil || f.fails != nil {
		return gate.Answer{}, errors.Join(err, f.fails)
	}
	if len(res.Hits) == 0 {
		return gate.Answer{Reason: "nothing"}, nil
	}
	h := res.Hits[0]
	return gate.Answer{Articles: []gate.Cited{{ID: h.Article.ID, Title: h.Article.Title}}, Text: h.Passage.Text, P: h.P}, nil
}

func saving(id, title, body string) knowledge.Saving {
	a := knowledge.Article{ID: id, Key: "help/en/" + id + ".md", Title: title, Body: body, Locale: "en", Status: knowledge.Published}
	return knowledge.Saving{Article: a, Passages: []knowledge.Passage{{Text: body}}}
}

type world struct {
	*questions
	*gate.Gate
	store *knowledge.Memory
	base  *knowledge.Base
	fails error
}

// config is as a shop has it that sets nothing.
func config() gate.Config {
	return gate.Config{Mode: gate.Block, Tolerance: 0.02, Since: 30 * 24 * time.Hour, Most: 2000, Now: func() time.Time { return day }}
}

func newWorld(t *testing.T, change ...func(*gate.Config)) *world {
	t.Helper()
	w := &world{questions: &questions{}, store: knowledge.NewMemory()}
	cfg := config()
	for _, c := range change {
		c(&cfg)
	}
	var err error
	if w.base, err = knowledge.New(w.store, knowledge.Config{}); err != nil {
		t.Fatal(err)
	}
	if w.Gate, err = gate.New(w.base, w, func() gate.Answerer { return firstHit{w.fails} }, cfg); err != nil {
		t.Fatal(err)
	}
	for _, s := range []knowledge.Saving{
		saving("returns", "Returns", "You can return tents within thirty days."), saving("shipping", "Shipping", "Parcels take two days."),
		saving("gifts", "Gift cards", "Vouchers never expire."),
	} {
		if _, err := w.store.SaveArticles(t.Context(), []knowledge.Saving{s}); err != nil {
			t.Fatal(err)
		}
	}
	return w
}

func codes(r gate.Report) (out []string) {
	for _, w := range r.Worse {
		out = append(out, w.Code)
	}
	return out
}

// gone is a publish after which nothing is said of returns.
func gone() knowledge.Saving { return saving("returns", "Other", "Nothing.") }

func TestCheck(t *testing.T) {
	for _, c := range []struct {
		name    string
		golden  map[string][]string
		asked   []string
		publish []knowledge.Saving
		worse   []string
		effects []string
	}{
		{"nothing is asked", nil, nil, []knowledge.Saving{gone()}, nil, nil},
		{"lost", map[string][]string{"return tents": {"returns"}}, nil, []knowledge.Saving{gone()}, []string{"golden_lost", "coverage"}, []string{gate.Lost}},
		{"by its key", map[string][]string{"return tents": {"help/en/returns.md"}}, nil, []knowledge.Saving{gone()}, []string{"golden_lost", "coverage"}, []string{gate.Lost}},
		{"another one answers", map[string][]string{"return tents": {"returns"}}, nil,
			[]knowledge.Saving{saving("new", "Return tents", "Return tents here, return tents now.")}, []string{"golden_lost", "precision"}, []string{gate.Other}},
		{"either may answer", map[string][]string{"return tents": {"returns", "new"}}, nil,
			[]knowledge.Saving{saving("new", "Return tents", "Return tents here, return tents now.")}, nil, []string{gate.Other}},
		{"a person must answer", map[string][]string{"bicycle repair": {}}, nil,
			[]knowledge.Saving{saving("new", "Bicycle repair", "We do.")}, []string{"golden_lost", "precision"}, []string{gate.Gained}},
		{"a person may answer", map[string][]string{"return tents": {"returns", "none"}}, nil, []knowledge.Saving{gone()}, nil, []string{gate.Lost}},
		{"gained", map[string][]string{"bicycle repair": {"new"}}, nil, []knowledge.Saving{saving("new", "Bicycle repair", "We do.")}, nil, []string{gate.Gained}},
		{"other words", map[string][]string{"return tents": {"returns"}}, nil,
			[]knowledge.Saving{saving("returns", "Returns", "You can return tents within sixty days.")}, nil, []string{gate.Text}},
		{"wrong before, nothing after", map[string][]string{"return tents": {"shipping"}}, nil, []knowledge.Saving{gone()}, []string{"coverage"}, []string{gate.Lost}},
		{"few real ones block nothing", nil, []string{"return tents", "return TENTS", "vouchers"}, []knowledge.Saving{gone()}, nil, []string{gate.Lost}},
		{"another article", map[string][]string{"vouchers": {"gifts"}}, []string{"return tents"}, []knowledge.Saving{saving("x", "X", "Y")}, nil, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			w := newWorld(t)
			for text, expected := range c.golden {
				w.want(text, expected...)
			}
			for _, text := range c.asked {
				w.ask(text, day.Add(-time.Hour))
			}
			r, err := w.Check(t.Context(), c.publish, nil)
			if err != nil {
				t.Fatal(err)
			}
			var effects []string
			for _, c := range r.Changes {
				effects = append(effects, c.Effect)
			}
			if !slices.Equal(codes(r), c.worse) || !slices.Equal(effects, c.effects) {
				t.Errorf("worse %v, want %v; effects %v, want %v", codes(r), c.worse, effects, c.effects)
			}
			if a, _, _ := w.base.Size(); a > 3 {
				t.Errorf("the base that serves has %d articles", a)
			}
		})
	}
}

// TestNever: a question that one article must not answer, whatever else does.
func TestNever(t *testing.T) {
	w := newWorld(t)
	w.golden = []gate.Golden{{ID: "g", Question: gate.Question{Text: "return tents", Lang: "en"}, Never: []string{"new"}}}
	r, err := w.Check(t.Context(), []knowledge.Saving{saving("new", "Return tents", "Return tents here.")}, nil)
	if err != nil || !slices.Contains(codes(r), "golden_lost") {
		t.Errorf("%v, %v", codes(r), err)
	}
}

// TestRealQuestions: each is asked once, the newest ones and of the last days only;
// many that are lost stop a publish.
func TestRealQuestions(t *testing.T) {
	w := newWorld(t, func(c *gate.Config) { c.Most = 110 })
	for range 5 {
		w.ask("return tents", day.Add(-time.Hour))
	}
	w.asked[3].Rating = 5
	for i := range 200 {
		w.ask(fmt.Sprintf("return tents %d", i), day.Add(-2*time.Hour))
	}
	w.ask("vouchers", day.Add(-31*24*time.Hour))
	r, err := w.Check(t.Context(), []knowledge.Saving{gone()}, nil)
	if err != nil {
		t.Fatal(err)
	}
	if first := r.Changes[0]; r.Real.Questions != 110 || first.Times != 5 || first.Rating != 5 || !slices.Equal(codes(r), []string{"real_coverage"}) {
		t.Errorf("%+v of %+v: %v", first, r.Real, codes(r))
	}
	w = newWorld(t, func(c *gate.Config) { c.Since = 0 })
	w.ask("return tents", day)
	if r, err = w.Check(t.Context(), []knowledge.Saving{gone()}, nil); err != nil || r.Real.Questions != 0 {
		t.Errorf("none were wanted: %+v, %v", r.Real, err)
	}
}

// TestPass: what is worse is refused, told or let through, and the release says so.
func TestPass(t *testing.T) {
	for _, c := range []struct {
		mode         gate.Mode
		reason       string
		refused      bool
		kept, remark string
	}{
		{gate.Block, "", true, "", ""}, {gate.Block, "it is gone", false, "it is gone", "it is gone"}, {gate.Warn, "", false, "", ""}, {gate.Off, "", false, "", ""},
	} {
		w := newWorld(t, func(cfg *gate.Config) { cfg.Mode = c.mode })
		w.want("return tents", "returns")
		out, err := w.Pass(t.Context(), []knowledge.Saving{gone()}, c.reason)
		var f *fault.Error
		if c.refused {
			if !errors.As(err, &f) || f.Code != "gate_failed" || f.Hint == "" || f.Meta["report"] == nil || !strings.Contains(f.Message, "golden") {
				t.Errorf("%s: %v", c.mode, err)
			}
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		found := out[0].Gate
		if c.mode == gate.Off {
			if found != nil {
				t.Errorf("off: %+v", found)
			}
			continue
		}
		if found.Golden != 1 || found.Reason != c.kept || len(found.Worse) == 0 || found.CoverageBefore != 1 || found.CoverageAfter != 0 {
			t.Errorf("%s: %+v", c.mode, found)
		}
		if remarks := fmt.Sprint(out[0].Article.Remarks); !strings.Contains(remarks, c.remark) || c.remark == "" && len(out[0].Article.Remarks) > 0 {
			t.Errorf("%s: %s", c.mode, remarks)
		}
	}
}

// TestPassBatch: a batch of many is held against all golden questions and the newest
// real ones.
func TestPassBatch(t *testing.T) {
	w := newWorld(t)
	for i := range 400 {
		w.ask(fmt.Sprint("do parcels take days ", i), day.Add(-time.Hour))
	}
	out, err := w.PassBatch(t.Context(), []knowledge.Saving{saving("new", "Parcels", "Parcels are brown.")})
	if err != nil || out[0].Gate == nil || out[0].Gate.Real != 300 {
		t.Fatalf("%+v, %v", out[0].Gate, err)
	}
	if r, err := w.Check(t.Context(), []knowledge.Saving{saving("new", "Parcels", "Parcels are brown.")}, nil); err != nil || r.Real.Questions != 400 {
		t.Errorf("a single publish after it: %+v, %v", r.Real, err)
	}
	w.want("return tents", "returns")
	if _, err := w.PassBatch(t.Context(), []knowledge.Saving{gone()}); err == nil {
		t.Error("a batch that loses a golden question was let through")
	}
	var none *gate.Gate
	if out, err := none.PassBatch(t.Context(), []knowledge.Saving{gone()}); err != nil || len(out) != 1 {
		t.Errorf("without a gate: %v", err)
	}
}

// TestPassWhereTheGateFails: what cannot be checked is published, and its release does
// not say that it was.
func TestPassWhereTheGateFails(t *testing.T) {
	w := newWorld(t)
	w.want("return tents", "returns")
	w.fails = errors.New("broken")
	out, err := w.Pass(t.Context(), []knowledge.Saving{gone()}, "")
	if err != nil || out[0].Gate != nil {
		t.Errorf("%+v, %v", out, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := w.Pass(ctx, []knowledge.Saving{gone()}, ""); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// TestReportIsKept: a publish that was looked at is not checked twice, until something
// changes.
func TestReportIsKept(t *testing.T) {
	w := newWorld(t)
	w.want("return tents", "returns")
	asked := 0
	check := func(s knowledge.Saving) bool {
		t.Helper()
		before := asked
		if _, err := w.Check(t.Context(), []knowledge.Saving{s}, func(int, int) { asked++ }); err != nil {
			t.Fatal(err)
		}
		return asked > before
	}
	other := saving("shipping", "Shipping", "Parcels take three days.")
	if got := []bool{check(gone()), check(gone()), check(other), check(gone())}; !slices.Equal(got, []bool{true, false, true, false}) {
		t.Errorf("checked: %v", got)
	}
	w.want("vouchers", "gifts")
	if !check(gone()) || check(gone()) {
		t.Error("another golden question changes the report")
	}
	stored := saving("new", "New", "New.")
	if _, err := w.store.SaveArticles(t.Context(), []knowledge.Saving{stored}); err != nil {
		t.Fatal(err)
	}
	if !check(gone()) {
		t.Error("another article changes the report")
	}
}

// TestCancel: a run that nobody waits for ends.
func TestCancel(t *testing.T) {
	w := newWorld(t)
	for i := range 50 {
		w.want(fmt.Sprintf("return tents %d", i), "returns")
	}
	ctx, cancel := context.WithCancel(t.Context())
	done := 0
	_, err := w.Check(ctx, []knowledge.Saving{gone()}, func(n, of int) {
		if done = n; n == 10 {
			cancel()
		}
	})
	if !errors.Is(err, context.Canceled) || done >= 50 {
		t.Errorf("%d asked, %v", done, err)
	}
}

func TestConfig(t *testing.T) {
	for name, change := range map[string]func(*gate.Config){
		"mode": func(c *gate.Config) { c.Mode = "sometimes" }, "tolerance": func(c *gate.Config) { c.Tolerance = 2 }, "clock": func(c *gate.Config) { c.Now = nil },
	} {
		c := config()
		change(&c)
		if c.Validate() == nil {
			t.Errorf("%s: no error", name)
		}
	}
}
