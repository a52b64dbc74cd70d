package knowledge

import (
	"strings"
	"sync"
)

// audience is whom an article is for: all that a scope asks of it.
type audience struct {
	internal          bool
	markets, channels string
	from, until       int64
}

// audiences numbers the different audiences, of which there are far fewer than
// articles, so that a search of vectors asks once for each of them. Numbers are
// never given twice, and shared with forks. It is safe for concurrent use.
type audiences struct {
	mu      sync.RWMutex
	numbers map[audience]uint32
	of      []*held // an article with that audience, and nothing else
}

// number of an article's audience.
func (a *audiences) number(x *Article) uint32 {
	key := audience{
		internal: x.Internal, markets: strings.Join(x.Markets, "\x00"), channels: strings.Join(x.Channels, "\x00"),
		from: x.ValidFrom.UnixMicro(), until: x.ValidUntil.UnixMicro(),
	}
	a.mu.RLock()
	n, ok := a.numbers[key]
	a.mu.RUnlock()
	if ok {
		return n
	}
	a.mu.Lock()
	defer a.mu.Unlock()
	if n, ok := a.numbers[key]; ok {
		return n
	}
	if a.numbers == nil {
		a.numbers = make(map[audience]uint32)
	}
	n = uint32(len(a.of))
	a.numbers[key] = n
	a.of = append(a.of, &held{audience: n, article: Article{Internal: x.Internal, Markets: x.Markets, Channels: x.Channels, ValidFrom: x.ValidFrom, ValidUntil: x.ValidUntil}})
	return n
}

// admitting tells of articles whether a scope admits them. It asks once an audience, and
// is not safe for concurrent use.
func (b *Base) admitting(s Scope) func(*held) bool {
	var known []verdict
	return func(h *held) bool {
		if n := int(h.audience); n >= len(known) {
			known = append(known, make([]verdict, n+1-len(known))...)
		}
		v := &known[h.audience]
		if *v == unasked {
			if *v = turnedAway; b.admits(s, &h.article) {
				*v = admitted
			}
		}
		return *v == admitted
	}
}

// verdict is what a scope says of an audience.
type verdict uint8

const (
	unasked verdict = iota
	admitted
	turnedAway
)

// admitted makes of what admits articles what admits their audiences.
func (a *audiences) admitted(admits func(*held) bool) func(number uint32) bool {
	a.mu.RLock()
	of := a.of // what it has never changes
	a.mu.RUnlock()
	return func(number uint32) bool { return admits(of[number]) }
}
