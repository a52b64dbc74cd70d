package handoff

import (
	"encoding/json"
	"time"
)

// PacketVersion is the version of the packet's JSON form. In version 1 the items of an
// order were texts.
const PacketVersion = 2

// Packet is the structured summary that a human gets with a case, so that
// nobody asks twice. What is not known is missing, never guessed; every fact
// names its evidence.
type Packet struct {
	V                 int               `json:"v"`
	ID                string            `json:"id"`
	ConversationID    string            `json:"conversation_id"`
	Epoch             int64             `json:"epoch"`
	CreatedAt         time.Time         `json:"created_at"`
	Lang              PacketLang        `json:"lang"`
	Reason            Reason            `json:"reason"`
	Headline          string            `json:"headline"`
	CustomerGoal      string            `json:"customer_goal"`
	Issue             Issue             `json:"issue"`
	Identity          Identity          `json:"identity"`
	Orders            []OrderFact       `json:"orders"`
	Product           *ProductFact      `json:"product,omitempty"` // that it is about
	Facts             []Fact            `json:"facts"`
	Missing           []string          `json:"missing"`
	Tried             []Tried           `json:"tried"`
	BotPromises       []Fact            `json:"bot_promises"`
	Emotion           EmotionFact       `json:"emotion"`
	Constraints       Constraints       `json:"constraints"`
	Risk              []string          `json:"risk"`
	Suggested         Suggested         `json:"suggested"`
	OpenQuestions     []Fact            `json:"open_questions"`
	CustomerConfirmed CustomerConfirmed `json:"customer_confirmed"`
	PreviousCases     []PreviousCase    `json:"previous_cases"`
	UptoSeq           int64             `json:"upto_seq"` // the packet is frozen here; later messages are its delta
}

// PacketLang holds the two languages of a handoff, ISO 639-1.
type PacketLang struct {
	Customer string `json:"customer"`
	Agent    string `json:"agent"`
}

// Issue is what it is about.
type Issue struct {
	Intent  string `json:"intent,omitempty"`
	Topic   string `json:"topic,omitempty"` // the intent's category
	Product string `json:"product,omitempty"`
	Market  string `json:"market,omitempty"`
}

// Identity is who writes and how that is known.
type Identity struct {
	Verified  bool   `json:"verified"`
	Method    string `json:"method,omitempty"` // token, order_proof
	Name      string `json:"name,omitempty"`
	Contact   string `json:"contact,omitempty"`
	Tier      string `json:"tier,omitempty"`
	ValueBand string `json:"value_band,omitempty"`
}

// Evidence points at what a fact stands on. Exactly one member is set.
type Evidence struct {
	Message int64  `json:"message,omitempty"` // Seq
	Action  string `json:"action,omitempty"`  // id of an action record or a lookup's name
	Article string `json:"article,omitempty"` // article id
}

// Provenance says how a fact is known.
type Provenance string

// The provenances.
const (
	Said     Provenance = "said"     // by the shopper; Value stands in the message
	Tool     Provenance = "tool"     // read from the shop
	Inferred Provenance = "inferred" // by the language engine
)

// Fact is one thing known, with its evidence.
type Fact struct {
	Key        string     `json:"key"`
	Value      string     `json:"value"`
	Evidence   Evidence   `json:"evidence"`
	Provenance Provenance `json:"provenance"`
}

// OrderFact is an order as the shop has it.
type OrderFact struct {
	ID       string     `json:"id"`
	Status   string     `json:"status"`
	Carrier  string     `json:"carrier,omitempty"`
	Tracking string     `json:"tracking,omitempty"`
	ETA      string     `json:"eta,omitempty"`
	Items    []ItemFact `json:"items,omitempty"`
	Amount   string     `json:"amount,omitempty"`
	Source   Evidence   `json:"source"`
}

// ItemFact is a line of an order.
type ItemFact struct {
	Title    string `json:"title"`
	Quantity int    `json:"quantity,omitempty"` // pieces; 0: not known
}

// UnmarshalJSON reads a line, also as packets of earlier versions have it: a text such
// as "2 × socks", whose pieces stay part of the title.
func (i *ItemFact) UnmarshalJSON(data []byte) error {
	if len(data) > 0 && data[0] == '"' {
		*i = ItemFact{}
		return json.Unmarshal(data, &i.Title)
	}
	type plain ItemFact // without this method
	return json.Unmarshal(data, (*plain)(i))
}

// ProductFact is the product that a case is about, with what else is known of it.
type ProductFact struct {
	ID       string         `json:"id"`
	Title    string         `json:"title"`
	Category string         `json:"category,omitempty"`
	Source   Evidence       `json:"source"`
	Articles []ArticleRef   `json:"articles"` // linked to it
	Cases    []PreviousCase `json:"cases"`    // earlier ones about it, of any customer
}

// ArticleRef names an article.
type ArticleRef struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// Tried is an answer or an action that the bot gave, and how it was taken.
type Tried struct {
	Kind     string `json:"kind"` // article, action, flow
	Ref      string `json:"ref"`  // article id, action name, flow name
	Title    string `json:"title"`
	Result   string `json:"result,omitempty"`
	Reaction string `json:"reaction,omitempty"` // what the shopper wrote next, shortened
	Seq      int64  `json:"seq,omitempty"`      // the bot's message
}

// EmotionFact is the mood and where it goes.
type EmotionFact struct {
	Label    string  `json:"label"`
	Trend    string  `json:"trend"` // rising, steady, falling (of anger)
	Evidence []int64 `json:"evidence"`
}

// Constraints limit what the agent may do.
type Constraints struct {
	ReplyWindowUntil time.Time `json:"reply_window_until,omitzero"`
	Language         string    `json:"language,omitempty"`
	QuietHours       bool      `json:"quiet_hours,omitempty"`
}

// Suggested is what the agent might do next. Code and Args name it for
// translation; Reply is a text to start from in the customer's language.
type Suggested struct {
	NextStep string   `json:"next_step"`
	Reply    string   `json:"reply,omitempty"`
	Articles []string `json:"articles,omitempty"`
	Skill    string   `json:"skill,omitempty"`
	Priority int      `json:"priority"`
}

// CustomerConfirmed tells whether the shopper saw and corrected the packet.
type CustomerConfirmed struct {
	Bool  bool     `json:"bool"`
	Edits []string `json:"edits,omitempty"`
}

// PreviousCase is an earlier handoff of the same customer within 72 hours.
type PreviousCase struct {
	ID       string    `json:"id"`
	Headline string    `json:"headline"`
	Outcome  string    `json:"outcome,omitempty"`
	Agent    string    `json:"agent,omitempty"`
	At       time.Time `json:"at"`
}

// productID is the id of the product that the case is about; empty for none.
func (p Packet) productID() string {
	if p.Product == nil {
		return ""
	}
	return p.Product.ID
}
