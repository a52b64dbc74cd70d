package nlu

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// The kinds of a lexicon's entries.
type moodKind uint8

const (
	kindMild moodKind = iota
	kindStrong
	kindSwear  // strong, but a mere emphasis before praise
	kindFaint  // a polite regret
	kindThanks // joy, unless the message wants something
	kindUrgent // hurry, no mood
	kindNot    // denies what follows
	kindNotEnd // denies what stands before
)

// score is what an entry of a kind weighs, before emphasis and courtesy.
func (k moodKind) score() float64 {
	switch k {
	case kindStrong, kindSwear:
		return strongScore
	case kindThanks:
		return thanksScore
	case kindFaint:
		return faintScore
	}
	return mildScore
}

// moodWord is an entry of a lexicon.
type moodWord struct {
	key   string // folded, with a space at its start unless it may begin anywhere
	label uint8
	kind  moodKind
	open  bool // any ending may follow
}

// moodTable is a language's lexicon, sorted by key.
type moodTable []moodWord

// moodHit is an entry found in a text. Places count words, or runes of scripts
// without spaces.
type moodHit struct {
	at, end int
	label   uint8
	kind    moodKind
}

// moodText is a message as the rules read it.
type moodText struct {
	low       string // folded words, each with a space before it; | where a clause ends
	hits      []moodHit
	words     int
	symbols   int // emoji, emoticons and signs
	signs     int // exclamation marks
	asks      int // question marks
	shouting  bool
	stretched bool
	emoji     [moodCount]int
	breaks    []int // the places at which clauses end
}

// newMoodText folds a text: lower case, accents off, one space before every
// word, a bar at the end of a clause. A stretched word stands there twice, with
// its letters doubled and single.
func newMoodText(plain string) moodText {
	f := moodFolder{t: moodText{}, low: make([]byte, 0, len(plain)+16)}
	for i, r := range plain {
		f.take(r, plain[i+utf8.RuneLen(r):])
	}
	f.end()
	f.t.low = string(append(f.low, ' '))
	f.t.shouting = f.letters >= 8 && f.upper*10 >= f.letters*7
	f.t.emoticons(plain)
	return f.t
}

// moodFolder is a moodText being made.
type moodFolder struct {
	t              moodText
	low            []byte
	word           int // where the word being read begins in low, 0 for none
	upper, letters int
	previous       rune
	run            int // times that previous stood before
	stretch        bool
}

func (f *moodFolder) take(r rune, rest string) {
	if r == f.previous {
		f.run++
	} else {
		f.run = 0
	}
	f.previous = r
	switch {
	case unicode.IsLetter(r), unicode.IsDigit(r), unicode.IsMark(r):
		f.letter(r)
	case r == '\'':
		if !contracted(rest) {
			f.end()
		}
	default:
		f.end()
		f.sign(r)
	}
}

// contracted tells whether an English ending follows an apostrophe: it then
// belongs to the word before.
func contracted(rest string) bool {
	n := 0
	for n < len(rest) && rest[n] >= 'a' && rest[n] <= 'z' {
		n++
	}
	switch rest[:n] {
	case "t", "s", "m", "re", "ve", "ll", "d":
		return true
	}
	return false
}

func (f *moodFolder) letter(r rune) {
	if unicode.IsLetter(r) {
		f.letters++
		if unicode.IsUpper(r) {
			f.upper++
			r = unicode.ToLower(r)
		}
	}
	if f.run >= 2 && !unicode.IsDigit(r) && !anywhere(r) {
		f.stretch = f.stretch || f.run == 2
		return
	}
	if f.word == 0 {
		f.low = append(f.low, ' ')
		f.word = len(f.low)
	}
	f.low = utf8.AppendRune(f.low, foldRune(r))
}

// end ends the word being read.
func (f *moodFolder) end() {
	if f.word == 0 {
		return
	}
	f.t.words++
	if f.stretch {
		f.t.stretched = true
		word := f.low[f.word:]
		single := make([]byte, 0, len(word)+1)
		single = append(single, ' ')
		last := rune(0)
		for _, r := range string(word) {
			if r != last {
				single = utf8.AppendRune(single, r)
			}
			last = r
		}
		f.low = append(f.low, single...)
	}
	f.word, f.stretch = 0, false
}

