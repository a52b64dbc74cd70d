package api

import (
	"context"
	"sync"
	"time"

	"frontdesk/chat"
)

// shopper is one live connection of a widget.
type shopper struct {
	*stream
	api     *API
	address string

	// The lobby's, under its lock.
	customerID string
	watched    string
	gone       bool

	// What the connection shows. Changed by follow, read by the stream's own
	// goroutine.
	show         sync.Mutex
	visitor      visitor
	greeted      bool // hello was said
	round        int  // rises with every follow: what was read for an older one is not sent
	conversation string
	cursor       int64 // the last message that was sent, private ones included
	visible      int64 // the last one that the shopper saw
	epoch        int64
	owner        chat.Owner
	view         *shopperView
}

func (a *API) newShopper(s sink, address string) *shopper {
	out := &shopper{stream: a.newStream(s, a.cfg.Limits.QueueFrames), api: a, address: address}
	out.fill, out.left = out.readOn, func(code int) { a.lobby.leave(out, code) }
	return out
}

// waits tells whether the shopper stands in the queue.
func (s *shopper) waits() bool {
	s.show.Lock()
	defer s.show.Unlock()
	return s.owner == chat.OwnerQueue
}

// hello begins, or begins again, at the last message that the client has. It
// subscribes first and lets the stream read what was missed after that, so that
// nothing falls between.
func (s *shopper) hello(ctx context.Context, v visitor, f clientFrame) error {
	conv, err := s.api.newestConversation(ctx, v.customer)
	if err != nil {
		return err
	}
	welcome := welcomeFrame{Type: "welcome", V: protocolVersion}
	from, wrong := int64(0), false
	if conv == nil {
		wrong = f.LastSeq != 0 || f.Conversation != ""
	} else {
		view, err := s.api.viewFor(ctx, *conv)
		if err != nil {
			return err
		}
		welcome.Conversation = &view
		from = f.LastSeq
		// A cursor of another conversation, whoever's it is, is just wrong.
		wrong = from < 0 || from > conv.LastSeq || f.Conversation != "" && f.Conversation != conv.ID
	}
	s.push(encode(welcome))
	if wrong {
		from = 0
		s.push(encode(resumeFrame{Type: "resume", FromSeq: 0}))
	}
	s.show.Lock()
	s.visitor, s.greeted = v, true
	s.show.Unlock()
	if conv != nil {
		s.follow(conv.ID, from, welcome.Conversation)
	}
	return nil
}

// follow shows a conversation from after a place in its log.
func (s *shopper) follow(conversationID string, after int64, known *shopperView) {
	s.show.Lock()
	s.round++
	s.conversation, s.cursor, s.visible, s.epoch, s.view = conversationID, after, after, -1, known
	if known != nil {
		s.owner = known.Owner
	}
	s.show.Unlock()
	s.api.lobby.watch(s, conversationID)
	s.poke(dirtLog | dirtView)
}

// place is where a connection stands.
type place struct {
	round        int
	conversation string
	cursor       int64
}

func (s *shopper) stands() place {
	s.show.Lock()
	defer s.show.Unlock()
	return place{s.round, s.conversation, s.cursor}
}

// readBatch is how many messages are read at a time.
const readBatch = 100

// readTimeout bounds one look into the database for a live client.
const readTimeout = 10 * time.Second

// readOn sends what the client does not have yet. It is the stream's fill: only
// one runs at a time, and everything a shopper ever gets of a log comes through
// here, in order of seq.
func (s *shopper) readOn(ctx context.Context, d dirt, emit func(frame)) {
	ctx, cancel := context.WithTimeout(ctx, readTimeout)
	defer cancel()
	changed := d&dirtView != 0
	for {
		at := s.stands()
		if at.conversation == "" {
			return
		}
		msgs, err := s.api.Store.Messages(ctx, at.conversation, at.cursor, readBatch)
		if err != nil {
			s.broken("read messages", at.conversation, err)
			return
		}
		for _, m := range msgs {
			f, moved, ok := s.advance(at.round, m)
			changed = changed || moved
			if ok {
				emit(f)
			}
		}
		if len(msgs) < readBatch {
			break
		}
	}
	if changed {
		s.sendView(ctx, emit)
	}
}

// broken ends the connection when the database does not answer: the client
// comes back with its last seq, and nothing is missed.
func (s *shopper) broken(what, conversationID string, err error) {
	if s.ctx.Err() == nil {
		s.api.log.Error("live client", "doing", what, "conversation", conversationID, "err", err)
		s.close(closeGoingAway)
	}
}

// advance moves the cursor over a message and makes its frame, unless it is
// private. moved: who has the conversation may have changed with it.
func (s *shopper) advance(round int, m chat.Message) (f frame, moved, ok bool) {
	s.show.Lock()
	defer s.show.Unlock()
	if s.round != round {
		return frame{}, false, false // it begins elsewhere now, and is dirty again
	}
	s.cursor = m.Seq
	moved = m.Kind == chat.KindEvent || s.epoch >= 0 && m.Epoch != s.epoch
	s.epoch = m.Epoch
	if m.Kind.Private() {
		return frame{}, moved, false
	}
	f = encode(messageFrame{Type: "message", Prev: s.visible, Message: forShopper(m)})
	f.seq, s.visible = m.Seq, m.Seq
	return f, moved, true
}

// sendView tells the client who has the conversation now, if that is new.
func (s *shopper) sendView(ctx context.Context, emit func(frame)) {
	id := s.stands().conversation
	conv, err := s.api.Store.Conversation(ctx, id)
	if err != nil {
		s.broken("read conversation", id, err)
		return
	}
	view, err := s.api.viewFor(ctx, conv)
	if err != nil {
		s.broken("make view", id, err)
		return
	}
	s.show.Lock()
	same := s.view != nil && sameView(*s.view, view)
	s.view, s.owner = &view, view.Owner
	s.show.Unlock()
	if !same {
		emit(encode(viewFrame{Type: "conversation", Conversation: view}))
	}
}

// sameView compares two views but for the last seq, which messages tell.
func sameView(a, b shopperView) bool {
	agents := a.Agent == nil && b.Agent == nil || a.Agent != nil && b.Agent != nil && *a.Agent == *b.Agent
	queues := a.Queue == nil && b.Queue == nil || a.Queue != nil && b.Queue != nil && *a.Queue == *b.Queue
	a.Agent, b.Agent, a.Queue, b.Queue, a.LastSeq, b.LastSeq = nil, nil, nil, nil, 0, 0
	return a == b && agents && queues
}
