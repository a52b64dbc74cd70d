package ingest

import (
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"frontdesk/knowledge"
)

// written is a paragraph or a table that has been read.
type written struct {
	para    *para
	text    string
	level   int
	heading bool
	table   [][]string
}

// close writes what was read. In a document without any heading that says so, short
// lines in bold are what its writer meant to be headings.
func (w *word) close() {
	for i, k := range w.kept {
		switch {
		case k.table != nil:
			w.out.table(k.table)
		case k.heading:
			w.out.heading(k.level, k.text)
		case k.para.list != "":
			w.item(k.para, k.text)
		case !w.styled && k.looksLikeHeading() && i+1 < len(w.kept):
			level := 2
			if w.heading == "" {
				level, w.heading = 1, oneLine(knowledge.Spoken(k.text))
			}
			w.out.heading(level, k.text)
		default:
			w.counts = [10]int{}
			w.out.paragraph(k.text)
		}
	}
}

// looksLikeHeading tells of a paragraph whether it is a short line in bold that is no
// sentence.
func (k written) looksLikeHeading() bool {
	text := knowledge.Spoken(k.text)
	last, _ := utf8.DecodeLastRuneInString(text)
	return !k.para.plain && utf8.RuneCountInString(text) <= 80 && !strings.Contains(k.text, "\n") &&
		(unicode.IsLetter(last) || unicode.IsNumber(last) || strings.ContainsRune("?？)\"”", last))
}

// item writes one of a list, numbered where its list is.
func (w *word) item(p *para, text string) {
	depth := min(max(p.depth, 0), len(w.counts)-1)
	mark := "-"
	if w.lists[p.list+"/"+strconv.Itoa(depth)] {
		w.counts[depth]++
		mark = strconv.Itoa(w.counts[depth]) + "."
	}
	for deeper := depth + 1; deeper < len(w.counts); deeper++ {
		w.counts[deeper] = 0
	}
	w.out.item(depth, mark, text)
}
