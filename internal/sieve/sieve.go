// Package sieve passes over texts in which a regular expression finds nothing,
// without trying it.
//
// Whatever most expressions match holds one of a few pieces of text: a match of
// (?i)lawyers?|sue (you|them) holds "lawyer" or "sue you" or "sue them". To look for
// those is many times as fast as to run the expression, and few texts hold any. The
// pieces are found as by the prefilters of RE2 (Russ Cox, "Regular Expression
// Matching with a Trigram Index", 2012).
package sieve

import (
	"regexp"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Regexp is a regular expression behind its sieve. It never changes and is safe for
// concurrent use.
type Regexp struct {
	re     *regexp.Regexp
	begins [256][]string // the pieces, folded, by their first byte
	open   bool          // there are none: every text is tried
}

// MustCompile is [Compile] of an expression that is known to be right.
func MustCompile(expr string) *Regexp { return of(regexp.MustCompile(expr)) }

// Compile reads an expression in the syntax of package regexp.
func Compile(expr string) (*Regexp, error) {
	re, err := regexp.Compile(expr)
	if err != nil {
		return nil, err
	}
	return of(re), nil
}

func of(re *regexp.Regexp) *Regexp {
	r := &Regexp{re: re}
	pieces := piecesOf(re.String())
	r.open = len(pieces) == 0
	for _, p := range pieces {
		r.begins[p[0]] = append(r.begins[p[0]], p)
	}
	return r
}

// MatchString tells whether a text holds a match.
func (r *Regexp) MatchString(text string) bool { return r.may(text) && r.re.MatchString(text) }

// FindString gives the leftmost match of a text, empty without one.
func (r *Regexp) FindString(text string) string {
	if !r.may(text) {
		return ""
	}
	return r.re.FindString(text)
}

// FindStringSubmatch gives the leftmost match of a text with its groups, nil without
// one.
func (r *Regexp) FindStringSubmatch(text string) []string {
	if !r.may(text) {
		return nil
	}
	return r.re.FindStringSubmatch(text)
}

// may tells whether a text holds one of the pieces.
func (r *Regexp) may(text string) bool {
	if r.open {
		return true
	}
	text = fold(text)
	for i := range len(text) {
		for _, p := range r.begins[text[i]] {
			if strings.HasPrefix(text[i:], p) {
				return true
			}
		}
	}
	return false
}

// fold writes letters that (?i) takes for the same as one of them.
func fold(s string) string {
	plain := true
	for i := range len(s) {
		if c := s[i]; c >= utf8.RuneSelf || 'A' <= c && c <= 'Z' {
			plain = false
			break
		}
	}
	if plain {
		return s
	}
	return strings.Map(foldRune, s)
}

// foldRune gives the small letter of ASCII, else the first of those that are the same.
func foldRune(r rune) rune {
	first := r
	for f := unicode.SimpleFold(r); f != r; f = unicode.SimpleFold(f) {
		first = min(first, f)
	}
	if 'A' <= first && first <= 'Z' {
		return first - 'A' + 'a'
	}
	return first
}
