package nlu

import (
	"iter"
	"strings"
	"unicode"
	"unicode/utf8"
)

// maxTokens bounds the work that one message can cause.
const maxTokens = 600

// token is one word, rune or placeholder of a text.
type token struct {
	start, end int32 // bytes of scratch.buf
	cjk        bool  // a rune of a script without spaces
	stop       bool  // a stop word of the text's language
	mark       bool  // a placeholder or a sign: no stem, no character n-grams
}

// tokenize fills s.buf and s.toks with the normalised tokens of text.
func (a *Analyzer) tokenize(s *scratch, text, lang string) {
	s.buf, s.toks, s.word = s.buf[:0], s.toks[:0], s.word[:0]
	text = clean(text)
	s.spans = a.scan(s.spans[:0], text)
	stop := stopWords[lang]
	english := lang == "en" || lang == ""
	s.short = abbreviations()[lang]
	next, skip := 0, 0
	for i, r := range text {
		if i < skip {
			continue
		}
		if len(s.toks) >= maxTokens {
			return
		}
		for next < len(s.spans) && s.spans[next].start < i {
			next++
		}
		if next < len(s.spans) && s.spans[next].start == i {
			s.flush(stop, english)
			s.push(placeholder(s.spans[next].kind), token{mark: true})
			skip = s.spans[next].end
			next++
			continue
		}
		s.read(r, stop, english)
	}
	s.flush(stop, english)
}

// plainWords are the tokens of a text without placeholders, each with whether
// it is a rune of a script without spaces.
func plainWords(text, lang string) iter.Seq2[string, bool] {
	return func(yield func(string, bool) bool) {
		s := &scratch{short: abbreviations()[lang]}
		stop, english := stopWords[lang], lang == "en" || lang == ""
		for _, r := range clean(text) {
			s.read(r, stop, english)
		}
		s.flush(stop, english)
		for i, t := range s.toks {
			if !yield(string(s.text(i)), t.cjk) {
				return
			}
		}
	}
}

// read takes one rune into the word being read, or ends it.
func (s *scratch) read(r rune, stop map[string]bool, english bool) {
	switch {
	case noSpace(r):
		s.flush(stop, english)
		var b [4]byte
		s.push(string(b[:utf8.EncodeRune(b[:], foldRune(r))]), token{cjk: true})
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r), r == '\'':
		s.word = append(s.word, unicode.ToLower(r))
	case strings.ContainsRune("?%$₹€£¥？", r):
		s.flush(stop, english)
		if r == '？' {
			r = '?'
		}
		s.push(string(r), token{mark: true})
	case isEmoji(r):
		s.flush(stop, english)
		s.push(string(r), token{mark: true})
	default:
		s.flush(stop, english)
	}
}

// flush ends the word being read: stretched letters shrink to two, digits
// become their length's class, contractions and abbreviations are written out.
func (s *scratch) flush(stop map[string]bool, english bool) {
	if len(s.word) == 0 {
		return
	}
	w := collapse(s.word)
	s.word = s.word[:0]
	word := strings.Trim(string(w), "'")
	if word == "" {
		return
	}
	if c := digitClass(word); c != "" {
		s.push(c, token{mark: true})
		return
	}
	if english {
		if long, ok := contractions[word]; ok {
			for _, part := range strings.Fields(long) {
				s.push(part, token{stop: stop[part]})
			}
			return
		}
	}
	if long, ok := s.short[word]; ok {
		for _, part := range long {
			s.push(part, token{stop: stop[part]})
		}
		return
	}
	if i := strings.IndexByte(word, '\''); i > 0 {
		s.split(word[:i], word[i+1:], stop, english)
		return
	}
	s.push(word, token{stop: stop[word]})
}

// split writes out a word with an apostrophe: "isn't", "l'adresse".
func (s *scratch) split(head, tail string, stop map[string]bool, english bool) {
	if english {
		if tail == "t" {
			head = strings.TrimSuffix(head, "n")
		}
		if full, ok := suffixes[tail]; ok {
			tail = full
		}
	}
	for _, w := range []string{head, tail} {
		if w != "" {
			s.push(w, token{stop: stop[w]})
		}
	}
}

func (s *scratch) push(word string, t token) {
	t.start = int32(len(s.buf))
	s.buf = append(s.buf, word...)
	t.end = int32(len(s.buf))
	s.toks = append(s.toks, t)
}

// text is the normalised form of token i.
func (s *scratch) text(i int) []byte { return s.buf[s.toks[i].start:s.toks[i].end] }

// collapse shrinks runs of three and more equal runes to two, in place.
func collapse(w []rune) []rune {
	out := w[:0]
	for i, r := range w {
		if i >= 2 && w[i-1] == r && w[i-2] == r && !unicode.IsDigit(r) {
			continue
		}
		out = append(out, r)
	}
	return out
}

// digitClass names a run of digits by its length, since the number itself says
// nothing about the intent: a post code differs from an order number, one order
// number not from another.
func digitClass(w string) string {
	for i := 0; i < len(w); i++ {
		if w[i] < '0' || w[i] > '9' {
			return ""
		}
	}
	switch n := len(w); {
	case n == 1:
		return w
	case n <= 3:
		return "0"
	default:
		return "0#"
	}
}

func isEmoji(r rune) bool {
	return r >= 0x1f300 && r <= 0x1faff || r >= 0x2600 && r <= 0x27bf
}
