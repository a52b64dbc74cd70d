package knowledge

import (
	"slices"
	"strings"
	"time"
)

// meet tells whether some shopper may be told both articles: they share a market,
// a channel and a day, and are for the same readers.
func (b *Base) meet(x, y *Article) bool {
	if x.Internal != y.Internal || !sameRegion(x.Locale, y.Locale) {
		return false
	}
	if !x.ValidUntil.IsZero() && !y.ValidFrom.Before(x.ValidUntil) || !y.ValidUntil.IsZero() && !x.ValidFrom.Before(y.ValidUntil) {
		return false
	}
	if now := b.cfg.Now(); gone(x, now) || gone(y, now) {
		return false
	}
	return b.marketsMeet(x.Markets, y.Markets) && channelsMeet(x, y)
}

func gone(a *Article, now time.Time) bool { return !a.ValidUntil.IsZero() && !now.Before(a.ValidUntil) }

// sameRegion tells that two locales are not those of different countries.
func sameRegion(x, y string) bool {
	_, a, _ := strings.Cut(x, "-")
	_, c, _ := strings.Cut(y, "-")
	return a == "" || c == "" || strings.EqualFold(a, c)
}

func (b *Base) marketsMeet(x, y []string) bool {
	if len(x) == 0 || len(y) == 0 || slices.Contains(x, "*") || slices.Contains(y, "*") {
		return true
	}
	countries := make(map[string]bool)
	for _, m := range x {
		countries[strings.ToUpper(m)] = true
		for _, c := range b.group(m) {
			countries[c] = true
		}
	}
	return slices.ContainsFunc(y, func(m string) bool {
		return countries[strings.ToUpper(m)] || slices.ContainsFunc(b.group(m), func(c string) bool { return countries[c] })
	})
}

func channelsMeet(x, y *Article) bool {
	if len(x.Channels) == 0 || len(y.Channels) == 0 {
		return true
	}
	return slices.ContainsFunc(x.Channels, y.on) || slices.ContainsFunc(y.Channels, x.on)
}
