package nlu

import (
	"unicode"
	"unicode/utf8"
)

// script is a writing system, as far as languages are told by it.
type script uint8

const (
	scriptNone script = iota
	scriptLatin
	scriptCyrillic
	scriptGreek
	scriptArabic
	scriptHebrew
	scriptThai
	scriptDevanagari
	scriptHangul
	scriptKana
	scriptHan
	scriptOther // one of a language that is not known
	scripts
)

// scriptOf gives a letter's script and what it weighs in the choice of a
// script: a Han character or a Hangul syllable says as much as three letters.
func scriptOf(r rune) (s script, weight int) {
	switch {
	case r < 0x250, r >= 0x1e00 && r < 0x1f00:
		return scriptLatin, 1
	case r >= 0x400 && r < 0x530:
		return scriptCyrillic, 1
	case r >= 0x370 && r < 0x400, r >= 0x1f00 && r < 0x2000:
		return scriptGreek, 1
	case r >= 0x600 && r < 0x700, r >= 0x750 && r < 0x780:
		return scriptArabic, 1
	case r >= 0x590 && r < 0x600:
		return scriptHebrew, 1
	case r >= 0xe00 && r < 0xe80:
		return scriptThai, 1
	case r >= 0x900 && r < 0x980:
		return scriptDevanagari, 1
	case r >= 0x3040 && r < 0x3100:
		return scriptKana, 3
	case r >= 0x4e00 && r < 0xa000, r >= 0x3400 && r < 0x4dc0, r == '々':
		return scriptHan, 3
	case r >= 0xac00 && r < 0xd7b0, r >= 0x1100 && r < 0x1200, r >= 0x3130 && r < 0x3190:
		return scriptHangul, 3
	}
	return rareScript(r)
}

// rareScript looks up what scriptOf has no range for.
func rareScript(r rune) (script, int) {
	switch {
	case unicode.Is(unicode.Latin, r):
		return scriptLatin, 1
	case unicode.Is(unicode.Cyrillic, r):
		return scriptCyrillic, 1
	case unicode.Is(unicode.Arabic, r):
		return scriptArabic, 1
	case unicode.Is(unicode.Han, r):
		return scriptHan, 3
	case unicode.Is(unicode.Mn, r), unicode.Is(unicode.Common, r):
		return scriptNone, 0
	}
	return scriptOther, 1
}

// Bounds of the work of detection: more text changes nothing.
const (
	maxLangBytes = 2048
	maxLangWords = 60
	maxLangRunes = 32 // of one word
)

// langWord is a word of a text, lower case.
type langWord struct {
	from, to int // in langText.runes
	script   script
	capital  bool // begins with a capital letter and goes on with a small one
}

// langText is what detection reads of a text: its words without addresses and
// codes, and the weights of its scripts.
type langText struct {
	runes  []rune
	words  []langWord
	weight [scripts]int
	spans  []span
	bytes  []byte // of one word
	scored []columnCosts
}

func (t *langText) word(i int) []rune { return t.runes[t.words[i].from:t.words[i].to] }

// key is a word as a key of the word lists, in memory that the next call reuses.
func (t *langText) key(i int) []byte {
	t.bytes = t.bytes[:0]
	for _, r := range t.word(i) {
		t.bytes = utf8.AppendRune(t.bytes, r)
	}
	return t.bytes
}

// readWords fills t with a text that clean made readable.
func (a *Analyzer) readWords(t *langText, text string) {
	*t = langText{runes: t.runes[:0], words: t.words[:0], spans: a.scan(t.spans[:0], text), bytes: t.bytes, scored: t.scored}
	spans, from, upper, skip, previous := t.spans, -1, 0, 0, rune(' ')
	end := func() {
		if from >= 0 && len(t.runes) > from {
			t.end(from, upper)
		}
		from = -1
	}
	for i, r := range text {
		for len(spans) > 0 && spans[0].start < i {
			spans = spans[1:]
		}
		if len(spans) > 0 && spans[0].start == i {
			end()
			skip = spans[0].end
		}
		if i < skip {
			continue
		}
		last := previous
		previous = r
		if isBreak(last) && !isBreak(r) {
			if skip = blob(text, i); skip > i {
				end()
				continue
			}
		}
		if !isWordRune(r) && !(isSound(r) && (last < '0' || last > '9') && startsWithLetter(text[i+1:])) {
			end()
			continue
		}
		if len(t.words) == maxLangWords {
			return
		}
		if from < 0 {
			from, upper = len(t.runes), 0
		}
		if unicode.IsUpper(r) {
			upper++
			if len(t.runes) > from {
				upper++ // "DHL" and "iPhone" are no names of people
			}
		}
		s, weight := scriptOf(r)
		t.weight[s] += weight
		if len(t.runes)-from < maxLangRunes {
			t.runes = append(t.runes, lower(r))
		}
	}
	end()
}

// longestWord is how many bytes a run without spaces is long at most that is words still
// where it has digits and signs, too.
const longestWord = 40

// blob is where a run of ASCII without spaces ends that is no word of any language: it is
// long and has digits or the signs of codes and addresses; its beginning, where it is
// none.
func blob(text string, at int) int {
	end, odd := at, 0
	for end < len(text) && text[end] > ' ' {
		b := text[end]
		if b >= utf8.RuneSelf {
			return at
		}
		if isDigit(b) || b == '/' || b == '=' || b == '&' || b == '%' || b == '_' || b == '+' {
			odd++
		}
		end++
	}
	if end-at <= longestWord || odd < 2 {
		return at
	}
	return end
}

func (t *langText) end(from, upper int) {
	s, _ := scriptOf(t.runes[len(t.runes)-1])
	t.words = append(t.words, langWord{from: from, to: len(t.runes), script: s, capital: upper == 1 && len(t.runes)-from > 1})
}

// soundDigits stand for sounds of Arabic inside a word: "3ayez", "mar7aba".
const soundDigits = "2356789"

func isSound(r rune) bool { return r >= '2' && r <= '9' && r != '4' }

func startsWithLetter(s string) bool {
	return len(s) > 0 && (s[0] >= 'a' && s[0] <= 'z' || s[0] >= 'A' && s[0] <= 'Z')
}

func isWordRune(r rune) bool {
	if r < utf8.RuneSelf {
		return r >= 'a' && r <= 'z' || r >= 'A' && r <= 'Z'
	}
	return unicode.IsLetter(r) || unicode.IsMark(r) && r < 0x1f000 && (r < 0xfe00 || r > 0xfe0f)
}

func lower(r rune) rune {
	if r < utf8.RuneSelf {
		if r >= 'A' && r <= 'Z' {
			r += 'a' - 'A'
		}
		return r
	}
	return unicode.ToLower(r)
}

// words gives the lower-case words of a text, without addresses and codes.
func (a *Analyzer) words(text string) [][]rune {
	var t langText
	a.readWords(&t, clip(clean(text), maxLangBytes))
	out := make([][]rune, len(t.words))
	for i := range out {
		out[i] = t.word(i)
	}
	return out
}
