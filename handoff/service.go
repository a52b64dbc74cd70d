package handoff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
)

// Takeover claims a conversation for a human, whoever has it: the bot falls
// silent at this commit. Where no case is open, one with reason agent_pull is
// made. Claiming one's own conversation again changes nothing. A conversation
// of another human is fault.Conflict, code already_owned, unless a supervisor
// asks.
func (d *Desk) Takeover(ctx context.Context, conversationID string, who Who) (Applied, error) {
	var mine Applied
	done, err := d.change(ctx, conversationID, d.openCase, func(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
		switch {
		case conv.Owner == chat.OwnerHuman && conv.AgentID == who.ID:
			mine = Applied{Conversation: *conv, Case: c}
			return nil, errUnchanged
		case conv.Owner == chat.OwnerHuman && !who.Supervisor:
			return nil, fault.New(fault.Conflict, "already_owned", "somebody else has taken this conversation").
				With("owner", conv.AgentID).With("since", conv.UpdatedAt)
		}
		msgs, err := d.claim(conv, c, who)
		if err == nil && c.ID == "" {
			err = d.pull(ctx, *conv, c)
		}
		return msgs, err
	})
	if errors.Is(err, errUnchanged) {
		return mine, nil
	}
	return done, err
}

// errUnchanged ends a step that has nothing to write.
var errUnchanged = errors.New("nothing to change")

// pull records a conversation that an agent took without a handoff as a case.
func (d *Desk) pull(ctx context.Context, conv chat.Conversation, c *Case) error {
	p, err := d.cfg.Packet(ctx, conv.ID)
	if err != nil {
		return fmt.Errorf("summarise conversation %s: %w", conv.ID, err)
	}
	now := d.cfg.Now()
	*c = Case{
		ID: d.cfg.NewID(), ConversationID: conv.ID, Epoch: conv.Epoch, State: InService, AgentID: conv.AgentID,
		Reason: Reason{Code: AgentPull, TriggerSeq: conv.LastSeq}, Skills: withLanguage(nil, conv.Lang), Packet: p, Product: p.productID(),
		QueuedAt: now, AcceptedAt: now, CreatedAt: now,
		Deadline: now.Add(d.cfg.Policy.FirstReply), DeadlineAction: ActReassign,
	}
	c.Packet.V, c.Packet.ID, c.Packet.ConversationID, c.Packet.Epoch = PacketVersion, c.ID, conv.ID, conv.Epoch
	c.Packet.CreatedAt, c.Packet.Reason = now, c.Reason
	return nil
}

// claim gives the conversation, and its case where there is one, to a human.
func (d *Desk) claim(conv *chat.Conversation, c *Case, who Who) ([]chat.Message, error) {
	now := d.cfg.Now()
	status, err := stepConversation(*conv, evTakeover)
	if err != nil {
		return nil, err
	}
	conv.Status, conv.Owner, conv.AgentID, conv.Epoch = status, chat.OwnerHuman, who.ID, conv.Epoch+1
	if c.ID != "" {
		if c.State, err = stepCase(*c, evTakeover); err != nil {
			return nil, err
		}
		c.AgentID, c.OfferedTo, c.Target, c.Replied, c.AcceptedAt = who.ID, "", "", false, now
		c.Deadline, c.DeadlineAction = now.Add(d.cfg.Policy.FirstReply), ActReassign
	}
	return []chat.Message{d.event(*conv, "agent_joined", "agent_joined", "name", who.Name)}, nil
}

// Accept takes an offer while its lease lasts. fault.Conflict, code
// offer_gone, where it is over or was another agent's.
func (d *Desk) Accept(ctx context.Context, caseID string, who Who) (Applied, error) {
	c, err := d.store.Case(ctx, caseID)
	if err != nil {
		return Applied{}, fmt.Errorf("load case %s: %w", caseID, err)
	}
	return d.change(ctx, c.ConversationID, d.caseOf(caseID), func(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
		if c.State != Offered || c.OfferedTo != who.ID || d.cfg.Now().After(c.Deadline) {
			return nil, fault.New(fault.Conflict, "offer_gone", "this offer is over").
				With("owner", c.AgentID).Advise("Open the waiting list: it may still be there.")
		}
		return d.claim(conv, c, who)
	})
}

