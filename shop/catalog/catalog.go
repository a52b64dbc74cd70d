// Package catalog keeps the products that feeds have brought in, and serves them
// as a shop's system would: beside such a system, or where there is none.
//
// What is stored is data of a feed with the time at which it was read
// (shop.Product.AsOf). All of it is held in memory, so that
// a product is found by any of its numbers and its words without a query.
package catalog

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"

	"frontdesk/internal/fault"
	"frontdesk/shop"
)

// Entry is a product as one feed gave it. The id is unique within its source; two
// sources may know the same product, then the one that was read last is served.
type Entry struct {
	Source  string
	Product shop.Product // its ID is the entry's
	Hash    string       // of the product without AsOf; equal where nothing changed
	ReadAt  time.Time    // when its feed was read
	Gone    bool         // its feed has it no more: kept, not served
}

// Mark is what is known of a stored product without reading it.
type Mark struct {
	ID    string
	Title string
	Hash  string
	Gone  bool
}

// Store keeps entries.
type Store interface {
	// SaveFeedProducts inserts or replaces entries by source and id, in one
	// transaction, which raises the catalogue's revision. What an import changes is
	// kept as it was, until another reads it; importID is empty where nothing shall be.
	SaveFeedProducts(ctx context.Context, importID string, entries []Entry) error
	// FeedMarks lists the entries of a source, gone ones included, by id.
	FeedMarks(ctx context.Context, source string) ([]Mark, error)
	// FeedProducts gives all entries that are not gone, by source and id, and the
	// revision that they are of.
	FeedProducts(ctx context.Context) ([]Entry, int64, error)
	// FeedRevision is the catalogue's revision; 0 before anything was saved.
	FeedRevision(ctx context.Context) (int64, error)
}

// Catalog serves the stored products. It is safe for concurrent use, and empty
// until Refresh.
type Catalog struct {
	store Store

	refreshing sync.Mutex
	mu         sync.RWMutex
	now        contents
}

// contents is one state of the catalogue; it never changes.
type contents struct {
	revision int64
	products []shop.Product
	codes    shop.Codes // ids, SKUs and GTINs
	index    *index
}

var (
	_ shop.Catalog    = (*Catalog)(nil)
	_ shop.Assortment = (*Catalog)(nil)
)

// New makes a catalogue over a store.
func New(store Store) *Catalog {
	return &Catalog{store: store, now: contents{index: newIndex(nil)}}
}

// Refresh reads the store again where it has changed, and tells whether it had.
func (c *Catalog) Refresh(ctx context.Context) (changed bool, err error) {
	c.refreshing.Lock()
	defer c.refreshing.Unlock()
	revision, err := c.store.FeedRevision(ctx)
	if err != nil {
		return false, fmt.Errorf("read the catalogue's revision: %w", err)
	}
	if revision == c.state().revision {
		return false, nil
	}
	entries, revision, err := c.store.FeedProducts(ctx)
	if err != nil {
		return false, fmt.Errorf("read the catalogue: %w", err)
	}
	next := contents{revision: revision}
	next.products = newest(entries)
	for i, p := range next.products {
		for _, v := range p.Variants {
			for _, code := range []string{v.SKU, v.GTIN} {
				if code != "" {
					next.codes.Add(code, i)
				}
			}
		}
	}
	for i, p := range next.products { // an id beats a SKU of another product
		next.codes.Add(p.ID, i)
	}
	next.index = newIndex(next.products)
	c.mu.Lock()
	c.now = next
	c.mu.Unlock()
	return true, nil
}

// newest takes of each product what was read last.
func newest(entries []Entry) []shop.Product {
	last := map[string]Entry{}
	for _, e := range entries {
		key := shop.NormalNumber(e.Product.ID)
		if had, ok := last[key]; !ok || e.ReadAt.After(had.ReadAt) {
			e.Product.AsOf = e.ReadAt
			last[key] = e
		}
	}
	out := make([]shop.Product, 0, len(last))
	for _, e := range last {
		out = append(out, e.Product)
	}
	slices.SortFunc(out, func(a, b shop.Product) int { return cmp.Compare(a.ID, b.ID) })
	return out
}

func (c *Catalog) state() contents {
	c.mu.RLock()
	defer c.mu.RUnlock()
	return c.now
}

// Size is how many products are served.
func (c *Catalog) Size() int { return len(c.state().products) }

// Product finds a product by its id, or by the SKU or GTIN of a variant.
func (c *Catalog) Product(ctx context.Context, code string) (shop.Product, error) {
	if err := ctx.Err(); err != nil {
		return shop.Product{}, err
	}
	now := c.state()
	i, ok := now.codes.Find(code)
	if !ok {
		return shop.Product{}, fault.New(fault.NotFound, shop.CodeProductNotFound, "There is no such product.").With("sku", head(code, 40))
	}
	return now.products[i].Clone(), nil
}

// Products lists everything that is served.
func (c *Catalog) Products(ctx context.Context) ([]shop.Product, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	now := c.state()
	out := make([]shop.Product, len(now.products))
	for i, p := range now.products {
		out[i] = p.Clone()
	}
	return out, nil
}

// Search finds products by their words in the locale's language and in the feed's
// own, or by a number.
func (c *Catalog) Search(ctx context.Context, text, locale string, n int) ([]shop.Product, error) {
	if err := ctx.Err(); err != nil {
		return nil, err
	}
	now := c.state()
	found := []shop.Product{}
	if n <= 0 {
		return found, nil
	}
	if i, ok := now.codes.Find(text); ok {
		return append(found, now.products[i].Clone()), nil
	}
	for _, i := range now.index.best(text, locale, n) {
		found = append(found, now.products[i].Clone())
	}
	return found, nil
}

// head is the beginning of a text, for messages.
func head(s string, n int) string {
	s = strings.ToValidUTF8(s, "")
	if len(s) > n {
		s = strings.ToValidUTF8(s[:n], "") + "…"
	}
	return s
}
