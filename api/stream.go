package api

import (
	"context"
	"encoding/json"
	"log/slog"
	"runtime/debug"
	"sync"
	"sync/atomic"
	"time"
)

// Close codes of the live sockets, as docs/protocol.md lists them.
const (
	closeNormal      = 1000
	closeGoingAway   = 1001
	closeUnsupported = 1003
	closeInvalidText = 1007
	closeTooBig      = 1009
	closeInternal    = 1011
	closeHello       = 4001
	closeIdentity    = 4003
	closeSlow        = 4008
	closeSignedOut   = 4010
	closeTooMany     = 4029
)

// closeReasons are the words that go with the codes.
var closeReasons = map[int]string{
	closeGoingAway: "come_back", closeInternal: "internal", closeUnsupported: "unsupported_data", closeInvalidText: "invalid_text",
	closeHello: "hello_timeout", closeIdentity: "identity_invalid", closeSlow: "slow_consumer",
	closeSignedOut: "signed_out", closeTooMany: "too_many_connections",
}

// sink is where a stream's frames go: a WebSocket or an event stream.
type sink interface {
	// write blocks until the frame is on its way.
	write(ctx context.Context, f frame) error
	// close ends the connection; it may be called while write blocks.
	close(code int)
}

// frame is one encoded server frame. Seq is that of its message, 0 for others.
type frame struct {
	data []byte
	seq  int64
}

// encode makes a frame of a value; the frame types of this package always
// encode.
func encode(v any) frame {
	data, err := json.Marshal(v)
	if err != nil {
		data = []byte(`{"type":"error","code":"internal","detail":"Something went wrong on our side."}`)
	}
	return frame{data: data}
}

// dirt says what a stream must read again.
type dirt uint8

const (
	dirtLog  dirt = 1 << iota // messages
	dirtView                  // who has the conversation, and the place in the queue
)

// stream is one live client. It costs no goroutine while nothing happens: the
// first frame or hint starts one that writes what there is and ends. What the
// database keeps is never queued but read when the client has room for it, so a
// slow client holds a cursor and not a heap of messages; only small frames
// (acks, typing) wait in a bounded queue.
type stream struct {
	sink  sink
	fill  func(ctx context.Context, d dirt, emit func(frame)) // reads what d names and emits it
	left  func(code int)                                      // forgets the stream; called once, when it closes
	most  int
	log   *slog.Logger
	group *sync.WaitGroup
	ctx   context.Context // ends when the stream closes
	end   context.CancelFunc

	mu      sync.Mutex
	queue   []frame
	dirty   dirt
	running bool
	closed  bool

	writing atomic.Int64 // unix nanoseconds since when a write blocks; 0 while none does
	heard   atomic.Int64 // unix nanoseconds of the last sign of life
	asked   atomic.Bool  // a ping is under way
}

func (a *API) newStream(s sink, most int) *stream {
	ctx, cancel := context.WithCancel(context.Background())
	out := &stream{sink: s, most: most, log: a.log, group: &a.live, ctx: ctx, end: cancel}
	out.heard.Store(time.Now().UnixNano())
	return out
}

// push queues a frame. A client that lets more than most of them pile up is
// closed and may resume.
func (s *stream) push(f frame) {
	s.mu.Lock()
	switch {
	case s.closed:
		s.mu.Unlock()
		return
	case len(s.queue) >= s.most:
		s.mu.Unlock()
		s.close(closeSlow)
		return
	}
	s.queue = append(s.queue, f)
	s.start()
	s.mu.Unlock()
}

// poke says that the database has something new.
func (s *stream) poke(d dirt) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return
	}
	s.dirty |= d
	s.start()
}

// start is called with the lock held.
func (s *stream) start() {
	if !s.running {
		s.running = true
		s.group.Go(func() {
			defer s.recovered("stream")
			s.run()
		})
	}
}

// run writes until there is nothing left.
func (s *stream) run() {
	for {
		queue, d, ok := s.next()
		if !ok {
			return
		}
		for _, f := range queue {
			s.emit(f)
		}
		if len(queue) == 0 {
			s.fill(s.ctx, d, s.emit)
		}
	}
}

func (s *stream) next() ([]frame, dirt, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed || len(s.queue) == 0 && s.dirty == 0 {
		s.running = false
		s.queue = nil
		return nil, 0, false
	}
	if queue := s.queue; len(queue) > 0 {
		s.queue = nil
		return queue, 0, true
	}
	d := s.dirty
	s.dirty = 0
	return nil, d, true
}

func (s *stream) emit(f frame) {
	s.writing.Store(time.Now().UnixNano())
	err := s.sink.write(s.ctx, f)
	s.writing.Store(0)
	if err != nil {
		s.close(closeSlow)
	}
}

// close ends the stream once; the sink tells the client the code if it still
// can, which may take seconds where it does not read.
func (s *stream) close(code int) {
	s.mu.Lock()
	was := s.closed
	s.closed = true
	s.queue = nil
	s.mu.Unlock()
	if was {
		return
	}
	s.group.Go(func() { // apart: whoever closes may hold what left needs
		s.left(code)
		s.sink.close(code)
		s.end()
	})
}

// over tells whether the stream was closed.
func (s *stream) over() bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.closed
}

// recovered is deferred where a live client's work runs: a mistake of ours costs
// that client the connection, which may resume, and nobody else anything.
func (s *stream) recovered(doing string) {
	if p := recover(); p != nil {
		s.log.Error("panic", "doing", doing, "panic", p, "stack", string(debug.Stack()))
		s.close(closeInternal)
	}
}

// stuck tells whether a write blocks since before t.
func (s *stream) stuck(t time.Time) bool {
	since := s.writing.Load()
	return since != 0 && since < t.UnixNano()
}

// silentSince tells whether nothing was heard since t.
func (s *stream) silentSince(t time.Time) bool { return s.heard.Load() < t.UnixNano() }

func (s *stream) hear() { s.heard.Store(time.Now().UnixNano()) }
