package nlu

import (
	"regexp"
	"strings"
	"unicode"

	"golang.org/x/text/unicode/norm"
)

// finalSigma is the letter at the end of a Greek word that has a form of its own.
var finalSigma = regexp.MustCompile(`σ([^\p{L}]|$)`)

// sureOtherwise is how sure a language in Latin letters must be for a message not
// to be tried as pinyin.
const sureOtherwise = 0.75

// Respell writes a message that was typed in Latin letters in the script of its
// language: pinyin in characters, Russian and Ukrainian in Cyrillic, Greek in
// Greek letters. l is what the message was read as. It gives the language too;
// false where the message is to be read as it is. Numbers and codes stay.
func Respell(text string, l Language) (spelled, lang string, ok bool) {
	if !latinOnly(text) {
		return "", "", false
	}
	if s, sure, ok := spellPinyin(text); ok && (sure || l.Lang == "zh" || l.P < sureOtherwise) {
		return s, "zh", true
	}
	if letters := inOwnLetters[l.Lang]; letters != nil && strings.HasSuffix(l.Variant, "-Latn") {
		return finalSigma.ReplaceAllString(letters.Replace(strings.ToLower(text)), "ς$1"), l.Lang, true
	}
	return "", "", false
}

// latinOnly tells whether all letters of a text are Latin ones, and there are some.
func latinOnly(text string) bool {
	some := false
	for _, r := range text {
		if !unicode.IsLetter(r) {
			continue
		}
		if !unicode.Is(unicode.Latin, r) {
			return false
		}
		some = true
	}
	return some
}

// spellPinyin spells the runs of letters of a message; all of them must be pinyin.
// Codes (letters with digits) stay as they are. sure: every character stands beside
// one that it stands beside in questions, as no other language comes out.
func spellPinyin(text string) (s string, sure, ok bool) {
	var out strings.Builder
	var run []string
	chars, paired := 0, 0
	flush := func() bool {
		if len(run) == 0 {
			return true
		}
		s, ok := pinyinSpeller().spell(run)
		run = nil
		chars += len(s)
		paired += pinyinSpeller().paired(s)
		out.WriteString(string(s))
		return ok
	}
	for _, word := range strings.Fields(text) {
		letters := strings.Trim(word, ".,!?;:()\"'。，！？")
		tail := ""
		if i := strings.LastIndex(word, letters); i >= 0 {
			tail = word[i+len(letters):]
		}
		switch plain, isWord := pinyinWord(letters); {
		case isWord && !pinyinSpeller().syllables(plain):
			return "", false, false
		case isWord:
			run = append(run, plain)
		default:
			if !flush() {
				return "", false, false
			}
			out.WriteString(letters)
		}
		if tail != "" {
			if !flush() {
				return "", false, false
			}
			out.WriteString(tail)
		}
	}
	ok = flush() && chars >= leastLength && float64(paired) >= leastPaired*float64(chars)
	return out.String(), chars >= surelyLong && paired == chars, ok
}

// pinyinWord takes tones off a word, as marks, apostrophes or figures; false for
// what is no word of letters.
func pinyinWord(word string) (string, bool) {
	word = strings.ReplaceAll(strings.ToLower(word), "ü", "v")
	var out []rune
	for _, r := range norm.NFD.String(word) {
		switch {
		case r >= 'a' && r <= 'z':
			out = append(out, r)
		case unicode.IsMark(r) || r == '\'' || r == '’' || r == '-':
		case r >= '1' && r <= '5' && len(out) > 0:
		default:
			return "", false
		}
	}
	return string(out), len(out) > 0
}

// inOwnLetters write languages in their own letters that shoppers also type in
// Latin ones. There is no one spelling: the commonest is taken, and what differs in
// a letter is left to the search, which repairs words. Longer runs come first.
var inOwnLetters = map[string]*strings.Replacer{
	"ru": strings.NewReplacer("shch", "щ", "sch", "щ", "yo", "ё", "zh", "ж", "kh", "х", "ts", "ц", "ch", "ч", "sh", "ш", "yu", "ю", "ju", "ю", "ya", "я", "ja", "я", "ye", "е", "ey", "ей", "iy", "ий", "yy", "ый", "oy", "ой", "ay", "ай",
		"a", "а", "b", "б", "v", "в", "w", "в", "g", "г", "d", "д", "e", "е", "z", "з", "i", "и", "j", "й", "k", "к", "l", "л", "m", "м", "n", "н", "o", "о", "p", "п", "r", "р", "s", "с", "t", "т", "u", "у", "f", "ф", "h", "х", "c", "ц", "y", "ы", "x", "х", "'", "ь"),
	"uk": strings.NewReplacer("shch", "щ", "zh", "ж", "kh", "х", "ts", "ц", "ch", "ч", "sh", "ш", "yu", "ю", "iu", "ю", "ya", "я", "ia", "я", "ye", "є", "ie", "є", "yi", "ї",
		"a", "а", "b", "б", "v", "в", "w", "в", "h", "г", "g", "г", "d", "д", "e", "е", "z", "з", "y", "и", "i", "і", "j", "й", "k", "к", "l", "л", "m", "м", "n", "н", "o", "о", "p", "п", "r", "р", "s", "с", "t", "т", "u", "у", "f", "ф", "c", "ц", "x", "х", "'", "ь"),
	"el": strings.NewReplacer("th", "θ", "ch", "χ", "ks", "ξ", "ps", "ψ", "ou", "ου", "ai", "αι", "ei", "ει", "oi", "οι", "mp", "μπ", "nt", "ντ",
		"a", "α", "b", "β", "v", "β", "g", "γ", "d", "δ", "e", "ε", "z", "ζ", "h", "η", "i", "ι", "k", "κ", "l", "λ", "m", "μ", "n", "ν", "x", "χ", "o", "ο", "p", "π", "r", "ρ", "s", "σ", "t", "τ", "y", "υ", "u", "υ", "f", "φ", "w", "ω", "c", "κ", "j", "τζ", "q", "κ", "3", "ξ", "8", "θ"),
}
