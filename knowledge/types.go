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

// The states of an article. Only published ones are found for shoppers.
const (
	Draft     ArticleStatus = "draft"
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

// Scope limits what may be found: filters come first, then scores.
type Scope struct {
	Market   string // empty: only what is valid everywhere or for any market
	Internal bool   // true for agents: internal articles too
}

// Query is one question.
type Query struct {
	Text    string
	Lang    string // of the question, BCP 47
	Scope   Scope
	Intents []string // that the question probably has; a signal, not a filter
	Article string   // id of the article that the shopper chose from several; empty: any
	K       int      // how many hits at most; 0 is 5
}

// Hit is a passage with its article and the scores that put it where it is.
type Hit struct {
	Passage Passage
	Article Article  // without its body
	Lexical float64  // BM25
	Vector  float64  // cosine
	Fused   float64  // in [0,1]
	P       float64  // P(this passage answers the question), calibrated, in [0,1]
	Why     []string // the signals that decided, for people
}

// Result of a retrieval, best first.
type Result struct {
	Hits     []Hit
	Query    string   // the question as searched, after repair of typos
	Filtered int      // how many candidates the scope removed
	Notes    []string // what was degraded, for example that the embedding endpoint failed
}

// Embedder turns texts into vectors of one length.
type Embedder interface {
	Embed(ctx context.Context, texts []string) ([][]float32, error)
	Model() string // names the vector space; vectors of different models are never compared
	Dim() int      // 0 as long as it is not known
}

// ArticleFilter selects articles for a list.
type ArticleFilter struct {
	Text   string // matches title and key, case-insensitive, literal
	Locale string
	Status ArticleStatus // empty is all but archived
	Source string
	After  string // the id after which to go on; ids sort by time, newest first
	Limit  int    // 1 to 200; 0 is 50
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
	// Changes gives all articles with Revision > after, whatever their status
	// (readers drop what is no longer published), with passages, in order of
	// revision, at most limit, and the newest revision of the base.
	Changes(ctx context.Context, after int64, limit int) ([]Edition, int64, error)
}

// VectorStore keeps vectors of an embedding endpoint beside the passages. The
// built-in vectors are made in memory and are not stored.
type VectorStore interface {
	SaveVectors(ctx context.Context, v []Vectors) error
	// VectorsOf gives the stored vectors of the articles under model; articles
	// without are left out.
	VectorsOf(ctx context.Context, model string, articleIDs []string) ([]Vectors, error)
	// Nearest gives the k passages nearest to vec by cosine among published
	// passages of the model within scope, best first. Engines that cannot
	// search vectors give ErrNoVectorSearch.
	Nearest(ctx context.Context, model string, vec []float32, s Scope, k int) ([]Near, error)
}

// Near is a passage found by its vector.
type Near struct {
	PassageID string
	Cosine    float64
}

// ErrNoVectorSearch tells that the store keeps vectors but cannot search them;
// the in-process index does.
var ErrNoVectorSearch = errors.New("the store cannot search vectors")
