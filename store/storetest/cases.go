package storetest

import (
	"fmt"
	"testing"
	"time"

	"frontdesk/handoff"
	"frontdesk/internal/auth"
	"frontdesk/internal/fault"
)

func tryCases(t *testing.T, w *world) {
	_, err := w.Case(t.Context(), "none")
	w.refused(err, fault.NotFound, "")
	put := func(ref string, priority int, queued time.Duration, deadline time.Duration) handoff.Case {
		r := w.say(ref, ref, "a person please")
		turn := transfer(r.Conversation, 1, "case-"+ref)
		turn.Change.Case.Priority, turn.Change.Case.QueuedAt = priority, start.Add(queued)
		turn.Change.Case.AcceptedAt = start.Add(queued + time.Second)
		turn.Change.Case.Deadline, turn.Change.Case.DeadlineAction = start.Add(deadline), handoff.ActOfferAgain
		turn.Change.Case.Packet = handoff.Packet{V: 1, Headline: "Return of " + ref, Facts: []handoff.Fact{{Key: "order", Value: "12", Evidence: handoff.Evidence{Message: 1}}}}
		turn.Change.Case.Reason = handoff.Reason{Code: handoff.CustomerRequest, TriggerSeq: 1}
		a, err := w.Commit(t.Context(), turn)
		w.ok(err)
		return *a.Case
	}
	a := put("ana", 40, 2*time.Second, time.Minute)
	b := put("ben", 40, time.Second, 3*time.Minute)
	c := put("cleo", 70, 5*time.Second, 2*time.Minute)
	ids := func(f handoff.CaseFilter) (out []string) {
		list, err := w.Cases(t.Context(), f)
		w.ok(err)
		for _, k := range list {
			out = append(out, k.ID)
		}
		return out
	}
	w.got("by priority, then queued first", ids(handoff.CaseFilter{}), []string{c.ID, b.ID, a.ID})
	w.got("newest first", ids(handoff.CaseFilter{Newest: true, Limit: 2}), []string{c.ID, b.ID})
	place := func(k handoff.Case) int {
		n, err := w.CasePosition(t.Context(), k.ConversationID)
		w.ok(err)
		return n
	}
	w.got("places", []int{place(c), place(b), place(a)}, []int{1, 2, 3})
	w.got("limit", ids(handoff.CaseFilter{Limit: 2}), []string{c.ID, b.ID})
	w.got("conversation", ids(handoff.CaseFilter{ConversationID: a.ConversationID}), []string{a.ID})
	conv, err := w.Conversation(t.Context(), a.ConversationID)
	w.ok(err)
	w.got("customer", ids(handoff.CaseFilter{CustomerID: conv.CustomerID}), []string{a.ID})
	w.got("since", ids(handoff.CaseFilter{Since: start.Add(time.Second)}), []string(nil))
	stored, err := w.Case(t.Context(), a.ID)
	w.ok(err)
	w.got("stored", stored, a)

	taken, err := w.Apply(t.Context(), takeOver(conv, a, "li"))
	w.ok(err)
	w.got("agent", ids(handoff.CaseFilter{AgentID: "li"}), []string{a.ID})
	w.got("places beside one that is served", []int{place(c), place(b), place(a)}, []int{1, 2, 0})
	w.got("states", ids(handoff.CaseFilter{States: []handoff.State{handoff.Queued}}), []string{c.ID, b.ID})
	_, err = w.Apply(t.Context(), finish(taken.Conversation, *taken.Case))
	w.ok(err)
	w.got("open ones", ids(handoff.CaseFilter{}), []string{c.ID, b.ID})
	w.got("finished ones", ids(handoff.CaseFilter{States: []handoff.State{handoff.Completed, handoff.ReturnedToBot}}), []string{a.ID})

	for _, d := range []struct {
		at   time.Duration
		want int
	}{{time.Minute, 0}, {2*time.Minute - time.Microsecond, 0}, {2 * time.Minute, 1}, {time.Hour, 2}} {
		late, err := w.DueCases(t.Context(), start.Add(d.at), 10)
		w.ok(err)
		w.got(fmt.Sprint("overdue after ", d.at), len(late), d.want)
	}
}

func tryAgents(t *testing.T, w *world) {
	for i, u := range []auth.User{
		{ID: "li", Name: "Li", Role: auth.RoleAgent, Languages: []string{"zh", "en"}, Skills: []string{"vip"}, Capacity: 3},
		{ID: "bo", Name: "Bo", Role: auth.RoleSupervisor},
		{ID: "ed", Name: "Ed", Role: auth.RoleEditor},
		{ID: "al", Name: "Al", Role: auth.RoleAdmin},
		{ID: "di", Name: "Di", Role: auth.RoleAgent, Disabled: true},
	} {
		u.Email = fmt.Sprintf("%d@x.example", i)
		w.ok(w.AddUser(t.Context(), u))
	}
	agents, err := w.Agents(t.Context())
	w.ok(err)
	w.got("who may take cases, by name", agents, []handoff.Agent{
		{ID: "al", Name: "Al", Availability: handoff.Offline}, {ID: "bo", Name: "Bo", Availability: handoff.Offline},
		{ID: "li", Name: "Li", Languages: []string{"zh", "en"}, Skills: []string{"vip"}, Capacity: 3, Availability: handoff.Offline},
	})
	seen := start.Add(time.Second)
	w.ok(w.SetPresence(t.Context(), "li", handoff.Online, seen))
	w.ok(w.SetPresence(t.Context(), "li", "", seen.Add(time.Second)))
	w.refused(w.SetPresence(t.Context(), "nobody", handoff.Online, seen), fault.NotFound, "")
	markAway := func(agent string, seen time.Time) bool {
		left, err := w.MarkAway(t.Context(), agent, seen)
		w.ok(err)
		return left
	}
	w.got("who is marked away", []bool{markAway("li", seen), markAway("li", seen.Add(time.Second)), markAway("li", seen.Add(time.Hour)), markAway("bo", seen)},
		[]bool{false, true, false, false})
	w.ok(w.SetPresence(t.Context(), "li", handoff.Online, seen))
	accepted := w.clock.pass(time.Minute)
	conv, k := w.served("ana", "li")
	w.clock.pass(time.Minute)
	k.Replied = true
	_, err = w.Apply(t.Context(), handoff.Change{Conversation: conv, Case: &k})
	w.ok(err)
	r := w.say("ben", "ben", "a person please")
	offer := transfer(r.Conversation, 1, "offered")
	offer.Change.Case.State, offer.Change.Case.OfferedTo = handoff.Offered, "li"
	_, err = w.Commit(t.Context(), offer)
	w.ok(err)
	_, _, err = w.ChangeUser(t.Context(), "li", func(u *auth.User) error { u.Capacity, u.Languages, u.Skills = 4, nil, nil; return nil })
	w.ok(err)
	agents, err = w.Agents(t.Context())
	w.ok(err)
	w.got("load, presence and last case", agents[2], handoff.Agent{ID: "li", Name: "Li", Capacity: 4, Load: 2,
		Availability: handoff.Online, SeenAt: seen.Add(time.Second), LastCaseAt: accepted})
}
