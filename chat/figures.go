package chat

// Figures say how a stretch of time went.
type Figures struct {
	Messages int            // of shoppers
	BotTurns int            // turns that the bot decided
	Answered int            // of those, the ones that answered
	Handoffs int            // cases made
	Resolved int            // cases that a human closed with an outcome
	Reasons  map[string]int // cases by the code of their reason
}
