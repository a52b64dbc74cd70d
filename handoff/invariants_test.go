package handoff_test

import (
	"flag"
	"fmt"
	"testing"
	"time"

	"pgregory.net/rapid"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

// TestNoCaseIsEverForgotten lets shoppers, agents and time do anything, in any
// order, at a desk over a real store, and looks after each step: every
// conversation has one owner, whoever waits or is served has one open case, and
// after the desk has worked, every open case has a next step in the future.
func TestNoCaseIsEverForgotten(t *testing.T) {
	r := newRoom(t, speaks("li", "en"), auth.User{ID: "mo", Languages: []string{"de", "en"}, Capacity: 2},
		auth.User{ID: "zoe", Languages: []string{"en"}, Skills: []string{"topic:returns"}, Capacity: 3})
	fewer(t, "20")
	runs := 0
	rapid.Check(t, func(rt *rapid.T) {
		runs++
		r.t = rt
		defer func() { r.t = t }()
		d := &disorder{room: r, run: runs, epochs: map[string]int64{}}
		rt.Repeat(map[string]func(*rapid.T){
			"shopper writes": d.shopperWrites, "shopper asks": d.shopperAsks, "shopper withdraws": d.shopperWithdraws, "shopper ends": d.shopperEnds,
			"availability": d.availability, "accept": d.accept, "reject": d.reject, "take over": d.takeOver, "say": d.say, "note": d.note,
			"transfer": d.transfer, "resolve": d.resolve, "return": d.giveBack, "time passes": d.timePasses, "": d.look,
		})
		d.clear()
	})
}

// fewer bounds the runs of a property whose every step is a write to the disk,
// unless the command line asks for a number.
func fewer(t *testing.T, runs string) {
	t.Helper()
	checks := flag.Lookup("rapid.checks")
	if checks.Value.String() != checks.DefValue {
		return
	}
	if err := flag.Set("rapid.checks", runs); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = flag.Set("rapid.checks", checks.DefValue) }) // the same flag again cannot fail
}

// disorder makes random steps at a desk.
type disorder struct {
	*room
	run    int
	open   []string         // conversations of this run
	epochs map[string]int64 // as last seen: they only rise
}

var team = []string{"li", "mo", "zoe"}

func (d *disorder) pick(rt *rapid.T) string {
	if len(d.open) == 0 {
		rt.Skip("no conversation")
	}
	return rapid.SampledFrom(d.open).Draw(rt, "conversation")
}

func (d *disorder) someone(rt *rapid.T) handoff.Who {
	w := who(rapid.SampledFrom(team).Draw(rt, "who"))
	w.Supervisor = rapid.IntRange(0, 4).Draw(rt, "supervisor") == 0
	return w
}

// may takes a refusal for an answer: the desk may say no, but only as a
// conflict or as an invalid request.
func (d *disorder) may(err error) {
	if k := fault.KindOf(err); err != nil && k != fault.Conflict && k != fault.Invalid {
		d.t.Fatalf("the desk failed: %v", err)
	}
}

func (d *disorder) ref(rt *rapid.T) string {
	return fmt.Sprintf("%d-%d", d.run, rapid.IntRange(1, 4).Draw(rt, "shopper"))
}

func (d *disorder) know(conversationID string) {
	for _, id := range d.open {
		if id == conversationID {
			return
		}
	}
	d.open = append(d.open, conversationID)
}

func (d *disorder) shopperWrites(rt *rapid.T) { d.know(d.writes(d.ref(rt), "hello").ID) }

// shopperAsks hands off as the bot does, where the bot has the conversation.
func (d *disorder) shopperAsks(rt *rapid.T) {
	conv := d.writes(d.ref(rt), "a person please")
	d.know(conv.ID)
	ask := handoff.Ask{Now: d.Now(), CaseID: d.id(), Reason: handoff.Reason{Code: handoff.CustomerRequest},
		Skills: rapid.SampledFrom([][]string{nil, {"topic:returns"}, {"topic:payment"}}).Draw(rt, "skills")}
	next, c, err := d.policy.Open(conv, ask)
	if err != nil {
		d.may(err)
		return
	}
	_, err = d.store.Apply(d.ctx(), handoff.Change{Conversation: next, Case: &c})
	d.ok(err)
}

func (d *disorder) caseOf(conversationID string) (handoff.Case, bool) {
	cases, err := d.store.Cases(d.ctx(), handoff.CaseFilter{ConversationID: conversationID})
	d.ok(err)
	if len(cases) == 0 {
		return handoff.Case{}, false
	}
	return cases[0], true
}

func (d *disorder) shopperWithdraws(rt *rapid.T) {
	id := d.pick(rt)
	c, ok := d.caseOf(id)
	if !ok {
		rt.Skip("no case")
	}
	next, done, err := handoff.Withdraw(d.conversation(c), c, d.Now())
	if err != nil {
		d.may(err)
		return
	}
	_, err = d.store.Apply(d.ctx(), handoff.Change{Conversation: next, Case: done})
	d.ok(err)
}

