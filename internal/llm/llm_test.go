package llm_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"frontdesk/internal/fault"
	"frontdesk/internal/llm"
	"frontdesk/internal/testkit/fakellm"
)

// rig is a client of a fake model, with a clock and pauses in the test's hands.
type rig struct {
	*llm.Client
	server *fakellm.Server
	now    time.Time
	paused []time.Duration
	log    strings.Builder
}

func newRig(t *testing.T, change func(*llm.Config)) *rig {
	t.Helper()
	r := &rig{server: fakellm.New(t, 8), now: time.Date(2026, 3, 1, 9, 0, 0, 0, time.UTC)}
	cfg := llm.Config{
		BaseURL: r.server.URL, APIKey: fakellm.Key, ChatModel: "chat-1", EmbedModel: "embed-1",
		Timeout: 5 * time.Second,
		Log:     slog.New(slog.NewTextHandler(&r.log, nil)),
		Clock:   func() time.Time { return r.now },
		Wait: func(_ context.Context, d time.Duration) error {
			r.paused = append(r.paused, d)
			return nil
		},
	}
	if change != nil {
		change(&cfg)
	}
	client, err := llm.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	r.Client = client
	return r
}

// expect wants a fault of that code and, if it is not empty, reason.
func expect(t *testing.T, name string, err error, code, reason string) {
	t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code || reason != "" && f.Meta["reason"] != reason {
		t.Errorf("%s: %v; want %s %s", name, err, code, reason)
	}
	if f != nil && f.Kind != fault.Unavailable && f.Kind != fault.Limited {
		t.Errorf("%s: kind %s", name, f.Kind)
	}
}

func TestGenerate(t *testing.T) {
	r := newRig(t, nil)
	r.server.Reply("parcel", "  It comes on Monday.\n")
	got, err := r.Generate(t.Context(), "Be brief.", "Where is my parcel?")
	if err != nil || got != "It comes on Monday." {
		t.Fatalf("Generate = %q, %v", got, err)
	}
	want := []fakellm.Request{{Path: "/v1/chat/completions", Model: "chat-1", System: "Be brief.", User: "Where is my parcel?"}}
	if d := cmp.Diff(want, r.server.Requests()); d != "" {
		t.Error(d)
	}
}

func TestEmbed(t *testing.T) {
	r := newRig(t, nil)
	var texts []string
	for i := range 150 { // three batches
		texts = append(texts, fmt.Sprintf("text number %d", i))
	}
	got, err := r.Embed(t.Context(), texts)
	if err != nil {
		t.Fatal(err)
	}
	var want [][]float32
	for _, text := range texts {
		want = append(want, fakellm.Vector(text, 8))
	}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	if n := len(r.server.Requests()); n != 3 || r.Dim() != 8 || r.Model() != "embed-1" {
		t.Errorf("%d requests, dim %d, model %s", n, r.Dim(), r.Model())
	}
}

func TestEmbedNothingAndBlanks(t *testing.T) {
	r := newRig(t, nil)
	if got, err := r.Embed(t.Context(), nil); got != nil || err != nil {
		t.Errorf("Embed(nil) = %v, %v", got, err)
	}
	if _, err := r.Embed(t.Context(), []string{"a", " \n"}); fault.KindOf(err) != fault.Invalid {
		t.Errorf("a blank text: %v", err)
	}
	if n := len(r.server.Requests()); n != 0 {
		t.Errorf("%d requests for nothing", n)
	}
}

// P10, G3, E9: however the model fails, the caller gets a fault that says so.
func TestEveryFailure(t *testing.T) {
	for _, c := range []struct {
		mode         fakellm.Mode
		code, reason string
	}{
		{fakellm.Refuse, llm.CodeUnreachable, ""},
		{fakellm.TooMany, llm.CodeLimited, ""},
		{fakellm.Unavailable, llm.CodeFailed, ""},
		{fakellm.ServerError, llm.CodeFailed, ""},
		{fakellm.Unauthorized, llm.CodeRejected, ""},
		{fakellm.NoModel, llm.CodeRejected, ""},
		{fakellm.HTML, llm.CodeInvalid, "not_json"},
		{fakellm.Cut, llm.CodeUnreachable, ""},
	} {
		r := newRig(t, nil)
		r.server.Fail(c.mode, -1)
		_, err := r.Generate(t.Context(), "s", "u")
		expect(t, "generate "+string(c.mode), err, c.code, c.reason)
		_, err = r.Embed(t.Context(), []string{"u"})
		expect(t, "embed "+string(c.mode), err, c.code, c.reason)
	}
}

