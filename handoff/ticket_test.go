package handoff_test

import (
	"testing"
	"time"

	"frontdesk/handoff"
)

// A ticket is offered to whoever comes and speaks the language, whatever kept it
// from them before it became one.
func TestTicketsFindSomebody(t *testing.T) {
	t.Run("without the topic's skill", func(t *testing.T) {
		li := speaks("li", "en")
		li.Skills = []string{"topic:returns"}
		r := newRoom(t, li)
		c := r.waits("ana", "topic:order")
		r.tick()
		r.wantCase(c, handoff.Deferred, "")
		r.online("li")
		r.tick()
		r.wantCase(c, handoff.Offered, "li")
	})
	t.Run("who was the last to miss it", func(t *testing.T) {
		r := newRoom(t, speaks("li", "en"))
		r.online("li")
		c := r.served("ana", "li")
		_, err := r.Transfer(r.ctx(), c.ConversationID, who("li"), handoff.Target{})
		r.ok(err)
		r.ok(r.SetAvailability(r.ctx(), "li", handoff.Offline))
		r.tick()
		r.wantCase(c, handoff.Deferred, "")
		r.pass(time.Hour)
		r.online("li")
		r.tick()
		r.wantCase(c, handoff.Offered, "li")
	})
	t.Run("whose language nobody speaks, when it is due", func(t *testing.T) {
		r := newRoom(t, speaks("li", "zh"))
		c := r.waits("ana")
		r.tick()
		r.pass(r.policy.TicketDue)
		r.online("li")
		r.tick()
		r.tick()
		r.wantCase(c, handoff.Offered, "li")
	})
}

// The promised time of a ticket does not move when an offer comes to nothing.
func TestATicketsPromiseStands(t *testing.T) {
	r := newRoom(t, speaks("li", "en"))
	c := r.waits("ana")
	r.tick()
	due := r.loaded(c).Deadline
	r.pass(time.Hour)
	r.online("li")
	r.tick()
	r.wantCase(c, handoff.Offered, "li")
	r.ok(r.SetAvailability(r.ctx(), "li", handoff.Offline))
	r.tick()
	r.wantCase(c, handoff.Deferred, "")
	if got := r.loaded(c).Deadline; !got.Equal(due) {
		t.Errorf("promised for %v, then for %v", due, got)
	}
}
