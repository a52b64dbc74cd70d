package api

import (
	"context"
	"fmt"

	"frontdesk/internal/fault"
)

// Ratings keeps what shoppers say of answers.
type Ratings interface {
	// RateMessage stores whether a bot's answer helped: 1 it did, -1 it did not;
	// fault.NotFound where the message is no answer of the bot.
	RateMessage(ctx context.Context, conversationID string, seq int64, helpful int) error
}

// helpfulness is what is stored for a yes or no.
func helpfulness(helped bool) int {
	if helped {
		return 1
	}
	return -1
}

type rateAnswerInput struct {
	Caller
	ID   string `path:"id" maxLength:"100"`
	Seq  int64  `path:"seq" minimum:"1"`
	Body struct {
		Helpful bool `json:"helpful" doc:"whether the answer helped the shopper; sent again, it replaces what was said before"`
	}
}

// rateAnswer takes a rating from a REST channel.
func (a *API) rateAnswer(ctx context.Context, in *rateAnswerInput) (*nothing, error) {
	conv, err := a.Store.Conversation(ctx, in.ID)
	if err != nil {
		return nil, fmt.Errorf("load conversation %s: %w", in.ID, err)
	}
	if conv.ChannelID != in.who.channel {
		a.log.Warn("foreign conversation rated", "channel", in.who.channel, "conversation", in.ID)
		return nil, fault.New(fault.NotFound, "", "")
	}
	return nil, a.Ratings.RateMessage(ctx, in.ID, in.Seq, helpfulness(in.Body.Helpful))
}
