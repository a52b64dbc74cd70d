package storetest

import (
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/uuid"
)

// Bench measures an engine at the given number of clients: durable messages
// received, and whole turns (load, commit of an answer with its outbox row)
// with the message before each, a second.
func Bench(b *testing.B, open Open) {
	newID := func() string { return uuid.Must(uuid.NewV7()).String() }
	for _, clients := range []int{1, 8, 32} {
		b.Run(fmt.Sprintf("receive/clients=%d", clients), func(b *testing.B) {
			e := open(b, time.Now, newID)
			inParallel(b, clients, func(n int64) error {
				_, err := e.Receive(b.Context(), inbound(fmt.Sprint("c", n%10_000), fmt.Sprint(n), "where is my order 12345?"), time.Now())
				return err
			})
		})
		b.Run(fmt.Sprintf("turn/clients=%d", clients), func(b *testing.B) {
			e := open(b, time.Now, newID)
			inParallel(b, clients, func(n int64) error {
				r, err := e.Receive(b.Context(), inbound(fmt.Sprint("c", n), fmt.Sprint(n), "where is my order 12345?"), time.Now())
				if err != nil {
					return err
				}
				s, err := e.Load(b.Context(), r.Conversation.ID)
				if err != nil {
					return err
				}
				_, err = e.Commit(b.Context(), answer(s.Conversation, r.Message.Seq, "It is on its way and will be there on Friday."))
				return err
			})
		})
	}
}

// inParallel spreads b.N operations over the clients.
func inParallel(b *testing.B, clients int, do func(n int64) error) {
	var next atomic.Int64
	done := make(chan error, clients)
	b.ResetTimer()
	for range clients {
		go func() {
			for {
				n := next.Add(1)
				if n > int64(b.N) {
					done <- nil
					return
				}
				if err := do(n); err != nil {
					done <- err
					return
				}
			}
		}()
	}
	for range clients {
		if err := <-done; err != nil {
			b.Fatal(err)
		}
	}
	b.StopTimer()
	b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "op/s")
}
