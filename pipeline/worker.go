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
	var wg sync.WaitGroup
	for range p.cfg.Workers {
		wg.Go(func() {
			for l := range jobs {
				if ctx.Err() != nil { // it was handed over while the stop came
					p.giveBack(context.WithoutCancel(ctx), []Lease{l})
					continue
				}
				if err := p.Handle(ctx, l); err != nil && !errors.Is(err, context.Canceled) {
					p.cfg.Log.Error("handle", "conversation", l.ConversationID, "err", err)
				}
			}
		})
	}
	p.dispatch(ctx, jobs)
	close(jobs)
	wg.Wait()
	return nil
}

// dispatch hands leases to the workers. A batch is leased only as large as
// there are workers, so that no lease runs out in a queue.
func (p *Pipeline) dispatch(ctx context.Context, jobs chan<- Lease) {
	poll := time.NewTimer(0)
	defer poll.Stop()
	for {
		leases, err := p.store.Due(ctx, p.cfg.Now(), p.cfg.Workers, p.cfg.Lease)
		if err != nil && ctx.Err() == nil {
			p.cfg.Log.Error("lease due conversations", "err", err)
		}
		for i, l := range leases {
			select {
			case jobs <- l:
			case <-ctx.Done():
				p.giveBack(context.WithoutCancel(ctx), leases[i:])
				return
			}
		}
		if len(leases) == p.cfg.Workers {
			continue
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

func (p *Pipeline) giveBack(ctx context.Context, leases []Lease) {
	for _, l := range leases {
		if err := p.store.Release(ctx, l, time.Time{}); err != nil {
			p.cfg.Log.Error("release", "conversation", l.ConversationID, "err", err)
		}
	}
}
