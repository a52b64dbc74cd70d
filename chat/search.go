package chat

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/cases"
	"golang.org/x/text/unicode/norm"
)

// Word is a searchable piece of a text.
type Word struct {
	Term       string // folded: what is compared
	Start, End int    // its bytes in the text
	paired     bool   // of a script without spaces
}

// longestWord bounds a term, in runes: nobody types more to find a message.
const longestWord = 40

// withoutSpaces are the scripts whose words are not told apart by spaces.
var withoutSpaces = []*unicode.RangeTable{unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar}

// accented are the scripts that are often typed without their marks.
var accented = []*unicode.RangeTable{unicode.Latin, unicode.Greek, unicode.Cyrillic, unicode.Hebrew, unicode.Arabic}

// Words gives the words by which a message is found: what stands between spaces
// and punctuation, without case and accents, and in scripts without spaces every
// pair of characters and the last character of a run. A word is found by its
// beginning; so one character of a run finds the pairs that it begins.
func Words(text string) []Word {
	var out []Word
	for start := 0; start < len(text); {
		r, size := utf8.DecodeRuneInString(text[start:])
		if !searchable(r) {
			start += size
			continue
		}
		paired := spaceless(r)
		end := start + size
		for end < len(text) {
			r, size := utf8.DecodeRuneInString(text[end:])
			if !searchable(r) || !unicode.IsMark(r) && spaceless(r) != paired {
				break
			}
			end += size
		}
		if paired {
			out = appendPairs(out, text, start, end)
		} else if term := fold(text[start:end]); term != "" {
			out = append(out, Word{Term: term, Start: start, End: end})
		}
		start = end
	}
	return out
}

func searchable(r rune) bool { return unicode.IsLetter(r) || unicode.IsNumber(r) || unicode.IsMark(r) }

// spaceless counts the mark of long vowels, which no script owns, as Kana.
func spaceless(r rune) bool { return r == 'ー' || unicode.In(r, withoutSpaces...) }

func appendPairs(out []Word, text string, start, end int) []Word {
	for at := start; at < end; {
		_, size := utf8.DecodeRuneInString(text[at:end])
		next := at + size
		_, size = utf8.DecodeRuneInString(text[next:end])
		if term := fold(text[at : next+size]); term != "" {
			out = append(out, Word{Term: term, Start: at, End: next + size, paired: true})
		}
		at = next
	}
	return out
}

// fold makes what people type for the same word the same: case, width, ligatures,
// and accents of the scripts that are typed without them.
func fold(s string) string {
	var b strings.Builder
	n, drop := 0, false
	for _, r := range norm.NFKD.String(cases.Fold().String(s)) {
		if unicode.IsMark(r) {
			if drop {
				continue
			}
		} else {
			drop = unicode.In(r, accented...)
		}
		if n++; n > longestWord {
			break
		}
		if searchable(r) {
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(b.String())
}

// mostSought bounds the terms of a search; whoever pastes a whole message has
// found it by its first.
const mostSought = 32

// Sought gives the terms with which the words of one message must begin, all of
// them, for a search text to find it; none where it has no letter and no digit.
func Sought(q string) []string {
	words := Words(q)
	var out []string
	for i, w := range words {
		// The last character of a run stands in the pair before.
		if w.paired && i > 0 && words[i-1].paired && words[i-1].End == w.End {
			continue
		}
		if len(out) < mostSought && !slices.Contains(out, w.Term) {
			out = append(out, w.Term)
		}
	}
	return out
}

// Piece is a part of an excerpt.
type Piece struct {
	Text  string `json:"text"`
	Found bool   `json:"found,omitempty" doc:"it is what was searched for"`
}

// Excerpt gives about most runes of a text around the first word that a search
// text finds, with what is found told apart.
func Excerpt(text, q string, most int) []Piece {
	found := matches(text, Sought(q))
	start := 0
	if len(found) > 0 {
		start = before(text, found[0][0], most/4)
	}
	end := start
	for range most {
		_, size := utf8.DecodeRuneInString(text[end:])
		end += size
	}
	var out []Piece
	add := func(text string, found bool) {
		if text != "" {
			out = append(out, Piece{Text: text, Found: found})
		}
	}
	at := start
	if start > 0 {
		add("…", false)
	}
	for _, f := range found {
		if f[0] < at || f[1] > end {
			continue
		}
		add(text[at:f[0]], false)
		add(text[f[0]:f[1]], true)
		at = f[1]
	}
	add(text[at:end], false)
	if end < len(text) {
		add("…", false)
	}
	return out
}

// matches gives the places of a text that begin with one of the terms, those
// that touch as one.
func matches(text string, sought []string) [][2]int {
	var out [][2]int
	for _, w := range Words(text) {
		i := slices.IndexFunc(sought, func(term string) bool { return strings.HasPrefix(w.Term, term) })
		if i < 0 {
			continue
		}
		if w.paired && utf8.RuneCountInString(sought[i]) == 1 {
			_, size := utf8.DecodeRuneInString(text[w.Start:])
			w.End = w.Start + size
		}
		if n := len(out); n > 0 && w.Start < out[n-1][1] {
			out[n-1][1] = max(w.End, out[n-1][1])
			continue
		}
		out = append(out, [2]int{w.Start, w.End})
	}
	return out
}

// before gives the place of the word that begins about n runes before at.
func before(text string, at, n int) int {
	start := at
	for ; n > 0 && start > 0; n-- {
		_, size := utf8.DecodeLastRuneInString(text[:start])
		start -= size
	}
	if i := strings.IndexByte(text[start:at], ' '); start > 0 && i >= 0 {
		return start + i + 1
	}
	return start
}
