package api

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/internal/wording"
)

// AgentLister tells who may take cases.
type AgentLister interface {
	Agents(ctx context.Context) ([]handoff.Agent, error)
}

// handoffStates lists the states of a case, as filters name them.
func handoffStates() []handoff.State {
	return []handoff.State{
		handoff.Requested, handoff.Queued, handoff.Offered, handoff.InService, handoff.Deferred,
		handoff.Completed, handoff.ReturnedToBot, handoff.Withdrawn, handoff.Failed, handoff.Proposed, handoff.Declined,
	}
}

// deskLanguage is the first language of an Accept-Language header that the desk
// speaks; empty where there is none.
func deskLanguage(header string) string {
	for tag := range strings.SplitSeq(header, ",") {
		tag, _, _ = strings.Cut(tag, ";")
		if base := wording.Base(strings.TrimSpace(tag)); slices.Contains(wording.DeskLanguages(), base) {
			return base
		}
	}
	return ""
}

// retold is a case whose summary speaks the reader's language.
func (a *API) retold(c handoff.Case, lang string) handoff.Case {
	if lang != "" && c.Packet.Headline != "" && c.Packet.Lang.Agent != lang {
		c.Packet = handoff.Retell(c.Packet, lang, a.Words)
	}
	return c
}

// stamp writes a time; nothing for the zero time.
func stamp(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339Nano)
}

type listHandoffsInput struct {
	Caller
	State string `query:"state" enum:"requested,queued,offered,in_service,deferred,completed,returned_to_bot,withdrawn,failed,proposed,declined" doc:"empty: all that are open"`
	Limit int    `query:"limit" minimum:"1" maximum:"200" default:"100"`
}

type handoffsView struct {
	Items []handoff.Case `json:"items"`
}

// listHandoffs is the queue, by priority and then by waiting time.
func (a *API) listHandoffs(ctx context.Context, in *listHandoffsInput) (*bodyOf[handoffsView], error) {
	f := handoff.CaseFilter{Limit: in.Limit}
	if in.State != "" {
		f.States = []handoff.State{handoff.State(in.State)}
	}
	cases, err := a.Store.Cases(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("list cases: %w", err)
	}
	for i := range cases {
		cases[i] = a.retold(cases[i], in.lang)
	}
	return &bodyOf[handoffsView]{Body: handoffsView{Items: orEmpty(cases)}}, nil
}

type caseInput struct {
	Caller
	ID string `path:"id" maxLength:"100"`
}

func (a *API) acceptHandoff(ctx context.Context, in *caseInput) (*bodyOf[appliedView], error) {
	return applied(a.Desk.Accept(ctx, in.ID, in.who.staff()))
}

func (a *API) rejectHandoff(ctx context.Context, in *caseInput) (*nothing, error) {
	return nil, a.Desk.Reject(ctx, in.ID, in.who.staff())
}

type listAgentsInput struct{ Caller }

type agentsView struct {
	Items []handoff.Agent `json:"items"`
}

func (a *API) listAgents(ctx context.Context, _ *listAgentsInput) (*bodyOf[agentsView], error) {
	agents, err := a.Store.Agents(ctx)
	if err != nil {
		return nil, fmt.Errorf("list agents: %w", err)
	}
	return &bodyOf[agentsView]{Body: agentsView{Items: orEmpty(agents)}}, nil
}

type availabilityInput struct {
	Caller
	Body struct {
		Availability string `json:"availability" enum:"online,busy,away,offline"`
	}
}

func (a *API) setAvailability(ctx context.Context, in *availabilityInput) (*nothing, error) {
	return nil, a.Desk.SetAvailability(ctx, in.who.user.ID, handoff.Availability(in.Body.Availability))
}

// availabilityOf is what an agent last said of themself.
func (a *API) availabilityOf(ctx context.Context, u auth.User) (handoff.Availability, error) {
	agents, err := a.Store.Agents(ctx)
	if err != nil {
		return "", fmt.Errorf("list agents: %w", err)
	}
	for _, g := range agents {
		if g.ID == u.ID && g.Availability != "" {
			return g.Availability, nil
		}
	}
	return handoff.Offline, nil
}
