package bot

import (
	_ "embed"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"frontdesk/internal/wording"
	"frontdesk/shop"
)

//go:embed said/words.txt
var saidFile string

// The meanings of said/words.txt that are not reasons for a return.
const (
	saysAll     = "all"
	saysBoth    = "both"
	saysNotAll  = "notall"
	saysWait    = "wait"
	saysLacks   = "lacks"
	saysRefuses = "refuses"
	saysGoesTo  = "goes_to"
	saysPayer   = "payer"
	saysHouse   = "house"
	saysSells   = "sells"
	saysThereIs = "thereis"
	saysFor     = "for" // what it is for, in one thing for another
	saysHelp    = "help"
	saysLatest  = "latest"
	saysBefore  = "before"
	saysJob     = "job"
	saysPitch   = "pitch"
	saysHarm    = "harm"
	saysLaw     = "law"
	saysTrade   = "trade" // the writer's, or of whom something is for
	saysLabel   = "label"
	saysMails   = "mailings"
	saysStill   = "still"
	saysDeliver = "deliver"
	saysFaster  = "faster"
	saysEnclose = "enclose"
	saysOurs    = "ours" // of the shop: its address
	saysDoIt    = "doit"
	saysNumber  = "number"
	saysANumber = "anumber" // of whatever
	saysWhatNow = "whatnow"
	saysDenies  = "denies"
	saysStore   = "store" // of bricks
	saysSignUp  = "signup"
	saysReach   = "reach"  // what is asked for by it
	saysSpeak   = "speak_" // and the language that is asked for
	saysNo      = "rather"
	saysAnew    = "anew" // that another one be sent

	saysCheapest = "cheapest"
	saysDearest  = "dearest"
	saysLightest = "lightest"
	saysHeaviest = "heaviest"
	saysBiggest  = "biggest"
	saysSmallest = "smallest"
	saysWarmest  = "warmest"
	saysCompare  = "compare"
	saysUpTo     = "upto"
)

// saying is a phrase of said/words.txt.
type saying struct {
	text string // folded
	as   string // as it is written in the file
	open bool   // its last word may go on
}

// sayings are the phrases by meaning and language. They are read once.
var sayings = sync.OnceValue(func() map[string]map[string][]saying { return readSayings(saidFile) })

// readSayings reads lines like "all.en: all, everything".
func readSayings(file string) map[string]map[string][]saying {
	out := map[string]map[string][]saying{}
	for line := range strings.Lines(file) {
		key, list, ok := strings.Cut(strings.TrimSpace(line), ":")
		meaning, lang, named := strings.Cut(key, ".")
		if !ok || !named || strings.HasPrefix(line, "#") {
			continue
		}
		if out[meaning] == nil {
			out[meaning] = map[string][]saying{}
		}
		for phrase := range strings.SplitSeq(list, ",") {
			stem, open := strings.CutSuffix(strings.TrimSpace(phrase), "*")
			out[meaning][lang] = append(out[meaning][lang], saying{foldSaid(stem), stem, open})
		}
	}
	return out
}

// says tells whether a text has a phrase of a meaning, in a language or in English.
func says(text, lang, meaning string) bool {
	return said(foldSaid(text), sayings()[meaning], lang)
}

// said tells whether a folded text has one of the phrases, in a language or in English.
func said(text string, phrases map[string][]saying, lang string) bool {
	for _, l := range []string{lang, wording.Fallback} {
		for _, s := range phrases[l] {
			if s.in(text) {
				return true
			}
		}
		if lang == wording.Fallback {
			break
		}
	}
	return false
}

// opensOrEnds tells whether a text begins or ends with a phrase of a meaning, in a language
// or in English: where the verb stands depends on the language.
func opensOrEnds(text, lang, meaning string) bool {
	text = strings.TrimFunc(foldSaid(text), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsMark(r) })
	for _, l := range []string{lang, wording.Fallback} {
		for _, s := range sayings()[meaning][l] {
			if (strings.HasPrefix(text, s.text) || strings.HasSuffix(text, s.text)) && s.in(text) {
				return true
			}
		}
	}
	return false
}

