package handoff

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
)

// Target says where a transfer goes: to an agent or to a skill, not both; to
// neither means to anybody who fits.
type Target struct {
	Agent string // id
	Skill string // for example topic:returns
	Note  string // private, for whoever takes it
}

// Outcomes lists the codes that a human may close a case with.
func Outcomes() []string {
	return []string{"solved", "promised", "not_solvable", "no_answer", "spam"}
}

// mayClose checks that who serves the conversation, or supervises.
func (d *Desk) mayClose(conv chat.Conversation, who Who) error {
	if who.Supervisor && conv.Owner != chat.OwnerBot && conv.Owner != chat.OwnerNone {
		return nil
	}
	return d.mayReply(conv, who)
}

// served runs a step on a conversation that who may close. One that has ended
// answers with what is possible then, whoever asks.
func (d *Desk) served(ctx context.Context, conversationID string, who Who, event string, decide step) (Applied, error) {
	return d.change(ctx, conversationID, d.openCase, func(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
		if conv.Owner == chat.OwnerNone {
			if _, err := stepConversation(*conv, event); err != nil {
				return nil, err
			}
		}
		if err := d.mayClose(*conv, who); err != nil {
			return nil, err
		}
		return decide(conv, c)
	})
}

// Transfer gives a served conversation back to the queue, aimed at an agent or
// a skill. A target that is full or away waits its WidenAfter, then it goes to
// whoever fits.
func (d *Desk) Transfer(ctx context.Context, conversationID string, who Who, to Target) (Applied, error) {
	if to.Agent != "" && to.Skill != "" {
		return Applied{}, fault.New(fault.Invalid, "", "give an agent or a skill, not both").At("agent")
	}
	if err := d.knownAgent(ctx, to.Agent); err != nil {
		return Applied{}, err
	}
	return d.served(ctx, conversationID, who, evTransfer, func(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
		status, err := stepConversation(*conv, evTransfer)
		if err != nil {
			return nil, err
		}
		if c.State, err = stepCase(*c, evTransfer); err != nil {
			return nil, err
		}
		conv.Status, conv.Owner, conv.AgentID, conv.Epoch = status, chat.OwnerQueue, "", conv.Epoch+1
		c.AgentID, c.LastRejecter, c.Widened, c.Target = "", who.ID, 0, ""
		switch {
		case to.Agent != "":
			c.Target = "agent:" + to.Agent
		case to.Skill != "":
			c.Target, c.Skills = "skill:"+to.Skill, withLanguage([]string{to.Skill}, conv.Lang)
		}
		c.Deadline, c.DeadlineAction = d.cfg.Now().Add(d.cfg.Policy.WidenAfter), ActOfferAgain
		msgs := []chat.Message{d.event(*conv, "agent_left", "transferred", "name", who.Name)}
		if note := strings.TrimSpace(to.Note); note != "" {
			msgs = append(msgs, d.note(*conv, who, note))
		}
		return msgs, nil
	})
}

func (d *Desk) knownAgent(ctx context.Context, id string) error {
	if id == "" {
		return nil
	}
	agents, err := d.store.Agents(ctx)
	if err != nil {
		return fmt.Errorf("list agents: %w", err)
	}
	if !slices.ContainsFunc(agents, func(a Agent) bool { return a.ID == id }) {
		return fault.New(fault.Invalid, "unknown_agent", "there is no such agent").At("agent")
	}
	return nil
}

func (d *Desk) note(conv chat.Conversation, who Who, text string) chat.Message {
	return chat.Message{
		ID: d.cfg.NewID(), ConversationID: conv.ID, Author: chat.Agent, AuthorID: who.ID, AuthorName: who.Name,
		Kind: chat.KindNote, Text: text, At: d.cfg.Now(),
	}
}

// Resolve closes the case with an outcome and ends the episode: what the
// shopper writes next, the bot answers, with the outcome and without the old
// story. A promise needs the time when it is due.
func (d *Desk) Resolve(ctx context.Context, conversationID string, who Who, o chat.Outcome) (Applied, error) {
	o, err := d.outcome(o, who)
	if err != nil {
		return Applied{}, err
	}
	return d.served(ctx, conversationID, who, evClose, func(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
		status, err := stepConversation(*conv, evClose)
		if err != nil {
			return nil, err
		}
		o.Closed = true
		if err := d.finish(conv, c, evComplete, o); err != nil {
			return nil, err
		}
		conv.Status, conv.Owner = status, chat.OwnerNone
		return []chat.Message{d.event(*conv, "conversation_resolved", "resolved", "name", who.Name)}, nil
	})
}

