// Package bot reads a shopper's message and decides what to say next. Decide
// reads and returns a value; it never writes, sends or sleeps.
package bot

import (
	"context"
	"time"

	"frontdesk/bot/nlu"
	"frontdesk/chat"
)

// Snapshot is everything that one turn is decided on.
type Snapshot struct {
	Conversation chat.Conversation
	Customer     chat.Customer
	State        State
	StateErr     error          // why what is stored as State cannot be read, so that State is empty; nil as a rule
	History      []chat.Message // of this episode, oldest first, without private ones
	Settled      []ActRecord    // acts whose result no turn has told yet; without a Result: begun by a process that is no more
	Now          time.Time
}

// State is where the dialog stands; it is stored as one JSON column.
type State struct {
	Flow      string            `json:"flow,omitempty"`
	Node      string            `json:"node,omitempty"`
	Version   int               `json:"version,omitempty"` // of the flow's table; a mismatch restarts the flow
	Slots     map[string]string `json:"slots,omitempty"`
	SlotSeq   map[string]int64  `json:"slot_seq,omitempty"`  // the message each slot came from
	Retries   int               `json:"retries,omitempty"`   // at this node
	Refused   int               `json:"refused,omitempty"`   // times that a proof was wrong
	Misses    int               `json:"misses,omitempty"`    // turns in a row without an answer
	Turns     int               `json:"turns,omitempty"`     // bot turns in this episode
	SeenSeq   int64             `json:"seen_seq,omitempty"`  // the last shopper message that was decided on
	Offered   []string          `json:"offered,omitempty"`   // intents offered as buttons by the last turn
	Asked     string            `json:"asked,omitempty"`     // the question that those buttons were offered for
	Question  string            `json:"question,omitempty"`  // the last whole question, to complete the next one with
	Depends   string            `json:"depends,omitempty"`   // the question for which the last turn asked where to ship
	Market    string            `json:"market,omitempty"`    // ISO 3166-1 alpha-2, as the shopper said; elsewhere: none that was offered
	Proposed  bool              `json:"proposed,omitempty"`  // the last turn asked whether to fetch a person
	Declined  int               `json:"declined,omitempty"`  // Turns at which a person was last declined
	LastText  string            `json:"last_text,omitempty"` // of the bot, to see loops
	Repeats   int               `json:"repeats,omitempty"`
	Intent    string            `json:"intent,omitempty"` // the last clear one
	Told      int64             `json:"told,omitempty"`   // the message that told it
	Tried     []Tried           `json:"tried,omitempty"`
	Orders    []OrderSeen       `json:"orders,omitempty"` // that the shopper has proved to be theirs
	Anger     []float64         `json:"anger,omitempty"`  // P(anger) of the last shopper turns
	AngerSeq  []int64           `json:"anger_seq,omitempty"`
	Greeted   bool              `json:"greeted,omitempty"`
	Product   *Talked           `json:"product,omitempty"`    // the product talked about last
	Shown     []string          `json:"shown,omitempty"`      // ids of the products that were shown last as a list
	ShownTurn int               `json:"shown_turn,omitempty"` // State.Turns when they were
	Which     string            `json:"which,omitempty"`      // the question for which the last turn asked which product is meant
	Later     []string          `json:"later,omitempty"`      // dialogs asked for beside the one that was begun, by intent
	Named     string            `json:"named,omitempty"`      // an order number that was named and that no dialog took
	NamedTurn int               `json:"named_turn,omitempty"` // State.Turns when it was
	NamedSure bool              `json:"named_sure,omitempty"` // what was said with it was probably about an order
	Done      []string          `json:"done,omitempty"`       // ids of acts whose result was told
	Wrong     []time.Time       `json:"wrong,omitempty"`      // when proofs were wrong lately, whatever the flow
	At        time.Time         `json:"at,omitzero"`          // of the last turn

	// Of the dialog that is going on.
	Wish   string    `json:"wish,omitempty"`  // the intent that began it
	Begun  int64     `json:"begun,omitempty"` // the message that began it
	Own    string    `json:"own,omitempty"`   // what of the messages up to OwnTo asks for it, where the rest asks for something else
	OwnTo  int64     `json:"own_to,omitempty"`
	Also   []string  `json:"also,omitempty"`    // further order numbers that were named
	Lacked []string  `json:"lacked,omitempty"`  // slots of which the shopper said that they cannot or will not give them
	Part   string    `json:"part,omitempty"`    // what was given of an address so far, see addressText
	Failed OrderSeen `json:"failed,omitzero"`   // the number and the proof that were refused last
	NotOwn string    `json:"not_own,omitempty"` // an order that the shopper's account does not open: a proof is asked for
}

// Talked is a product that a conversation has come to.
type Talked struct {
	ID       string `json:"id"`
	Title    string `json:"title"` // in the shopper's language
	Category string `json:"category,omitempty"`
	Turn     int    `json:"turn"`          // State.Turns when it was
	Seq      int64  `json:"seq,omitempty"` // the shopper's message
}

// Tried is an answer, flow or act that the shopper was given.
type Tried struct {
	Kind  string `json:"kind"` // article, flow, action
	Ref   string `json:"ref"`
	Title string `json:"title"`
	Seq   int64  `json:"seq"` // the shopper's message it answered
}

