package postgres

import (
	"context"
	"encoding/json"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"frontdesk/chat"
)

const (
	// hintChannel is what replicas listen on.
	hintChannel = "frontdesk_hints"
	// hintEvery is how often a replica notifies the others at most. A NOTIFY
	// takes a lock that all commits with a NOTIFY share, so it is never part of
	// a turn's transaction, and many hints become one.
	hintEvery = 10 * time.Millisecond
	// hintLast is how long a notification takes at most, and so how long the end waits.
	hintLast = time.Second
	// hintBytes is how much of a notification's 8000 bytes is used.
	hintBytes = 7800
	// hintBuffer is how many hints wait for a reader. One that is slower loses
	// some: hints only make readers look earlier.
	hintBuffer = 4096
	// Pauses before the listener connects again.
	listenAgain, listenAgainMost = 100 * time.Millisecond, 5 * time.Second
)

// hints carries hints between the replicas of one database.
type hints struct {
	pool    *pgxpool.Pool
	replica string
	wake    chan struct{}

	mu      sync.Mutex
	pending map[chat.Hint]int64 // by kind and conversation: the highest seq
	readers map[chan chat.Hint]struct{}
}

// notification is what travels.
type notification struct {
	Replica string      `json:"r"`
	Hints   []chat.Hint `json:"h"`
}

func newHints(pool *pgxpool.Pool, replica string) *hints {
	return &hints{pool: pool, replica: replica, wake: make(chan struct{}, 1),
		pending: map[chat.Hint]int64{}, readers: map[chan chat.Hint]struct{}{}}
}

// Run carries hints between replicas until ctx ends.
func (s *Store) Run(ctx context.Context) error {
	var wg sync.WaitGroup
	wg.Go(func() { s.hints.listen(ctx) })
	s.hints.send(ctx)
	wg.Wait()
	return nil
}

// Hints gives the hints of other replicas until ctx ends. A log hint without a
// conversation says that some may have been missed: look at everything.
func (s *Store) Hints(ctx context.Context) <-chan chat.Hint {
	h, c := s.hints, make(chan chat.Hint, hintBuffer)
	h.mu.Lock()
	h.readers[c] = struct{}{}
	h.mu.Unlock()
	context.AfterFunc(ctx, func() {
		h.mu.Lock()
		defer h.mu.Unlock()
		delete(h.readers, c)
		close(c)
	})
	return c
}

// Publish tells the other replicas of a change. It never blocks.
func (s *Store) Publish(hint chat.Hint) {
	h := s.hints
	seq := hint.Seq
	hint.Seq = 0
	h.mu.Lock()
	if len(h.pending) < hintBuffer {
		h.pending[hint] = max(h.pending[hint], seq)
	}
	h.mu.Unlock()
	select {
	case h.wake <- struct{}{}:
	default:
	}
}

// send notifies of what was published, at most every hintEvery, and of the last of it
// when ctx ends: a command is over as soon as it has changed something.
func (h *hints) send(ctx context.Context) {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		select {
		case <-ctx.Done():
			continue
		case <-h.wake:
		}
		timer.Reset(hintEvery)
		select {
		case <-ctx.Done():
			continue
		case <-timer.C:
		}
		h.notify(ctx)
	}
	h.notify(ctx)
}

// notify tells of what is pending, also when ctx ends meanwhile: what is taken is in no
// other hands. A failure loses it, which readers make up for by polling.
func (h *hints) notify(ctx context.Context) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), hintLast)
	defer stop()
	for _, payload := range h.take() {
		_, _ = h.pool.Exec(ctx, "SELECT pg_notify($1, $2)", hintChannel, payload)
	}
}

// take empties what is pending into as few payloads as hold it.
func (h *hints) take() (payloads []string) {
	h.mu.Lock()
	pending := h.pending
	h.pending = map[chat.Hint]int64{}
	h.mu.Unlock()
	n, size := notification{Replica: h.replica}, 0
	flush := func() {
		if b, err := json.Marshal(n); err == nil && len(n.Hints) > 0 {
			payloads = append(payloads, string(b))
		}
		n.Hints, size = nil, 0
	}
	for hint, seq := range pending {
		hint.Seq = seq
		b, err := json.Marshal(hint)
		if err != nil || len(b) > hintBytes/2 {
			continue // nothing that the program itself publishes
		}
		if size+len(b)+1 > hintBytes-len(h.replica)-20 {
			flush()
		}
		n.Hints, size = append(n.Hints, hint), size+len(b)+1
	}
	flush()
	return payloads
}

// listen hears the other replicas until ctx ends, over a connection of its own,
// and connects again when it is lost.
func (h *hints) listen(ctx context.Context) {
	for pause, before := listenAgain, false; ctx.Err() == nil; before = true {
		if h.hear(ctx, before) {
			pause = listenAgain
		}
		timer := time.NewTimer(pause)
		select {
		case <-ctx.Done():
		case <-timer.C:
		}
		timer.Stop()
		pause = min(2*pause, listenAgainMost)
	}
}

// hear listens until the connection fails and tells whether there was one.
func (h *hints) hear(ctx context.Context, missed bool) bool {
	conn, err := pgx.ConnectConfig(ctx, h.pool.Config().ConnConfig)
	if err != nil {
		return false
	}
	defer conn.Close(context.WithoutCancel(ctx))
	if _, err := conn.Exec(ctx, "LISTEN "+hintChannel); err != nil {
		return false
	}
	if missed {
		h.pass(chat.Hint{Kind: chat.HintLog})
	}
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return true
		}
		h.receive(n)
	}
}

func (h *hints) receive(n *pgconn.Notification) {
	var in notification
	if err := json.Unmarshal([]byte(n.Payload), &in); err != nil || in.Replica == h.replica {
		return
	}
	for _, hint := range in.Hints {
		h.pass(hint)
	}
}

func (h *hints) pass(hint chat.Hint) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.readers {
		select {
		case c <- hint:
		default:
		}
	}
}
