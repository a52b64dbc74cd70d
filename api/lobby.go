package api

import (
	"context"
	"slices"
	"sync"
	"time"

	"frontdesk/chat"
)

// lobby knows every live client of this process and what each is looking at.
type lobby struct {
	api *API

	mu             sync.Mutex
	closing        bool
	byConversation map[string][]*shopper
	byVisitor      map[string][]*shopper // oldest first
	byAddress      map[string][]*shopper // oldest first
	consoles       []*console
	queueMoved     bool // some case changed: places in the queue may have
	peopleMoved    bool // somebody's account or availability changed
}

func newLobby(a *API) *lobby {
	return &lobby{api: a, byConversation: map[string][]*shopper{}, byVisitor: map[string][]*shopper{}, byAddress: map[string][]*shopper{}}
}

// enter counts a goroutine of a live client; false when the server goes.
func (l *lobby) enter() bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	if !l.closing {
		l.api.live.Add(1)
	}
	return !l.closing
}

// addAddress counts a connection of an address before anybody knows whose it
// is. Where there are too many, the oldest goes.
func (l *lobby) addAddress(s *shopper) {
	l.mu.Lock()
	oldest := push(l.byAddress, s.address, s, l.api.cfg.Limits.SocketsPerIP)
	late := l.closing
	l.mu.Unlock()
	l.api.metrics.sockets.WithLabelValues("widget").Inc()
	if oldest != nil {
		oldest.close(closeTooMany)
	}
	if late {
		s.close(closeGoingAway)
	}
}

// addVisitor enters a shopper under their own name. Where they have too many
// connections, the oldest goes.
func (l *lobby) addVisitor(s *shopper, customerID string) {
	l.mu.Lock()
	var oldest *shopper
	if !s.gone {
		s.customerID = customerID
		oldest = push(l.byVisitor, customerID, s, l.api.cfg.Limits.SocketsPerVisitor)
	}
	l.mu.Unlock()
	if oldest != nil {
		oldest.close(closeTooMany)
	}
}

// watch makes a shopper's connection follow a conversation.
func (l *lobby) watch(s *shopper, conversationID string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if s.gone {
		return
	}
	drop(l.byConversation, s.watched, s)
	s.watched = conversationID
	l.byConversation[conversationID] = append(l.byConversation[conversationID], s)
}

// leave forgets a connection. What is still on its way to enter it finds it
// gone.
func (l *lobby) leave(s *shopper, code int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s.gone = true
	drop(l.byConversation, s.watched, s)
	drop(l.byVisitor, s.customerID, s)
	drop(l.byAddress, s.address, s)
	l.api.metrics.left("widget", code)
}

// push appends s and gives the oldest where there are more than most.
func push(m map[string][]*shopper, key string, s *shopper, most int) (oldest *shopper) {
	m[key] = append(m[key], s)
	if len(m[key]) > most {
		oldest = m[key][0]
		m[key] = slices.Delete(m[key], 0, 1)
	}
	return oldest
}

func drop(m map[string][]*shopper, key string, s *shopper) {
	list := m[key]
	i := slices.Index(list, s)
	switch {
	case i < 0:
	case len(list) == 1:
		delete(m, key)
	default:
		m[key] = slices.Delete(list, i, i+1)
	}
}

// visitorsOf gives the live connections of a visitor.
func (l *lobby) visitorsOf(customerID string) []*shopper {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.byVisitor[customerID])
}

// watchers gives the shopper's connections on a conversation.
func (l *lobby) watchers(conversationID string) []*shopper {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.byConversation[conversationID])
}

func (l *lobby) addConsole(c *console) {
	l.mu.Lock()
	l.consoles = append(l.consoles, c)
	late := l.closing
	l.mu.Unlock()
	l.api.metrics.sockets.WithLabelValues("console").Inc()
	if late {
		c.close(closeGoingAway)
	}
}

