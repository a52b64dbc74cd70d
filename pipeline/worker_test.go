package pipeline_test

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
)

// TestGracefulStop: a process that is asked to stop finishes the turns in
// flight, begins no others, gives its leases back, and the next process does
// the rest: every message is answered once.
func TestGracefulStop(t *testing.T) {
	const conversations, workers = 30, 4
	thinking, go_on := make(chan string, conversations), make(chan struct{})
	slow := decider(func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
		thinking <- s.Conversation.ID
		<-go_on
		return bot.Decision{Action: bot.Answer, Text: "first process"}, nil
	})
	l := newLine(t, slow, nil)
	ids := map[string]bool{}
	for i := range conversations {
		ids[l.writes(fmt.Sprint("shopper", i), fmt.Sprint("m", i), "hello").Conversation.ID] = true
	}
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- l.Run(ctx) }()
	inFlight := map[string]bool{}
	for range workers {
		inFlight[<-thinking] = true
	}
	stop()
	select {
	case <-ended:
		t.Fatal("the process ended with turns in flight")
	default:
	}
	close(go_on)
	l.ok(<-ended)
	if len(thinking) != 0 {
		t.Errorf("%d turns began after the stop", len(thinking))
	}
	l.use(says("second process"), nil)
	if _, err := l.work(); err != nil {
		t.Fatal(err)
	}
	for id := range ids {
		if log := l.log(id); len(log) != 2 || !strings.HasSuffix(log[1], "process") {
			t.Errorf("in flight %v: %q", inFlight[id], log)
		}
	}
}

// TestP11_BusyProcess: a process whose workers are all busy leases nothing, so that
// another one answers at once.
func TestP11_BusyProcess(t *testing.T) {
	thinking, go_on := make(chan string, 2), make(chan struct{})
	slow := decider(func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
		thinking <- s.Conversation.ID
		<-go_on
		return bot.Decision{Action: bot.Answer, Text: "busy process"}, nil
	})
	l := newLine(t, slow, nil)
	l.cfg.Workers = 1
	l.use(slow, nil)
	busy := l.Pipeline
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 2)
	go func() { ended <- busy.Run(ctx) }()
	first := l.writes("ana", "m1", "hello").Conversation.ID
	<-thinking
	l.use(says("idle process"), nil)
	go func() { ended <- l.Run(ctx) }()
	second, err := busy.Accept(ctx, chat.Inbound{ChannelID: "web", Customer: chat.Customer{Ref: "ben"}, Message: chat.Message{Text: "hello", ExternalID: "m2"}})
	l.ok(err)
	busy.Wake()
	waiting, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	l.Wake()
	if _, err := l.Wait(waiting, second.Conversation.ID, second.Message.Seq); err != nil {
		t.Errorf("the other process: %v", err)
	}
	close(go_on)
	if _, err := busy.Wait(ctx, first, 1); err != nil {
		t.Error(err)
	}
	stop()
	l.ok(<-ended)
	l.ok(<-ended)
	l.want(second.Conversation.ID, "shopper: hello", "bot: idle process")
}

// TestStopWhileLeasing: what a process leases while it is asked to stop is given back,
// and the next one need not wait until the lease ends.
func TestStopWhileLeasing(t *testing.T) {
	l := newLine(t, says("first process"), nil)
	id := l.writes("ana", "m1", "hello").Conversation.ID
	ctx, stop := context.WithCancel(t.Context())
	l.store.leasing = stop
	l.ok(l.Run(ctx))
	l.use(says("second process"), nil)
	_, err := l.work()
	l.ok(err)
	if log := l.log(id); len(log) != 2 {
		t.Errorf("the conversation waits for the end of a lease that nobody has: %q", log)
	}
}

