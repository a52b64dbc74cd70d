package handoff_test

import (
	"errors"
	"slices"
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/internal/machine"
)

func TestMachinesAreSound(t *testing.T) {
	for _, table := range []machine.Table{handoff.Conversations(), handoff.Cases()} {
		if err := table.Check(); err != nil {
			t.Error(err)
		}
	}
}

// Every state that the vocabulary names is in its machine, and the other way
// round.
func TestMachinesKnowEveryState(t *testing.T) {
	var statuses, states []string
	for _, s := range []chat.Status{chat.StatusNew, chat.StatusBotActive, chat.StatusHandoffPending, chat.StatusHumanActive,
		chat.StatusWrapUp, chat.StatusWaitingCustomer, chat.StatusSnoozed, chat.StatusAsyncTicket, chat.StatusClosed} {
		statuses = append(statuses, string(s))
	}
	for _, s := range everyState {
		states = append(states, string(s))
	}
	slices.Sort(statuses)
	slices.Sort(states)
	if got := handoff.Conversations().States(); !slices.Equal(got, statuses) {
		t.Errorf("conversation machine has %v, want %v", got, statuses)
	}
	if got := handoff.Cases().States(); !slices.Equal(got, states) {
		t.Errorf("handoff machine has %v, want %v", got, states)
	}
}

var everyState = []handoff.State{handoff.Proposed, handoff.Declined, handoff.Requested, handoff.Queued, handoff.Offered,
	handoff.InService, handoff.Completed, handoff.ReturnedToBot, handoff.Withdrawn, handoff.Deferred, handoff.Failed}

// An open case is never in a state in which the machine may end, and a case that
// is over leads nowhere.
func TestOpenStatesLeadOn(t *testing.T) {
	table := handoff.Cases()
	for _, s := range everyState {
		if s.Open() && table.IsTerminal(string(s)) {
			t.Errorf("%s is open and terminal", s)
		}
		if table.IsTerminal(string(s)) && len(table.Allowed(string(s))) > 0 {
			t.Errorf("%s is over and leads to %v", s, table.Allowed(string(s)))
		}
	}
}

func TestTransitions(t *testing.T) {
	for _, row := range []struct {
		table       machine.Table
		from, event string
		want        string // empty: refused
	}{
		{handoff.Conversations(), "bot_active", "request", "handoff_pending"},
		{handoff.Conversations(), "handoff_pending", "takeover", "human_active"},
		{handoff.Conversations(), "handoff_pending", "defer", "async_ticket"},
		{handoff.Conversations(), "async_ticket", "takeover", "human_active"},
		{handoff.Conversations(), "human_active", "return_to_bot", "bot_active"},
		{handoff.Conversations(), "closed", "reopen", "bot_active"},
		{handoff.Conversations(), "human_active", "request", ""},
		{handoff.Conversations(), "closed", "close", ""},
		{handoff.Conversations(), "bot_active", "return_to_bot", ""},
		{handoff.Cases(), "queued", "offer", "offered"},
		{handoff.Cases(), "offered", "accept", "in_service"},
		{handoff.Cases(), "offered", "requeue", "queued"},
		{handoff.Cases(), "in_service", "requeue", "queued"},
		{handoff.Cases(), "queued", "defer", "deferred"},
		{handoff.Cases(), "deferred", "enqueue", "queued"},
		{handoff.Cases(), "failed", "defer", "deferred"},
		{handoff.Cases(), "in_service", "withdraw", ""},
		{handoff.Cases(), "queued", "return_to_bot", ""},
		{handoff.Cases(), "completed", "takeover", ""},
	} {
		t.Run(row.table.Name+" "+row.from+" "+row.event, func(t *testing.T) {
			got, err := row.table.Step(row.from, row.event)
			if got != row.want || (err == nil) != (row.want != "") {
				t.Fatalf("got %q, %v; want %q", got, err, row.want)
			}
			if err != nil && !errors.Is(err, &fault.Error{Kind: fault.Conflict, Code: machine.CodeIllegalTransition}) {
				t.Errorf("got %v, want an illegal transition", err)
			}
		})
	}
}

