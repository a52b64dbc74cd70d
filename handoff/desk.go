package handoff

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/internal/wording"
)

// Who is the human that does something at the desk.
type Who struct {
	ID         string
	Name       string // as the shopper sees it
	Supervisor bool   // may act on conversations of others
}

// Config of a desk.
type Config struct {
	Policy  Policy
	Now     func() time.Time
	NewID   func() string               // UUIDv7
	Notify  func(chat.Hint)             // something changed; never blocks
	Push    func(channelID string) bool // must messages of this channel go through the outbox
	Every   time.Duration               // between two looks at the queue; 0 is 500 ms
	Log     *slog.Logger
	Wording *wording.Catalogue
	// Packet summarises a conversation that an agent claims from the bot, where
	// no handoff has made a packet before.
	Packet func(ctx context.Context, conversationID string) (Packet, error)
}

// Desk is the place where conversations wait for humans: queue, offers,
// service and deadlines. Every step is decided on what was read, and written
// only if that still holds; a step that lost the race is decided again.
type Desk struct {
	store Store
	cfg   Config

	mu   sync.Mutex
	seen map[string]time.Time // last heartbeat, so that not every one is written
}

// New makes a desk. It does nothing until Run.
func New(store Store, cfg Config) *Desk {
	if cfg.Every == 0 {
		cfg.Every = 500 * time.Millisecond
	}
	return &Desk{store: store, cfg: cfg, seen: map[string]time.Time{}}
}

// Run works the queue until ctx ends.
func (d *Desk) Run(ctx context.Context) error {
	tick := time.NewTicker(d.cfg.Every)
	defer tick.Stop()
	for {
		if err := d.Tick(ctx); err != nil && ctx.Err() == nil {
			d.cfg.Log.Error("desk", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Tick does everything that is due now: agents who vanished, deadlines, offers.
func (d *Desk) Tick(ctx context.Context) error {
	return errors.Join(d.expirePresence(ctx), d.deadlines(ctx), d.assign(ctx))
}

// step is one decision on a conversation and its case: it changes both in
// place and gives the messages to append. A case without ID is none; a step that
// gives it one makes it.
type step func(conv *chat.Conversation, c *Case) ([]chat.Message, error)

// tries bounds how often a step that lost a race is decided again.
const tries = 8

// finder gives the case that a step is about; one without ID for none.
type finder func(ctx context.Context, conversationID string) (Case, error)

// change loads the conversation and its case, decides and applies; a step that lost a
// race is decided again on the new state.
func (d *Desk) change(ctx context.Context, conversationID string, find finder, decide step) (Applied, error) {
	var err error
	for range tries {
		var done Applied
		done, err = d.attempt(ctx, conversationID, find, decide)
		if !retryable(err) {
			return done, err
		}
	}
	return Applied{}, fault.New(fault.Conflict, "busy", "this conversation changes faster than it can be written").
		Advise("Try again.").Cause(err)
}

func retryable(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && (f.Kind == fault.Stale || f.Code == "case_changed")
}

// attempt reads the conversation first: whatever changes a case raises its version, so
// that a case which changed in between is found out by Apply.
func (d *Desk) attempt(ctx context.Context, conversationID string, find finder, decide step) (Applied, error) {
	conv, err := d.store.Conversation(ctx, conversationID)
	if err != nil {
		return Applied{}, fmt.Errorf("load conversation %s: %w", conversationID, err)
	}
	found, err := find(ctx, conversationID)
	if err != nil {
		return Applied{}, err
	}
	c := &found
	msgs, err := decide(&conv, c)
	if err != nil {
		return Applied{}, err
	}
	c.UpdatedAt = d.cfg.Now()
	if !c.State.Open() {
		c.Deadline, c.DeadlineAction = time.Time{}, ""
	}
	if c.ID == "" {
		c = nil
	}
	done, err := d.store.Apply(ctx, Change{Conversation: conv, Messages: msgs, Case: c, Push: d.cfg.Push(conv.ChannelID)})
	if err != nil {
		return Applied{}, err
	}
	d.notify(done)
	return done, nil
}

func (d *Desk) notify(a Applied) {
	kind := chat.HintLog
	if a.Case != nil {
		kind = chat.HintCase
	}
	d.cfg.Notify(chat.Hint{Kind: kind, ConversationID: a.Conversation.ID, Seq: a.Conversation.LastSeq})
}

// openCase finds the conversation's case that is not over.
func (d *Desk) openCase(ctx context.Context, conversationID string) (Case, error) {
	cases, err := d.store.Cases(ctx, CaseFilter{ConversationID: conversationID, Limit: 1})
	if err != nil {
		return Case{}, fmt.Errorf("find the case of conversation %s: %w", conversationID, err)
	}
	if len(cases) == 0 {
		return Case{}, nil
	}
	return cases[0], nil
}

// caseOf finds the case with the id.
func (d *Desk) caseOf(id string) finder {
	return func(ctx context.Context, _ string) (Case, error) {
		c, err := d.store.Case(ctx, id)
		if err != nil {
			return Case{}, fmt.Errorf("load case %s: %w", id, err)
		}
		return c, nil
	}
}

// noCase is for steps that leave the case alone.
func noCase(context.Context, string) (Case, error) { return Case{}, nil }

// event is a message that tells the shopper what happened, in their language.
func (d *Desk) event(conv chat.Conversation, name, key string, pairs ...string) chat.Message {
	return chat.Message{
		ID: d.cfg.NewID(), ConversationID: conv.ID, Epoch: conv.Epoch, Author: chat.System,
		Kind: chat.KindEvent, Event: name, Text: d.cfg.Wording.Say(conv.Lang, key, pairs...), Lang: conv.Lang, At: d.cfg.Now(),
	}
}