// Return hands the conversation back to the bot with an outcome; the bot's
// budgets start again.
func (d *Desk) Return(ctx context.Context, conversationID string, who Who, o chat.Outcome) (Applied, error) {
	o, err := d.outcome(o, who)
	if err != nil {
		return Applied{}, err
	}
	return d.served(ctx, conversationID, who, evReturn, func(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
		status, err := stepConversation(*conv, evReturn)
		if err != nil {
			return nil, err
		}
		if err := d.finish(conv, c, evReturn, o); err != nil {
			return nil, err
		}
		conv.Status, conv.Owner, conv.AgentID = status, chat.OwnerBot, ""
		return []chat.Message{d.event(*conv, "returned_to_bot", "returned_to_bot", "name", who.Name)}, nil
	})
}

func (d *Desk) outcome(o chat.Outcome, who Who) (chat.Outcome, error) {
	if !slices.Contains(Outcomes(), o.Code) {
		return o, fault.New(fault.Invalid, "", "an outcome is needed").At("outcome").With("allowed", Outcomes())
	}
	if o.Code == "promised" && (strings.TrimSpace(o.Promise) == "" || o.Due.IsZero()) {
		return o, fault.New(fault.Invalid, "", "a promise needs its words and the time when it is due").At("promise")
	}
	o.AgentID, o.AgentName, o.At = who.ID, who.Name, d.cfg.Now()
	return o, nil
}

// finish ends the case and the episode: the bot's state and history start anew
// after this change.
func (d *Desk) finish(conv *chat.Conversation, c *Case, event string, o chat.Outcome) error {
	if c.ID != "" {
		state, err := stepCase(*c, event)
		if err != nil {
			return err
		}
		c.State, c.Outcome, c.OfferedTo = state, &o, ""
	}
	d.newEpisode(conv)
	conv.Outcome = &o
	return nil
}

// newEpisode draws the line that the bot's history never crosses: after the
// event that ends this change.
func (d *Desk) newEpisode(conv *chat.Conversation) {
	conv.Epoch++
	conv.Episode++
	conv.EpisodeSeq = conv.LastSeq + 1 // the one event message of the change
	conv.State, conv.WaitingSince = nil, time.Time{}
}

// End closes a conversation because its shopper says so.
func (d *Desk) End(ctx context.Context, conversationID string) error {
	_, err := d.change(ctx, conversationID, d.openCase, func(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
		status, err := stepConversation(*conv, evClose)
		if err != nil {
			return nil, err
		}
		if c.ID != "" {
			event := evWithdraw
			if c.State == InService {
				event = evComplete
			}
			if c.State, err = stepCase(*c, event); err != nil {
				return nil, err
			}
			c.Outcome = &chat.Outcome{Code: "no_answer", Note: "ended by the shopper", At: d.cfg.Now()}
		}
		conv.Status, conv.Owner = status, chat.OwnerNone
		d.newEpisode(conv)
		return []chat.Message{d.event(*conv, "conversation_closed", "closed")}, nil
	})
	return err
}

// Rate stores the shopper's rating, 1 to 5 stars, and the comment as a note for
// the desk.
func (d *Desk) Rate(ctx context.Context, conversationID string, stars int, comment string) error {
	if stars < 1 || stars > 5 {
		return fault.New(fault.Invalid, "", "a rating is 1 to 5 stars").At("stars").With("min", 1).With("max", 5)
	}
	_, err := d.change(ctx, conversationID, noCase, func(conv *chat.Conversation, _ *Case) ([]chat.Message, error) {
		conv.Rating = stars
		if comment = strings.TrimSpace(comment); comment == "" {
			return nil, nil
		}
		return []chat.Message{{
			ID: d.cfg.NewID(), ConversationID: conv.ID, Author: chat.System, Kind: chat.KindNote, Event: "rated",
			Text: fmt.Sprintf("%d/5: %s", stars, comment), At: d.cfg.Now(),
		}}, nil
	})
	return err
}
