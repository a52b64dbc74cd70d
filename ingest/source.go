package ingest

import (
	"context"
	"time"
)

// Source is a place in the web that is read again and again.
type Source struct {
	ID   string     `json:"id"`   // UUIDv7
	Name string     `json:"name"` // unique; never changes, since articles carry it
	Kind SourceKind `json:"kind"`
	URL  string     `json:"url"`
	Bounds
	Locale    string    `json:"locale,omitempty"` // of pages that do not say
	Markets   []string  `json:"markets"`
	Draft     bool      `json:"draft"`              // new articles wait as drafts
	Schedule  *Schedule `json:"schedule,omitempty"` // nil: read only when somebody asks
	Paused    bool      `json:"paused"`             // the schedule rests
	NextRunAt time.Time `json:"next_run_at,omitzero"`
	Version   int64     `json:"version"` // guards against lost updates
	CreatedBy string    `json:"created_by"`
	CreatedAt time.Time `json:"created_at"`
	UpdatedAt time.Time `json:"updated_at"`
	Pages     int       `json:"pages"` // derived: how many pages of it are known
}

// SourceKind says how the pages of a source are found.
type SourceKind string

// The kinds of sources.
const (
	OnePage SourceKind = "page"    // one address
	Sitemap SourceKind = "sitemap" // the addresses that a sitemap lists, or those that it points to
	Crawl   SourceKind = "crawl"   // an address and what it links to, on the same host
)

// Bounds keep a source within what the shop wants to read, and polite.
type Bounds struct {
	Include  []string `json:"include"`   // patterns of paths, of which one must match; empty: all
	Exclude  []string `json:"exclude"`   // patterns of paths that are left out
	MaxPages int      `json:"max_pages"` // of one run
	MaxDepth int      `json:"max_depth"` // links from the first page; for crawls
	DelayMS  int      `json:"delay_ms"`  // milliseconds between two requests; a longer crawl-delay of robots.txt wins
}

// Schedule says when a source is read: every so many hours, or daily at a time.
type Schedule struct {
	EveryHours int    `json:"every_hours,omitempty"`
	DailyAt    string `json:"daily_at,omitempty"` // 15:04
	Zone       string `json:"zone,omitempty"`     // IANA; empty: UTC
}

// Page is what is known of an address of a source from the last time.
type Page struct {
	SourceID     string     `json:"-"`
	URL          string     `json:"url"`
	Status       PageStatus `json:"status"`
	Title        string     `json:"title,omitempty"`
	Code         string     `json:"code,omitempty"` // why it was refused
	ETag         string     `json:"-"`
	LastModified string     `json:"-"`
	Hash         string     `json:"-"` // SHA-256 of what was read
	Links        []string   `json:"-"` // to follow
	Keys         []string   `json:"-"` // of the articles that it gave
	GoneRuns     int        `json:"gone_runs"`
	ImportID     string     `json:"import,omitempty"` // the run that looked at it last
	FetchedAt    time.Time  `json:"fetched_at"`
}

// PageStatus is what was found at an address.
type PageStatus string

// The states of a page.
const (
	PageOK      PageStatus = "ok"
	PageGone    PageStatus = "gone"    // 404 or 410, or nothing links to it any more
	PageRefused PageStatus = "refused" // read, and not taken
)

// PageFilter selects pages of a source, by address.
type PageFilter struct {
	SourceID string
	Status   PageStatus // empty: all
	After    string     // the last address of the page before
	Limit    int        // 0: all
}

// SourceStore keeps sources and what is known of their pages.
type SourceStore interface {
	// Sources lists all, by name.
	Sources(ctx context.Context) ([]Source, error)
	// Source loads one; fault.NotFound.
	Source(ctx context.Context, id string) (Source, error)
	// SaveSource inserts (Version 0) or updates; fault.Conflict with code
	// version_conflict, or source_exists where another has its name.
	SaveSource(ctx context.Context, s Source) (Source, error)
	// DeleteSource forgets one with its pages; fault.NotFound.
	DeleteSource(ctx context.Context, id string) error
	// StartDue moves a source's next run from s.NextRunAt to next and adds the
	// run, in one transaction. It says whether it was this caller who did: another
	// replica may have been faster. A source that is being read starts no second
	// run.
	StartDue(ctx context.Context, s Source, next time.Time, run Import) (bool, error)
	SourcePages(ctx context.Context, f PageFilter) ([]Page, error)
}
