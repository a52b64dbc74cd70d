// Package form reads what kind of answer a question asks for (an amount of
// money, a length of time), and which kinds a passage has to give.
//
// "How much is delivery?" shares no word with "Spain and France: €5.90"; what
// answers it is the amount. The words that ask for a kind are told apart from
// those that say what the question is about, so that a passage of that kind can
// stand for them. Countries are read too, the same in every language.
package form

import (
	"slices"
	"strings"
	"sync"

	"frontdesk/knowledge/text"
)

// Kind is a set of kinds of answer.
type Kind uint8

// The kinds.
const (
	Money    Kind = 1 << iota // an amount, or that something is free
	Duration                  // a length of time, or at once
	Moment                    // a date, a weekday, a time of day
)

// Question is what a question asks for.
type Question struct {
	Wants  Kind     // any of these answers it; 0: no kind is asked for
	About  string   // the question without the words that ask for the kind
	Places []string // countries in it, also of cities to which it wants something sent, ISO 3166-1 alpha-2, sorted
	Abroad bool     // it speaks of countries in general ("to my country", "worldwide")
	Named  []string // the names of those countries and cities, as the question has them
	Where  []string // the same, and the words for countries in general
}

// Content is what a text has to give.
type Content struct {
	Kinds  Kind
	Places []string // countries in it, ISO 3166-1 alpha-2, sorted
	Abroad bool     // it speaks of countries in general
	Rest   bool     // it speaks of all countries that it does not name ("no other country")
}

// Reader reads questions and texts. It is safe for concurrent use and keeps the
// names of countries in the languages it has met.
type Reader struct {
	mu    sync.RWMutex
	names map[string]gazetteer
}

// New makes a reader.
func New() *Reader { return &Reader{names: make(map[string]gazetteer)} }

// Ask reads a question in lang (BCP 47). In languages that it does not know no
// kind is found.
func (r *Reader) Ask(question, lang string) Question {
	lang = text.Base(lang)
	s := text.Normalize(question)
	q := Question{}
	q.Wants, q.About = Wants(s, lang)
	q.Places, q.Named = r.places(s, lang)
	if codes, cities := sentTo(s, lang); len(codes) > 0 {
		q.Places, q.Named = slices.Compact(slices.Sorted(slices.Values(slices.Concat(q.Places, codes)))), slices.Concat(q.Named, cities)
	}
	q.Where = q.Named
	if general := abroad(s, split(s), lang); len(general) > 0 {
		q.Abroad, q.Where = true, slices.Concat(q.Named, general)
	}
	return q
}

// Wants gives the kinds that a question in lang (BCP 47) asks for, and the
// question in normalised spelling without the words that do so.
func Wants(question, lang string) (k Kind, about string) {
	s := text.Normalize(question)
	about = s
	for _, f := range forms[text.Base(lang)] {
		if f.asks.MatchString(s) && (f.not == nil || !f.not.MatchString(s)) {
			k |= f.kind
			about = f.without(about)
		}
	}
	return k, about
}

// Gives says whether a text has one of the kinds.
func (k Kind) Gives(passage string) bool {
	s := text.Normalize(passage)
	return k != 0 && kindsOf(s, split(s))&k != 0
}

// Read tells what a text in lang has to give; title names what it stands under,
// of which only the countries count.
func (r *Reader) Read(title, passage, lang string) Content {
	s, lang := text.Normalize(passage), text.Base(lang)
	tokens, g := split(s), r.gazetteerOf(lang)
	units := tokens
	if g.dense {
		units = g.cut(text.Normalize(title) + "\n" + s)
	} else if heading := split(text.Normalize(title) + "\n"); len(heading) > 0 {
		units = slices.Concat(heading, tokens)
	}
	places, _ := g.find(units)
	return Content{Kinds: kindsOf(s, tokens), Places: places, Abroad: len(abroad(s, tokens, lang)) > 0, Rest: rest(s, tokens, lang)}
}

