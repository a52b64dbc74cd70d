package knowledge

import (
	"slices"
	"sync"
)

// abroad remembers which languages have something that another lacks. It is
// worked out when it is first asked for and forgotten when an article changes.
type abroad struct {
	mu    sync.Mutex
	of    map[string]map[string]bool // by language of the question
	about map[string]strengths       // see aboutBeyond
}

func (a *abroad) forget() {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.of, a.about = nil, nil
}

// beyond are the languages that have an article which a language has no edition of,
// or not for everybody whom it is for: only these are worth a search where that
// language has articles of its own. Base.mu is held.
func (b *Base) beyond(lang string) map[string]bool {
	b.abroad.mu.Lock()
	defer b.abroad.mu.Unlock()
	if more, known := b.abroad.of[lang]; known {
		return more
	}
	own, more := b.langs[lang], make(map[string]bool)
	for _, h := range b.articles {
		if h.lang != lang && !more[h.lang] && !own.speaksFor(h) {
			more[h.lang] = true
		}
	}
	if b.abroad.of == nil {
		b.abroad.of = make(map[string]map[string]bool)
	}
	b.abroad.of[lang] = more
	return more
}

// aboutBeyond says how strongly what a language has no edition of is about intents: of
// each the surest article. An article of the language itself that is about one less
// surely is seldom the one that is meant. Base.mu is held.
func (b *Base) aboutBeyond(lang string) strengths {
	b.abroad.mu.Lock()
	defer b.abroad.mu.Unlock()
	if about, known := b.abroad.about[lang]; known {
		return about
	}
	own, about := b.langs[lang], make(strengths)
	for _, h := range b.articles {
		if h.lang == lang || own.speaksFor(h) {
			continue
		}
		for name, strength := range b.langs[h.lang].gist(h).about {
			about[name] = max(about[name], strength)
		}
	}
	if b.abroad.about == nil {
		b.abroad.about = make(map[string]strengths)
	}
	b.abroad.about[lang] = about
	return about
}

// speaksFor tells whether a language has an edition of an article that is admitted
// wherever the article is.
func (p *partition) speaksFor(h *held) bool {
	if p == nil {
		return false
	}
	return slices.ContainsFunc(h.editions, func(key string) bool {
		return slices.ContainsFunc(p.editions[key], func(o *held) bool { return o.article.asWideAs(&h.article) })
	})
}

// asWideAs tells whether every scope that admits another article admits this one.
func (a *Article) asWideAs(o *Article) bool {
	return (!a.Internal || o.Internal) && !a.ValidFrom.After(o.ValidFrom) &&
		(a.ValidUntil.IsZero() || !o.ValidUntil.IsZero() && !a.ValidUntil.Before(o.ValidUntil)) &&
		all(a.Channels, o.Channels) && all(a.Markets, o.Markets)
}

// all tells whether a list of what something is for, where nothing means
// everything, has all of another one.
func all(list, other []string) bool {
	if len(list) == 0 {
		return true
	}
	return len(other) > 0 && !slices.ContainsFunc(other, func(x string) bool { return !slices.Contains(list, x) })
}
