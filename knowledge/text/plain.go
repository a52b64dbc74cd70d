package text

import (
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// Plain is a text in lower case, its Latin letters without accents. Marks of
// other scripts stay: a name is looked for inside of texts without spaces, where "が"
// for "か" would be another word. Letters stay one for one ("ß", "ø"), unlike in
// fold, which makes index terms of single words and writes them as people without
// the keys do.
func Plain(s string) string {
	s = Normalize(s)
	if !accented(s) {
		return s
	}
	var b strings.Builder
	latin := false
	for _, r := range norm.NFD.String(s) {
		if unicode.Is(unicode.Mn, r) && latin {
			continue
		}
		latin = unicode.Is(unicode.Latin, r)
		b.WriteRune(r)
	}
	return norm.NFC.String(b.String())
}

// accented tells whether a text has a Latin letter that may have an accent, U+00C0 to
// U+024F: their first bytes are no others.
func accented(s string) bool {
	for i := range len(s) {
		if s[i] >= 0xC3 && s[i] <= 0xC9 {
			return true
		}
	}
	return false
}
