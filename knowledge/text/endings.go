package text

import (
	"strconv"
	"strings"
	"unicode/utf8"
)

// step takes one ending off a word, the longest that leaves enough of it.
type step struct {
	longest int // bytes of the longest ending
	endings map[string]ending
	short   map[string]bool // stems that may have fewer letters
}

// ending is what is put in the place of what was cut.
type ending struct {
	instead string
	least   int // letters that the stem must have
}

// steps reads a table: a line is a step, and goes on in lines that begin with a space. A
// number is the fewest letters that the endings behind it leave; "cie>t" is an ending in
// whose place other letters are put; "=pag" is a stem that may have fewer letters.
func steps(table string) []step {
	var out []step
	least := 0
	short := make(map[string]bool)
	for line := range strings.Lines(strings.TrimPrefix(table, "\n")) {
		if line[0] != ' ' {
			out = append(out, step{endings: make(map[string]ending), short: short})
		}
		s := &out[len(out)-1]
		for _, f := range strings.Fields(line) {
			if n, err := strconv.Atoi(f); err == nil {
				least = n
				continue
			}
			if stem, ok := strings.CutPrefix(f, "="); ok {
				short[stem] = true
				continue
			}
			cut, instead, _ := strings.Cut(f, ">")
			s.endings[cut] = ending{instead, least}
			s.longest = max(s.longest, len(cut))
		}
	}
	return out
}

func (s step) cut(w string) string {
	for i := max(0, len(w)-s.longest); i < len(w); i++ {
		if e, ok := s.endings[w[i:]]; ok {
			if stem := w[:i] + e.instead; s.short[stem] || utf8.RuneCountInString(stem) >= e.least {
				return stem
			}
		}
	}
	return w
}

// byEndings takes the endings of a language off a word. Its accents do not count, so that
// a word has the same stem whether its writer has the keys for them or not; those of the
// letters that stay are kept.
func byEndings(lang, w string) string {
	if endings[lang] == nil {
		return w
	}
	plain := fold(lang, w)
	stem, known := irregular[lang][plain]
	if !known {
		stem = plain
		for _, s := range endings[lang] {
			stem = s.cut(stem)
		}
	}
	if plain == w || utf8.RuneCountInString(plain) != utf8.RuneCountInString(w) {
		return stem
	}
	kept, rest := w, stem
	for rest != "" {
		r, n := utf8.DecodeRuneInString(rest)
		p, _ := utf8.DecodeRuneInString(plain)
		if r != p {
			break
		}
		_, m := utf8.DecodeRuneInString(kept)
		plain, kept, rest = plain[n:], kept[m:], rest[n:]
	}
	return w[:len(w)-len(kept)] + rest
}
