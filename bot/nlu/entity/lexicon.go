package entity

import (
	"embed"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"
)

// tables holds a file a language. A line is a key and its entries; "|" parts the
// entries of a list, "," other words for the same. A word that ends in * may have
// an ending of the language, one that ends in ~ at most two more letters.
//
//go:embed tables/*.txt
var tables embed.FS

// class says what a word is to the readers.
type class uint8

const (
	month       class = iota + 1 // n 1 to 12
	weekday                      // n 1 (Monday) to 7
	day                          // n days from today
	unit                         // n of unitDay…
	which                        // n -1 last, 0 this, 1 next
	ago                          // before or behind a length of time
	within                       // before or behind a length of time
	before                       // a preposition of time
	number                       // n
	length                       // n of the unit m: "two weeks" in one word
	period                       // n units m from now
	agoUnit                      // "3 days ago" in which ago is the unit's form
	filler                       // may stand within a date
	color                        // id
	pieces                       // what is counted
	sizing                       // announces a size
	country                      // id
	spokenDigit                  // n, a digit that is read out
)

// The units of time, in the order of unitNames.
const (
	unitDay = iota
	unitWeek
	unitMonth
	unitYear
)

const unitNames = "dwmy"

// sense is one meaning of a word.
type sense struct {
	class class
	n, m  int
	id    string
	max   int // of a stem: letters that may follow
}

// lexicon is what the words of a language mean. It is read once and never
// changes.
type lexicon struct {
	lang    string
	exact   map[string][]sense
	stems   map[string][]sense
	longest map[string]int // of the phrases that begin with a word or rune, in words or runes
	ending  int            // letters of the longest ending
	accents bool           // words are kept with them
}

// Languages lists the languages that have a lexicon.
func Languages() []string {
	return strings.Fields("ar cs da de el en es fi fr he hi hu id it ja ko ms nl pl pt ro ru sv th tr uk vi zh")
}

// lexicons are read when a message first needs them.
var lexicons = func() map[string]func() *lexicon {
	m := map[string]func() *lexicon{}
	for _, lang := range Languages() {
		m[lang] = sync.OnceValue(func() *lexicon { return readLexicon(lang) })
	}
	return m
}()

// lexiconsFor are the lexicons by which a message is read: its language's, and
// English, whose words stand in every language. Where the language is not known,
// those of the message's script that most write in.
func lexiconsFor(lang string, m *message) []*lexicon {
	var out []*lexicon
	if l, ok := lexicons[lang]; ok {
		out = append(out, l())
		if lang != "en" && m.hasLatin() {
			out = append(out, lexicons["en"]())
		}
		return out
	}
	langs := []string{"en", "de", "es", "fr"}
	for _, it := range m.words {
		r, _ := utf8.DecodeRuneInString(it.low)
		switch {
		case it.number >= 0 || r < 0x370:
			continue
		case r < 0x400:
			langs = []string{"el"}
		case r < 0x530:
			langs = []string{"ru", "uk"}
		case r < 0x600:
			langs = []string{"he"}
		case r < 0x700:
			langs = []string{"ar"}
		case r < 0xe00:
			langs = []string{"hi"}
		case r < 0xe80:
			langs = []string{"th"}
		case r >= 0x3040 && r < 0x3100:
			langs = []string{"ja"}
		case r >= 0xac00:
			langs = []string{"ko"}
		case it.solid:
			langs = []string{"zh"}
			continue // kana may follow
		}
		break
	}
	for _, l := range langs {
		out = append(out, lexicons[l]())
	}
	return out
}

func (m *message) hasLatin() bool {
	for _, it := range m.words {
		if it.low[0] >= 'a' && it.low[0] <= 'z' {
			return true
		}
	}
	return false
}

// endings are the letters that an ending has at most, where it is not three.
var endings = map[string]int{"fi": 6, "hu": 6, "tr": 6, "pl": 4, "cs": 4, "ro": 4}

func readLexicon(lang string) *lexicon {
	raw, err := tables.ReadFile("tables/" + lang + ".txt")
	if err != nil {
		panic(fmt.Sprintf("no lexicon for %s: %v", lang, err)) // embedded: a bug of ours
	}
	l := &lexicon{lang: lang, exact: map[string][]sense{}, stems: map[string][]sense{}, longest: map[string]int{}, ending: 3, accents: lang == "vi"}
	if n := endings[lang]; n > 0 {
		l.ending = n
	}
	for line := range strings.Lines(string(raw)) {
		key, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
		for i, entry := range strings.Split(rest, "|") {
			name, words, named := strings.Cut(strings.TrimSpace(entry), "=")
			if !named {
				name, words = "", name
			}
			s := senseOf(key, name, i)
			for w := range strings.SplitSeq(words, ",") {
				l.put(strings.TrimSpace(w), s)
			}
		}
	}
	l.addCountries()
	return l
}

