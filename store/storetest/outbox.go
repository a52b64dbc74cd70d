package storetest

import (
	"fmt"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
)

func (w *world) claim(n int) []pipeline.Outgoing {
	w.t.Helper()
	out, err := w.ClaimOut(w.t.Context(), w.clock.Now(), n, time.Minute)
	w.ok(err)
	return out
}

func (w *world) settle(o pipeline.Outgoing, as pipeline.Outcome, at time.Time) {
	w.t.Helper()
	w.ok(w.SettleOut(w.t.Context(), o.ID, as, "ext-"+o.ID, at))
}

func tryOutbox(t *testing.T, w *world) {
	r := w.say("ana", "1", "hi")
	quiet := answer(r.Conversation, 1, "not for the channel")
	quiet.Change.Push = false
	a, err := w.Commit(t.Context(), quiet)
	w.ok(err)
	w.got("without Push", len(w.claim(10)), 0)
	turn := answer(a.Conversation, 1, "hello")
	turn.Change.Messages = append(turn.Change.Messages,
		chat.Message{Author: chat.Agent, Kind: chat.KindNote, Text: "a note"}, chat.Message{Author: chat.Bot, Kind: chat.KindDraft, Text: "a draft"})
	a, err = w.Commit(t.Context(), turn)
	w.ok(err)
	first := w.claim(10)
	if len(first) != 1 {
		t.Fatalf("got %d rows, want 1", len(first))
	}
	w.got("row", first[0], pipeline.Outgoing{ID: first[0].ID, ChannelID: "web", To: "ana", Message: a.Messages[0]})
	w.got("leased", len(w.claim(10)), 0)
	w.settle(first[0], pipeline.Retry, w.clock.Now().Add(time.Second))
	w.got("not before its time", len(w.claim(10)), 0)
	w.clock.pass(time.Second)
	second := w.claim(10)
	w.got("second attempt", []any{len(second), second[0].Attempts, second[0].Unsettled}, []any{1, 1, false})
	w.clock.pass(time.Minute)
	third := w.claim(10)
	w.got("after a crash", []any{len(third), third[0].Attempts, third[0].Unsettled}, []any{1, 2, true})
	w.settle(third[0], pipeline.Unknown, time.Time{})
	w.clock.pass(time.Hour)
	w.got("an unknown one is not resent", len(w.claim(10)), 0)
	w.settle(third[0], pipeline.Sent, time.Time{})
	w.settle(third[0], pipeline.Retry, w.clock.Now())
	w.got("a sent one stays sent", len(w.claim(10)), 0)
	w.refused(w.SettleOut(t.Context(), "none", pipeline.Sent, "", time.Time{}), fault.NotFound, "")
}

// A human takes over while messages wait: what the bot said before is stale,
// what the human and the system say is not.
func tryOutboxStale(t *testing.T, w *world) {
	r := w.say("ana", "1", "hi")
	a, err := w.Commit(t.Context(), answer(r.Conversation, 1, "an answer"))
	w.ok(err)
	r = w.say("ana", "2", "a person please")
	a, err = w.Commit(t.Context(), transfer(r.Conversation, r.Message.Seq, "case"))
	w.ok(err)
	for i, want := range []struct {
		text  string
		stale bool
	}{{"an answer", true}, {"I am fetching somebody.", false}} {
		got := w.claim(10)
		w.got(fmt.Sprint("row ", i), []any{len(got), got[0].Message.Text, got[0].Stale}, []any{1, want.text, want.stale})
		w.settle(got[0], pipeline.Sent, time.Time{})
	}
	change := takeOver(a.Conversation, *a.Case, "li")
	change.Messages = append(change.Messages, chat.Message{Author: chat.Agent, AuthorID: "li", Text: "Hello"})
	a, err = w.Apply(t.Context(), change)
	w.ok(err)
	k := *a.Case
	back := a.Conversation
	back.Owner, back.Status, back.Epoch = chat.OwnerBot, chat.StatusBotActive, back.Epoch+1
	k.State = handoff.ReturnedToBot
	_, err = w.Apply(t.Context(), handoff.Change{Conversation: back, Case: &k})
	w.ok(err)
	for _, text := range []string{"Li joined", "Hello"} {
		got := w.claim(10)
		w.got(text, []any{len(got), got[0].Message.Text, got[0].Stale}, []any{1, text, false})
		w.settle(got[0], pipeline.Sent, time.Time{})
	}
}

