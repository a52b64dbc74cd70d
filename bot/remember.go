package bot

import (
	"maps"
	"slices"
	"time"

	"frontdesk/chat"
)

// rest is the pause after which a visit is over. What was proved then need not
// hold for whoever sits there now, and a form is not gone on with.
const rest = 24 * time.Hour

// rested is the state that a turn begins with: after a rest only what must not
// be done or tried again is remembered.
func rested(s Snapshot) State {
	if s.State.At.IsZero() || s.Now.Sub(s.State.At) < rest || s.Conversation.Owner != chat.OwnerBot || len(s.Settled) > 0 {
		return s.State
	}
	return State{Market: s.State.Market, SeenSeq: s.State.SeenSeq, Done: s.State.Done, Wrong: s.State.Wrong, At: s.State.At}
}

func copyState(s State) State {
	s.Slots, s.SlotSeq = maps.Clone(s.Slots), maps.Clone(s.SlotSeq)
	if s.Slots == nil {
		s.Slots, s.SlotSeq = map[string]string{}, map[string]int64{}
	}
	s.Tried, s.Orders = slices.Clone(s.Tried), slices.Clone(s.Orders)
	s.Anger, s.AngerSeq = slices.Clone(s.Anger), slices.Clone(s.AngerSeq)
	s.Lacked, s.Shown = slices.Clone(s.Lacked), slices.Clone(s.Shown)
	s.Done, s.Wrong, s.Later, s.Also = slices.Clone(s.Done), slices.Clone(s.Wrong), slices.Clone(s.Later), slices.Clone(s.Also)
	return s
}

// remember keeps for the next turn what this one did. Silence changes nothing
// but what was read; who no longer wants a person has the budgets anew, else the
// next word would fetch one again.
func (t *turn) remember(d *Decision) {
	if d.Action == Silent {
		t.state.SeenSeq, t.state.Done = t.next.SeenSeq, t.next.Done
		t.next = t.state
		return
	}
	t.next.Turns++
	t.next.At = t.snap.Now
	t.next.Proposed = d.Action == Propose
	if d.Reason != ReasonClarify {
		t.next.Offered, t.next.Asked = nil, ""
	}
	t.asks(d)
	t.notesNumber(d)
	if d.Reason != ReasonWhere {
		t.next.Depends = ""
	}
	if d.Action == Answer && d.Reason != ReasonCourtesy {
		t.next.Misses = 0
	}
	switch {
	case d.Action == Withdraw:
		t.next.Turns, t.next.Misses, t.next.Named = 0, 0, "" // a number is kept for so many turns
	case d.Action == Handoff && d.Reason != ReasonRequest: // a dialog that could not go on is not begun again
		t.endFlow()
	}
	t.repeats(d)
}

// repeats turns the third time of the same sentence into the offer of a person,
// where none is on the way.
func (t *turn) repeats(d *Decision) {
	if d.Action == Silent {
		return // what was said last still was
	}
	moved := t.next.Flow != "" && t.next.Flow == t.state.Flow && !maps.Equal(t.next.Slots, t.state.Slots) // something was learnt
	if d.Text == "" || d.Text != t.state.LastText || moved || d.Action == Answer && t.completed != "" {   // "and to Spain?" is another question
		t.next.LastText, t.next.Repeats = d.Text, 0
		return
	}
	t.next.Repeats++
	most := 2
	if t.b.needsPeople(t) || d.Action == Answer && t.sure() && t.top().Intent == "delivery_delayed" { // who says again what only a person can do has read how it is done
		most = 1
	}
	if t.next.Repeats >= most && (d.Action == Ask || d.Action == Answer) && !t.declinedLately() && t.snap.Conversation.Owner == chat.OwnerBot {
		*d = *t.propose(ReasonLoop, "loop.propose")
		t.next.LastText, t.next.Repeats = d.Text, 0
		t.next.Proposed = true
	}
}

// tried remembers what the shopper was given.
func (t *turn) tried(kind, ref, title string) {
	t.next.Tried = append(t.next.Tried, Tried{Kind: kind, Ref: ref, Title: title, Seq: t.lastSeq()})
	if n := len(t.next.Tried); n > 12 {
		t.next.Tried = t.next.Tried[n-12:]
	}
}
