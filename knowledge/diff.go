package knowledge

import (
	"slices"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"
)

// Op says what became of a piece of text.
type Op string

// The operations, from an older text to a newer one.
const (
	Same    Op = "same"
	Added   Op = "added"
	Removed Op = "removed"
)

// Segment is a piece of two compared texts.
type Segment struct {
	Op   Op     `json:"op"`
	Text string `json:"text"`
}

// FieldDiff is a field in which two copies differ.
type FieldDiff struct {
	Field    string    `json:"field"` // its name in JSON
	Segments []Segment `json:"segments"`
}

// DiffCopies tells in which fields two copies differ, in the order of Copy. Lists
// are compared with an entry a line.
func DiffCopies(from, to Copy) []FieldDiff {
	out := []FieldDiff{}
	older, newer := from.fields(), to.fields()
	for i, f := range older {
		if f.text != newer[i].text {
			out = append(out, FieldDiff{f.name, Diff(f.text, newer[i].text)})
		}
	}
	return out
}

type field struct{ name, text string }

func (c Copy) fields() []field {
	lines := func(list []string) string { return strings.Join(list, "\n") }
	audience := ""
	if c.Internal {
		audience = "internal"
	}
	return []field{
		{"title", c.Title}, {"body", c.Body}, {"locale", c.Locale}, {"markets", lines(c.Markets)}, {"internal", audience},
		{"questions", lines(c.Questions)}, {"negative", lines(c.Negative)}, {"intents", lines(c.Intents)}, {"url", c.URL},
		{"channels", lines(c.Channels)}, {"valid_from", moment(c.ValidFrom)}, {"valid_until", moment(c.ValidUntil)},
	}
}

func moment(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return t.UTC().Format(time.RFC3339)
}

// mostEdits bounds a comparison: its time grows with the product of length and
// edits, its memory with the square of the edits.
const mostEdits = 1000

// Diff compares two texts by words, or by lines where they have too little in
// common for that.
func Diff(from, to string) []Segment {
	for _, cut := range []func(string) []string{words, func(s string) []string { return strings.SplitAfter(s, "\n") }} {
		if out, ok := diffTokens(cut(from), cut(to)); ok {
			return out
		}
	}
	return merged([]Segment{{Removed, from}, {Added, to}})
}

// words cuts a text into words, single spaces and signs; Han and Kana, which
// have no spaces, into characters.
func words(s string) []string {
	var out []string
	for len(s) > 0 {
		n := 0
		for n < len(s) {
			r, size := utf8.DecodeRuneInString(s[n:])
			inWord := (unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)) && !unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana)
			if !inWord && n > 0 {
				break
			}
			n += size
			if !inWord {
				break
			}
		}
		out = append(out, s[:n])
		s = s[n:]
	}
	return out
}

// diffTokens is the greedy algorithm of Myers, "An O(ND) Difference Algorithm and
// Its Variations" (1986). It gives up after mostEdits.
func diffTokens(a, b []string) ([]Segment, bool) {
	var head, tail []Segment
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		head = append(head, Segment{Same, a[0]})
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		tail = append(tail, Segment{Same, a[len(a)-1]})
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	trace, ok := furthest(a, b)
	if !ok {
		return nil, false
	}
	slices.Reverse(tail)
	middle := backtrack(trace, a, b)
	return merged(append(append(head, middle...), tail...)), true
}

// furthest gives for every number of edits how far each diagonal comes.
func furthest(a, b []string) (trace [][]int, ok bool) {
	most := min(len(a)+len(b), mostEdits)
	reach := make([]int, 2*most+3) // by diagonal + most + 1
	for d := 0; d <= most; d++ {
		for k := -d; k <= d; k += 2 {
			i := k + most + 1
			x := reach[i-1] + 1
			if k == -d || k != d && reach[i-1] < reach[i+1] {
				x = reach[i+1]
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			reach[i] = x
			if x >= len(a) && x-k >= len(b) {
				return append(trace, append([]int(nil), reach[most+1-d:most+2+d]...)), true
			}
		}
		trace = append(trace, append([]int(nil), reach[most+1-d:most+2+d]...))
	}
	return nil, false
}

// backtrack walks the trace from the end of both texts to their beginning.
func backtrack(trace [][]int, a, b []string) []Segment {
	var back []Segment
	x, y := len(a), len(b)
	for d := len(trace) - 1; d >= 0 && (x > 0 || y > 0); d-- {
		k := x - y
		startX, startY := 0, 0
		if d > 0 {
			before := func(k int) int { return trace[d-1][k+d-1] } // the diagonals -(d-1) to d-1
			down := k == -d || k != d && before(k-1) < before(k+1)
			if down {
				startX, startY = before(k+1), before(k+1)-(k+1)
			} else {
				startX, startY = before(k-1), before(k-1)-(k-1)
			}
		}
		for x > startX && y > startY {
			x, y = x-1, y-1
			back = append(back, Segment{Same, a[x]})
		}
		switch {
		case x > startX:
			x--
			back = append(back, Segment{Removed, a[x]})
		case y > startY:
			y--
			back = append(back, Segment{Added, b[y]})
		}
	}
	out := make([]Segment, 0, len(back))
	for i := len(back) - 1; i >= 0; i-- {
		out = append(out, back[i])
	}
	return out
}

// merged puts neighbours of one kind together, and what was removed before what
// was added in its place, also where a lone space between is the same.
func merged(in []Segment) []Segment {
	out := []Segment{}
	var removed, added strings.Builder
	flush := func() {
		for _, s := range []Segment{{Removed, removed.String()}, {Added, added.String()}} {
			if s.Text != "" {
				out = append(out, s)
			}
		}
		removed.Reset()
		added.Reset()
	}
	for i, s := range in {
		between := s.Text == " " && removed.Len()+added.Len() > 0 && i+1 < len(in) && in[i+1].Op != Same
		switch {
		case s.Op == Removed:
			removed.WriteString(s.Text)
		case s.Op == Added:
			added.WriteString(s.Text)
		case between:
			removed.WriteString(s.Text)
			added.WriteString(s.Text)
		default:
			flush()
			if n := len(out); n > 0 && out[n-1].Op == Same {
				out[n-1].Text += s.Text
			} else {
				out = append(out, s)
			}
		}
	}
	flush()
	return out
}
