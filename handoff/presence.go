package handoff

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
)

// heartbeatEvery bounds how often a heartbeat is written. With consoles that give one
// every ten seconds it is written every twenty, which Policy.PresenceTimeout has to
// outlast.
const heartbeatEvery = 15 * time.Second

// SetAvailability stores what an agent says of themself. Whoever goes away or
// offline gives their offers back at once.
func (d *Desk) SetAvailability(ctx context.Context, agentID string, a Availability) error {
	if !slices.Contains([]Availability{Online, Busy, Away, Offline}, a) {
		return fault.New(fault.Invalid, "", "an availability is online, busy, away or offline").At("availability")
	}
	if err := d.store.SetPresence(ctx, agentID, a, d.cfg.Now()); err != nil {
		return fmt.Errorf("store the availability of %s: %w", agentID, err)
	}
	d.cfg.Notify(chat.Hint{Kind: chat.HintPresence})
	if a == Away || a == Offline {
		return d.giveBack(ctx, agentID)
	}
	return nil
}

// Heartbeat tells that an agent's console is connected.
func (d *Desk) Heartbeat(ctx context.Context, agentID string) error {
	now := d.cfg.Now()
	d.mu.Lock()
	fresh := now.Sub(d.seen[agentID]) < heartbeatEvery
	if !fresh {
		d.seen[agentID] = now
	}
	d.mu.Unlock()
	if fresh {
		return nil
	}
	if err := d.store.SetPresence(ctx, agentID, "", now); err != nil {
		return fmt.Errorf("store the heartbeat of %s: %w", agentID, err)
	}
	return nil
}

// expirePresence marks agents away whose console has vanished.
func (d *Desk) expirePresence(ctx context.Context) error {
	agents, err := d.store.Agents(ctx)
	if err != nil {
		return fmt.Errorf("list agents: %w", err)
	}
	var errs error
	for _, a := range agents {
		if !present(a) || d.cfg.Now().Sub(a.SeenAt) < d.cfg.Policy.PresenceTimeout {
			continue
		}
		left, err := d.store.MarkAway(ctx, a.ID, a.SeenAt)
		if err != nil {
			errs = errors.Join(errs, fmt.Errorf("mark %s away: %w", a.ID, err))
		}
		if !left {
			continue // somebody else has seen to it, or the console is back
		}
		d.cfg.Notify(chat.Hint{Kind: chat.HintPresence})
		errs = errors.Join(errs, d.giveBack(ctx, a.ID), d.abandon(ctx, a.ID))
	}
	return errs
}

// giveBack returns an agent's offers to the queue.
func (d *Desk) giveBack(ctx context.Context, agentID string) error {
	offers, err := d.store.Cases(ctx, CaseFilter{States: []State{Offered}, AgentID: agentID})
	if err != nil {
		return fmt.Errorf("list the offers of %s: %w", agentID, err)
	}
	var errs error
	for _, o := range offers {
		errs = errors.Join(errs, d.settled(d.Reject(ctx, o.ID, Who{ID: agentID})))
	}
	return errs
}

// abandon gives the conversations of a vanished agent in which the shopper
// waits to somebody else; the others follow when their shopper writes.
func (d *Desk) abandon(ctx context.Context, agentID string) error {
	served, err := d.store.Cases(ctx, CaseFilter{States: []State{InService}, AgentID: agentID})
	if err != nil {
		return fmt.Errorf("list the conversations of %s: %w", agentID, err)
	}
	var errs error
	for _, c := range served {
		_, err := d.change(ctx, c.ConversationID, d.caseOf(c.ID), func(conv *chat.Conversation, c *Case) ([]chat.Message, error) {
			if conv.WaitingSince.IsZero() || conv.AgentID != agentID {
				return nil, errUnchanged
			}
			return d.reassign(conv, c)
		})
		if !errors.Is(err, errUnchanged) {
			errs = errors.Join(errs, d.settled(err))
		}
	}
	return errs
}

func minTime(a, b time.Time) time.Time {
	if a.Before(b) {
		return a
	}
	return b
}
