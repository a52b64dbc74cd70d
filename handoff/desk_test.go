package handoff_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/auth"
)

func TestOfferAndAccept(t *testing.T) {
	r := newRoom(t, speaks("li", "en"))
	r.online("li")
	c := r.waits("ana")
	r.wantCase(c, handoff.Queued, "")
	r.tick()
	r.wantCase(c, handoff.Offered, "li")
	if got := r.loaded(c).Deadline.Sub(t0); got != r.policy.OfferLease {
		t.Errorf("the lease is %s, want %s", got, r.policy.OfferLease)
	}
	done, err := r.Accept(t.Context(), c.ID, who("li"))
	r.ok(err)
	if done.Conversation.Owner != chat.OwnerHuman || done.Conversation.AgentID != "li" || done.Conversation.Epoch != c.Epoch+1 {
		t.Errorf("%+v", done.Conversation)
	}
	if m := r.lastMessage(c); m.Event != "agent_joined" || !contains(m.Text, "li") {
		t.Errorf("%+v", m)
	}
}

func TestAcceptTooLate(t *testing.T) {
	for _, row := range []struct {
		name   string
		before func(*room, handoff.Case)
	}{
		{"the lease is over", func(r *room, _ handoff.Case) { r.pass(r.policy.OfferLease + time.Second) }},
		{"the desk took it back", func(r *room, _ handoff.Case) { r.pass(r.policy.OfferLease); r.tick() }},
		{"rejected", func(r *room, c handoff.Case) { r.ok(r.Reject(r.ctx(), c.ID, who("li"))) }},
		{"another took over", func(r *room, c handoff.Case) {
			_, err := r.Takeover(r.ctx(), c.ConversationID, who("mo"))
			r.ok(err)
		}},
		{"the shopper left", func(r *room, c handoff.Case) { r.ok(r.End(r.ctx(), c.ConversationID)) }},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := newRoom(t, speaks("li", "en"), speaks("mo", "en"))
			r.online("li")
			c := r.waits("ana")
			r.tick()
			r.wantCase(c, handoff.Offered, "li")
			row.before(r, c)
			_, err := r.Accept(t.Context(), c.ID, who("li"))
			r.refused(err, "offer_gone")
			if got := r.loaded(c); got.State != handoff.Offered {
				r.refused(r.Reject(t.Context(), c.ID, who("li")), "offer_gone")
			}
		})
	}
}

func TestAcceptAnothersOffer(t *testing.T) {
	r := newRoom(t, speaks("li", "en"), speaks("mo", "en"))
	r.online("li")
	c := r.waits("ana")
	r.tick()
	_, err := r.Accept(t.Context(), c.ID, who("mo"))
	r.refused(err, "offer_gone")
	r.wantCase(c, handoff.Offered, "li")
}

func TestTakeover(t *testing.T) {
	r := newRoom(t, speaks("li", "en"), speaks("mo", "en"))
	conv := r.writes("ana", "hello")
	done, err := r.Takeover(t.Context(), conv.ID, who("li"))
	r.ok(err)
	c := *done.Case
	if c.Reason.Code != handoff.AgentPull || c.State != handoff.InService || c.Packet.Headline != "as it stands" || c.Packet.ConversationID != conv.ID {
		t.Errorf("%+v", c)
	}
	again, err := r.Takeover(t.Context(), conv.ID, who("li"))
	r.ok(err)
	if again.Conversation.Version != done.Conversation.Version {
		t.Error("taking over again wrote something")
	}
	_, err = r.Takeover(t.Context(), conv.ID, who("mo"))
	r.refused(err, "already_owned")
	lead := who("mo")
	lead.Supervisor = true
	_, err = r.Takeover(t.Context(), conv.ID, lead)
	r.ok(err)
	r.wantCase(c, handoff.InService, "mo")
}