// Elsewhere compares the countries of a question with those of a known one.
// alike is 1 where they have one in common or one speaks of countries in general,
// 0.5 where they name different ones, 0 where only one has to do with countries;
// matters says how much that is worth: half where only q names any, since o is
// then the more general question, and 0 where neither does.
func (q Question) Elsewhere(o Question) (alike, matters float64) {
	mine, theirs := len(q.Places) > 0 || q.Abroad, len(o.Places) > 0 || o.Abroad
	switch {
	case !mine && !theirs:
		return 0, 0
	case !mine:
		return 0, 1
	case !theirs:
		return 0, 0.5
	case q.Abroad, o.Abroad, slices.ContainsFunc(q.Places, func(p string) bool { return slices.Contains(o.Places, p) }):
		return 1, 1
	}
	return 0.5, 1
}

// Gives says whether the content has a kind that the question wants.
func (c Content) Gives(q Question) bool { return c.Kinds&q.Wants != 0 }

// A text that lists countries, or speaks of countries in general, says something
// of one that it does not name too, and most if it does both.
const (
	lists    = 3 // countries from which on they are a list
	many     = 8 // with so many it is about all that there are
	listed   = 0.2
	speaksOf = 0.3
)

// Names says whether the content names all countries of a question that has any.
func (c Content) Names(q Question) bool {
	return len(q.Places) > 0 && !slices.ContainsFunc(q.Places, func(p string) bool { return !slices.Contains(c.Places, p) })
}

// Covers says how far the content speaks of the countries of a question: 1 if
// it names one of them or the question names none, or if it lists countries and
// speaks of all others; at most 0.5 if it says something of countries in general,
// 0 if neither.
func (c Content) Covers(q Question) float64 {
	if len(q.Places) == 0 || slices.ContainsFunc(q.Places, func(p string) bool { return slices.Contains(c.Places, p) }) {
		return 1
	}
	if len(c.Places) >= lists && c.Rest {
		return 1
	}
	covers := 0.0
	if len(c.Places) >= lists {
		covers += listed * min(1, float64(len(c.Places))/many)
	}
	if c.Abroad {
		covers += speaksOf
	}
	return covers
}

// kindsOf scans a normalised text, which is split into tokens too.
func kindsOf(s string, tokens []string) (k Kind) {
	if strings.ContainsFunc(s, isHan) {
		for _, h := range hanKinds {
			if h.has.MatchString(s) {
				k |= h.kind
			}
		}
	}
	for i, t := range tokens {
		m := meanings[t]
		switch {
		case m&gratis != 0 || t == "free" && isFree(tokens, i):
			k |= Money
		case m&now != 0:
			k |= Duration
		case m&day != 0 || year(t):
			k |= Moment
		case m&currency != 0 && (number(at(tokens, i-1)) || number(at(tokens, i+1))):
			k |= Money
		case m&unit != 0 && counted(tokens, i):
			k |= Duration
		}
	}
	return k
}

// counted says whether a number stands before a unit of time: "3 days", "2 to 4
// working days", "zwei volle Jahre".
func counted(tokens []string, i int) bool {
	for j := i - 1; j >= max(0, i-3) && tokens[j] != border; j-- {
		if number(tokens[j]) {
			return true
		}
	}
	return false
}

// isFree tells free of charge from feel free and PFAS-free.
func isFree(tokens []string, i int) bool {
	return freeBefore[at(tokens, i-1)] || freeAfter[at(tokens, i+1)]
}

func at(tokens []string, i int) string {
	if i < 0 || i >= len(tokens) {
		return ""
	}
	return tokens[i]
}

func number(t string) bool {
	return t != "" && ('0' <= t[0] && t[0] <= '9' || numerals[t])
}

// year says whether a token is a year, or a time of day as it is split.
func year(t string) bool {
	return len(t) == 4 && strings.Trim(t, "0123456789") == "" && (t[0] == '1' || t[0] == '2') && t[1] != '0' || len(t) == 4 && strings.HasPrefix(t, "20")
}
