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
	// hintAgain is how long is waited after a notification that failed.
	hintAgain = time.Second
	// hintLast is how long a notification takes at most, and so how long the end waits.
	hintLast = time.Second
	// hintBytes is how much of a notification's 8000 bytes is used.
	hintBytes = 7800
	// hintBuffer is how many hints wait for a reader, and for being sent. Where there
	// are more, one takes their place that says to look at everything.
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
	lost    bool                // some could not be sent: the others must look at everything
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

// Hints gives the hints of other replicas until ctx ends. chat.HintResync says that
// some may have been missed.
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
	} else {
		h.lost = true
	}
	h.mu.Unlock()
	h.rouse()
}

// rouse has what is pending sent soon.
func (h *hints) rouse() {
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
	for pause := hintEvery; ctx.Err() == nil; {
		select {
		case <-ctx.Done():
			continue
		case <-h.wake:
		}
		timer.Reset(pause)
		select {
		case <-ctx.Done():
			continue
		case <-timer.C:
		}
		pause = hintEvery
		if !h.notify(ctx) {
			pause = hintAgain
			h.rouse()
		}
	}
	h.notify(ctx)
}

// notify tells of what is pending, also when ctx ends meanwhile: what is taken is in no
// other hands. Where it fails, the next one says to look at everything.
func (h *hints) notify(ctx context.Context) (told bool) {
	ctx, stop := context.WithTimeout(context.WithoutCancel(ctx), hintLast)
	defer stop()
	for _, payload := range h.take() {
		if _, err := h.pool.Exec(ctx, "SELECT pg_notify($1, $2)", hintChannel, payload); err != nil {
			h.mu.Lock()
			h.lost = true
			h.mu.Unlock()
			return false
		}
	}
	return true
}

// take empties what is pending into as few payloads as hold it.
func (h *hints) take() (payloads []string) {
	h.mu.Lock()
	pending := h.pending
	if h.lost { // which one hint makes up for
		pending = map[chat.Hint]int64{{Kind: chat.HintResync}: 0}
	}
	h.pending, h.lost = map[chat.Hint]int64{}, false
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
		h.pass(chat.Hint{Kind: chat.HintResync})
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

// pass gives a hint to the readers of this replica. Where one has fallen behind, its
// oldest hint makes room for one that says to look at everything.
func (h *hints) pass(hint chat.Hint) {
	h.mu.Lock()
	defer h.mu.Unlock()
	for c := range h.readers {
		select {
		case c <- hint:
			continue
		default:
		}
		select {
		case <-c:
		default:
		}
		c <- chat.Hint{Kind: chat.HintResync} // there is room: nobody else gives
	}
}
