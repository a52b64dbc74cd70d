package pipeline

import (
	"context"
	"errors"
	"slices"
	"sync"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
)

// Answer is a turn as those who wait for it get it.
type Answer struct {
	Record
	Said []chat.Message // the turn's own messages; nil where they must be read
}

// Wait blocks until the turn that answers message inSeq is stored, or ctx ends.
func (p *Pipeline) Wait(ctx context.Context, conversationID string, inSeq int64) (Record, error) {
	a, err := p.wait(ctx, conversationID, inSeq, true)
	return a.Record, err
}

// WaitFor blocks until the turn that answers a message which was just accepted
// is stored, or ctx ends. It costs the database nothing where the turn is
// decided by this process.
func (p *Pipeline) WaitFor(ctx context.Context, r Receipt) (Answer, error) {
	return p.wait(ctx, r.Conversation.ID, r.Message.Seq, !r.Fresh)
}

// wait hears of the turn from the worker that commits it. Where another process
// commits it, its hint is heard and polling is the truth; look tells whether the
// turn may be stored already.
func (p *Pipeline) wait(ctx context.Context, conversationID string, inSeq int64, look bool) (Answer, error) {
	w := &waiter{inSeq: inSeq, answer: make(chan Answer, 1), look: make(chan struct{}, 1)}
	a, there := p.answers.join(conversationID, w)
	defer p.answers.leave(conversationID, w)
	if there && !look {
		return a, nil
	}
	poll := time.NewTicker(p.cfg.Poll)
	defer poll.Stop()
	for {
		if look {
			rec, err := p.store.TurnFor(ctx, conversationID, inSeq)
			if err == nil || !errors.Is(err, fault.ErrNotFound) {
				return Answer{Record: rec}, err
			}
		}
		look = true
		select {
		case <-ctx.Done():
			return Answer{}, ctx.Err()
		case a := <-w.answer:
			return a, nil
		case <-w.look:
		case <-poll.C:
		}
	}
}

// Heard takes a hint of another process: what it names may be due, or be what
// somebody here waits for.
func (p *Pipeline) Heard(h chat.Hint) {
	if h.Kind == chat.HintLog || h.Kind == chat.HintCase || h.Kind == chat.HintResync {
		p.answers.look(h.ConversationID)
	}
	if h.Kind == chat.HintLog || h.Kind == chat.HintResync {
		p.Wake()
	}
}

// waiter is one who waits for the answer to message inSeq.
type waiter struct {
	inSeq  int64
	answer chan Answer   // gets one at most
	look   chan struct{} // somebody else may have answered
}

// latest is the last turn of a conversation that this process committed. It
// answers the shopper's messages after seq after up to its InSeq.
type latest struct {
	Answer
	after int64
}

// remembered bounds how many conversations' last turns are kept, twice over:
// long enough for whoever is on the way from accepting to waiting.
const remembered = 256

// answers brings turns to those who wait for them in this process.
type answers struct {
	mu            sync.Mutex
	waiting       map[string][]*waiter // by conversation
	recent, older map[string]latest    // by conversation; older is dropped when recent is full
}

// join enters a waiter and gives what it would wait for, where that was
// committed a moment ago.
func (s *answers) join(conversationID string, w *waiter) (Answer, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.waiting == nil {
		s.waiting = map[string][]*waiter{}
	}
	s.waiting[conversationID] = append(s.waiting[conversationID], w)
	l, ok := s.recent[conversationID]
	if !ok {
		l, ok = s.older[conversationID]
	}
	return l.Answer, ok && l.after < w.inSeq && w.inSeq <= l.InSeq
}

func (s *answers) leave(conversationID string, w *waiter) {
	s.mu.Lock()
	defer s.mu.Unlock()
	rest := slices.DeleteFunc(s.waiting[conversationID], func(x *waiter) bool { return x == w })
	if len(rest) == 0 {
		delete(s.waiting, conversationID)
		return
	}
	s.waiting[conversationID] = rest
}

// tell gives a turn to those who wait for it and remembers it.
func (s *answers) tell(l latest) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.recent) >= remembered || s.recent == nil {
		s.recent, s.older = map[string]latest{}, s.recent
	}
	s.recent[l.ConversationID] = l
	for _, w := range s.waiting[l.ConversationID] {
		if l.after < w.inSeq && w.inSeq <= l.InSeq {
			select {
			case w.answer <- l.Answer:
			default: // it has one and is about to go
			}
		}
	}
}

// look has those who wait for a conversation, or all with none, look into the
// database.
func (s *answers) look(conversationID string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for id, list := range s.waiting {
		if conversationID != "" && id != conversationID {
			continue
		}
		for _, w := range list {
			select {
			case w.look <- struct{}{}:
			default:
			}
		}
	}
}
