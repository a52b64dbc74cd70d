package pipeline_test

import (
	"fmt"
	"runtime"
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/pipeline"
)

// Whoever has had a message accepted gets the turn from the worker, with what it
// says, whether they begin to wait before the turn or after it.
func TestWaitFor(t *testing.T) {
	for _, early := range []bool{true, false} {
		l := newLine(t, says("ok"), nil)
		r := l.writes("ana", "1", "hello")
		got := make(chan pipeline.Answer, 1)
		wait := func() {
			a, err := l.WaitFor(t.Context(), r)
			if err != nil {
				t.Error(err)
			}
			got <- a
		}
		if early {
			go wait()
		}
		_, err := l.work()
		l.ok(err)
		if !early {
			wait()
		}
		a := <-got
		if len(a.Said) != 1 || a.Said[0].Text != "ok" || a.Said[0].Seq != 2 {
			t.Errorf("early %v: said %+v", early, a.Said)
		}
		stored, err := l.Wait(t.Context(), r.Conversation.ID, r.Message.Seq)
		l.ok(err)
		if a.InSeq != stored.InSeq || a.FromSeq != stored.FromSeq || a.ToSeq != stored.ToSeq || a.Owner != stored.Owner || !a.At.Equal(stored.At) {
			t.Errorf("early %v: told %+v, stored %+v", early, a.Record, stored)
		}
	}
}

// A turn that another process commits is found by its hint, and without one by
// polling.
func TestWaitForAnotherProcess(t *testing.T) {
	for _, poll := range []time.Duration{time.Hour, time.Millisecond} {
		l := newLine(t, says("ok"), nil)
		l.cfg.Poll = poll
		l.use(says("ok"), nil)
		here := l.Pipeline
		r := l.writes("ana", "1", "hello")
		l.use(says("from there"), nil) // another process takes over
		got := make(chan error, 1)
		go func() {
			a, err := here.WaitFor(t.Context(), r)
			if err == nil && (a.InSeq != 1 || a.Said != nil) {
				err = fmt.Errorf("got %+v", a)
			}
			got <- err
		}()
		_, err := l.work()
		l.ok(err)
		for heard := false; !heard; {
			select {
			case err := <-got:
				l.ok(err)
				heard = true
			default:
				runtime.Gosched()
				if poll == time.Hour { // again and again: the first may come before anybody waits
					here.Heard(chat.Hint{Kind: chat.HintLog, ConversationID: r.Conversation.ID})
				}
			}
		}
	}
}
