package entity

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxRead is how many bytes of a message are read; it bounds what garbage can
// cost.
const maxRead = 4 << 10

// message is a text that is being read.
type message struct {
	q       Query
	text    string // folded: full-width letters and digits of every script are ASCII
	low     string // text with ASCII letters in lower case; the same bytes
	offset  []int  // of every byte of text, and of its end, in q.Text
	digits  bool   // the text has any
	words   []item // the text's words, without senses
	spans   []span
	cues    map[*cues]bool // whether the message holds any word of them
	whole   string         // text in lower case, without accents; made when it is needed
	looks   int            // for cues, around codes
	reading string         // the language by which words are being read
}

func newMessage(q Query) *message {
	m := &message{q: q, cues: map[*cues]bool{}}
	m.text, m.offset = folded(clip(q.Text))
	m.low = lowerASCII(m.text)
	m.digits = strings.ContainsAny(m.text, "0123456789")
	m.words = split(m.text)
	return m
}

func clip(text string) string {
	if len(text) <= maxRead {
		return text
	}
	n := maxRead
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

func lowerASCII(s string) string {
	return strings.Map(func(r rune) rune {
		if r >= 'A' && r <= 'Z' {
			return r + 'a' - 'A'
		}
		return r
	}, s)
}

// folded folds full-width letters and the digits of other scripts, drops
// invisible runes, and gives for every byte of the result, and for its end, the
// byte of the original.
func folded(text string) (string, []int) {
	offset := make([]int, 0, len(text)+1)
	if isPlain(text) {
		for i := range len(text) + 1 {
			offset = append(offset, i)
		}
		return text, offset
	}
	var b strings.Builder
	b.Grow(len(text))
	for i, r := range text {
		before := b.Len()
		foldInto(&b, r)
		for range b.Len() - before {
			offset = append(offset, i)
		}
	}
	return b.String(), append(offset, len(text))
}

func foldInto(b *strings.Builder, r rune) {
	switch {
	case r < utf8.RuneSelf && r >= ' ':
		b.WriteByte(byte(r))
	case r == utf8.RuneError, unicode.IsControl(r), r == 0xa0, r == 0x202f, r == 0x2009, r == 0x3000:
		b.WriteByte(' ')
	case r == 0xad, r == 0xfeff, r == 0x2060, r >= 0x200b && r <= 0x200f, r >= 0x202a && r <= 0x202e, r == 0x0640:
	case r == '’', r == '‘', r == '´', r == 'ʼ', r == '׳', r == '＇':
		b.WriteByte('\'')
	case r >= 0x2010 && r <= 0x2015 || r == 0x2212:
		b.WriteByte('-')
	case unicode.Is(unicode.Nd, r):
		b.WriteByte(byte('0' + digitOf(r)))
	case r >= 0xff01 && r <= 0xff5e:
		b.WriteByte(byte(r - 0xff01 + '!'))
	case r >= 0xff65 && r <= 0xffe6 || r >= 0xfb00 && r <= 0xfb06 || r >= 0x2460 && r <= 0x2473:
		b.WriteString(norm.NFKC.String(string(r)))
	case r == '٫':
		b.WriteByte('.')
	case r == '٬':
		b.WriteByte(',')
	default:
		b.WriteRune(r)
	}
}

// digitOf is the value of a decimal digit: they stand in blocks of ten, 0 first.
func digitOf(r rune) rune {
	zero := r
	for unicode.Is(unicode.Nd, zero-1) && r-zero < 9 {
		zero--
	}
	return r - zero
}

func isPlain(text string) bool {
	for i := range len(text) {
		if c := text[i]; c >= utf8.RuneSelf || c < ' ' {
			return false
		}
	}
	return true
}

// item is a word, a number, a rune of a script without spaces, or a phrase of
// the lexicon.
type item struct {
	start, end int
	fold       string // lower case, without accents; "" where the lexicon keeps them
	low        string // lower case
	number     int    // the value of digits; -1 else
	brk        bool   // a sentence or a line ends before it
	solid      bool   // of a script without spaces
	senses     []sense
}

// mostItems bounds the words of one message.
const mostItems = 700

// split cuts a text into its words: letters, digits, or single runes of scripts
// without spaces.
func split(text string) []item {
	out := make([]item, 0, 16+len(text)/5)
	brk := false
	for i := 0; i < len(text) && len(out) < mostItems; {
		r, n := utf8.DecodeRuneInString(text[i:])
		it := item{start: i, number: -1, brk: brk}
		switch {
		case r >= '0' && r <= '9':
			it.end = digitsEnd(text, i)
			it.low = text[i:it.end]
			it.fold, it.number = it.low, small(it.low)
		case isSolid(r):
			it.end, it.solid = i+n, true
			it.low = text[i:it.end]
			it.fold = it.low
		case unicode.IsLetter(r):
			it.end = wordEnd(text, i)
			it.low = strings.ToLower(text[i:it.end])
			it.fold = foldWord(it.low)
		default:
			brk = brk || breaks(text, i, r, out)
			i += n
			continue
		}
		brk = false
		out = append(out, it)
		i = it.end
	}
	return out
}

// breaks says that a sign ends a sentence: a point behind a number or a short
// word does not.
func breaks(text string, i int, r rune, before []item) bool {
	switch r {
	case '\n', '!', '?', ';', '。', '！', '？', '|':
		return true
	case '.':
		if len(before) == 0 {
			return false
		}
		last := before[len(before)-1]
		return last.number < 0 && last.end-last.start > 5 && (i+1 >= len(text) || text[i+1] == ' ')
	}
	return false
}

func digitsEnd(text string, i int) int {
	for i < len(text) && isDigit(text[i]) {
		i++
	}
	return i
}

// small is the value of at most four digits; -1 for more.
func small(digits string) int {
	if len(digits) > 4 {
		return -1
	}
	n := 0
	for i := range len(digits) {
		n = n*10 + int(digits[i]-'0')
	}
	return n
}

func wordEnd(text string, i int) int {
	for i < len(text) {
		r, n := utf8.DecodeRuneInString(text[i:])
		if r == '\'' && i+1 < len(text) {
			if next, _ := utf8.DecodeRuneInString(text[i+1:]); unicode.IsLetter(next) && !isSolid(next) {
				i++
				continue
			}
		}
		if isSolid(r) || !unicode.IsLetter(r) && !unicode.IsMark(r) {
			break
		}
		i += n
	}
	return i
}

// isSolid tells the scripts in which words are not parted by spaces, or carry
// their particles with them.
func isSolid(r rune) bool {
	switch {
	case r < 0x0e00:
		return false
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3040 && r <= 0x30ff, r >= 0x0e01 && r <= 0x0e7f, r >= 0xac00 && r <= 0xd7a3, r >= 0x3400 && r <= 0x4dbf:
		return true
	}
	return r == '々' || r == '〇'
}
