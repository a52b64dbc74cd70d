package handoff_test

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
	"frontdesk/internal/wording"
	"frontdesk/store/sqlite"
	"frontdesk/store/sqlite/sqlitetest"
)

var t0 = time.Date(2026, 3, 2, 9, 0, 0, 0, time.UTC)

// failer is what a harness needs of a test; rapid's tests have it too.
type failer interface {
	Helper()
	Fatal(args ...any)
	Fatalf(format string, args ...any)
}

// room is a desk over a real store, with a clock that the test moves.
type room struct {
	t failer
	*handoff.Desk
	store  *meddled
	policy handoff.Policy

	mu    sync.Mutex
	now   time.Time
	ids   int
	hints []chat.Hint
}

// meddled is a real store in which somebody else may do something once, right after
// cases or agents were read.
type meddled struct {
	*sqlite.Store
	afterCases, afterAgents func()
}

// Cases lists cases, and then lets somebody else act.
func (s *meddled) Cases(ctx context.Context, f handoff.CaseFilter) ([]handoff.Case, error) {
	defer once(&s.afterCases)
	return s.Store.Cases(ctx, f)
}

// Agents lists agents, and then lets somebody else act.
func (s *meddled) Agents(ctx context.Context) ([]handoff.Agent, error) {
	defer once(&s.afterAgents)
	return s.Store.Agents(ctx)
}

func once(do *func()) {
	if next := *do; next != nil {
		*do = nil
		next()
	}
}

// newRoom opens a desk with these agents, all of them offline.
func newRoom(t *testing.T, agents ...auth.User) *room {
	t.Helper()
	return newRoomOf(t, handoff.DefaultPolicy(), agents...)
}

// newRoomOf is the same with a policy.
func newRoomOf(t *testing.T, policy handoff.Policy, agents ...auth.User) *room {
	t.Helper()
	r := &room{t: t, now: t0, policy: policy}
	s, err := sqlite.Open(t.Context(), sqlitetest.Dir(t), sqlite.Options{Now: r.Now, NewID: r.id})
	r.ok(err)
	ctx, stop := context.WithCancel(context.WithoutCancel(t.Context()))
	done := make(chan error, 1)
	go func() { done <- s.Run(ctx) }()
	t.Cleanup(func() {
		stop()
		if err := errors.Join(<-done, s.Close()); err != nil {
			t.Error(err)
		}
	})
	words, err := wording.Load()
	r.ok(err)
	r.store = &meddled{Store: s}
	r.Desk = handoff.New(r.store, handoff.Config{
		Policy: r.policy, Now: r.Now, NewID: r.id, Wording: words,
		Notify: func(h chat.Hint) { r.mu.Lock(); defer r.mu.Unlock(); r.hints = append(r.hints, h) },
		Push:   func(string) bool { return false },
		Packet: func(context.Context, string) (handoff.Packet, error) {
			return handoff.Packet{Headline: "as it stands"}, nil
		},
	})
	for _, a := range agents {
		a.Email, a.Role, a.CreatedAt = a.ID+"@desk.example", auth.RoleAgent, t0
		a.Capacity = max(1, a.Capacity)
		if a.Name == "" {
			a.Name = a.ID
		}
		r.ok(s.AddUser(t.Context(), a))
	}
	return r
}

func (r *room) Now() time.Time { r.mu.Lock(); defer r.mu.Unlock(); return r.now }

func (r *room) pass(d time.Duration) { r.mu.Lock(); defer r.mu.Unlock(); r.now = r.now.Add(d) }

func (r *room) id() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.ids++
	return fmt.Sprintf("id-%09d", r.ids)
}

func (r *room) ok(err error) {
	r.t.Helper()
	if err != nil {
		r.t.Fatal(err)
	}
}

// refused wants a fault with this code, or of this kind where it has none.
func (r *room) refused(err error, code string) {
	r.t.Helper()
	var f *fault.Error
	if !errors.As(err, &f) || f.Code != code && string(f.Kind) != code {
		r.t.Fatalf("got %v, want it refused with %s", err, code)
	}
}

func (r *room) ctx() context.Context { return context.Background() }

// online makes agents available.
func (r *room) online(ids ...string) {
	r.t.Helper()
	for _, id := range ids {
		r.ok(r.SetAvailability(r.ctx(), id, handoff.Online))
	}
}

// writes lets a shopper write; it gives the conversation.
func (r *room) writes(ref, text string) chat.Conversation {
	r.t.Helper()
	got, err := r.store.Receive(r.ctx(), chat.Inbound{
		ChannelID: "web", Customer: chat.Customer{Ref: ref, Lang: "en"}, Message: chat.Message{Text: text, ExternalID: r.id(), Lang: "en"},
	}, r.Now())
	r.ok(err)
	return got.Conversation
}

// waits lets a shopper ask for a person, and the bot hand off.
func (r *room) waits(ref string, skills ...string) handoff.Case {
	r.t.Helper()
	return r.asks(ref, handoff.Ask{Reason: handoff.Reason{Code: handoff.CustomerRequest}, Skills: skills})
}

func (r *room) asks(ref string, a handoff.Ask) handoff.Case {
	r.t.Helper()
	return r.handsOff(r.writes(ref, "a person please"), a)
}

// handsOff lets the bot fetch a person.
func (r *room) handsOff(conv chat.Conversation, a handoff.Ask) handoff.Case {
	r.t.Helper()
	a.Now, a.CaseID = r.Now(), r.id()
	next, c, err := r.policy.Open(conv, a)
	r.ok(err)
	done, err := r.store.Apply(r.ctx(), handoff.Change{
		Conversation: next, Case: &c,
		Messages: []chat.Message{{Author: chat.Bot, Kind: chat.KindEvent, Event: "handoff_requested", Text: "I am getting a colleague."}},
	})
	r.ok(err)
	return *done.Case
}

// served brings a shopper to an agent who has accepted.
func (r *room) served(ref, agentID string) handoff.Case {
	r.t.Helper()
	c := r.waits(ref)
	_, err := r.Takeover(r.ctx(), c.ConversationID, handoff.Who{ID: agentID, Name: agentID})
	r.ok(err)
	return r.loaded(c)
}

func (r *room) tick() {
	r.t.Helper()
	r.ok(r.Tick(r.ctx()))
}

func (r *room) loaded(c handoff.Case) handoff.Case {
	r.t.Helper()
	got, err := r.store.Case(r.ctx(), c.ID)
	r.ok(err)
	return got
}

func (r *room) conversation(c handoff.Case) chat.Conversation {
	r.t.Helper()
	got, err := r.store.Conversation(r.ctx(), c.ConversationID)
	r.ok(err)
	return got
}

func (r *room) lastMessage(c handoff.Case) chat.Message {
	r.t.Helper()
	conv := r.conversation(c)
	msgs, err := r.store.Messages(r.ctx(), conv.ID, conv.LastSeq-1, 1)
	r.ok(err)
	return msgs[0]
}

// wantCase holds a case's state and whom it is offered to or served by.
func (r *room) wantCase(c handoff.Case, state handoff.State, who string) {
	r.t.Helper()
	got := r.loaded(c)
	if got.State != state || got.OfferedTo+got.AgentID != who {
		r.t.Fatalf("case is %s, offered to %q, served by %q; want %s and %q", got.State, got.OfferedTo, got.AgentID, state, who)
	}
}

func who(id string) handoff.Who { return handoff.Who{ID: id, Name: id} }

func speaks(id string, languages ...string) auth.User {
	return auth.User{ID: id, Languages: languages}
}
