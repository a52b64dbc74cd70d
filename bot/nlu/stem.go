package nlu

import "bytes"

// stem writes a light stem of a folded, lower-case word to dst and returns it.
// Light stemmers (after Savoy, "Light stemming approaches", SAC 2006) take off
// number, gender and case endings only; a language without one keeps its words,
// which the character n-grams then match by their beginnings.
func stem(dst, w []byte, lang string) []byte {
	dst = append(dst[:0], w...)
	if len(w) < 4 {
		return dst
	}
	switch lang {
	case "en", "":
		return stemEnglish(dst)
	case "de":
		return stemByEndings(dst, 4, "ern", "em", "en", "er", "es", "st", "e", "s", "n", "t")
	case "es":
		return stemByEndings(dst, 3, "iendo", "ando", "aron", "ieron", "ados", "idos", "adas", "idas", "ado", "ido", "ada", "ida", "ar", "er", "ir", "es", "os", "as", "an", "en", "o", "a", "e", "s")
	case "pt":
		return stemByEndings(dst, 3, "ando", "endo", "indo", "aram", "eram", "ados", "idos", "adas", "idas", "ado", "ido", "ada", "ida", "ar", "er", "ir", "es", "os", "as", "am", "em", "o", "a", "e", "s")
	case "it":
		return stemByEndings(dst, 3, "ando", "endo", "ato", "ito", "uto", "ata", "ita", "uta", "ati", "iti", "uti", "are", "ere", "ire", "o", "a", "e", "i")
	case "fr":
		return stemByEndings(dst, 3, "ement", "eront", "aient", "ees", "ait", "ant", "ee", "er", "ez", "es", "e", "s", "x")
	case "nl":
		return stemByEndings(dst, 4, "en", "e", "s", "t")
	}
	return dst
}

// stemByEndings takes off the first ending that leaves at least keep bytes.
// Endings are given longest first.
func stemByEndings(w []byte, keep int, endings ...string) []byte {
	for _, e := range endings {
		if len(w)-len(e) >= keep && bytes.HasSuffix(w, []byte(e)) {
			return w[:len(w)-len(e)]
		}
	}
	return w
}

// stemEnglish takes off plurals, -ing, -ed and -ly, and repairs what is left so
// that "cancelling", "cancelled" and "cancels" meet.
func stemEnglish(w []byte) []byte {
	w = stemPlural(w)
	if len(w) < 4 {
		return w
	}
	switch n := len(w); {
	case bytes.HasSuffix(w, []byte("ing")) && n > 5 && hasVowel(w[:n-3]):
		w = undouble(w[:n-3])
	case bytes.HasSuffix(w, []byte("ed")) && n > 4 && hasVowel(w[:n-2]):
		w = undouble(w[:n-2])
	case bytes.HasSuffix(w, []byte("ly")) && n > 5:
		w = w[:n-2]
	}
	if n := len(w); n > 4 && w[n-1] == 'e' {
		w = w[:n-1]
	}
	if n := len(w); n > 3 && w[n-1] == 'y' {
		w[n-1] = 'i'
	}
	return w
}

func stemPlural(w []byte) []byte {
	n := len(w)
	switch {
	case bytes.HasSuffix(w, []byte("ies")) && n > 4:
		w = append(w[:n-3], 'y')
	case bytes.HasSuffix(w, []byte("sses")):
		w = w[:n-2]
	case bytes.HasSuffix(w, []byte("es")) && n > 4 && bytes.IndexByte([]byte("xzsh"), w[n-3]) >= 0:
		w = w[:n-2]
	case bytes.HasSuffix(w, []byte("s")) && w[n-2] != 's' && w[n-2] != 'u' && w[n-2] != 'i':
		w = w[:n-1]
	}
	return w
}

func hasVowel(w []byte) bool { return bytes.ContainsAny(w, "aeiouy") }

// undouble shortens a doubled last consonant: "shipp" becomes "ship".
func undouble(w []byte) []byte {
	n := len(w)
	if n > 2 && w[n-1] == w[n-2] && bytes.IndexByte([]byte("lsz"), w[n-1]) < 0 {
		return w[:n-1]
	}
	return w
}
