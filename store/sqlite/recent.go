package sqlite

import (
	"slices"
	"sync"

	"frontdesk/bot"
	"frontdesk/chat"
	"frontdesk/store"
)

const (
	// keptConversations bounds how many conversations are kept, twice over.
	keptConversations = 256
	// keptMessages bounds how long a conversation is that is kept.
	keptMessages = 40
)

// recentList keeps the conversations that began lately as Load gives them. One
// process has the file and one goroutine writes it, so what is kept is what is
// stored: the writer adds what shoppers and the bot say, in the order of its
// commits, and drops whatever else changes. It spares most turns the reading of
// what the same process wrote a moment ago.
type recentList struct {
	mu         sync.Mutex
	new, older map[string]*kept // by conversation; older is dropped when new is full
}

// kept is one conversation. Its messages are only ever appended to: those that
// were given out do not change.
type kept struct {
	conv     chat.Conversation
	customer chat.Customer
	said     []chat.Message
}

// snapshot gives a conversation, if it is kept.
func (r *recentList) snapshot(id string) (bot.Snapshot, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	k := r.find(id)
	if k == nil {
		return bot.Snapshot{}, false
	}
	return bot.Snapshot{Conversation: k.conv, Customer: k.customer, History: slices.Clip(k.said)}, true
}

func (r *recentList) find(id string) *kept {
	if k := r.new[id]; k != nil {
		return k
	}
	return r.older[id]
}

// received takes in a shopper's message, with the conversation and the customer
// as they are after it.
func (r *recentList) received(c chat.Conversation, who chat.Customer, m chat.Message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if c.Version == 1 { // it begins
		if r.new == nil || len(r.new) >= keptConversations {
			r.new, r.older = map[string]*kept{}, r.new
		}
		r.new[c.ID] = &kept{c, who, []chat.Message{m}}
		return
	}
	if k := r.follow(c); k != nil {
		k.customer = who
		r.add(k, m)
	}
}

// answered takes in the bot's turn.
func (r *recentList) answered(c chat.Conversation, said []chat.Message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if k := r.follow(c); k != nil {
		r.add(k, said...)
	}
}

// follow gives what is kept of a conversation, brought to its next version;
// what does not lead there is dropped.
func (r *recentList) follow(c chat.Conversation) *kept {
	k := r.find(c.ID)
	if k == nil {
		return nil
	}
	if k.conv.Version != c.Version-1 || k.conv.EpisodeSeq != c.EpisodeSeq {
		r.forget(c.ID)
		return nil
	}
	k.conv = c
	return k
}

func (r *recentList) add(k *kept, said ...chat.Message) {
	for _, m := range said {
		if !m.Kind.Private() {
			k.said = append(k.said, m)
		}
	}
	if len(k.said) > keptMessages {
		r.forget(k.conv.ID)
	}
}

// drop forgets a conversation that changed otherwise.
func (r *recentList) drop(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget(id)
}

// dropCustomer forgets the conversations of a customer who changed.
func (r *recentList) dropCustomer(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	for _, m := range []map[string]*kept{r.new, r.older} {
		for _, k := range m {
			if k.customer.ID == id {
				delete(m, k.conv.ID)
			}
		}
	}
}

func (r *recentList) forget(id string) {
	delete(r.new, id)
	delete(r.older, id)
}

// recall gives what a turn is decided on from what is kept.
func (s *Store) recall(id string) (bot.Snapshot, bool, error) {
	out, ok := s.recent.snapshot(id)
	if !ok {
		return out, false, nil
	}
	var err error
	out.Now = s.clock.Now()
	out.State, err = store.BotState(out.Conversation)
	return out, true, err
}
