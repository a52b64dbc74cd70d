package knowledge

import (
	"cmp"
	"slices"
)

// What the probability of a passage in another language than the question's
// counts when hits are put in order: the shopper would have to read a
// translation, or English, which more people read than any other.
const (
	englishTrust    = 0.8
	foreignTrust    = 0.65
	translatedTrust = 0.5 // of what was found in English, too: behind it
	overdueTrust    = 0.9 // an article that nobody has verified in time: behind an equal one, still before a worse one
)

// order puts candidates of all languages in the order in which they are given
// out.
func order(found []*candidate, lang string) {
	trust := func(c *candidate) float64 {
		p := c.p
		if c.overdue() {
			p *= overdueTrust
		}
		p *= c.search.base.links.near(c.entry.held.article.ID, c.search.query)
		switch {
		case lang == "und" || c.entry.held.lang == lang:
			return p
		case c.entry.held.lang == "en":
			return p * englishTrust
		}
		return p * foreignTrust
	}
	inEnglishInstead(found, lang)
	for _, c := range found {
		c.trusted = trust(c)
		if c.translated {
			c.trusted *= translatedTrust
		}
	}
	slices.SortStableFunc(found, func(x, y *candidate) int {
		if c := cmp.Compare(y.trusted, x.trusted); c != 0 {
			return c
		}
		return cmp.Compare(y.fused, x.fused)
	})
}

// inEnglishInstead gives what was found in a third language to the same place of the
// article's English edition, where that is among the candidates: who must read a language
// that is not theirs reads English rather than another one.
func inEnglishInstead(found []*candidate, lang string) {
	if lang == "und" || lang == "en" {
		return
	}
	for _, c := range found {
		if of := c.entry.held.lang; of == lang || of == "en" || !c.search.foreign {
			continue
		}
		i := slices.IndexFunc(found, func(e *candidate) bool {
			return e.entry.held.lang == "en" && e.entry.place == c.entry.place && e.entry.held.editionOf(c.entry.held)
		})
		if i >= 0 {
			c.translated = true
			found[i].p = max(found[i].p, c.p)
		}
	}
}

// editionOf tells whether two articles are one in different languages.
func (h *held) editionOf(o *held) bool {
	return slices.ContainsFunc(h.editions, func(key string) bool { return slices.Contains(o.editions, key) })
}

// overdue tells whether the candidate's article should have been verified by now.
func (c *candidate) overdue() bool {
	return c.entry.held.article.Overdue(c.search.base.cfg.Now())
}

// spread takes the first k, at most one of an article among the first three.
func spread(found []*candidate, k int) []*candidate {
	out := make([]*candidate, 0, min(k, len(found)))
	var later []*candidate
	for _, c := range found {
		if len(out) >= k {
			break
		}
		same := func(o *candidate) bool { return o.entry.held == c.entry.held }
		if len(out) < 3 && slices.ContainsFunc(out, same) {
			later = append(later, c)
			continue
		}
		if len(out) == 3 && len(later) > 0 {
			out = append(out, later...)
			later = nil
		}
		out = append(out, c)
	}
	out = append(out, later...)
	return out[:min(k, len(out))]
}
