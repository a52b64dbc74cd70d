package chat

// Hint says that something has changed; readers go to the database for what is
// new. Between replicas only hints travel.
type Hint struct {
	Kind           string `json:"kind"`                   // log (messages), case, presence, knowledge, model; HintResync
	ConversationID string `json:"conversation,omitempty"` // for log and case
	Seq            int64  `json:"seq,omitempty"`          // its LastSeq; 0: what was there before has changed
}

// The kinds of hints.
const (
	HintLog       = "log"
	HintCase      = "case"
	HintPresence  = "presence"
	HintKnowledge = "knowledge"
	HintModel     = "model" // of the language engine, its examples or its training; not for consoles
	HintResync    = ""      // hints were lost: read everything again that you show or keep
)
