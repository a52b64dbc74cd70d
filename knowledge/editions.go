package knowledge

import (
	"cmp"
	"path"
	"slices"
	"strings"

	"frontdesk/knowledge/text"
)

// editionKey is what the keys of an article's locales have in common: its key
// without the folders and endings that name the locale. help/de/returns.md,
// help/en-GB/returns.md and help/returns.fr.md are editions of one article.
func editionKey(a Article) string {
	lang := text.Base(a.Locale)
	names := func(part string) bool { return text.Base(part) == lang }
	parts := strings.Split(a.Key, "/")
	last := len(parts) - 1
	kept := slices.DeleteFunc(parts[:last:last], names)
	stem := strings.TrimSuffix(parts[last], path.Ext(parts[last]))
	if dot := strings.LastIndexAny(stem, "._"); dot > 0 && names(stem[dot+1:]) {
		stem = stem[:dot]
	}
	return strings.Join(append(kept, stem), "/")
}

// editionKeys are the names under which the locales of an article find each other:
// by where they stand in their source, and by what they translate.
func editionKeys(a Article) []string {
	return []string{editionKey(a), "translates " + cmp.Or(a.TranslationOf, a.ID)}
}

// native is what the language of a question has of its own: where an article has
// an edition in it, or the intent has an article, no other language is asked.
type native struct {
	part   *partition // nil: no article is in that language
	scope  func(*held) bool
	beyond strengths // see aboutBeyond
}

// has says whether an article of another language has an edition in this one.
func (n native) has(h *held) bool {
	return n.part != nil && slices.ContainsFunc(h.editions, func(key string) bool {
		return slices.ContainsFunc(n.part.editions[key], n.scope)
	})
}

// silent says whether nothing of this language is in the scope.
func (n native) silent() bool { return n.part == nil || !n.part.tells(n.scope) }

// tells says whether an article of the language is in a scope.
func (p *partition) tells(scope func(*held) bool) bool {
	for _, of := range p.editions {
		if slices.ContainsFunc(of, scope) {
			return true
		}
	}
	return false
}

// edition is the same article in the question's language, part by part; nil where it is
// in that language already, or there is none of as many parts.
func (b *Base) edition(h *held, q Query) *held {
	lang := q.langBase()
	if h.lang == lang || b.langs[lang] == nil {
		return nil
	}
	for _, key := range h.editions {
		for _, o := range b.langs[lang].editions[key] {
			if len(o.entries) == len(h.entries) && b.admits(q.Scope, &o.article) {
				return o
			}
		}
	}
	return nil
}

// covers says whether some article of this language is about one of the intents, and
// none that it lacks is so much more surely.
func (n native) covers(intents []string) bool {
	return n.part != nil && slices.ContainsFunc(intents, func(name string) bool {
		return slices.ContainsFunc(n.part.byIntent[name], func(h *held) bool {
			return n.scope(h) && shaded(n.part.gist(h).about[name], n.beyond[name]) >= aboutFrom
		})
	})
}

// inEnglish tells whether an English article is about the intents: more shoppers
// read it than one in any other language that is not theirs.
func (s *search) inEnglish() bool {
	english := native{part: s.base.langs["en"], scope: func(h *held) bool { return s.base.admits(s.query.Scope, &h.article) }}
	return english.covers(s.query.Intents)
}

// Family gives a published article, without its body, and its other locales;
// nothing where it is not published.
func (b *Base) Family(id string) (own Article, others []Article) {
	b.mu.RLock()
	defer b.mu.RUnlock()
	h := b.articles[id]
	if h == nil {
		return own, nil
	}
	for _, p := range b.langs {
		for _, key := range h.editions {
			for _, o := range p.editions[key] {
				if o != h && !slices.ContainsFunc(others, func(a Article) bool { return a.ID == o.article.ID }) {
					others = append(others, o.article)
				}
			}
		}
	}
	return h.article, others
}
