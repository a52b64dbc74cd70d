package text

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/kljensen/snowball/english"
	"github.com/kljensen/snowball/french"
	"github.com/kljensen/snowball/hungarian"
	"github.com/kljensen/snowball/norwegian"
	"github.com/kljensen/snowball/russian"
	"github.com/kljensen/snowball/spanish"
	"github.com/kljensen/snowball/swedish"
	"golang.org/x/text/unicode/norm"
)

// stem gives the stem of a lower-case word and, where they differ, the stem of
// its spelling without accents; both are remembered. The analyzer is locked for
// reading, see Analyze.
func (a *analysis) stem(word string) stemmed {
	s, ok := a.known[word]
	if !ok {
		a.mu.RUnlock()
		s = a.learn(a.lang, word, a.stop[word])
		a.mu.RLock()
		a.known = a.stems[a.lang]
	}
	return s
}

// learn finds a stem and remembers it.
func (a *Analyzer) learn(lang, word string, stop bool) (s stemmed) {
	word = strings.Clone(word) // a stem must not keep the text that the word was cut from
	s.text, s.alt = Stem(word, lang)
	s.stop = stop || lang == "ar" && stopSets[lang][fold(lang, word)] // إلى, الى, الي
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.size >= maxStems {
		clear(a.stems)
		a.size = 0
	}
	if a.stems[lang] == nil {
		a.stems[lang] = make(map[string]stemmed)
	}
	a.last = max(1, a.last+1) // from 1 again where all have been given
	s.number = a.last
	a.stems[lang][word] = s
	a.size++
	return s
}

// Stem is a word of a language, in normalised spelling, as Analyze reduces it, and the
// second form where that differs. It is not remembered.
func Stem(word, lang string) (form, alt string) {
	form = stemOf(lang, word)
	if !isASCII(word) {
		if alt = stemOf(lang, fold(lang, word)); alt == form {
			alt = ""
		}
	}
	return form, alt
}

// stemOf reduces a word by the light rules of its language; words of languages without
// any stay as they are.
func stemOf(lang, w string) string {
	if len(w) < 3 {
		return w
	}
	switch lang {
	case "en":
		return english.Stem(w, false)
	case "es":
		return spanish.Stem(w, false)
	case "fr":
		return french.Stem(w, false)
	case "ru":
		return russian.Stem(w, false)
	case "sv":
		return swedish.Stem(w, false)
	case "no":
		return norwegian.Stem(w, false)
	case "hu":
		return hungarian.Stem(w, false)
	case "de":
		return german(w)
	case "nl":
		return dutch(w)
	case "ar":
		return arabicStem(w)
	case "he":
		return hebrewStem(w)
	case "id", "ms":
		return malay(lang, w)
	}
	return byEndings(lang, w)
}

// fold writes a word without its accents; German and Scandinavian letters are
// written as people type them without the keys.
func fold(lang, w string) string {
	switch lang {
	case "ar", "he":
		return plainLetters(w)
	case "hi":
		return plainHindi.Replace(norm.NFD.String(w))
	}
	var b strings.Builder
	b.Grow(len(w))
	for _, r := range norm.NFD.String(w) {
		switch {
		case unicode.Is(unicode.Mn, r):
		case r == 'æ':
			b.WriteString("ae")
		case r == 'ё' && lang == "ru":
			b.WriteRune('е')
		default:
			b.WriteRune(r)
		}
	}
	return norm.NFC.String(AsTyped(b.String()))
}

// typed are letters that take no accent off, as people without the keys type them.
var typed = strings.NewReplacer("ß", "ss", "ø", "o", "ł", "l", "đ", "d", "ı", "i")

// AsTyped writes the letters that are no accented ones (ß, ø, ł, đ, ı) as people without
// the keys do.
func AsTyped(s string) string { return typed.Replace(s) }

// german is the light stemmer of Savoy (UniNE, CLEF 2001: plural and case
// endings), after umlauts, also those typed as ae, oe and ue, are made plain.
func german(w string) string {
	w = germanPlain(w)
	if n := len(w); n > 5 && strings.HasSuffix(w, "nen") && w[n-4] == 'n' {
		w = w[:n-3] // Verkäuferinnen → verkauferin
	}
	w = cutGermanCase(w)
	if n := len(w); n > 5 && (strings.HasSuffix(w, "er") || strings.HasSuffix(w, "en") || strings.HasSuffix(w, "es") || strings.HasSuffix(w, "em")) {
		w = w[:n-2]
	} else if n > 4 && (w[n-1] == 'e' || w[n-1] == 'n' || w[n-1] == 's' && germanS(w[n-2]) || w[n-1] == 't' && germanS(w[n-2])) {
		w = w[:n-1]
	}
	return w
}

// cutGermanCase takes off the longer case endings.
func cutGermanCase(w string) string {
	n := len(w)
	switch {
	case n > 6 && strings.HasSuffix(w, "ern"):
		return w[:n-3]
	case n > 6 && strings.HasSuffix(w, "est") && germanS(w[n-4]):
		return w[:n-3]
	}
	return w
}

// germanS says after which letters a final s or t is an ending (Snowball's
// valid s-ending).
func germanS(c byte) bool { return strings.IndexByte("bdfghklmnrt", c) >= 0 }

func germanPlain(w string) string {
	var b strings.Builder
	b.Grow(len(w))
	var prev rune
	for _, r := range w {
		switch {
		case r == 'e' && (prev == 'a' || prev == 'o' || prev == 'u'):
			s := b.String()
			if prev == 'u' && len(s) > 1 && (s[len(s)-2] == 'q' || s[len(s)-2] == 'a' || s[len(s)-2] == 'e') {
				b.WriteByte('e') // quer, neue, bauen: no umlaut
			}
		case r == 'ä':
			b.WriteByte('a')
		case r == 'ö':
			b.WriteByte('o')
		case r == 'ü':
			b.WriteByte('u')
		case r == 'ß':
			b.WriteString("ss")
		default:
			b.WriteRune(r)
		}
		prev = r
	}
	return b.String()
}

// dutchEndings are the endings that a light stemmer takes off, the longest first (after
// Savoy, Light stemming approaches for the French, Portuguese, German and Hungarian
// languages, 2006).
var dutchEndings = []string{"heden", "heid", "ingen", "ing", "eren", "en", "es", "e", "s"}

// dutch takes off the first ending that leaves at least three letters.
func dutch(w string) string {
	for _, e := range dutchEndings {
		if rest, ok := strings.CutSuffix(w, e); ok && utf8.RuneCountInString(rest) >= 3 {
			if n := len(rest); n > 3 && rest[n-1] == rest[n-2] {
				rest = rest[:n-1] // pakketten → pakket
			}
			return rest
		}
	}
	return w
}
