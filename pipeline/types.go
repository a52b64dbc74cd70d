// Package pipeline carries messages in and out: accept, lease, load, decide,
// settle, commit, deliver.
package pipeline

import (
	"cmp"
	"context"
	"encoding/json"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
)

// Receipt tells what became of an inbound message.
type Receipt struct {
	Conversation chat.Conversation
	Message      chat.Message
	Fresh        bool // false: this external id was stored before; Message is the stored one
	Opened       bool // a new conversation was opened for it
}

// Lease is the right to work on a conversation until it ends.
type Lease struct {
	ConversationID string
	Token          string
	Until          time.Time
	Snapshot       *bot.Snapshot // what Load would have given with the lease, where the store has it at hand; else nil
}

// Turn is the only thing that Commit accepts: messages, state, case and trace
// move together.
type Turn struct {
	InSeq  int64 // the last shopper message that this turn answers
	Change handoff.Change
	Record Record
	Told   []string // ids of acts whose results the shopper was told by now
	Again  bool     // there is more to answer: the conversation stays due
}

// Recorded is the record of a turn as it is stored, from what Commit made of it.
func (t Turn) Recorded(a handoff.Applied) Record {
	r, c := t.Record, a.Conversation
	r.ConversationID, r.InSeq, r.Owner, r.At = c.ID, t.InSeq, c.Owner, c.UpdatedAt
	r.FromSeq, r.ToSeq = c.LastSeq-int64(len(a.Messages))+1, c.LastSeq
	if a.Case != nil {
		r.CaseID = cmp.Or(r.CaseID, a.Case.ID)
	}
	return r
}

// Record is the stored "why" of a turn. Answers to REST clients and the
// console's view are read from it.
type Record struct {
	ConversationID string          `json:"conversation"`
	InSeq          int64           `json:"in_seq"`   // the last shopper message it answers
	FromSeq        int64           `json:"from_seq"` // the turn's own messages: FromSeq <= Seq <= ToSeq; empty when ToSeq < FromSeq
	ToSeq          int64           `json:"to_seq"`
	Action         bot.Action      `json:"action"`
	Reason         bot.Reason      `json:"reason"`
	Detail         string          `json:"detail,omitempty"`
	Intent         string          `json:"intent,omitempty"`
	Confidence     float64         `json:"confidence"`
	CaseID         string          `json:"case,omitempty"`
	Owner          chat.Owner      `json:"owner"` // after the turn
	Trace          json.RawMessage `json:"trace"` // {"reading":…, "steps":[…]}
	At             time.Time       `json:"at"`
}

// Store is what the pipeline needs of the database.
type Store interface {
	// Receive stores an inbound message once: (channel, external id) is unique
	// for ever. It finds or makes the customer (channel, ref) and their open
	// conversation on the channel (a closed one within 72 hours is reopened for
	// the bot; its episode has already risen), numbers the message, raises
	// Version, fills WaitingSince where it was zero, and, while bot or queue
	// own it, marks the conversation due at dueAt. Known members of in.Customer
	// overwrite empty stored ones, and Verified ones always.
	Receive(ctx context.Context, in chat.Inbound, dueAt time.Time) (Receipt, error)
	// Due leases up to n conversations that are due and not leased, oldest
	// first.
	Due(ctx context.Context, now time.Time, n int, lease time.Duration) ([]Lease, error)
	// Release ends a lease. A retryAt that is not zero moves the due time.
	Release(ctx context.Context, l Lease, retryAt time.Time) error
	// Load reads a conversation with this episode's messages (the newest 200)
	// and its unsettled acts; fault.NotFound.
	Load(ctx context.Context, conversationID string) (bot.Snapshot, error)
	// Commit applies a turn under the version that was loaded, ends the
	// conversation's lease and clears the due mark, but for a turn with Again;
	// fault.ErrStale where a newer message came or the owner changed.
	Commit(ctx context.Context, t Turn) (handoff.Applied, error)
	// TurnFor finds the record of the turn that answers message inSeq;
	// fault.NotFound while there is none.
	TurnFor(ctx context.Context, conversationID string, inSeq int64) (Record, error)
	// Turns lists a conversation's records with InSeq > after, oldest first.
	Turns(ctx context.Context, conversationID string, after int64) ([]Record, error)
	// BeginAct stores that an act starts, under the conversation's version and
	// bot's ownership (fault.ErrStale), or gives the stored one with its result
	// when it began before.
	BeginAct(ctx context.Context, c chat.Conversation, a bot.Act, at time.Time) (bot.ActRecord, error)
	// FinishAct stores an act's result; a second result for the same act is
	// ignored. The conversation becomes due again so that the result is told.
	FinishAct(ctx context.Context, actID string, r bot.ActResult, at time.Time) error
}

// Outgoing is one row of the outbox: a message on its way to a channel that
// must be called.
type Outgoing struct {
	ID        string
	ChannelID string
	To        string // the customer's ref on the channel
	Message   chat.Message
	Attempts  int
	Stale     bool // the conversation's epoch has moved past the message's
	Unsettled bool // claimed before and never settled (a crash): perhaps sent already
}

// Outcome of a delivery.
type Outcome string

// The four outcomes, and Retry, which is none yet.
const (
	Sent       Outcome = "sent"
	Suppressed Outcome = "suppressed" // stale at send time: a human took over
	FailedSend Outcome = "failed"     // the channel refused it for good
	Unknown    Outcome = "unknown"    // no answer: perhaps sent; never resent blindly, and shown to the desk
	Retry      Outcome = "retry"
)

// Undelivered tells whether the message did not surely reach its shopper. The outcome is
// then its chat.Delivery.
func (o Outcome) Undelivered() bool { return o == FailedSend || o == Unknown }

// Outbox is the delivery side of the database.
type Outbox interface {
	// ClaimOut leases up to n rows that may go now, at most one a conversation,
	// in order of seq.
	ClaimOut(ctx context.Context, now time.Time, n int, lease time.Duration) ([]Outgoing, error)
	// SettleOut stores the outcome; at is the next attempt's time for Retry. A message
	// that is Undelivered says so from then on, and its conversation counts as changed;
	// where an answer of the bot has failed and the bot still has the conversation, that
	// becomes due under a new version: whatever is being decided is decided again, by
	// somebody who knows.
	SettleOut(ctx context.Context, id string, o Outcome, externalID string, at time.Time) error
}