func TestSay(t *testing.T) {
	r := newRoom(t, speaks("li", "en"), speaks("mo", "en"))
	c := r.served("ana", "li")
	m := chat.Message{Kind: chat.KindText, Text: "Hello", ExternalID: "k1"}
	first, err := r.Say(t.Context(), c.ConversationID, who("li"), m)
	r.ok(err)
	if first.Author != chat.Agent || first.AuthorID != "li" || first.Epoch != r.conversation(c).Epoch {
		t.Errorf("%+v", first)
	}
	if got := r.loaded(c); !got.Replied || got.DeadlineAction != handoff.ActIdle || !r.conversation(c).WaitingSince.IsZero() {
		t.Errorf("replied %v, %s, waiting since %v", got.Replied, got.DeadlineAction, r.conversation(c).WaitingSince)
	}
	again, err := r.Say(t.Context(), c.ConversationID, who("li"), m)
	r.ok(err)
	if again.ID != first.ID || again.Seq != first.Seq {
		t.Errorf("the same key gave message %d, then %d", first.Seq, again.Seq)
	}
	m.Text = "Something else"
	_, err = r.Say(t.Context(), c.ConversationID, who("li"), m)
	r.refused(err, "idempotency_conflict")
	_, err = r.Say(t.Context(), c.ConversationID, who("mo"), chat.Message{Kind: chat.KindText, Text: "Hi"})
	r.refused(err, "not_owner")
	note, err := r.Say(t.Context(), c.ConversationID, who("mo"), chat.Message{Kind: chat.KindNote, Text: "careful"})
	r.ok(err)
	if !note.Kind.Private() {
		t.Errorf("%+v", note)
	}
}

// The same key gives the stored message whoever has the conversation by now, and never
// that of another conversation.
func TestF3_SayAgain(t *testing.T) {
	r := newRoom(t, speaks("li", "en"), speaks("mo", "en"))
	c, other := r.served("ana", "li"), r.served("ben", "li")
	m := chat.Message{Kind: chat.KindText, Text: "Hello", ExternalID: "k1"}
	first, err := r.Say(t.Context(), c.ConversationID, who("li"), m)
	r.ok(err)
	_, err = r.Say(t.Context(), other.ConversationID, who("li"), m)
	r.refused(err, "idempotency_conflict")
	_, err = r.Transfer(t.Context(), c.ConversationID, who("li"), handoff.Target{})
	r.ok(err)
	again, err := r.Say(t.Context(), c.ConversationID, who("li"), m)
	r.ok(err)
	if again.ID != first.ID {
		t.Errorf("the same key gave %q, then %q", first.ID, again.ID)
	}
	m.ExternalID = "k2"
	_, err = r.Say(t.Context(), c.ConversationID, who("li"), m)
	r.refused(err, "not_owner")
	_, err = r.Say(t.Context(), c.ConversationID, who("li"), chat.Message{Kind: chat.KindText, Text: "Hello"})
	r.refused(err, "not_owner")
}

// What meets a handoff of the bot's is decided on the case that this made.
func TestStepsMeetAHandoff(t *testing.T) {
	for _, row := range []struct {
		name  string
		do    func(r *room, id string) error
		owner chat.Owner
		state handoff.State
		of    string
	}{
		{"takeover", func(r *room, id string) error { _, err := r.Takeover(r.ctx(), id, who("li")); return err }, chat.OwnerHuman, handoff.InService, "li"},
		{"end", func(r *room, id string) error { return r.End(r.ctx(), id) }, chat.OwnerNone, handoff.Withdrawn, ""},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := newRoom(t, speaks("li", "en"), speaks("mo", "en"))
			conv := r.writes("ana", "hello")
			var c handoff.Case
			r.store.afterCases = func() { c = r.handsOff(conv, handoff.Ask{Reason: handoff.Reason{Code: handoff.CustomerRequest}}) }
			r.ok(row.do(r, conv.ID))
			r.wantCase(c, row.state, row.of)
			if got := r.conversation(c).Owner; got != row.owner {
				t.Errorf("the conversation is with %s, want %s", got, row.owner)
			}
		})
	}
}

