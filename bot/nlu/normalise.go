package nlu

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// maxRead is how many bytes of a message are read for intent and language. A
// longer message says what it wants well before; the cap bounds the time that
// garbage can cost.
const maxRead = 6 << 10

// clip cuts text to at most n bytes at a rune border.
func clip(text string, n int) string {
	if len(text) <= n {
		return text
	}
	for n > 0 && !utf8.RuneStart(text[n]) {
		n--
	}
	return text[:n]
}

// clean makes text readable: valid UTF-8, compatibility forms folded (NFKC, so
// full-width digits and letters become plain ones), invisible runes gone.
func clean(text string) string {
	text = clip(text, maxRead)
	if isPlain(text) {
		return text
	}
	if settled, narrow := allSettled(text); settled && narrow {
		return text
	} else if settled {
		return strings.Map(narrowed, text)
	}
	text = strings.ToValidUTF8(text, " ")
	if !norm.NFKC.IsNormalString(text) {
		text = norm.NFKC.String(text)
	}
	return strings.Map(dropInvisible, text)
}

// allSettled tells whether a text has nothing but what clean leaves alone, and
// full-width forms of ASCII; narrow: none of those. Most messages are such, and to
// see that is many times as fast as to normalise them.
func allSettled(text string) (settled, narrow bool) {
	narrow = true
	for _, r := range text {
		switch {
		case isSettled(r):
		case isWide(r):
			narrow = false
		default:
			return false, false
		}
	}
	return true, narrow
}

// isSettled tells runes that clean leaves alone whatever stands beside them, as long
// as that is settled too.
func isSettled(r rune) bool {
	switch {
	case r < utf8.RuneSelf:
		return r >= ' ' && r <= '~' && r != '`'
	case r < 0x17f:
		return r >= 0xc0 && (r < 0x132 || r > 0x133) && (r < 0x13f || r > 0x140) && r != 0x149 || r == '¿' || r == '¡'
	}
	return r >= 0x410 && r <= 0x44f || r >= 0x3041 && r <= 0x3096 || r >= 0x30a1 && r <= 0x30fa || r == 'ー' || r >= 0x4e00 && r <= 0x9fff || r >= 0xac00 && r <= 0xd7a3 || r == '。' || r == '、'
}

// isWide tells full-width forms of ASCII; narrowed is their plain form.
func isWide(r rune) bool { return r >= '！' && r <= '～' }

func narrowed(r rune) rune {
	if isWide(r) {
		r -= '！' - '!'
	}
	return dropInvisible(r)
}

func isPlain(text string) bool {
	for i := 0; i < len(text); i++ {
		if c := text[i]; c >= utf8.RuneSelf || c < ' ' {
			return false
		}
	}
	return true
}

func dropInvisible(r rune) rune {
	switch {
	case r == '\u00ad', r == '\ufeff', r == '\u2060', r >= '\u200b' && r <= '\u200f', r >= '\u202a' && r <= '\u202e':
		return -1
	case r == '’' || r == '‘' || r == '`' || r == '´' || r == 'ʼ':
		return '\''
	case unicode.IsControl(r):
		return ' '
	}
	return r
}

// noSpace tells the scripts that are written without spaces, where every rune
// is a token.
func noSpace(r rune) bool {
	if r < 0x0e00 {
		return false
	}
	switch {
	case r >= 0x4e00 && r <= 0x9fff, r >= 0x3040 && r <= 0x30ff: // Han, Kana
		return true
	case r >= 0x0e01 && r <= 0x0eff, r >= 0x1000 && r <= 0x109f, r >= 0x1780 && r <= 0x17ff: // Thai, Lao, Myanmar, Khmer
		return true
	case r >= 0x3400 && r <= 0x4dbf, r >= 0x20000 && r <= 0x2ffff: // Han extensions
		return true
	}
	return r == '々' || r == 'ー'
}

// foldRune takes accents off Latin and Greek letters, unifies Arabic letter
// forms and maps Traditional to Simplified Chinese for the characters that
// shoppers use, so that spellings of one word meet. The unfolded word stays a
// feature of its own.
func foldRune(r rune) rune {
	if r < 0x80 {
		return r
	}
	if f, ok := folds()[r]; ok {
		return f
	}
	return r
}
