package api

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
)

// maxWait is the longest that a client of the REST channel may wait for the
// answer.
const maxWait = 30 * time.Second

type postMessageInput struct {
	Caller
	Prefer string `header:"Prefer" maxLength:"200" doc:"wait=SECONDS to get the answer in the response"`
	Body   struct {
		Customer         string `json:"customer" minLength:"1" maxLength:"200" doc:"your id of the person"`
		ID               string `json:"id" minLength:"1" maxLength:"200" pattern:"^[^/]+$" patternDescription:"without a slash" doc:"your id of the message; the same id again stores nothing"`
		Text             string `json:"text"`
		Locale           string `json:"locale,omitempty" maxLength:"35" pattern:"^([A-Za-z]{1,8}([-_][A-Za-z0-9]{1,8})*)?$" patternDescription:"a language tag such as de-DE" doc:"BCP 47"`
		Email            string `json:"email,omitempty" maxLength:"254"`
		Name             string `json:"name,omitempty" maxLength:"200" doc:"as they call themselves; one that is kept for the shop's own people, such as Support, is not shown to agents unless you have signed the customer in"`
		Market           string `json:"market,omitempty" pattern:"^[A-Z]{2}$" patternDescription:"two capital letters such as DE" doc:"ISO 3166-1 alpha-2"`
		Payload          string `json:"payload,omitempty" maxLength:"1024" doc:"of the quick reply that was pressed"`
		VerifiedCustomer string `json:"verified_customer,omitempty" maxLength:"200" doc:"the shop's id of a customer whom you have signed in"`
	}
}

type replyView struct {
	Text         string            `json:"text"`
	Lang         string            `json:"lang"`
	Sources      []chat.Source     `json:"sources"`
	QuickReplies []chat.QuickReply `json:"quick_replies"`
	Blocks       []chat.Block      `json:"blocks,omitempty"`
}

type decisionView struct {
	Action     string  `json:"action"`
	Reason     string  `json:"reason"`
	Intent     string  `json:"intent"`
	Confidence float64 `json:"confidence"`
}

type answerView struct {
	Conversation string          `json:"conversation"`
	Seq          int64           `json:"seq"`
	Replies      []replyView     `json:"replies"`
	Decision     *decisionView   `json:"decision"`
	Owner        chat.Owner      `json:"owner"`
	Handoff      *handoff.Packet `json:"handoff"`
}

type receiptView struct {
	Conversation string `json:"conversation"`
	Seq          int64  `json:"seq"`
}

type postMessageOutput struct {
	Status int
	Body   any
}

// postMessage takes a message of the REST channel in; with Prefer: wait it
// answers with what was decided, if that comes in time.
func (a *API) postMessage(ctx context.Context, in *postMessageInput) (*postMessageOutput, error) {
	wait, err := waitOf(in.Prefer) // before anything is stored
	if err != nil {
		return nil, err
	}
	inbound, err := in.inbound()
	if err != nil {
		return nil, err
	}
	got, err := a.accept(ctx, inbound)
	if err != nil {
		return nil, ofChannel(err)
	}
	accepted := &postMessageOutput{Status: http.StatusAccepted, Body: receiptView{got.Conversation.ID, got.Message.Seq}}
	if wait == 0 || got.Fresh && got.Conversation.Owner == chat.OwnerHuman {
		return accepted, nil // no turn will answer it: a person does
	}
	waiting, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	defer context.AfterFunc(a.going, cancel)() // the next start answers, and the same id then gives it
	turn, err := a.Pipeline.WaitFor(waiting, got)
	if waiting.Err() != nil || errors.Is(err, fault.ErrNotFound) {
		return accepted, nil
	}
	if err != nil {
		return nil, fmt.Errorf("wait for the answer to %s/%d: %w", got.Conversation.ID, got.Message.Seq, err)
	}
	if over, err := a.episodeEnds(ctx, turn.Record, got.Message.Seq); over || err != nil {
		return accepted, err // a person had it, and the turn answers what came later
	}
	answer, err := a.answerOf(ctx, got.Message.Seq, turn)
	return &postMessageOutput{Status: http.StatusOK, Body: answer}, err
}

// episodeEnds tells whether an episode ended between message seq and the one
// that a later turn answers: the bot never looks back across that line.
func (a *API) episodeEnds(ctx context.Context, r pipeline.Record, seq int64) (bool, error) {
	for seq < r.InSeq {
		msgs, err := a.Store.Messages(ctx, r.ConversationID, seq, readBatch)
		if err != nil {
			return false, fmt.Errorf("read messages of %s: %w", r.ConversationID, err)
		}
		if len(msgs) == 0 {
			return false, nil
		}
		for _, m := range msgs {
			if m.Seq < r.InSeq && m.Kind == chat.KindEvent && slices.Contains(episodeEvents, m.Event) {
				return true, nil
			}
		}
		seq = msgs[len(msgs)-1].Seq
	}
	return false, nil
}

// episodeEvents are the events with which an episode ends.
var episodeEvents = []string{"conversation_resolved", "returned_to_bot", "conversation_closed"}

// ofChannel names the member that the REST channel calls otherwise than the
// widget does.
func ofChannel(err error) error {
	var f *fault.Error
	if errors.As(err, &f) && f.Field == "client_id" {
		return f.At("id")
	}
	return err
}

