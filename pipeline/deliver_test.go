package pipeline_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/pipeline"
)

// platform is what a channel delivers to.
type platform struct {
	mu    sync.Mutex
	got   []string
	fails []error // of the next sends
	send  func(context.Context)
}

func (p *platform) Send(ctx context.Context, _, to string, m chat.Message) (string, error) {
	if p.send != nil {
		p.send(ctx)
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.fails) > 0 {
		err := p.fails[0]
		p.fails = p.fails[1:]
		if err != nil {
			return "", err
		}
	}
	p.got = append(p.got, to+": "+m.Text)
	return "ext-" + m.ID, nil
}

type delivery struct {
	*line
	*pipeline.Deliverer
	platform *platform
	outcomes []pipeline.Outcome
}

func newDelivery(t *testing.T, fails ...error) *delivery {
	d := &delivery{line: newLine(t, says("ok"), nil), platform: &platform{fails: fails}}
	var mu sync.Mutex
	d.observe(func(o pipeline.Outcome) { mu.Lock(); defer mu.Unlock(); d.outcomes = append(d.outcomes, o) })
	return d
}

// observe makes a deliverer that tells its outcomes.
func (d *delivery) observe(tell func(pipeline.Outcome)) {
	d.Deliverer = pipeline.NewDeliverer(d.store, d.platform, d.hub, pipeline.DeliverConfig{
		Timeout: time.Second, Lease: 30 * time.Second, Poll: time.Hour, Attempts: 3, Now: d.Now, Log: slog.New(slog.DiscardHandler), Observe: tell,
	})
}

// answered lets the bot answer a shopper of a channel that must be called.
func (d *delivery) answered(ref string) string {
	d.t.Helper()
	id := d.writesOn("push", ref, ref+"-1", "hello").Conversation.ID
	_, err := d.work()
	d.ok(err)
	return id
}

func (d *delivery) drain() int {
	d.t.Helper()
	return d.Drain(context.Background())
}

func TestDeliver(t *testing.T) {
	limited := fault.New(fault.Limited, "", "slow down")
	limited.RetryAfter = time.Minute
	for _, row := range []struct {
		name  string
		fails []error
		waits []time.Duration // before each further look
		want  []pipeline.Outcome
		sent  int
	}{
		{"taken", nil, []time.Duration{time.Hour}, []pipeline.Outcome{pipeline.Sent}, 1},
		{"refused for good", []error{fault.New(fault.Invalid, "", "too long")}, []time.Duration{time.Hour}, []pipeline.Outcome{pipeline.FailedSend}, 0},
		{"not known", []error{errors.New("connection reset")}, []time.Duration{time.Hour}, []pipeline.Outcome{pipeline.Unknown}, 0},
		{"down, then taken", []error{fault.New(fault.Unavailable, "", "down")}, []time.Duration{999 * time.Millisecond, time.Millisecond},
			[]pipeline.Outcome{pipeline.Retry, pipeline.Sent}, 1},
		{"as late as the platform asks", []error{limited}, []time.Duration{59 * time.Second, time.Second},
			[]pipeline.Outcome{pipeline.Retry, pipeline.Sent}, 1},
		{"given up", []error{limited, limited, limited, limited}, []time.Duration{time.Minute, time.Minute, time.Hour},
			[]pipeline.Outcome{pipeline.Retry, pipeline.Retry, pipeline.FailedSend}, 0},
	} {
		t.Run(row.name, func(t *testing.T) {
			d := newDelivery(t, row.fails...)
			d.answered("ana")
			d.drain()
			for _, w := range row.waits {
				d.pass(w)
				d.drain()
			}
			if !slices.Equal(d.outcomes, row.want) || len(d.platform.got) != row.sent {
				t.Errorf("outcomes %v, sent %q; want %v", d.outcomes, d.platform.got, row.want)
			}
		})
	}
}

// What a process claims while it is asked to stop is sent: claimed and not settled, it
// would look as if it perhaps had been.
func TestStopWhileClaiming(t *testing.T) {
	d := newDelivery(t)
	d.answered("ana")
	ctx, stop := context.WithCancel(t.Context())
	d.store.leasing = stop
	d.ok(d.Deliverer.Run(ctx))
	d.store.leasing = nil
	d.pass(time.Hour)
	d.drain()
	if want := []pipeline.Outcome{pipeline.Sent}; !slices.Equal(d.outcomes, want) || len(d.platform.got) != 1 {
		t.Errorf("outcomes %v, sent %q; want %v", d.outcomes, d.platform.got, want)
	}
}

