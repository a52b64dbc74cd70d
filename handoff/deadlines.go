package handoff

import (
	"context"
	"errors"
	"fmt"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/internal/machine"
)

// isIllegal tells whether a step came too late: its state had moved on.
func isIllegal(err error) bool {
	var f *fault.Error
	return errors.As(err, &f) && (f.Code == machine.CodeIllegalTransition || f.Code == "offer_gone")
}

// deadlines does what was stored for every case whose time has come.
func (d *Desk) deadlines(ctx context.Context) error {
	due, err := d.store.DueCases(ctx, d.cfg.Now(), 100)
	if err != nil {
		return fmt.Errorf("list due cases: %w", err)
	}
	var errs error
	for _, c := range due {
		if err := d.settled(d.onDeadline(ctx, c)); err != nil {
			errs = errors.Join(errs, fmt.Errorf("deadline of case %s: %w", c.ID, err))
		}
	}
	return errs
}

func (d *Desk) onDeadline(ctx context.Context, due Case) error {
	if due.DeadlineAction == ActOfferAgain && d.cfg.Now().Sub(due.QueuedAt) >= d.cfg.Policy.MaxWait && due.Widened >= 2 {
		return d.deferCase(ctx, due)
	}
	_, err := d.change(ctx, due.ConversationID, d.caseOf(due.ID), func(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
		if c.Deadline.After(d.cfg.Now()) || c.Deadline.IsZero() {
			return nil, errUnchanged // somebody was faster
		}
		switch c.DeadlineAction {
		case ActExpire:
			return nil, d.requeue(c, c.OfferedTo)
		case ActOfferAgain:
			d.widen(c)
			return nil, nil
		case ActReassign:
			return d.reassign(conv, c)
		case ActIdle:
			return d.idle(ctx, conv, c)
		case ActRemind:
			c.Priority, c.Widened, c.LastRejecter = 100, 2, "" // whoever can, even in another language
			c.Deadline = d.cfg.Policy.Due(d.cfg.Now())
			return nil, nil
		}
		return nil, fmt.Errorf("case %s has no action for its deadline", c.ID)
	})
	if errors.Is(err, errUnchanged) {
		return nil
	}
	return err
}

// widen relaxes what an agent must have: the topic first, then a transfer's
// target and the language; and lets the last rejecter be asked again.
func (d *Desk) widen(c *Case) {
	c.Widened = min(c.Widened+1, 2)
	c.LastRejecter = ""
	next := d.cfg.Now().Add(d.cfg.Policy.WidenAfter)
	if end := c.QueuedAt.Add(d.cfg.Policy.MaxWait); c.Widened >= 2 && end.After(d.cfg.Now()) && end.Before(next) {
		next = end
	}
	c.Deadline, c.DeadlineAction = next, ActOfferAgain
}

// reassign takes a conversation from an agent who is silent and puts it back
// into the queue; the shopper is told.
func (d *Desk) reassign(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
	status, err := stepConversation(*conv, evRequeue)
	if err != nil {
		return nil, err
	}
	if err := d.requeue(c, c.AgentID); err != nil {
		return nil, err
	}
	conv.Status, conv.Owner, conv.AgentID, conv.Epoch = status, chat.OwnerQueue, "", conv.Epoch+1
	return []chat.Message{d.event(*conv, "handoff_queued", "requeued")}, nil
}

// idle looks after a served conversation: a shopper who waits too long gets
// another agent; one who is silent for long enough has been helped.
func (d *Desk) idle(ctx context.Context, conv *chat.Conversation, c *Case) ([]chat.Message, error) {
	now := d.cfg.Now()
	if !conv.WaitingSince.IsZero() {
		late := conv.WaitingSince.Add(d.cfg.Policy.NextReply)
		if !late.After(now) {
			return d.reassign(conv, c)
		}
		c.Deadline = late
		return nil, nil
	}
	last, err := d.lastWord(ctx, *conv)
	if err != nil {
		return nil, err
	}
	end := last.Add(d.cfg.Policy.IdleClose)
	if end.After(now) {
		c.Deadline = minTime(end, now.Add(d.cfg.Policy.NextReply))
		return nil, nil
	}
	status, err := stepConversation(*conv, evClose)
	if err != nil {
		return nil, err
	}
	o := chat.Outcome{Code: "no_answer", AgentID: c.AgentID, Closed: true, At: now}
	if err := d.finish(conv, c, evComplete, o); err != nil {
		return nil, err
	}
	conv.Status, conv.Owner = status, chat.OwnerNone
	return []chat.Message{d.event(*conv, "conversation_closed", "closed")}, nil
}

// lastWord is when something was last said. UpdatedAt does not tell: looking
// after a conversation updates it too.
func (d *Desk) lastWord(ctx context.Context, conv chat.Conversation) (time.Time, error) {
	last, err := d.store.Messages(ctx, conv.ID, conv.LastSeq-1, 1)
	if err != nil {
		return time.Time{}, fmt.Errorf("read the last message of conversation %s: %w", conv.ID, err)
	}
	if len(last) == 0 {
		return conv.UpdatedAt, nil
	}
	return last[0].At, nil
}
