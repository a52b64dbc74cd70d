package catalog

import (
	"context"
	"slices"
	"strings"

	"frontdesk/shop"
)

// Beside is a shop's own catalogue with that of the feeds beside it: the shop's
// system has the word on what it knows (prices, stock), a feed adds the products
// and the facts that it does not give.
type Beside struct {
	own   shop.Catalog // nil: there is none
	feeds *Catalog
}

var (
	_ shop.Catalog    = Beside{}
	_ shop.Assortment = Beside{}
)

// Join puts feeds beside a shop's own catalogue; own may be nil.
func Join(own shop.Catalog, feeds *Catalog) Beside { return Beside{own: own, feeds: feeds} }

// Any tells whether there is something to sell: a shop's own system is taken at its word.
func (b Beside) Any() bool { return b.own != nil || b.feeds.Size() > 0 }

// Product asks the shop's system first. Where it does not know the product, or
// does not answer, the feed's is given.
func (b Beside) Product(ctx context.Context, code string) (shop.Product, error) {
	if b.own == nil {
		return b.feeds.Product(ctx, code)
	}
	p, err := b.own.Product(ctx, code)
	if err == nil {
		return b.complete(ctx, p), nil
	}
	if fed, ferr := b.feeds.Product(ctx, code); ferr == nil {
		return fed, nil
	}
	return p, err
}

// Search gives what the shop's system finds, then what the feeds have besides.
func (b Beside) Search(ctx context.Context, text, locale string, n int) ([]shop.Product, error) {
	var found []shop.Product
	var err error
	if b.own != nil {
		found, err = b.own.Search(ctx, text, locale, n)
	}
	for i := range found {
		found[i] = b.complete(ctx, found[i])
	}
	fed, ferr := b.feeds.Search(ctx, text, locale, n)
	if ferr != nil {
		return found, ferr
	}
	found = join(found, fed)
	if err != nil && len(found) == 0 {
		return nil, err
	}
	return found[:min(len(found), max(n, 0))], nil
}

// Products lists what both have. A shop's system that does not list its products
// leaves those of the feeds.
func (b Beside) Products(ctx context.Context) ([]shop.Product, error) {
	var list []shop.Product
	if all, ok := b.own.(shop.Assortment); ok {
		var err error
		if list, err = all.Products(ctx); err != nil {
			return nil, err
		}
		for i := range list {
			list[i] = b.complete(ctx, list[i])
		}
	}
	fed, err := b.feeds.Products(ctx)
	if err != nil {
		return nil, err
	}
	return join(list, fed), nil
}

// join adds the products that are not in the list yet.
func join(list, more []shop.Product) []shop.Product {
	had := make(map[string]bool, len(list))
	for _, p := range list {
		had[strings.ToUpper(p.ID)] = true
	}
	for _, p := range more {
		if !had[strings.ToUpper(p.ID)] {
			list = append(list, p)
		}
	}
	return list
}

// complete adds to a product of the shop's system the facts that a feed has of
// the same product and the system has not: attributes, what it fits, texts in
// further languages. Prices and stock are never taken from a feed.
func (b Beside) complete(ctx context.Context, p shop.Product) shop.Product {
	fed, err := b.feeds.Product(ctx, p.ID)
	if err != nil || !strings.EqualFold(fed.ID, p.ID) {
		return p
	}
	p = p.Clone()
	for _, a := range fed.Attributes {
		if !slices.ContainsFunc(p.Attributes, func(own shop.Attribute) bool { return own.Name == a.Name }) {
			p.Attributes = append(p.Attributes, a)
		}
	}
	if len(p.Fits) == 0 {
		p.Fits = fed.Fits
	}
	p.Titles, p.Descriptions = more(p.Titles, fed.Titles), more(p.Descriptions, fed.Descriptions)
	return p
}

// more adds texts in languages that are not there yet.
func more(own, fed shop.Texts) shop.Texts {
	for lang, s := range fed {
		if own == nil {
			own = shop.Texts{}
		}
		if _, ok := own[lang]; !ok {
			own[lang] = s
		}
	}
	return own
}
