package chat

// ConversationFilter selects conversations for a list. Empty members do not
// filter.
type ConversationFilter struct {
	Owner      Owner
	Status     Status
	AgentID    string
	CustomerID string
	ChannelID  string
	Text       string // beginnings of words (see Sought) of one message or of the customer's name and e-mail; with an @, the beginning of the e-mail or its domain
	Open       bool   // only conversations that are not closed
	After      string // cursor of the last row seen; empty for the first page
	Limit      int    // 1 to 200; 0 is 50
}

// ConversationRow is one line of a list, newest change first.
type ConversationRow struct {
	Conversation Conversation `json:"conversation"`
	Customer     Customer     `json:"customer"`
	Undelivered  Delivery     `json:"-"` // of the newest message that did not surely reach the shopper, until bot or agent have written since it is known
	Hit          Message      `json:"-"` // the newest message that Text found: Seq, Author, Kind, Text, At; Seq is 0 for none
	Cursor       string       `json:"-"`
}
