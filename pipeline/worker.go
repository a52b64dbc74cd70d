package pipeline

import (
	"context"
	"errors"
	"sync"
	"time"
)

// Wake tells the workers that something is due. It never blocks.
func (p *Pipeline) Wake() {
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// Run leases due conversations and works on them until ctx ends; it returns
// when the turns in flight have ended. Waking is a hint, polling the truth: what
// another process or a crash has left is found within Poll.
func (p *Pipeline) Run(ctx context.Context) error {
	jobs := make(chan Lease)
	idle := make(chan struct{}, p.cfg.Workers) // one each
	var wg sync.WaitGroup
	for range p.cfg.Workers {
		idle <- struct{}{}
		wg.Go(func() {
			for l := range jobs {
				p.serve(ctx, l)
				idle <- struct{}{}
			}
		})
	}
	p.dispatch(ctx, jobs, idle)
	close(jobs)
	wg.Wait()
	return nil
}

func (p *Pipeline) serve(ctx context.Context, l Lease) {
	if ctx.Err() != nil { // it was handed over while the stop came
		p.giveBack(ctx, []Lease{l})
		return
	}
	if err := p.Handle(ctx, l); err != nil && !errors.Is(err, context.Canceled) {
		p.cfg.Log.Error("handle", "conversation", l.ConversationID, "err", err)
	}
}

// dispatch hands leases to the workers. It leases only as many as there are idle
// ones: no lease runs out in a queue, and what this process has no hands for is
// another one's.
func (p *Pipeline) dispatch(ctx context.Context, jobs chan<- Lease, idle chan struct{}) {
	poll := time.NewTimer(0)
	defer poll.Stop()
	for {
		free := take(ctx, idle)
		if free == 0 {
			return
		}
		leases, err := p.lease(ctx, free)
		if err != nil && ctx.Err() == nil {
			p.cfg.Log.Error("lease due conversations", "err", err)
		}
		for i, l := range leases {
			select {
			case jobs <- l:
			case <-ctx.Done():
				p.giveBack(ctx, leases[i:])
				return
			}
		}
		if len(leases) == free {
			continue
		}
		for range free - len(leases) {
			idle <- struct{}{}
		}
		poll.Reset(p.cfg.Poll)
		select {
		case <-ctx.Done():
			return
		case <-p.wake:
		case <-poll.C:
		}
	}
}

// booking is how long the database may take to give out work or to note what became of
// it. It is longer than a database is busy and shorter than what it gives out is leased:
// one that hangs costs a worker that long, and not the worker.
const booking = 10 * time.Second

// outlast is a context for that: it goes on when ctx ends, and ends by itself.
func outlast(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(context.WithoutCancel(ctx), booking)
}

// lease goes on when ctx ends: what the database has leased by then must be given
// back, and so be known.
func (p *Pipeline) lease(ctx context.Context, n int) ([]Lease, error) {
	limited, cancel := outlast(ctx)
	defer cancel()
	return p.store.Due(limited, p.cfg.Now(), n, p.cfg.Lease)
}

// take waits until somebody is idle and counts who is; 0 when ctx ends.
func take(ctx context.Context, idle <-chan struct{}) (n int) {
	select {
	case <-ctx.Done():
		return 0
	case <-idle:
	}
	for n = 1; ; n++ {
		select {
		case <-idle:
		default:
			return n
		}
	}
}

// giveBack ends leases that nobody has begun with, all of them within one limit: those
// that it does not come to run out.
func (p *Pipeline) giveBack(ctx context.Context, leases []Lease) {
	limited, cancel := outlast(ctx)
	defer cancel()
	for _, l := range leases {
		if err := p.store.Release(limited, l, time.Time{}); err != nil {
			p.cfg.Log.Error("release", "conversation", l.ConversationID, "err", err)
		}
	}
}
