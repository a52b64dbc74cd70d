package storetest

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
	"frontdesk/store"
)

func tryLoad(t *testing.T, w *world) {
	_, err := w.Load(t.Context(), "nobody's")
	w.refused(err, fault.NotFound, "")
	var last pipeline.Receipt
	for i := range store.HistoryLimit + 5 {
		last = w.say("ana", fmt.Sprint(i), fmt.Sprint("message ", i))
	}
	turn := answer(last.Conversation, last.Message.Seq, "an answer")
	turn.Change.Conversation.State = mustJSON(t, bot.State{Flow: "return", Slots: map[string]string{"order": "12"}})
	turn.Change.Messages = append(turn.Change.Messages, chat.Message{Author: chat.Agent, Kind: chat.KindNote, Text: "private"})
	_, err = w.Commit(t.Context(), turn)
	w.ok(err)
	snap, err := w.Load(t.Context(), last.Conversation.ID)
	w.ok(err)
	w.got("state", snap.State, bot.State{Flow: "return", Slots: map[string]string{"order": "12"}})
	w.got("customer", snap.Customer.Ref, "ana")
	w.got("now", snap.Now, start)
	w.got("length", len(snap.History), store.HistoryLimit)
	newest := snap.History[len(snap.History)-1]
	w.got("newest, without private ones", []any{newest.Author, newest.Text}, []any{chat.Bot, "an answer"})
	for i, m := range snap.History[1:] {
		if m.Seq != snap.History[i].Seq+1 {
			t.Fatalf("the history goes from %d to %d", snap.History[i].Seq, m.Seq)
		}
	}
}

