package chat

import (
	"strings"
	"time"
)

// Author says who wrote a message.
type Author string

// The four authors. An agent is a human, the bot is the machine.
const (
	Shopper Author = "shopper"
	Bot     Author = "bot"
	Agent   Author = "agent"
	System  Author = "system"
)

// Kind says what a message is and therefore who may see it.
type Kind string

// Text and Event are seen by the shopper; Note and Draft only by the desk.
const (
	KindText  Kind = "text"  // something said
	KindEvent Kind = "event" // "Li joined"; Event holds its stable name, Text its words for the shopper
	KindNote  Kind = "note"  // an agent's private note
	KindDraft Kind = "draft" // a bot answer that a human's takeover overtook
)

// Private tells whether a message of this kind is kept from the shopper.
func (k Kind) Private() bool { return k == KindNote || k == KindDraft }

// Message is one entry of a conversation's log. Seq is its place there: 1, 2, 3
// without gaps, the same for shopper, agent, bot and export.
type Message struct {
	ID             string       `json:"id"` // UUIDv7
	ConversationID string       `json:"conversation"`
	Seq            int64        `json:"seq"`
	Epoch          int64        `json:"epoch"` // of the conversation when it was decided
	Author         Author       `json:"author"`
	AuthorID       string       `json:"author_id,omitempty"`   // the agent's id
	AuthorName     string       `json:"author_name,omitempty"` // as the shopper sees it
	Kind           Kind         `json:"kind"`
	Event          string       `json:"event,omitempty"` // for KindEvent: handoff_requested, agent_joined, ...
	Text           string       `json:"text"`
	Lang           string       `json:"lang,omitempty"` // BCP 47
	Blocks         []Block      `json:"blocks,omitempty"`
	QuickReplies   []QuickReply `json:"quick_replies,omitempty"`
	Sources        []Source     `json:"sources,omitempty"`
	Payload        string       `json:"payload,omitempty"`   // of the quick reply that the shopper pressed
	ExternalID     string       `json:"client_id,omitempty"` // the channel's or client's own id: the idempotency key
	Helpful        int          `json:"helpful,omitempty"`   // what the shopper says of a bot's answer: 1 it helped, -1 it did not, 0 nothing
	Delivery       Delivery     `json:"delivery,omitempty"`  // what went wrong on the way to the shopper; the desk sees it
	At             time.Time    `json:"at"`
}

// Delivery says what went wrong with a message to the shopper on a channel that is
// called. It is empty for a message that arrived, is on its way, or is asked for.
type Delivery string

// The deliveries that went wrong.
const (
	DeliveryFailed  Delivery = "failed"  // the channel did not take it, and it is not tried again
	DeliveryUnknown Delivery = "unknown" // no answer came: it may have arrived or not, and is not sent twice
)

// Block is a typed piece of a rich message. Exactly the member that Type names
// is set. Message.Text always says the same in words, for channels that cannot
// show the block.
type Block struct {
	Type    string       `json:"type"` // "order", "product"
	Order   *OrderCard   `json:"order,omitempty"`
	Product *ProductCard `json:"product,omitempty"`
}

// OrderCard shows an order and where it is.
type OrderCard struct {
	Number   string      `json:"number"`
	Status   string      `json:"status"`       // stable id, for example in_transit
	Label    string      `json:"status_label"` // in the shopper's language
	Total    string      `json:"total,omitempty"`
	Carrier  string      `json:"carrier,omitempty"`
	Tracking string      `json:"tracking,omitempty"`
	URL      string      `json:"url,omitempty"`
	ETA      string      `json:"eta,omitempty"` // RFC 3339 date
	Items    []OrderLine `json:"items,omitempty"`
	Steps    []TrackStep `json:"steps,omitempty"`
}

// OrderLine is one line of an order.
type OrderLine struct {
	SKU      string `json:"sku"`
	Title    string `json:"title"`
	Quantity int    `json:"quantity"`
	Price    string `json:"price,omitempty"`
}

// TrackStep is one event on the way of a parcel, newest last.
type TrackStep struct {
	At    time.Time `json:"at"`
	Label string    `json:"label"`
	Place string    `json:"place,omitempty"`
}

// ProductCard shows a product.
type ProductCard struct {
	SKU   string `json:"sku"`
	Title string `json:"title"`
	Price string `json:"price,omitempty"`
	Stock string `json:"stock,omitempty"`
	URL   string `json:"url,omitempty"`
	Image string `json:"image,omitempty"`
}

// QuickReply is a button below a message. Payload is what comes back when it
// is pressed; where it is empty the title comes back.
type QuickReply struct {
	Title   string `json:"title"`
	Payload string `json:"payload,omitempty"`
}

// Source is the published article that an answer stands on.
type Source struct {
	ArticleID string `json:"article"`
	PassageID string `json:"passage,omitempty"`
	Title     string `json:"title"`
	URL       string `json:"url,omitempty"`
}

// Clean takes out of a text what no store takes, NUL and what is no UTF-8, so that what
// models, shops and strangers write is never the reason why nothing is stored.
func Clean(s string) string {
	return strings.ReplaceAll(strings.ToValidUTF8(s, "\uFFFD"), "\x00", "")
}
