package gaps

import (
	"context"
	"time"
)

// Filter selects gaps for a list. Empty members do not filter.
type Filter struct {
	State   State
	Lang    string        // with questions in this language
	Since   time.Time     // only what was asked from then on counts
	Before  time.Time     // and before; zero: until now
	Typical time.Duration // what a handoff counts while no handling at all is known; else the mean counts
	Offset  int
	Limit   int // 1 to 200; 0 is 50
}

// Line is a gap with what it cost in the time of the filter, those merged into it
// included.
type Line struct {
	Gap    Gap      `json:"gap"`
	Count  int      `json:"count"`
	Before int      `json:"before"` // in the time of equal length before
	Cost   Cost     `json:"cost"`
	Langs  []string `json:"langs"`
}

// Totals is what all gaps of a filter cost.
type Totals struct {
	Gaps   int  `json:"gaps"`
	Misses int  `json:"misses"`
	Cost   Cost `json:"cost"`
	Known  int  `json:"known"` // handoffs whose handling is known
}

// MissFilter selects misses of a gap, those merged into it included.
type MissFilter struct {
	GapID  string
	Lang   string
	Since  time.Time
	Before time.Time // zero: until now
	With   bool      // only those that an agent replied to
	Limit  int       // 1 to 500; 0 is 50
}

// Bucket is what was missed in a week, in a language.
type Bucket struct {
	Week  time.Time `json:"week"` // its Monday, UTC
	Lang  string    `json:"lang"`
	Count int       `json:"count"`
	Cost  Cost      `json:"cost"`
}

// NearCount is how often an article came nearest, and how near on average.
type NearCount struct {
	Near
	Count int `json:"count"`
}

// Ref names a miss.
type Ref struct {
	ConversationID string `json:"conversation"`
	Seq            int64  `json:"seq"`
}

// Shelf is what editors see and change.
type Shelf interface {
	// Gaps lists by cost, dearest first, with the totals of all that the filter
	// selects.
	Gaps(ctx context.Context, f Filter) ([]Line, Totals, error)
	// Gap loads one; fault.NotFound.
	Gap(ctx context.Context, id string) (Gap, error)
	// Misses lists, newest first.
	Misses(ctx context.Context, f MissFilter) ([]Miss, error)
	// GapWeeks counts a gap's misses by week and language.
	GapWeeks(ctx context.Context, f MissFilter) ([]Bucket, error)
	// GapNear counts which articles came nearest, most often first, at most five.
	GapNear(ctx context.Context, f MissFilter) ([]NearCount, error)
	// GapAnswered counts the questions that a gap's article answered since.
	GapAnswered(ctx context.Context, gapID string, since time.Time) (int, error)
}

// Changes is what editors change.
type Changes interface {
	// ChangeGaps inserts (Version 0) and updates gaps by hand, and moves misses to
	// the first of them, in one transaction. A version that is not the stored one is
	// fault.Conflict with code version_conflict, and a miss that is not there
	// fault.NotFound. Gaps that were merged into one that is itself merged follow it.
	ChangeGaps(ctx context.Context, gaps []Gap, move []Ref) ([]Gap, error)
	// MergedInto lists the gaps that count with one.
	MergedInto(ctx context.Context, id string) ([]Gap, error)
	// LinkedGaps lists the gaps that articles were written for, newest link first.
	LinkedGaps(ctx context.Context, limit int) ([]Gap, error)
	// SaveDigest keeps a week's digest once; false where there is one.
	SaveDigest(ctx context.Context, d Digest) (bool, error)
	// Digests lists the newest first.
	Digests(ctx context.Context, limit int) ([]Digest, error)
}

// Digest is what a week was like for the content team.
type Digest struct {
	Week   time.Time  `json:"week"` // its Monday, UTC
	MadeAt time.Time  `json:"made_at"`
	Body   DigestBody `json:"body"`
}

// DigestBody is what a digest says.
type DigestBody struct {
	Total   Totals    `json:"total"`
	Before  Totals    `json:"before"` // of the week before
	Top     []Line    `json:"top"`
	Due     []DueText `json:"due"`     // articles to be verified
	Stale   []DueText `json:"stale"`   // translations of older releases
	Effects []Effect  `json:"effects"` // of the articles that were written for gaps
}

// DueText is an article that somebody has to look at.
type DueText struct {
	ArticleID string    `json:"article"`
	Title     string    `json:"title"`
	Locale    string    `json:"locale"`
	Owner     string    `json:"owner,omitempty"`
	By        time.Time `json:"by,omitzero"`
}
