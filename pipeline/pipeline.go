package pipeline

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/internal/wording"
)

// Decider reads a conversation and decides its next turn. It never writes.
type Decider interface {
	Decide(ctx context.Context, s bot.Snapshot) (bot.Reading, bot.Decision, error)
}

// Doer performs acts at the shop; an act's id makes it idempotent.
type Doer interface {
	Do(ctx context.Context, a bot.Act) (bot.ActResult, error)
}

// Cases is the desk's side of the database: earlier handoffs for the packet,
// and a place for answers that a takeover overtook.
type Cases interface {
	Cases(ctx context.Context, f handoff.CaseFilter) ([]handoff.Case, error)
	Conversation(ctx context.Context, id string) (chat.Conversation, error)
	Apply(ctx context.Context, c handoff.Change) (handoff.Applied, error)
}

// Config of a pipeline.
type Config struct {
	Policy      handoff.Policy
	Workers     int                                  // conversations decided at a time; 0 is 32
	TurnTimeout time.Duration                        // of deciding; shorter than Lease
	ActTimeout  time.Duration                        // of one try of a write at the shop
	Lease       time.Duration                        // of a conversation by a worker
	Poll        time.Duration                        // looks for due conversations without a hint; the truth behind the hints
	Quiet       func(channelID string) time.Duration // burst: messages closer than this are one turn
	Now         func() time.Time
	NewID       func() string
	Push        func(channelID string) bool
	AgentLang   string
	Log         *slog.Logger
	Wording     *wording.Catalogue
	Observe     func(Record, time.Duration) // after every turn, for metrics; may be nil
}

// Pipeline carries messages from a channel to a stored answer.
type Pipeline struct {
	store Store
	cases Cases
	bot   Decider
	shop  Doer
	hub   *Hub
	cfg   Config

	wake    chan struct{}
	answers answers
	mu      sync.Mutex
	typing  map[string]time.Time // conversation, when its shopper last typed
}

// New makes a pipeline. It does nothing until Run.
func New(store Store, cases Cases, decider Decider, doer Doer, hub *Hub, cfg Config) *Pipeline {
	if cfg.Workers == 0 {
		cfg.Workers = 32 // mostly they wait: for a commit, the shop, a model
	}
	return &Pipeline{
		store: store, cases: cases, bot: decider, shop: doer, hub: hub, cfg: cfg,
		wake: make(chan struct{}, 1), typing: map[string]time.Time{},
	}
}

// Handle works on one leased conversation: load, decide, settle, commit. The
// commit ends the lease; on every other path it is released. A turn that lost
// its race stays due and is decided again on the newer state.
func (p *Pipeline) Handle(ctx context.Context, l Lease) error {
	committed, retry, err := p.work(ctx, l)
	if committed {
		return err
	}
	// The lease must end even when ctx has: it would block the conversation until
	// it expires.
	limited, cancel := outlast(ctx)
	defer cancel()
	if err := p.store.Release(limited, l, retry); err != nil {
		p.cfg.Log.Error("release", "conversation", l.ConversationID, "err", err)
	}
	if retry.IsZero() {
		p.Wake() // what came meanwhile woke nobody: the conversation was leased
	}
	return err
}

// work does one turn of a conversation and tells whether it was committed; else
// retry is when to try again, where that is not at once.
func (p *Pipeline) work(ctx context.Context, l Lease) (committed bool, retry time.Time, err error) {
	var snap bot.Snapshot
	if l.Snapshot != nil {
		snap = *l.Snapshot
	} else if snap, err = p.store.Load(ctx, l.ConversationID); err != nil {
		return false, p.cfg.Now().Add(time.Second), fmt.Errorf("load conversation %s: %w", l.ConversationID, err)
	}
	if until := p.stillTyping(snap.Conversation); !until.IsZero() {
		return false, until, nil
	}
	committed, err = p.turn(ctx, snap)
	switch {
	case err == nil:
		return committed, time.Time{}, nil
	case errors.Is(err, fault.ErrStale):
		p.cfg.Log.Debug("turn overtaken", "conversation", l.ConversationID)
		return false, time.Time{}, nil // still due, unless a human took over
	case ctx.Err() != nil:
		return false, time.Time{}, nil // shutting down: still due, the next process takes it
	}
	return false, p.cfg.Now().Add(time.Second), fmt.Errorf("turn of conversation %s: %w", l.ConversationID, err)
}

