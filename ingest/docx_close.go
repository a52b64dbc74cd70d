package ingest

import (
	"strings"
	"unicode"
	"unicode/utf8"
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
				level, w.heading = 1, oneLine(k.text)
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
	last, _ := utf8.DecodeLastRuneInString(k.text)
	return !k.para.plain && utf8.RuneCountInString(k.text) <= 80 && !strings.Contains(k.text, "\n") &&
		(unicode.IsLetter(last) || unicode.IsNumber(last) || strings.ContainsRune("?？)\"”", last))
}

// readNotes reads the texts of footnotes or endnotes, which may take back what stands
// above them.
func (w *word) readNotes(p *pack, kind, name string) error {
	var notes struct {
		All []struct {
			ID    string `xml:"id,attr"`
			Type  string `xml:"type,attr"`
			Paras []struct {
				Texts []string `xml:"r>t"`
			} `xml:"p"`
		} `xml:",any"`
	}
	if err := p.decode(name, &notes); err != nil {
		return err
	}
	for _, n := range notes.All {
		var b strings.Builder
		for _, para := range n.Paras {
			b.WriteString(strings.Join(para.Texts, "") + " ")
		}
		if text := oneLine(b.String()); text != "" && (n.Type == "" || n.Type == "normal") {
			w.notes[kind+n.ID] = text
		}
	}
	return nil
}

// note puts a footnote where it is referred to.
func (w *word) note(id string) {
	if text := w.notes[id]; text != "" {
		w.write(" (" + strings.TrimRight(text, ".") + ")")
	}
}
