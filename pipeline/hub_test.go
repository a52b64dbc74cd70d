package pipeline_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/pipeline"
)

func hint(seq int64) chat.Hint {
	return chat.Hint{Kind: chat.HintLog, ConversationID: "c", Seq: seq}
}

func TestHubSpreads(t *testing.T) {
	var out []chat.Hint
	hub := pipeline.NewHub(func(h chat.Hint) { out = append(out, h) })
	a, stopA := hub.Subscribe(4)
	b, stopB := hub.Subscribe(4)
	defer stopB()
	hub.Publish(hint(1))
	stopA()
	hub.Spread(hint(2)) // from another replica: it must not go back
	if got := <-b; got != hint(1) {
		t.Errorf("got %+v", got)
	}
	if got := <-b; got != hint(2) {
		t.Errorf("got %+v", got)
	}
	if len(a) != 1 {
		t.Errorf("%d hints after the end of the subscription", len(a)-1)
	}
	if len(out) != 1 || out[0] != hint(1) {
		t.Errorf("other replicas got %v", out)
	}
}

// A subscriber that is too slow loses hints, and is told so; the publisher never
// waits.
func TestHubResync(t *testing.T) {
	for _, buffer := range []int{1, 3} {
		hub := pipeline.NewHub(nil)
		ch, stop := hub.Subscribe(buffer)
		defer stop()
		for i := range int64(10) {
			hub.Publish(hint(i))
		}
		resync := false
		for range buffer {
			h := <-ch
			resync = resync || h.Kind == chat.HintResync
		}
		if !resync {
			t.Errorf("buffer %d: hints were lost in silence", buffer)
		}
		hub.Publish(hint(99))
		if got := <-ch; got != hint(99) {
			t.Errorf("buffer %d: afterwards %+v", buffer, got)
		}
	}
}

func TestWait(t *testing.T) {
	l := newLine(t, says("ok"), nil)
	r := l.writes("ana", "1", "hello")
	got := make(chan pipeline.Record, 1)
	go func() {
		rec, err := l.Wait(t.Context(), r.Conversation.ID, r.Message.Seq)
		if err != nil {
			t.Error(err)
		}
		got <- rec
	}()
	_, err := l.work()
	l.ok(err)
	if rec := <-got; rec.InSeq != 1 || rec.FromSeq != 2 || rec.ToSeq != 2 {
		t.Errorf("%+v", rec)
	}
	if rec, err := l.Wait(t.Context(), r.Conversation.ID, r.Message.Seq); err != nil || rec.InSeq != 1 {
		t.Errorf("what is there already: %+v, %v", rec, err)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Millisecond)
	defer stop()
	if _, err := l.Wait(ctx, r.Conversation.ID, 7); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("got %v", err)
	}
}