// turn decides and commits, and does the act that a decision asks for. It tells
// whether something was committed: not where a human took over during an act.
func (p *Pipeline) turn(ctx context.Context, snap bot.Snapshot) (committed bool, err error) {
	if i := slices.IndexFunc(snap.Settled, func(r bot.ActRecord) bool { return r.Result == nil }); i >= 0 {
		return p.finish(ctx, snap.Conversation.ID, snap.Settled[i]) // begun by a process that is no more
	}
	began := p.cfg.Now()
	snap.Now = began
	var reading bot.Reading
	more := false
	d, lost := p.lost(snap)
	if !lost {
		snap, more = oneThing(snap)
		reading, d = p.decide(ctx, snap)
	}
	if ctx.Err() != nil {
		return false, ctx.Err()
	}
	if d.Action == bot.Perform {
		return p.perform(ctx, snap, *d.Act)
	}
	t, err := p.settle(ctx, snap, reading, d)
	if err != nil {
		return false, err
	}
	t.Again = more
	done, err := p.store.Commit(ctx, t)
	if errors.Is(err, fault.ErrStale) {
		p.draft(ctx, t)
	}
	if err != nil {
		return false, err
	}
	p.answers.tell(latest{Answer{t.Recorded(done), done.Messages}, snap.State.SeenSeq})
	p.announce(done)
	if t.Again {
		p.Wake()
	}
	if p.cfg.Observe != nil {
		p.cfg.Observe(t.Record, p.cfg.Now().Sub(began))
	}
	return true, nil
}

// oneThing takes out of a snapshot what another turn must answer: while the
// result of an act is to be told, that is what the shopper wrote after confirming
// it. more tells whether there was anything.
func oneThing(snap bot.Snapshot) (_ bot.Snapshot, more bool) {
	if len(snap.Settled) == 0 {
		return snap, false
	}
	upto := max(snap.Settled[0].Act.Seq, snap.State.SeenSeq)
	later := func(m chat.Message) bool { return m.Author == chat.Shopper && m.Seq > upto }
	more = slices.ContainsFunc(snap.History, later)
	snap.History = slices.DeleteFunc(slices.Clone(snap.History), later)
	return snap, more
}

// draft leaves an answer that a human's takeover overtook to that human, who may
// use it. The shopper never sees it. It is a courtesy: where the conversation
// moves on meanwhile, it is dropped.
func (p *Pipeline) draft(ctx context.Context, t Turn) {
	if t.Change.Case != nil || len(t.Change.Messages) == 0 {
		return
	}
	conv, err := p.cases.Conversation(ctx, t.Change.Conversation.ID)
	if err != nil || conv.Owner != chat.OwnerHuman {
		return
	}
	drafts := slices.Clone(t.Change.Messages)
	for i := range drafts {
		drafts[i].Kind, drafts[i].QuickReplies = chat.KindDraft, nil
	}
	done, err := p.cases.Apply(ctx, handoff.Change{Conversation: conv, Messages: drafts})
	if err != nil {
		p.cfg.Log.Debug("draft dropped", "conversation", conv.ID, "err", err)
		return
	}
	p.announce(done)
}

func (p *Pipeline) announce(done handoff.Applied) {
	kind := chat.HintLog
	if done.Case != nil {
		kind = chat.HintCase
	}
	p.hub.Publish(chat.Hint{Kind: kind, ConversationID: done.Conversation.ID, Seq: done.Conversation.LastSeq})
}

// decide asks the bot within its time. An error, a timeout or a panic is itself
// a decision: a person. Only a shutdown is not.
func (p *Pipeline) decide(ctx context.Context, snap bot.Snapshot) (r bot.Reading, d bot.Decision) {
	limited, cancel := context.WithTimeout(ctx, p.cfg.TurnTimeout)
	defer cancel()
	failed := func(why string) (bot.Reading, bot.Decision) {
		p.cfg.Log.Error("deciding failed", "conversation", snap.Conversation.ID, "err", why)
		return r, person(snap, handoff.ErrorReason, why)
	}
	defer func() {
		if v := recover(); v != nil {
			r, d = failed(fmt.Sprint("panic: ", v))
		}
	}()
	r, d, err := p.bot.Decide(limited, snap)
	if err != nil && ctx.Err() == nil {
		return failed(err.Error())
	}
	return r, d
}

// lost decides where the bot must not go on by itself: its state cannot be read, and from
// an empty one it could answer twice, or do again what was confirmed and done; or an
// answer of its did not reach the shopper, who waits for one.
func (p *Pipeline) lost(snap bot.Snapshot) (bot.Decision, bool) {
	switch {
	case snap.StateErr != nil:
		p.cfg.Log.Error("a conversation goes to a person", "conversation", snap.Conversation.ID, "err", snap.StateErr)
		return person(snap, handoff.ErrorReason, snap.StateErr.Error()), true
	case snap.Conversation.Owner == chat.OwnerBot && unanswered(snap.History):
		return person(snap, handoff.Undelivered, ""), true
	}
	return bot.Decision{}, false
}

// unanswered tells whether an answer of the bot has failed to reach the shopper since a
// person was last fetched, or no longer wanted. An unknown outcome is no failure: most of
// those have arrived, and whoever got no answer writes again.
func unanswered(history []chat.Message) bool {
	for _, m := range slices.Backward(history) {
		switch {
		case m.Event == "handoff_requested", m.Event == "handoff_withdrawn":
			return false
		case m.Author == chat.Bot && m.Kind == chat.KindText && m.Delivery == chat.DeliveryFailed:
			return true
		}
	}
	return false
}

