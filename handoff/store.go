package handoff

import (
	"context"
	"time"

	"frontdesk/chat"
)

// CaseFilter selects cases for lists.
type CaseFilter struct {
	States         []State // empty is all open ones
	AgentID        string  // who serves it or is offered it
	ConversationID string
	CustomerID     string
	Product        string    // id of the product that they are about
	Since          time.Time // created at or after
	Newest         bool      // newest first, and not by priority and then by the time they were queued
	Limit          int       // 1 to 10,000; 0 is 200
}

// Store keeps cases, beside their conversations.
type Store interface {
	Log
	CaseReader
	Roster
	// Apply writes a change; fault.ErrStale, and fault.ErrConflict with code
	// case_changed where the case's version differs or an open case exists, or
	// duplicate_message where a message's ExternalID is stored already.
	Apply(ctx context.Context, c Change) (Applied, error)
}

// Log reads conversations.
type Log interface {
	// Conversation loads one; fault.NotFound.
	Conversation(ctx context.Context, id string) (chat.Conversation, error)
	// Messages gives up to limit messages with Seq > after, oldest first,
	// private ones included.
	Messages(ctx context.Context, conversationID string, after int64, limit int) ([]chat.Message, error)
	// MessageByExternalID finds the message that was stored under a channel's
	// or client's own id; fault.NotFound.
	MessageByExternalID(ctx context.Context, channelID, externalID string) (chat.Message, error)
}

// CaseReader reads cases.
type CaseReader interface {
	// Case loads one; fault.NotFound.
	Case(ctx context.Context, id string) (Case, error)
	// Cases lists what a filter selects.
	Cases(ctx context.Context, f CaseFilter) ([]Case, error)
	// DueCases gives open cases whose deadline is not after now, the most overdue
	// first.
	DueCases(ctx context.Context, now time.Time, limit int) ([]Case, error)
	// CasePosition is where a conversation stands among the cases that are queued or
	// offered, by priority and then by the time they were queued: 1 is the first, 0
	// one that does not wait.
	CasePosition(ctx context.Context, conversationID string) (int, error)
}

// Roster keeps who can take cases.
type Roster interface {
	// Agents lists everyone who may take cases, with their load, by name.
	Agents(ctx context.Context) ([]Agent, error)
	// SetPresence stores an agent's availability and that they were seen.
	// An empty availability is only a heartbeat. fault.NotFound.
	SetPresence(ctx context.Context, agentID string, a Availability, at time.Time) error
	// MarkAway makes an agent away who was online or busy and has not been seen after
	// the time; false where they were not, or have been.
	MarkAway(ctx context.Context, agentID string, seen time.Time) (bool, error)
}
