// Package knowledge finds the passages that answer a question, and says how
// probable it is that they do. It knows nothing of conversations.
package knowledge

import (
	"context"
	"errors"
	"time"
)

// ArticleStatus is where an article stands in its life.
type ArticleStatus string

// The states of an article. Only published ones are found for shoppers; see
// [Life] for the ways between them.
const (
	Draft     ArticleStatus = "draft"
	InReview  ArticleStatus = "review"
	Published ArticleStatus = "published"
	Archived  ArticleStatus = "archived"
)

// Article is what a content team writes: one text in one locale.
type Article struct {
	ID          string        `json:"id"`  // UUIDv7
	Key         string        `json:"key"` // stable key in its source, for example help/en/returns.md; unique
	Title       string        `json:"title"`
	Body        string        `json:"body"`      // Markdown
	Locale      string        `json:"locale"`    // BCP 47; und when unknown
	Markets     []string      `json:"markets"`   // ISO 3166-1 alpha-2 or group names of the shop; empty is everywhere
	Internal    bool          `json:"internal"`  // for agents only: never quoted to shoppers
	Questions   []string      `json:"questions"` // ways in which shoppers ask for it
	Intents     []string      `json:"intents"`
	URL         string        `json:"url,omitempty"`
	Status      ArticleStatus `json:"status"`
	Source      string        `json:"source,omitempty"`       // the ingest source it came from; empty when written in the console
	ContentHash string        `json:"content_hash,omitempty"` // SHA-256 of what ingest read
	Version     int64         `json:"version"`                // rises with every save; guards against lost updates
	Revision    int64         `json:"revision"`               // of the whole knowledge base at the last change that readers see
	UpdatedBy   string        `json:"updated_by,omitempty"`
	CreatedAt   time.Time     `json:"created_at"`
	UpdatedAt   time.Time     `json:"updated_at"`
	PublishedAt time.Time     `json:"published_at,omitzero"`

	Negative   []string  `json:"negative"`             // questions that it must not answer
	Channels   []string  `json:"channels"`             // channels or their kinds (widget, rest); empty is all
	ValidFrom  time.Time `json:"valid_from,omitzero"`  // not quoted before
	ValidUntil time.Time `json:"valid_until,omitzero"` // not quoted from then on
	Owner      string    `json:"owner,omitempty"`      // who answers for it: an e-mail address or a name
	VerifyBy   time.Time `json:"verify_by,omitzero"`   // when somebody must look whether it still holds
	VerifiedAt time.Time `json:"verified_at,omitzero"` // when somebody last did
	RemindedAt time.Time `json:"reminded_at,omitzero"` // when the owner was reminded of VerifyBy

	TranslationOf     string `json:"translation_of,omitempty"`     // id of the article that this one translates
	TranslatedRelease int64  `json:"translated_release,omitempty"` // the release of it that was translated
	Stale             bool   `json:"stale"`                        // derived: the original has a newer release

	Release     int64     `json:"release"`             // number of the newest release; 0 before the first
	Working     *Copy     `json:"working,omitempty"`   // what is being written while a published article serves
	Review      Verdict   `json:"review,omitempty"`    // of the draft or the working copy
	Remarks     []Remark  `json:"remarks,omitempty"`   // of reviewers, oldest first
	Holds       []Hold    `json:"holds,omitempty"`     // why the draft or the working copy must not be published yet
	PublishAt   time.Time `json:"publish_at,omitzero"` // scheduled; zero: not
	PublishBy   string    `json:"publish_by,omitempty"`
	PublishNote string    `json:"publish_note,omitempty"`
	TextVersion int64     `json:"-"` // Version at the last change of title or passages; vectors of older ones are refused
}

// Passage is what is retrieved: a piece of one article, small enough to be an
// answer, with the headings above it.
type Passage struct {
	ID        string `json:"id"` // article id, a slash, and the place in the article
	ArticleID string `json:"article"`
	Ord       int    `json:"ord"`
	Heading   string `json:"heading,omitempty"` // the heading path, joined by " › "
	Text      string `json:"text"`
}

// Spoken is its text without the addresses of links.
func (p Passage) Spoken() string { return Spoken(p.Text) }

// Scope limits what may be found: filters come first, then scores.
type Scope struct {
	Market    string    // empty: only what is valid everywhere or for any market
	Internal  bool      // true for agents: internal articles too
	Channel   string    // id of the channel, with or without what follows a colon; empty: of any
	At        time.Time // the moment for which an article must be valid; zero: now
	anyMarket bool      // whatever the market: to tell on which markets an answer depends
	Wide      bool      // whatever the market, the channel and the date: to tell what there would have been. Never to be quoted
}

// Query is one question.
type Query struct {
	Text    string
	Lang    string // of the question, BCP 47
	Scope   Scope
	Intents []string // that the question probably has; a signal, not a filter
	IntentP float64  // P(it has them); 0: not known
	Leans   []Lean   // all that it may have, likeliest first; nil: Intents
	Article string   // id of the article that the shopper chose from several; empty: any
	K       int      // how many hits at most; 0 is 5

	Products   []string // ids of the products that it is about: articles linked to them lead
	Named      []string // the words of Text that name them: an article that is linked to one answers without them
	Categories []string // of those products
}

// Hit is a passage with its article and the scores that put it where it is.
type Hit struct {
	Passage Passage
	Article Article   // without its body
	Lexical float64   // BM25
	Vector  float64   // cosine
	Fused   float64   // in [0,1]
	P       float64   // P(this passage answers the question), calibrated, in [0,1]
	Why     []string  // the signals that decided, for people
	Signals []float64 // what P was learnt from, in the order of SignalNames
}

