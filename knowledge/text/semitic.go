package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// plainLetters writes Arabic and Hebrew as everybody types it: without vowel signs and
// hamza, with one letter for alef maksura and yeh, for teh marbuta and heh, and
// without the final forms of Hebrew letters.
func plainLetters(w string) string {
	return strings.Map(func(r rune) rune {
		if unicode.Is(unicode.Mn, r) {
			return -1
		}
		switch r {
		case 'ـ': // tatweel only stretches a word
			return -1
		case 'ى', 'ی':
			return 'ي'
		case 'ة':
			return 'ه'
		case 'ک':
			return 'ك'
		case 'ך':
			return 'כ'
		case 'ם':
			return 'מ'
		case 'ן':
			return 'נ'
		case 'ף':
			return 'פ'
		case 'ץ':
			return 'צ'
		}
		return r
	}, norm.NFD.String(w))
}

// arabicPrefixes are the article with what clings to it, the longest first.
var arabicPrefixes = []string{"وبال", "ولل", "وال", "بال", "كال", "فال", "لل", "ال"}

// arabicStem is light10 (Larkey, Ballesteros and Connell, Light stemming for Arabic
// information retrieval, 2007), with the pronouns of a shop that speaks to its
// customers (طلبك, متجركم), and more careful with short words.
func arabicStem(w string) string {
	w = plainLetters(w)
	article := false
	for _, p := range arabicPrefixes {
		if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) >= 3 {
			w, article = rest, true
			break
		}
	}
	if rest, ok := strings.CutPrefix(w, "و"); ok && !article && utf8.RuneCountInString(rest) >= 4 {
		w = rest
	}
	for _, s := range endings["ar"] {
		w = s.cut(w)
	}
	return w
}

// hebrewStem takes off plural and feminine endings, then the article, "and" and the
// prepositions that cling to a word, as long as four letters stay: many words begin with
// the same letters (משלוח, כרטיס), so that all forms of a word must lose as much.
func hebrewStem(w string) string {
	w = plainLetters(w)
	stem := w
	for _, s := range endings["he"] {
		stem = s.cut(stem)
	}
	for {
		r, n := utf8.DecodeRuneInString(stem)
		rest := stem[n:]
		if !strings.ContainsRune("הובלמשכ", r) {
			return stem
		}
		switch left := utf8.RuneCountInString(stem) - 1; {
		case left >= 4:
		case left == 3 && (strings.HasPrefix(rest, "ה") || r == 'ה' && len(stem) == len(w)): // בהזמנה, הזמן
		default:
			return stem
		}
		w, stem = w[n:], rest
	}
}

// plainHindi writes Devanagari as everybody types it: without the dot below and with
// one sign for nasal vowels.
var plainHindi = strings.NewReplacer("\u093c", "", "ँ", "ं")
