package pipeline_test

import (
	"encoding/json"
	"errors"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/pipeline"
)

// An act that has begun is finished and told, whatever the shopper wrote before
// the next process came: it may have been done.
func TestActThatHasBegunIsFinished(t *testing.T) {
	shop := &counted{}
	l := newLine(t, decider(returns), shop)
	id := l.writes("ana", "1", "yes").Conversation.ID
	l.store.fail("FinishAct", errors.New("the power fails"))
	if err := l.Handle(t.Context(), l.due()[0]); err == nil {
		t.Fatal("the crash did not happen")
	}
	l.writes("ana", "2", "no, wait")
	l.use(decider(returns), shop)
	l.pass(l.cfg.Lease)
	_, err := l.work()
	l.ok(err)
	l.want(id, "shopper: yes", "shopper: no, wait", "bot: done: true", "bot: read no, wait")
	if len(shop.keys) != 1 {
		t.Errorf("the shop was asked under %d keys", len(shop.keys))
	}
}

// A packet that is made while the bot works tells what was done and understood,
// and nothing that only the machine needs.
func TestPacketOfATakeover(t *testing.T) {
	l := newLine(t, decider(returns), &counted{})
	r := l.writes("ana", "1", "the beanie")
	snap, err := l.store.Load(t.Context(), r.Conversation.ID)
	l.ok(err)
	state := bot.State{Flow: "return_start", Slots: map[string]string{"item": "TF-129", "confirmed": "yes"}, SlotSeq: map[string]int64{"item": 1, "confirmed": 1}}
	l.store.commits(t, snap.Conversation, state)
	snap, err = l.store.Load(t.Context(), r.Conversation.ID)
	l.ok(err)
	act := bot.Act{ID: "act", Name: "start_return", Seq: 1}
	_, err = l.store.BeginAct(t.Context(), snap.Conversation, act, l.Now())
	l.ok(err)
	l.ok(l.store.FinishAct(t.Context(), "act", bot.ActResult{OK: true, Values: map[string]string{"return_id": "R-7"}}, l.Now().Add(time.Second)))
	p, err := l.Packet(t.Context(), r.Conversation.ID)
	l.ok(err)
	facts := map[string]string{}
	for _, f := range p.Facts {
		facts[f.Key] = f.Value + " " + string(f.Provenance)
	}
	for key, want := range map[string]string{"item": "TF-129 inferred", "start_return": "done tool", "return_id": "R-7 tool", "confirmed": ""} {
		if facts[key] != want {
			t.Errorf("%s is %q, want %q", key, facts[key], want)
		}
	}
}

// commits stores a state of the bot as a turn does.
func (s *faulty) commits(t *testing.T, c chat.Conversation, state bot.State) {
	t.Helper()
	raw, err := json.Marshal(state)
	if err != nil {
		t.Fatal(err)
	}
	c.State = raw
	turn := pipeline.Turn{InSeq: 1, Change: handoff.Change{Conversation: c}, Record: pipeline.Record{Action: bot.Ask, Trace: json.RawMessage("{}")}}
	if _, err := s.Store.Commit(t.Context(), turn); err != nil {
		t.Fatal(err)
	}
}
