// Package notice tells the shop's own people what waits for them: by mail, and by
// a webhook for the shop's systems.
//
// A notice is derived from what is stored, and is itself stored before anything is
// sent: how far somebody has looked and what came of it are one transaction, and a
// notice's key lets it be there once. So no process that dies loses one, and any
// number of replicas may look and send.
package notice

import "time"

// Kind is what a notice tells.
type Kind string

// The kinds of notices.
const (
	Digest  Kind = "digest"  // what the week was like: questions that nobody has written an answer to
	Verify  Kind = "verify"  // articles of the owner that have to be verified
	Held    Kind = "held"    // an import has texts that somebody has to look at
	Review  Kind = "review"  // an author asks for a review
	Source  Kind = "source"  // a source could not be read, or asks what to do
	Blocked Kind = "blocked" // a scheduled publish was not made
	Test    Kind = "test"    // somebody wants to see whether notices arrive
)

// Kinds lists those that people choose from, in the order in which they read them.
func Kinds() []Kind { return []Kind{Digest, Verify, Held, Review, Source, Blocked} }

// State is where a notice stands.
type State string

// The states of a notice.
const (
	Pending State = "pending"
	Sent    State = "sent"
	Failed  State = "failed"  // given up; Error says why
	Dropped State = "dropped" // whom it was for is gone, or does not want it any more
)

// Webhook is the recipient that is no person.
const Webhook = "webhook"

// Notice is one thing that one recipient is told. Its id is its name with the
// receiver, so that one sent twice can be told.
type Notice struct {
	ID        string    `json:"id"` // UUIDv7
	Key       string    `json:"-"`  // unique: what makes it the same notice
	Kind      Kind      `json:"kind"`
	To        string    `json:"to"` // id of the user, or Webhook
	Facts     Facts     `json:"facts"`
	State     State     `json:"state"`
	Attempts  int       `json:"attempts"`
	CreatedAt time.Time `json:"created_at"`
	NextAt    time.Time `json:"next_at"` // not sent before
	SettledAt time.Time `json:"settled_at,omitzero"`
	Error     string    `json:"error,omitempty"` // of the last attempt, for people
}

// Facts is what a notice tells, without the words of any language. What of it is
// there depends on its kind.
type Facts struct {
	Digest   *Week     `json:"digest,omitempty"`
	Articles []Article `json:"articles,omitempty"` // of Verify, Review and Blocked
	More     int       `json:"more,omitempty"`     // articles beyond those that are named
	Overdue  int       `json:"overdue,omitempty"`  // of Verify: articles that it was told of before, and that still wait
	Import   *Import   `json:"import,omitempty"`   // of Held
	Source   *Failure  `json:"source,omitempty"`
	Reason   string    `json:"reason,omitempty"` // of Blocked
	By       string    `json:"by,omitempty"`     // of Test
}

// Article is one that somebody has to look at.
type Article struct {
	ID     string    `json:"id"`
	Title  string    `json:"title"`
	Locale string    `json:"locale"`
	By     time.Time `json:"by,omitzero"`      // until when it had to be verified
	Author string    `json:"author,omitempty"` // who asks for the review
}

// Week is a digest in figures. Questions are what shoppers wrote, with numbers and
// addresses masked.
type Week struct {
	Week     time.Time `json:"week"`
	Misses   int       `json:"misses"`
	Gaps     int       `json:"gaps"`
	Handoffs int       `json:"handoffs"`
	Minutes  int       `json:"minutes"`
	Before   int       `json:"before"` // misses of the week before
	Top      []Gap     `json:"top"`
	Due      int       `json:"due"`   // articles to be verified
	Stale    int       `json:"stale"` // translations of older releases
	Effects  []Effect  `json:"effects,omitempty"`
}

// Gap is one of the week's dearest.
type Gap struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Count int    `json:"count"`
}

// Effect is what an article has changed.
type Effect struct {
	ArticleID string `json:"article"`
	Title     string `json:"title"`
	Before    int    `json:"before"` // questions missed
	After     int    `json:"after"`
	Answered  int    `json:"answered"`
}

// Import is one with texts that wait.
type Import struct {
	ID   string `json:"id"`
	Name string `json:"name"`
	Held int    `json:"held"`
}

// Failure is a source that could not be read, or that asks what to do.
type Failure struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	ImportID string `json:"import"`
	Code     string `json:"code"`
	Gone     int    `json:"gone,omitempty"` // articles that are gone and were not removed
}

// named bounds how many articles a notice names.
const named = 20
