package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/wording"
	"frontdesk/pipeline"
	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
)

var t0 = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// decider decides as the test says.
type decider func(ctx context.Context, s bot.Snapshot) (bot.Decision, error)

// Decide gives the test's decision; what was shown counts as seen.
func (f decider) Decide(ctx context.Context, s bot.Snapshot) (bot.Reading, bot.Decision, error) {
	d, err := f(ctx, s)
	for _, m := range s.History {
		if m.Author == chat.Shopper {
			d.Next.SeenSeq = m.Seq
		}
	}
	return bot.Reading{}, d, err
}

// says answers everything with the same text.
func says(text string) decider {
	return func(context.Context, bot.Snapshot) (bot.Decision, error) {
		return bot.Decision{Action: bot.Answer, Reason: "knowledge", Text: text, Confidence: 1}, nil
	}
}

// faulty is a real store in which a call can be made to fail once, as by a
// crash.
type faulty struct {
	*sqlite.Store
	mu      sync.Mutex
	next    map[string]error
	leasing func() // called while something is leased, once the database has done it
}

// Due leases, and tells nothing of it to whoever has stopped waiting.
func (s *faulty) Due(ctx context.Context, now time.Time, n int, lease time.Duration) ([]pipeline.Lease, error) {
	out, err := s.Store.Due(ctx, now, n, lease)
	if s.leased(ctx, len(out)) != nil {
		return nil, ctx.Err()
	}
	return out, err
}

// ClaimOut is the same for what is to be sent.
func (s *faulty) ClaimOut(ctx context.Context, now time.Time, n int, lease time.Duration) ([]pipeline.Outgoing, error) {
	out, err := s.Store.ClaimOut(ctx, now, n, lease)
	if s.leased(ctx, len(out)) != nil {
		return nil, ctx.Err()
	}
	return out, err
}

func (s *faulty) leased(ctx context.Context, n int) error {
	if s.leasing == nil || n == 0 {
		return nil
	}
	s.leasing()
	return ctx.Err()
}

func (s *faulty) fail(call string, err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.next[call] = err
}

func (s *faulty) failure(call string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	err := s.next[call]
	delete(s.next, call)
	return err
}

// FinishAct fails where the test wants it to.
func (s *faulty) FinishAct(ctx context.Context, id string, r bot.ActResult, at time.Time) error {
	if err := s.failure("FinishAct"); err != nil {
		return err
	}
	return s.Store.FinishAct(ctx, id, r, at)
}

// Commit fails where the test wants it to.
func (s *faulty) Commit(ctx context.Context, t pipeline.Turn) (handoff.Applied, error) {
	if err := s.failure("Commit"); err != nil {
		return handoff.Applied{}, err
	}
	return s.Store.Commit(ctx, t)
}

// Load fails where the test wants it to.
func (s *faulty) Load(ctx context.Context, id string) (bot.Snapshot, error) {
	if err := s.failure("Load"); err != nil {
		return bot.Snapshot{}, err
	}
	return s.Store.Load(ctx, id)
}

// line is a pipeline over a real store, with a clock that the test moves.
type line struct {
	t *testing.T
	*pipeline.Pipeline
	store *faulty
	hub   *pipeline.Hub
	desk  *handoff.Desk
	words *wording.Catalogue
	cfg   pipeline.Config

	mu  sync.Mutex
	now time.Time
	ids int
}

func newLine(t *testing.T, d pipeline.Decider, do pipeline.Doer) *line {
	t.Helper()
	l := &line{t: t, now: t0, hub: pipeline.NewHub(nil)}
	s, err := sqlite.Open(t.Context(), sqlitetest.Dir(t), sqlite.Options{Now: l.Now, NewID: l.id})
	l.ok(err)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-done, s.Close()); err != nil {
			t.Error(err)
		}
	})
	l.store = &faulty{Store: s, next: map[string]error{}}
	l.words, err = wording.Load()
	l.ok(err)
	quiet := slog.New(slog.DiscardHandler)
	l.cfg = pipeline.Config{
		Policy: handoff.DefaultPolicy(), Workers: 4, TurnTimeout: time.Minute, ActTimeout: time.Minute, Lease: time.Minute,
		Poll: time.Hour, Quiet: func(string) time.Duration { return 0 }, Now: l.Now, NewID: l.id,
		Push: func(channel string) bool { return channel == "push" }, AgentLang: "en", Log: quiet, Wording: l.words,
	}
	l.use(d, do)
	l.desk = handoff.New(l.store, handoff.Config{
		Policy: l.cfg.Policy, Now: l.Now, NewID: l.id, Notify: l.hub.Publish, Push: l.cfg.Push, Log: quiet, Wording: l.words,
		Packet: func(ctx context.Context, id string) (handoff.Packet, error) { return l.Packet(ctx, id) },
	})
	return l
}

