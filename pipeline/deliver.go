package pipeline

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
)

// Sender gives a message to a channel's platform and returns its id there; it is
// called for several conversations at a time. A failure says by its kind what
// became of the message: fault.Limited and fault.Unavailable were not taken and
// may be tried again; fault.Invalid, NotFound and Forbidden were refused for
// good; anything else is not known.
type Sender interface {
	Send(ctx context.Context, channelID, to string, m chat.Message) (externalID string, err error)
}

// DeliverConfig of a Deliverer.
type DeliverConfig struct {
	Timeout  time.Duration // of one send
	Lease    time.Duration // longer than Timeout
	Poll     time.Duration
	Attempts int // of a message that the platform does not take; then failed
	Now      func() time.Time
	Observe  func(Outcome) // for metrics; may be nil
	Log      *slog.Logger
}

// Deliverer drains the outbox: what was committed for channels that must be
// called. A message that was decided before a human took over is never sent; one
// whose outcome is not known is never sent again.
type Deliverer struct {
	box    Outbox
	sender Sender
	hub    *Hub
	cfg    DeliverConfig
}

// NewDeliverer makes a deliverer.
func NewDeliverer(box Outbox, s Sender, hub *Hub, cfg DeliverConfig) *Deliverer {
	return &Deliverer{box: box, sender: s, hub: hub, cfg: cfg}
}

// atOnce is how many conversations are sent to at a time.
const atOnce = 32

// Run delivers until ctx ends; sends under way are finished. What is claimed is sent
// at once, each row by itself: a platform that hangs for one shopper keeps no other
// waiting, and lets no lease run out.
func (d *Deliverer) Run(ctx context.Context) error {
	hints, stop := d.hub.Subscribe(1)
	defer stop()
	poll := time.NewTicker(d.cfg.Poll)
	defer poll.Stop()
	idle, ended := make(chan struct{}, atOnce), make(chan struct{}, 1)
	for range atOnce {
		idle <- struct{}{}
	}
	var sends sync.WaitGroup
	defer sends.Wait()
	for ctx.Err() == nil {
		free := take(ctx, idle)
		rows := d.claim(ctx, free)
		for _, row := range rows {
			sends.Go(func() {
				d.deliver(context.WithoutCancel(ctx), row)
				idle <- struct{}{}
				select {
				case ended <- struct{}{}: // the next message of its conversation may go
				default:
				}
			})
		}
		for range free - len(rows) {
			idle <- struct{}{}
		}
		if len(rows) == free {
			continue
		}
		select {
		case <-ctx.Done():
		case <-hints:
		case <-ended:
		case <-poll.C:
		}
	}
	return nil
}

// Drain is one step of Run, for whoever moves the clock: it sends what may go now, and
// tells how many rows that were.
func (d *Deliverer) Drain(ctx context.Context) int {
	rows := d.claim(ctx, atOnce)
	var sends sync.WaitGroup
	for _, row := range rows {
		sends.Go(func() { d.deliver(context.WithoutCancel(ctx), row) })
	}
	sends.Wait()
	return len(rows)
}

// claim takes up to n rows, each of another conversation. It goes on when ctx ends: a
// row that was claimed and is not sent looks as if it perhaps had been.
func (d *Deliverer) claim(ctx context.Context, n int) []Outgoing {
	if n == 0 {
		return nil
	}
	limited, cancel := outlast(ctx)
	defer cancel()
	rows, err := d.box.ClaimOut(limited, d.cfg.Now(), n, d.cfg.Lease)
	if err != nil {
		d.cfg.Log.Error("claim the outbox", "err", err)
		return nil
	}
	return rows
}

// deliver sends a row and settles it.
func (d *Deliverer) deliver(ctx context.Context, row Outgoing) {
	outcome, external, at := d.send(ctx, row)
	limited, cancel := outlast(ctx)
	defer cancel()
	if err := d.box.SettleOut(limited, row.ID, outcome, external, at); err != nil {
		d.cfg.Log.Error("settle", "message", row.Message.ID, "outcome", outcome, "err", err)
		return
	}
	if outcome.Undelivered() { // those who show the message read it again: a mark has come to it
		d.hub.Publish(chat.Hint{Kind: chat.HintLog, ConversationID: row.Message.ConversationID})
	}
	if d.cfg.Observe != nil {
		d.cfg.Observe(outcome)
	}
}

// send gives one row to its channel and names the outcome.
func (d *Deliverer) send(ctx context.Context, row Outgoing) (Outcome, string, time.Time) {
	switch {
	case row.Stale:
		return Suppressed, "", time.Time{}
	case row.Unsettled:
		d.cfg.Log.Warn("a message may have been sent before a crash; it is not sent again", "message", row.Message.ID)
		return Unknown, "", time.Time{}
	}
	limited, cancel := context.WithTimeout(ctx, d.cfg.Timeout)
	defer cancel()
	external, err := d.sender.Send(limited, row.ChannelID, row.To, row.Message)
	if err == nil {
		return Sent, external, time.Time{}
	}
	d.cfg.Log.Warn("send", "message", row.Message.ID, "channel", row.ChannelID, "err", err)
	switch fault.KindOf(err) {
	case fault.Limited, fault.Unavailable:
		if row.Attempts+1 >= d.cfg.Attempts {
			return FailedSend, "", time.Time{}
		}
		return Retry, "", d.cfg.Now().Add(backoff(row.Attempts, err))
	case fault.Invalid, fault.NotFound, fault.Forbidden, fault.Unauthenticated, fault.TooLarge, fault.Conflict:
		return FailedSend, "", time.Time{}
	}
	return Unknown, "", time.Time{}
}

// backoff is what the platform asks for, else a second doubled with every try,
// at most five minutes.
func backoff(attempts int, err error) time.Duration {
	var f *fault.Error
	if errors.As(err, &f) && f.RetryAfter > 0 {
		return f.RetryAfter
	}
	return min(time.Second<<min(attempts, 9), 5*time.Minute)
}
