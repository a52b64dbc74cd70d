package pipeline

import (
	"sync"

	"frontdesk/chat"
)

// Hub spreads hints within the process. It carries no content: subscribers read
// what is new from the database.
type Hub struct {
	mu   sync.RWMutex
	subs map[*subscription]struct{}
	out  func(chat.Hint) // to other replicas; may be nil
}

type subscription struct {
	ch chan chat.Hint
	mu sync.Mutex // one giver at a time
}

// NewHub makes a hub. out, which may be nil, carries hints to other replicas.
func NewHub(out func(chat.Hint)) *Hub {
	return &Hub{subs: map[*subscription]struct{}{}, out: out}
}

// Publish spreads a hint of this process. It never blocks.
func (h *Hub) Publish(hint chat.Hint) {
	h.Spread(hint)
	if h.out != nil {
		h.out(hint)
	}
}

// Spread gives a hint to this process's subscribers only: what came from
// another replica must not go back.
func (h *Hub) Spread(hint chat.Hint) {
	h.mu.RLock()
	defer h.mu.RUnlock()
	for s := range h.subs {
		s.give(hint)
	}
}

// give never blocks: where a subscriber is full, its oldest hint makes room for
// a resync.
func (s *subscription) give(hint chat.Hint) {
	s.mu.Lock()
	defer s.mu.Unlock()
	select {
	case s.ch <- hint:
		return
	default:
	}
	select {
	case <-s.ch:
	default:
	}
	s.ch <- chat.Hint{Kind: chat.HintResync} // there is room: nobody else gives
}

// Subscribe gives all hints from now on, and a function that ends it. buffer
// bounds what a slow subscriber may be behind.
func (h *Hub) Subscribe(buffer int) (<-chan chat.Hint, func()) {
	s := &subscription{ch: make(chan chat.Hint, max(1, buffer))}
	h.mu.Lock()
	h.subs[s] = struct{}{}
	h.mu.Unlock()
	return s.ch, func() {
		h.mu.Lock()
		delete(h.subs, s)
		h.mu.Unlock()
	}
}
