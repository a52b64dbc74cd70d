package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/internal/fault"
)

func TestHumanTakesOverWhileBotThinks(t *testing.T) {
	var l *line
	l = newLine(t, decider(func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
		l.takesOver(s.Conversation.ID, "Hi, Li here")
		return bot.Decision{Action: bot.Answer, Text: "I am a bot"}, nil
	}), nil)
	id := l.writes("ana", "1", "hello").Conversation.ID
	if _, err := l.work(); err != nil {
		t.Fatalf("a turn that was overtaken failed: %v", err)
	}
	l.want(id, "shopper: hello", "system event agent_joined: Li has joined the conversation.", "agent: Hi, Li here", "bot draft: I am a bot")
	l.writes("ana", "2", "thanks")
	if n, _ := l.work(); n != 0 {
		t.Error("the bot woke up while a human owns the conversation")
	}
}

func TestRedelivery(t *testing.T) {
	l := newLine(t, says("ok"), nil)
	first := l.writes("ana", "1", "hello")
	again := l.writes("ana", "1", "hello")
	if !first.Fresh || again.Fresh || again.Message.ID != first.Message.ID {
		t.Errorf("first %+v, again %+v", first, again)
	}
	if n, err := l.work(); n != 1 || err != nil {
		t.Fatalf("%d turns, %v", n, err)
	}
	l.writes("ana", "1", "hello")
	if n, _ := l.work(); n != 0 {
		t.Error("a redelivery was answered")
	}
	l.want(first.Conversation.ID, "shopper: hello", "bot: ok")
}

func TestThreeQuickMessagesOneReply(t *testing.T) {
	var l *line
	thinking := 0
	l = newLine(t, decider(func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
		if thinking++; thinking == 1 {
			l.writes("ana", "3", "the blue one")
		}
		return bot.Decision{Action: bot.Answer, Text: fmt.Sprint("read ", len(s.History))}, nil
	}), nil)
	id := l.writes("ana", "1", "hi").Conversation.ID
	l.writes("ana", "2", "where is my bag")
	if n, err := l.work(); n != 2 || err != nil {
		t.Fatalf("%d turns, %v; want the stale one and another", n, err)
	}
	l.want(id, "shopper: hi", "shopper: where is my bag", "shopper: the blue one", "bot: read 3")
}

// A failure to decide, whatever it is, brings a person, with words.
func TestFailureToDecide(t *testing.T) {
	for name, fail := range map[string]decider{
		"error": func(context.Context, bot.Snapshot) (bot.Decision, error) {
			return bot.Decision{}, errors.New("no model")
		},
		"panic": func(context.Context, bot.Snapshot) (bot.Decision, error) { panic("nil map") },
		"no number": func(_ context.Context, s bot.Snapshot) (bot.Decision, error) { // JSON has none, so it could not be stored
			return bot.Decision{Action: bot.Answer, Text: "hm", Next: s.State, Trace: []bot.Step{{Data: map[string]any{"p": math.NaN()}}}}, nil
		},
		"no probability": func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
			return bot.Decision{Action: bot.Answer, Text: "hm", Next: s.State, Confidence: math.Inf(1)}, nil
		},
		"timeout": func(ctx context.Context, _ bot.Snapshot) (bot.Decision, error) {
			<-ctx.Done()
			return bot.Decision{}, ctx.Err()
		},
	} {
		t.Run(name, func(t *testing.T) {
			l := newLine(t, fail, nil)
			l.cfg.TurnTimeout = time.Millisecond
			l.use(fail, nil)
			id := l.writes("ana", "1", "help").Conversation.ID
			if _, err := l.work(); err != nil {
				t.Fatal(err)
			}
			l.want(id, "shopper: help", "bot event handoff_requested: "+l.words.Say("en", "handoff.error"))
			cases := l.cases(id)
			if len(cases) != 1 || cases[0].Reason.Code != handoff.ErrorReason || cases[0].Packet.CustomerGoal != "help" {
				t.Fatalf("%+v", cases)
			}
			if got := l.conversation(id); !got.WaitingSince.Equal(t0) || got.Owner != chat.OwnerQueue {
				t.Errorf("%s, waiting since %v", got.Owner, got.WaitingSince)
			}
			l.writes("ana", "2", "hello?") // a second failure must not make a second case
			if _, err := l.work(); err != nil {
				t.Fatal(err)
			}
			if got := l.cases(id); len(got) != 1 {
				t.Errorf("%d cases", len(got))
			}
		})
	}
}

// A shutdown is no failure to decide: nobody is handed off, the message stays
// due.
func TestShutdownWhileDeciding(t *testing.T) {
	ctx, stop := context.WithCancel(t.Context())
	l := newLine(t, decider(func(ctx context.Context, _ bot.Snapshot) (bot.Decision, error) {
		stop()
		<-ctx.Done()
		return bot.Decision{}, ctx.Err()
	}), nil)
	id := l.writes("ana", "1", "hello").Conversation.ID
	if err := l.Handle(ctx, l.due()[0]); err != nil {
		t.Fatal(err)
	}
	l.want(id, "shopper: hello")
	l.use(says("ok"), nil)
	if n, err := l.work(); n != 1 || err != nil {
		t.Fatalf("the next process made %d turns, %v", n, err)
	}
	l.want(id, "shopper: hello", "bot: ok")
}

