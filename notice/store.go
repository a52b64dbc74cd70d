package notice

import (
	"context"
	"time"

	"frontdesk/gaps"
	"frontdesk/ingest"
	"frontdesk/internal/auth"
	"frontdesk/knowledge"
)

// Move is a step of a place, up to which somebody has looked. An empty name is no
// place.
type Move struct {
	Name     string
	From, To time.Time // From zero: it is not there yet
}

// Filter selects notices, newest first.
type Filter struct {
	To     string    // recipient; empty: all
	State  State     // empty: all
	Since  time.Time // of their making; zero: all
	Limit  int       // 1 to 200; 0 is 50
	Before string    // the id of the last notice of the page before
}

// Outbox is where notices wait.
type Outbox interface {
	// TakeNotices leases up to n pending notices that may go now, and counts the
	// attempt. No two take one until the lease has ended.
	TakeNotices(ctx context.Context, now, until time.Time, n int) ([]Notice, error)
	// SettleNotice stores State, NextAt, SettledAt and Error of one, and ends its
	// lease. One that was sent stays so.
	SettleNotice(ctx context.Context, n Notice) error
	// PurgeNotices forgets settled ones that were made before.
	PurgeNotices(ctx context.Context, before time.Time) error
}

// Book keeps notices and how far somebody has looked.
type Book interface {
	// NoticePlaces gives all places.
	NoticePlaces(ctx context.Context) (map[string]time.Time, error)
	// AddNotices moves a place and stores what came of it, in one transaction;
	// fault.Stale where the place is not at From any more. A notice whose key is
	// there is left out.
	AddNotices(ctx context.Context, m Move, list []Notice) error
	Notices(ctx context.Context, f Filter) ([]Notice, error)
	// RetryNotice puts one that was given up into the queue again; fault.NotFound.
	RetryNotice(ctx context.Context, id string, now time.Time) (Notice, error)
	// NoticeSettings gives what people have chosen, by user.
	NoticeSettings(ctx context.Context) (map[string]Settings, error)
	SaveNoticeSettings(ctx context.Context, userID string, s Settings) error
}

// Store is what an engine keeps for this package.
type Store interface {
	Outbox
	Book
}

// Accounts tells who there is.
type Accounts interface {
	Users(ctx context.Context) ([]auth.User, error)
}

// Events is where it shows what people have to be told.
type Events interface {
	Articles(ctx context.Context, f knowledge.ArticleFilter) ([]knowledge.Article, int, error)
	Imports(ctx context.Context, f ingest.ImportFilter) ([]ingest.Import, error)
	Digests(ctx context.Context, limit int) ([]gaps.Digest, error)
}