// OrderSeen is a proved order and how it was proved.
type OrderSeen struct {
	Number string `json:"number"`
	Email  string `json:"email,omitempty"`
	Post   string `json:"post,omitempty"`
}

// Action is what a decision does.
type Action string

// The actions of a decision.
const (
	Answer   Action = "answer"   // says something that answers
	Ask      Action = "ask"      // needs something from the shopper
	Propose  Action = "propose"  // asks whether to fetch a person
	Handoff  Action = "handoff"  // fetches a person
	Withdraw Action = "withdraw" // the shopper no longer wants the person they wait for
	Silent   Action = "silent"   // says nothing
	Perform  Action = "perform"  // an act must be done first; Resume words its result
)

// Reason says which rung of the ladder decided, and why. Handoff reasons equal
// the codes of package handoff.
type Reason string

// Decision is what shall happen. Exactly one place, pipeline's settle and the
// store's Commit, applies it.
type Decision struct {
	Action       Action
	Text         string // for the shopper; never carries control words
	Lang         string // of the shopper, for the conversation
	TextLang     string // of Text: another one where we do not speak the shopper's
	Blocks       []chat.Block
	QuickReplies []chat.QuickReply
	Sources      []chat.Source
	Intent       string
	Confidence   float64 // P(right) of what decided
	Reason       Reason
	Detail       string   // the reason in words, for people at the desk
	Skills       []string // a handoff needs these
	Goal         int64    // with a handoff: the message that began its dialog; 0: none did
	Act          *Act
	Facts        []Fact           // known now, for the packet
	Orders       []chat.OrderCard // that the shopper has proved to be theirs, read now
	Missing      []string
	About        []chat.Source // with a handoff: the articles that are linked to Next.Product
	Next         State
	Trace        []Step
}

// Fact is something known, with what shows it: a message (Seq), a lookup or
// act (Action), or an article.
type Fact struct {
	Key, Value string
	Seq        int64
	Action     string
	Article    string
	Inferred   bool // understood from the message, which says it in other words
}

// Step is one line of the "why" of a turn.
type Step struct {
	Rung   string         `json:"rung"`   // the rung of the ladder or part of the engine
	Result string         `json:"result"` // passed, decided, skipped
	Note   string         `json:"note,omitempty"`
	Data   map[string]any `json:"data,omitempty"`
	Took   time.Duration  `json:"took_ns,omitempty"`
}

// Reading is what was understood of a turn.
type Reading struct {
	Text       string       `json:"text"`              // of all messages of the turn, as searched
	Spelled    string       `json:"spelled,omitempty"` // a message typed in Latin letters, in the script of its language; see nlu.Respell
	Lang       string       `json:"lang"`
	LangP      float64      `json:"lang_p"`
	Variant    string       `json:"variant,omitempty"` // BCP 47, where the text tells it: nlu.Language
	Intents    []nlu.Score  `json:"intents"`
	Means      []nlu.Score  `json:"-"`                // Intents as the search weighs them, whatever share of messages the shop states to be out of scope; nil: Intents
	Accept     float64      `json:"accept"`           // P(the top intent is right)
	Cutoff     float64      `json:"cutoff,omitempty"` // what Accept must reach for the error budget; 0: Config.IntentThreshold
	Parts      []nlu.Part   `json:"parts,omitempty"`  // the requests of a message that makes several
	Entities   []nlu.Entity `json:"entities"`         // see Understander.Name
	Emotion    nlu.Emotion  `json:"emotion"`
	WantsHuman bool         `json:"wants_human"`
	AsksReach  bool         `json:"asks_reach,omitempty"` // read as the wish for a person, but it names the telephone, an e-mail address or hours
	Affirm     bool         `json:"affirm,omitempty"`     // the whole message says yes
	Deny       bool         `json:"deny,omitempty"`       // the whole message says no
	Gibberish  bool         `json:"gibberish"`

	wishesHuman bool // WantsHuman, in words that ask nothing else: nlu.Analyzer.WishesPerson
}

// take makes the reading that of one message: its intents, and the cut-off that
// acting on it must reach.
func (r *Reading) take(res nlu.Result, cutoff float64) {
	r.Intents, r.Accept, r.Cutoff = res.Intents[:min(shown, len(res.Intents))], res.Accept, cutoff
	r.Means = meant(res)
}

// takeOf makes it what another message was read as.
func (r *Reading) takeOf(o Reading) {
	r.Intents, r.Means, r.Accept, r.Cutoff = o.Intents, o.Means, o.Accept, o.Cutoff
}

// Act is a write at the shop. Its ID is derived from the conversation and the
// message that confirmed it, so that deciding again gives the same act, and is
// the idempotency key towards the shop.
type Act struct {
	ID   string            `json:"id"`
	Name string            `json:"name"` // start_return, change_address
	Args map[string]string `json:"args"`
	Seq  int64             `json:"seq"` // the message that confirmed it
}

// ActResult is what became of an act.
type ActResult struct {
	OK     bool              `json:"ok"`
	Code   string            `json:"code,omitempty"` // why not: a stable code such as return_window_closed
	Values map[string]string `json:"values,omitempty"`
}

// ActRecord is an act with its result, as stored.
type ActRecord struct {
	Act    Act
	Result *ActResult // nil while it is under way
	At     time.Time
}

// Generator writes an answer from passages with a language model. A nil one
// means extractive answers.
type Generator interface {
	Generate(ctx context.Context, system, user string) (string, error)
}