func TestUnusableTexts(t *testing.T) {
	for _, c := range []struct {
		mode   fakellm.Mode
		reason string
	}{
		{fakellm.Huge, "too_long"}, {fakellm.NoChoice, "no_choice"}, {fakellm.Blank, "empty"},
		{fakellm.NullText, "empty"}, {fakellm.Truncated, "truncated"}, {fakellm.Filtered, "filtered"},
		{fakellm.Refusal, "refusal"}, {fakellm.NotUTF8, "not_text"},
	} {
		r := newRig(t, func(c *llm.Config) { c.MaxResponse = 1 << 20 })
		r.server.Fail(c.mode, -1)
		got, err := r.Generate(t.Context(), "s", "u")
		expect(t, string(c.mode), err, llm.CodeInvalid, c.reason)
		if got != "" {
			t.Errorf("%s: partial text %q", c.mode, got)
		}
	}
}

// D14: vectors that cannot be used are refused before anything is stored.
func TestD14_UnusableVectors(t *testing.T) {
	for _, c := range []struct {
		mode         fakellm.Mode
		code, reason string
	}{
		{fakellm.MixedDims, llm.CodeInvalid, "length"},
		{fakellm.ZeroVector, llm.CodeInvalid, "vector"},
		{fakellm.NotANumber, llm.CodeInvalid, "not_json"},
		{fakellm.Missing, llm.CodeInvalid, "count"},
		{fakellm.Shuffled, llm.CodeInvalid, "index"},
		{fakellm.ServerError, llm.CodeFailed, ""},
	} {
		r := newRig(t, nil)
		if _, err := r.Embed(t.Context(), []string{"first"}); err != nil {
			t.Fatal(err)
		}
		r.server.Fail(c.mode, -1)
		got, err := r.Embed(t.Context(), []string{"one", "two"})
		expect(t, string(c.mode), err, c.code, c.reason)
		if got != nil {
			t.Errorf("%s: %d vectors", c.mode, len(got))
		}
	}
}

func TestTimeouts(t *testing.T) {
	for _, mode := range []fakellm.Mode{fakellm.Hang, fakellm.Drip} {
		r := newRig(t, func(c *llm.Config) { c.Timeout = 60 * time.Millisecond })
		r.server.Fail(mode, -1)
		_, err := r.Generate(t.Context(), "s", "u")
		expect(t, string(mode), err, llm.CodeTimeout, "")
	}
}

func TestRetryOnce(t *testing.T) {
	for _, c := range []struct {
		name       string
		mode       fakellm.Mode
		times      int
		retryAfter string
		ok         bool
		calls      int
		paused     []time.Duration
	}{
		{"once refused", fakellm.TooMany, 1, "2", true, 2, []time.Duration{2 * time.Second}},
		{"by date", fakellm.Unavailable, 1, "Sun, 01 Mar 2026 09:00:02 GMT", true, 2, []time.Duration{2 * time.Second}},
		{"no time named", fakellm.ServerError, 1, "", true, 2, []time.Duration{300 * time.Millisecond}},
		{"nonsense named", fakellm.TooMany, 1, "soon", true, 2, []time.Duration{300 * time.Millisecond}},
		{"refused twice", fakellm.TooMany, 2, "1", false, 2, []time.Duration{time.Second}},
		{"longer than anybody waits", fakellm.TooMany, 1, "60", false, 1, nil},
		{"for days", fakellm.TooMany, 1, "604800", false, 1, nil},
		{"the key is wrong", fakellm.Unauthorized, 1, "", false, 1, nil},
	} {
		r := newRig(t, nil)
		r.server.RetryAfter(c.retryAfter)
		r.server.Fail(c.mode, c.times)
		_, err := r.Generate(t.Context(), "s", "u")
		if (err == nil) != c.ok || len(r.server.Requests()) != c.calls {
			t.Errorf("%s: %v after %d calls; want ok=%v after %d", c.name, err, len(r.server.Requests()), c.ok, c.calls)
		}
		if d := cmp.Diff(c.paused, r.paused); d != "" {
			t.Errorf("%s: pauses %s", c.name, d)
		}
	}
}

