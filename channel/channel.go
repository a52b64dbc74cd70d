// Package channel is the port between frontdesk and the places where shoppers
// write: what a channel must be able to do, what it may be able to do, and how a
// message is fitted to what it can show. One package below it a channel.
package channel

import (
	"context"
	"io"
	"net/http"

	"frontdesk/chat"
)

// Channel carries messages to shoppers. What comes from them reaches the
// pipeline by a Receiver or, for channels whose route is part of the API's own
// description, by that route.
type Channel interface {
	// Send gives a message to the platform, to the customer of that ref, and
	// returns the platform's id of it; empty where it has none. The kind of a
	// failure says what became of the message: fault.Limited and
	// fault.Unavailable were not taken and may be tried again; fault.Invalid,
	// NotFound and Forbidden were refused for good; anything else is not known,
	// and the message must not be sent again blindly.
	Send(ctx context.Context, to string, m chat.Message) (externalID string, err error)
	// Limits tells what the channel can show.
	Limits() Limits
}

// Limits is what a channel can show. The zero value is plain text without end.
type Limits struct {
	TextRunes    int  // of one message; 0: no limit
	QuickReplies int  // buttons on one message; 0: none
	ButtonRunes  int  // of a button's title; 0: no limit
	Blocks       bool // cards
	Sources      bool // sources beside the text
}

// Receiver takes a platform's webhook: it verifies and normalises, and thinks
// nothing.
type Receiver interface {
	Receive(r *http.Request) ([]chat.Inbound, error)
}

// Challenger answers the platform's question whether the webhook's address is
// ours.
type Challenger interface {
	Challenge(r *http.Request) (answer string, err error)
}

// Puller fetches messages from a platform that does not push. cursor is where
// the last call ended, empty at first.
type Puller interface {
	Pull(ctx context.Context, cursor string) (in []chat.Inbound, next string, err error)
}

// Typer shows the shopper that an answer is being written.
type Typer interface {
	Typing(ctx context.Context, to string, on bool) error
}

// MediaFetcher downloads what a shopper attached.
type MediaFetcher interface {
	Fetch(ctx context.Context, ref string) (data io.ReadCloser, mediaType string, err error)
}
