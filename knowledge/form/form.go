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
	Places []string // countries in it, ISO 3166-1 alpha-2, sorted
	Abroad bool     // it speaks of countries in general ("to my country", "worldwide")
	Where  string   // the names of those countries and the words for countries, as the question has them
}

// Content is what a text has to give.
type Content struct {
	Kinds  Kind
	Places []string // countries in it, ISO 3166-1 alpha-2, sorted
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
	q.Places, q.Where = r.places(s, lang)
	if general := abroad(s, lang); general != "" {
		q.Abroad, q.Where = true, q.Where+" "+general
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
func (k Kind) Gives(passage string) bool { return k != 0 && kindsOf(text.Normalize(passage))&k != 0 }

// Read tells what a text in lang has to give.
func (r *Reader) Read(passage, lang string) Content {
	s := text.Normalize(passage)
	places, _ := r.places(s, text.Base(lang))
	return Content{Kinds: kindsOf(s), Places: places}
}

// Elsewhere says how alike two questions are in the countries that they name: 1
// where they have one in common or one speaks of countries in general, 0.5 where
// both name others, 0 where only one has to do with countries. false: neither has.
func (q Question) Elsewhere(o Question) (alike float64, about bool) {
	mine, theirs := len(q.Places) > 0 || q.Abroad, len(o.Places) > 0 || o.Abroad
	switch {
	case !mine && !theirs:
		return 0, false
	case !mine || !theirs:
		return 0, true
	case q.Abroad, o.Abroad, slices.ContainsFunc(q.Places, func(p string) bool { return slices.Contains(o.Places, p) }):
		return 1, true
	}
	return 0.5, true
}

// Gives says whether the content has a kind that the question wants.
func (c Content) Gives(q Question) bool { return c.Kinds&q.Wants != 0 }

// lists is from how many countries on a text speaks of countries in general: of
// one it does not name it says something too.
const lists = 3

// Covers says how far the content speaks of the countries of a question: 1 if
// it names one of them or the question names none, 0.5 if it lists others, 0 if
// neither.
func (c Content) Covers(q Question) float64 {
	switch {
	case len(q.Places) == 0:
		return 1
	case slices.ContainsFunc(q.Places, func(p string) bool { return slices.Contains(c.Places, p) }):
		return 1
	case len(c.Places) >= lists:
		return 0.5
	}
	return 0
}

// kindsOf scans a normalised text.
func kindsOf(s string) (k Kind) {
	if strings.ContainsFunc(s, isHan) {
		for _, h := range hanKinds {
			if h.has.MatchString(s) {
				k |= h.kind
			}
		}
	}
	tokens := split(s)
	for i, t := range tokens {
		switch {
		case free[t] || t == "free" && isFree(tokens, i):
			k |= Money
		case atOnce[t]:
			k |= Duration
		case moments[t] || year(t):
			k |= Moment
		case currencies[t] && (number(at(tokens, i-1)) || number(at(tokens, i+1))):
			k |= Money
		case units[t] && counted(tokens, i):
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