// use starts a new process over the same store, as after a crash.
func (l *line) use(d pipeline.Decider, do pipeline.Doer) {
	l.Pipeline = pipeline.New(l.store, l.store, d, do, l.hub, l.cfg)
}

func (l *line) Now() time.Time { l.mu.Lock(); defer l.mu.Unlock(); return l.now }

func (l *line) pass(d time.Duration) { l.mu.Lock(); defer l.mu.Unlock(); l.now = l.now.Add(d) }

func (l *line) id() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.ids++
	return fmt.Sprintf("id-%09d", l.ids)
}

func (l *line) ok(err error) {
	l.t.Helper()
	if err != nil {
		l.t.Fatal(err)
	}
}

// writes accepts a message of a shopper.
func (l *line) writes(ref, externalID, text string) pipeline.Receipt {
	l.t.Helper()
	return l.writesOn("web", ref, externalID, text)
}

func (l *line) writesOn(channel, ref, externalID, text string) pipeline.Receipt {
	l.t.Helper()
	r, err := l.Accept(context.Background(), chat.Inbound{ChannelID: channel, Customer: chat.Customer{Ref: ref}, Message: chat.Message{Text: text, ExternalID: externalID, Lang: "en"}})
	l.ok(err)
	return r
}

// due leases what is due.
func (l *line) due() []pipeline.Lease {
	l.t.Helper()
	leases, err := l.store.Due(context.Background(), l.Now(), 10, l.cfg.Lease)
	l.ok(err)
	return leases
}

// work handles everything that is due until nothing is; it gives the number of
// turns and what they failed with.
func (l *line) work() (turns int, errs error) {
	l.t.Helper()
	for turns < 50 {
		leases := l.due()
		if len(leases) == 0 {
			return turns, errs
		}
		for _, lease := range leases {
			turns++
			errs = errors.Join(errs, l.Handle(context.Background(), lease))
		}
	}
	l.t.Fatal("a conversation is due for ever")
	return
}

// log is what a conversation holds, a message a line.
func (l *line) log(conversationID string) []string {
	l.t.Helper()
	msgs, err := l.store.Messages(context.Background(), conversationID, 0, 100)
	l.ok(err)
	out := []string{}
	for _, m := range msgs {
		line := string(m.Author) + ": " + m.Text
		if m.Kind != chat.KindText {
			line = fmt.Sprintf("%s %s: %s", m.Author, strings.TrimSpace(string(m.Kind)+" "+m.Event), m.Text)
		}
		out = append(out, line)
	}
	return out
}

func (l *line) want(conversationID string, lines ...string) {
	l.t.Helper()
	if got := l.log(conversationID); !slices.Equal(got, lines) {
		l.t.Fatalf("got\n  %s\nwant\n  %s", strings.Join(got, "\n  "), strings.Join(lines, "\n  "))
	}
}

func (l *line) conversation(id string) chat.Conversation {
	l.t.Helper()
	c, err := l.store.Conversation(context.Background(), id)
	l.ok(err)
	return c
}

// cases are those of a conversation that are open, and with over those that
// are not.
func (l *line) cases(id string, over ...handoff.State) []handoff.Case {
	l.t.Helper()
	c, err := l.store.Cases(context.Background(), handoff.CaseFilter{ConversationID: id, States: over})
	l.ok(err)
	return c
}

var li = handoff.Who{ID: "li", Name: "Li"}

// takesOver lets the agent take a conversation and write.
func (l *line) takesOver(id, text string) {
	l.t.Helper()
	_, err := l.desk.Takeover(context.Background(), id, li)
	l.ok(err)
	_, err = l.desk.Say(context.Background(), id, li, chat.Message{Kind: chat.KindText, Text: text})
	l.ok(err)
}
