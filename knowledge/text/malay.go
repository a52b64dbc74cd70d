package text

import "strings"

// malay takes off what Indonesian and Malay put around a word: particles and pronouns, the
// suffixes -kan and -an, and the prefixes of voice and of nouns made of verbs. After Tala (A
// study of stemming effects on information retrieval in Bahasa Indonesia, 2003), who keeps
// two syllables, with the letter that a prefix swallowed put back (mengirim: kirim).
func malay(w string) string {
	for _, s := range malayParticles {
		if rest, ok := strings.CutSuffix(w, s); ok && len(rest) >= 3 && (s == "nya" || syllables(rest) >= 2) {
			w = rest
			break
		}
	}
	if rest, ok := strings.CutSuffix(w, "kan"); ok && syllables(rest) >= 2 && !strings.HasPrefix(w, "pe") {
		w = rest
	} else if rest, ok := strings.CutSuffix(w, "an"); ok && syllables(rest) >= 2 && (strings.ContainsAny(rest[len(rest)-2:], "aeiou") || strings.HasSuffix(rest, "ng")) {
		w = rest
	}
	for _, p := range malayPrefixes {
		rest, ok := strings.CutPrefix(w, p.prefix)
		if !ok || rest == "" || !strings.ContainsAny(rest[:1], p.before) {
			continue
		}
		if strings.ContainsAny(rest[:1], "aeiou") && !malayVowel(rest) {
			rest = p.swallowed + rest
		}
		if len(rest) >= 4 && syllables(rest) >= 2 && strings.ContainsAny(rest[:2], "aeiou") { // diskon has no prefix
			return rest
		}
	}
	return w
}

var malayParticles = []string{"nya", "lah", "kah", "pun", "ku", "mu"}

// malayPrefixes are prefixes with the letters before which each stands, and what it swallows
// before a vowel; the longest first.
var malayPrefixes = []struct{ prefix, before, swallowed string }{
	{"meny", "aeiou", "s"}, {"peny", "aeiou", "s"},
	{"meng", "aeioughk", "k"}, {"peng", "aeioughk", "k"},
	{"mem", "aeioubpf", "p"}, {"pem", "aeioubpf", "p"},
	{"men", "aeioutdcjz", "t"}, {"pen", "aeioutdcjz", "t"},
	{"me", "lrwy", ""}, {"per", "aeioubdgjkt", ""}, {"pe", "l", ""},
	{"di", "abcdefghijklmnoprstuvwyz", ""}, {"ter", "bdgjks", ""},
}

// malayRoots begin with a vowel of their own, also behind meng- and peng-.
var malayRoots = []string{"ubah", "ambil", "isi", "atur", "aju", "akses", "unduh", "unggah", "ikut", "uji", "antar", "ingat", "alami", "aktif", "impor", "ekspor"}

// malayVowel tells whether a word that begins with a vowel has lost nothing before it.
func malayVowel(w string) bool {
	for _, r := range malayRoots {
		if strings.HasPrefix(w, r) {
			return true
		}
	}
	return false
}

// syllables counts vowels.
func syllables(w string) (n int) {
	for i := range len(w) {
		if strings.IndexByte("aeiou", w[i]) >= 0 {
			n++
		}
	}
	return n
}
