package dictionary

import (
	"slices"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"

	"frontdesk/knowledge/text"
)

// closest leaves out concepts whose names only have the stems of the words: where a name
// is written as they are, it is meant (Greek for bank is no table).
func (l *language) closest(of []Concept, words []text.Token) []Concept {
	if len(of) > 1 {
		as := said(words)
		if exact := l.whose(of, func(name string) bool {
			_, bare, elided := strings.Cut(name, "'") // all'aperto is read without its article
			return sameLetters(name, as) || elided && sameLetters(bare, as)
		}); exact != nil {
			return exact
		}
	}
	if accentsTell[l.lang] && slices.ContainsFunc(words, marked) {
		return l.whose(of, func(name string) bool { return l.sounds(name, words) })
	}
	return of
}

// sameLetters compares two texts without what separates words: which of "bi-a" and "bi a"
// is one word is the analyzer's matter.
func sameLetters(a, b string) bool {
	for {
		a, b = strings.TrimLeft(a, separators), strings.TrimLeft(b, separators)
		if a == "" || b == "" {
			return a == b
		}
		if a[0] != b[0] {
			return false
		}
		a, b = a[1:], b[1:]
	}
}

const separators = " -'/."

// whose gives the concepts that have a name such as is asked for.
func (l *language) whose(of []Concept, such func(name string) bool) (out []Concept) {
	for _, c := range of {
		for n := range namesIn(l.lines[c], l.lang) {
			if such(n) {
				out = append(out, c)
				break
			}
		}
	}
	return out
}

// accentsTell are the languages in which a word with another accent is as often another
// word, and whose people type accents where they have the keys.
var accentsTell = map[string]bool{"vi": true, "fi": true}

// marked tells of a word that it was typed with accents.
func marked(t text.Token) bool { return t.Alt != "" }

// sounds tells whether a name has the accents of those words that were typed with any.
func (l *language) sounds(name string, words []text.Token) bool {
	return slices.EqualFunc(words, l.analyzer.Analyze(name, l.lang), func(w, n text.Token) bool {
		if marked(w) {
			return spelt(w.Text) == spelt(n.Text)
		}
		return w.Text == n.Text || w.Text == n.Alt
	})
}

// spelt is a word with its accents behind its letters: on which of two vowels one stands
// is a matter of taste (hoà, hòa).
func spelt(s string) string {
	var letters, marks []rune
	for _, r := range norm.NFD.String(s) {
		if unicode.Is(unicode.Mn, r) {
			marks = append(marks, r)
		} else {
			letters = append(letters, r)
		}
	}
	slices.Sort(marks)
	return string(append(letters, marks...))
}
