package store

import (
	"slices"
	"sync"

	"frontdesk/bot"
	"frontdesk/chat"
)

const (
	// keptConversations bounds how many conversations are kept, twice over.
	keptConversations = 256
	// keptMessages bounds how long a conversation is that is kept.
	keptMessages = 40
)

// Recent keeps the conversations that began lately as Load gives them, and so
// spares most turns the reading of what the same process wrote a moment ago. An
// engine tells it what it has committed: what shoppers and the bot say leads
// from one version of a conversation to the next, and whatever else changes is
// dropped. So what is kept under a version is what is stored under that version.
// The zero value is ready.
type Recent struct {
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

// Snapshot gives what is kept of a conversation at a version, nil for nothing. A
// version of 0 is any: right where one process does all the writing.
func (r *Recent) Snapshot(id string, version int64) *bot.Snapshot {
	r.mu.Lock()
	k := r.find(id)
	if k == nil || version != 0 && k.conv.Version != version {
		r.mu.Unlock()
		return nil
	}
	out := &bot.Snapshot{Conversation: k.conv, Customer: k.customer, History: slices.Clip(k.said)}
	r.mu.Unlock()
	BotState(out)
	return out
}

// Conversation gives a conversation as it is stored under a version, if it is
// kept.
func (r *Recent) Conversation(id string, version int64) (c chat.Conversation, ok bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if k := r.find(id); k != nil && k.conv.Version == version {
		return k.conv, true
	}
	return c, false
}

func (r *Recent) find(id string) *kept {
	if k := r.new[id]; k != nil {
		return k
	}
	return r.older[id]
}

// Received takes in a shopper's message, with the conversation and the customer
// as they are after it.
func (r *Recent) Received(c chat.Conversation, who chat.Customer, m chat.Message) {
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

// Answered takes in the bot's turn.
func (r *Recent) Answered(c chat.Conversation, said []chat.Message) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if k := r.follow(c); k != nil {
		r.add(k, said...)
	}
}

// follow gives what is kept of a conversation, brought to its next version;
// what does not lead there is dropped.
func (r *Recent) follow(c chat.Conversation) *kept {
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

func (r *Recent) add(k *kept, said ...chat.Message) {
	for _, m := range said {
		if !m.Kind.Private() {
			k.said = append(k.said, m)
		}
	}
	if len(k.said) > keptMessages {
		r.forget(k.conv.ID)
	}
}

// Drop forgets a conversation that changed otherwise.
func (r *Recent) Drop(id string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.forget(id)
}

// DropCustomer forgets the conversations of a customer who changed.
func (r *Recent) DropCustomer(id string) {
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

func (r *Recent) forget(id string) {
	delete(r.new, id)
	delete(r.older, id)
}
