package storetest

import (
	"errors"
	"fmt"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/pipeline"
)

// gapless wants a conversation's log to be 1, 2, 3 and as long as it says.
func (w *world) gapless(conversationID string) {
	w.t.Helper()
	c, err := w.Conversation(w.t.Context(), conversationID)
	w.ok(err)
	log, err := w.Messages(w.t.Context(), conversationID, 0, 0)
	w.ok(err)
	if int64(len(log)) != c.LastSeq {
		w.t.Fatalf("%d messages, LastSeq %d", len(log), c.LastSeq)
	}
	for i, m := range log {
		if m.Seq != int64(i+1) {
			w.t.Fatalf("place %d has seq %d", i+1, m.Seq)
		}
	}
}

func tryManyWriters(t *testing.T, w *world) {
	const writers, each = 64, 10
	id := w.say("ana", "first", "hi").Conversation.ID
	var wg sync.WaitGroup
	for n := range writers {
		wg.Go(func() {
			last := int64(0)
			for i := range each {
				r, err := w.Receive(t.Context(), inbound("ana", fmt.Sprintf("%d-%d", n, i), "hi"), w.clock.Now())
				if err != nil || !r.Fresh || r.Conversation.ID != id || r.Message.Seq <= last {
					t.Errorf("writer %d: got %+v after %d, error %v", n, r.Message, last, err)
					return
				}
				last = r.Message.Seq
			}
		})
	}
	wg.Wait()
	w.gapless(id)
	c, err := w.Conversation(t.Context(), id)
	w.ok(err)
	w.got("messages and versions", []int64{c.LastSeq, c.Version}, []int64{writers*each + 1, writers*each + 1})
}

func tryFirstMessages(t *testing.T, w *world) {
	for round := range 10 {
		var wg sync.WaitGroup
		var opened atomic.Int64
		var id sync.Map
		for n := range 8 {
			wg.Go(func() {
				r, err := w.Receive(t.Context(), inbound(fmt.Sprint("new", round), fmt.Sprintf("%d-%d", round, n), "hi"), w.clock.Now())
				if err != nil {
					t.Error(err)
					return
				}
				if r.Opened {
					opened.Add(1)
				}
				id.Store(r.Conversation.ID, true)
			})
		}
		wg.Wait()
		w.got("opened", opened.Load(), int64(1))
		id.Range(func(k, _ any) bool { w.gapless(k.(string)); return true })
	}
}

func tryRedelivery(t *testing.T, w *world) {
	const times = 50
	var wg sync.WaitGroup
	var fresh atomic.Int64
	var seqs sync.Map
	for range times {
		wg.Go(func() {
			r, err := w.Receive(t.Context(), inbound("ana", "same", "hi"), w.clock.Now())
			if err != nil {
				t.Error(err)
				return
			}
			if r.Fresh {
				fresh.Add(1)
			}
			seqs.Store(r.Message.ID, r.Conversation.ID)
		})
	}
	wg.Wait()
	w.got("fresh", fresh.Load(), int64(1))
	count := 0
	seqs.Range(func(_, id any) bool { count++; w.gapless(id.(string)); return true })
	w.got("messages", count, 1)
}

// Turns, a takeover and new messages race: exactly one of those that were
// decided on the same version is written.
func tryOneTurnWins(t *testing.T, w *world) {
	for round := range 20 {
		ref := fmt.Sprint("ref", round)
		r := w.say(ref, ref, "hi")
		a, err := w.Commit(t.Context(), transfer(r.Conversation, 1, "case-"+ref))
		w.ok(err)
		var wg sync.WaitGroup
		var won, lost atomic.Int64
		tell := func(err error) {
			switch {
			case err == nil:
				won.Add(1)
			case errors.Is(err, fault.ErrStale):
				lost.Add(1)
			default:
				t.Error(err)
			}
		}
		for range 4 {
			wg.Go(func() { _, err := w.Commit(t.Context(), answer(a.Conversation, 1, "from the bot")); tell(err) })
			wg.Go(func() { _, err := w.Apply(t.Context(), takeOver(a.Conversation, *a.Case, "li")); tell(err) })
		}
		wg.Wait()
		w.got("won and lost", []int64{won.Load(), lost.Load()}, []int64{1, 7})
		w.gapless(r.Conversation.ID)
	}
}

// Workers share what is due and what goes out; nobody gets what another has.
func tryWorkers(t *testing.T, w *world) {
	const conversations, workers = 60, 8
	for n := range conversations {
		ref := fmt.Sprint("c", n)
		r := w.say(ref, ref, "hi")
		turn := answer(r.Conversation, 1, "hello")
		_, err := w.Commit(t.Context(), turn)
		w.ok(err)
		w.say(ref, ref+"-2", "thanks")
	}
	var wg sync.WaitGroup
	var leased, claimed sync.Map
	var count atomic.Int64
	for range workers {
		wg.Go(func() {
			for {
				leases, err := w.Due(t.Context(), w.clock.Now(), 7, time.Minute)
				rows, err2 := w.ClaimOut(t.Context(), w.clock.Now(), 7, time.Minute)
				if err = errors.Join(err, err2); err != nil {
					t.Error(err)
				}
				if err != nil || len(leases)+len(rows) == 0 {
					return
				}
				for _, l := range leases {
					if _, twice := leased.LoadOrStore(l.ConversationID, l); twice {
						t.Errorf("%s was leased twice", l.ConversationID)
					}
					count.Add(1)
				}
				for _, o := range rows {
					if _, twice := claimed.LoadOrStore(o.ID, o); twice {
						t.Errorf("%s was claimed twice", o.ID)
					}
					count.Add(1)
					if err := w.SettleOut(t.Context(), o.ID, pipeline.Sent, "", time.Time{}); err != nil {
						t.Error(err)
					}
				}
			}
		})
	}
	wg.Wait()
	w.got("everything was given to somebody", count.Load(), int64(2*conversations))
}
