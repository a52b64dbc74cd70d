package notice

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"slices"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/internal/mask"
)

// Mailer sends a letter to a person. An error of kind fault.Invalid refuses it for
// good; any other may pass, after RetryAfter where the fault has one.
type Mailer interface {
	Mail(ctx context.Context, l Letter) error
}

// Poster posts a notice to the shop's system, with the same errors.
type Poster interface {
	Post(ctx context.Context, n Notice, l Letter) error
}

// CourierConfig is how a Courier is set up. Mailer and Poster may be nil: what is
// for them waits, and is given up in time.
type CourierConfig struct {
	Mailer Mailer
	Poster Poster
	Writer *Writer
	Now    func() time.Time
	Log    *slog.Logger
}

// Courier sends what is in the outbox. Any number of replicas may: each notice is
// one's at a time. A process that dies between a sending and its being noted lets a
// notice be sent again, under the same id.
type Courier struct {
	store  Store
	people func(context.Context) ([]Person, error)
	cfg    CourierConfig
}

// NewCourier makes one. people tells who there is, and what they want.
func NewCourier(store Store, people func(context.Context) ([]Person, error), cfg CourierConfig) *Courier {
	return &Courier{store, people, cfg}
}

// Bounds of sending.
const (
	lease    = 2 * time.Minute // longer than a sending may take
	sending  = time.Minute
	atOnce   = 10
	attempts = 12 // the last one about 20 hours after the first
	first    = time.Minute
	longest  = 6 * time.Hour
	kept     = 90 * 24 * time.Hour
	tidied   = time.Hour
)

// Run sends until ctx ends.
func (c *Courier) Run(ctx context.Context, every time.Duration) error {
	tick := time.NewTicker(every)
	defer tick.Stop()
	var swept time.Time
	for {
		err := c.Tick(ctx)
		if now := c.cfg.Now(); err == nil && now.Sub(swept) >= tidied {
			swept, err = now, c.store.PurgeNotices(ctx, now.Add(-kept))
		}
		if err != nil && ctx.Err() == nil {
			c.cfg.Log.Error("send notices", "err", err)
		}
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
	}
}

// Tick sends what may go now.
func (c *Courier) Tick(ctx context.Context) error {
	for {
		now := c.cfg.Now().UTC()
		list, err := c.store.TakeNotices(ctx, now, now.Add(lease), atOnce)
		if err != nil {
			return fmt.Errorf("take notices: %w", err)
		}
		if len(list) == 0 {
			return nil
		}
		people, err := c.people(ctx)
		if err != nil {
			return err // the lease ends, and they are taken again
		}
		for i, n := range list {
			if i > 0 && c.cfg.Now().Sub(now) > lease-sending {
				break // the others' lease would end while they are sent
			}
			if err := c.deliver(ctx, n, people); err != nil {
				return err
			}
		}
	}
}

// deliver sends one and notes what came of it.
func (c *Courier) deliver(ctx context.Context, n Notice, people []Person) error {
	n.State, n.Error = Sent, ""
	i := slices.IndexFunc(people, func(p Person) bool { return p.ID == n.To })
	switch {
	case i < 0:
		n.State = Dropped
	case !people[i].Wants(n.Kind):
		n.State = Dropped
	default:
		within, cancel := context.WithTimeout(ctx, sending)
		err := c.send(within, n, people[i])
		cancel()
		if err != nil && ctx.Err() != nil {
			return ctx.Err() // nobody knows; the lease ends, and it is sent again
		}
		c.failed(&n, err)
	}
	n.SettledAt = c.cfg.Now().UTC()
	if n.State == Pending {
		n.SettledAt = time.Time{}
	}
	// What was sent is noted also while the process ends.
	after, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	if err := c.store.SettleNotice(after, n); err != nil {
		return fmt.Errorf("settle notice %s: %w", n.ID, err)
	}
	return nil
}

func (c *Courier) send(ctx context.Context, n Notice, p Person) error {
	l := c.cfg.Writer.Write(n, p)
	switch {
	case p.ID == Webhook && c.cfg.Poster != nil:
		return c.cfg.Poster.Post(ctx, n, l)
	case p.ID != Webhook && c.cfg.Mailer != nil:
		return c.cfg.Mailer.Mail(ctx, l)
	}
	return fault.New(fault.Unavailable, "", "There is nothing configured to send it by.")
}

// failed notes an error: the notice is tried again later, or given up.
func (c *Courier) failed(n *Notice, err error) {
	if err == nil {
		return
	}
	n.Error = mask.Detail(err.Error())
	if fault.KindOf(err) == fault.Invalid || n.Attempts >= attempts {
		n.State = Failed
		c.cfg.Log.Error("a notice is given up", "notice", n.ID, "kind", string(n.Kind), "attempts", n.Attempts, "err", n.Error)
		return
	}
	n.State = Pending
	wait := Backoff(n.Attempts)
	var f *fault.Error
	if errors.As(err, &f) && f.RetryAfter > wait {
		wait = min(f.RetryAfter, longest)
	}
	wait += time.Duration(rand.Int64N(int64(wait/5) + 1)) // so that many do not come at once
	n.NextAt = c.cfg.Now().UTC().Add(wait)
	c.cfg.Log.Warn("a notice could not be sent, and is tried again", "notice", n.ID, "kind", string(n.Kind), "attempt", n.Attempts, "next", n.NextAt, "err", n.Error)
}

// Backoff is how long is waited after so many attempts: a minute, then twice as
// long each time, up to six hours.
func Backoff(attempts int) time.Duration {
	if attempts > 10 {
		return longest
	}
	return min(first<<max(attempts-1, 0), longest)
}
