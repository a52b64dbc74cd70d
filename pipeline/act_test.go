package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"sync/atomic"
	"testing"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
)

// returns decides like a flow that was confirmed: first the act, then its
// result is told.
func returns(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
	if len(s.Settled) > 0 {
		rec := s.Settled[0]
		return bot.Decision{Action: bot.Answer, Text: fmt.Sprint("done: ", rec.Result.OK, rec.Result.Code), Next: bot.State{Done: []string{rec.Act.ID}}}, nil
	}
	last := s.History[len(s.History)-1]
	for _, m := range s.History {
		if m.Author == chat.Shopper {
			last = m
		}
	}
	if last.Text != "yes" {
		return bot.Decision{Action: bot.Answer, Text: "read " + last.Text}, nil
	}
	id := fmt.Sprintf("%s/%d/start_return", s.Conversation.ID, last.Seq)
	return bot.Decision{Action: bot.Perform, Act: &bot.Act{ID: id, Name: "start_return", Seq: last.Seq}}, nil
}

// counted counts the acts that it is asked for, by id.
type counted struct {
	calls  atomic.Int32
	keys   map[string]int
	during func()
	fail   int // how many calls fail
}

func (c *counted) Do(_ context.Context, a bot.Act) (bot.ActResult, error) {
	if c.keys == nil {
		c.keys = map[string]int{}
	}
	c.keys[a.ID]++
	c.calls.Add(1)
	if c.during != nil {
		c.during()
	}
	if int(c.calls.Load()) <= c.fail {
		return bot.ActResult{}, errors.New("connection lost")
	}
	return bot.ActResult{OK: true}, nil
}

func TestActIsDoneAndTold(t *testing.T) {
	shop := &counted{}
	l := newLine(t, decider(returns), shop)
	id := l.writes("ana", "1", "yes").Conversation.ID
	_, err := l.work()
	l.ok(err)
	l.want(id, "shopper: yes", "bot: done: true")
	if shop.calls.Load() != 1 {
		t.Errorf("done %d times", shop.calls.Load())
	}
	l.writes("ana", "2", "thanks")
	_, err = l.work()
	l.ok(err)
	l.want(id, "shopper: yes", "bot: done: true", "shopper: thanks", "bot: read thanks")
}

// Wherever the process dies on the way of an act, the next one does it under the
// same key, and its result is told once.
func TestActAcrossACrash(t *testing.T) {
	crash := errors.New("the power fails")
	for _, row := range []struct {
		name  string
		plant func(*line, *counted)
		keys  int // how often the shop is asked, under one key
	}{
		{"after doing, before it is noted", func(l *line, _ *counted) { l.store.fail("FinishAct", crash) }, 2},
		{"noted, before it is told", func(l *line, _ *counted) { l.store.fail("Commit", crash) }, 1},
	} {
		t.Run(row.name, func(t *testing.T) {
			shop := &counted{}
			l := newLine(t, decider(returns), shop)
			id := l.writes("ana", "1", "yes").Conversation.ID
			row.plant(l, shop)
			if err := l.Handle(t.Context(), l.due()[0]); !errors.Is(err, crash) {
				t.Fatalf("got %v, want the crash", err)
			}
			l.want(id, "shopper: yes")
			l.use(decider(returns), shop)
			l.pass(l.cfg.Lease)
			_, err := l.work()
			l.ok(err)
			l.want(id, "shopper: yes", "bot: done: true")
			if len(shop.keys) != 1 || int(shop.calls.Load()) != row.keys {
				t.Errorf("the shop was asked %v", shop.keys)
			}
		})
	}
}

// The process ends while the shop works: the act counts as begun, and is done
// again under its key.
func TestShutdownDuringAct(t *testing.T) {
	shop := &counted{}
	ctx, stop := context.WithCancel(t.Context())
	shop.during = stop
	l := newLine(t, decider(returns), shop)
	id := l.writes("ana", "1", "yes").Conversation.ID
	l.ok(l.Handle(ctx, l.due()[0]))
	l.want(id, "shopper: yes")
	shop.during = nil
	l.use(decider(returns), shop)
	_, err := l.work()
	l.ok(err)
	l.want(id, "shopper: yes", "bot: done: true")
	if len(shop.keys) != 1 {
		t.Errorf("asked under %d keys", len(shop.keys))
	}
}

func TestActFails(t *testing.T) {
	for _, row := range []struct {
		fail int
		want string
	}{{1, "done: true"}, {2, "done: false" + string(handoff.ToolFailure)}} {
		shop := &counted{fail: row.fail}
		l := newLine(t, decider(returns), shop)
		id := l.writes("ana", "1", "yes").Conversation.ID
		_, err := l.work()
		l.ok(err)
		l.want(id, "shopper: yes", "bot: "+row.want)
		if len(shop.keys) != 1 || shop.calls.Load() != 2 {
			t.Errorf("%d failures: asked %v", row.fail, shop.keys)
		}
	}
}

func TestHumanTakesOverDuringAct(t *testing.T) {
	var l *line
	var id string
	shop := &counted{during: func() { l.takesOver(id, "Li here") }}
	l = newLine(t, decider(returns), shop)
	id = l.writes("ana", "1", "yes").Conversation.ID
	_, err := l.work()
	l.ok(err)
	l.want(id, "shopper: yes", "system event agent_joined: Li has joined the conversation.", "agent: Li here", "system note act: start_return: done")
	_, err = l.desk.Resolve(t.Context(), id, li, chat.Outcome{Code: "solved"})
	l.ok(err)
	l.writes("ana", "2", "hi")
	_, err = l.work()
	l.ok(err)
	if got := l.log(id); got[len(got)-1] != "bot: read hi" {
		t.Errorf("after the human the bot tells what the human knows: %q", got)
	}
	if shop.calls.Load() != 1 {
		t.Errorf("done %d times", shop.calls.Load())
	}
}

// A human who takes over between the decision and its act stops the act.
func TestHumanTakesOverBeforeAct(t *testing.T) {
	var l *line
	shop := &counted{}
	l = newLine(t, decider(func(ctx context.Context, s bot.Snapshot) (bot.Decision, error) {
		d, err := returns(ctx, s)
		l.takesOver(s.Conversation.ID, "Li here")
		return d, err
	}), shop)
	l.writes("ana", "1", "yes")
	_, err := l.work()
	l.ok(err)
	if shop.calls.Load() != 0 {
		t.Error("the bot wrote to the shop although a human had the conversation")
	}
}

// What the shopper writes while the shop works is answered too.
func TestShopperWritesDuringAct(t *testing.T) {
	var l *line
	once := &counted{}
	once.during = func() {
		once.during = nil
		l.writes("ana", "2", "and where is my refund?")
	}
	l = newLine(t, decider(returns), once)
	id := l.writes("ana", "1", "yes").Conversation.ID
	_, err := l.work()
	l.ok(err)
	l.want(id, "shopper: yes", "shopper: and where is my refund?", "bot: done: true", "bot: read and where is my refund?")
}