// Reject sends an offer back to the queue; the case keeps its place.
func (d *Desk) Reject(ctx context.Context, caseID string, who Who) error {
	c, err := d.store.Case(ctx, caseID)
	if err != nil {
		return fmt.Errorf("load case %s: %w", caseID, err)
	}
	_, err = d.change(ctx, c.ConversationID, d.caseOf(caseID), func(_ *chat.Conversation, c *Case) ([]chat.Message, error) {
		if c.State != Offered || c.OfferedTo != who.ID {
			return nil, fault.New(fault.Conflict, "offer_gone", "this offer is over")
		}
		return nil, d.requeue(c, who.ID)
	})
	return err
}

// requeue puts an offered or served case back; its first queue time stays.
func (d *Desk) requeue(c *Case, notTo string) error {
	state, err := stepCase(*c, evRequeue)
	if err != nil {
		return err
	}
	c.State, c.OfferedTo, c.AgentID, c.LastRejecter = state, "", "", notTo
	c.Deadline, c.DeadlineAction = d.cfg.Now().Add(d.cfg.Policy.WidenAfter), ActOfferAgain
	return nil
}

// Say stores what an agent writes: a reply (KindText; only the owner) or a
// private note (KindNote; everybody). m.ExternalID is the idempotency key: the
// same key again gives the stored message, whoever has the conversation by then;
// with another text or in another conversation it is fault.Conflict, code
// idempotency_conflict.
func (d *Desk) Say(ctx context.Context, conversationID string, who Who, m chat.Message) (chat.Message, error) {
	m.ConversationID, m.AuthorID = conversationID, who.ID
	var channel string
	done, err := d.change(ctx, conversationID, d.openCase, func(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
		channel = conv.ChannelID
		if m.Kind != chat.KindNote {
			if err := d.mayReply(*conv, who); err != nil {
				return nil, err
			}
			d.answered(conv, c)
		}
		out := m
		out.ID, out.Epoch = d.cfg.NewID(), conv.Epoch
		out.Author, out.AuthorName, out.At = chat.Agent, who.Name, d.cfg.Now()
		return []chat.Message{out}, nil
	})
	var f *fault.Error
	if errors.As(err, &f) && (f.Code == "duplicate_message" || f.Code == "not_owner") {
		if old, again := d.said(ctx, channel, m); !errors.Is(again, fault.ErrNotFound) {
			return old, again
		}
	}
	if err != nil {
		return chat.Message{}, err
	}
	return done.Messages[0], nil
}

// said is the message that was stored under m's key before; fault.NotFound.
func (d *Desk) said(ctx context.Context, channelID string, m chat.Message) (chat.Message, error) {
	old, err := d.store.MessageByExternalID(ctx, channelID, m.ExternalID)
	if err != nil {
		return chat.Message{}, fmt.Errorf("find message %s: %w", m.ExternalID, err)
	}
	if old.ConversationID != m.ConversationID || old.AuthorID != m.AuthorID || old.Text != m.Text || old.Kind != m.Kind {
		return chat.Message{}, fault.New(fault.Conflict, "idempotency_conflict", "this id was used for another message").At("client_id")
	}
	return old, nil
}

func (d *Desk) mayReply(conv chat.Conversation, who Who) error {
	if conv.Owner == chat.OwnerHuman && conv.AgentID == who.ID {
		return nil
	}
	return fault.New(fault.Conflict, "not_owner", "you do not have this conversation").
		With("owner", conv.Owner).With("agent", conv.AgentID).Advise("Take it over first; your text is kept.")
}

// answered notes that the human side has spoken: the shopper no longer waits.
func (d *Desk) answered(conv *chat.Conversation, c *Case) {
	conv.WaitingSince = time.Time{}
	if c.ID == "" {
		return
	}
	c.Replied = true
	c.Deadline, c.DeadlineAction = d.cfg.Now().Add(d.cfg.Policy.NextReply), ActIdle
}