func TestTransfer(t *testing.T) {
	for _, row := range []struct {
		name   string
		to     handoff.Target
		offers string // to whom, at once
		after  string // to whom, after the first widening
	}{
		{"to an agent", handoff.Target{Agent: "mo"}, "mo", "mo"},
		{"to an agent who is away", handoff.Target{Agent: "sam"}, "", "mo"},
		{"to a skill", handoff.Target{Skill: "topic:returns", Note: "size"}, "zoe", "zoe"},
		{"to anybody", handoff.Target{}, "mo", "mo"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := newRoom(t, speaks("li", "en"), speaks("mo", "en"), speaks("sam", "en"),
				auth.User{ID: "zoe", Languages: []string{"en"}, Skills: []string{"topic:returns"}})
			r.online("li", "mo", "zoe")
			c := r.served("ana", "li")
			epoch := r.conversation(c).Epoch
			done, err := r.Transfer(t.Context(), c.ConversationID, who("li"), row.to)
			r.ok(err)
			if done.Conversation.Owner != chat.OwnerQueue || done.Conversation.Epoch != epoch+1 {
				t.Errorf("%s, epoch %d", done.Conversation.Owner, done.Conversation.Epoch)
			}
			notes := slices.ContainsFunc(done.Messages, func(m chat.Message) bool { return m.Kind == chat.KindNote && m.Text == "size" })
			if notes != (row.to.Note != "") {
				t.Errorf("the note: %+v", done.Messages)
			}
			r.tick()
			if got := r.loaded(c).OfferedTo; got != row.offers {
				t.Fatalf("offered to %q, want %q", got, row.offers)
			}
			if row.offers == "" {
				r.pass(r.policy.WidenAfter)
				for _, id := range []string{"li", "mo", "zoe"} {
					r.ok(r.Heartbeat(t.Context(), id))
				}
				r.tick()
			}
			if got := r.loaded(c).OfferedTo; got != row.after {
				t.Errorf("then offered to %q, want %q", got, row.after)
			}
		})
	}
}

func TestTransferRefused(t *testing.T) {
	r := newRoom(t, speaks("li", "en"), speaks("mo", "en"))
	c := r.served("ana", "li")
	_, err := r.Transfer(t.Context(), c.ConversationID, who("li"), handoff.Target{Agent: "mo", Skill: "topic:returns"})
	r.refused(err, "invalid")
	_, err = r.Transfer(t.Context(), c.ConversationID, who("li"), handoff.Target{Agent: "nobody"})
	r.refused(err, "unknown_agent")
	_, err = r.Transfer(t.Context(), c.ConversationID, who("mo"), handoff.Target{})
	r.refused(err, "not_owner")
	r.wantCase(c, handoff.InService, "li")
}

func TestResolveAndReturn(t *testing.T) {
	due := t0.Add(24 * time.Hour)
	for _, row := range []struct {
		name   string
		o      chat.Outcome
		refuse string
	}{
		{"solved", chat.Outcome{Code: "solved"}, ""},
		{"promised", chat.Outcome{Code: "promised", Promise: "a call", Due: due}, ""},
		{"no outcome", chat.Outcome{}, "invalid"},
		{"unknown outcome", chat.Outcome{Code: "dunno"}, "invalid"},
		{"a promise without words", chat.Outcome{Code: "promised", Promise: " ", Due: due}, "invalid"},
		{"a promise without a time", chat.Outcome{Code: "promised", Promise: "a call"}, "invalid"},
	} {
		t.Run(row.name, func(t *testing.T) {
			r := newRoom(t, speaks("li", "en"))
			for _, back := range []bool{false, true} {
				c := r.served(map[bool]string{false: "ana", true: "ben"}[back], "li")
				before := r.conversation(c)
				do, owner, state := r.Resolve, chat.OwnerNone, handoff.Completed
				if back {
					do, owner, state = r.Return, chat.OwnerBot, handoff.ReturnedToBot
				}
				done, err := do(t.Context(), c.ConversationID, who("li"), row.o)
				if row.refuse != "" {
					r.refused(err, row.refuse)
					r.wantCase(c, handoff.InService, "li")
					continue
				}
				r.ok(err)
				got := done.Conversation
				if got.Owner != owner || got.Epoch != before.Epoch+1 || got.Episode != before.Episode+1 || got.EpisodeSeq != got.LastSeq {
					t.Errorf("%s, epoch %d, episode %d from %d of %d", got.Owner, got.Epoch, got.Episode, got.EpisodeSeq, got.LastSeq)
				}
				if got.Outcome.Code != row.o.Code || got.Outcome.AgentName != "li" || done.Case.State != state || !done.Case.Deadline.IsZero() {
					t.Errorf("outcome %+v, case %s until %v", got.Outcome, done.Case.State, done.Case.Deadline)
				}
			}
		})
	}
}