// which is the phrase of a meaning that a text has, in a language or in English; empty
// where it has none.
func which(text, lang, meaning string) string {
	text = foldSaid(text)
	for _, l := range []string{lang, wording.Fallback} {
		for _, s := range sayings()[meaning][l] {
			if s.in(text) {
				return s.text
			}
		}
	}
	return ""
}

// saysOnly tells whether a text is a phrase of a meaning and nothing else.
func saysOnly(text, lang, meaning string) bool {
	whole := strings.TrimFunc(foldSaid(text), func(r rune) bool { return !unicode.IsLetter(r) })
	for _, l := range []string{lang, wording.Fallback} {
		for _, s := range sayings()[meaning][l] {
			if s.text == whole {
				return true
			}
		}
	}
	return false
}

// in tells whether a folded text has the phrase, from the beginning of a word on,
// where the script has spaces.
func (s saying) in(text string) bool {
	for at := 0; at < len(text); {
		i := strings.Index(text[at:], s.text)
		if i < 0 {
			return false
		}
		at += i
		end := at + len(s.text)
		before, _ := utf8.DecodeLastRuneInString(text[:at])
		after, _ := utf8.DecodeRuneInString(text[end:])
		first, _ := utf8.DecodeRuneInString(s.text)
		solid := unicode.In(first, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai)
		open := s.open || unicode.Is(unicode.Hangul, first) // particles are written together with the word
		if solid || (at == 0 || !unicode.IsLetter(before)) && (open || end == len(text) || !unicode.IsLetter(after)) {
			return true
		}
		_, n := utf8.DecodeRuneInString(text[at:])
		at += n
	}
	return false
}

// foldSaid is a text in lower case without the marks of any script, left taken
// apart; of Thai and Hindi the vowels stay, without which "ไหมครับ" holds a mug ("มัค") and
// a tent ("टेंट") is broken ("टूटे"). The sayings are folded the same way, so that nothing is
// confused by it; what is written with fewer signs in chats (Arabic, Hindi, Thai,
// Vietnamese) is found, and a Hangul word also where a particle has joined its last
// syllable. Search keeps more: there "が" and "か" are different words (text.Plain,
// text.fold).
func foldSaid(text string) string {
	text = strings.ReplaceAll(strings.ToLower(text), "’", "'")
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Mn, r) && (!unicode.Is(unicode.Thai, r) || isThaiTone(r)) && !isHindiVowel(r):
			return -1
		case unicode.IsSpace(r):
			return ' '
		}
		return r
	}, norm.NFD.String(text))
}

// isHindiVowel tells whether a mark is a vowel of Devanagari or the sign that there is none:
// a dot below or above is left out in chats, a vowel is not.
func isHindiVowel(r rune) bool { return r >= 0x0941 && r <= 0x094d }

// isThaiTone tells of a sign of Thai that it marks a tone, or a letter that is not spoken.
func isThaiTone(r rune) bool { return r >= 0x0e48 && r <= 0x0e4c }

// reasonSaid is the one reason for a return that a text gives, in whatever words;
// empty where it gives none, or opposite ones. That it is not wanted, or does not fit,
// says less than what is wrong with it.
func reasonSaid(text, lang string) shop.ReturnReason {
	var found []shop.ReturnReason
	for _, r := range shop.Reasons() {
		if r != shop.ReasonChangedMind && r != shop.ReasonOther && says(text, lang, string(r)) {
			found = append(found, r)
		}
	}
	switch {
	case len(found) == 1:
		return found[0]
	case len(found) == 0 && says(text, lang, string(shop.ReasonChangedMind)):
		return shop.ReasonChangedMind
	case len(found) == 0 && says(text, lang, string(shop.ReasonOther)):
		return shop.ReasonOther
	}
	return ""
}
