package bot

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"

	"frontdesk/bot/flows"
	"frontdesk/chat"
)

// perform asks the pipeline to do the flow's write. Its id follows from the
// conversation and the message that confirmed it, so that the same yes never
// writes twice.
func (t *turn) perform(f *flows.Flow, name string, n flows.Node) *Decision {
	t.next.Node = name
	args := map[string]string{}
	for k, v := range t.next.Slots {
		args[k] = v
	}
	args["customer_id"], args["lang"] = t.customerID(), t.lang
	if args["item"] != "" {
		args["items"] = t.itemsArg()
	}
	seq := t.next.SlotSeq["confirmed"]
	act := &Act{ID: fmt.Sprintf("%s/%d/%s", t.snap.Conversation.ID, seq, n.Action), Name: n.Action, Args: args, Seq: seq}
	return &Decision{Action: Perform, Reason: reasonFlow + Reason(f.ID+":"+name), Act: act, Confidence: 1}
}

// mostDone is how many told acts are remembered, more than an episode has.
const mostDone = 50

// resume tells the result of an act and lets its flow go on. Where the flow is
// gone meanwhile, a person gets to know what was done.
func (b *Bot) resume(ctx context.Context, t *turn, rec ActRecord) (*Decision, error) {
	t.next.Done = append(t.next.Done, rec.Act.ID)
	t.next.Done = t.next.Done[max(0, len(t.next.Done)-mostDone):]
	t.tried("action", rec.Act.Name, rec.Act.Name)
	t.facts = append(t.facts, ActFacts(rec)...)
	d, err := b.tell(ctx, t, rec)
	if err != nil || d.Action != Handoff {
		return d, err
	}
	if t.snap.Conversation.Owner == chat.OwnerQueue { // somebody is on the way already
		d.Action = Answer
		if d.Text == "" {
			d.Action = Silent
		}
		return d, nil
	}
	b.gather(ctx, t)
	return d, nil
}

// ActFacts are what an act has shown: that it was done, and what the shop gave.
func ActFacts(rec ActRecord) []Fact {
	out := []Fact{{Key: rec.Act.Name, Value: resultWord(rec.Result), Action: rec.Act.ID}}
	if rec.Result == nil {
		return out
	}
	for _, k := range slices.Sorted(maps.Keys(rec.Result.Values)) {
		out = append(out, Fact{Key: k, Value: rec.Result.Values[k], Action: rec.Act.ID})
	}
	return out
}

// tell words the result of an act where its flow goes on from it.
func (b *Bot) tell(ctx context.Context, t *turn, rec ActRecord) (*Decision, error) {
	f := b.Flows.Flow(t.state.Flow)
	node := actNode(f, rec.Act.Name)
	if node == "" || rec.Result == nil {
		return t.handoff(ReasonToolFailure, "what became of "+rec.Act.Name+" could not be told: its dialog is over", 1), nil
	}
	for slot := range f.Slots {
		if v := rec.Act.Args[slot]; v != "" {
			t.next.Slots[slot] = v
		}
	}
	if _, err := b.lookup(ctx, t, "order"); err != nil { // for the words; the act is done either way
		t.step("act", "order_unread", err.Error(), nil)
	}
	for k, v := range rec.Result.Values {
		t.vars[k] = v
	}
	event := flows.EventOK
	if !rec.Result.OK {
		event = cmp.Or(rec.Result.Code, flows.EventElse)
	}
	next, err := f.Next(node, event)
	if err != nil {
		return nil, fmt.Errorf("flow %s after %s: %w", f.ID, rec.Act.Name, err)
	}
	t.step("act", "told", rec.Act.Name+": "+resultWord(rec.Result), nil)
	_, _, d, err := b.visit(ctx, t, f, next, "")
	if err == nil && d == nil {
		return b.walk(ctx, t, f, "")
	}
	if d != nil {
		d.Reason = ReasonActResult
		if d.Action == Handoff {
			d.Reason = Reason(f.Nodes[next].Reason)
		}
	}
	return d, err
}

func resultWord(r *ActResult) string {
	switch {
	case r == nil:
		return "under way"
	case r.OK:
		return "done"
	}
	return r.Code
}

// actNode is the flow's node that does an act; empty where there is none.
func actNode(f *flows.Flow, action string) string {
	if f == nil {
		return ""
	}
	for _, name := range slices.Sorted(maps.Keys(f.Nodes)) {
		if n := f.Nodes[name]; n.Kind == flows.Act && n.Action == action {
			return name
		}
	}
	return ""
}
