package text

import "frontdesk/internal/wordcache"

// Reader analyses many texts one after the other. Most of their words are the same few,
// which it has at hand. It is not safe for concurrent use.
type Reader struct {
	analyzer *Analyzer
	lang     string
	read     int // texts in lang, one after the other
	tokens   []Token
	met      *wordcache.Cache[stemmed]
}

// manyTexts: after so many, words are kept at hand.
const manyTexts = 100

// NewReader makes a reader that shares what the analyzer remembers.
func NewReader(a *Analyzer) *Reader { return &Reader{analyzer: a} }

// Read is Analyze; the tokens are good until the next call.
func (r *Reader) Read(s, lang string) []Token {
	lang = Base(lang)
	if lang != r.lang {
		r.lang, r.read, r.met = lang, 0, nil
	}
	if r.read++; r.read == manyTexts {
		r.met = wordcache.New[stemmed]()
	}
	run := analysis{Analyzer: r.analyzer, lang: lang, out: r.tokens[:0], met: r.met}
	r.tokens = run.of(s)
	return r.tokens
}
