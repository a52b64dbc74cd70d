package api

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
)

// ShopperDesk is what a shopper can do at the desk.
type ShopperDesk interface {
	// End closes the conversation for the shopper.
	End(ctx context.Context, conversationID string) error
	// Rate stores 1 to 5 stars.
	Rate(ctx context.Context, conversationID string, stars int, comment string) error
	// Place tells where a conversation stands in the queue; false: it does not.
	Place(ctx context.Context, conversationID string) (handoff.Place, bool, error)
}

// shopperMessage is a message as its shopper sees it: no ids of people, no
// epochs.
type shopperMessage struct {
	ID           string            `json:"id"`
	Conversation string            `json:"conversation"`
	Seq          int64             `json:"seq"`
	Author       chat.Author       `json:"author"`
	AuthorName   string            `json:"author_name,omitempty"`
	Kind         chat.Kind         `json:"kind"`
	Event        string            `json:"event,omitempty"`
	Text         string            `json:"text"`
	Lang         string            `json:"lang,omitempty"`
	Blocks       []chat.Block      `json:"blocks,omitempty"`
	QuickReplies []chat.QuickReply `json:"quick_replies,omitempty"`
	Sources      []chat.Source     `json:"sources,omitempty"`
	ClientID     string            `json:"client_id,omitempty"`
	Helpful      int               `json:"helpful,omitempty"`
	At           time.Time         `json:"at"`
}

func forShopper(m chat.Message) shopperMessage {
	out := shopperMessage{
		ID: m.ID, Conversation: m.ConversationID, Seq: m.Seq, Author: m.Author, AuthorName: m.AuthorName, Kind: m.Kind,
		Event: m.Event, Text: m.Text, Lang: m.Lang, Blocks: m.Blocks, QuickReplies: m.QuickReplies, Sources: m.Sources, Helpful: m.Helpful, At: m.At,
	}
	if m.Author == chat.Shopper {
		out.ClientID = ownID(m.ExternalID)
	}
	return out
}

// externalID is the key under which a client's own id is stored: ids of
// different people may be equal, and a channel's must not.
func externalID(ref, clientID string) string { return ref + "/" + clientID }

// ownID is the client's part of a key that externalID made.
func ownID(external string) string { return external[strings.LastIndexByte(external, '/')+1:] }

type agentView struct {
	Name string `json:"name"`
}

type queueView struct {
	Position int   `json:"position"`
	WaitMinS int64 `json:"wait_min_s"`
	WaitMaxS int64 `json:"wait_max_s"`
}

// shopperView is a conversation as its shopper sees it.
type shopperView struct {
	ID      string      `json:"id"`
	Owner   chat.Owner  `json:"owner"`
	Status  chat.Status `json:"status"`
	Lang    string      `json:"lang"`
	Agent   *agentView  `json:"agent"`
	Queue   *queueView  `json:"queue"`
	Rating  int         `json:"rating"`
	LastSeq int64       `json:"last_seq"`
}

// viewFor makes the shopper's view of a conversation.
func (a *API) viewFor(ctx context.Context, c chat.Conversation) (shopperView, error) {
	v := shopperView{ID: c.ID, Owner: c.Owner, Status: c.Status, Lang: c.Lang, Rating: c.Rating, LastSeq: c.LastSeq}
	switch c.Owner {
	case chat.OwnerHuman:
		name, err := a.agentName(ctx, c.AgentID)
		if err != nil {
			return v, err
		}
		v.Agent = &agentView{Name: name}
	case chat.OwnerQueue:
		p, waits, err := a.Desk.Place(ctx, c.ID)
		if err != nil {
			return v, fmt.Errorf("place of conversation %s: %w", c.ID, err)
		}
		if waits {
			v.Queue = &queueView{Position: p.Position, WaitMinS: int64(p.WaitMin.Seconds()), WaitMaxS: int64(p.WaitMax.Seconds())}
		}
	}
	return v, nil
}

func (a *API) agentName(ctx context.Context, id string) (string, error) {
	u, err := a.Accounts.User(ctx, id)
	if errors.Is(err, fault.ErrNotFound) {
		return "", nil
	}
	if err != nil {
		return "", fmt.Errorf("load agent %s: %w", id, err)
	}
	return u.Name, nil
}
