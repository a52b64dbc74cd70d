package nlu

import (
	"bytes"
	"math"
	"math/bits"
	"slices"
)

// knownLanguages are the languages that DetectLanguage can give, ISO 639-1.
const knownLanguages = "en zh ja ko de fr es pt it nl pl cs ro sv da fi el tr hu ru uk ar he hi th vi id ms"

func languageSet() map[string]bool { return wordSet(knownLanguages) }

// Language is what a text says about its language.
type Language struct {
	Lang string  // ISO 639-1; the prior's first where the text does not tell, "" where there is none
	P    float64 // probability that Lang is right, given the prior
	// Variant is the BCP 47 tag of the way in which Lang is written, where the
	// text tells it: zh-Hans, zh-Hant, pt-BR, pt-PT, and hi-Latn and the like for
	// a language typed in Latin letters.
	Variant string
	// Second is the other language of a mixed text ("" for none): one that a
	// stretch of at least two words is in.
	Second string
	// Strange is a language that is not spoken here and that the text is rather in
	// than in Lang ("" for none): fa and ur beside ar.
	Strange string
}

// DetectLanguage gives the language of a message (ISO 639-1) and the
// probability that it is right: ReadLanguage without the details.
func (a *Analyzer) DetectLanguage(text string, prior []string) (lang string, p float64) {
	l := a.ReadLanguage(text, prior)
	return l.Lang, l.P
}

// ReadLanguage reads the language of a message. prior lists the languages to
// expect, likeliest first: the conversation's so far, then the page's. A text
// that says nothing about its language ("ok", an order number, a name, typed
// keys) gives prior[0] with a low probability, or "" with 0 where there is no
// prior.
func (a *Analyzer) ReadLanguage(text string, prior []string) Language {
	s := a.scratch()
	defer a.release(s)
	t := &s.lang
	a.readWords(t, clip(clean(text), maxLangBytes))
	main, share := t.mainScript()
	var l Language
	switch main {
	case scriptNone, scriptOther:
		return keepPrior(prior)
	case scriptLatin, scriptCyrillic:
		l = a.byLetters(t, main, prior)
	default:
		l = a.byScript(t, main, share, prior)
	}
	if l.Second == "" && share < 1 {
		l.Second = a.otherScript(t, main, l.Lang)
	}
	return l
}

// keptP is the probability given with a language that only the prior speaks
// for.
const keptP = 0.3

func keepPrior(prior []string) Language {
	if len(prior) == 0 {
		return Language{}
	}
	return Language{Lang: prior[0], P: keptP}
}

func (a *Analyzer) allows(lang string) bool { return len(a.enabled) == 0 || a.enabled[lang] }

// How evidence is weighed, in nats. Letters of one word depend on each other, so
// their log probabilities count less than in full. A word of a language's list
// and one that a near neighbour lacks add to it, the more where only one language
// lists it. A language that is not spoken here is rarer, and Malay than
// Indonesian, whose letters it shares. noneCost is what a letter costs in no
// language at all (typed keys, made-up names), romanCost one of a listed word of
// a language that is typed in Latin letters. A capitalised word that is on no
// list may be a name and counts nameTrust of its letters. Chosen on the shop intent pack's
// texts; the development files of evaluation are other text.
const (
	letterTrust  = 0.5
	wordGain     = 1.0
	ownWordGain  = 2.0
	markerGain   = 2.0
	strangerP    = -3.0
	rareP        = -1.0
	noneP        = -1.0
	noneCost     = 3.4
	romanCost    = 1.7
	romanP       = -2.0
	nameTrust    = 0.5
	accentFactor = 2.0
	soundGain    = 4.0
	priorGain    = 3.0
)

// verdict is the state of telling languages of one script apart.
type verdict struct {
	table  *LanguageTable
	words  wordColumns
	score  [maxColumns + 12]float64 // by column, then romanised, then none
	n      int                      // of columns of the table
	roman  int                      // of languages that are typed in Latin letters
	told   int                      // words that count
	titles int                      // of those, on no list and with a capital letter
}

func (v *verdict) none() int { return v.n + v.roman }

// byLetters tells languages of one script apart by their words and letters.
func (a *Analyzer) byLetters(t *langText, main script, prior []string) Language {
	v := verdict{table: languageTables()[0], words: lexicons()[0], roman: len(romanised)}
	if main == scriptCyrillic {
		v = verdict{table: languageTables()[1], words: lexicons()[1]}
	}
	v.n = len(v.table.langs)
	t.scored = t.scored[:0]
	for i := range t.words {
		if t.words[i].script == main {
			v.word(t, i, main)
		}
	}
	if v.told == 0 {
		return keepPrior(prior)
	}
	a.weigh(&v, prior)
	return v.conclude(t, prior)
}

