package handoff

import (
	"fmt"
	"time"
)

// Policy holds the desk's times. Every one of them ends in a stored deadline
// of a case, so that a case always has a next step.
type Policy struct {
	OfferLease      time.Duration // how long an agent may look at an offer
	FirstReply      time.Duration // after accepting; then the case goes back to the queue
	NextReply       time.Duration // the shopper waits in a human's conversation; then back to the queue
	WidenAfter      time.Duration // in the queue; then skills are relaxed a step: topic first, language after
	MaxWait         time.Duration // in the queue; then it becomes a ticket
	TicketDue       time.Duration // the promised time of a ticket
	IdleClose       time.Duration // the shopper is silent after a human's answer; then resolved as no_answer
	PresenceTimeout time.Duration // without a heartbeat an agent is away
	HandleTime      time.Duration // of a case, for wait estimates until enough were measured
	Hours           *Hours        // when the team is there; nil is always
}

// DefaultPolicy is what a small team can live with.
func DefaultPolicy() Policy {
	return Policy{
		OfferLease: 25 * time.Second, FirstReply: 3 * time.Minute, NextReply: 10 * time.Minute,
		WidenAfter: time.Minute, MaxWait: 20 * time.Minute, TicketDue: 24 * time.Hour,
		IdleClose: 24 * time.Hour, PresenceTimeout: time.Minute, HandleTime: 6 * time.Minute,
	}
}

// Validate checks that every time lies in its range.
func (p Policy) Validate() error {
	for _, r := range []struct {
		name     string
		v        time.Duration
		min, max time.Duration
	}{
		{"offer_lease", p.OfferLease, 5 * time.Second, 10 * time.Minute},
		{"first_reply", p.FirstReply, 10 * time.Second, 24 * time.Hour},
		{"next_reply", p.NextReply, 30 * time.Second, 7 * 24 * time.Hour},
		{"widen_after", p.WidenAfter, 5 * time.Second, 24 * time.Hour},
		{"max_wait", p.MaxWait, 30 * time.Second, 7 * 24 * time.Hour},
		{"ticket_due", p.TicketDue, time.Minute, 30 * 24 * time.Hour},
		{"idle_close", p.IdleClose, time.Minute, 90 * 24 * time.Hour},
		{"presence_timeout", p.PresenceTimeout, 2 * heartbeatEvery, time.Hour},
		{"handle_time", p.HandleTime, 10 * time.Second, 24 * time.Hour},
	} {
		if r.v < r.min || r.v > r.max {
			return fmt.Errorf("handoff.%s is %s; it must be between %s and %s", r.name, r.v, r.min, r.max)
		}
	}
	return nil
}