func tryOutboxOrder(t *testing.T, w *world) {
	for _, ref := range []string{"ana", "ben", "cleo"} {
		c := w.say(ref, ref, "hi").Conversation
		for i := range 3 {
			a, err := w.Commit(t.Context(), answer(c, 1, fmt.Sprint(ref, " ", i)))
			w.ok(err)
			c = a.Conversation
		}
	}
	sent := map[string][]int64{}
	for range 9 {
		rows := w.claim(2)
		if len(rows) > 2 || len(rows) == 2 && rows[0].To == rows[1].To {
			t.Fatalf("got %d rows for %s and %s", len(rows), rows[0].To, rows[1].To)
		}
		for i, o := range rows {
			if i == 1 && len(sent[o.To]) == 0 { // the first try fails: what follows waits
				w.settle(o, pipeline.Retry, w.clock.Now())
				sent[o.To] = []int64{1}
				continue
			}
			sent[o.To] = append(sent[o.To], o.Message.Seq)
			w.settle(o, pipeline.Sent, time.Time{})
		}
	}
	total := 0
	for ref, seqs := range sent {
		if seqs[0] == 1 {
			seqs = seqs[1:]
		}
		total += len(seqs)
		for i, seq := range seqs {
			w.got("order of "+ref, seq, int64(i+2))
		}
	}
	w.got("all went", total, 9)
}

// sends gives the next message of a conversation's outbox an outcome.
func (w *world) sends(c chat.Conversation, as pipeline.Outcome) chat.Message {
	w.t.Helper()
	for _, o := range w.claim(100) {
		if o.Message.ConversationID == c.ID {
			w.settle(o, as, time.Time{})
			return o.Message
		}
		w.settle(o, pipeline.Retry, w.clock.Now())
	}
	w.t.Fatal("nothing is to be sent")
	return chat.Message{}
}

// marks are what the log, a snapshot and the list of conversations tell of deliveries.
func (w *world) marks(c chat.Conversation, seq int64) (out []chat.Delivery) {
	w.t.Helper()
	log, err := w.Messages(w.t.Context(), c.ID, seq-1, 1)
	w.ok(err)
	snap, err := w.Load(w.t.Context(), c.ID)
	w.ok(err)
	w.got("in a snapshot", snap.History[seq-1].Delivery, log[0].Delivery)
	rows, err := w.Conversations(w.t.Context(), chat.ConversationFilter{CustomerID: c.CustomerID})
	w.ok(err)
	return []chat.Delivery{log[0].Delivery, rows[0].Undelivered}
}

// What did not surely reach the shopper says so, in the log and, until somebody has
// written since, in the list.
func tryUndelivered(t *testing.T, w *world) {
	c, k := w.served("ana", "li")
	for range 2 {
		w.sends(c, pipeline.Sent) // what the bot and the desk said so far
	}
	other := w.say("ben", "1", "hi").Conversation
	replies := func(text string) chat.Message {
		a, err := w.Apply(t.Context(), handoff.Change{Conversation: c, Case: &k, Push: true, Messages: []chat.Message{{Author: chat.Agent, Text: text, ExternalID: text, At: w.clock.Now()}}})
		w.ok(err)
		c, k = a.Conversation, *a.Case
		w.clock.pass(time.Second)
		return a.Messages[0]
	}
	first := replies("one")
	w.got("on its way", w.marks(c, first.Seq), []chat.Delivery{"", ""})
	second := replies("two")
	w.got("sent", w.sends(c, pipeline.FailedSend).Text, "one")
	w.got("failed, and known only after the second", w.marks(c, first.Seq), []chat.Delivery{chat.DeliveryFailed, chat.DeliveryFailed})
	stored, err := w.MessageByExternalID(t.Context(), "web", "one")
	w.ok(err)
	w.got("by its id", stored.Delivery, chat.DeliveryFailed)
	now, err := w.Conversation(t.Context(), c.ID)
	w.ok(err)
	c.UpdatedAt = w.clock.Now()
	w.got("only changed: a person has it", now, c)
	w.got("not due", len(w.due()), 1) // but ben is
	w.clock.pass(time.Second)
	third := replies("three")
	w.got("somebody has written since", w.marks(c, first.Seq), []chat.Delivery{chat.DeliveryFailed, ""})
	row := w.claim(1)
	w.settle(row[0], pipeline.Unknown, time.Time{})
	w.got("unknown", w.marks(c, second.Seq), []chat.Delivery{chat.DeliveryUnknown, chat.DeliveryUnknown})
	w.settle(row[0], pipeline.Sent, time.Time{})
	w.got("learnt", w.marks(c, second.Seq), []chat.Delivery{"", ""})
	w.sends(c, pipeline.Sent)
	w.got("arrived", w.marks(c, third.Seq), []chat.Delivery{"", ""})
	w.got("another conversation", w.marks(other, 1), []chat.Delivery{"", ""})
}

