package demo

import (
	"context"
	"slices"
	"sync"
	"time"

	"frontdesk/shop"
)

// Journal keeps the writes of the shop. Append returns once the entry survives
// a crash; Replay gives every entry in the order of Append, and is called once,
// before the first Append.
type Journal interface {
	Append(ctx context.Context, e Entry) error
	Replay(ctx context.Context, apply func(Entry) error) error
}

// Entry is one write: a return or a new address.
type Entry struct {
	Key         string        `json:"key"`         // the idempotency key
	Fingerprint string        `json:"fingerprint"` // of the request, to refuse a key that is used twice
	At          time.Time     `json:"at"`
	Order       string        `json:"order"`
	Return      *shop.Return  `json:"return,omitempty"`
	Address     *shop.Address `json:"address,omitempty"`
}

// Memory is a journal that lasts as long as the process. The zero value is
// empty and ready.
type Memory struct {
	mu      sync.Mutex
	entries []Entry
}

// Append keeps the entry.
func (m *Memory) Append(ctx context.Context, e Entry) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.entries = append(m.entries, e)
	return nil
}

// Replay gives all entries.
func (m *Memory) Replay(ctx context.Context, apply func(Entry) error) error {
	m.mu.Lock()
	entries := slices.Clone(m.entries)
	m.mu.Unlock()
	for _, e := range entries {
		if err := ctx.Err(); err != nil {
			return err
		}
		if err := apply(e); err != nil {
			return err
		}
	}
	return nil
}
