package knowledge

import (
	"cmp"
	"slices"
	"strings"

	"frontdesk/knowledge/lexical"
)

// ForMarket is what would be found first for a shopper of some countries, where
// the market of a question is not known and the answer depends on it.
type ForMarket struct {
	Countries []string // ISO 3166-1 alpha-2
	Hit       Hit
	Alike     bool // its article says the same thing for another market as the first hit, or as another of these
}

const (
	marketReach = 20  // passages, whatever their market, among which others than the first hits can be
	mostGeneral = 2   // articles for every market before one that can still be first in its own: their order depends little on what else is searched
	mostMarkets = 8   // kinds of markets that are looked at for one question
	alikeTitles = 0.5 // share of the words of two titles from which their articles are one for two markets
)

// byMarket finds what shoppers of other markets would be told first, where that is
// an article bound to their market: without a market known, such articles are left
// out of what was found first. Base.mu is held.
func (b *Base) byMarket(q Query, searches []*search, first []*candidate) []ForMarket {
	lang := q.langBase()
	if !slices.ContainsFunc(searches, (*search).reaches) {
		return nil
	}
	wide := q
	wide.Scope.anyMarket = true
	found := b.with(wide, searches)
	var out []ForMarket
	var heads []*candidate
	seen := make(map[string]bool)
	var general []*held
	for _, c := range found[:min(marketReach, len(found))] {
		countries := b.countries(c.entry.held.article.Markets)
		if len(countries) == 0 && !slices.Contains(general, c.entry.held) {
			general = append(general, c.entry.held)
		}
		if len(general) == mostGeneral || len(seen) == mostMarkets {
			break
		}
		key := strings.Join(countries, " ")
		if len(countries) == 0 || seen[key] {
			continue
		}
		seen[key] = true
		own := q
		own.Scope.Market = countries[0]
		there := b.with(own, searches)
		if len(there) == 0 || len(there[0].entry.held.article.Markets) == 0 || slices.ContainsFunc(heads, func(h *candidate) bool { return h.entry == there[0].entry }) {
			continue
		}
		heads = append(heads, there[0])
		out = append(out, ForMarket{Countries: b.countries(there[0].entry.held.article.Markets), Hit: there[0].hit(lang)})
	}
	for i, h := range heads {
		out[i].Alike = len(first) > 0 && alike(h.entry.held, first[0].entry.held) ||
			slices.ContainsFunc(heads, func(o *candidate) bool { return o.entry.held != h.entry.held && alike(o.entry.held, h.entry.held) })
	}
	slices.SortStableFunc(out, func(x, y ForMarket) int { return cmp.Compare(y.Hit.P, x.Hit.P) })
	return out
}

// reaches tells whether a search found anything beyond its scope.
func (s *search) reaches() bool {
	return s.reach != nil && slices.ContainsFunc(s.answer.Hits, func(h lexical.Hit) bool { return !s.keep(s.base.passages[h.ID].held) })
}

// with ranks what was gathered as the same question in another scope would be.
func (b *Base) with(q Query, searches []*search) []*candidate {
	keep := b.admitting(q.Scope)
	views := make([]*search, len(searches))
	for i, s := range searches {
		own := native{}
		if s.foreign {
			own = b.native(q)
		}
		views[i] = s.within(own, keep)
	}
	return ranked(views, q.langBase())
}

// alike tells whether two articles of one language say the same for two markets,
// by their titles.
func alike(a, b *held) bool {
	if a.lang != b.lang {
		return false
	}
	both, either := 0, len(b.title)
	for _, t := range a.title {
		if slices.Contains(b.title, t) {
			both++
		} else {
			either++
		}
	}
	return either > 0 && float64(both) >= alikeTitles*float64(either)
}

// inCapitals gives names and countries in capital letters, as group asks for them.
func inCapitals(groups map[string][]string) map[string][]string {
	out := make(map[string][]string, len(groups))
	for name, countries := range groups {
		capital := make([]string, len(countries))
		for i, c := range countries {
			capital[i] = strings.ToUpper(c)
		}
		out[strings.ToUpper(name)] = capital
	}
	return out
}

// group are the countries of a market that is the name of several, nil for one that
// is a country itself.
func (b *Base) group(market string) []string { return b.cfg.Groups[strings.ToUpper(market)] }

// countries are those of markets, with the groups of the shop taken apart.
func (b *Base) countries(markets []string) []string {
	var out []string
	for _, m := range markets {
		switch group := b.group(m); {
		case m == "*":
			return nil
		case group != nil:
			out = append(out, group...)
		default:
			out = append(out, strings.ToUpper(m))
		}
	}
	seen := make(map[string]bool)
	return slices.DeleteFunc(out, func(c string) bool {
		again := seen[c]
		seen[c] = true
		return again
	})
}