// inbound checks what the channel sends and makes the message of it.
func (in *postMessageInput) inbound() (inbound, error) {
	text, err := cleanText(in.Body.Text)
	if err != nil {
		return inbound{}, err
	}
	c := chat.Customer{
		ChannelID: in.who.channel, Ref: in.Body.Customer, Name: plainName(in.Body.Name), Lang: in.Body.Locale, Market: in.Body.Market,
		ShopID: in.Body.VerifiedCustomer, Verified: in.Body.VerifiedCustomer != "",
	}
	if reservedNames[foldName(c.Name)] && !c.Verified { // the message counts, the name would speak for the shop
		c.Name = ""
	}
	if in.Body.Email != "" {
		if c.Email, err = CleanEmail(in.Body.Email); err != nil {
			return inbound{}, err
		}
	}
	return inbound{channel: in.who.channel, customer: c, message: chat.Message{
		Text: text, Payload: in.Body.Payload, Lang: in.Body.Locale, ExternalID: externalID(in.Body.Customer, in.Body.ID),
	}}, nil
}

// waitOf reads the preference of RFC 7240; others are ignored, as it says.
func waitOf(prefer string) (time.Duration, error) {
	for part := range strings.FieldsFuncSeq(prefer, func(r rune) bool { return r == ',' || r == ';' }) {
		name, value, _ := strings.Cut(strings.TrimSpace(part), "=")
		if !strings.EqualFold(strings.TrimSpace(name), "wait") {
			continue
		}
		n, err := strconv.Atoi(strings.Trim(strings.TrimSpace(value), `"`))
		if err != nil || n < 0 || time.Duration(n)*time.Second > maxWait {
			return 0, fault.New(fault.Invalid, "invalid_field", "wait is a number of seconds from 0 to 30.").At("Prefer").With("max", int(maxWait.Seconds()))
		}
		return time.Duration(n) * time.Second, nil
	}
	return 0, nil
}

// answerOf tells what a turn said and did.
func (a *API) answerOf(ctx context.Context, seq int64, turn pipeline.Answer) (answerView, error) {
	r := turn.Record
	out := answerView{
		Conversation: r.ConversationID, Seq: seq, Owner: r.Owner, Replies: []replyView{},
		Decision: &decisionView{Action: string(r.Action), Reason: string(r.Reason), Intent: r.Intent, Confidence: r.Confidence},
	}
	said := turn.Said
	if said == nil && r.ToSeq >= r.FromSeq && r.ToSeq > 0 {
		var err error
		if said, err = a.Store.Messages(ctx, r.ConversationID, r.FromSeq-1, int(r.ToSeq-r.FromSeq+1)); err != nil {
			return out, fmt.Errorf("read the answer: %w", err)
		}
	}
	for _, m := range said {
		if m.Kind.Private() || m.Text == "" || m.Author == chat.Shopper {
			continue
		}
		out.Replies = append(out.Replies, replyView{
			Text: m.Text, Lang: m.Lang, Sources: orEmpty(m.Sources), QuickReplies: orEmpty(m.QuickReplies), Blocks: m.Blocks,
		})
	}
	if r.CaseID != "" {
		c, err := a.Store.Case(ctx, r.CaseID)
		if err != nil {
			return out, fmt.Errorf("load case %s: %w", r.CaseID, err)
		}
		out.Handoff = &c.Packet
	}
	return out, nil
}

func orEmpty[T any](list []T) []T {
	if list == nil {
		return []T{}
	}
	return list
}

type messagesInput struct {
	Caller
	ID    string `path:"id" maxLength:"100"`
	After int64  `query:"after" minimum:"0" doc:"the last seq that you have"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
}

type messagesView struct {
	Messages json.RawMessage `json:"messages" doc:"as the shopper sees them for a channel's token, whole for the desk"`
	LastSeq  int64           `json:"last_seq"`
	Owner    chat.Owner      `json:"owner"`
}

// getMessages reads on in a log. A channel sees only its own conversations, and
// of those what the shopper sees; others do not exist for it.
func (a *API) getMessages(ctx context.Context, in *messagesInput) (*bodyOf[messagesView], error) {
	conv, err := a.Store.Conversation(ctx, in.ID)
	if err != nil {
		return nil, fmt.Errorf("load conversation %s: %w", in.ID, err)
	}
	channel := in.who.role == roleChannel
	if channel && conv.ChannelID != in.who.channel {
		a.log.Warn("foreign conversation asked for", "channel", in.who.channel, "conversation", in.ID)
		return nil, fault.New(fault.NotFound, "", "")
	}
	msgs, err := a.Store.Messages(ctx, in.ID, in.After, in.Limit)
	if err != nil {
		return nil, fmt.Errorf("read messages of %s: %w", in.ID, err)
	}
	out := messagesView{LastSeq: conv.LastSeq, Owner: conv.Owner}
	if channel {
		out.Messages, err = json.Marshal(shown(msgs))
	} else {
		out.Messages, err = json.Marshal(forDesk(msgs))
	}
	return &bodyOf[messagesView]{Body: out}, err
}

// forDesk gives messages with the ids that their own clients know.
func forDesk(msgs []chat.Message) []chat.Message {
	out := make([]chat.Message, len(msgs))
	for i, m := range msgs {
		m.ExternalID = ownID(m.ExternalID)
		out[i] = m
	}
	return out
}

// shown gives the messages as their shopper sees them.
func shown(msgs []chat.Message) []shopperMessage {
	out := []shopperMessage{}
	for _, m := range msgs {
		if !m.Kind.Private() {
			out = append(out, forShopper(m))
		}
	}
	return out
}

// bodyOf is a response that is only a body.
type bodyOf[T any] struct {
	Body T
}

// nothing is a response without a body.
type nothing struct{}

// LogReader reads conversations.
type LogReader interface {
	Conversation(ctx context.Context, id string) (chat.Conversation, error)
	Customer(ctx context.Context, id string) (chat.Customer, error)
	Messages(ctx context.Context, conversationID string, after int64, limit int) ([]chat.Message, error)
	Conversations(ctx context.Context, f chat.ConversationFilter) ([]chat.ConversationRow, error)
}
