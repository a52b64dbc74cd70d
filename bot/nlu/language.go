package nlu

import (
	"math"
	"unicode"
)

// knownLanguages are the languages that DetectLanguage can give, ISO 639-1.
const knownLanguages = "en zh ja ko de fr es pt it nl pl cs ro sv da fi el tr hu ru uk ar he hi th vi id ms"

func languageSet() map[string]bool { return wordSet(knownLanguages) }

// DetectLanguage gives the language of a message (ISO 639-1) and the
// probability that it is right. prior lists the languages to expect, likeliest
// first: the conversation's so far, then the page's. A text that says nothing
// about its language ("ok", an order number) gives prior[0] with a low
// probability, or "" with 0 where there is no prior.
func (a *Analyzer) DetectLanguage(text string, prior []string) (lang string, p float64) {
	words, scripts := a.words(text)
	best, letters, total := "", 0, 0
	for _, s := range [...]string{"latin", "cyrillic", "greek", "arabic", "hebrew", "thai", "devanagari", "hangul", "kana", "han"} {
		n := scripts[s]
		total += n
		if n > letters {
			best, letters = s, n
		}
	}
	if total == 0 {
		return keepPrior(prior)
	}
	switch best {
	case "latin", "cyrillic":
		return a.byLetters(words, best, prior)
	}
	lang = scriptLanguage[best]
	if best == "han" && scripts["kana"] > 0 {
		lang = "ja" // Japanese mixes Han and Kana, Chinese never does
	}
	if best == "kana" {
		lang = "ja"
	}
	if lang == "zh" && len(prior) > 0 && prior[0] == "ja" && letters <= 8 {
		return "ja", 0.6 // a few Han characters may be either
	}
	if !a.allows(lang) {
		return keepPrior(prior)
	}
	return lang, 0.5 + 0.5*float64(letters)/float64(total)
}

// keptP is the probability given with a language that only the prior speaks
// for.
const keptP = 0.3

func keepPrior(prior []string) (string, float64) {
	if len(prior) == 0 {
		return "", 0
	}
	return prior[0], keptP
}

func (a *Analyzer) allows(lang string) bool { return len(a.enabled) == 0 || a.enabled[lang] }

var scriptLanguage = map[string]string{
	"greek": "el", "arabic": "ar", "hebrew": "he", "thai": "th", "devanagari": "hi", "hangul": "ko", "han": "zh", "kana": "ja",
}

// weightOf a rune in the choice of a script: a Han character or a Hangul
// syllable says as much as two letters.
func scriptOf(r rune) (script string, weight int) {
	switch {
	case r < 0x250, unicode.Is(unicode.Latin, r):
		return "latin", 1
	case unicode.Is(unicode.Cyrillic, r):
		return "cyrillic", 1
	case unicode.Is(unicode.Greek, r):
		return "greek", 1
	case unicode.Is(unicode.Arabic, r):
		return "arabic", 1
	case unicode.Is(unicode.Hebrew, r):
		return "hebrew", 1
	case unicode.Is(unicode.Thai, r):
		return "thai", 1
	case unicode.Is(unicode.Devanagari, r):
		return "devanagari", 1
	case unicode.Is(unicode.Hangul, r):
		return "hangul", 3
	case unicode.Is(unicode.Hiragana, r), unicode.Is(unicode.Katakana, r):
		return "kana", 3
	case unicode.Is(unicode.Han, r):
		return "han", 3
	}
	return "", 0
}

// maxLangWords bounds the work of detection: more words change nothing.
const maxLangWords = 60

// words reads the lower-case words of a text, without addresses and codes, and
// weighs its scripts.
func (a *Analyzer) words(text string) ([][]rune, map[string]int) {
	text = clip(clean(text), 2048)
	scripts := map[string]int{}
	var words [][]rune
	var word []rune
	end := func() {
		if len(word) > 0 && len(words) < maxLangWords {
			words = append(words, word)
		}
		word = nil
	}
	spans := a.scan(nil, text)
	skip := 0
	for i, r := range text {
		for len(spans) > 0 && spans[0].start < i {
			spans = spans[1:]
		}
		if len(spans) > 0 && spans[0].start == i {
			end()
			skip = spans[0].end
		}
		if i < skip {
			continue
		}
		if !unicode.IsLetter(r) && !unicode.IsMark(r) {
			end()
			continue
		}
		script, weight := scriptOf(r)
		scripts[script] += weight
		word = append(word, unicode.ToLower(r))
	}
	end()
	return words, scripts
}

// How evidence is weighed. Letters of one word depend on each other, so their
// log probabilities count less than in full; a word of a language's list is
// worth wordGain; the first prior priorGain, the others half of it. Chosen on
// texts of the training pack.
const (
	letterTrust = 0.55
	wordGain    = 3.0
	priorGain   = 1.2
)

// byLetters tells languages of one script apart by their words and letters.
func (a *Analyzer) byLetters(words [][]rune, script string, prior []string) (string, float64) {
	t := languageTable()
	score := make([]float64, len(t.langs))
	told := 0
	for _, w := range words {
		if s, _ := scriptOf(w[0]); s != script || neutralWords[string(w)] {
			continue
		}
		told++
		t.scoreWord(w, score)
	}
	if told == 0 {
		return keepPrior(prior)
	}
	for l, lang := range t.langs {
		score[l] *= letterTrust
		list := functionWords()[lang]
		for _, w := range words {
			if list[string(w)] {
				score[l] += wordGain
			}
		}
		for i, name := range prior {
			if name == lang {
				score[l] += priorGain / float64(i+1)
				break
			}
		}
		if cyrillic := lang == "ru" || lang == "uk"; !a.allows(lang) || cyrillic != (script == "cyrillic") {
			score[l] = math.Inf(-1)
		}
	}
	best, top, _ := best2(score)
	if math.IsInf(top, -1) {
		return keepPrior(prior)
	}
	softmax(score)
	return t.langs[best], score[best]
}

// neutralWords belong to every language.
var neutralWords = wordSet("ok okay okey o k hi hm hmm mmm aha oh ah eh lol haha hahaha xd wow email e mail app sms dhl ups dpd gls fedex hermes paypal visa klarna mastercard amex iphone ipad android samsung apple google www com http https nr pdf usb xl xxl xs sm usd eur gbp")