func TestWhoMayClose(t *testing.T) {
	r := newRoom(t, speaks("li", "en"), speaks("mo", "en"))
	c := r.served("ana", "li")
	solved := chat.Outcome{Code: "solved"}
	_, err := r.Resolve(t.Context(), c.ConversationID, who("mo"), solved)
	r.refused(err, "not_owner")
	lead := handoff.Who{ID: "mo", Name: "mo", Supervisor: true}
	_, err = r.Resolve(t.Context(), c.ConversationID, lead, solved)
	r.ok(err)
	_, err = r.Resolve(t.Context(), c.ConversationID, lead, solved)
	r.refused(err, "illegal_transition")
	waiting := r.waits("ben") // a supervisor may also close what nobody has taken
	_, err = r.Resolve(t.Context(), waiting.ConversationID, lead, solved)
	r.ok(err)
	r.wantCase(waiting, handoff.Completed, "")
}

func TestEnd(t *testing.T) {
	r := newRoom(t, speaks("li", "en"))
	waiting, served := r.waits("ana"), r.served("ben", "li")
	plain := r.writes("eva", "hello")
	for _, id := range []string{waiting.ConversationID, served.ConversationID, plain.ID} {
		r.ok(r.End(t.Context(), id))
	}
	r.wantCase(waiting, handoff.Withdrawn, "")
	r.wantCase(served, handoff.Completed, "li")
	if got := r.conversation(waiting); got.Owner != chat.OwnerNone || got.Status != chat.StatusClosed {
		t.Errorf("%s %s", got.Owner, got.Status)
	}
	r.refused(r.End(t.Context(), plain.ID), "illegal_transition")
}

func TestRate(t *testing.T) {
	r := newRoom(t)
	conv := r.writes("ana", "hello")
	r.ok(r.Rate(t.Context(), conv.ID, 4, " nice "))
	got, err := r.store.Conversation(t.Context(), conv.ID)
	r.ok(err)
	msgs, err := r.store.Messages(t.Context(), conv.ID, 1, 10)
	r.ok(err)
	if got.Rating != 4 || len(msgs) != 1 || msgs[0].Kind != chat.KindNote || msgs[0].Text != "4/5: nice" {
		t.Errorf("rating %d, %+v", got.Rating, msgs)
	}
	r.refused(r.Rate(t.Context(), conv.ID, 6, ""), "invalid")
	r.refused(r.Rate(t.Context(), conv.ID, 0, ""), "invalid")
}

func TestQueueOrderAndPlace(t *testing.T) {
	r := newRoom(t, auth.User{ID: "li", Languages: []string{"en"}, Capacity: 1}, speaks("mo", "en"))
	r.online("li")
	first := r.waits("ana")
	r.pass(time.Second)
	gold := r.asks("gold", handoff.Ask{Customer: chat.Customer{Tier: "gold"}})
	r.pass(time.Second)
	last := r.waits("ben")
	for want, c := range []handoff.Case{gold, first, last} {
		p, waits, err := r.Place(t.Context(), c.ConversationID)
		r.ok(err)
		handle := time.Duration(want+1) * r.policy.HandleTime
		if !waits || p.Position != want+1 || p.WaitMin != handle/2 || p.WaitMax != handle*3/2 {
			t.Errorf("%+v, want place %d and %s around", p, want+1, handle)
		}
	}
	r.tick()
	r.wantCase(gold, handoff.Offered, "li")
	r.wantCase(first, handoff.Queued, "")
	r.online("mo")
	r.tick()
	r.wantCase(first, handoff.Offered, "mo")
	r.wantCase(last, handoff.Queued, "")
	plain := r.writes("eva", "hello")
	if _, waits, err := r.Place(t.Context(), plain.ID); err != nil || waits {
		t.Errorf("who talks to the bot waits: %v, %v", waits, err)
	}
}

