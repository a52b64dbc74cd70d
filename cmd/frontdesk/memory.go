package main

import (
	"context"
	"runtime/debug"
	"sync/atomic"
	"time"
)

const (
	// restAfter is how long no turn ends before the process is at rest.
	restAfter = 2 * time.Second
	// restEvery is the least time between two returns of memory: each costs a
	// garbage collection.
	restEvery = 30 * time.Second
)

// trimmer gives memory back to the system when a rush of messages is over; by
// itself the runtime keeps up to twice what is in use for minutes.
type trimmer struct{ turns atomic.Int64 }

// run returns memory once after every rush, until ctx ends.
func (t *trimmer) run(ctx context.Context) error {
	tick := time.NewTicker(restAfter)
	defer tick.Stop()
	var seen, returned int64
	var last time.Time
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-tick.C:
			turns := t.turns.Load()
			if turns == seen && turns != returned && now.Sub(last) >= restEvery {
				debug.FreeOSMemory()
				returned, last = turns, now
			}
			seen = turns
		}
	}
}
