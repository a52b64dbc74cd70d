package channel

import (
	"context"
	"fmt"

	"frontdesk/chat"
	"frontdesk/internal/fault"
)

// Router sends by a channel's id.
type Router struct {
	byID map[string]Channel
}

// NewRouter makes a router over channels that must be called; those that are
// not in it fetch their messages themselves.
func NewRouter(byID map[string]Channel) *Router { return &Router{byID: byID} }

// Has tells whether messages of a channel must be sent by calling it.
func (r *Router) Has(channelID string) bool { return r.byID[channelID] != nil }

// Send fits a message to its channel and sends it. Where it becomes several
// parts and a later one fails, what became of the whole is not known: the first
// ones have been seen.
func (r *Router) Send(ctx context.Context, channelID, to string, m chat.Message) (externalID string, err error) {
	c := r.byID[channelID]
	if c == nil {
		return "", fault.New(fault.Invalid, "unknown_channel", "There is no channel %q to send by.", channelID)
	}
	for i, part := range Degrade(m, c.Limits()) {
		id, err := c.Send(ctx, to, part)
		switch {
		case err != nil && i == 0:
			return "", err
		case err != nil:
			// Not wrapped: the part's kind would say that the whole may be sent again.
			return externalID, fmt.Errorf("part %d of message %s: %v", i+1, m.ID, err)
		case i == 0:
			externalID = id
		}
	}
	return externalID, nil
}
