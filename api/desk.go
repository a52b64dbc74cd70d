package api

import (
	"context"
	"time"

	"frontdesk/chat"
	"frontdesk/handoff"
)

// Claims are how a human takes a conversation.
type Claims interface {
	Takeover(ctx context.Context, conversationID string, who handoff.Who) (handoff.Applied, error)
	Accept(ctx context.Context, caseID string, who handoff.Who) (handoff.Applied, error)
	Reject(ctx context.Context, caseID string, who handoff.Who) error
}

// Replies are how a human speaks.
type Replies interface {
	Say(ctx context.Context, conversationID string, who handoff.Who, m chat.Message) (chat.Message, error)
}

// Closing is how a human lets go.
type Closing interface {
	Transfer(ctx context.Context, conversationID string, who handoff.Who, to handoff.Target) (handoff.Applied, error)
	Resolve(ctx context.Context, conversationID string, who handoff.Who, o chat.Outcome) (handoff.Applied, error)
	Return(ctx context.Context, conversationID string, who handoff.Who, o chat.Outcome) (handoff.Applied, error)
}

// appliedView is what a step at the desk made of a conversation.
type appliedView struct {
	Conversation chat.Conversation `json:"conversation"`
	Case         *handoff.Case     `json:"case"`
	Messages     []chat.Message    `json:"messages"`
}

func applied(a handoff.Applied, err error) (*bodyOf[appliedView], error) {
	if err != nil {
		return nil, err
	}
	return &bodyOf[appliedView]{Body: appliedView{Conversation: a.Conversation, Case: a.Case, Messages: forDesk(a.Messages)}}, nil
}

// takeover gives the conversation to the caller; the bot is silent from here on.
func (a *API) takeover(ctx context.Context, in *conversationInput) (*bodyOf[appliedView], error) {
	return applied(a.Desk.Takeover(ctx, in.ID, in.who.staff()))
}

type replyInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		ClientID string `json:"client_id" doc:"made with the first keystroke; the same id again stores nothing"`
		Text     string `json:"text"`
		Kind     string `json:"kind" enum:"text,note" doc:"a note is seen by the desk only"`
		Lang     string `json:"lang,omitempty" maxLength:"35"`
	}
}

// reply stores what an agent writes.
func (a *API) reply(ctx context.Context, in *replyInput) (*bodyOf[chat.Message], error) {
	if err := checkClientID(in.Body.ClientID); err != nil {
		return nil, err
	}
	text, err := cleanText(in.Body.Text)
	if err != nil {
		return nil, err
	}
	m, err := a.Desk.Say(ctx, in.ID, in.who.staff(), chat.Message{
		Kind: chat.Kind(in.Body.Kind), Text: text, Lang: in.Body.Lang, ExternalID: externalID("agent/"+in.who.user.ID, in.Body.ClientID),
	})
	if err != nil {
		return nil, err
	}
	return &bodyOf[chat.Message]{Body: forDesk([]chat.Message{m})[0]}, nil
}

type agentTypingInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		On bool `json:"on"`
	}
}

func (a *API) agentTyping(ctx context.Context, in *agentTypingInput) (*nothing, error) {
	return nil, a.showTyping(ctx, in.who.user, in.ID, in.Body.On)
}

type transferInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Agent string `json:"agent,omitempty" maxLength:"100" doc:"id of a colleague"`
		Skill string `json:"skill,omitempty" maxLength:"100"`
		Note  string `json:"note,omitempty" maxLength:"2000" doc:"for whoever takes it"`
	}
}

func (a *API) transfer(ctx context.Context, in *transferInput) (*bodyOf[appliedView], error) {
	to := handoff.Target{Agent: in.Body.Agent, Skill: in.Body.Skill, Note: in.Body.Note}
	return applied(a.Desk.Transfer(ctx, in.ID, in.who.staff(), to))
}

type outcomeInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Body struct {
		Outcome string    `json:"outcome" enum:"solved,promised,not_solvable,no_answer,spam"`
		Note    string    `json:"note,omitempty" maxLength:"2000"`
		Promise string    `json:"promise,omitempty" maxLength:"500" doc:"what was promised; with due"`
		Due     time.Time `json:"due,omitempty"`
	}
}

func (in *outcomeInput) outcome(now time.Time) chat.Outcome {
	return chat.Outcome{
		Code: in.Body.Outcome, Note: in.Body.Note, Promise: in.Body.Promise, Due: in.Body.Due,
		AgentID: in.who.user.ID, AgentName: in.who.user.Name, At: now,
	}
}

func (a *API) resolve(ctx context.Context, in *outcomeInput) (*bodyOf[appliedView], error) {
	return applied(a.Desk.Resolve(ctx, in.ID, in.who.staff(), in.outcome(a.Now())))
}

func (a *API) returnToBot(ctx context.Context, in *outcomeInput) (*bodyOf[appliedView], error) {
	return applied(a.Desk.Return(ctx, in.ID, in.who.staff(), in.outcome(a.Now())))
}
