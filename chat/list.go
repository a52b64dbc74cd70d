package chat

// ConversationFilter selects conversations for a list. Empty members do not
// filter.
type ConversationFilter struct {
	Owner      Owner
	Status     Status
	AgentID    string
	CustomerID string
	ChannelID  string
	Text       string // in the customer's name, e-mail or the last message; literal, case-insensitive
	Open       bool   // only conversations that are not closed
	After      string // cursor of the last row seen; empty for the first page
	Limit      int    // 1 to 200; 0 is 50
}

// ConversationRow is one line of a list, newest change first.
type ConversationRow struct {
	Conversation Conversation `json:"conversation"`
	Customer     Customer     `json:"customer"`
	Cursor       string       `json:"-"`
}
