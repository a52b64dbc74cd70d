package dictionary

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/text"
)

// Word is a word of a text, or a name of several words.
type Word struct {
	Said     string       // as it was said, in lower case
	Concepts []Concept    // what it may be a name of; empty: it is in no list
	Tokens   []text.Token // the words; none of a name in a script without spaces
}

// Read splits a text in lang into the names of things that it has and the words between
// them. Of a script without spaces the rest is left out but for what can only be a word
// (see loans).
func (d *Dictionary) Read(s, lang string) []Word {
	l := d.language(lang)
	var out []Word
	if strings.IndexFunc(s, text.Unspaced) >= 0 {
		out, s = l.unspaced(text.Normalize(s))
		out = append(out, loans(s)...)
	}
	tokens := d.analyzer.Analyze(s, lang)
	tokens = slices.DeleteFunc(tokens, func(t text.Token) bool { return t.Kind == text.Pair || t.Kind == text.Single })
	for len(tokens) > 0 {
		n := 1
		if concepts, k := l.at(tokens); k > 0 {
			out, n = append(out, Word{said(tokens[:k]), concepts, tokens[:k:k]}), k
		} else if parts := l.parts(tokens[0]); parts != nil {
			out = append(out, parts...)
		} else {
			out = append(out, Word{said(tokens[:1]), nil, tokens[:1:1]})
		}
		tokens = tokens[n:]
	}
	return out
}

// said are some words as they were said.
func said(tokens []text.Token) string {
	if len(tokens) == 1 {
		return written(tokens[0])
	}
	all := make([]string, len(tokens))
	for i, t := range tokens {
		all[i] = written(t)
	}
	return strings.Join(all, " ")
}

func written(t text.Token) string {
	if t.Surface != "" {
		return t.Surface
	}
	return t.Text
}

// at gives what the longest name is a name of with which a text begins, and how many
// words it has.
func (l *language) at(said []text.Token) (concepts []Concept, n int) {
	most := 1
	for _, h := range sequences(said[:1]) {
		most = max(most, l.words[h])
	}
	for n = min(most, len(said)); n > 0; n-- {
		if n == 1 && said[0].Stop() {
			return nil, 0 // whatever else its stem may be the stem of
		}
		if concepts = l.named(said[:n]); concepts != nil {
			return concepts, n
		}
		if concepts = l.possessed(said[:n]); concepts != nil {
			return concepts, n
		}
	}
	for _, bare := range unclung(said[0], l.lang) {
		if t := l.analyzer.Analyze(bare, l.lang); len(t) == 1 {
			if concepts = l.named(t); concepts != nil {
				return concepts, 1
			}
		}
	}
	return nil, 0
}

// possessed gives what several Turkish words are a name of without the possessive by which
// the last one of a compound is joined to the first, as most write it and some do not: su
// ısıtıcısı, su ısıtıcı. A stem cannot tell it from a word's own end.
func (l *language) possessed(said []text.Token) []Concept {
	n := len(said)
	if l.lang != "tr" || n < 2 {
		return nil
	}
	bare, ok := strings.CutSuffix(said[n-1].Surface, "s"+lastLetter(said[n-1].Surface))
	if !ok || !strings.ContainsAny(lastLetter(bare), "aeıioöuü") || !strings.ContainsAny(lastLetter(said[n-1].Surface), "ıiuü") {
		return nil
	}
	last := l.analyzer.Analyze(bare, l.lang)
	if len(last) != 1 {
		return nil
	}
	return l.named(append(slices.Clone(said[:n-1]), last[0]))
}

// lastLetter is the last letter of a word; empty for none.
func lastLetter(w string) string {
	_, n := utf8.DecodeLastRuneInString(w)
	return w[len(w)-n:]
}

// named gives what some words are a name of, the last of them in any form; a name with
// more letters at its end comes before one with fewer.
func (l *language) named(said []text.Token) (out []Concept) {
	for _, h := range sequences(said) {
		for _, c := range l.of(h) {
			if !slices.Contains(out, c) {
				out = append(out, c)
			}
		}
	}
	out = l.closest(out, said)
	last := said[len(said)-1]
	if out != nil || last.Kind != text.Word || last.Stop() {
		return out
	}
	word := plain(last.Surface)
	for _, h := range sequences(said[:len(said)-1]) {
		if out = l.begun(h^seedStart, word); out != nil {
			return out
		}
	}
	return nil
}

// begun gives the concepts of the longest beginning that a word has, behind others.
func (l *language) begun(before uint64, word string) (out []Concept) {
	most := min(l.mostStart, len(word))
	ends := make([]uint64, 0, 32) // the hash of each beginning
	for i := range most {
		before = extendByte(before, word[i])
		ends = append(ends, extendByte(before, 0xFF))
	}
	for _, h := range slices.Backward(ends) {
		if out = l.of(h); out != nil {
			return out
		}
	}
	return nil
}

// clitics are what languages write onto the beginning of a word, the longest first. The
// stemmers take fewer off: they have no list that says whether what is left is a word.
var clitics = map[string][]string{
	"ar": {"وبال", "وال", "بال", "كال", "فال", "ولل", "ال", "لل", "و", "ب", "ل", "ف", "ك"},
	"he": {"שה", "וה", "מה", "לה", "בה", "כש", "ה", "ו", "ב", "ל", "מ", "ש", "כ"},
}