func TestBreaker(t *testing.T) {
	r := newRig(t, nil)
	ask := func() error {
		_, err := r.Generate(t.Context(), "s", "u")
		return err
	}
	r.server.Fail(fakellm.Unauthorized, -1)
	for range 3 {
		expect(t, "failing", ask(), llm.CodeRejected, "")
	}
	expect(t, "open", ask(), llm.CodeResting, "")
	if n := len(r.server.Requests()); n != 3 {
		t.Fatalf("%d calls; an open breaker lets nobody through", n)
	}
	if _, err := r.Embed(t.Context(), []string{"x"}); err == nil || strings.Contains(err.Error(), "repeatedly") {
		t.Errorf("the breaker of one model holds for the other: %v", err)
	}

	r.now = r.now.Add(6 * time.Second)
	expect(t, "trial fails", ask(), llm.CodeRejected, "")
	r.now = r.now.Add(6 * time.Second)
	expect(t, "rests longer", ask(), llm.CodeResting, "")

	r.now = r.now.Add(6 * time.Second)
	r.server.Fail(fakellm.OK, 0)
	for range 3 {
		if err := ask(); err != nil {
			t.Fatalf("after it is mended: %v", err)
		}
	}
	if log := r.log.String(); strings.Count(log, "failed repeatedly") != 1 || strings.Count(log, "answers again") != 1 || !strings.Contains(log, "hint=") {
		t.Errorf("the log: %s", log)
	}
}

// A server that says when it wants to be asked again is left alone until then.
func TestBreakerKeepsToTheNamedTime(t *testing.T) {
	r := newRig(t, nil)
	r.server.RetryAfter("40")
	r.server.Fail(fakellm.TooMany, 1)
	_, err := r.Generate(t.Context(), "s", "u")
	expect(t, "asked too often", err, llm.CodeLimited, "")
	r.now = r.now.Add(39 * time.Second)
	_, err = r.Generate(t.Context(), "s", "u")
	expect(t, "too early", err, llm.CodeResting, "")
	r.now = r.now.Add(time.Second)
	if _, err := r.Generate(t.Context(), "s", "u"); err != nil {
		t.Errorf("after that time: %v", err)
	}
}

// P10: callers bring a deadline of the same length as the timeout. One that passes
// speaks against the model, or each of them would wait for one that hangs.
func TestBreakerCountsAHang(t *testing.T) {
	r := newRig(t, func(c *llm.Config) { c.Timeout = 40 * time.Millisecond })
	r.server.Fail(fakellm.Hang, -1)
	for i := range 4 {
		ctx, cancel := context.WithTimeout(t.Context(), 40*time.Millisecond)
		_, err := r.Generate(ctx, "s", "u")
		cancel()
		expect(t, fmt.Sprintf("call %d", i+1), err, map[bool]string{false: llm.CodeTimeout, true: llm.CodeResting}[i == 3], "")
	}
}

// Once somebody watches, trials are theirs: no shopper waits for one.
func TestRunTriesInThePlaceOfShoppers(t *testing.T) {
	looks, late := make(chan struct{}), atomic.Bool{}
	r := newRig(t, func(c *llm.Config) {
		began := c.Clock()
		c.Clock = func() time.Time {
			if late.Load() {
				return began.Add(time.Hour)
			}
			return began
		}
		c.Wait = func(ctx context.Context, _ time.Duration) error {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-looks:
				return nil
			}
		}
	})
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- r.Run(ctx) }()
	looks <- struct{}{} // it watches
	r.server.Fail(fakellm.Unauthorized, -1)
	for range 3 {
		_, err := r.Generate(t.Context(), "s", "u")
		expect(t, "failing", err, llm.CodeRejected, "")
	}
	late.Store(true)
	_, err := r.Generate(t.Context(), "s", "u")
	expect(t, "a shopper after the rest", err, llm.CodeResting, "")
	if r.Trouble() == nil {
		t.Error("no trouble is told")
	}
	r.server.Fail(fakellm.OK, 0)
	looks <- struct{}{}
	looks <- struct{}{} // the look before it is done
	if _, err := r.Generate(t.Context(), "s", "u"); err != nil || r.Trouble() != nil {
		t.Errorf("after Run's trial: %v, trouble %v", err, r.Trouble())
	}
	stop()
	if err := <-ended; err != nil {
		t.Error(err)
	}
}

