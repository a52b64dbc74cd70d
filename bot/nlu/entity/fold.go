package entity

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// folds maps letters to their plain form. It is built once and never changes.
var folds = sync.OnceValue(func() map[rune]rune {
	m := map[rune]rune{
		'ß': 's', 'æ': 'a', 'ø': 'o', 'œ': 'o', 'ł': 'l', 'đ': 'd', 'ı': 'i', 'ё': 'е', 'ς': 'σ', 'ґ': 'г',
		'أ': 'ا', 'إ': 'ا', 'آ': 'ا', 'ٱ': 'ا', 'ى': 'ي', 'ة': 'ه', 'ؤ': 'و', 'ئ': 'ي',
	}
	for _, block := range [][2]rune{{0xc0, 0x250}, {0x370, 0x400}, {0x1e00, 0x2000}} {
		for r := block[0]; r < block[1]; r++ {
			if !unicode.In(r, unicode.Latin, unicode.Greek) {
				continue
			}
			if base, _ := utf8.DecodeRuneInString(norm.NFD.String(string(r))); base != r && unicode.IsLetter(base) {
				m[r] = base
			}
		}
	}
	return m
})

// foldWord takes accents off Latin and Greek letters and the vowel signs off
// Arabic and Hebrew, and unifies letter forms. word is in lower case.
func foldWord(word string) string {
	if isPlain(word) {
		return word
	}
	table := folds()
	return strings.Map(func(r rune) rune {
		switch {
		case r < utf8.RuneSelf:
			return r
		case r >= 0x0300 && r <= 0x036f, r >= 0x064b && r <= 0x0652, r >= 0x0591 && r <= 0x05c7:
			return -1
		}
		if f, ok := table[r]; ok {
			return f
		}
		return r
	}, word)
}
