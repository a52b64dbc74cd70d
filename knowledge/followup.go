package knowledge

import (
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/form"
	"frontdesk/knowledge/text"
)

// FollowUp is a message that may go on from the question before it.
type FollowUp struct {
	Text  string // both as one question
	Alone bool   // the message may be a question by itself too; else it says nothing without the one before
	Marks bool   // it says that it goes on: "and …?", "what about …?"
}

const (
	mostOpen = 3 // content words of a message that says that it goes on
	mostBare = 2 // and of one that does not
	mostHan  = 6 // characters of scripts without spaces that count as mostOpen words
	mostBase = 400
)

// Completer completes questions. It is safe for concurrent use.
type Completer struct {
	analyzer *text.Analyzer
	forms    *form.Reader
}

// NewCompleter makes a completer.
func NewCompleter() *Completer { return &Completer{analyzer: text.New(), forms: form.New()} }

// Complete reads a message in lang (BCP 47) as one that goes on from the question
// before it; false where it is a question of its own. What the message names takes
// the place of its like: a country that of a country, "how long" that of "how
// much"; anything else is added.
func (c *Completer) Complete(before, message, lang string) (FollowUp, bool) {
	lang = text.Base(lang)
	rest, marks := goesOn(text.Normalize(message), lang)
	if before == "" || len(before) > mostBase || len(rest) > mostBase {
		return FollowUp{}, false
	}
	asks := c.forms.Ask(rest, lang)
	content := c.content(rest, asks, lang)
	switch {
	case content == 0 && (asks.Wants != 0 || len(asks.Named) > 0):
	case content > 0 && (marks && content <= mostOpen || !marks && content <= mostBare && shortOf(rest)):
	default:
		return FollowUp{}, false
	}
	base, asked := text.Normalize(before), c.forms.Ask(before, lang)
	if asks.Wants != 0 {
		base = asked.About
	}
	f := FollowUp{Alone: content > 0, Marks: marks}
	if len(asks.Named) > 0 && len(asked.Named) > 0 {
		base = replaceFirst(base, asked.Named, strings.Join(asks.Named, " "))
		if content == 0 && asks.Wants == 0 {
			rest = ""
		}
	}
	f.Text = strings.Join(strings.Fields(strings.TrimRight(base, " ?？!.。")+" "+rest), " ")
	return f, true
}

// replaceFirst puts another name in the place of the first of some, and drops the
// others.
func replaceFirst(s string, names []string, with string) string {
	for i, name := range names {
		if i == 0 {
			s = strings.Replace(s, name, with, 1)
		} else {
			s = strings.Replace(s, name, " ", 1)
		}
	}
	return s
}

// shortOf tells whether a message is no longer than a few words.
func shortOf(s string) bool { return len(strings.Fields(s)) <= 4 && utf8.RuneCountInString(s) <= 40 }

// content counts the words of a message that say something of their own: no
// function words, no countries, none that ask for a kind of answer. Six characters
// of a script without spaces count as three.
func (c *Completer) content(rest string, asks form.Question, lang string) int {
	about := asks.About
	for _, name := range asks.Named {
		about = strings.ReplaceAll(about, name, " ")
	}
	if particles := particlesOf[lang]; particles != nil {
		about = particles.ReplaceAllString(about, " ")
	}
	words, dense := 0, 0
	for _, t := range c.analyzer.Analyze(about, lang) {
		if t.Kind == text.Word && t.Weight == 1 || t.Kind == text.Number || t.Kind == text.Code {
			words++
		}
	}
	for _, r := range about {
		if isDense(r) {
			dense++
		}
	}
	return words + (dense*mostOpen+mostHan-1)/mostHan
}

func isDense(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Katakana, unicode.Hiragana, unicode.Thai)
}

// particlesOf are the characters of scripts without spaces that say nothing of
// their own.
var particlesOf = map[string]*regexp.Regexp{
	"zh": regexp.MustCompile(`的话|需要|可以|一般|大概|[的了吗呢啊吧呀我你您们要是在去到寄发送往那么也都还又会能有多久几什怎么样请问如果]`),
	"ja": regexp.MustCompile(`[\p{Hiragana}ー、。]|何|場合|教`),
	"th": regexp.MustCompile(`แล้ว|ล่ะ|ละ|คะ|ค่ะ|ครับ|ที่|ของ|ไป|ส่ง|ไหม|เท่าไหร่|เท่าไร|นาน`),
}

