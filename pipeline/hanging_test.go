package pipeline_test

import (
	"context"
	"log/slog"
	"testing"
	"testing/synctest"
	"time"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/pipeline"
)

// hanging is a store that gives out work and then answers nothing until it is given up.
type hanging struct {
	pipeline.Store
	stop  context.CancelFunc // called once work was given out
	given bool
}

func (h *hanging) give() bool {
	first := !h.given
	h.given = true
	return first
}

// Due leases one conversation, once.
func (h *hanging) Due(context.Context, time.Time, int, time.Duration) ([]pipeline.Lease, error) {
	if !h.give() {
		return nil, nil
	}
	h.stop()
	return []pipeline.Lease{{ConversationID: "c", Token: "t"}, {ConversationID: "d", Token: "t"}}, nil
}

// Release hangs.
func (h *hanging) Release(ctx context.Context, _ pipeline.Lease, _ time.Time) error {
	<-ctx.Done()
	return ctx.Err()
}

// ClaimOut gives one message, once.
func (h *hanging) ClaimOut(context.Context, time.Time, int, time.Duration) ([]pipeline.Outgoing, error) {
	if !h.give() {
		return nil, nil
	}
	return []pipeline.Outgoing{{ID: "o", Message: chat.Message{ID: "m"}}}, nil
}

// SettleOut hangs.
func (h *hanging) SettleOut(ctx context.Context, _ string, _ pipeline.Outcome, _ string, _ time.Time) error {
	<-ctx.Done()
	return ctx.Err()
}

// A store that hangs when it is told what became of its work holds up nobody for ever: a
// sender is free again, and a process that is asked to stop stops.
func TestStoreThatHangs(t *testing.T) {
	quiet := slog.New(slog.DiscardHandler)
	for name, run := range map[string]func(ctx context.Context, h *hanging) error{
		"settling a delivery": func(ctx context.Context, h *hanging) error {
			d := pipeline.NewDeliverer(h, &platform{}, pipeline.NewHub(nil), pipeline.DeliverConfig{Timeout: time.Second, Lease: 30 * time.Second, Poll: time.Hour, Attempts: 3, Now: time.Now, Log: quiet})
			d.Drain(ctx)
			return nil
		},
		"giving leases back": func(ctx context.Context, h *hanging) error {
			p := pipeline.New(h, nil, nil, nil, pipeline.NewHub(nil), pipeline.Config{Workers: 1, Lease: time.Minute, Poll: time.Hour, Now: time.Now, Log: quiet})
			return p.Run(ctx)
		},
		"after a turn that failed": func(ctx context.Context, h *hanging) error {
			p := pipeline.New(unloadable{h}, nil, nil, nil, pipeline.NewHub(nil), pipeline.Config{Now: time.Now, Log: quiet})
			if err := p.Handle(ctx, pipeline.Lease{ConversationID: "c"}); err == nil {
				t.Error("it could be loaded")
			}
			return nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				ctx, stop := context.WithCancel(t.Context())
				defer stop()
				began := time.Now()
				if err := run(ctx, &hanging{stop: stop}); err != nil {
					t.Error(err)
				}
				if took := time.Since(began); took > 15*time.Second {
					t.Errorf("it took %s", took)
				}
			})
		})
	}
}

// unloadable is a store that reads nothing either.
type unloadable struct{ *hanging }

// Load fails.
func (u unloadable) Load(context.Context, string) (bot.Snapshot, error) {
	return bot.Snapshot{}, context.DeadlineExceeded
}