// Whom nobody present can serve keeps nobody else from being served, however many
// they are.
func TestP11_CrowdedQueue(t *testing.T) {
	r := newRoom(t, speaks("li", "en"))
	r.online("li")
	for n := range 201 {
		r.asks(fmt.Sprint("ja-", n), handoff.Ask{Skills: []string{"vip"}, Customer: chat.Customer{Tier: "gold"}})
	}
	c := r.waits("ana")
	p, waits, err := r.Place(t.Context(), c.ConversationID)
	r.ok(err)
	if !waits || p.Position != 202 {
		t.Errorf("place %+v, %v; want 202", p, waits)
	}
	r.tick()
	r.wantCase(c, handoff.Offered, "li")
}

// Waits are estimated by the last hundred cases, not by the most urgent ones.
func TestHandleTime(t *testing.T) {
	r := newRoom(t, auth.User{ID: "li", Languages: []string{"en"}, Capacity: 1})
	r.online("li")
	serve := func(n int, tier string, took time.Duration) {
		for range n {
			c := r.asks("shopper-"+r.id(), handoff.Ask{Customer: chat.Customer{Tier: tier}})
			_, err := r.Takeover(r.ctx(), c.ConversationID, who("li"))
			r.ok(err)
			r.pass(took)
			_, err = r.Resolve(r.ctx(), c.ConversationID, who("li"), chat.Outcome{Code: "solved"})
			r.ok(err)
		}
	}
	serve(100, "gold", time.Second)
	serve(100, "", time.Minute)
	r.online("li")
	c := r.waits("ana")
	p, _, err := r.Place(t.Context(), c.ConversationID)
	r.ok(err)
	if p.WaitMin != 30*time.Second || p.WaitMax != 90*time.Second {
		t.Errorf("%s to %s, want half a minute to one and a half", p.WaitMin, p.WaitMax)
	}
}

// A promise in hours is never shorter than the time that the ticket has.
func TestPromisedHours(t *testing.T) {
	for due, want := range map[time.Duration]string{10 * time.Minute: "within 1 hours", 80 * time.Minute: "within 2 hours", 24 * time.Hour: "within 24 hours"} {
		policy := handoff.DefaultPolicy()
		policy.TicketDue = due
		r := newRoomOf(t, policy)
		c := r.waits("ana")
		r.tick()
		if m := r.lastMessage(c); !contains(m.Text, want) {
			t.Errorf("due after %s: %q, want %q", due, m.Text, want)
		}
	}
}

func TestNobodyHere(t *testing.T) {
	r := newRoom(t, speaks("li", "en"))
	c := r.waits("ana")
	r.tick()
	r.wantCase(c, handoff.Deferred, "")
	if conv := r.conversation(c); conv.Status != chat.StatusAsyncTicket || conv.Owner != chat.OwnerQueue {
		t.Errorf("%s %s", conv.Owner, conv.Status)
	}
	if m := r.lastMessage(c); m.Event != "handoff_deferred" || !contains(m.Text, "24 hours") {
		t.Errorf("%+v", m)
	}
	if got := r.loaded(c); got.DeadlineAction != handoff.ActRemind || got.Deadline.Sub(r.Now()) != r.policy.TicketDue {
		t.Errorf("%s until %v", got.DeadlineAction, got.Deadline)
	}
	before := r.conversation(c).LastSeq
	r.tick()
	if got := r.conversation(c).LastSeq; got != before {
		t.Error("the shopper was told twice")
	}
	r.online("li")
	r.tick()
	r.wantCase(c, handoff.Offered, "li")
}