// goesOn takes the words with which a follow-up begins or ends off a normalised
// message, and tells whether there were any.
func goesOn(s, lang string) (rest string, marks bool) {
	rest = strings.TrimFunc(s, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) })
	for _, l := range []string{lang, "en"} {
		for _, opening := range openings[l] {
			after, ok := strings.CutPrefix(rest, opening)
			if ok && (after == "" || slices.Contains(unspaced, l) || !startsWithLetter(after)) {
				rest, marks = strings.TrimFunc(after, func(r rune) bool { return unicode.IsSpace(r) || unicode.IsPunct(r) }), true
				break
			}
		}
		for _, ending := range endings[l] {
			if before, ok := strings.CutSuffix(rest, ending); ok && before != "" {
				rest, marks = strings.TrimSpace(before), true
				break
			}
		}
		if marks {
			break
		}
	}
	return rest, marks
}

func startsWithLetter(s string) bool {
	r, _ := utf8.DecodeRuneInString(s)
	return unicode.IsLetter(r) || unicode.IsMark(r)
}

// unspaced are languages whose openings need no border behind them.
var unspaced = []string{"zh", "ja", "th"}

// openings are the words with which a follow-up begins, the longest first.
var openings = map[string][]string{
	"en": {"and what about", "and how about", "what about", "how about", "and what if", "what if", "and if", "and is it", "also", "and", "or", "same for", "but"},
	"zh": {"那么", "那如果", "那要是", "如果是", "要是", "那", "还有", "另外", "换成", "换作"},
	"es": {"y qué pasa con", "y que pasa con", "qué pasa con", "que pasa con", "y si", "y", "e", "o", "también", "tambien", "pero"},
	"de": {"und wie ist es mit", "wie ist es mit", "und was ist mit", "was ist mit", "wie sieht es mit", "wie sieht es bei", "und wie sieht es mit", "und wenn", "und", "oder", "auch", "aber"},
	"fr": {"et qu'en est-il de", "qu'en est-il de", "qu'en est-il des", "et si", "et pour", "et", "ou", "aussi", "mais"},
	"ja": {"では", "じゃあ", "じゃ", "それでは", "それと", "あと", "また"},
	"pt": {"e quanto a", "e quanto ao", "quanto a", "e se", "e", "ou", "também", "mas"},
	"it": {"e per quanto riguarda", "e se", "e", "ed", "o", "anche", "ma"},
	"nl": {"en hoe zit het met", "hoe zit het met", "en wat met", "en als", "en", "of", "ook", "maar"},
	"pl": {"a co z", "co z", "a jeśli", "a", "i", "oraz", "lub", "też"},
	"cs": {"a co", "co", "a když", "a", "nebo", "také"},
	"da": {"hvad med", "og hvad med", "og", "eller", "også"},
	"sv": {"hur är det med", "och hur är det med", "vad gäller för", "och", "eller", "också"},
	"fi": {"entä jos", "entä", "ja", "tai", "myös"},
	"el": {"και για", "και τι γίνεται με", "τι γίνεται με", "και αν", "και", "ή"},
	"hu": {"és mi a helyzet", "mi a helyzet", "és ha", "és", "vagy", "meg"},
	"ro": {"și ce se întâmplă cu", "dar", "și dacă", "și", "sau"},
	"ru": {"а что насчет", "а что насчёт", "что насчет", "что насчёт", "а если", "а как", "а", "и", "или", "также"},
	"uk": {"а що з", "що до", "а якщо", "а", "і", "та", "або", "також"},
	"tr": {"peki ya", "peki", "ya", "ve", "veya"},
	"ar": {"وماذا عن", "ماذا عن", "وإذا", "و"},
	"he": {"ומה לגבי", "מה לגבי", "ואם", "ומה עם", "ו"},
	"hi": {"और", "या"},
	"id": {"bagaimana dengan", "kalau", "dan", "atau"},
	"ms": {"bagaimana dengan", "bagaimana pula dengan", "kalau", "dan", "atau"},
	"ko": {"그럼", "그러면", "그리고"},
	"th": {"แล้วถ้า", "แล้ว", "และ", "หรือ"},
	"vi": {"còn nếu", "còn", "thế còn", "và", "hoặc"},
}

// endings are the words with which one ends.
var endings = map[string][]string{
	"zh": {"的话呢", "呢"},
	"ja": {"の場合は", "についてはどうですか", "はどうですか", "は"},
	"ko": {"은요", "는요", "은", "는"},
	"tr": {" ne olacak"},
	"th": {"ล่ะคะ", "ล่ะครับ", "ล่ะ"},
	"vi": {" thì sao"},
	"hu": {" esetén"},
	"hi": {" का क्या", " के लिए"},
}

// Says is the share of the words of a text that the hit's article has, in the
// passage, its headings or its questions; 1 for a text without words.
func (h Hit) Says(s, lang string) float64 {
	rest, _ := goesOn(text.Normalize(s), text.Base(lang))
	n := needs(rest, lang)
	if n.total == 0 {
		return 1
	}
	return n.words(strings.Join(append([]string{h.Article.Title, h.Passage.Heading, h.Passage.Spoken()}, h.Article.Questions...), "\n"))
}
