package pipeline

import (
	"context"
	"fmt"
	"time"

	"frontdesk/chat"
	"frontdesk/internal/mask"
)

// Accept stores an inbound message durably and wakes a worker. When it returns
// without error the message is safe: it will be answered once, or reach a human,
// whatever happens to this process. A redelivery gives the receipt of the first
// time.
func (p *Pipeline) Accept(ctx context.Context, in chat.Inbound) (Receipt, error) {
	now := p.cfg.Now()
	in.Message.Text = mask.Secrets(in.Message.Text)
	if in.Message.At.IsZero() {
		in.Message.At = now
	}
	r, err := p.store.Receive(ctx, in, now.Add(p.cfg.Quiet(in.ChannelID)))
	if err != nil {
		return Receipt{}, fmt.Errorf("store message %s: %w", in.Message.ExternalID, err)
	}
	p.stopTyping(r.Conversation.ID)
	if r.Fresh {
		p.hub.Publish(chat.Hint{Kind: chat.HintLog, ConversationID: r.Conversation.ID, Seq: r.Message.Seq})
		p.Wake()
	}
	return r, nil
}

// How long a turn waits for a shopper who types: after the last sign of it, and
// at most from its first message on.
const (
	typingHolds  = 2 * time.Second
	typingAtMost = 10 * time.Second
)

// Typing holds the next turn of a conversation a moment, so that what the
// shopper is about to send becomes part of it. It is a hint: a process that does
// not hear it answers a little early.
func (p *Pipeline) Typing(conversationID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	now := p.cfg.Now()
	if len(p.typing) > 10000 {
		for id, at := range p.typing {
			if now.Sub(at) > typingHolds {
				delete(p.typing, id)
			}
		}
	}
	p.typing[conversationID] = now
}

func (p *Pipeline) stopTyping(conversationID string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	delete(p.typing, conversationID)
}

// stillTyping is when to look again; zero when nobody types, or has typed since
// their first word for long enough.
func (p *Pipeline) stillTyping(c chat.Conversation) time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	at, ok := p.typing[c.ID]
	if !ok || c.Owner != chat.OwnerBot {
		return time.Time{}
	}
	until := at.Add(typingHolds)
	if end := c.WaitingSince.Add(typingAtMost); !c.WaitingSince.IsZero() && end.Before(until) {
		until = end
	}
	if !until.After(p.cfg.Now()) {
		delete(p.typing, c.ID)
		return time.Time{}
	}
	return until
}
