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
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Regexp is a regular expression behind its sieve. It never changes and is safe for
// concurrent use.
type Regexp struct {
	re     *regexp.Regexp
	pieces []string       // none: every text is tried
	begins *[256][]string // the pieces by their first byte, where there are many
	folded bool           // pieces are folded, as texts must be
}

// fewPieces are looked for one after the other, which takes less than a look at
// each place of a text.
const fewPieces = 8

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
	if r.pieces, r.folded = piecesOf(re.String()); len(r.pieces) > fewPieces {
		r.begins = new([256][]string)
		for _, p := range r.pieces {
			r.begins[p[0]] = append(r.begins[p[0]], p)
		}
	}
	return r
}

// String gives the expression.
func (r *Regexp) String() string { return r.re.String() }

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
	if len(r.pieces) == 0 {
		return true
	}
	if r.folded {
		text = fold(text)
	}
	if r.begins == nil {
		return slices.ContainsFunc(r.pieces, func(p string) bool { return strings.Contains(text, p) })
	}
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