// An answer of the bot that failed makes its conversation due, once, and what is decided
// meanwhile is stale; no other message does.
func tryUndeliveredAnswers(t *testing.T, w *world) {
	for _, row := range []struct {
		name string
		as   pipeline.Outcome
		turn func(c chat.Conversation) pipeline.Turn
		due  bool
	}{
		{"an answer that failed", pipeline.FailedSend, func(c chat.Conversation) pipeline.Turn { return answer(c, 1, "hello") }, true},
		{"one that arrived", pipeline.Sent, func(c chat.Conversation) pipeline.Turn { return answer(c, 1, "hello") }, false},
		{"one that may have", pipeline.Unknown, func(c chat.Conversation) pipeline.Turn { return answer(c, 1, "hello") }, false},
		{"an event that failed", pipeline.FailedSend, func(c chat.Conversation) pipeline.Turn {
			turn := answer(c, 1, "I took that back.")
			turn.Change.Messages[0].Kind, turn.Change.Messages[0].Event = chat.KindEvent, "handoff_withdrawn"
			return turn
		}, false},
		{"while the shopper waits for a person", pipeline.FailedSend, func(c chat.Conversation) pipeline.Turn { return transfer(c, 1, "case-"+c.ID) }, false},
	} {
		a, err := w.Commit(t.Context(), row.turn(w.say(row.name, row.name, "hi").Conversation))
		w.ok(err)
		w.clock.pass(time.Second)
		w.sends(a.Conversation, row.as)
		due := w.due()
		w.got(row.name+": due", len(due) == 1, row.due)
		_, err = w.Commit(t.Context(), answer(a.Conversation, 1, "more"))
		if !row.due {
			w.ok(err)
			continue
		}
		w.refused(err, fault.Stale, "")
		w.got("leased with what is known", due[0].Snapshot == nil || due[0].Snapshot.History[1].Delivery == chat.DeliveryFailed, true)
		w.ok(w.Release(t.Context(), due[0], time.Time{}))
		snap, err := w.Load(t.Context(), a.Conversation.ID)
		w.ok(err)
		_, err = w.Commit(t.Context(), transfer(snap.Conversation, 1, "case-"+a.Conversation.ID))
		w.ok(err)
		w.got("once", len(w.due()), 0)
	}
}

// due leases what is due.
func (w *world) due() []pipeline.Lease {
	w.t.Helper()
	out, err := w.Due(w.t.Context(), w.clock.Now(), 100, time.Minute)
	w.ok(err)
	return out
}

// A state that cannot be read is told, with all else that is known, and a turn replaces it.
func tryUnreadableState(t *testing.T, w *world) {
	for _, raw := range []string{`{"seen_seq":"one","turns":3}`, `{"turns":3`, "[]"} {
		c := w.say("ana", raw, "hi").Conversation
		turn := answer(c, c.LastSeq, "hello")
		turn.Change.Conversation.State = []byte(raw)
		_, err := w.Commit(t.Context(), turn)
		w.ok(err)
		w.say("ana", raw+"-2", "and?")
		snap, err := w.Load(t.Context(), c.ID)
		w.ok(err)
		w.got("read", []any{snap.StateErr != nil, snap.State, len(snap.History) > 2}, []any{true, bot.State{}, true})
		for _, l := range w.due() {
			w.got("at hand", l.Snapshot == nil || l.Snapshot.StateErr != nil, true)
			w.ok(w.Release(t.Context(), l, time.Time{}))
		}
		turn = answer(snap.Conversation, snap.Conversation.LastSeq, "sorry")
		turn.Change.Conversation.State = []byte(`{"turns":4}`)
		_, err = w.Commit(t.Context(), turn)
		w.ok(err)
		snap, err = w.Load(t.Context(), c.ID)
		w.ok(err)
		w.got("written anew", []any{snap.StateErr, snap.State.Turns}, []any{nil, 4})
	}
}