func (f *moodFolder) sign(r rune) {
	switch r {
	case '!', '！':
		f.t.signs++
		f.t.symbols++
	case '?', '？', '؟', ';':
		f.t.symbols++
		if r != ';' {
			f.t.asks++
		}
	case '.', ',', ':', '\n', '。', '，', '、', '،', '…':
	default:
		if l, ok := emojiMoods()[r]; ok {
			f.t.emoji[l]++
			f.t.symbols++
		}
		return
	}
	if n := len(f.low); n > 0 && f.low[n-1] != '|' {
		f.low = append(f.low, ' ', '|')
	}
}

// emoticons counts faces made of signs.
func (t *moodText) emoticons(plain string) {
	if !strings.ContainsAny(plain, "()<^_") && !strings.Contains(plain, ":D") && !strings.Contains(plain, ":/") {
		return
	}
	for _, e := range emoticons {
		if n := strings.Count(plain, e.face); n > 0 {
			t.emoji[e.label] += n
			t.symbols += n
		}
	}
}

// find fills t.hits from the lexicon of a language and the one of every
// language; without a lexicon of lang, from all.
func (t *moodText) find(lang string) {
	tables := moodTables()
	if own, ok := tables[lang]; ok && lang != "" {
		t.search(own)
		t.search(tables[""])
	} else {
		for _, table := range tables {
			t.search(table)
		}
	}
	slices.SortFunc(t.hits, func(a, b moodHit) int {
		switch {
		case a.at != b.at:
			return a.at - b.at
		case a.end != b.end:
			return b.end - a.end
		case a.kind.score() != b.kind.score():
			return cmp.Compare(b.kind.score(), a.kind.score())
		}
		return int(a.label) - int(b.label)
	})
	t.hits = slices.Compact(t.hits)
}

// mostMoodHits bounds the work that one message can cause.
const mostMoodHits = 64

func (t *moodText) search(table moodTable) {
	place := 0
	for i := 0; i < len(t.low) && len(t.hits) < mostMoodHits; {
		r, size := utf8.DecodeRuneInString(t.low[i:])
		if r == ' ' || anywhere(r) {
			place++
			table.walk(t.low[i:], func(w moodWord, n int) {
				end := place + strings.Count(t.low[i+1:i+n], " ")
				if anywhere(r) {
					end = place + utf8.RuneCountInString(t.low[i:i+n]) - 1
				}
				t.hits = append(t.hits, moodHit{at: place, end: end, label: w.label, kind: w.kind})
			})
		}
		i += size
	}
}

// walk visits the entries with which text begins.
func (table moodTable) walk(text string, visit func(w moodWord, size int)) {
	lo, hi := 0, len(table)
	for d := 0; lo < hi; d++ {
		for lo < hi && len(table[lo].key) == d {
			if w := table[lo]; w.open || d == len(text) || text[d] == ' ' {
				visit(w, d)
			}
			lo++
		}
		if d == len(text) {
			return
		}
		c := text[d]
		part := table[lo:hi]
		from := sort.Search(len(part), func(i int) bool { return part[i].key[d] >= c })
		to := from + sort.Search(len(part)-from, func(i int) bool { return part[from+i].key[d] > c })
		lo, hi = lo+from, lo+to
	}
}

// denied tells whether a negation stands shortly before a hit, or an ending one
// after it, in the same clause.
func (t *moodText) denied(h moodHit) bool {
	for _, n := range t.hits {
		if n.kind >= kindNot && t.within(n) {
			continue
		}
		switch n.kind {
		case kindNot:
			if gap := h.at - n.end; gap > 0 && gap <= negationReach && !t.breakBetween(n.end, h.at) {
				return true
			}
		case kindNotEnd:
			if gap := n.at - h.end; gap >= 0 && gap <= negationReach && !t.breakBetween(h.end, n.at) {
				return true
			}
		}
	}
	return false
}