// person hands off without the bot having decided it. The shopper's messages count as
// seen: the person reads them.
func person(snap bot.Snapshot, code handoff.ReasonCode, why string) bot.Decision {
	next := snap.State
	facts := slotFacts(snap)
	for _, m := range snap.History {
		if m.Author == chat.Shopper {
			next.SeenSeq = max(next.SeenSeq, m.Seq)
		}
	}
	for _, a := range snap.Settled { // the person gets them as facts; the bot must not fail on them again
		next.Done = append(slices.Clip(next.Done), a.Act.ID)
		facts = append(facts, bot.ActFacts(a)...)
	}
	if snap.Conversation.Owner == chat.OwnerQueue { // a person is on the way already
		return bot.Decision{Action: bot.Silent, Reason: bot.Reason(code), Detail: why, Next: next}
	}
	return bot.Decision{
		Action: bot.Handoff, Reason: bot.Reason(code), Detail: why, Lang: snap.Conversation.Lang,
		Intent: snap.State.Intent, Facts: facts, Next: next,
	}
}

// perform does a write at the shop: it is stored as begun under the bot's
// ownership, done under its own key, and its result stored; the conversation is
// then due again and the next turn tells the result. After a crash at any point
// the same act is done again under the same key.
func (p *Pipeline) perform(ctx context.Context, snap bot.Snapshot, a bot.Act) (committed bool, err error) {
	rec, err := p.store.BeginAct(ctx, snap.Conversation, a, p.cfg.Now())
	if err != nil {
		return false, fmt.Errorf("begin %s: %w", a.Name, err)
	}
	return p.finish(ctx, snap.Conversation.ID, rec)
}

// finish does an act that has begun, and tells its result to whoever has the
// conversation by then: the shopper, or a human who took over meanwhile.
func (p *Pipeline) finish(ctx context.Context, conversationID string, rec bot.ActRecord) (committed bool, err error) {
	if rec.Result == nil {
		result := p.try(ctx, rec.Act)
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		if err := p.store.FinishAct(ctx, rec.Act.ID, result, p.cfg.Now()); err != nil {
			return false, fmt.Errorf("finish %s: %w", rec.Act.Name, err)
		}
		rec.Result = &result
	}
	next, err := p.store.Load(ctx, conversationID)
	switch {
	case err != nil:
		return false, fmt.Errorf("load conversation %s: %w", conversationID, err)
	case next.Conversation.Owner == chat.OwnerHuman:
		return false, p.tellAgent(ctx, next.Conversation, rec)
	case len(next.Settled) == 0 || next.Conversation.Owner == chat.OwnerNone:
		return false, nil
	}
	return p.turn(ctx, next)
}

// tellAgent leaves a note about an act that ended after a human took over: it is
// done, and nobody must do it again.
func (p *Pipeline) tellAgent(ctx context.Context, conv chat.Conversation, rec bot.ActRecord) error {
	var lines []string
	for _, f := range bot.ActFacts(rec) {
		lines = append(lines, f.Key+": "+f.Value)
	}
	var err error
	for range 4 { // the human may be writing just now
		note := chat.Message{ID: p.cfg.NewID(), Author: chat.System, Kind: chat.KindNote, Event: "act", Text: chat.Clean(strings.Join(lines, "\n")), At: p.cfg.Now()}
		var done handoff.Applied
		if done, err = p.cases.Apply(ctx, handoff.Change{Conversation: conv, Messages: []chat.Message{note}}); err == nil {
			p.announce(done)
			return nil
		}
		if conv, err = p.cases.Conversation(ctx, conv.ID); err != nil || conv.Owner != chat.OwnerHuman {
			break
		}
	}
	if err != nil {
		return fmt.Errorf("note the result of %s: %w", rec.Act.ID, err)
	}
	return nil
}

// try does an act, twice where the first time its outcome stayed unknown; the
// key makes the second try harmless.
func (p *Pipeline) try(ctx context.Context, a bot.Act) bot.ActResult {
	var err error
	for range 2 {
		limited, cancel := context.WithTimeout(ctx, p.cfg.ActTimeout)
		var r bot.ActResult
		r, err = p.shop.Do(limited, a)
		cancel()
		if err == nil {
			return r
		}
	}
	p.cfg.Log.Error("act failed", "act", a.ID, "err", err)
	return bot.ActResult{Code: string(handoff.ToolFailure)}
}

// Preview decides an empty conversation's first message by the live path and
// stores nothing: the test box.
func (p *Pipeline) Preview(ctx context.Context, text, lang, market string) (bot.Reading, bot.Decision, error) {
	return p.bot.Decide(ctx, bot.First(text, lang, market, "", p.cfg.Now()))
}
