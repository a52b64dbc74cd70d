package nlu

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// maxAnswer is how many words an answer of yes or no has at most; longer texts
// say more than that and belong to the classifier.
const maxAnswer = 6

// Short is a message that may be a plain yes or no.
type Short struct {
	text  string
	words []string
}

// ShortAnswer reads a message as one that may be a plain yes or no.
func ShortAnswer(text string) Short {
	return Short{text, strings.Fields(spaced(clip(clean(text), 200)))}
}

// Affirms says that it is a plain yes, in any language of the lists. lang only settles
// words that mean other things elsewhere.
func (s Short) Affirms(lang string) bool { return s.is(lang, affirmations(), denials()) }

// Denies says that it is a plain no, in any language of the lists; lang as for Affirms.
func (s Short) Denies(lang string) bool { return s.is(lang, denials(), affirmations()) }

// phraseSet holds phrases by language, normalised as spaced does.
type phraseSet map[string]map[string]bool

// is says that the text consists of phrases of one list and words of courtesy, and
// holds none of the other list.
func (s Short) is(lang string, want, other phraseSet) bool {
	if len(s.words) == 0 {
		return hasSign(s.text, want)
	}
	if len(s.words) > maxAnswer {
		return false
	}
	for _, l := range want.languagesFor(lang) {
		if consistsOf(s.words, want[l], courtesies()[l], other[l]) {
			return true
		}
	}
	return false
}

func hasSign(text string, want phraseSet) bool {
	for _, r := range text {
		if want["sign"][string(r)] {
			return true
		}
	}
	return false
}

// languagesFor gives the given language alone where it has a list; a message
// whose language is not known may be of any.
func (p phraseSet) languagesFor(lang string) []string {
	if lang == "" || p[lang] == nil {
		return answerLanguages()
	}
	// A word of another language counts too, unless it means something else here:
	// "no" is not "now", "si" is not "if".
	return []string{lang, foreignAnswer}
}

// foreignAnswer is the language whose yes and no people use in any conversation.
const foreignAnswer = "en"

// consistsOf walks the words: each must start a phrase of want or be a
// courtesy, and at least one phrase must be there.
func consistsOf(words []string, want, courtesy, other map[string]bool) bool {
	found := false
	for i := 0; i < len(words); {
		n := longestPhrase(words[i:], want)
		if m := longestPhrase(words[i:], other); m > n {
			return false
		}
		if n > 0 {
			found = true
			i += n
			continue
		}
		if n = longestPhrase(words[i:], courtesy); n == 0 {
			return false
		}
		i += n
	}
	return found
}

// longestPhrase is how many of the first words are together a phrase of the
// set.
func longestPhrase(words []string, set map[string]bool) int {
	longest := 0
	var buf [128]byte
	phrase := buf[:0]
	for n, w := range words[:min(len(words), 5)] {
		if n > 0 {
			phrase = append(phrase, ' ')
		}
		if phrase = append(phrase, w...); set[string(phrase)] {
			longest = n + 1
		}
	}
	return longest
}

// readPhrases reads "lang: phrase, phrase" lines.
func readPhrases(text string) phraseSet {
	out := phraseSet{}
	for _, line := range strings.Split(strings.TrimSpace(text), "\n") {
		lang, list, _ := strings.Cut(line, ":")
		set := map[string]bool{}
		for _, p := range strings.Split(list, ",") {
			if p = strings.TrimSpace(p); lang == "sign" {
				set[p] = true
			} else if p = spaced(clean(p)); p != "" {
				set[p] = true
			}
		}
		out[strings.TrimSpace(lang)] = set
	}
	return out
}

var (
	affirmations = sync.OnceValue(func() phraseSet { return readPhrases(affirmList) })
	denials      = sync.OnceValue(func() phraseSet { return readPhrases(denyList) })
	courtesies   = sync.OnceValue(func() phraseSet { return readPhrases(courtesyList) })
)

var answerLanguages = sync.OnceValue(func() []string { return strings.Fields(knownLanguages) })

// Gibberish says that a text is a string of keys without meaning: "asdfghjkl",
// "xkcdqwpz", "....". It never holds of numbers, codes, short words or emoji.
func (a *Analyzer) Gibberish(text string) bool {
	plain := strings.TrimSpace(clip(clean(text), 2048))
	words := a.words(plain)
	if len(words) == 0 {
		return len(a.scan(nil, plain)) == 0 && isNoise(plain)
	}
	long, odd := 0, 0
	for _, w := range words {
		switch {
		case len(w) < 4:
			continue
		case isOdd(w):
			odd++
		}
		long++
	}
	return long > 0 && odd*2 > long
}

// isNoise says that a text without words is only signs: no digit, no emoji.
func isNoise(plain string) bool {
	n := 0
	for _, r := range plain {
		if r >= '0' && r <= '9' || isEmoji(r) || strings.ContainsRune("?!？！👍", r) {
			return false
		}
		if r != ' ' {
			n++
		}
	}
	return n >= 3
}

// oddLetter is the mean cost of a letter, in nats, above which a word belongs to
// no language.
const oddLetter = 4.2

// isOdd says that no language would order letters so, or that they lie side by
// side on the keyboard.
func isOdd(word []rune) bool {
	s := string(word)
	if len(s) != len(word) && !isLatinWord(word) || utf8.RuneCountInString(s) < 4 {
		return false
	}
	if onKeyboard(s) || hasRepeats(word) {
		return true
	}
	return languageTables()[0].meanCost(word) > oddLetter
}

func isLatinWord(word []rune) bool {
	for _, r := range word {
		if s, _ := scriptOf(r); s != scriptLatin {
			return false
		}
	}
	return true
}

// onKeyboard says that a word runs along a row of keys.
func onKeyboard(word string) bool {
	for _, row := range []string{"qwertyuiop", "asdfghjkl", "zxcvbnm", "qwertzuiop", "yxcvbnm", "poiuytrewq", "lkjhgfdsa", "azertyuiop"} {
		if len(word) >= 5 && strings.Contains(row+row, word) {
			return true
		}
		for n := 0; n+4 <= len(row); n++ {
			if len(word) >= 6 && strings.Count(word, row[n:n+4]) > 0 && strings.Trim(word, row) == "" {
				return true
			}
		}
	}
	return false
}

// hasRepeats says that a word is one or two letters over and over: "aaaaaa",
// "jkjkjkjk". Laughter is excepted.
func hasRepeats(word []rune) bool {
	if len(word) < 6 {
		return false
	}
	seen := map[rune]bool{}
	for _, r := range word {
		seen[r] = true
	}
	laugh := seen['h'] || seen['j'] && (seen['a'] || seen['e']) || seen['x'] && seen['d']
	return len(seen) <= 2 && !laugh
}
