// Package gaps shows what shoppers ask and nobody has written: it finds the
// questions that the bot missed in what was said and decided, puts those that ask
// the same together, across languages, and says what each such gap costs people,
// what agents answered, and what an article changed.
package gaps

import (
	"context"
	"time"

	"frontdesk/chat"
	"frontdesk/handoff"
	"frontdesk/pipeline"
)

// Cause says how a question was missed.
type Cause string

// The causes.
const (
	NoAnswer      Cause = "no_answer"      // understood, but nothing that is written answers it
	NotUnderstood Cause = "not_understood" // the bot asked to say it differently, or which of several was meant
	Disliked      Cause = "disliked"       // it was answered, and the shopper says that it does not help
	NotHelped     Cause = "not_helped"     // it was answered, and the shopper then asked for a person
	PersonFirst   Cause = "person_first"   // it was put to a person, and never to the bot
)

// Miss is a question that the bot did not answer, or not well. Its conversation
// and the message that asked it name it.
type Miss struct {
	ConversationID string    `json:"conversation"`
	Seq            int64     `json:"seq"` // of the message that asked
	GapID          string    `json:"gap,omitempty"`
	Cause          Cause     `json:"cause"`
	Asked          Asked     `json:"asked"`
	Also           []string  `json:"also,omitempty"` // the same question in other words, from the turns that follow
	Market         string    `json:"market,omitempty"`
	ChannelID      string    `json:"channel"`
	At             time.Time `json:"at"`
	Cost           Cost      `json:"cost"`
	CaseID         string    `json:"case,omitempty"`
	Outcome        string    `json:"outcome,omitempty"` // of the case
	RepliesFrom    int64     `json:"replies_from,omitempty"`
	RepliesTo      int64     `json:"replies_to,omitempty"` // the agent's messages: RepliesFrom <= seq <= RepliesTo
	Near           Near      `json:"near,omitzero"`
}

// Cost is what missing questions cost. It adds up.
type Cost struct {
	Handoffs int           `json:"handoffs"`
	Waited   time.Duration `json:"waited_ns"`  // of shoppers, until an agent took the case
	Handled  time.Duration `json:"handled_ns"` // of agents, from the acceptance of a case to its end; of a pause five minutes at most
	Open     int           `json:"open"`       // handoffs whose handling is not known, since they have not ended or nobody came
}

// Plus adds up.
func (c Cost) Plus(d Cost) Cost {
	return Cost{c.Handoffs + d.Handoffs, c.Waited + d.Waited, c.Handled + d.Handled, c.Open + d.Open}
}

// Near is the article that came nearest to a question when it was asked.
type Near struct {
	ArticleID string  `json:"article,omitempty"`
	Title     string  `json:"title,omitempty"`
	P         float64 `json:"p,omitempty"` // P(it answers)
}

// Answered is a question that an article answered, and nobody complained.
type Answered struct {
	ConversationID string
	Seq            int64 // of the message that asked
	ArticleID      string
	At             time.Time
}

// State is where a gap stands.
type State string

// The states of a gap. What an article was published for stays Open: it goes on
// being measured.
const (
	Open      State = "open"
	Dismissed State = "dismissed" // an editor wants no article for it; what is asked from then on goes there too
)

// Gap is a group of missed questions that ask the same.
type Gap struct {
	ID        string    `json:"id"` // UUIDv7
	Title     string    `json:"title"`
	Lang      string    `json:"lang"` // of Title
	State     State     `json:"state"`
	Note      string    `json:"note,omitempty"`     // why it was dismissed
	Into      string    `json:"into,omitempty"`     // the gap that this one was merged into; its questions count there
	ByHand    bool      `json:"by_hand"`            // an editor has merged or split it: it is not merged by itself
	ArticleID string    `json:"article,omitempty"`  // written for it
	LinkedAt  time.Time `json:"linked_at,omitzero"` // when ArticleID was set
	ChangedBy string    `json:"changed_by,omitempty"`
	CreatedAt time.Time `json:"created_at"`
	LastAt    time.Time `json:"last_at"` // of its newest question
	Size      int       `json:"size"`    // questions that it was made of, those of merged gaps not counted
	Version   int64     `json:"version"` // rises with every change by hand; guards against lost updates
	Revision  int64     `json:"-"`       // of all gaps at its last change
	Profile   Profile   `json:"-"`
}

// Place is how far the logs have been read: everything that changed before.
type Place struct {
	At time.Time
	ID string // of the last conversation read that changed at At
}

// Log is a conversation with all that is needed to find what was missed in it.
type Log struct {
	Conversation chat.Conversation
	Messages     []chat.Message
	Turns        []pipeline.Record
	Cases        []handoff.Case // oldest first
}

// Found is what was found in one conversation. It replaces what was found there
// before.
type Found struct {
	ConversationID string
	Misses         []Miss
	Answered       []Answered
}

// Batch is what one step of the collector writes, as a whole.
type Batch struct {
	Found []Found
	Gaps  []Gap // new or with more questions
	To    Place
}

// Logs is what the conversations are read from.
type Logs interface {
	// ChangedConversations gives up to limit conversations that changed after a
	// place and before a time, oldest change first, with their places.
	ChangedConversations(ctx context.Context, after Place, before time.Time, limit int) ([]Place, error)
	Conversation(ctx context.Context, id string) (chat.Conversation, error)
	Messages(ctx context.Context, conversationID string, after int64, limit int) ([]chat.Message, error)
	Turns(ctx context.Context, conversationID string, after int64) ([]pipeline.Record, error)
	// CasesOf lists a conversation's cases, oldest first.
	CasesOf(ctx context.Context, conversationID string) ([]handoff.Case, error)
}

// Store keeps misses and gaps.
type Store interface {
	// TakeGapWork gives the right to collect until a time to one holder, and the
	// place up to which the logs have been read; false while another one has it.
	TakeGapWork(ctx context.Context, holder string, now, until time.Time) (Place, bool, error)
	// GapsSince gives up to limit gaps with Revision > after, in its order, with
	// their profiles.
	GapsSince(ctx context.Context, after int64, limit int) ([]Gap, error)
	// GapsOf gives the gap of each miss of a conversation that is in one, by Seq.
	GapsOf(ctx context.Context, conversationID string) (map[int64]string, error)
	// SaveFound writes a batch in one transaction, and the new place;
	// fault.ErrStale where the holder has no right to. What an editor has changed of
	// a gap stays as it is.
	SaveFound(ctx context.Context, holder string, b Batch) error
}
