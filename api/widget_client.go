package api

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/internal/mask"
	"frontdesk/pipeline"
)

// Intake is the pipeline as channels use it.
type Intake interface {
	// Accept stores a message for good and has it answered.
	Accept(ctx context.Context, in chat.Inbound) (pipeline.Receipt, error)
	// WaitFor blocks until the turn that answers an accepted message is stored
	// or ctx ends.
	WaitFor(ctx context.Context, r pipeline.Receipt) (pipeline.Answer, error)
	// Typing says that the shopper is still writing: hold the turn a moment.
	Typing(conversationID string)
}

// frameTimeout bounds the work on one frame.
const frameTimeout = 10 * time.Second

// perform does what a visitor's frame asks, whatever connection it came on, and
// gives the answer frame; nil where none is due.
func (a *API) perform(ctx context.Context, v visitor, f clientFrame) (any, error) {
	ctx, cancel := context.WithTimeout(ctx, frameTimeout)
	defer cancel()
	switch f.Type {
	case "send":
		return a.receive(ctx, v, f)
	case "human":
		lang := v.customer.Lang
		f.Text, f.Payload, f.Lang = a.Words.Say(lang, "human.request"), payloadHuman, lang
		return a.receive(ctx, v, f)
	case "typing":
		return nil, a.shopperTyping(ctx, v, f.On)
	case "identify":
		return okFrame{Type: "ok", Ref: f.ClientID}, a.introduce(ctx, v, f)
	case "rate":
		return okFrame{Type: "ok"}, a.rate(ctx, v, f)
	case "helpful":
		return okFrame{Type: "ok"}, a.atDesk(ctx, v, func(id string) error { return a.Ratings.RateMessage(ctx, id, f.Seq, helpfulness(*f.Helpful)) })
	case "end":
		return okFrame{Type: "ok"}, a.atDesk(ctx, v, func(id string) error { return a.Desk.End(ctx, id) })
	case "ping":
		return okFrame{Type: "pong"}, nil
	}
	return nil, unknownType(f.Type)
}

// storing are the frames of which something is stored each time.
var storing = []string{"send", "human", "identify", "rate", "helpful", "end"}

// allowed spends the visitor's budget for a frame. Typing that is too much is
// dropped without a word; ok is false then.
func (a *API) allowed(customerID string, f clientFrame) (ok bool, err error) {
	wait := a.frames.take(customerID)
	if wait == 0 && slices.Contains(storing, f.Type) {
		wait = a.sends.take(customerID)
	}
	switch {
	case wait == 0:
		return true, nil
	case f.Type == "typing":
		return false, nil
	}
	return false, tooFast(wait)
}

// receive takes a shopper's message in and gives the ack.
func (a *API) receive(ctx context.Context, v visitor, f clientFrame) (any, error) {
	text, err := cleanText(f.Text)
	if err != nil {
		return nil, err
	}
	got, err := a.accept(ctx, inbound{
		channel: v.site.ChannelID, page: v.page, customer: v.customer,
		message: chat.Message{Text: text, Payload: f.Payload, Lang: f.Lang, ExternalID: externalID(v.customer.Ref, f.ClientID)},
	})
	if err != nil {
		return nil, err
	}
	for _, s := range a.lobby.visitorsOf(v.customer.ID) {
		if s.stands().conversation != got.Conversation.ID {
			s.follow(got.Conversation.ID, 0, nil)
		}
	}
	a.announceBot(got)
	return ackFrame{Type: "ack", ClientID: f.ClientID, Seq: got.Message.Seq, Conversation: got.Conversation.ID}, nil
}

type inbound struct {
	channel, page string
	customer      chat.Customer
	message       chat.Message
}

// accept hands a message to the pipeline. The same id with another text is a
// conflict, and the stored message stays.
func (a *API) accept(ctx context.Context, in inbound) (pipeline.Receipt, error) {
	in.message.At = a.Now()
	got, err := a.Pipeline.Accept(ctx, chat.Inbound{
		ChannelID: in.channel, Customer: in.customer, Message: in.message, PageURL: in.page,
	})
	if err != nil {
		return got, err
	}
	if got.Fresh {
		a.metrics.accepted.WithLabelValues(in.channel).Inc()
	} else if !sameWords(got.Message, in.message) {
		return got, fault.New(fault.Conflict, "idempotency_conflict", "This id was used for another message. The first one is kept.").At("client_id")
	}
	return got, nil
}

// sameWords tells whether a stored message is the one that was sent: secrets in
// it were masked on its way in.
func sameWords(stored, sent chat.Message) bool {
	return (stored.Text == sent.Text || stored.Text == mask.Secrets(sent.Text)) && stored.Payload == sent.Payload
}

// announceBot shows "typing" where the bot is about to answer and has not yet.
func (a *API) announceBot(got pipeline.Receipt) {
	if !got.Fresh || got.Conversation.Owner != chat.OwnerBot {
		return
	}
	f := encode(typingFrame{Type: "typing", Author: string(chat.Bot), On: true})
	for _, s := range a.lobby.watchers(got.Conversation.ID) {
		if s.stands().cursor <= got.Message.Seq {
			s.push(f)
		}
	}
}

// shopperTyping holds the bot's turn and shows agents that the shopper writes.
func (a *API) shopperTyping(ctx context.Context, v visitor, on bool) error {
	conv, err := a.newestConversation(ctx, v.customer)
	if err != nil || conv == nil {
		return err
	}
	if on {
		a.Pipeline.Typing(conv.ID)
	}
	a.viewers.relay(a.lobby, consoleTyping{Type: "typing", Conversation: conv.ID, Author: string(chat.Shopper), Name: v.customer.Name, On: on}, "", false)
	return nil
}

// introduce stores the name and address that a shopper gives. They are claims:
// what the shop itself has vouched for stays.
func (a *API) introduce(ctx context.Context, v visitor, f clientFrame) error {
	c, err := a.Store.Customer(ctx, v.customer.ID)
	if err != nil {
		return fmt.Errorf("load customer %s: %w", v.customer.ID, err)
	}
	var nameErr, emailErr error
	if f.Name != "" {
		c.Name, nameErr = cleanName(f.Name, v.site.Name)
	}
	if f.Email != "" {
		c.Email, emailErr = CleanEmail(f.Email)
	}
	if err := errors.Join(nameErr, emailErr); err != nil {
		return err
	}
	if c.Verified {
		return nil
	}
	if err := a.Store.SaveCustomer(ctx, c); err != nil {
		return fmt.Errorf("save customer %s: %w", c.ID, err)
	}
	// Agents see the name where they saw a visitor.
	if conv, err := a.newestConversation(ctx, c); err == nil && conv != nil {
		a.Hub.Publish(chat.Hint{Kind: chat.HintCase, ConversationID: conv.ID})
	}
	return nil
}

// rate stores a rating; the comment, if there is anything to see in it, is bounded as a
// message is.
func (a *API) rate(ctx context.Context, v visitor, f clientFrame) error {
	comment := ""
	if visible(f.Comment) {
		var err error
		if comment, err = cleanText(f.Comment); err != nil {
			return asFault(err).At("comment")
		}
	}
	return a.atDesk(ctx, v, func(id string) error { return a.Desk.Rate(ctx, id, f.Stars, comment) })
}

// atDesk does something with the visitor's conversation.
func (a *API) atDesk(ctx context.Context, v visitor, do func(conversationID string) error) error {
	conv, err := a.newestConversation(ctx, v.customer)
	if err != nil {
		return err
	}
	if conv == nil {
		return fault.New(fault.NotFound, "", "There is no conversation yet.")
	}
	return do(conv.ID)
}
