package api

import (
	"slices"
	"sync"
)

// viewer is an agent who looks at a conversation.
type viewer struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Typing bool   `json:"typing"`
}

// viewers knows which console looks at what, in this process.
type viewers struct {
	mu   sync.Mutex
	byID map[string][]*console
}

func newViewers() *viewers { return &viewers{byID: map[string][]*console{}} }

// watch adds a console to a conversation's viewers and tells them all.
func (v *viewers) watch(c *console, conversationID string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	if c.over() {
		return // it leaves right after, and would never leave this
	}
	if !slices.Contains(v.byID[conversationID], c) {
		v.byID[conversationID] = append(v.byID[conversationID], c)
	}
	v.tell(conversationID)
}

func (v *viewers) unwatch(c *console, conversationID string) {
	v.mu.Lock()
	defer v.mu.Unlock()
	v.remove(c, conversationID)
}

// leave takes a console off everything.
func (v *viewers) leave(c *console) {
	v.mu.Lock()
	defer v.mu.Unlock()
	for id, list := range v.byID {
		if slices.Contains(list, c) {
			v.remove(c, id)
		}
	}
}

func (v *viewers) remove(c *console, conversationID string) {
	list := v.byID[conversationID]
	i := slices.Index(list, c)
	if i < 0 {
		return
	}
	if list = slices.Delete(list, i, i+1); len(list) == 0 {
		delete(v.byID, conversationID)
		return
	}
	v.byID[conversationID] = list
	v.tell(conversationID)
}

// of lists who looks at a conversation, each person once.
func (v *viewers) of(conversationID string) []viewer {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.list(conversationID)
}

func (v *viewers) list(conversationID string) []viewer {
	out := []viewer{}
	for _, c := range v.byID[conversationID] {
		i := slices.IndexFunc(out, func(o viewer) bool { return o.ID == c.user.ID })
		if i < 0 {
			i, out = len(out), append(out, viewer{ID: c.user.ID, Name: c.user.Name})
		}
		out[i].Typing = out[i].Typing || c.typingIn.Load() == conversationID
	}
	return out
}

// tell pushes the viewers of a conversation to all of them; the lock is held,
// and a push never blocks.
func (v *viewers) tell(conversationID string) {
	f := encode(viewersFrame{Type: "viewers", Conversation: conversationID, Viewers: v.list(conversationID)})
	for _, c := range v.byID[conversationID] {
		c.push(f)
	}
}

// relay shows typing in a conversation to its viewers other than the one who
// types, and to the shopper where they shall see it.
func (v *viewers) relay(l *lobby, t consoleTyping, from string, toShopper bool) {
	v.mu.Lock()
	f := encode(t)
	for _, c := range v.byID[t.Conversation] {
		if c.user.ID != from {
			c.push(f)
		}
	}
	v.mu.Unlock()
	if !toShopper {
		return
	}
	shown := encode(typingFrame{Type: "typing", Author: t.Author, On: t.On})
	for _, s := range l.watchers(t.Conversation) {
		s.push(shown)
	}
}
