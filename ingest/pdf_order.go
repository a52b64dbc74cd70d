package ingest

import (
	"cmp"
	"math"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Pages have their characters where they are seen. What is written from right to
// left is read from the other end; numbers and foreign words within it are not.

// rightward tells of a text which way its letters go: 1 to the right, -1 to the
// left, 0 where it has none.
func rightward(s string) int {
	for _, r := range s {
		switch {
		case unicode.In(r, unicode.Arabic, unicode.Hebrew, unicode.Syriac, unicode.Thaana) && unicode.IsLetter(r):
			return -1
		case unicode.IsLetter(r):
			return 1
		}
	}
	return 0
}

// leftwards says whether most of what some texts say runs to the left.
func leftwards(texts ...string) bool {
	n := 0
	for _, t := range texts {
		n += rightward(t)
	}
	return n < 0
}

// asSeen puts the characters of lines that run to the left in the order in which
// they stand: some programs paint them as they are read.
func asSeen(glyphs []glyph) []glyph {
	for from := 0; from < len(glyphs); {
		to, left, back := from+1, rightward(glyphs[from].text) < 0, 0
		for to < len(glyphs) && math.Abs(glyphs[to].y-glyphs[from].y) <= 0.35*glyphs[to].size {
			left = left || rightward(glyphs[to].text) < 0
			back += cmp.Compare(glyphs[to-1].x, glyphs[to].x)
			to++
		}
		if line := glyphs[from:to]; left && back > 0 {
			for i := 1; i < len(line); i++ { // a mark stays with its letter
				if r, _ := utf8.DecodeRuneInString(line[i].text); unicode.Is(unicode.Mn, r) {
					line[i].x = math.Nextafter(line[i-1].x, math.Inf(-1))
				}
			}
			slices.SortStableFunc(line, func(a, b glyph) int { return cmp.Compare(a.x, b.x) })
		}
		from = to
	}
	return glyphs
}

// asRead puts the characters of a line, given from left to right, into the order
// in which they are read: the way back from the Unicode bidirectional algorithm
// (UAX #9), as far as lines of a help text need it.
func asRead(seen []string) string {
	if !slices.ContainsFunc(seen, func(s string) bool { return rightward(s) < 0 }) {
		return strings.Join(seen, "")
	}
	all := slices.Clone(seen)
	if !leftwards(all...) {
		turnRuns(all, func(s string) bool { return rightward(s) < 0 }, func(s string) bool { return rightward(s) == 0 && !isDigits(s) })
		return strings.Join(all, "")
	}
	slices.Reverse(all)
	turnRuns(all, func(s string) bool { return rightward(s) > 0 }, func(s string) bool { return rightward(s) == 0 && !isDigits(s) })
	return strings.Join(turnNumbers(all), "")
}

// turnRuns reverses what goes from one part of a kind to the last one that only
// neutral parts and parts of the kind stand between.
func turnRuns(all []string, kind, between func(string) bool) {
	for from := 0; from < len(all); from++ {
		if !kind(all[from]) {
			continue
		}
		last := from
		for i := from + 1; i < len(all) && (kind(all[i]) || between(all[i])); i++ {
			if kind(all[i]) {
				last = i
			}
		}
		slices.Reverse(all[from : last+1])
		from = last
	}
}

// turnNumbers reverses numbers, with the marks within them.
func turnNumbers(all []string) []string {
	for from := 0; from < len(all); from++ {
		if !isDigits(all[from]) {
			continue
		}
		last := from
		for i := from + 1; i < len(all) && (isDigits(all[i]) || strings.Contains(".,:/٫٬", all[i]) && all[i] != ""); i++ {
			if isDigits(all[i]) {
				last = i
			}
		}
		slices.Reverse(all[from : last+1])
		from = last
	}
	return all
}

func isDigits(s string) bool {
	return s != "" && strings.IndexFunc(s, func(r rune) bool { return !unicode.IsDigit(r) }) < 0
}

// plainForm gives the letter for what fonts have as the form of one: Arabic and
// Hebrew letters as they are joined, and the radicals of Chinese dictionaries.
func plainForm(s string) string {
	if strings.IndexFunc(s, isForm) < 0 {
		return s
	}
	var b strings.Builder
	for _, r := range s {
		if isForm(r) {
			b.WriteString(norm.NFKC.String(string(r)))
		} else {
			b.WriteRune(r)
		}
	}
	return b.String()
}

func isForm(r rune) bool {
	return r >= 0x2e80 && r <= 0x2fdf || r >= 0xfb1d && r <= 0xfdff || r >= 0xfe70 && r <= 0xfefc
}
