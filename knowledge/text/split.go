package text

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// class groups runes by how they are split.
type class uint8

const (
	space  class = iota // ends a token
	letter              // of a script with spaces
	digit
	dense  // a script without spaces
	hangul // has spaces, but particles stick to the words: pairs do better than words
	mark   // belongs to the rune before
)

func classOf(r rune) class {
	switch {
	case r < utf8.RuneSelf:
		switch {
		case 'a' <= r && r <= 'z':
			return letter
		case '0' <= r && r <= '9':
			return digit
		}
		return space
	case unicode.In(r, unicode.Mn, unicode.Mc, unicode.Me):
		return mark
	case unicode.Is(unicode.Nd, r):
		return digit
	case unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai, unicode.Lao, unicode.Khmer, unicode.Myanmar) || r == 'ー':
		return dense
	case unicode.Is(unicode.Hangul, r):
		return hangul
	case unicode.IsLetter(r):
		return letter
	}
	return space
}

// analysis is one pass over one text.
type analysis struct {
	*Analyzer
	lang  string
	stop  map[string]bool
	known map[string]stemmed // of Analyzer.stems
	out   []Token
}

// split walks over the normalised text and emits a token for each run.
func (a *analysis) split(s string) {
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		switch c := classOf(r); c {
		case letter, digit:
			end := wordEnd(s, i)
			first := len(a.out)
			a.chunk(s[i:end])
			if first+1 == len(a.out) {
				a.model(s[:i], s[i:end])
			}
			i = end
		case dense, hangul:
			end := runEnd(s, i, c)
			a.pairs(s[i:end])
			i = end
		default:
			i += n
		}
	}
}

// wordEnd finds the end of a run of letters and digits that may be joined by
// single connectors (AB-12, o'clock, 1,200.50).
func wordEnd(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if c := classOf(r); c == letter || c == digit || c == mark {
			i += n
			continue
		}
		if !strings.ContainsRune("-_/.,'+", r) || i+n >= len(s) {
			return i
		}
		next, _ := utf8.DecodeRuneInString(s[i+n:])
		c := classOf(next)
		if c != letter && c != digit || r == ',' && c != digit {
			return i
		}
		i += n
	}
	return i
}

// runEnd finds the end of a run of one class, its marks included.
func runEnd(s string, i int, c class) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if k := classOf(r); k != c && k != mark {
			return i
		}
		i += n
	}
	return i
}

// pairs emits the overlapping pairs of characters of a run, and each character
// with less weight. A character keeps its combining marks.
func (a *analysis) pairs(run string) {
	prev, start := "", 0
	for start < len(run) {
		_, n := utf8.DecodeRuneInString(run[start:])
		end := start + n
		for end < len(run) {
			r, m := utf8.DecodeRuneInString(run[end:])
			if classOf(r) != mark || end-start > maxToken {
				break
			}
			end += m
		}
		char := run[start:end]
		if prev != "" {
			pair := run[start-len(prev) : end]
			w := float32(1)
			if a.stop[pair] {
				w = StopWeight
			}
			a.out = append(a.out, Token{Text: pair, Kind: Pair, Weight: w})
		}
		w := float32(SingleWeight)
		if a.stop[char] {
			w *= StopWeight
		}
		a.out = append(a.out, Token{Text: char, Kind: Single, Weight: w})
		prev, start = char, end
	}
}

// chunk emits the tokens of one run of letters, digits and connectors.
func (a *analysis) chunk(s string) {
	if len(s) > maxToken {
		a.long(s)
		return
	}
	digits, letters, joined := shape(s)
	switch {
	case !joined && digits && letters:
		a.emit(Token{Text: s, Kind: Code, Weight: 1})
	case !joined && digits:
		a.emit(Token{Text: s, Kind: Number, Weight: 1})
	case !joined:
		a.word(s)
	case digits:
		a.code(s)
	case strings.Contains(s, "'"):
		a.apostrophe(s)
	default:
		a.hyphen(s)
	}
}

// The parts of a model's name that is written with a space between letters and number.
const (
	modelLetters = 3
	modelDigits  = 5
)