// TestRunAnswersWhatComes: no wake-up is lost while workers are busy.
func TestRunAnswersWhatComes(t *testing.T) {
	l := newLine(t, says("ok"), nil)
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- l.Run(ctx) }()
	var wg sync.WaitGroup
	for i := range 40 {
		wg.Go(func() {
			r := l.writes(fmt.Sprint("shopper", i), fmt.Sprint("m", i), "hello")
			if _, err := l.Wait(ctx, r.Conversation.ID, r.Message.Seq); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	stop()
	l.ok(<-ended)
}

// A worker that died holds its lease until it ends; then another one goes on.
func TestLeaseOfADeadWorker(t *testing.T) {
	l := newLine(t, says("ok"), nil)
	id := l.writes("ana", "1", "hello").Conversation.ID
	if n := len(l.due()); n != 1 {
		t.Fatalf("%d leases", n)
	} // and the worker dies
	if n, _ := l.work(); n != 0 {
		t.Error("two workers have the same conversation")
	}
	l.pass(l.cfg.Lease)
	if n, err := l.work(); n != 1 || err != nil {
		t.Errorf("%d turns, %v", n, err)
	}
	l.want(id, "shopper: hello", "bot: ok")
}

func TestQuietTimeMakesOneTurn(t *testing.T) {
	l := newLine(t, decider(func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
		return bot.Decision{Action: bot.Answer, Text: fmt.Sprint("read ", len(s.History))}, nil
	}), nil)
	l.cfg.Quiet = func(string) time.Duration { return time.Second }
	l.use(decider(func(_ context.Context, s bot.Snapshot) (bot.Decision, error) {
		return bot.Decision{Action: bot.Answer, Text: fmt.Sprint("read ", len(s.History))}, nil
	}), nil)
	id := l.writes("ana", "1", "hi").Conversation.ID
	for i := range 3 {
		l.pass(700 * time.Millisecond)
		if n, _ := l.work(); n != 0 {
			t.Fatalf("answered after %d messages", i+1)
		}
		l.writes("ana", fmt.Sprint("more", i), "and")
	}
	l.pass(time.Second)
	if n, err := l.work(); n != 1 || err != nil {
		t.Fatalf("%d turns, %v", n, err)
	}
	if log := l.log(id); log[len(log)-1] != "bot: read 4" {
		t.Errorf("%q", log)
	}
}

func TestTypingHoldsTheTurn(t *testing.T) {
	l := newLine(t, says("ok"), nil)
	id := l.writes("ana", "1", "hi").Conversation.ID
	l.Typing(id)
	_, err := l.work()
	l.ok(err)
	l.want(id, "shopper: hi")
	l.pass(2 * time.Second)
	_, err = l.work()
	l.ok(err)
	l.want(id, "shopper: hi", "bot: ok")
}

// Whoever goes on typing is answered all the same.
func TestTypingWithoutEnd(t *testing.T) {
	l := newLine(t, says("ok"), nil)
	id := l.writes("ana", "1", "hi").Conversation.ID
	for range 10 {
		l.Typing(id)
		_, err := l.work()
		l.ok(err)
		l.pass(time.Second)
	}
	l.Typing(id)
	_, err := l.work()
	l.ok(err)
	l.want(id, "shopper: hi", "bot: ok")
}

func TestSecretsAreMaskedBeforeTheyAreStored(t *testing.T) {
	l := newLine(t, says("ok"), nil)
	id := l.writes("ana", "1", "my card is 4111 1111 1111 1111").Conversation.ID
	if got := l.log(id)[0]; strings.Contains(got, "4111 1111 1111 1111") {
		t.Errorf("stored: %q", got)
	}
}

func TestAcceptRefuses(t *testing.T) {
	l := newLine(t, says("ok"), nil)
	for name, in := range map[string]chat.Inbound{
		"nobody sent it": {ChannelID: "web", Message: chat.Message{Text: "hi"}},
		"no channel":     {Customer: chat.Customer{Ref: "ana"}, Message: chat.Message{Text: "hi"}},
	} {
		if _, err := l.Accept(t.Context(), in); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
}

// TestPreviewStoresNothing: the test box uses the live path and leaves no trace.
func TestPreviewStoresNothing(t *testing.T) {
	l := newLine(t, says("ok"), nil)
	_, d, err := l.Preview(t.Context(), "hello", "en", "GB")
	if err != nil || d.Text != "ok" {
		t.Fatalf("%+v, %v", d, err)
	}
	if leases := l.due(); len(leases) != 0 {
		t.Error("a preview made work")
	}
}