func mustJSON(t *testing.T, v any) json.RawMessage {
	t.Helper()
	b, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func tryCommit(t *testing.T, w *world) {
	r := w.say("ana", "1", "can I return it?")
	w.clock.pass(time.Second)
	turn := answer(r.Conversation, 1, "Yes, within 30 days.")
	turn.Change.Messages = append(turn.Change.Messages, chat.Message{
		Author: chat.Bot, Text: "Shall I start it?", Lang: "en",
		QuickReplies: []chat.QuickReply{{Title: "Yes", Payload: "yes"}},
		Sources:      []chat.Source{{ArticleID: "a1", Title: "Returns"}},
		Blocks:       []chat.Block{{Type: "order", Order: &chat.OrderCard{Number: "12", Status: "in_transit"}}},
	})
	got, err := w.Commit(t.Context(), turn)
	w.ok(err)
	c := got.Conversation
	w.got("conversation", []any{c.Version, c.LastSeq, c.Preview, c.PreviewBy, c.WaitingSince, c.UpdatedAt},
		[]any{int64(2), int64(3), "can I return it?", chat.Shopper, time.Time{}, start.Add(time.Second)})
	stored, err := w.Conversation(t.Context(), c.ID)
	w.ok(err)
	w.got("stored conversation", stored, c)
	log, err := w.Messages(t.Context(), c.ID, 1, 10)
	w.ok(err)
	w.got("stored messages", log, got.Messages)
	for i, m := range log {
		w.got("message", []any{m.Seq, m.Epoch, m.Kind, m.At}, []any{int64(i + 2), int64(1), chat.KindText, start.Add(time.Second)})
	}
	due, err := w.Due(t.Context(), w.clock.Now().Add(time.Hour), 10, time.Minute)
	w.ok(err)
	w.got("nothing is due any more", len(due), 0)
	rec, err := w.TurnFor(t.Context(), c.ID, 1)
	w.ok(err)
	w.got("record", rec, pipeline.Record{ConversationID: c.ID, InSeq: 1, FromSeq: 2, ToSeq: 3, Action: bot.Answer, Reason: "knowledge",
		Intent: "returns", Confidence: 0.9, Owner: chat.OwnerBot, Trace: []byte(`{"steps":[]}`), At: start.Add(time.Second)})
}

func tryCommitStale(t *testing.T, w *world) {
	_, err := w.Commit(t.Context(), answer(chat.Conversation{ID: "nobody's"}, 1, "?"))
	w.refused(err, fault.NotFound, "")
	r := w.say("ana", "1", "hi")
	w.say("ana", "2", "one more thing")
	_, err = w.Commit(t.Context(), answer(r.Conversation, 1, "too late"))
	w.refused(err, fault.Stale, "")
	due, err := w.Due(t.Context(), start, 10, time.Minute)
	w.ok(err)
	w.got("a stale turn leaves it due", len(due), 1)
	again := w.say("ana", "3", "and another")
	early, err := w.Due(t.Context(), start, 10, time.Minute)
	w.ok(err)
	w.got("leased while a worker is at it", len(early), 0)
	_, err = w.Commit(t.Context(), answer(again.Conversation, 3, "an answer"))
	w.ok(err)
	w.say("ana", "4", "thanks")
	next, err := w.Due(t.Context(), start, 10, time.Minute)
	w.ok(err)
	w.got("a turn ends the lease", len(next), 1)
	w.ok(w.Release(t.Context(), due[0], time.Time{})) // nothing is left of it
	none, err := w.Due(t.Context(), start, 10, time.Minute)
	w.ok(err)
	w.got("the next worker's lease stands", len(none), 0)

	c, k := w.served("ben", "li")
	_, err = w.Commit(t.Context(), answer(c, 1, "a human has it"))
	w.refused(err, fault.Stale, "")
	log, err := w.Messages(t.Context(), c.ID, 0, 10)
	w.ok(err)
	w.got("nothing was written", len(log), int(c.LastSeq))
	_, err = w.TurnFor(t.Context(), c.ID, 2)
	w.refused(err, fault.NotFound, "")
	closed, err := w.Apply(t.Context(), finish(c, k))
	w.ok(err)
	_, err = w.Commit(t.Context(), answer(closed.Conversation, 1, "it is closed"))
	w.refused(err, fault.Stale, "")
}

func tryTurns(t *testing.T, w *world) {
	r := w.say("ana", "1", "hi")
	_, err := w.TurnFor(t.Context(), r.Conversation.ID, 1)
	w.refused(err, fault.NotFound, "")
	r = w.say("ana", "2", "are you there?")
	a, err := w.Commit(t.Context(), answer(r.Conversation, 2, "yes"))
	w.ok(err)
	silent := answer(a.Conversation, 2, "")
	silent.Change.Messages = nil
	b, err := w.Commit(t.Context(), silent)
	w.ok(err)
	r = w.say("ana", "3", "a person please")
	w.got("version", r.Conversation.Version, b.Conversation.Version+1)
	_, err = w.Commit(t.Context(), transfer(r.Conversation, r.Message.Seq, "case-1"))
	w.ok(err)
	all, err := w.Turns(t.Context(), r.Conversation.ID, 0)
	w.ok(err)
	w.got("count", len(all), 3)
	w.got("answer", []int64{all[0].InSeq, all[0].FromSeq, all[0].ToSeq}, []int64{2, 3, 3})
	w.got("silence has no messages", []int64{all[1].InSeq, all[1].FromSeq, all[1].ToSeq}, []int64{2, 4, 3})
	w.got("handoff", []any{all[2].CaseID, all[2].Owner}, []any{"case-1", chat.OwnerQueue})
	for _, seq := range []int64{1, 2} {
		first, err := w.TurnFor(t.Context(), r.Conversation.ID, seq)
		w.ok(err)
		w.got("the first turn that covers it", first, all[0])
	}
	later, err := w.Turns(t.Context(), r.Conversation.ID, 2)
	w.ok(err)
	w.got("after 2", later, all[2:])
}

func tryActs(t *testing.T, w *world) {
	r := w.say("ana", "1", "yes, send it back")
	c := r.Conversation
	act := bot.Act{ID: "act-1", Name: "start_return", Args: map[string]string{"order": "12"}, Seq: 1}
	begun, err := w.BeginAct(t.Context(), c, act, start)
	w.ok(err)
	w.got("begun", begun, bot.ActRecord{Act: act, At: start})
	begun, err = w.BeginAct(t.Context(), c, act, start.Add(time.Second))
	w.ok(err)
	w.got("begun before", begun, bot.ActRecord{Act: act, At: start})
	stale := c
	stale.Version--
	_, err = w.BeginAct(t.Context(), stale, bot.Act{ID: "act-2"}, start)
	w.refused(err, fault.Stale, "")
	w.refused(w.FinishAct(t.Context(), "act-2", bot.ActResult{}, start), fault.NotFound, "")

	_, err = w.Commit(t.Context(), answer(c, 1, "one moment"))
	w.ok(err)
	w.ok(w.FinishAct(t.Context(), "act-1", bot.ActResult{OK: true, Values: map[string]string{"label": "L1"}}, start.Add(2*time.Second)))
	w.ok(w.FinishAct(t.Context(), "act-1", bot.ActResult{Code: "a second result"}, start.Add(3*time.Second)))
	due, err := w.Due(t.Context(), start.Add(2*time.Second), 10, time.Minute)
	w.ok(err)
	w.got("due again to tell it", len(due), 1)
	snap, err := w.Load(t.Context(), c.ID)
	w.ok(err)
	want := bot.ActRecord{Act: act, Result: &bot.ActResult{OK: true, Values: map[string]string{"label": "L1"}}, At: start.Add(2 * time.Second)}
	w.got("settled", snap.Settled, []bot.ActRecord{want})
	begun, err = w.BeginAct(t.Context(), snap.Conversation, act, start.Add(time.Minute))
	w.ok(err)
	w.got("begun before, with its result", begun, want)

	told := answer(snap.Conversation, 1, "it is on its way")
	told.Told = []string{"act-1"}
	told.Change.Conversation.State = mustJSON(t, bot.State{Done: told.Told})
	_, err = w.Commit(t.Context(), told)
	w.ok(err)
	snap, err = w.Load(t.Context(), c.ID)
	w.ok(err)
	w.got("told", len(snap.Settled), 0)

	human, _ := w.served("ben", "li")
	_, err = w.BeginAct(t.Context(), human, bot.Act{ID: "act-3"}, start)
	w.refused(err, fault.Stale, "")
}

// An act finishes while another worker decides on what was read before.
func tryActBesideTurn(t *testing.T, w *world) {
	r := w.say("ana", "1", "yes")
	_, err := w.BeginAct(t.Context(), r.Conversation, bot.Act{ID: "act", Seq: 1}, start)
	w.ok(err)
	at := w.clock.pass(time.Second)
	w.ok(w.FinishAct(t.Context(), "act", bot.ActResult{Code: "too_late"}, at))
	w.clock.pass(time.Second)
	a, err := w.Commit(t.Context(), answer(r.Conversation, 1, "does not know of the result"))
	w.ok(err)
	due, err := w.Due(t.Context(), w.clock.Now(), 10, time.Second)
	w.ok(err)
	w.got("still due", len(due), 1)
	w.clock.pass(time.Minute)
	_, err = w.Commit(t.Context(), answer(a.Conversation, 1, "does not word it either"))
	w.ok(err)
	due, err = w.Due(t.Context(), w.clock.Now(), 10, time.Second)
	w.ok(err)
	w.got("but not for ever", len(due), 0)
}

func tryApply(t *testing.T, w *world) {
	r := w.say("ana", "1", "a person please")
	w.clock.pass(time.Second)
	a, err := w.Commit(t.Context(), transfer(r.Conversation, 1, "case-1"))
	w.ok(err)
	k := *a.Case
	w.got("case", k, handoff.Case{ID: "case-1", ConversationID: r.Conversation.ID, Epoch: 2, State: handoff.Queued, Version: 1, Priority: 40,
		Skills: []string{"lang:de"}, CreatedAt: start.Add(time.Second), UpdatedAt: start.Add(time.Second)})
	w.got("the transfer text has the new epoch", a.Messages[0].Epoch, int64(2))
	w.say("ana", "2", "hurry") // in the queue: the bot collects
	due, err := w.Due(t.Context(), w.clock.Now(), 10, time.Minute)
	w.ok(err)
	w.got("due in the queue", len(due), 1)
	w.ok(w.Release(t.Context(), due[0], time.Time{}))
	_, err = w.Apply(t.Context(), takeOver(a.Conversation, k, "li"))
	w.refused(err, fault.Stale, "")
	c, err := w.Conversation(t.Context(), r.Conversation.ID)
	w.ok(err)
	offered := handoff.Change{Conversation: c, Case: &k}
	k.State, k.OfferedTo, k.Deadline, k.DeadlineAction = handoff.Offered, "li", start.Add(time.Minute), handoff.ActExpire
	a, err = w.Apply(t.Context(), offered)
	w.ok(err)
	due, err = w.Due(t.Context(), w.clock.Now(), 10, time.Minute)
	w.ok(err)
	w.got("an offer leaves it due", len(due), 1)
	w.ok(w.Release(t.Context(), due[0], time.Time{}))
	a, err = w.Apply(t.Context(), takeOver(a.Conversation, *a.Case, "li"))
	w.ok(err)
	stored, err := w.Case(t.Context(), "case-1")
	w.ok(err)
	w.got("stored case", stored, *a.Case)
	w.got("case version", stored.Version, int64(3))
	due, err = w.Due(t.Context(), w.clock.Now().Add(time.Hour), 10, time.Minute)
	w.ok(err)
	w.got("a human has it", len(due), 0)
	w.say("ana", "3", "thanks")
	due, err = w.Due(t.Context(), w.clock.Now().Add(time.Hour), 10, time.Minute)
	w.ok(err)
	w.got("messages to a human are not the bot's", len(due), 0)
}

func tryApplyConflicts(t *testing.T, w *world) {
	_, err := w.Apply(t.Context(), handoff.Change{Conversation: chat.Conversation{ID: "nobody's"}})
	w.refused(err, fault.NotFound, "")
	c, k := w.served("ana", "li")
	old := k
	old.Version--
	_, err = w.Apply(t.Context(), handoff.Change{Conversation: c, Case: &old})
	w.refused(err, fault.Conflict, "case_changed")
	_, err = w.Apply(t.Context(), handoff.Change{Conversation: c,
		Case: &handoff.Case{ID: "second", ConversationID: c.ID, Epoch: c.Epoch + 1, State: handoff.Queued}})
	w.refused(err, fault.Conflict, "case_changed")
	_, err = w.Apply(t.Context(), handoff.Change{Conversation: c,
		Case: &handoff.Case{ID: "same epoch", ConversationID: c.ID, Epoch: k.Epoch, State: handoff.Withdrawn}})
	w.refused(err, fault.Conflict, "case_changed")
	reply := handoff.Change{Conversation: c, Messages: []chat.Message{{Author: chat.Agent, Text: "Hello", ExternalID: "c1"}}}
	a, err := w.Apply(t.Context(), reply)
	w.ok(err)
	reply.Conversation = a.Conversation
	_, err = w.Apply(t.Context(), reply)
	w.refused(err, fault.Conflict, "duplicate_message")
	reply.Messages[0] = chat.Message{Author: chat.Agent, Text: "a\x00b"}
	_, err = w.Apply(t.Context(), reply)
	w.refused(err, fault.Invalid, "invalid_text")
	now, err := w.Conversation(t.Context(), c.ID)
	w.ok(err)
	w.got("nothing of what was refused is there", now, a.Conversation)
	stored, err := w.Case(t.Context(), k.ID)
	w.ok(err)
	w.got("case", stored, k)
}