func TestPolicy(t *testing.T) {
	if err := handoff.DefaultPolicy().Validate(); err != nil {
		t.Errorf("the default is refused: %v", err)
	}
	for name, spoil := range map[string]func(*handoff.Policy){
		"handoff.offer_lease":      func(p *handoff.Policy) { p.OfferLease = time.Second },
		"handoff.first_reply":      func(p *handoff.Policy) { p.FirstReply = 0 },
		"handoff.next_reply":       func(p *handoff.Policy) { p.NextReply = time.Second },
		"handoff.widen_after":      func(p *handoff.Policy) { p.WidenAfter = -1 },
		"handoff.max_wait":         func(p *handoff.Policy) { p.MaxWait = 8 * 24 * time.Hour },
		"handoff.ticket_due":       func(p *handoff.Policy) { p.TicketDue = time.Second },
		"handoff.idle_close":       func(p *handoff.Policy) { p.IdleClose = 0 },
		"handoff.presence_timeout": func(p *handoff.Policy) { p.PresenceTimeout = time.Second },
		"handoff.handle_time":      func(p *handoff.Policy) { p.HandleTime = 0 },
	} {
		p := handoff.DefaultPolicy()
		spoil(&p)
		if err := p.Validate(); err == nil || !contains(err.Error(), name) {
			t.Errorf("%s: got %v", name, err)
		}
	}
}

func TestOpen(t *testing.T) {
	conv := chat.Conversation{ID: "c", Owner: chat.OwnerBot, Status: chat.StatusBotActive, Epoch: 3, Lang: "de-AT"}
	for _, row := range []struct {
		name     string
		ask      handoff.Ask
		priority int
	}{
		{"plain", handoff.Ask{}, 40},
		{"gold", handoff.Ask{Customer: chat.Customer{Tier: "gold"}}, 70},
		{"silver", handoff.Ask{Customer: chat.Customer{Tier: "silver"}}, 50},
		{"angry", handoff.Ask{Angry: true}, 55},
		{"sensitive", handoff.Ask{Reason: handoff.Reason{Code: handoff.SensitiveTopic}}, 55},
		{"our own mistake", handoff.Ask{Reason: handoff.Reason{Code: handoff.ErrorReason}}, 45},
		{"at most 100", handoff.Ask{Customer: chat.Customer{Tier: "vip"}, Angry: true, Reason: handoff.Reason{Code: handoff.VIPRule}}, 100},
	} {
		t.Run(row.name, func(t *testing.T) {
			a := row.ask
			a.Now, a.CaseID, a.Skills = t0, "k", []string{"topic:returns"}
			next, c, err := handoff.DefaultPolicy().Open(conv, a)
			if err != nil {
				t.Fatal(err)
			}
			if c.Priority != row.priority {
				t.Errorf("priority %d, want %d", c.Priority, row.priority)
			}
			if next.Owner != chat.OwnerQueue || next.Status != chat.StatusHandoffPending || next.Epoch != 4 || !next.WaitingSince.Equal(t0) {
				t.Errorf("conversation %s %s epoch %d waiting since %v", next.Owner, next.Status, next.Epoch, next.WaitingSince)
			}
			if c.State != handoff.Queued || c.Epoch != 4 || !slices.Equal(c.Skills, []string{"topic:returns", "lang:de"}) {
				t.Errorf("case %s epoch %d skills %v", c.State, c.Epoch, c.Skills)
			}
			if !c.Deadline.After(t0) || c.DeadlineAction != handoff.ActOfferAgain {
				t.Errorf("deadline %v %s", c.Deadline, c.DeadlineAction)
			}
		})
	}
	for _, status := range []chat.Status{chat.StatusHandoffPending, chat.StatusHumanActive, chat.StatusClosed} {
		other := conv
		other.Status = status
		if _, _, err := handoff.DefaultPolicy().Open(other, handoff.Ask{Now: t0}); fault.KindOf(err) != fault.Conflict {
			t.Errorf("%s: got %v, want a conflict", status, err)
		}
	}
}

func TestWithdraw(t *testing.T) {
	conv := chat.Conversation{ID: "c", Owner: chat.OwnerBot, Status: chat.StatusBotActive, Epoch: 1}
	waiting, c, err := handoff.DefaultPolicy().Open(conv, handoff.Ask{Now: t0, CaseID: "k"})
	if err != nil {
		t.Fatal(err)
	}
	next, done, err := handoff.Withdraw(waiting, c, t0.Add(time.Minute))
	if err != nil {
		t.Fatal(err)
	}
	if next.Owner != chat.OwnerBot || next.Status != chat.StatusBotActive || next.Epoch != 3 {
		t.Errorf("conversation %s %s epoch %d", next.Owner, next.Status, next.Epoch)
	}
	if done.State != handoff.Withdrawn || !done.Deadline.IsZero() || done.Outcome.Code != "solved" {
		t.Errorf("case %s, deadline %v, outcome %+v", done.State, done.Deadline, done.Outcome)
	}
	c.State = handoff.InService
	if _, _, err := handoff.Withdraw(waiting, c, t0); fault.KindOf(err) != fault.Conflict {
		t.Errorf("a case in service was withdrawn: %v", err)
	}
}
