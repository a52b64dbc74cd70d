package storetest

import (
	"fmt"
	"testing"
	"time"

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