// model lets a number also be found with the few letters before it, so that "x 200"
// meets "X200" and "TF-101" meets "tf 101": s is the last token, one of its own.
func (a *analysis) model(before, s string) {
	t := &a.out[len(a.out)-1]
	letters, spaced := strings.CutSuffix(before, " ")
	if !spaced || t.Alt != "" || t.Kind != Number && t.Kind != Code || classOf(rune(s[0])) != digit || len(s) > modelDigits+modelLetters {
		return
	}
	from := len(letters)
	for from > 0 && len(letters)-from <= modelLetters && letters[from-1] >= 'a' && letters[from-1] <= 'z' {
		from--
	}
	name := letters[from:]
	if r, _ := utf8.DecodeLastRuneInString(letters[:from]); name == "" || len(name) > modelLetters || a.stop[name] || from > 0 && classOf(r) != space || strings.ContainsRune("-_/.,'+", r) {
		return
	}
	t.Alt = name + s
}

// long gives the parts of an over-long run that are short enough to be words.
func (a *analysis) long(s string) {
	for part := range strings.FieldsFuncSeq(s, connector) {
		if len(part) <= maxToken {
			a.chunk(part)
		}
	}
}

// shape says what a run is made of.
func shape(s string) (digits, letters, joined bool) {
	for _, r := range s {
		switch classOf(r) {
		case digit:
			digits = true
		case letter:
			letters = true
		case space:
			joined = true
		}
	}
	return digits, letters, joined
}

func connector(r rune) bool { return classOf(r) == space }

// code emits an article number, an amount or a measure as a whole, and its
// parts, so that "30-day" meets "30 days".
func (a *analysis) code(s string) {
	whole := strings.Join(strings.FieldsFunc(s, connector), "")
	kind := Code
	if strings.Trim(whole, "0123456789") == "" {
		kind = Number
	}
	a.emit(Token{Text: s, Alt: whole, Kind: kind, Weight: 1})
	for part := range strings.FieldsFuncSeq(s, connector) {
		digits, letters, _ := shape(part)
		switch {
		case digits && letters:
			a.emit(Token{Text: part, Kind: Code, Weight: 1})
		case digits:
			a.emit(Token{Text: part, Kind: Number, Weight: 1})
		case utf8.RuneCountInString(part) > 1:
			a.word(part)
		}
	}
}

// apostrophe takes off possessives and elided articles and reads contractions
// (don't, we're) as the function words that they are.
func (a *analysis) apostrophe(s string) {
	left, right, _ := strings.Cut(s, "'")
	switch {
	case right == "s":
		a.word(left)
	case a.lang == "uk": // кур'єр is one word
		a.word(strings.ReplaceAll(s, "'", ""))
	case a.lang == "tr" && !elided(left): // what follows a name is its case: İstanbul'da
		a.word(left)
	case len(right) <= 2 && (a.lang == "en" || a.lang == "und"):
		a.emit(Token{Text: left + right, Kind: Word, Weight: StopWeight})
	case elided(left):
		a.chunk(right)
	default:
		a.word(left)
		a.chunk(right)
	}
}

// elided says whether left is the rest of an article or preposition before an
// apostrophe, as in l'ordine, qu'il, dell'ordine.
func elided(left string) bool {
	switch left {
	case "qu", "lorsqu", "puisqu", "dell", "nell", "all", "dall", "sull", "quest", "un", "aujourd":
		return true
	}
	return utf8.RuneCountInString(left) == 1
}

// hyphen emits the parts of a compound (check-in, e-mail), and the whole
// without the hyphen where a part alone says nothing.
func (a *analysis) hyphen(s string) {
	parts := strings.FieldsFunc(s, connector)
	short := false
	for _, p := range parts {
		short = short || utf8.RuneCountInString(p) < 3
	}
	if short {
		a.word(strings.Join(parts, ""))
	}
	for _, p := range parts {
		if utf8.RuneCountInString(p) >= 3 {
			a.word(p)
		}
	}
}

// word emits one word with its stem.
func (a *analysis) word(w string) {
	if a.lang == "el" { // in capitals the last σ is no other letter
		if rest, ok := strings.CutSuffix(w, "σ"); ok {
			w = rest + "ς"
		}
	}
	st := a.stem(w)
	t := Token{Text: st.text, Alt: st.alt, Kind: Word, Weight: 1, Surface: w, Number: st.number}
	if st.stop {
		t.Weight = StopWeight
	}
	a.emit(t)
}

func (a *analysis) emit(t Token) {
	if t.Alt == t.Text {
		t.Alt = ""
	}
	if t.Text != "" {
		a.out = append(a.out, t)
	}
}

// Unspaced tells of a character that it belongs to a script whose words are found
// without spaces.
func Unspaced(r rune) bool {
	c := classOf(r)
	return c == dense || c == hangul
}
