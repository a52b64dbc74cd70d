package ingest

import (
	"strings"
)

// prose writes Markdown from the pieces that office files and PDFs have.
type prose struct {
	out    strings.Builder
	inList bool
}

// block begins a new block.
func (p *prose) block() {
	if p.out.Len() > 0 {
		p.out.WriteString("\n\n")
	}
	p.inList = false
}

// heading writes one; level is from 1 to 6.
func (p *prose) heading(level int, text string) {
	if text = oneLine(text); text == "" {
		return
	}
	p.block()
	p.out.WriteString(strings.Repeat("#", min(max(level, 1), 6)) + " " + text)
}

// paragraph writes one, with its line breaks.
func (p *prose) paragraph(text string) {
	var lines []string
	for l := range strings.SplitSeq(text, "\n") {
		if l = oneLine(l); l != "" {
			lines = append(lines, literal(l))
		}
	}
	if len(lines) > 0 {
		p.block()
		p.out.WriteString(strings.Join(lines, "\n"))
	}
}

// item writes one of a list; mark is "-" or a number with its dot.
func (p *prose) item(depth int, mark, text string) {
	if text = oneLine(text); text == "" {
		return
	}
	if p.inList {
		p.out.WriteByte('\n')
	} else {
		p.block()
	}
	p.inList = true
	p.out.WriteString(strings.Repeat("   ", min(max(depth, 0), 5)) + mark + " " + text)
}

// table writes rows, the first as the header. One of a single column is
// layout: its cells become paragraphs.
func (p *prose) table(rows [][]string) {
	width := 0
	for _, r := range rows {
		width = max(width, len(r))
	}
	if width < 2 {
		for _, r := range rows {
			p.paragraph(strings.Join(r, " "))
		}
		return
	}
	p.block()
	for i, r := range rows {
		if i > 0 {
			p.out.WriteByte('\n')
		}
		p.out.WriteByte('|')
		for c := range width {
			cell := ""
			if c < len(r) {
				cell = strings.ReplaceAll(oneLine(r[c]), "|", `\|`)
			}
			p.out.WriteString(" " + cell + " |")
		}
		if i == 0 {
			p.out.WriteString("\n|" + strings.Repeat(" --- |", width))
		}
	}
}

func (p *prose) String() string { return p.out.String() }

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// literal keeps a line of text from being read as a heading, a quotation, a
// rule or code.
func literal(s string) string {
	if strings.HasPrefix(s, "#") || strings.HasPrefix(s, ">") || strings.HasPrefix(s, "```") || strings.HasPrefix(s, "~~~") || strings.Trim(s, "-=*_ ") == "" {
		return `\` + s
	}
	return s
}
