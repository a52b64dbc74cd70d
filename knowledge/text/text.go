// Package text turns what people write into the terms that search compares.
//
// Articles and questions pass through the same analysis, so that a term of a
// question meets the term of an article: compatibility forms are unified
// (NFKC), letters lower-cased, and the text is split by script. Scripts with
// spaces give words, reduced to a light stem where the language has one.
// Scripts without spaces (Han, Kana, Hangul, Thai, Lao, Khmer, Myanmar) give
// overlapping pairs of characters and, with less weight, single characters:
// no list of words is needed, and a part of a compound is found. Article and
// order numbers are kept whole.
package text

import (
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Kind tells what a token is, since the kinds are matched differently: only
// words are compared with tolerance for typing errors.
type Kind uint8

// The kinds of token.
const (
	Word   Kind = iota // a word of a script with spaces, stemmed
	Number             // digits
	Code               // letters and digits, or parts joined by - _ / . : an article or order number
	Pair               // two neighbouring characters of a script without spaces
	Single             // one character of a script without spaces
)

// The weights of tokens that say less than a content word, chosen on XQuAD-R:
// StopWeight on its English and German part, SingleWeight on the Chinese one.
const (
	StopWeight   = 0.4 // a function word of the language
	SingleWeight = 0.4 // one character beside its pairs
)

// maxToken is how many bytes of one unbroken run of letters are looked at:
// longer ones (encoded files, keyboard mashing) carry no word.
const maxToken = 96

// Token is one term of a text.
type Token struct {
	Text    string  // the form that is compared
	Surface string  // a word as it was written, in lower case; empty for other kinds
	Alt     string  // a second form under which it is also found (without accents, without separators); empty when it is the same
	Kind    Kind    // decides how it is matched
	Weight  float32 // 1 for content, less for words and characters that say little
	Number  int32   // of a word that the analyzer remembers: tokens with the same are equal; 0: none
}

// Stop reports that the token is a function word.
func (t Token) Stop() bool { return t.Kind == Word && t.Weight < 1 }

// Analyzer splits texts into tokens. It is safe for concurrent use and
// remembers the stems of words it has seen, up to a limit.
type Analyzer struct {
	mu    sync.RWMutex
	stems map[string]map[string]stemmed // by language and word
	size  int
	last  int32 // number of a word
}

// stemmed is what is remembered of a word.
type stemmed struct {
	text, alt string
	number    int32
	stop      bool
}

// maxStems bounds the memory of remembered stems (about 8 MB when full).
const maxStems = 1 << 16

// New makes an analyzer.
func New() *Analyzer { return &Analyzer{stems: make(map[string]map[string]stemmed)} }

// Base is the language of a BCP 47 tag without region and script, in lower
// case: de for de-CH. Unknown and empty tags give und.
func Base(tag string) string {
	if i := strings.IndexAny(tag, "-_"); i >= 0 {
		tag = tag[:i]
	}
	tag = strings.ToLower(strings.TrimSpace(tag))
	switch tag {
	case "":
		return "und"
	case "nb", "nn":
		return "no"
	case "cmn":
		return "zh"
	}
	return tag
}

// Normalize gives the compared spelling of a text: NFKC, lower case, without
// invisible characters and with invalid UTF-8 replaced.
func Normalize(s string) string {
	if isASCII(s) {
		return strings.ToLower(s)
	}
	if !utf8.ValidString(s) {
		s = strings.ToValidUTF8(s, " ")
	}
	if !norm.NFKC.IsNormalString(s) {
		s = norm.NFKC.String(s)
	}
	return strings.Map(lowerVisible, s)
}

// lowerVisible lower-cases r and drops characters that have no width.
func lowerVisible(r rune) rune {
	switch {
	case r == '’' || r == 'ʼ' || r == '‘':
		return '\''
	case r == '‐' || r == '‑':
		return '-'
	case unicode.Is(unicode.Cf, r):
		return -1
	case r == 'İ':
		return 'i'
	}
	return unicode.ToLower(r)
}

func isASCII(s string) bool {
	for i := 0; i < len(s); i++ {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// Analyze splits s, written in lang (BCP 47, may be empty), into tokens in the
// order of the text. It never fails: what is no text gives no tokens.
func (a *Analyzer) Analyze(s, lang string) []Token {
	return a.Append(make([]Token, 0, len(s)/5+4), s, lang)
}

// Append is Analyze, with the tokens put behind others.
func (a *Analyzer) Append(to []Token, s, lang string) []Token {
	run := analysis{Analyzer: a, lang: Base(lang), out: to}
	run.stop = stopSets[run.lang]
	s = Normalize(s)
	a.mu.RLock() // once a text, not once a word
	defer a.mu.RUnlock()
	run.known = a.stems[run.lang]
	run.split(s)
	return run.out
}

// Terms gives only the compared forms, second forms included.
func Terms(tokens []Token) []string {
	out := make([]string, 0, len(tokens)+len(tokens)/8)
	for _, t := range tokens {
		out = append(out, t.Text)
		if t.Alt != "" {
			out = append(out, t.Alt)
		}
	}
	return out
}

// Spellings are the forms under which a token is found: a stemmer may cut a word and
// its plural in two places.
func Spellings(t Token) []string {
	out := []string{t.Text}
	for _, s := range []string{t.Surface, t.Alt} {
		if s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// Same tells whether two tokens have a form in common.
func Same(a, b Token) bool {
	return slices.ContainsFunc(Spellings(a), func(s string) bool { return slices.Contains(Spellings(b), s) })
}