func TestTicketIsDue(t *testing.T) {
	r := newRoom(t, speaks("li", "en"))
	c := r.waits("ana")
	r.tick()
	r.pass(r.policy.TicketDue)
	r.tick()
	if got := r.loaded(c); got.Priority != 100 || got.State != handoff.Deferred || !got.Deadline.After(r.Now()) {
		t.Errorf("priority %d, %s until %v", got.Priority, got.State, got.Deadline)
	}
}

func TestAvailability(t *testing.T) {
	r := newRoom(t, speaks("li", "en"), speaks("mo", "en"))
	r.refused(r.SetAvailability(t.Context(), "li", "lunch"), "invalid")
	r.refused(r.SetAvailability(t.Context(), "nobody", handoff.Online), "not_found")
	r.online("li")
	c := r.waits("ana")
	r.tick()
	r.wantCase(c, handoff.Offered, "li")
	r.ok(r.SetAvailability(t.Context(), "li", handoff.Away))
	r.wantCase(c, handoff.Queued, "")
}

func TestVanishedAgent(t *testing.T) {
	r := newRoom(t, speaks("li", "en"), speaks("mo", "en"))
	r.online("li")
	waiting, quiet := r.served("ana", "li"), r.served("ben", "li")
	_, err := r.Say(t.Context(), quiet.ConversationID, who("li"), chat.Message{Kind: chat.KindText, Text: "Hello"})
	r.ok(err)
	r.pass(r.policy.PresenceTimeout)
	r.online("mo")
	r.tick()
	r.wantCase(waiting, handoff.Offered, "mo")
	if m := r.lastMessage(waiting); m.Event != "handoff_queued" {
		t.Errorf("%+v", m)
	}
	r.wantCase(quiet, handoff.InService, "li") // nobody waits there
}

// Who gives a sign while the desk looks who is here, as by another replica, stays.
func TestBackInTime(t *testing.T) {
	r := newRoom(t, speaks("li", "en"))
	r.online("li")
	waiting := r.served("ana", "li")
	r.pass(r.policy.PresenceTimeout)
	r.store.afterAgents = func() { r.ok(r.store.SetPresence(r.ctx(), "li", "", r.Now())) }
	r.tick()
	r.wantCase(waiting, handoff.InService, "li")
	agents, err := r.store.Agents(t.Context())
	r.ok(err)
	if agents[0].Availability != handoff.Online {
		t.Errorf("the agent is %s", agents[0].Availability)
	}
}

func TestHeartbeatKeepsAnAgent(t *testing.T) {
	r := newRoom(t, speaks("li", "en"))
	r.online("li")
	for range 10 {
		r.pass(r.policy.PresenceTimeout / 2)
		r.ok(r.Heartbeat(t.Context(), "li"))
		r.tick()
	}
	agents, err := r.store.Agents(t.Context())
	r.ok(err)
	if agents[0].Availability != handoff.Online {
		t.Errorf("the agent is %s", agents[0].Availability)
	}
}

// An agent whose console lives is never away, however short the time that the
// configuration allows: consoles give a sign of it every ten seconds.
func TestShortestPresence(t *testing.T) {
	policy := handoff.DefaultPolicy()
	for policy.PresenceTimeout = 0; policy.Validate() != nil; {
		policy.PresenceTimeout += time.Second
	}
	r := newRoomOf(t, policy, speaks("li", "en"))
	r.online("li")
	for second := range 120 {
		r.pass(time.Second)
		if second%10 == 0 {
			r.ok(r.Heartbeat(t.Context(), "li"))
		}
		r.tick()
		agents, err := r.store.Agents(t.Context())
		r.ok(err)
		if agents[0].Availability != handoff.Online {
			t.Fatalf("the agent is %s after %d s", agents[0].Availability, second+1)
		}
	}
}