func TestNoLoopAfterHandback(t *testing.T) {
	l := newLine(t, decider(func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
		for _, m := range s.History {
			if strings.Contains(m.Text, "human please") {
				return bot.Decision{Action: bot.Handoff, Reason: bot.ReasonRequest}, nil
			}
		}
		return bot.Decision{Action: bot.Answer, Text: fmt.Sprintf("sure, after %s", s.Conversation.Outcome.Code)}, nil
	}), nil)
	id := l.writes("ana", "1", "human please").Conversation.ID
	if _, err := l.work(); err != nil {
		t.Fatal(err)
	}
	l.takesOver(id, "Li here")
	_, err := l.desk.Return(t.Context(), id, li, chat.Outcome{Code: "solved"})
	l.ok(err)
	l.writes("ana", "2", "track my parcel")
	if _, err := l.work(); err != nil {
		t.Fatal(err)
	}
	got := l.log(id)
	if got[len(got)-1] != "bot: sure, after solved" || len(l.cases(id)) != 0 {
		t.Errorf("%q, cases %v", got, l.cases(id))
	}
}

// The bot of an episode sees what the human said in it: a case that went back
// to the queue is one conversation.
func TestHumansTurnsAreSeen(t *testing.T) {
	var seen []string
	l := newLine(t, decider(func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
		seen = nil
		for _, m := range s.History {
			seen = append(seen, string(m.Author)+": "+m.Text)
		}
		return bot.Decision{Action: bot.Handoff, Reason: bot.ReasonRequest}, nil
	}), nil)
	id := l.writes("ana", "1", "human please").Conversation.ID
	_, err := l.work()
	l.ok(err)
	l.takesOver(id, "One moment")
	_, err = l.desk.Say(t.Context(), id, li, chat.Message{Kind: chat.KindNote, Text: "difficult"})
	l.ok(err)
	_, err = l.desk.Transfer(t.Context(), id, li, handoff.Target{})
	l.ok(err)
	l.writes("ana", "2", "hello?")
	_, _ = l.work() // a handoff of what waits already is refused; only what was seen counts here
	all := strings.Join(seen, "\n")
	if !strings.Contains(all, "agent: One moment") || strings.Contains(all, "difficult") {
		t.Errorf("the bot saw\n%s", all)
	}
}

// A handoff is one step: where it is overtaken, neither text nor case is there.
func TestOvertakenHandoff(t *testing.T) {
	var l *line
	turn := 0
	l = newLine(t, decider(func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
		if turn++; turn == 1 {
			l.writes("ana", "2", "about my order")
			return bot.Decision{Action: bot.Handoff, Reason: bot.ReasonRequest}, nil
		}
		if n := len(l.cases(s.Conversation.ID)); n != 0 || len(s.History) != 2 {
			t.Errorf("the overtaken handoff left %d cases, history %d", n, len(s.History))
		}
		return bot.Decision{Action: bot.Handoff, Reason: bot.ReasonRequest}, nil
	}), nil)
	id := l.writes("ana", "1", "human please").Conversation.ID
	if _, err := l.work(); err != nil {
		t.Fatal(err)
	}
	l.want(id, "shopper: human please", "shopper: about my order", "bot event handoff_requested: "+l.words.Say("en", "handoff"))
	if got := l.cases(id); len(got) != 1 || got[0].Packet.UptoSeq != 2 {
		t.Errorf("%+v", got)
	}
}

func TestLoadFails(t *testing.T) {
	l := newLine(t, says("ok"), nil)
	id := l.writes("ana", "1", "hello").Conversation.ID
	l.store.fail("Load", fault.New(fault.Unavailable, "", "the disk hangs"))
	if n, err := l.work(); n != 1 || err == nil {
		t.Fatalf("%d turns, %v", n, err)
	}
	l.want(id, "shopper: hello")
	l.pass(time.Second) // the next try
	if n, err := l.work(); n != 1 || err != nil {
		t.Fatalf("%d turns, %v", n, err)
	}
	l.want(id, "shopper: hello", "bot: ok")
}

func TestWaiting(t *testing.T) {
	l := newLine(t, decider(func(context.Context, bot.Snapshot) (bot.Decision, error) {
		return bot.Decision{Action: bot.Handoff, Reason: bot.ReasonRequest, Text: "The return period is over."}, nil
	}), nil)
	id := l.writes("ana", "1", "human please").Conversation.ID
	_, err := l.work()
	l.ok(err)
	l.want(id, "shopper: human please", "bot event handoff_requested: The return period is over.\n\n"+l.words.Say("en", "handoff"))
	l.use(decider(func(context.Context, bot.Snapshot) (bot.Decision, error) {
		return bot.Decision{Action: bot.Withdraw, Text: "Cancelled."}, nil
	}), nil)
	l.writes("ana", "2", "never mind")
	_, err = l.work()
	l.ok(err)
	if c := l.conversation(id); c.Owner != chat.OwnerBot || len(l.cases(id)) != 0 || len(l.cases(id, handoff.Withdrawn)) != 1 {
		t.Errorf("%s, open cases %v", c.Owner, l.cases(id))
	}
}
