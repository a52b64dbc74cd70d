package knowledge

import (
	"context"
	"fmt"
	"slices"
	"strings"
)

// linkedTrust is what the probability of a passage counts when hits are put in
// order, where its article is linked to the product that the question is about: it
// leads, unless another passage is clearly more probable. The probability itself,
// by which it is decided whether to answer, stays as it is. One of the product's
// category counts half of that.
const (
	linkedTrust   = 1.25
	categoryTrust = 1.125
)

// links are the links that serve, by article.
type links map[string][]Link

// refreshLinks reads the links again where they have changed.
func (b *Base) refreshLinks(ctx context.Context) error {
	if b.cfg.Links == nil {
		return nil
	}
	revision, err := b.cfg.Links.LinkRevision(ctx)
	if err != nil {
		return fmt.Errorf("read the revision of the links: %w", err)
	}
	if revision == b.linkRevision {
		return nil
	}
	all, revision, err := b.cfg.Links.AllLinks(ctx)
	if err != nil {
		return fmt.Errorf("read the links: %w", err)
	}
	of := links{}
	for _, l := range all {
		of[l.ArticleID] = append(of[l.ArticleID], l)
	}
	b.mu.Lock()
	b.links, b.linkRevision = of, revision
	b.mu.Unlock()
	return nil
}

// near is how much an article's links speak for it: 1 where it has none to what
// the question is about.
func (of links) near(articleID string, q Query) float64 {
	trust := 1.0
	for _, l := range of[articleID] {
		switch {
		case l.Kind == LinkProduct && slices.Contains(q.Products, l.Ref):
			return linkedTrust
		case l.Kind == LinkCategory && slices.Contains(q.Categories, l.Ref):
			trust = categoryTrust
		}
	}
	return trust
}

// linked gives the first passages of the articles that are linked to the products
// of the question, or to their categories, so that they are looked at whatever
// their words.
func (s *search) linked() (ids []string) {
	if len(s.query.Products) == 0 && len(s.query.Categories) == 0 {
		return nil
	}
	for id := range s.base.links {
		h := s.base.articles[id]
		if h == nil || h.lang != s.part.lang || s.base.links.near(id, s.query) == 1 {
			continue
		}
		for _, e := range h.entries[:min(passagesOfAsked, len(h.entries))] {
			ids = append(ids, e.passage.ID)
		}
	}
	slices.Sort(ids)
	return ids
}

// LinkedTo lists the published articles that are linked to a product, and after
// them those that are linked to its category, without bodies, at most limit. They
// may be told to whoever the scope is of.
func (b *Base) LinkedTo(product, category string, s Scope, limit int) []Article {
	b.mu.RLock()
	defer b.mu.RUnlock()
	q := Query{Products: []string{product}}
	if category != "" {
		q.Categories = []string{category}
	}
	type ranked struct {
		a    Article
		near float64
	}
	var found []ranked
	for id := range b.links {
		h := b.articles[id]
		if near := b.links.near(id, q); h != nil && near > 1 && b.admits(s, &h.article) {
			found = append(found, ranked{h.article, near})
		}
	}
	slices.SortFunc(found, func(x, y ranked) int {
		switch {
		case x.near > y.near:
			return -1
		case x.near < y.near:
			return 1
		case x.a.ID < y.a.ID:
			return -1
		}
		return 1
	})
	var out []Article
	for _, r := range found[:min(len(found), limit)] {
		out = append(out, r.a)
	}
	return out
}

// unnamed searches again without the words that name the question's products, where
// articles are linked to these: such an article need not name them, and their names
// would count against it. Of a passage of a linked article the better reading counts.
func (b *Base) unnamed(q Query, felt *sensed, found []*candidate, room *slab) []*candidate {
	text := q.Text
	for _, name := range q.Named {
		text = strings.Replace(text, name, " ", 1)
	}
	if text = strings.Join(strings.Fields(text), " "); text == q.Text || text == "" || !b.anyLinked(q) {
		return found
	}
	without := q
	without.Text, without.Named = text, nil
	searches := b.gather(without, felt, room)
	for i, s := range searches { // the others do not compete: they are about something else
		searches[i] = s.only(s.own, func(h *held) bool { return s.keep(h) && b.links.near(h.article.ID, q) > 1 })
	}
	for _, c := range ranked(searches, q.langBase()) {
		i := slices.IndexFunc(found, func(o *candidate) bool { return o.entry == c.entry })
		switch {
		case i < 0:
			found = append(found, c)
		case c.p > found[i].p:
			found[i] = c
		}
	}
	order(found, q.langBase())
	return found
}

// anyLinked tells whether any article is linked to what the question is about.
func (b *Base) anyLinked(q Query) bool {
	for id := range b.links {
		if b.articles[id] != nil && b.links.near(id, q) > 1 {
			return true
		}
	}
	return false
}