// leastUnclung is how many letters a word has at least without them.
const leastUnclung = 3

// unclung gives a word without what may be written onto its beginning.
func unclung(t text.Token, lang string) (out []string) {
	if t.Stop() {
		return nil
	}
	for _, c := range clitics[lang] {
		if bare, ok := strings.CutPrefix(t.Surface, c); ok && utf8.RuneCountInString(bare) >= leastUnclung {
			out = append(out, bare)
		}
	}
	return out
}

// compounding are languages that write several nouns as one word.
var compounding = map[string]bool{"de": true, "nl": true, "sv": true, "da": true, "fi": true, "hu": true}

// Letters of a compound: of each of its two parts at least, at most of what joins them
// (Bestellungsnummer), of a part at least where the other one is in no list, and of the
// whole at most.
const (
	leastPart   = 4
	leastEnd    = 3 // of the second one behind a known first
	mostJoint   = 2
	leastAlone  = 6
	mostLetters = 40
)

// parts splits a compound into two names: the longest at its beginning, and the longest
// at its end. If the other part is in no list, one of them is enough, the end before the
// beginning: it says what the thing is. nil: it is none.
func (l *language) parts(t text.Token) []Word {
	if !compounding[l.lang] || t.Kind != text.Word || t.Stop() {
		return nil
	}
	letters := []rune(t.Surface)
	if len(letters) > mostLetters {
		return nil
	}
	part := func(from, to int) (w Word, ok bool) {
		word := string(letters[from:to])
		form, alt := text.Stem(word, l.lang) // parts that are no words need not be remembered
		w = Word{word, l.named([]text.Token{{Text: form, Alt: alt, Surface: word, Kind: text.Word, Weight: 1}}), []text.Token{t}}
		return w, len(w.Concepts) > 0
	}
	for end := len(letters) - leastEnd; end >= leastPart; end-- {
		head, ok := part(0, end)
		if !ok {
			continue
		}
		for from := end; from <= min(end+mostJoint, len(letters)-leastEnd); from++ {
			if tail, ok := part(from, len(letters)); ok {
				return []Word{head, tail}
			}
		}
	}
	for from := 2; from <= len(letters)-leastAlone; from++ {
		if tail, ok := part(from, len(letters)); ok {
			return []Word{tail}
		}
	}
	for end := len(letters) - 2; end >= leastAlone; end-- {
		if head, ok := part(0, end); ok {
			return []Word{head}
		}
	}
	return nil
}

// unspaced finds the names in a text without spaces, the longest at each place, and gives
// what is left between them.
func (l *language) unspaced(s string) (out []Word, rest string) {
	var left strings.Builder
	inWord := false // the place is within a word of a script with spaces
	for i := 0; i < len(s); {
		r, size := utf8.DecodeRuneInString(s[i:])
		if !inWord || text.Unspaced(r) {
			if concepts, n := l.runAt(s[i:]); n > 0 {
				out = append(out, Word{Said: s[i : i+n], Concepts: concepts})
				left.WriteByte(' ')
				i += n
				inWord = false
				continue
			}
		}
		left.WriteString(s[i : i+size])
		inWord = !text.Unspaced(r) && (unicode.IsLetter(r) || unicode.IsDigit(r))
		i += size
	}
	return out, left.String()
}

// runAt gives what the longest name is a name of with which a text begins, and its bytes.
// What goes on in Katakana that is in no list is a longer word (ブルーノ begins with blue).
func (l *language) runAt(s string) (concepts []Concept, n int) {
	concepts, n = l.prefix(s)
	if n == 0 || !katakana(utf8.DecodeLastRuneInString(s[:n])) || !katakana(utf8.DecodeRuneInString(s[n:])) {
		return concepts, n
	}
	if _, more := l.prefix(s[n:]); more == 0 {
		return nil, 0
	}
	return concepts, n
}

func katakana(r rune, _ int) bool { return unicode.Is(unicode.Katakana, r) || r == 'ー' }

// prefix is runAt whatever follows.
func (l *language) prefix(s string) (concepts []Concept, n int) {
	h, total := seedRun, 0
	for runes := 0; runes < l.mostRunes && len(s) > 0; runes++ {
		_, size := utf8.DecodeRuneInString(s)
		for i := range size {
			h = extendByte(h, s[i])
		}
		s = s[size:]
		total += size
		if found := l.of(extendByte(h, 0xFF)); found != nil {
			concepts, n = found, total
		}
	}
	return concepts, n
}

// leastLoan is how many characters a run of Katakana has that is taken for a word.
const leastLoan = 3

// loans are what can only be words in the rest of a text without spaces: runs of Katakana,
// in which Japanese writes what it borrows. Other characters are as often function words
// and endings.
func loans(s string) (out []Word) {
	for word := range strings.FieldsFuncSeq(s, func(r rune) bool { return !katakana(r, 0) }) {
		if utf8.RuneCountInString(word) >= leastLoan {
			out = append(out, Word{Said: word, Tokens: []text.Token{{Text: word, Surface: word, Kind: text.Word, Weight: 1}}})
		}
	}
	return out
}