// within tells whether a negation is a part of a phrase, as in "no way".
func (t *moodText) within(n moodHit) bool {
	return slices.ContainsFunc(t.hits, func(h moodHit) bool { return h.kind < kindUrgent && h.at <= n.at && n.end <= h.end })
}

// breakBetween tells whether a clause ends between two places.
func (t *moodText) breakBetween(from, to int) bool {
	if t.breaks == nil {
		t.breaks = []int{}
		place := 0
		for i, r := range t.low {
			if r == ' ' || anywhere(r) {
				place++
			}
			if r == '|' || r == ' ' && i+1 < len(t.low) && t.low[i+1] == '|' {
				t.breaks = append(t.breaks, place)
			}
		}
	}
	for _, b := range t.breaks {
		if b > from && b <= to {
			return true
		}
	}
	return false
}

// hasComplaint tells whether something but joy was found.
func (t *moodText) hasComplaint() bool {
	return slices.ContainsFunc(t.hits, func(h moodHit) bool { return h.kind < kindFaint && h.label != moodJoy && !t.denied(h) })
}

// beginsWithThanks tells thanks from courtesy: "thanks" at the end of a request
// is a please.
func (t *moodText) beginsWithThanks() bool {
	return slices.ContainsFunc(t.hits, func(h moodHit) bool { return h.kind == kindThanks && h.at <= 1 })
}

// anywhere tells the scripts in which a word may begin at any letter: those
// without spaces, and Hangul, where shoppers leave them out. Its single letters
// (ㅠㅠ) are of another block once they are normalised.
func anywhere(r rune) bool {
	return noSpace(r) || r >= 0xac00 && r <= 0xd7a3 || r >= 0x3131 && r <= 0x318e || r >= 0x1100 && r <= 0x11ff
}

// moodTables prepares the lexicons once, by language.
var moodTables = sync.OnceValue(func() map[string]moodTable {
	out := map[string]moodTable{}
	for _, list := range [][]moodLexicon{westMoods, northMoods, eastMoods, asiaMoods} {
		for _, src := range list {
			src.anger += "," + weary[src.lang]
			out[src.lang] = src.table()
		}
	}
	return out
})

// moodLexicon is what a language's shoppers say in each mood, as lists with
// commas. A word with + is strong, one with ! is swearing, one with ~ thanks,
// one with - a faint sign; a
// trailing * leaves the ending open.
type moodLexicon struct {
	lang                                        string
	anger, disgust, fear, joy, sadness, startle string
	urgent                                      string
	not                                         string // words that deny what follows within three words
	notEnd                                      string // that deny what stands before
}

func (l moodLexicon) table() moodTable {
	var t moodTable
	for label, list := range [...]string{l.anger, l.disgust, l.fear, l.joy, l.sadness, l.startle} {
		t = t.add(list, uint8(label), kindMild)
	}
	t = t.add(l.urgent, moodNeutral, kindUrgent)
	t = t.add(l.not, moodNeutral, kindNot)
	t = t.add(l.notEnd, moodNeutral, kindNotEnd)
	slices.SortStableFunc(t, func(a, b moodWord) int { return strings.Compare(a.key, b.key) })
	return t
}

func (t moodTable) add(list string, label uint8, kind moodKind) moodTable {
	for entry := range strings.SplitSeq(list, ",") {
		entry = strings.TrimSpace(entry)
		if entry == "" {
			continue
		}
		w := moodWord{label: label, kind: kind}
		switch entry[0] {
		case '+':
			w.kind, entry = kindStrong, entry[1:]
		case '!':
			w.kind, entry = kindSwear, entry[1:]
		case '~':
			w.kind, entry = kindThanks, entry[1:]
		case '-':
			w.kind, entry = kindFaint, entry[1:]
		}
		entry, w.open = strings.CutSuffix(entry, "*")
		w.key = strings.TrimSuffix(newMoodText(clean(entry)).low, " ")
		if first, _ := utf8.DecodeRuneInString(w.key[1:]); noSpace(first) || anywhere(first) && kind != kindNot {
			w.key, w.open = w.key[1:], true
		}
		t = append(t, w)
	}
	return t
}