// A text that its model does not take is no reason to search without the model.
func TestTextsAtFaultDoNotOpenTheBreaker(t *testing.T) {
	r := newRig(t, nil)
	r.server.Fail(fakellm.BadRequest, 9)
	for range 9 {
		_, err := r.Embed(t.Context(), []string{"too long"})
		expect(t, "refused", err, llm.CodeRejected, "")
	}
	if _, err := r.Embed(t.Context(), []string{"short"}); err != nil {
		t.Errorf("the next text: %v", err)
	}
}

// Servers that do not know max_completion_tokens are asked with max_tokens.
func TestFormerNameOfTheLimit(t *testing.T) {
	r := newRig(t, nil)
	r.server.Fail(fakellm.FormerLimit, -1)
	for range 2 {
		if _, err := r.Generate(t.Context(), "s", "u"); err != nil {
			t.Fatal(err)
		}
	}
	if n := len(r.server.Requests()); n != 3 {
		t.Errorf("%d calls; want 3: it remembers", n)
	}
}

func TestThoughtsAreDropped(t *testing.T) {
	r := newRig(t, nil)
	r.server.Reply("parcel", "<think>\nThey ask for a parcel.\n</think>\n\nOn Monday.")
	if got, err := r.Generate(t.Context(), "s", "Where is my parcel?"); err != nil || got != "On Monday." {
		t.Errorf("%q, %v", got, err)
	}
}

// A caller who gives up says nothing about the model.
func TestBreakerIgnoresCallersEnd(t *testing.T) {
	r := newRig(t, nil)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for range 20 {
		if _, err := r.Generate(ctx, "s", "u"); !errors.Is(err, context.Canceled) {
			t.Fatalf("%v; want it to be context.Canceled", err)
		}
	}
	if _, err := r.Generate(t.Context(), "s", "u"); err != nil {
		t.Errorf("the breaker opened: %v", err)
	}
}

func TestWithoutModel(t *testing.T) {
	r := newRig(t, func(c *llm.Config) { c.ChatModel = "" })
	_, err := r.Generate(t.Context(), "s", "u")
	expect(t, "chat", err, llm.CodeNoModel, "")
	r = newRig(t, func(c *llm.Config) { c.EmbedModel = "" })
	_, err = r.Embed(t.Context(), []string{"x"})
	expect(t, "embed", err, llm.CodeNoModel, "")
}

func TestProbe(t *testing.T) {
	r := newRig(t, nil)
	if err := r.Probe(t.Context()); err != nil || r.Dim() != 8 {
		t.Errorf("Probe: %v, dim %d", err, r.Dim())
	}
	r.server.Fail(fakellm.HTML, -1)
	if err := r.Probe(t.Context()); err == nil || !strings.Contains(err.Error(), "embed-1") {
		t.Errorf("Probe of a portal: %v", err)
	}
}

func TestSecretsStayOut(t *testing.T) {
	r := newRig(t, func(c *llm.Config) { c.APIKey = "sk-wrong-0123456789" })
	_, err := r.Generate(t.Context(), "s", "my mail is maria@example.com")
	if err == nil || strings.Contains(err.Error(), "sk-wrong") || strings.Contains(err.Error(), "maria@") {
		t.Errorf("the error tells too much: %v", err)
	}
}

func TestConfigValidate(t *testing.T) {
	good := llm.Config{BaseURL: "https://models.example.com/v1", ChatModel: "m"}
	if err := good.Validate(); err != nil {
		t.Fatal(err)
	}
	for name, change := range map[string]func(*llm.Config){
		"no address":     func(c *llm.Config) { c.BaseURL = "" },
		"other scheme":   func(c *llm.Config) { c.BaseURL = "file:///etc/passwd" },
		"no host":        func(c *llm.Config) { c.BaseURL = "http://" },
		"credentials":    func(c *llm.Config) { c.BaseURL = "https://u:p@models.example.com/v1" },
		"no model":       func(c *llm.Config) { c.ChatModel = "" },
		"negative time":  func(c *llm.Config) { c.Timeout = -1 },
		"key of 2 lines": func(c *llm.Config) { c.APIKey = "sk\r\nX-Evil: 1" },
	} {
		cfg := good
		change(&cfg)
		if _, err := llm.New(cfg); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}
