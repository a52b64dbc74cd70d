package dictionary

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"

	"frontdesk/knowledge/text"
)

// language has the names of one language by their hashes: the names themselves would
// take fifty times the memory.
type language struct {
	analyzer  *text.Analyzer
	lang      string
	lines     []string       // of the dictionary
	table     []entry        // open addressing; a name of several concepts has a place for each
	words     map[uint64]int // by the hash of the first word of names of several words: the most words that one has
	mostRunes int            // of a name in a script without spaces
	mostStart int            // bytes of a beginning
}

// entry is a place of the table, free if its hash is 0.
type entry struct {
	hash    uint64
	concept Concept
}

// Seeds of the hashes, by what a name is compared with.
const (
	seedWords uint64 = 0x1f83d9abfb41bd6b // the forms of words
	seedRun   uint64 = 0x9b05688c2b3e6c1f // characters of a script without spaces
	seedStart uint64 = 0x5be0cd19137e2179 // set on top where the last word is only begun
)

// extend adds a string to a hash (FNV-1a, with a separator behind it).
func extend(h uint64, s string) uint64 {
	for i := range len(s) {
		h = extendByte(h, s[i])
	}
	return extendByte(h, 0xFF)
}

func extendByte(h uint64, b byte) uint64 { return (h ^ uint64(b)) * 0x100000001b3 }

// hashes are those under which a name is found.
func (l *language) hashes(a *text.Analyzer, n string) []uint64 {
	n, open := strings.CutSuffix(n, begins)
	if !open && strings.IndexFunc(n, text.Unspaced) >= 0 {
		n = text.Normalize(n)
		l.mostRunes = max(l.mostRunes, utf8.RuneCountInString(n))
		return []uint64{extend(seedRun, n)}
	}
	start := ""
	if open {
		if i := strings.LastIndexByte(n, ' '); i >= 0 {
			n, start = n[:i], plain(n[i+1:])
		} else {
			n, start = "", plain(n)
		}
		l.mostStart = max(l.mostStart, len(start))
	}
	tokens := a.Analyze(n, l.lang)
	if !open && (len(tokens) == 0 || len(tokens) == 1 && tokens[0].Stop()) {
		return nil
	}
	words := len(tokens)
	if open {
		words++
	}
	if words > 1 && len(tokens) > 0 {
		for _, h := range sequences(tokens[:1]) {
			l.words[h] = max(l.words[h], words)
		}
	}
	var out []uint64
	for _, h := range sequences(tokens) {
		if open {
			h = extend(h^seedStart, start)
		}
		if !slices.Contains(out, h) {
			out = append(out, h)
		}
	}
	return out
}

// sequences are the hashes of words, by their forms and by those without accents.
func sequences(tokens []text.Token) [2]uint64 {
	out := [2]uint64{seedWords, seedWords}
	for _, t := range tokens {
		out[0] = extend(out[0], t.Text)
		if t.Alt != "" {
			out[1] = extend(out[1], t.Alt)
		} else {
			out[1] = extend(out[1], t.Text)
		}
	}
	return out
}

// index puts the entries into the table.
func (l *language) index(entries []entry) {
	size := 16
	for 2*size < 3*len(entries) {
		size *= 2
	}
	l.table = make([]entry, size)
	for _, e := range entries {
		i := e.hash & uint64(size-1)
		for l.table[i].hash != 0 && l.table[i] != e {
			i = (i + 1) & uint64(size-1)
		}
		l.table[i] = e
	}
}

// of gives the concepts of a hash.
func (l *language) of(hash uint64) (out []Concept) {
	mask := uint64(len(l.table) - 1)
	for i := hash & mask; l.table[i].hash != 0; i = (i + 1) & mask {
		if l.table[i].hash == hash {
			out = append(out, l.table[i].concept)
		}
	}
	return out
}

// plain is a word as beginnings are compared: without the accents that people leave
// out when they type. Signs of Indian scripts are letters and stay.
func plain(s string) string {
	bare := strings.Map(func(r rune) rune {
		if isAccent(r) {
			return -1
		}
		return r
	}, norm.NFD.String(text.Normalize(s)))
	return text.AsTyped(bare)
}

// isAccent tells of a mark whether it is one of Latin, Greek, Cyrillic, Hebrew or Arabic
// letters.
func isAccent(r rune) bool {
	return unicode.Is(unicode.Mn, r) && r < 0x700
}