// Result of a retrieval, best first.
type Result struct {
	Hits     []Hit
	Covered  float64  // P(the base has an answer), in whichever passage
	Query    string   // the question as searched, after repair of typos
	Filtered int      // how many candidates the scope removed
	Glossary []string // what the question was also searched by, such as "Handy → mobile phone (en)"
	Notes    []string // what was degraded, for example that the embedding endpoint failed

	Clash *Clash // the first hit says what another of the hits contradicts; nil: none does

	ByMarket []ForMarket // where the scope names no market: what shoppers of some would be told first, likeliest first
}

// Embedder turns texts into vectors of one length.
type Embedder interface {
	Embed(ctx context.Context, texts []string) ([][]float32, error)
	Model() string // names the vector space; vectors of different models are never compared
	Dim() int      // 0 as long as it is not known
}

// ArticleFilter selects articles for a list.
type ArticleFilter struct {
	Text          string // in title or key, literal but for case, those first; or its words begin words of the text
	Locale        string
	Status        ArticleStatus // empty is all but archived
	Source        string
	Owner         string
	TranslationOf string
	Due           time.Time // VerifyBy is set and not after it; zero: not asked
	Stale         bool      // translations of an older release
	Held          bool      // with open holds
	Scheduled     bool      // to be published later
	Reviewing     bool      // a draft or a working copy waits for a reviewer
	Edited        bool      // published, with a working copy
	After         string    // the id after which to go on; ids sort by time, newest first
	Limit         int       // 1 to 200; 0 is 50
}

// Edition is an article with its passages as they were published.
type Edition struct {
	Article  Article
	Passages []Passage
}

// Vectors of one article's passages under one model, in the order of Ord.
type Vectors struct {
	ArticleID string
	Model     string
	Rows      [][]float32
	Version   int64 // of the article whose texts were embedded; 0 where none is known
}

// Store keeps the knowledge base.
type Store interface {
	// Article loads one; fault.NotFound.
	Article(ctx context.Context, id string) (Article, error)
	// ArticleByKey loads one by its key; fault.NotFound.
	ArticleByKey(ctx context.Context, key string) (Article, error)
	// Articles lists without bodies, newest change first, and the total count
	// (of the filter, without After and Limit).
	Articles(ctx context.Context, f ArticleFilter) ([]Article, int, error)
	// SaveArticle inserts (Version 0) or updates: a.Version is the version the
	// writer has seen, and fault.Conflict with code version_conflict is given
	// where it is not the stored one. passages replace those of the article.
	// The whole is one transaction and raises the base's revision; the saved
	// article is returned.
	SaveArticle(ctx context.Context, a Article, passages []Passage) (Article, error)
	// SaveArticles does the same for several in one transaction: all or none, and
	// readers see all at once. Where what readers see of an article changes, its
	// next release is made of it. A published article whose text is held is
	// refused with fault.Conflict and the code held.
	SaveArticles(ctx context.Context, s []Saving) ([]Article, error)
	// Releases lists an article's releases, newest first, without bodies.
	Releases(ctx context.Context, articleID string) ([]Release, error)
	// ReleaseOf loads one release; fault.NotFound.
	ReleaseOf(ctx context.Context, articleID string, number int64) (Release, error)
	// DueArticles gives, with their bodies, at most limit articles with a
	// scheduled publish not after now, and those whose VerifyBy is not after
	// now and whose owner was not reminded since it was set.
	DueArticles(ctx context.Context, now time.Time, limit int) ([]Article, error)
	// Changes gives all articles with Revision > after, whatever their status
	// (readers drop what is no longer published), with passages, in order of
	// revision, at most limit, and the newest revision of the base.
	Changes(ctx context.Context, after int64, limit int) ([]Edition, int64, error)
}

// VectorStore keeps vectors of an embedding endpoint beside the passages. The
// built-in vectors are made in memory and are not stored.
type VectorStore interface {
	// SaveVectors keeps vectors, except those of a text that the article does
	// not have any more (Vectors.Version).
	SaveVectors(ctx context.Context, v []Vectors) error
	// RetireModels notes that a model is in use, and deletes the vectors of
	// those that nobody has used since the given time.
	RetireModels(ctx context.Context, used string, since time.Time) error
	// VectorsOf gives the stored vectors of the articles under model; articles
	// without are left out.
	VectorsOf(ctx context.Context, model string, articleIDs []string) ([]Vectors, error)
	// Nearest gives the k passages nearest to vec by cosine among published
	// passages of the model within scope, best first. Engines that cannot
	// search vectors give ErrNoVectorSearch.
	Nearest(ctx context.Context, model string, vec []float32, s Scope, k int) ([]Near, error)
}

// Gist is what an article is about, as an IntentReader read its words: for the
// base, which made it from texts that Print tells apart.
type Gist struct {
	ArticleID, Reader, Print string
	Data                     []byte // JSON
}

// GistStore keeps gists, one an article.
type GistStore interface {
	// SaveGists keeps gists in place of those of the same articles.
	SaveGists(ctx context.Context, g []Gist) error
	// Gists gives those of the articles; articles without are left out.
	Gists(ctx context.Context, articleIDs []string) ([]Gist, error)
}

// Near is a passage found by its vector.
type Near struct {
	PassageID string
	Cosine    float64
}

// ErrNoVectorSearch tells that the store keeps vectors but cannot search them;
// the in-process index does.
var ErrNoVectorSearch = errors.New("the store cannot search vectors")
