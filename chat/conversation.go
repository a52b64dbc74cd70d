// Package chat is the vocabulary that every other package shares: messages,
// conversations, customers, and who owns a conversation.
package chat

import (
	"encoding/json"
	"time"
)

// Owner says who may speak next in a conversation. There is exactly one.
type Owner string

// The owners. OwnerNone is a closed conversation.
const (
	OwnerBot   Owner = "bot"
	OwnerQueue Owner = "queue"
	OwnerHuman Owner = "human"
	OwnerNone  Owner = "none"
)

// Status is the state of the conversation machine (see handoff.Conversations).
type Status string

// The states of a conversation.
const (
	StatusNew             Status = "new"
	StatusBotActive       Status = "bot_active"
	StatusHandoffPending  Status = "handoff_pending"
	StatusHumanActive     Status = "human_active"
	StatusWrapUp          Status = "wrap_up"
	StatusWaitingCustomer Status = "waiting_customer"
	StatusSnoozed         Status = "snoozed"
	StatusAsyncTicket     Status = "async_ticket"
	StatusClosed          Status = "closed"
)

// Conversation is one customer's thread on one channel.
//
// Epoch rises with every change of owner: a message decided under an older
// epoch is never sent. Version rises with every write: a bot turn decided on an
// older version is dropped and decided again. Episode rises when a human
// resolves or hands back: the bot's history never crosses EpisodeSeq.
type Conversation struct {
	ID           string          `json:"id"`
	CustomerID   string          `json:"customer_id"`
	ChannelID    string          `json:"channel"`
	Owner        Owner           `json:"owner"`
	Status       Status          `json:"status"`
	AgentID      string          `json:"agent_id,omitempty"` // while Owner is human, and the last one after
	Epoch        int64           `json:"epoch"`
	Version      int64           `json:"version"`
	LastSeq      int64           `json:"last_seq"`
	Episode      int             `json:"episode"`
	EpisodeSeq   int64           `json:"episode_seq"` // history of this episode has Seq > EpisodeSeq
	Lang         string          `json:"lang,omitempty"`
	Market       string          `json:"market,omitempty"` // ISO 3166-1 alpha-2
	State        json.RawMessage `json:"-"`                // the bot's bot.State
	Outcome      *Outcome        `json:"outcome,omitempty"`
	Rating       int             `json:"rating,omitempty"`  // 1 to 5; 0 is none
	Preview      string          `json:"preview,omitempty"` // start of what the shopper or an agent said last
	PreviewBy    Author          `json:"preview_by,omitempty"`
	WaitingSince time.Time       `json:"waiting_since,omitzero"` // the shopper waits for a human or the bot since
	CreatedAt    time.Time       `json:"created_at"`
	UpdatedAt    time.Time       `json:"updated_at"`
}

// Outcome is how a human ended an episode. The bot greets with it afterwards.
type Outcome struct {
	Code      string    `json:"code"` // solved, promised, not_solvable, no_answer, spam
	Note      string    `json:"note,omitempty"`
	Promise   string    `json:"promise,omitempty"`
	Due       time.Time `json:"due,omitzero"`
	AgentID   string    `json:"agent_id,omitempty"`
	AgentName string    `json:"agent_name,omitempty"`
	Closed    bool      `json:"closed,omitempty"` // the conversation ended with it; else the bot went on
	At        time.Time `json:"at"`
}

// Customer is a person who writes. Email and Phone are claims until Verified.
type Customer struct {
	ID        string    `json:"id"`
	ChannelID string    `json:"channel"`
	Ref       string    `json:"ref"` // the channel's own id of the person
	Name      string    `json:"name,omitempty"`
	Email     string    `json:"email,omitempty"`
	Phone     string    `json:"phone,omitempty"`
	Lang      string    `json:"lang,omitempty"`
	Market    string    `json:"market,omitempty"`
	ShopID    string    `json:"shop_id,omitempty"` // the shop's customer id; set only when Verified
	Tier      string    `json:"tier,omitempty"`
	Verified  bool      `json:"verified"`
	CreatedAt time.Time `json:"created_at"`
}

// Inbound is a message from outside, normalised by its channel. Message carries
// Text, Payload, ExternalID, Lang (a hint) and At; everything else is given by the store.
type Inbound struct {
	ChannelID string
	Customer  Customer // Ref is required; other members are what the channel knows
	Message   Message
	PageURL   string // where the widget stood, without its query
}