// word adds the evidence of a word.
func (v *verdict) word(t *langText, i int, main script) {
	key := t.key(i)
	if neutralWords()[string(key)] || len(t.words) <= fewWords && len(key) > 3 && (onKeyboard(string(key)) || hasRepeats(t.word(i))) {
		return
	}
	v.told++
	listed := v.words[string(key)]
	var sum columnCosts
	steps := v.table.scoreWord(t.word(i), &sum)
	costs := sum // before the words of lists count
	trust := letterTrust * CostStep
	switch title := t.words[i].capital && listed == 0; {
	case title && (i > 0 || len(t.words) <= fewWords):
		trust *= nameTrust
		fallthrough
	case title:
		v.titles++
	}
	gain := wordGain
	if bits.OnesCount64(listed) == 1 {
		gain = ownWordGain
	}
	special := uint64(0)
	if main == scriptLatin {
		special = markers()[string(key)]
	}
	for l := range v.n {
		s := -trust * float64(sum[l])
		if listed>>l&1 != 0 {
			s += gain
		}
		if special>>l&1 != 0 {
			s += markerGain
		}
		v.score[l] += s
		sum[l] = int32(s * secondScale)
	}
	t.scored = append(t.scored, sum)
	none := trust / CostStep * float64(steps)
	v.score[v.none()] -= none * noneCost
	if v.roman == 0 {
		return
	}
	romans := romanWords()[string(key)]
	if len(key) != len(t.word(i)) {
		none *= accentFactor
	}
	if bytes.ContainsAny(key, soundDigits) {
		v.score[v.n+slices.Index(romanised, "ar")] += soundGain
	}
	english := math.Inf(-1) // whoever types so mixes English words in: "mujhe return karna hai"
	if en := v.english(); en >= 0 && listed>>en&1 != 0 {
		english = -trust * float64(costs[en])
	}
	for l := range v.roman {
		cost, own := noneCost, 0.0
		if romans>>l&1 != 0 {
			cost = romanCost
			if listed == 0 {
				own = wordGain
			}
		}
		v.score[v.n+l] += max(-none*cost+own, english)
	}
}

// english is the column of English, -1 without one.
func (v *verdict) english() int { return slices.Index(v.table.langs, "en") }

// lang of a class of the verdict, "" for none.
func (v *verdict) lang(class int) string {
	switch {
	case class < v.n:
		return v.table.langs[class]
	case class < v.none():
		return romanised[class-v.n]
	}
	return ""
}

// weigh adds what is known before the text: the languages that are enabled and
// those to expect.
func (a *Analyzer) weigh(v *verdict, prior []string) {
	known := knownSet()
	v.score[v.none()] += noneP
	for c := range v.none() {
		lang := v.lang(c)
		switch {
		case !known[lang]:
			v.score[c] += strangerP
		case !a.allows(lang):
			v.score[c] = math.Inf(-1)
		case c >= v.n:
			v.score[c] += romanP
		case lang == "ms":
			v.score[c] += rareP
		}
		for i, name := range prior {
			if name == lang {
				v.score[c] += priorGain / float64(i+1)
				break
			}
		}
	}
}

// fewWords is the length of a text of which any word may be a name or typed
// keys. A text of two to nameWords words that all look like names is a name,
// whose language is not the text's: nameP bounds what it proves.
const (
	fewWords  = 3
	nameWords = 5
	nameP     = 0.5
)

// conclude gives the likeliest language that is known, with its probability
// among all.
func (v *verdict) conclude(t *langText, prior []string) Language {
	all := v.score[:v.none()+1]
	softmax(all)
	known, best := knownSet(), -1
	for c := range v.none() {
		if known[v.lang(c)] && all[c] > 0 && (best < 0 || all[c] > all[best]) {
			best = c
		}
	}
	name := v.titles > 1 && v.titles == v.told && v.told <= nameWords
	if best < 0 || (name || all[v.none()] > all[best]) && len(prior) > 0 {
		return keepPrior(prior)
	}
	l := Language{Lang: v.lang(best), P: all[best]}
	if name {
		l.P = min(l.P, nameP)
	}
	if best >= v.n {
		l.Variant = l.Lang + "-Latn"
		return l
	}
	l.Second = v.second(t, best)
	if l.Lang == "pt" {
		l.Variant = portuguese(t)
	}
	return l
}

// secondScale turns nats into the whole numbers that scored words hold, and
// secondGain is by how much, in nats, a stretch of words must speak for another
// language.
const (
	secondScale = 64
	secondGain  = 5.0
)

// second finds the language, but for the best, that a stretch of at least two
// words is in: the one of the greatest sum of differences (Kadane's algorithm).
func (v *verdict) second(t *langText, best int) string {
	if len(t.scored) < 4 {
		return ""
	}
	known, found, most := knownSet(), "", int32(secondGain*secondScale)
	for l, lang := range v.table.langs {
		if l == best || !known[lang] {
			continue
		}
		sum, words := int32(0), 0
		for i := range t.scored {
			if sum <= 0 {
				sum, words = 0, 0
			}
			d := t.scored[i][l] - t.scored[i][best]
			if sum += d; d > 0 {
				words++
			}
			if words >= 2 && sum > most {
				found, most = lang, sum
			}
		}
	}
	return found
}
