package nlu

import (
	_ "embed"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

//go:embed pack/person.txt
var personFile string

// The groups of words of pack/person.txt.
const (
	groupPerson = 1 << iota
	groupSomebody
	groupSpeak
	groupWant
	groupBeside
)

var personGroups = map[string]uint8{"person": groupPerson, "somebody": groupSomebody, "speak": groupSpeak, "want": groupWant, "beside": groupBeside}

// wishWord is an expression of a group.
type wishWord struct {
	text  string // folded
	group uint8
	open  bool // its last word may go on
}

// wishWords are the words of a language with which a person is asked for, by their
// first rune.
type wishWords map[rune][]wishWord

// personWords reads pack/person.txt once.
var personWords = sync.OnceValue(func() map[string]wishWords {
	out := map[string]wishWords{}
	for line := range strings.Lines(personFile) {
		key, list, _ := strings.Cut(line, ":")
		name, lang, ok := strings.Cut(key, ".")
		if !ok || personGroups[name] == 0 {
			continue
		}
		if out[lang] == nil {
			out[lang] = wishWords{}
		}
		for phrase := range strings.SplitSeq(list, ",") {
			stem, open := strings.CutSuffix(strings.TrimSpace(phrase), "*")
			w := wishWord{text: foldWish(stem), group: personGroups[name], open: open}
			first, _ := utf8.DecodeRuneInString(w.text)
			out[lang][first] = append(out[lang][first], w)
		}
	}
	return out
})

// foldWish is a text in lower case, without accents and signs, one space between words;
// an apostrophe parts them.
func foldWish(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) && !noSpace(r) {
			return -1
		}
		return r
	}, norm.NFD.String(spaced(strings.ReplaceAll(clean(text), "'", " "))))
}

// WishesPerson tells whether a sentence of a text says that a person is wanted and
// nothing else, in any language: "may I speak to a real person?", which "am I speaking
// to a real person?" does not.
func (a *Analyzer) WishesPerson(text string) bool {
	return asksForPerson(clip(clean(text), longestAsked), groupWant)
}

// asksForPerson tells whether a sentence or clause of a text has nothing but the words of
// pack/person.txt, with those that ask for a person and those of the groups in with:
// "This takes too long. An employee, please!"
func asksForPerson(text string, with uint8) bool {
	langs := wishLanguages(text)
	if len(langs) == 0 {
		return false
	}
	for sentence := range strings.FieldsFuncSeq(text, partsSentences) {
		if saysOnlyWish(sentence, langs, with) {
			return true
		}
		solid := strings.ContainsFunc(sentence, noSpace) // there a space parts clauses
		parts := strings.FieldsFunc(sentence, func(r rune) bool { return strings.ContainsRune(",，、،", r) || r == ' ' && solid })
		if len(parts) > 1 && slices.ContainsFunc(parts, func(part string) bool { return saysOnlyWish(part, langs, with) }) {
			return true
		}
	}
	return false
}

// wishLanguages are the words of the languages in which a text has a person or somebody:
// most messages have neither, and are not looked at further.
func wishLanguages(text string) (out []wishWords) {
	var seen []string
	folded, began := foldWish(text), false
	for at, r := range folded {
		if r == ' ' {
			began = false
			continue
		}
		if began && !noSpace(r) {
			continue
		}
		began = !noSpace(r)
		for _, p := range personIndex()[headOf(folded[at:])] {
			if !slices.Contains(seen, p.lang) && strings.HasPrefix(folded[at:], p.text) {
				seen, out = append(seen, p.lang), append(out, personWords()[p.lang])
			}
		}
	}
	return out
}

// personOf is a word for a person or for somebody of a language.
type personOf struct{ lang, text string }

// personIndex are the words for persons by how they begin.
var personIndex = sync.OnceValue(func() map[string][]personOf {
	out := map[string][]personOf{}
	for lang, words := range personWords() {
		for _, list := range words {
			for _, w := range list {
				if w.group&(groupPerson|groupSomebody) > 0 {
					out[headOf(w.text)] = append(out[headOf(w.text)], personOf{lang, w.text})
				}
			}
		}
	}
	return out
})

// headOf is the beginning of a word by which it is looked up: of scripts without spaces
// one character, else two.
func headOf(s string) string {
	first, n := utf8.DecodeRuneInString(s)
	if noSpace(first) {
		return s[:n]
	}
	_, m := utf8.DecodeRuneInString(s[n:])
	return s[:n+m]
}

func partsSentences(r rune) bool { return strings.ContainsRune(".!?…;:\n。！？；։؟।¡¿", r) }

// longestWish is how many bytes a sentence has at most that is looked at.
const longestWish = 240

func saysOnlyWish(sentence string, langs []wishWords, with uint8) bool {
	if len(sentence) > longestWish {
		return false
	}
	text := foldWish(sentence)
	if text == "" {
		return false
	}
	for _, words := range langs {
		if words.cover(text, with) {
			return true
		}
	}
	return false
}

// cover tells whether a folded text is made of the words alone, with a person and a
// wish among them, and the groups in with. What is reachable from its beginning is noted for each place, since
// without spaces a text can be parted in many ways.
func (w wishWords) cover(text string, with uint8) bool {
	reached := make([]uint32, len(text)+1) // at each place the sets of groups seen so far, a bit each
	reached[0] = 1
	last := 0 // the furthest place that was reached
	for at := range len(text) {
		if at > last {
			return false
		}
		if reached[at] == 0 {
			continue
		}
		if text[at] == ' ' {
			reached[at+1] |= reached[at]
			last = max(last, at+1)
			continue
		}
		first, _ := utf8.DecodeRuneInString(text[at:])
		for _, word := range w[first] {
			if end, ok := word.end(text, at); ok {
				reached[end] |= joined(reached[at], word.group)
				last = max(last, end)
			}
		}
	}
	for seen := range uint8(32) {
		if reached[len(text)]&(1<<seen) > 0 && wishes(seen) && seen&with == with {
			return true
		}
	}
	return false
}

// wishes tells whether words of some groups ask for a person.
func wishes(seen uint8) bool {
	return seen&groupPerson > 0 && seen&(groupSpeak|groupWant) > 0 || seen&groupSomebody > 0 && seen&groupSpeak > 0
}

// joined adds a group to sets of groups.
func joined(sets uint32, group uint8) (out uint32) {
	for seen := range uint8(32) {
		if sets&(1<<seen) > 0 {
			out |= 1 << (seen | group)
		}
	}
	return out
}

// end is where the word ends that stands at a place of a text; false where another does.
func (w wishWord) end(text string, at int) (int, bool) {
	if !strings.HasPrefix(text[at:], w.text) {
		return 0, false
	}
	end := at + len(w.text)
	last, _ := utf8.DecodeLastRuneInString(w.text)
	if noSpace(last) {
		return end, true
	}
	from := end
	for end < len(text) && text[end] != ' ' {
		end++
	}
	return end, w.open || end == from
}
