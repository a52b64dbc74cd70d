package knowledge

import (
	_ "embed" // the list is part of the program
	"iter"
	"math/bits"
	"slices"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/text"
)

// subjectLines are the subjects of their own; the file says how it is written.
//
//go:embed subjects.txt
var subjectLines string

// mostSubjects is how many lines there may be: sets of subjects are numbers.
const mostSubjects = 64

// subjectNames finds which subjects of their own a text names. A subject is the same
// in all languages, so that a question and an article can be compared whatever they
// are written in. Words are compared as they are written and not by their stem, which
// personal and personalised share. It is built once and never changes.
type subjectNames struct {
	firsts map[string][]subjectName // by first word, of all languages
	starts [256]uint64              // by the first byte of those words: their lengths, as bits
	inside map[string][]subjectName // by language, what is looked for within words, or in unbroken text
	room   sync.Pool                // of *[]string, for the words of a text
}

// subjectName is one name of a subject.
type subjectName struct {
	lang  string
	bit   uint64
	words []string
	where place
}

// place is where in a text a name may stand.
type place uint8

const (
	anywhere place = iota // in a script without spaces, or behind what clings to a word
	begins                // at the beginning of a word
	either                // at the beginning or the end of a longer word
)

// compounding are languages that write several nouns as one word, and clinging those
// that write articles and prepositions onto the word.
var (
	compounding = map[string]bool{"de": true, "nl": true, "sv": true, "da": true, "no": true, "fi": true, "hu": true}
	clinging    = map[string]bool{"ar": true, "he": true}
)

// leastInside is how many bytes a name has at least that is looked for inside a
// compound, and leastBeside those of the rest.
const (
	leastInside = 5
	leastBeside = 3
)

var shopSubjects = sync.OnceValue(func() *subjectNames {
	n := &subjectNames{firsts: make(map[string][]subjectName), inside: make(map[string][]subjectName)}
	for i, line := range subjectList() {
		for _, part := range strings.Split(line, "|") {
			lang, list, _ := strings.Cut(strings.TrimSpace(part), ":")
			for _, name := range strings.Split(list, ",") {
				n.add(lang, strings.TrimSpace(name), 1<<i)
			}
		}
	}
	return n
})

// subjectList gives the lines of the file that are no comment.
func subjectList() []string {
	return slices.DeleteFunc(strings.Split(subjectLines, "\n"), func(line string) bool { return line == "" || line[0] == '#' })
}

func (n *subjectNames) add(lang, name string, bit uint64) {
	name, open := strings.CutSuffix(name, "*")
	s := subjectName{lang: lang, bit: bit, words: wordsOf(text.Plain(name))}
	switch {
	case strings.IndexFunc(name, unbroken) >= 0 || clinging[lang]:
		s.words = []string{text.Plain(name)}
		n.inside[lang] = append(n.inside[lang], s)
		return
	case open:
		s.where = begins
		n.inside[lang] = append(n.inside[lang], s)
		return
	case compounding[lang] && len(s.words) == 1 && len(s.words[0]) >= leastInside:
		s.where = either
		n.inside[lang] = append(n.inside[lang], s)
	}
	first := s.words[0]
	n.firsts[first] = append(n.firsts[first], s)
	n.starts[first[0]] |= 1 << (len(first) & 63)
}

// unbroken tells whether a character is of a script without spaces, or of one whose
// particles stick to the words.
func unbroken(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Hangul)
}

// wordsOf splits a text into its words.
func wordsOf(s string) []string { return slices.Collect(eachWord(s)) }

// eachWord gives the words of a text.
func eachWord(s string) iter.Seq[string] {
	return strings.FieldsFuncSeq(s, func(r rune) bool {
		if r < utf8.RuneSelf {
			return !('a' <= r && r <= 'z' || '0' <= r && r <= '9' || r == '\'' || 'A' <= r && r <= 'Z')
		}
		return !unicode.IsLetter(r) && !unicode.IsMark(r) && !unicode.IsDigit(r)
	})
}

// of gives the subjects that a text in lang names.
func (n *subjectNames) of(s, lang string) (set uint64) {
	s = text.Plain(s)
	if !n.may(s, lang) {
		return 0 // as most texts
	}
	room, _ := n.room.Get().(*[]string)
	if room == nil {
		room = new([]string)
	}
	words := slices.AppendSeq((*room)[:0], eachWord(s))
	defer func() {
		clear(words) // not to keep the text
		*room = words
		n.room.Put(room)
	}()
	for i, w := range words {
		for _, name := range n.firsts[w] {
			k := len(name.words)
			if (name.lang == lang || name.lang == "und") && len(words)-i >= k && slices.Equal(words[i:i+k], name.words) {
				set |= name.bit
			}
		}
	}
	for _, name := range n.inside[lang] {
		if set&name.bit == 0 && strings.Contains(s, name.words[0]) && name.stands(words) {
			set |= name.bit
		}
	}
	return set
}

// may tells whether a text can name a subject.
func (n *subjectNames) may(s, lang string) bool {
	for _, name := range n.inside[lang] {
		if strings.Contains(s, name.words[0]) {
			return true
		}
	}
	for w := range eachWord(s) {
		if n.starts[w[0]]>>(len(w)&63)&1 != 0 && n.firsts[w] != nil {
			return true
		}
	}
	return false
}

// stands tells whether a name that is somewhere in a text stands where it may.
func (s subjectName) stands(words []string) bool {
	return s.where == anywhere || slices.ContainsFunc(words, func(w string) bool {
		rest := len(w) - len(s.words[0])
		if strings.HasPrefix(w, s.words[0]) && (s.where == begins || rest >= leastBeside) {
			return true
		}
		return s.where == either && rest >= leastBeside && strings.HasSuffix(w, s.words[0])
	})
}

// strange is the share of the question's subjects of their own that an article does
// not name.
func (s *search) strange(h *held) float64 {
	if s.subjects == 0 {
		return 0
	}
	return float64(bits.OnesCount64(s.subjects&^h.speaksOf)) / float64(bits.OnesCount64(s.subjects))
}
