// Package handoff turns "the bot cannot" into the right human with the right
// context: cases, the packet, ranking, and the desk with its queue, offers and
// deadlines.
package handoff

import (
	"time"

	"frontdesk/chat"
)

// State of a case in the handoff machine (see Cases in machines.go).
type State string

// The states of a case. Over tells which are final.
const (
	Proposed      State = "proposed"
	Declined      State = "declined"
	Requested     State = "requested"
	Queued        State = "queued"
	Offered       State = "offered"
	InService     State = "in_service"
	Completed     State = "completed"
	ReturnedToBot State = "returned_to_bot"
	Withdrawn     State = "withdrawn"
	Deferred      State = "deferred"
	Failed        State = "failed"
)

// Open tells whether a case in this state still needs somebody's next step.
func (s State) Open() bool {
	switch s {
	case Requested, Queued, Offered, InService, Deferred:
		return true
	}
	return false
}

// ReasonCode says why a conversation was handed off. The codes are public:
// rules and reports use them.
type ReasonCode string

// The reason codes.
const (
	CustomerRequest      ReasonCode = "customer_request"
	LowConfidence        ReasonCode = "low_confidence"
	Ambiguous            ReasonCode = "ambiguous"
	MissingKnowledge     ReasonCode = "missing_knowledge"
	UnsupportedRequest   ReasonCode = "unsupported_request"
	PolicyRestriction    ReasonCode = "policy_restriction"
	SensitiveTopic       ReasonCode = "sensitive_topic"
	EmotionReason        ReasonCode = "emotion"
	VIPRule              ReasonCode = "vip_rule"
	Loop                 ReasonCode = "loop"
	TurnCap              ReasonCode = "turn_cap"
	ToolFailure          ReasonCode = "tool_failure"
	GuardBlock           ReasonCode = "guard_block"
	IdentityFailed       ReasonCode = "identity_failed"
	PendingClarification ReasonCode = "pending_clarification"
	PromiseOpen          ReasonCode = "promise_open" // back within 72 hours, and a human still owes something
	UsageLimit           ReasonCode = "usage_limit"
	OutOfHours           ReasonCode = "out_of_hours"
	AgentPull            ReasonCode = "agent_pull"
	Undelivered          ReasonCode = "undelivered" // an answer of the bot did not reach the shopper
	ErrorReason          ReasonCode = "error"
)

// Reason is why, with what shows it.
type Reason struct {
	Code       ReasonCode `json:"code"`
	Detail     string     `json:"detail,omitempty"`
	TriggerSeq int64      `json:"trigger_seq,omitempty"` // the message that decided it
	Confidence float64    `json:"confidence,omitempty"`
}

// DeadlineAction is what happens to a case whose deadline passes. It is stored
// with the deadline, so that no case is ever without a next step.
type DeadlineAction string

// The actions of deadlines.
const (
	ActOfferAgain DeadlineAction = "offer_again"  // rank again, perhaps with wider skills
	ActExpire     DeadlineAction = "expire_offer" // the offer's lease is over: back to the queue
	ActReassign   DeadlineAction = "reassign"     // the agent has not replied: back to the queue
	ActRemind     DeadlineAction = "remind"       // a deferred ticket is due: queue it again
	ActIdle       DeadlineAction = "idle"         // in service and the shopper is silent: ask the agent to close
)

// Case is one handoff of one conversation.
type Case struct {
	ID             string         `json:"id"`
	ConversationID string         `json:"conversation_id"`
	Epoch          int64          `json:"epoch"` // of the conversation after the handoff; at most one case an epoch
	State          State          `json:"state"`
	Version        int64          `json:"version"` // 0 before it is stored; rises with every write
	Reason         Reason         `json:"reason"`
	Priority       int            `json:"priority"`          // 0 to 100, higher first
	Skills         []string       `json:"skills"`            // needed, for example lang:es, topic:returns
	Widened        int            `json:"widened,omitempty"` // how many times skills were relaxed
	Product        string         `json:"product,omitempty"` // id of the product that it is about
	Packet         Packet         `json:"packet"`
	OfferedTo      string         `json:"offered_to,omitempty"`
	LastRejecter   string         `json:"last_rejecter,omitempty"`
	AgentID        string         `json:"agent_id,omitempty"` // who serves it
	Target         string         `json:"target,omitempty"`   // of a transfer: an agent's id, or skill:NAME
	Replied        bool           `json:"replied"`            // the agent has written since accepting
	AcceptedAt     time.Time      `json:"accepted_at,omitzero"`
	QueuedAt       time.Time      `json:"queued_at,omitzero"` // the first time; kept through offers
	Deadline       time.Time      `json:"deadline,omitzero"`  // set while State is open
	DeadlineAction DeadlineAction `json:"deadline_action,omitempty"`
	Outcome        *chat.Outcome  `json:"outcome,omitempty"`
	CreatedAt      time.Time      `json:"created_at"`
	UpdatedAt      time.Time      `json:"updated_at"`
}

// Availability is what an agent says of themself.
type Availability string

// The availabilities. Only online agents are offered cases.
const (
	Online  Availability = "online"
	Busy    Availability = "busy"
	Away    Availability = "away"
	Offline Availability = "offline"
)

// Agent is a human who can take cases.
type Agent struct {
	ID           string       `json:"id"`
	Name         string       `json:"name"`
	Languages    []string     `json:"languages"` // ISO 639-1
	Skills       []string     `json:"skills"`    // for example topic:returns, vip
	Capacity     int          `json:"capacity"`  // conversations at a time
	Load         int          `json:"load"`      // cases offered or in service now
	Availability Availability `json:"availability"`
	SeenAt       time.Time    `json:"seen_at,omitzero"`      // last heartbeat of their console
	LastCaseAt   time.Time    `json:"last_case_at,omitzero"` // when they last accepted one
}

// Change is everything that one step of the desk does to one conversation: it
// is applied in one transaction or not at all. Conversation is as it shall be,
// but for Version, which is the version that was read: fault.ErrStale is given
// where the stored one differs. The store numbers Messages (Seq), sets LastSeq,
// Preview and UpdatedAt, and raises Version.
type Change struct {
	Conversation chat.Conversation
	Messages     []chat.Message
	Case         *Case // inserted (Version 0) or updated under its Version
	Push         bool  // put the messages for the shopper into the outbox
}

// Applied is what a change became.
type Applied struct {
	Conversation chat.Conversation
	Messages     []chat.Message
	Case         *Case
}
