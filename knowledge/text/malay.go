package text

import "strings"

// malay takes off what Indonesian and Malay put around a word: particles and pronouns,
// suffixes, and the prefixes of verbs and of what verbs name. After Tala (A study of
// stemming effects on information retrieval in Bahasa Indonesia, 2003), who keeps two
// syllables, with the letter that a prefix swallowed put back (mengirim: kirim). Unlike
// there, who or what does something (pemutih, pembeli) is not what is done (putih, beli):
// pe- comes off where -an stands at the end, and names something done (pembelian: beli).
func malay(lang, w string) string {
	words := irregular[lang]
	if stem := listed(w, words); stem != "" {
		return stem
	}
	w = withoutParticles(w, words)
	if stem := listed(w, words); stem != "" {
		return stem
	}
	if len(w) > 4 && strings.HasPrefix(w, "ng") && isVowel(w[2]) { // ngirim, as it is said
		w = "me" + strings.TrimSuffix(w, "in")
	}
	verb := strings.HasPrefix(w, "memper") || strings.HasPrefix(w, "diper")
	if verb {
		w = w[strings.Index(w, "per"):]
	}
	w, an := withoutSuffix(w, verb)
	if words[w] != "" {
		return words[w]
	}
	if w = withoutPrefix(w, an); words[w] != "" {
		return words[w]
	}
	if rest, ok := strings.CutSuffix(w, "i"); ok && syllables(rest) >= 2 && ended(rest) && strings.IndexByte("aeious", rest[len(rest)-1]) < 0 {
		return rest // hubungi; not pakai, garansi
	}
	return w
}

// listed is the stem of a word that goes by no rule, also with ber- before it.
func listed(w string, words map[string]string) string {
	if words[w] != "" {
		return words[w]
	}
	return words[strings.TrimPrefix(w, "ber")]
}

// withoutParticles takes off a particle, then a pronoun.
func withoutParticles(w string, words map[string]string) string {
	for _, particles := range [][]string{{"lah", "kah", "pun"}, {"nya", "ku", "mu"}} {
		for _, p := range particles {
			rest, ok := strings.CutSuffix(w, p)
			if ok && words[w] == "" && len(rest) >= 3 && (p == "nya" || syllables(rest) >= 2) && !cutOff(rest) {
				w = rest
				break
			}
		}
	}
	return w
}

// cutOff tells of a prefix with half a root behind it, whose other half looked like a
// pronoun: mem-be(ku), ber-la(ku), di-ta(nya).
func cutOff(w string) bool {
	for _, p := range []string{"mem", "ber", "di"} {
		if rest, ok := strings.CutPrefix(w, p); ok && len(rest) == 2 && !isVowel(rest[0]) && isVowel(rest[1]) {
			return true
		}
	}
	return false
}

// withoutSuffix takes off -kan, -an or what ke- and -an stand around, and tells whether
// -an was there. verb: it is one in per-.
func withoutSuffix(w string, verb bool) (rest string, an bool) {
	if rest, ok := strings.CutSuffix(w, "an"); ok && strings.HasPrefix(rest, "ke") && syllables(rest) >= 3 && begun(rest[2:]) {
		return rest[2:], false
	}
	if rest, ok := strings.CutSuffix(w, "kan"); ok && syllables(rest) >= 2 && (verb || !strings.HasPrefix(w, "pe")) {
		return rest, false
	}
	if rest, ok := strings.CutSuffix(w, "an"); ok && syllables(rest) >= 2 && ended(rest) {
		return rest, true
	}
	return w, false
}

// withoutPrefix takes off the first prefix that leaves a word. an: -an stood at the end.
func withoutPrefix(w string, an bool) string {
	for _, p := range malayPrefixes {
		rest, ok := strings.CutPrefix(w, p.prefix)
		if !ok || rest == "" || p.prefix[0] == 'p' && !an || !strings.ContainsAny(rest[:1], p.before) {
			continue
		}
		own := isVowel(rest[0])
		switch {
		case own && (p.nasal == "" || p.nasal == "r") && isRoot(rest): // ubah: meng-ubah, per-ubah-an
		case own && isRoot(p.nasal+rest):
			rest = p.nasal + rest
		case own:
			rest, own = p.swallowed+rest, false
		}
		if short, ok := strings.CutPrefix(rest, "ke"); ok && p.swallowed == "k" && malayShort[short] || malayShort[rest] {
			return strings.TrimPrefix(rest, "ke") // mengecat, dicat
		}
		if (own || len(rest) >= 4) && syllables(rest) >= 2 && begun(rest) {
			return rest
		}
	}
	return w
}

// malayPrefixes are prefixes with the letters before which each stands, what it swallows
// before a vowel, and what of its own letters may be the root's; the longest first.
var malayPrefixes = []struct{ prefix, before, swallowed, nasal string }{
	{"meny", "aeiou", "s", "ny"}, {"peny", "aeiou", "s", "ny"},
	{"meng", "aeioughk", "k", ""}, {"peng", "aeioughk", "k", ""},
	{"mem", "aeioubpf", "p", "m"}, {"pem", "aeioubpf", "p", "m"},
	{"men", "aeioutdcjz", "t", "n"}, {"pen", "aeioutdcjz", "t", "n"},
	{"me", "lrwy", "", ""}, {"per", "aeioubdgjkt", "", "r"}, {"pe", "l", "", ""},
	{"di", "abcdefghijklmnoprstuvwyz", "", ""}, {"ter", "bdghjkpst", "", ""},
	{"ber", "abcdefghijklmnoprstuvwyz", "", "r"},
}

// malayRoots begin with a vowel of their own, also behind meng- and peng-, or with the
// letter at which another prefix ends (memasak, menyala, perawatan).
var malayRoots = setOf(`ubah ambil isi atur aju akses unduh unggah ikut uji antar ingat alam aktif impor ekspor
	ukur asah angkat angkut aduk alih ikat inap imbas iris olah oles undang ukir urus urut ulang usap
	masak masuk muat minta milik mulai mula main mandi mati nilai nikah naik nyala nyanyi
	rawat rakit rekam redam rendam rebus renang rambut roda`)

func isRoot(w string) bool { return malayRoots[w] || malayRoots[strings.TrimSuffix(w, "i")] }

// malayShort are roots of one syllable, which take menge- (mengecat).
var malayShort = setOf("cat bor lap las cas cek pel tes sah lem rem klik")

// begun tells whether a root can begin like this (not as in di-skon), ended whether one
// can end so.
func begun(w string) bool {
	return len(w) > 1 && (isVowel(w[0]) || isVowel(w[1]) || strings.HasPrefix(w, "ny"))
}

func ended(w string) bool {
	n := len(w)
	return n > 1 && (isVowel(w[n-1]) || isVowel(w[n-2]) || strings.HasSuffix(w, "ng"))
}

// syllables counts vowels.
func syllables(w string) (n int) {
	for i := range len(w) {
		if isVowel(w[i]) {
			n++
		}
	}
	return n
}

func isVowel(c byte) bool { return strings.IndexByte("aeiou", c) >= 0 }

func setOf(words string) map[string]bool {
	out := make(map[string]bool)
	for w := range strings.FieldsSeq(words) {
		out[w] = true
	}
	return out
}