func (d *disorder) shopperEnds(rt *rapid.T) { d.may(d.End(d.ctx(), d.pick(rt))) }

func (d *disorder) availability(rt *rapid.T) {
	a := rapid.SampledFrom([]handoff.Availability{handoff.Online, handoff.Online, handoff.Busy, handoff.Away, handoff.Offline}).Draw(rt, "availability")
	d.ok(d.SetAvailability(d.ctx(), rapid.SampledFrom(team).Draw(rt, "agent"), a))
}

func (d *disorder) accept(rt *rapid.T) {
	if c, ok := d.caseOf(d.pick(rt)); ok {
		_, err := d.Accept(d.ctx(), c.ID, who(rapid.SampledFrom(append(team, c.OfferedTo)).Draw(rt, "who")))
		d.may(err)
	}
}

func (d *disorder) reject(rt *rapid.T) {
	if c, ok := d.caseOf(d.pick(rt)); ok {
		d.may(d.Reject(d.ctx(), c.ID, who(rapid.SampledFrom(append(team, c.OfferedTo)).Draw(rt, "who"))))
	}
}

func (d *disorder) takeOver(rt *rapid.T) {
	_, err := d.Takeover(d.ctx(), d.pick(rt), d.someone(rt))
	d.may(err)
}

func (d *disorder) say(rt *rapid.T) {
	_, err := d.Say(d.ctx(), d.pick(rt), d.someone(rt), chat.Message{Kind: chat.KindText, Text: "hello"})
	d.may(err)
}

func (d *disorder) note(rt *rapid.T) {
	_, err := d.Say(d.ctx(), d.pick(rt), d.someone(rt), chat.Message{Kind: chat.KindNote, Text: "hm"})
	d.may(err)
}

func (d *disorder) transfer(rt *rapid.T) {
	to := rapid.SampledFrom([]handoff.Target{{}, {Agent: "mo"}, {Skill: "topic:returns"}, {Agent: "nobody"}}).Draw(rt, "to")
	_, err := d.Transfer(d.ctx(), d.pick(rt), d.someone(rt), to)
	d.may(err)
}

func (d *disorder) outcome(rt *rapid.T) chat.Outcome {
	return chat.Outcome{Code: rapid.SampledFrom([]string{"solved", "no_answer", "promised", ""}).Draw(rt, "outcome"), Promise: "a call", Due: d.Now().Add(time.Hour)}
}

func (d *disorder) resolve(rt *rapid.T) {
	_, err := d.Resolve(d.ctx(), d.pick(rt), d.someone(rt), d.outcome(rt))
	d.may(err)
}

func (d *disorder) giveBack(rt *rapid.T) {
	_, err := d.Return(d.ctx(), d.pick(rt), d.someone(rt), d.outcome(rt))
	d.may(err)
}

func (d *disorder) timePasses(rt *rapid.T) {
	d.pass(rapid.SampledFrom([]time.Duration{time.Second, 26 * time.Second, time.Minute, 5 * time.Minute, 30 * time.Minute, 25 * time.Hour}).Draw(rt, "time"))
	for _, id := range team {
		if rapid.Bool().Draw(rt, id+" is connected") {
			d.ok(d.Heartbeat(d.ctx(), id))
		}
	}
}

// look lets the desk work and checks every conversation of the run.
func (d *disorder) look(rt *rapid.T) {
	d.t = rt
	d.tick()
	for _, id := range d.open {
		conv, err := d.store.Conversation(d.ctx(), id)
		d.ok(err)
		if conv.Epoch < d.epochs[id] {
			d.t.Fatalf("the epoch fell from %d to %d", d.epochs[id], conv.Epoch)
		}
		d.epochs[id] = conv.Epoch
		c, open := d.caseOf(id)
		if waits := conv.Owner == chat.OwnerQueue || conv.Owner == chat.OwnerHuman; waits != open {
			d.t.Fatalf("%s owns the conversation (%s), open case: %v", conv.Owner, conv.Status, open)
		}
		if conv.Owner == chat.OwnerHuman && (conv.AgentID == "" || open && (c.AgentID != conv.AgentID || c.State != handoff.InService)) {
			d.t.Fatalf("agent %q serves it, the case is %s with %q", conv.AgentID, c.State, c.AgentID)
		}
		if open && (c.DeadlineAction == "" || !c.Deadline.After(d.Now())) {
			d.t.Fatalf("case is %s, its next step %q was due at %v, now it is %v", c.State, c.DeadlineAction, c.Deadline, d.Now())
		}
		if open && (c.State == handoff.Offered) != (c.OfferedTo != "") {
			d.t.Fatalf("case is %s and offered to %q", c.State, c.OfferedTo)
		}
	}
}

// clear ends what a run has left open, so that it does not fill the agents'
// places in the next one.
func (d *disorder) clear() {
	for _, id := range d.open {
		d.may(d.End(d.ctx(), id))
	}
}