func (l *lobby) leaveConsole(c *console, code int) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if i := slices.Index(l.consoles, c); i >= 0 {
		l.consoles = slices.Delete(l.consoles, i, i+1)
		l.api.metrics.left("console", code)
	}
}

func (l *lobby) allConsoles() []*console {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.Clone(l.consoles)
}

func (l *lobby) allShoppers() []*shopper {
	l.mu.Lock()
	defer l.mu.Unlock()
	var out []*shopper
	for _, list := range l.byAddress {
		out = append(out, list...)
	}
	return out
}

// hint passes a hint on to whoever shows what it is about. It never blocks.
func (l *lobby) hint(h chat.Hint) {
	switch h.Kind {
	case chat.HintResync: // everybody reads again
		for _, s := range l.allShoppers() {
			s.poke(dirtLog | dirtView)
		}
		for _, kind := range []string{chat.HintLog, chat.HintCase, chat.HintPresence, chat.HintKnowledge} {
			l.tellConsoles(chat.Hint{Kind: kind})
		}
		l.note(true, true)
		return
	case chat.HintLog:
		l.pokeWatchers(h.ConversationID, dirtLog)
	case chat.HintCase:
		l.pokeWatchers(h.ConversationID, dirtLog|dirtView)
		l.note(true, false)
	case chat.HintPresence:
		l.note(false, true)
	case chat.HintModel:
		return
	}
	l.tellConsoles(h)
}

func (l *lobby) note(queue, people bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.queueMoved = l.queueMoved || queue
	l.peopleMoved = l.peopleMoved || people
}

func (l *lobby) pokeWatchers(conversationID string, d dirt) {
	for _, s := range l.watchers(conversationID) {
		s.poke(d)
	}
}

func (l *lobby) tellConsoles(h chat.Hint) {
	consoles := l.allConsoles()
	if len(consoles) == 0 {
		return
	}
	f := encode(changedFrame{Type: "changed", Hint: h})
	for _, c := range consoles {
		c.push(f)
		if h.Kind == chat.HintCase {
			c.poke(dirtView) // an offer may be among what changed
		}
	}
}

// tick is the housekeeping: dead and stuck connections, places in the queue,
// people who may no longer be here.
func (l *lobby) tick(ctx context.Context) {
	l.mu.Lock()
	queue, people := l.queueMoved, l.peopleMoved
	l.queueMoved, l.peopleMoved = false, false
	l.mu.Unlock()

	for _, s := range l.allShoppers() {
		l.check(s.stream)
		if queue && s.waits() {
			s.poke(dirtView)
		}
	}
	for _, c := range l.allConsoles() {
		l.check(c.stream)
		c.tick(ctx, people)
	}
}

// check closes a connection that does not read, and asks a silent one whether
// it still lives.
func (l *lobby) check(s *stream) {
	now, limits := time.Now(), l.api.cfg.Limits
	if s.stuck(now.Add(-limits.WriteWithin)) {
		s.close(closeSlow)
		return
	}
	p, ok := s.sink.(pinger)
	if !ok || !s.silentSince(now.Add(-limits.PingEvery)) || s.asked.Swap(true) {
		return
	}
	s.group.Go(func() {
		defer s.asked.Store(false)
		ctx, cancel := context.WithTimeout(s.ctx, limits.PongWithin)
		defer cancel()
		if err := p.ping(ctx); err != nil {
			s.close(closeSlow)
			return
		}
		s.hear()
	})
}

// pinger is a sink that can ask whether the other side lives.
type pinger interface {
	ping(ctx context.Context) error
}

// closeAll sends everybody away; nobody can enter any more.
func (l *lobby) closeAll() {
	l.mu.Lock()
	l.closing = true
	l.mu.Unlock()
	for _, s := range l.allShoppers() {
		s.close(closeGoingAway)
	}
	for _, c := range l.allConsoles() {
		c.close(closeGoingAway)
	}
}
