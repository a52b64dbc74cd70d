package pipeline_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
)

var refused = fault.New(fault.Invalid, "", "no such address")

// settled delivers and decides until nothing is left to do.
func (d *delivery) settled() {
	d.t.Helper()
	for range 10 {
		sent := d.drain()
		turns, err := d.work()
		d.ok(err)
		if sent+turns == 0 {
			return
		}
	}
	d.t.Fatal("there is always something to do")
}

// fetched wants the one case of a conversation that waits because an answer did not arrive.
func (d *delivery) fetched(id string) {
	d.t.Helper()
	cases := d.cases(id)
	if c := d.conversation(id); len(cases) != 1 || cases[0].Reason.Code != handoff.Undelivered || c.Owner != chat.OwnerQueue || c.WaitingSince.IsZero() {
		d.t.Fatalf("%d cases %+v, %s", len(cases), cases, c.Owner)
	}
}

// marks are the deliveries of a conversation's messages.
func (d *delivery) marks(id string) (out []chat.Delivery) {
	d.t.Helper()
	msgs, err := d.store.Messages(d.t.Context(), id, 0, 100)
	d.ok(err)
	for _, m := range msgs {
		out = append(out, m.Delivery)
	}
	return out
}

// An answer of the bot that failed for good answers nobody: a person is fetched, once,
// also where the words that say so fail too.
func TestP4_AnswerThatFails(t *testing.T) {
	for name, fails := range map[string][]error{"the answer": {refused}, "all that is sent": {refused, refused, refused}} {
		t.Run(name, func(t *testing.T) {
			d := newDelivery(t, fails...)
			id := d.answered("ana")
			d.settled()
			d.fetched(id)
			d.want(id, "shopper: hello", "bot: ok", "bot event handoff_requested: "+d.words.Say("en", "handoff.error"))
			if got := d.marks(id)[1]; got != chat.DeliveryFailed {
				t.Errorf("the answer is marked %q", got)
			}
		})
	}
}

// What is being decided when the failure becomes known is decided again, by somebody who
// knows: the shopper's next message does not hide that the last one was never answered.
func TestP4_AnswerThatFailsBesideATurn(t *testing.T) {
	d := newDelivery(t, refused)
	id := d.answered("ana")
	d.use(decider(func(context.Context, bot.Snapshot) (bot.Decision, error) {
		d.drain()
		return bot.Decision{Action: bot.Answer, Text: "beside the point"}, nil
	}), nil)
	d.writesOn("push", "ana", "2", "and another thing")
	_, err := d.work()
	d.ok(err)
	d.settled()
	d.fetched(id)
	d.want(id, "shopper: hello", "bot: ok", "shopper: and another thing", "bot event handoff_requested: "+d.words.Say("en", "handoff.error"))
}

// What the bot said after the answer that failed is silenced with the handoff.
func TestP4_FirstOfTwoAnswersFails(t *testing.T) {
	d := newDelivery(t, refused)
	id := d.answered("ana")
	d.writesOn("push", "ana", "2", "and?")
	_, err := d.work()
	d.ok(err)
	d.settled()
	d.fetched(id)
	if want := []string{"ana: " + d.words.Say("en", "handoff.error")}; !slices.Equal(d.platform.got, want) {
		t.Errorf("sent %q, want %q", d.platform.got, want)
	}
}

// A shopper who no longer wants the person is answered by the bot again: one failure
// fetches one.
func TestP4_AfterAWithdrawal(t *testing.T) {
	d := newDelivery(t, refused)
	id := d.answered("ana")
	d.settled()
	d.fetched(id)
	d.use(decider(func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
		if s.Conversation.Owner == chat.OwnerQueue {
			return bot.Decision{Action: bot.Withdraw, Text: "cancelled"}, nil
		}
		return bot.Decision{Action: bot.Answer, Text: "here again"}, nil
	}), nil)
	for _, text := range []string{"never mind", "where is my bag"} {
		d.writesOn("push", "ana", text, text)
		d.settled()
	}
	if log := d.log(id); log[len(log)-1] != "bot: here again" || len(d.cases(id)) != 0 {
		t.Errorf("%q", log)
	}
}

