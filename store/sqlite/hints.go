package sqlite

import (
	"context"

	"frontdesk/chat"
)

// Hints gives the hints of other replicas. A SQLite file has one process, so
// none ever comes; the channel is closed when ctx ends.
func (s *Store) Hints(ctx context.Context) <-chan chat.Hint {
	c := make(chan chat.Hint)
	context.AfterFunc(ctx, func() { close(c) })
	return c
}

// Publish tells the other replicas of a change. There are none.
func (s *Store) Publish(chat.Hint) {}
