package main

import (
	"context"
	"time"

	"frontdesk/chat"
	"frontdesk/shop"
	"frontdesk/shop/catalog"
)

// How old what is known of the products may be: of the shop's system, which says
// nothing when it changes, and of the feeds, where looking is one small query. A
// product that is new is searched for meanwhile, as before.
const (
	productsEvery = 15 * time.Minute
	feedsEvery    = 5 * time.Second
)

// products is everything that the shop sells: its own system's word, and the feeds.
func (a *app) products() catalog.Beside {
	if a.shop == nil {
		return catalog.Join(nil, a.feeds)
	}
	return catalog.Join(a.shop, a.feeds)
}

// refreshProducts reads the catalogue again from time to time and when something
// was imported, until ctx ends.
func (a *app) refreshProducts(ctx context.Context) error {
	all, feeds := time.NewTicker(productsEvery), time.NewTicker(feedsEvery)
	defer all.Stop()
	defer feeds.Stop()
	hints, stop := a.core.Hub.Subscribe(64)
	defer stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-all.C:
			a.loadProducts(ctx)
			continue
		case h := <-hints:
			if h.Kind != chat.HintKnowledge {
				continue
			}
		case <-feeds.C:
		}
		changed, err := a.feeds.Refresh(ctx)
		if err != nil && ctx.Err() == nil {
			a.log.Warn("the products of feeds cannot be read: those known so far stay", "error", err)
		}
		if changed {
			a.loadProducts(ctx)
		}
	}
}

// loadProducts makes the titles of all products known to the language engine. A
// shop that does not list them, or not now, is searched message by message alone.
func (a *app) loadProducts(ctx context.Context) {
	limited, cancel := context.WithTimeout(ctx, a.cfg.Bot.ShopTimeout)
	defer cancel()
	if _, err := a.feeds.Refresh(limited); err != nil && ctx.Err() == nil {
		a.log.Warn("the products of feeds cannot be read: those known so far stay", "error", err)
	}
	products, err := a.products().Products(limited)
	if ctx.Err() != nil {
		return
	}
	if err != nil {
		a.log.Warn("the products of the shop cannot be read: those known so far stay", "error", err)
		return
	}
	_, listed := a.shop.(shop.Assortment)
	a.core.UseProducts(products, a.shop == nil || listed)
	select {
	case a.catalogueChanged <- struct{}{}:
	default:
	}
}