// P5: an outcome that is not known is shown to whoever reads the conversation, and so is
// an agent's message that failed; neither changes who has it. Live readers are told.
func TestP5_UndeliveredIsShown(t *testing.T) {
	reset := errors.New("connection reset")
	for _, row := range []struct {
		name  string
		fails []error
		agent bool
		want  []chat.Delivery
		owner chat.Owner
	}{
		{"the bot's answer, unknown", []error{reset}, false, []chat.Delivery{"", chat.DeliveryUnknown}, chat.OwnerBot},
		{"an agent's reply, unknown", []error{nil, nil, reset}, true, []chat.Delivery{"", "", "", chat.DeliveryUnknown}, chat.OwnerHuman},
		{"an agent's reply, failed", []error{nil, nil, refused}, true, []chat.Delivery{"", "", "", chat.DeliveryFailed}, chat.OwnerHuman},
		{"words of the desk", []error{nil, refused}, true, []chat.Delivery{"", "", chat.DeliveryFailed, ""}, chat.OwnerHuman},
		{"the last try", slices.Repeat([]error{fault.New(fault.Unavailable, "", "down")}, 3), false, []chat.Delivery{"", chat.DeliveryFailed, ""}, chat.OwnerQueue},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDelivery(t, row.fails...)
			id := d.answered("ana")
			if row.agent {
				d.drain()
				d.takesOver(id, "Li here")
			}
			hints, stop := d.hub.Subscribe(100)
			defer stop()
			for range 4 {
				d.settled()
				d.pass(5 * time.Second)
			}
			if got := d.marks(id); !slices.Equal(got, row.want) {
				t.Errorf("marks %q, want %q", got, row.want)
			}
			if got := d.conversation(id).Owner; got != row.owner {
				t.Errorf("it is the %s's, want %s", got, row.owner)
			}
			told := false
			for len(hints) > 0 {
				told = <-hints == chat.Hint{Kind: chat.HintLog, ConversationID: id} || told
			}
			if !told {
				t.Error("nobody was told to read again")
			}
		})
	}
}

// P10: a state that cannot be read ends with a person: from an empty one the bot could
// answer twice. Nothing that was accepted is lost, and the bot can go on after it.
func TestP10_StateThatCannotBeRead(t *testing.T) {
	for name, raw := range map[string]string{"another format": `{"seen_seq":"two"}`, "damaged": `{"seen_seq":`} {
		t.Run(name, func(t *testing.T) {
			l := newLine(t, says("ok"), nil)
			id := l.writes("ana", "1", "hello").Conversation.ID
			_, err := l.work()
			l.ok(err)
			snap, err := l.store.Load(t.Context(), id)
			l.ok(err)
			snap.Conversation.State = json.RawMessage(raw)
			_, err = l.store.Commit(t.Context(), pipeline.Turn{InSeq: 1, Change: handoff.Change{Conversation: snap.Conversation}, Record: pipeline.Record{Action: bot.Answer, Trace: json.RawMessage("{}")}})
			l.ok(err)
			l.writes("ana", "2", "where is my parcel")
			l.writes("ana", "3", "hello?")
			_, err = l.work()
			l.ok(err)
			words := "bot event handoff_requested: " + l.words.Say("en", "handoff.error")
			l.want(id, "shopper: hello", "bot: ok", "shopper: where is my parcel", "shopper: hello?", words)
			cases := l.cases(id)
			if len(cases) != 1 || cases[0].Reason.Code != handoff.ErrorReason || cases[0].Packet.CustomerGoal != "where is my parcel" {
				t.Fatalf("%+v", cases)
			}
			l.takesOver(id, "Li here")
			_, err = l.desk.Return(t.Context(), id, li, chat.Outcome{Code: "solved"})
			l.ok(err)
			l.writes("ana", "4", "thanks")
			_, err = l.work()
			l.ok(err)
			if log := l.log(id); log[len(log)-1] != "bot: ok" {
				t.Errorf("after it: %q", log)
			}
		})
	}
}

// An agent may take a conversation whose state cannot be read.
func TestTakeoverWithAStateThatCannotBeRead(t *testing.T) {
	l := newLine(t, says("ok"), nil)
	c := l.writes("ana", "1", "hello").Conversation
	c.State = json.RawMessage(`{"turns":"one"}`)
	_, err := l.store.Commit(t.Context(), pipeline.Turn{InSeq: 1, Change: handoff.Change{Conversation: c}, Record: pipeline.Record{Action: bot.Silent, Trace: json.RawMessage("{}")}})
	l.ok(err)
	l.takesOver(c.ID, "Li here")
}