// A message that hangs keeps those of its own conversation waiting, and no others.
func TestP11_HangingSend(t *testing.T) {
	d := newDelivery(t)
	hangs, go_on := make(chan struct{}, 1), make(chan struct{})
	var hung atomic.Bool
	d.platform.send = func(context.Context) {
		if !hung.Swap(true) {
			hangs <- struct{}{}
			<-go_on
		}
	}
	sent := make(chan pipeline.Outcome, 2)
	d.observe(func(o pipeline.Outcome) { sent <- o })
	d.answered("ana")
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Deliverer.Run(ctx) }()
	<-hangs
	d.answered("ben")
	select {
	case <-sent:
	case <-time.After(10 * time.Second):
		t.Error("everybody waits for one message")
	}
	close(go_on)
	<-sent
	stop()
	d.ok(<-ended)
	if want := []string{"ben: ok", "ana: ok"}; !slices.Equal(d.platform.got, want) {
		t.Errorf("sent %q, want %q", d.platform.got, want)
	}
}

// What was decided before a human took over is not sent after it; what the human
// says is.
func TestStaleMessageIsSuppressed(t *testing.T) {
	d := newDelivery(t)
	d.takesOver(d.answered("ana"), "Li here")
	for range 4 {
		d.drain()
	}
	if want := []string{"ana: Li has joined the conversation.", "ana: Li here"}; !slices.Equal(d.platform.got, want) {
		t.Errorf("sent %q, want %q", d.platform.got, want)
	}
	if !slices.Contains(d.outcomes, pipeline.Suppressed) {
		t.Errorf("outcomes %v", d.outcomes)
	}
}

// A crash after sending leaves it open whether it was sent: it is not sent
// again.
func TestUnsettledIsNotSentAgain(t *testing.T) {
	d := newDelivery(t)
	d.answered("ana")
	rows, err := d.store.ClaimOut(t.Context(), d.Now(), 1, 30*time.Second)
	d.ok(err)
	if len(rows) != 1 {
		t.Fatalf("%d rows", len(rows))
	} // and the process dies
	if n := d.drain(); n != 0 {
		t.Fatalf("%d rows of another process were taken", n)
	}
	d.pass(31 * time.Second)
	d.drain()
	if len(d.platform.got) != 0 || !slices.Equal(d.outcomes, []pipeline.Outcome{pipeline.Unknown}) {
		t.Errorf("sent %q, outcomes %v", d.platform.got, d.outcomes)
	}
}

// A platform that hangs for one shopper does not keep the others waiting, nor
// outlast the lease of their messages.
func TestSendsGoSideBySide(t *testing.T) {
	const shoppers = 8
	d := newDelivery(t)
	for i := range shoppers {
		d.answered(fmt.Sprint("shopper", i))
	}
	var all sync.WaitGroup
	all.Add(shoppers)
	d.platform.send = func(context.Context) { all.Done(); all.Wait() } // nobody goes on before everybody has come
	if n := d.drain(); n != shoppers {
		t.Errorf("%d rows", n)
	}
	if len(d.platform.got) != shoppers {
		t.Errorf("sent %q", d.platform.got)
	}
}

// A send that takes too long ends with an unknown outcome.
func TestSendTakesTooLong(t *testing.T) {
	d := newDelivery(t)
	d.Deliverer = pipeline.NewDeliverer(d.store, d.platform, d.hub, pipeline.DeliverConfig{
		Timeout: time.Millisecond, Lease: 30 * time.Second, Poll: time.Hour, Attempts: 3, Now: d.Now, Log: slog.New(slog.DiscardHandler),
		Observe: func(o pipeline.Outcome) { d.outcomes = append(d.outcomes, o) },
	})
	d.platform.fails = []error{context.DeadlineExceeded}
	d.platform.send = func(ctx context.Context) { <-ctx.Done() }
	d.answered("ana")
	d.drain()
	if !slices.Equal(d.outcomes, []pipeline.Outcome{pipeline.Unknown}) {
		t.Errorf("outcomes %v", d.outcomes)
	}
}

func TestDelivererRuns(t *testing.T) {
	d := newDelivery(t)
	sent := make(chan struct{})
	d.platform.send = func(context.Context) { close(sent) }
	ctx, stop := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- d.Deliverer.Run(ctx) }()
	d.answered("ana")
	<-sent // by the hint, not by polling, which is an hour away
	stop()
	d.ok(<-ended)
}
