package handoff

import (
	"context"
	"errors"
	"fmt"
	"math"
	"slices"
	"strings"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/wording"
)

// waitingMost is how many waiting cases are looked at, the most urgent ones. There must
// be room behind those that nobody who is here can serve.
const waitingMost = 2000

// assign offers waiting cases to agents, the most urgent first, then the one
// that waits longest. Tickets are offered too, as soon as somebody fits.
func (d *Desk) assign(ctx context.Context) error {
	waiting, err := d.store.Cases(ctx, CaseFilter{States: []State{Queued, Deferred}, Limit: waitingMost})
	if err != nil {
		return fmt.Errorf("list waiting cases: %w", err)
	}
	if len(waiting) == 0 {
		return nil
	}
	agents, err := d.store.Agents(ctx)
	if err != nil {
		return fmt.Errorf("list agents: %w", err)
	}
	var errs error
	for _, c := range waiting {
		errs = errors.Join(errs, d.place(ctx, c, agents))
	}
	return errs
}

// place offers one case to the best agent, or makes it a ticket where nobody is
// here at all or the team is closed. It counts the offer in agents. What one agent
// passed on to another is for them to take, whatever the hour.
func (d *Desk) place(ctx context.Context, c Case, agents []Agent) error {
	closed := !strings.HasPrefix(c.Target, "agent:") && !d.cfg.Policy.Hours.Open(d.cfg.Now())
	switch {
	case c.State == Queued && (closed || !slices.ContainsFunc(agents, present)):
		return d.settled(d.deferCase(ctx, c))
	case closed:
		return nil
	}
	best := Rank(c, agents, d.cfg.Now())
	if len(best) == 0 || !best[0].Eligible {
		return nil
	}
	agent := best[0].Agent
	_, err := d.change(ctx, c.ConversationID, d.caseOf(c.ID), func(_ *chat.Conversation, c *Case) ([]chat.Message, error) {
		return nil, d.offer(c, agent.ID)
	})
	if i := slices.IndexFunc(agents, func(a Agent) bool { return a.ID == agent.ID }); err == nil && i >= 0 {
		agents[i].Load++
		agents[i].LastCaseAt = d.cfg.Now()
	}
	return d.settled(err)
}

// settled drops the error of a step that came too late: somebody else moved the
// case meanwhile, which is what the step wanted to find out.
func (d *Desk) settled(err error) error {
	if isIllegal(err) {
		return nil
	}
	return err
}

func present(a Agent) bool { return a.Availability == Online || a.Availability == Busy }

func (d *Desk) offer(c *Case, agentID string) error {
	events := []string{evOffer}
	if c.State == Deferred {
		events = []string{evEnqueue, evOffer}
	}
	for _, ev := range events {
		state, err := stepCase(*c, ev)
		if err != nil {
			return err
		}
		c.State = state
	}
	c.OfferedTo = agentID
	c.Deadline, c.DeadlineAction = d.cfg.Now().Add(d.cfg.Policy.OfferLease), ActExpire
	return nil
}

// deferCase makes a waiting case a ticket with a promised time, which is told
// once and stands however often the ticket is offered. A ticket goes to whoever
// comes and speaks the language: a specialist may not come at all.
func (d *Desk) deferCase(ctx context.Context, c Case) error {
	_, err := d.change(ctx, c.ConversationID, d.caseOf(c.ID), func(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
		state, err := stepCase(*c, evDefer)
		if err != nil {
			return nil, err
		}
		due := d.cfg.Policy.Due(d.cfg.Now())
		if told := d.cfg.Policy.Due(c.QueuedAt); conv.Status == chat.StatusAsyncTicket && told.After(d.cfg.Now()) {
			due = told
		}
		c.State, c.Deadline, c.DeadlineAction = state, due, ActRemind
		c.Widened, c.LastRejecter = max(c.Widened, 1), ""
		if conv.Status == chat.StatusAsyncTicket {
			return nil, nil
		}
		if conv.Status, err = stepConversation(*conv, evDefer); err != nil {
			return nil, err
		}
		return []chat.Message{d.deferred(*conv, due)}, nil
	})
	return err
}

// deferred tells the shopper that the wish is a ticket, and when it will be answered
// at the latest: in hours where the team has no opening hours, else the very time.
func (d *Desk) deferred(conv chat.Conversation, due time.Time) chat.Message {
	const name = "handoff_deferred"
	open, now := d.cfg.Policy.Hours, d.cfg.Now()
	if open == nil {
		return d.event(conv, name, "deferred", "hours", hours(d.cfg.Policy.TicketDue))
	}
	m := d.event(conv, name, "deferred_by", "due", wording.Moment(conv.Lang, due))
	if !open.Open(now) {
		m.Text += " " + d.cfg.Wording.Say(conv.Lang, "opens", "time", wording.Moment(conv.Lang, open.Next(now)))
	}
	return m
}

// hours are whole ones, and never fewer than the time has.
func hours(t time.Duration) string { return fmt.Sprint(math.Ceil(t.Hours())) }

// Place is where a waiting case stands.
type Place struct {
	Position         int           // 1 is next
	WaitMin, WaitMax time.Duration // both zero where nobody is here to estimate by
}

// Place tells where a conversation stands in the queue, and an interval for the
// wait: ⌊(position−1)/agents⌋+1 handling times, from 0.5 to 1.5 of the mean of
// the last hundred cases. false where it does not wait.
func (d *Desk) Place(ctx context.Context, conversationID string) (Place, bool, error) {
	position, err := d.store.CasePosition(ctx, conversationID)
	if err != nil {
		return Place{}, false, fmt.Errorf("find the place of conversation %s: %w", conversationID, err)
	}
	if position == 0 {
		return Place{}, false, nil
	}
	agents, err := d.store.Agents(ctx)
	if err != nil {
		return Place{}, false, fmt.Errorf("list agents: %w", err)
	}
	here := 0
	for _, a := range agents {
		if present(a) {
			here++
		}
	}
	p := Place{Position: position}
	if here > 0 {
		mean, err := d.handleTime(ctx)
		if err != nil {
			return Place{}, false, err
		}
		wait := time.Duration((position-1)/here+1) * mean
		p.WaitMin, p.WaitMax = wait/2, wait*3/2
	}
	return p, true, nil
}

// handleTime is the mean time from accepting to closing of the last hundred
// cases of three days; the policy's figure while there are fewer than five.
func (d *Desk) handleTime(ctx context.Context) (time.Duration, error) {
	done, err := d.store.Cases(ctx, CaseFilter{States: []State{Completed, ReturnedToBot}, Since: d.cfg.Now().Add(-72 * time.Hour), Newest: true, Limit: 100})
	if err != nil {
		return 0, fmt.Errorf("list finished cases: %w", err)
	}
	var sum time.Duration
	n := 0
	for _, c := range done {
		if c.AcceptedAt.IsZero() || c.Outcome == nil || c.Outcome.Code == "no_answer" { // a day of silence is no work
			continue
		}
		sum += c.Outcome.At.Sub(c.AcceptedAt)
		n++
	}
	if n < 5 {
		return d.cfg.Policy.HandleTime, nil
	}
	return sum / time.Duration(n), nil
}
