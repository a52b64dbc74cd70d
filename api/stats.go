package api

import (
	"context"
	"fmt"
	"time"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
)

// Figures counts what happened.
type Figures interface {
	// OpenByOwner counts the conversations that are not closed.
	OpenByOwner(ctx context.Context) (map[chat.Owner]int, error)
	// Figures counts what happened since a time.
	Figures(ctx context.Context, since time.Time) (chat.Figures, error)
}

type openView struct {
	Open  int `json:"open"`
	Bot   int `json:"bot"`
	Queue int `json:"queue"`
	Human int `json:"human"`
}

type todayView struct {
	Messages int `json:"messages"`
	BotTurns int `json:"bot_turns"`
	Answered int `json:"answered"`
	Handoffs int `json:"handoffs"`
	Resolved int `json:"resolved"`
}

type waitingView struct {
	Count   int   `json:"count"`
	OldestS int64 `json:"oldest_s"`
}

type presenceView struct {
	Online int `json:"online"`
	Busy   int `json:"busy"`
	Away   int `json:"away"`
}

type statsView struct {
	Conversations  openView       `json:"conversations"`
	Today          todayView      `json:"today" doc:"since midnight in the zone that was asked for"`
	HandoffReasons map[string]int `json:"handoff_reasons"`
	Waiting        waitingView    `json:"waiting"`
	Agents         presenceView   `json:"agents"`
}

type statsInput struct {
	Caller
	Zone string `query:"zone" maxLength:"64" doc:"time zone whose day is today, such as Europe/Berlin; empty: UTC"`
}

// midnight is when the day began that it is now in the zone.
func midnight(now time.Time, zone string) (time.Time, error) {
	at, err := time.LoadLocation(zone)
	if err != nil || zone == "Local" {
		return time.Time{}, fault.New(fault.Invalid, "invalid_field", "%q is no time zone; expected for example Europe/Berlin.", zone).At("zone")
	}
	y, m, d := now.In(at).Date()
	return time.Date(y, m, d, 0, 0, 0, 0, at), nil
}

// stats shows a supervisor how it goes today.
func (a *API) stats(ctx context.Context, in *statsInput) (*bodyOf[statsView], error) {
	since, err := midnight(a.Now(), in.Zone)
	if err != nil {
		return nil, err
	}
	open, err := a.Figures.OpenByOwner(ctx)
	if err != nil {
		return nil, fmt.Errorf("count conversations: %w", err)
	}
	f, err := a.Figures.Figures(ctx, since)
	if err != nil {
		return nil, fmt.Errorf("count today: %w", err)
	}
	out := statsView{
		Conversations:  openView{Bot: open[chat.OwnerBot], Queue: open[chat.OwnerQueue], Human: open[chat.OwnerHuman]},
		Today:          todayView{Messages: f.Messages, BotTurns: f.BotTurns, Answered: f.Answered, Handoffs: f.Handoffs, Resolved: f.Resolved},
		HandoffReasons: f.Reasons,
	}
	for _, n := range open {
		out.Conversations.Open += n
	}
	if out.HandoffReasons == nil {
		out.HandoffReasons = map[string]int{}
	}
	if out.Waiting, err = a.waiting(ctx); err != nil {
		return nil, err
	}
	out.Agents, err = a.presence(ctx)
	return &bodyOf[statsView]{Body: out}, err
}

func (a *API) waiting(ctx context.Context) (waitingView, error) {
	var out waitingView
	cases, err := a.Store.Cases(ctx, handoff.CaseFilter{
		States: []handoff.State{handoff.Requested, handoff.Queued, handoff.Offered, handoff.Deferred}, Limit: openCases,
	})
	if err != nil {
		return out, fmt.Errorf("list waiting cases: %w", err)
	}
	out.Count = len(cases)
	for _, c := range cases {
		if !c.QueuedAt.IsZero() {
			out.OldestS = max(out.OldestS, int64(a.Now().Sub(c.QueuedAt).Seconds()))
		}
	}
	return out, nil
}

func (a *API) presence(ctx context.Context) (presenceView, error) {
	var out presenceView
	agents, err := a.Store.Agents(ctx)
	if err != nil {
		return out, fmt.Errorf("list agents: %w", err)
	}
	for _, g := range agents {
		switch g.Availability {
		case handoff.Online:
			out.Online++
		case handoff.Busy:
			out.Busy++
		case handoff.Away:
			out.Away++
		}
	}
	return out, nil
}
