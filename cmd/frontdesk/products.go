package main

import (
	"context"
	"maps"
	"slices"
	"time"

	"frontdesk/bot/nlu/entity"
	"frontdesk/shop"
)

// productsEvery is how old the catalogue may be by which products are found in
// messages. A product that is new is searched for meanwhile, as before.
const productsEvery = 15 * time.Minute

// refreshProducts reads the catalogue again from time to time, until ctx ends.
func (a *app) refreshProducts(ctx context.Context) error {
	tick := time.NewTicker(productsEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
			a.loadProducts(ctx)
		}
	}
}

// loadProducts makes the titles of all products known to the language engine. A
// shop that does not list them, or not now, is searched message by message alone.
func (a *app) loadProducts(ctx context.Context) {
	all, ok := a.shop.(shop.Assortment)
	if !ok {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, a.cfg.Bot.ShopTimeout)
	defer cancel()
	products, err := all.Products(ctx)
	if err != nil {
		a.log.Warn("the products of the shop cannot be read: those known so far stay", "error", err)
		return
	}
	list := make([]entity.Named, 0, len(products))
	for _, p := range products {
		n := entity.Named{ID: p.ID, Titles: slices.Sorted(maps.Values(p.Titles))}
		for _, v := range p.Variants {
			n.SKUs = append(n.SKUs, v.SKU)
		}
		list = append(list, n)
	}
	a.core.Engine.UseProducts(entity.NewGazetteer(list))
}
