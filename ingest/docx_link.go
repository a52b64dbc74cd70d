package ingest

import (
	"encoding/xml"
	"strings"
)

// span is an open hyperlink of a paragraph: where it leads, and where its words begin.
type span struct {
	to   string
	from int
}

// field is an open field: its code, and where its result begins in which paragraph.
type field struct {
	code strings.Builder
	para *para
	from int
}

// Bounds of what may be open at once, and of a field's code.
const (
	mostOpen = 50
	mostCode = 4000
)

// startLink takes the beginning of what may be a link: an element of its own, or a field
// in either of the two ways in which Word writes them (ECMA-376, 17.16).
func (w *word) startLink(t xml.StartElement) {
	p := w.open()
	if p == nil {
		return
	}
	switch t.Name.Local {
	case "instrText":
		w.inCode = true
	case "fldChar":
		w.fieldChar(p, xmlAttr(t, "fldCharType"))
	case "fldSimple":
		p.startLink(linkOf(xmlAttr(t, "instr")))
	default:
		to := w.links[xmlAttr(t, "id")]
		if anchor := xmlAttr(t, "anchor"); to != "" && anchor != "" && !strings.Contains(to, "#") {
			to += "#" + anchor
		}
		p.startLink(to)
	}
}

func (p *para) startLink(to string) {
	if len(p.links) < mostOpen {
		p.links = append(p.links, span{to, p.text.Len()})
	}
}

func (p *para) endLink() {
	if n := len(p.links); n > 0 {
		p.link(p.links[n-1])
		p.links = p.links[:n-1]
	}
}

// link makes the words since the beginning of a span a link.
func (p *para) link(s span) {
	if s.to == "" || s.from > p.text.Len() {
		return
	}
	words := string(p.text.Bytes()[s.from:])
	label := oneLine(words)
	if label == "" || strings.Contains(label, "](") {
		return
	}
	link := place{}.link(label, s.to)
	if link == label {
		return
	}
	p.text.Truncate(s.from)
	p.text.WriteString(spacedAs(words, link))
}

// code takes a piece of the code of the open field.
func (w *word) code(s string) {
	if n := len(w.fields); n > 0 && w.fields[n-1].code.Len()+len(s) <= mostCode {
		w.fields[n-1].code.WriteString(s)
	}
}

// fieldChar takes the marks between which a field's code and its result stand.
func (w *word) fieldChar(p *para, kind string) {
	n := len(w.fields)
	switch {
	case kind == "begin" && n < mostOpen:
		w.fields = append(w.fields, &field{})
	case kind == "separate" && n > 0:
		w.fields[n-1].para, w.fields[n-1].from = p, p.text.Len()
	case kind == "end" && n > 0:
		if f := w.fields[n-1]; f.para == p {
			p.link(span{linkOf(f.code.String()), f.from})
		}
		w.fields = w.fields[:n-1]
	}
}

// linkOf is where a field leads: HYPERLINK "address" \l "anchor". Empty for another field,
// and for a place in the document itself.
func linkOf(code string) string {
	rest, ok := strings.CutPrefix(strings.TrimSpace(code), "HYPERLINK")
	if !ok {
		return ""
	}
	to, rest := quoted(strings.TrimSpace(rest))
	if strings.HasPrefix(to, `\`) {
		return ""
	}
	if _, anchor, found := strings.Cut(rest, `\l `); found && !strings.Contains(to, "#") {
		if anchor, _ = quoted(strings.TrimSpace(anchor)); anchor != "" {
			to += "#" + anchor
		}
	}
	return to
}

// quoted takes a word, which may stand in quotes, off a text.
func quoted(s string) (word, rest string) {
	if after, ok := strings.CutPrefix(s, `"`); ok {
		word, rest, _ = strings.Cut(after, `"`)
		return word, rest
	}
	word, rest, _ = strings.Cut(s, " ")
	return word, rest
}
