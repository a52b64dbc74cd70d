package ingest

import (
	"cmp"
	"math"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// segment is a stretch of text on one line.
type segment struct {
	text      string
	x0, x1, y float64
	size      float64
	bold      bool
}

// row is what stands on one line, in the order in which it is read.
type row []segment

func (r row) text() string { return strings.Join(textsOf(r), " ") }

func textsOf(segs []segment) []string {
	texts := make([]string, len(segs))
	for i, s := range segs {
		texts[i] = s.text
	}
	return texts
}

// segments joins characters in the order in which they were painted, as long
// as each stands where the one before it ended.
func (l leaf) segments() []segment {
	var out []segment
	var cur segment
	var seen []string
	flush := func() {
		if cur.text = oneLine(asRead(seen)); cur.text != "" {
			out = append(out, cur)
		}
		seen = nil
	}
	spaced := l.spaced()
	for i, g := range asSeen(l.glyphs) {
		gap, wide := g.x-cur.x1, 1.6*g.size
		if spaced && g.text != " " && len(seen) > 0 && seen[len(seen)-1] != " " {
			wide = 0.8 * g.size // no space was written here: another cell begins
		}
		if i == 0 || math.Abs(g.y-cur.y) > 0.35*g.size || gap > wide || gap < -0.8*g.size || cur.bold != g.bold && gap > 0.8*g.size {
			flush()
			cur = segment{x0: g.x, x1: g.x, y: g.y, size: g.size, bold: g.bold}
		} else if gap > 0.18*g.size {
			seen = append(seen, " ")
		}
		seen = append(seen, g.text)
		cur.size = max(cur.size, g.size)
		cur.bold = cur.bold && g.bold
		cur.x1 = max(cur.x1, g.x+g.w)
	}
	flush()
	return out
}

// spaced says whether a page has characters for the spaces between its words; in
// others words only stand apart.
func (l leaf) spaced() bool {
	n := 0
	for _, g := range l.glyphs {
		if g.text == " " {
			n++
		}
	}
	return n*20 >= len(l.glyphs)
}

// digits stand for each other in lines that repeat, such as page numbers.
var digits = regexp.MustCompile(`\d+`)

// withoutMargins drops the first and last rows of pages where they repeat, and
// page numbers.
func withoutMargins(pages [][]row) [][]row {
	for i, rows := range pages {
		pages[i] = withoutPrinted(rows)
	}
	if len(pages) < 3 {
		return pages
	}
	count := make(map[string]int)
	for _, rows := range pages {
		for _, name := range marginsOf(rows) {
			count[name]++
		}
	}
	for i, rows := range pages {
		for _, name := range marginsOf(rows) {
			// Left and right pages differ, so do chapters.
			if number := name[1:] == "#"; count[name] < 3 || count[name]*5 <= len(pages) && !number {
				continue
			}
			if strings.HasPrefix(name, "^") {
				rows = rows[1:]
			} else if len(rows) > 0 {
				rows = rows[:len(rows)-1]
			}
		}
		pages[i] = rows
	}
	return pages
}

// What browsers print around a page: above it the day and the title, below it the
// address and the page.
var (
	printedAbove = regexp.MustCompile(`^\d{1,4}[./-]\d{1,2}[./-]\d{1,4},? \d{1,2}:\d\d( [AP]M)?\b`)
	printedBelow = regexp.MustCompile(`^(https?|file)://\S+ \d+/\d+$`)
)

func withoutPrinted(rows []row) []row {
	if n := len(rows); n > 1 && printedBelow.MatchString(rows[n-1].text()) {
		rows = rows[:n-1]
		if printedAbove.MatchString(rows[0].text()) {
			rows = rows[1:]
		}
	}
	return rows
}

// marginsOf names the first and the last row of a page.
func marginsOf(rows []row) []string {
	if len(rows) == 0 {
		return nil
	}
	return []string{"^" + digits.ReplaceAllString(rows[0].text(), "#"), "$" + digits.ReplaceAllString(rows[len(rows)-1].text(), "#")}
}

// layOut writes the pages as one text.
func layOut(pages []leaf) document {
	all := make([][]row, len(pages))
	for i, p := range pages {
		all[i] = inOrder(p.segments(), 0)
	}
	all = withoutMargins(all)
	w := setter{sizes: sizesOf(all)}
	var d document
	for _, rows := range all {
		d.pages = append(d.pages, w.out.out.Len())
		w.page(rows)
	}
	d.Body, d.Title = w.out.String(), w.title
	return d
}

// sizesOf gives the size of running text, the most used one, and those of
// headings, the largest first.
func sizesOf(pages [][]row) (sizes []float64) {
	letters := make(map[float64]int)
	for _, rows := range pages {
		for _, r := range rows {
			for _, s := range r {
				letters[math.Round(s.size*2)/2] += utf8.RuneCountInString(s.text)
			}
		}
	}
	body, most := 0.0, 0
	for size, n := range letters {
		if n > most || n == most && size < body {
			body, most = size, n
		}
	}
	for size := range letters {
		if size >= 1.15*body {
			sizes = append(sizes, size)
		}
	}
	slices.SortFunc(sizes, func(a, b float64) int { return cmp.Compare(b, a) })
	return append(sizes, body)
}

// setter writes rows as Markdown.
type setter struct {
	out   prose
	sizes []float64 // of headings, then that of running text
	title string
	level int // of title
}

// bullet matches the mark of a list.
var bullet = regexp.MustCompile(`^(?:[•◦▪●■‣∙·]|[-–—*])\s+|^(\d{1,2})[.)]\s+`)

// page writes the rows of a page.
func (w *setter) page(rows []row) {
	var open []string // lines of the paragraph that is being gathered
	flush := func() {
		w.paragraph(open)
		open = nil
	}
	for i := 0; i < len(rows); i++ {
		if n := tableAt(rows[i:]); n > 0 {
			flush()
			cells := make([][]string, n)
			for j, r := range rows[i : i+n] {
				for _, s := range r {
					cells[j] = append(cells[j], s.text)
				}
			}
			w.out.table(cells)
			i += n - 1
			continue
		}
		r := rows[i]
		text := r.text()
		if level := w.heading(r, text); level > 0 {
			flush()
			if w.title == "" || level < w.level {
				w.title, w.level = text, level
			}
			w.out.heading(level, text)
			continue
		}
		apart := i > 0 && (rows[i-1][0].y-r[0].y > 1.75*r[0].size || rows[i-1][0].y < r[0].y)
		if apart || bullet.MatchString(text) {
			flush()
		}
		open = append(open, text)
	}
	flush()
}

// heading gives the level of a row that is one; 0 if it is none.
func (w *setter) heading(r row, text string) int {
	body := w.sizes[len(w.sizes)-1]
	if len(r) > 2 || utf8.RuneCountInString(text) > 120 || !strings.ContainsFunc(text, unicode.IsLetter) || bullet.MatchString(text) && r[0].size < 1.15*body {
		return 0
	}
	if size := math.Round(r[0].size*2) / 2; size >= 1.15*body {
		return min(slices.Index(w.sizes, size)+1, 4)
	}
	if r[0].bold && len(r) == 1 && utf8.RuneCountInString(text) <= 80 && !strings.ContainsAny(text[len(text)-1:], ".,;:") {
		return min(len(w.sizes), 5)
	}
	return 0
}

// paragraph joins lines; a hyphen at the end of one goes if the word goes on.
func (w *setter) paragraph(lines []string) {
	var b strings.Builder
	for i, l := range lines {
		before := b.String()
		first, _ := utf8.DecodeRuneInString(l)
		last, _ := utf8.DecodeLastRuneInString(before)
		switch {
		case i == 0:
		case strings.HasSuffix(before, "-") && unicode.IsLower(first):
			b.Reset()
			b.WriteString(strings.TrimSuffix(before, "-"))
		case dense(first) && dense(last):
		default:
			b.WriteByte(' ')
		}
		b.WriteString(l)
	}
	text := b.String()
	m := bullet.FindStringSubmatch(text)
	switch {
	case m == nil:
		w.out.paragraph(text)
	case m[1] != "":
		w.out.item(0, m[1]+".", strings.TrimPrefix(text, m[0]))
	default:
		w.out.item(0, "-", strings.TrimPrefix(text, m[0]))
	}
}

// dense says whether a letter is of a script that is written without spaces.
func dense(r rune) bool {
	return unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Thai) || r >= 0x3000 && r <= 0x303f || r >= 0xff00 && r <= 0xffef
}

// tableAt says how many rows make a table: at least three of as many cells
// each, which begin or end below each other.
func tableAt(rows []row) int {
	first := rows[0]
	if len(first) < 2 || len(first) == 2 && bullet.MatchString(first[0].text+" ") { // a list, indented far
		return 0
	}
	n := 1
	for _, r := range rows[1:] {
		if len(r) != len(first) {
			break
		}
		for i, s := range r {
			if math.Abs(s.x0-first[i].x0) > 1.5*s.size && math.Abs(s.x1-first[i].x1) > 1.5*s.size {
				return atLeast(n, 3)
			}
		}
		n++
	}
	return atLeast(n, 3)
}

func atLeast(n, least int) int {
	if n < least {
		return 0
	}
	return n
}
