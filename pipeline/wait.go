package pipeline

import (
	"context"
	"errors"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/fault"
)

// Wait blocks until the turn that answers message inSeq is stored, or ctx ends.
func (p *Pipeline) Wait(ctx context.Context, conversationID string, inSeq int64) (Record, error) {
	hints, stop := p.hub.Subscribe(64)
	defer stop()
	poll := time.NewTicker(p.cfg.Poll)
	defer poll.Stop()
	for {
		rec, err := p.store.TurnFor(ctx, conversationID, inSeq)
		if err == nil || !errors.Is(err, fault.ErrNotFound) {
			return rec, err
		}
		if err := next(ctx, hints, poll.C, conversationID); err != nil {
			return Record{}, err
		}
	}
}

// next blocks until a conversation may have changed.
func next(ctx context.Context, hints <-chan chat.Hint, poll <-chan time.Time, conversationID string) error {
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-poll:
			return nil
		case h := <-hints:
			if h.ConversationID == conversationID || h.Kind == HintResync {
				return nil
			}
		}
	}
}
