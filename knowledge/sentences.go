package knowledge

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge/text"
)

// abbreviations end in a full stop that ends no sentence.
var abbreviations = func() map[string]bool {
	set := make(map[string]bool)
	for _, w := range strings.Fields(`e.g i.e etc vs mr mrs ms dr st no nr art z.b d.h u.a bzw ca ggf inkl exkl zzgl evtl str tel abs usw usf
		p.ej ej sr sra srta ud uds núm pág aprox m mme env cf p.ex dott sig ecc bijv m.b.t approx incl excl max min inc ltd co dept est fig a.m p.m u.s`) {
		set[w] = true
	}
	return set
}()

// Spoken is a text without the addresses of its Markdown links: what it says.
func Spoken(s string) string { return text.Spoken(s) }

// Sentences splits a paragraph, keeping every character: joined they are the
// paragraph again.
func Sentences(s string) []string {
	var out []string
	start := 0
	for i := 0; i < len(s); {
		r, n := utf8.DecodeRuneInString(s[i:])
		i += n
		switch label, end, ok := linked(s, i-n, r); {
		case ok:
			i = end
			if last, n := utf8.DecodeLastRuneInString(s[:label]); !boundary(s[end:]) || !ends(s[:label], label-n, last) {
				continue
			}
		case !ends(s, i-n, r):
			continue
		}
		i = closeSentence(s, i)
		out = append(out, s[start:i])
		start = i
	}
	if strings.TrimSpace(s[start:]) != "" {
		out = append(out, s[start:])
	} else if len(out) > 0 {
		out[len(out)-1] += s[start:]
	}
	return out
}

// linked is where the words of a link end and where it ends, which are one word of a
// sentence.
func linked(s string, i int, r rune) (label, end int, ok bool) {
	if r != '[' {
		return 0, 0, false
	}
	return text.LinkAt(s, i)
}

// longestWord is how many bytes before a full stop are looked at: abbreviations have fewer.
const longestWord = 64

// ends says whether the rune at i ends a sentence.
func ends(s string, i int, r rune) bool {
	switch r {
	case '。', '！', '？', '｡', '؟', '۔', '।':
		return true
	case '!', '?', '…':
		return boundary(s[i+utf8.RuneLen(r):])
	case '.':
		if !boundary(s[i+1:]) {
			return false
		}
		word := s[max(0, i-longestWord):i]
		word = word[strings.LastIndexAny(word, " \n\t(")+1:]
		return !abbreviations[strings.ToLower(word)] && !ordinal(word, s[i+1:]) && (utf8.RuneCountInString(word) != 1 || strings.Trim(word, "0123456789") == "")
	}
	return false
}

// ordinal is a short number whose full stop belongs to it ("3. Mai", "2. Etage").
func ordinal(word, rest string) bool {
	return len(word) > 0 && len(word) <= 2 && strings.Trim(word, "0123456789") == "" && strings.TrimSpace(rest) != ""
}

// boundary says whether what follows an end mark can start a sentence.
func boundary(rest string) bool {
	if rest == "" {
		return true
	}
	r, _ := utf8.DecodeRuneInString(rest)
	return unicode.IsSpace(r) || strings.ContainsRune(`"'”’)»]*_.!?`, r) || unicode.Is(unicode.Han, r)
}

// closeSentence takes closing quotes, brackets and the space into the sentence
// that they end.
func closeSentence(s string, i int) int {
	for i < len(s) {
		r, n := utf8.DecodeRuneInString(s[i:])
		if !unicode.IsSpace(r) && !strings.ContainsRune(`"'”’」』）)»]*_.!?。！？`, r) {
			break
		}
		i += n
	}
	return i
}
