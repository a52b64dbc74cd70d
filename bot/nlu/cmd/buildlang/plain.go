package main

import (
	"strings"

	"golang.org/x/text/unicode/norm"

	"frontdesk/bot/nlu"
)

// spelled are the languages that write their own letters with two plain ones
// where the keyboard lacks them.
var spelled = map[string]map[rune]string{
	"de": {'ä': "ae", 'ö': "oe", 'ü': "ue", 'ß': "ss"},
	"da": {'æ': "ae", 'ø': "oe", 'å': "aa"},
	"nb": {'æ': "ae", 'ø': "oe", 'å': "aa"},
}

// plain gives the counts of the same text as people write it without accents.
func (c counts) plain(lang string) counts {
	out := newCounts()
	for n := 1; n <= nlu.TableOrder; n++ {
		for gram, k := range c[n] {
			for _, form := range forms(gram, spelled[lang]) {
				if length := len([]rune(form)); length >= 1 && length <= nlu.TableOrder && (length == n || form != "") {
					out[length][form] += k
				}
			}
		}
	}
	return out
}

// forms are the n-grams that one becomes. A letter spelled with two makes it
// longer; at its ends only one of the two may be inside, and counts there are of
// the n-gram that holds the letter whole.
func forms(gram string, pairs map[rune]string) []string {
	if pairs == nil {
		return []string{withoutAccents(gram)}
	}
	var b strings.Builder
	runes := []rune(gram)
	for _, r := range runes {
		if two, ok := pairs[r]; ok {
			b.WriteString(two)
		} else {
			b.WriteRune(r)
		}
	}
	whole := b.String()
	out := []string{whole}
	_, first := pairs[runes[0]]
	_, last := pairs[runes[len(runes)-1]]
	if first {
		out = append(out, whole[1:])
	}
	if last {
		out = append(out, whole[:len(whole)-1])
	}
	if first && last && len(whole) > 2 {
		out = append(out, whole[1:len(whole)-1])
	}
	return out
}

var strokes = strings.NewReplacer("ł", "l", "đ", "d", "ı", "i", "ø", "o", "æ", "a", "ß", "s", "œ", "o")

func withoutAccents(s string) string {
	var b strings.Builder
	for _, r := range norm.NFD.String(strokes.Replace(s)) {
		if r < 0x300 || r > 0x36f {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}
