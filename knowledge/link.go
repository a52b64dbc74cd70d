package knowledge

import (
	"context"
	"time"
)

// LinkKind says what an article is linked to.
type LinkKind string

// The kinds of links. An article's policy needs none: it is its intents.
const (
	LinkProduct  LinkKind = "product"
	LinkCategory LinkKind = "category"
)

// LinkState says who stands behind a link.
type LinkState string

// The states of a link. A proposed and a confirmed one serve alike; a removed one
// is kept, so that it is not proposed again.
const (
	LinkProposed  LinkState = "proposed"
	LinkConfirmed LinkState = "confirmed"
	LinkRemoved   LinkState = "removed"
)

// Link says that an article speaks of a product or of a category of products.
type Link struct {
	ArticleID string    `json:"article"`
	Kind      LinkKind  `json:"kind"`
	Ref       string    `json:"ref"` // the product's id, or the category as the catalogue writes it
	State     LinkState `json:"state"`
	Evidence  string    `json:"evidence,omitempty"` // the article's words by which it was found
	By        string    `json:"by,omitempty"`       // who confirmed, added or removed it; empty: found by the program
	At        time.Time `json:"at"`
}

// Serves tells whether searches and agents see the link.
func (l Link) Serves() bool { return l.State == LinkProposed || l.State == LinkConfirmed }

// LinkStore keeps links beside the articles.
type LinkStore interface {
	// LinksOf lists the links of an article, removed ones included, by kind and ref.
	LinksOf(ctx context.Context, articleID string) ([]Link, error)
	// AllLinks lists all links that serve, and the revision that they are of.
	AllLinks(ctx context.Context) ([]Link, int64, error)
	// LinkRevision rises with every change of a link; 0 before the first.
	LinkRevision(ctx context.Context) (int64, error)
	// ProposeLinks replaces the proposed links of an article. What an editor has
	// confirmed or removed stays as it is. Nothing is written where nothing changes.
	ProposeLinks(ctx context.Context, articleID string, links []Link) error
	// DecideLink stores an editor's decision on a link, which need not have been
	// proposed; fault.NotFound where there is no such article.
	DecideLink(ctx context.Context, l Link) error
}