// senseOf reads a line's key and an entry's name.
func senseOf(key, name string, i int) sense {
	switch key {
	case "mon":
		return sense{class: month, n: i + 1}
	case "wd":
		return sense{class: weekday, n: i + 1}
	case "rel":
		return sense{class: day, n: atoi(name)}
	case "unit":
		return sense{class: unit, n: strings.Index(unitNames, name)}
	case "agounit":
		return sense{class: agoUnit, n: strings.Index(unitNames, name)}
	case "last", "next", "this", "last2", "next2":
		return sense{class: which, n: map[string]int{"last": -1, "next": 1, "last2": -2, "next2": 2}[key]}
	case "num":
		return sense{class: number, n: atoi(name)}
	case "digit":
		return sense{class: spokenDigit, n: atoi(name)}
	case "dual", "per":
		c := length
		if key == "per" {
			c = period
		}
		return sense{class: c, n: atoi(name[:len(name)-1]), m: strings.Index(unitNames, name[len(name)-1:])}
	case "col":
		return sense{class: color, id: name}
	}
	return sense{class: map[string]class{"ago": ago, "in": within, "pre": before, "fill": filler, "pcs": pieces, "size": sizing}[key]}
}

func atoi(s string) int {
	n, _ := strconv.Atoi(s)
	return n
}

// put takes a word or phrase in.
func (l *lexicon) put(phrase string, s sense) {
	stem, any := strings.CutSuffix(phrase, "*")
	stem, some := strings.CutSuffix(stem, "~")
	key, first, parts := l.key(stem)
	if key == "" {
		return
	}
	into := l.exact
	if any {
		into, s.max = l.stems, l.ending
	} else if some {
		into, s.max = l.stems, 2
	}
	into[key] = append(into[key], s)
	l.longest[first] = max(l.longest[first], parts)
}

// key is a phrase as the words of a message are looked up: its items, with a
// space between those that are not runes of a script without spaces.
func (l *lexicon) key(phrase string) (key, first string, parts int) {
	items := split(strings.ReplaceAll(phrase, "-", " "))
	var b strings.Builder
	for i, it := range items {
		w := l.word(it)
		if i == 0 {
			first = w
		} else if !it.solid || !items[i-1].solid {
			b.WriteByte(' ')
		}
		b.WriteString(w)
	}
	return b.String(), first, len(items)
}

func (l *lexicon) word(it item) string {
	if l.accents {
		return it.low
	}
	return it.fold
}

// label gives a message's words their senses, the longest phrase first.
func (l *lexicon) label(words []item) []item {
	out := make([]item, 0, len(words))
	var buf [96]byte
	for i := 0; i < len(words); {
		n, senses := l.phrase(words[i:], buf[:0])
		if n == 0 {
			n, senses = 1, l.inflected(words[i])
		}
		it := words[i]
		it.end, it.senses = words[i+n-1].end, senses
		if n > 1 {
			it.number = -1
		}
		out = append(out, it)
		i += n
	}
	return out
}

// phrase is the longest phrase at the beginning of words: how many they are, and
// what it means.
func (l *lexicon) phrase(words []item, key []byte) (int, []sense) {
	n := min(l.longest[l.word(words[0])], len(words))
	if n == 0 {
		return 0, nil
	}
	bestN, best := 0, []sense(nil)
	for i := range n {
		if i > 0 && (words[i].brk || words[i].start-words[i-1].end > 2) {
			break
		}
		if i > 0 && (!words[i].solid || !words[i-1].solid) {
			key = append(key, ' ')
		}
		key = append(key, l.word(words[i])...)
		if s, ok := l.exact[string(key)]; ok {
			bestN, best = i+1, s
		} else if i > 0 {
			if s := l.ends(string(key)); s != nil {
				bestN, best = i+1, s
			}
		}
	}
	return bestN, best
}

// inflected looks a word up without its ending, and in Arabic and Hebrew without
// the words that are written together with it.
func (l *lexicon) inflected(it item) []sense {
	if it.solid || it.number >= 0 {
		return nil
	}
	w := l.word(it)
	if s := l.ends(w); s != nil {
		return s
	}
	switch l.lang {
	case "ar":
		for _, p := range []string{"وال", "بال", "لل", "ال", "و", "ب", "ل", "ف"} {
			if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) > 2 {
				if s := l.exact[rest]; s != nil {
					return s
				}
				if s := l.exact["ال"+rest]; s != nil {
					return s
				}
			}
		}
	case "he":
		for _, p := range []string{"וה", "שה", "ב", "ה", "ל", "מ", "ו", "ש"} {
			if rest, ok := strings.CutPrefix(w, p); ok && utf8.RuneCountInString(rest) > 1 {
				if s := l.exact[rest]; s != nil {
					return s
				}
			}
		}
	}
	return nil
}

// ends finds the longest stem that a word begins with.
func (l *lexicon) ends(w string) []sense {
	if len(l.stems) == 0 {
		return nil
	}
	cut := len(w)
	for n := 0; n <= l.ending && cut >= 2; n++ {
		if s := l.stems[w[:cut]]; s != nil && n <= s[0].max {
			return s
		}
		_, size := utf8.DecodeLastRuneInString(w[:cut])
		cut -= size
	}
	return nil
}
