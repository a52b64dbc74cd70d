package main

import (
	"context"
	"runtime/debug"
	"runtime/metrics"
	"sync/atomic"
	"time"
)

const (
	// restAfter is how long no turn ends before the process is at rest.
	restAfter = 2 * time.Second
	// restEvery is the least time between two returns of memory: each costs a
	// garbage collection.
	restEvery = 5 * time.Second
	// worthReturning is how much the heap must have grown since the last return,
	// in bytes: less is not worth a collection.
	worthReturning = 8 << 20
)

// trimmer gives memory back to the system when a rush of messages or of
// connections is over; by itself the runtime keeps up to twice what is in use
// for minutes.
type trimmer struct{ turns atomic.Int64 }

// run returns memory once after every rush, until ctx ends.
func (t *trimmer) run(ctx context.Context) error {
	tick := time.NewTicker(restAfter)
	defer tick.Stop()
	var seen int64
	var last time.Time
	left := uint64(0)
	for {
		select {
		case <-ctx.Done():
			return nil
		case now := <-tick.C:
			turns := t.turns.Load()
			if turns == seen && now.Sub(last) >= restEvery && heapHeld() > left+worthReturning {
				giveBack()
				last, left = now, heapHeld()
			}
			seen = turns
		}
	}
}

// giveBack returns to the system what is not in use: of the heap and of the
// program's own file.
func giveBack() {
	debug.FreeOSMemory()
	dropPages()
}

// heapHeld is what the heap holds of the system's memory, garbage included, in
// bytes.
func heapHeld() uint64 {
	held := []metrics.Sample{
		{Name: "/memory/classes/heap/objects:bytes"},
		{Name: "/memory/classes/heap/unused:bytes"},
		{Name: "/memory/classes/heap/free:bytes"},
	}
	metrics.Read(held)
	sum := uint64(0)
	for _, s := range held {
		sum += s.Value.Uint64()
	}
	return sum
}
