package nlu

import (
	"strings"
	"sync"
	"unicode/utf8"
)

// maxAnswer is how many words an answer of yes or no has at most; longer texts
// say more than that and belong to the classifier.
const maxAnswer = 6

// IsAffirm says that a message is a plain yes, in any language of the lists.
// lang only settles words that mean other things elsewhere.
func (a *Analyzer) IsAffirm(text, lang string) bool {
	return isAnswer(text, lang, affirmations(), denials())
}

// IsDeny says that a message is a plain no, in any language of the lists.
func (a *Analyzer) IsDeny(text, lang string) bool {
	return isAnswer(text, lang, denials(), affirmations())
}

// phraseSet holds phrases by language, normalised as spaced does.
type phraseSet map[string]map[string]bool

// isAnswer says that the text consists of phrases of one list and words of
// courtesy, and holds none of the other list.
func isAnswer(text, lang string, want, other phraseSet) bool {
	words := strings.Fields(spaced(clip(clean(text), 200)))
	if len(words) == 0 {
		return hasSign(text, want)
	}
	if len(words) > maxAnswer {
		return false
	}
	langs := want.languagesFor(lang)
	for _, l := range langs {
		if consistsOf(words, want[l], courtesies()[l], other[l]) {
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
	out := []string{lang}
	if lang == "" || p[lang] == nil {
		out = out[:0]
	}
	for _, l := range answerLanguages() {
		if l != lang {
			out = append(out, l)
		}
	}
	if lang != "" && p[lang] != nil {
		// A word of another language counts too, unless it means something else
		// here: "no" is not "now", "si" is not "if".
		return append(out[:1:1], foreignAnswers...)
	}
	return out
}

// foreignAnswers are languages whose yes and no people use in any conversation.
var foreignAnswers = []string{"en"}

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
	for n := min(len(words), 5); n > 0; n-- {
		if set[strings.Join(words[:n], " ")] {
			return n
		}
	}
	return 0
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
