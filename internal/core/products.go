package core

import (
	"maps"
	"slices"

	"frontdesk/bot/nlu/entity"
	"frontdesk/shop"
)

// UseProducts makes products known to the language engine by their titles, SKUs
// and GTINs, in place of those that it knew. whole tells that the shop sells no
// others. Articles are linked to them by their names.
func (c *Core) UseProducts(products []shop.Product, whole bool) {
	list := make([]entity.Named, 0, len(products))
	for _, p := range products {
		n := entity.Named{ID: p.ID, Titles: slices.Sorted(maps.Values(p.Titles))}
		for _, v := range p.Variants {
			n.SKUs = append(n.SKUs, v.SKU)
			if v.GTIN != "" {
				n.SKUs = append(n.SKUs, v.GTIN)
			}
		}
		list = append(list, n)
	}
	g := entity.NewGazetteer(list)
	g.Partial = !whole
	c.Engine.UseProducts(g)
	c.Mentions.know(products)
}
