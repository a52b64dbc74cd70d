package ingest

import (
	"encoding/xml"
	"strconv"
	"strings"

	"frontdesk/knowledge"
)

// leftOut says whether an element holds nothing of the text as it is read:
// deleted and moved text, the second copy of a text box, files inside.
func (w *word) leftOut(name string) bool {
	switch name {
	case "altChunk":
		w.chunks++
		return true
	case "del", "moveFrom", "Fallback", "sectPr", "delText", "binData", "object":
		return true
	}
	return false
}

func (w *word) open() *para {
	if len(w.paras) == 0 {
		return nil
	}
	return w.paras[len(w.paras)-1]
}

func (w *word) grid() *grid {
	if len(w.tables) == 0 {
		return nil
	}
	return w.tables[len(w.tables)-1]
}

// start takes the beginning of an element.
func (w *word) start(t xml.StartElement) {
	p := w.open()
	switch t.Name.Local {
	case "p":
		w.paras = append(w.paras, &para{})
	case "r":
		if p != nil {
			p.vanish, p.bold = false, false
		}
	case "t":
		w.inText = true
	case "tab":
		w.write("\t")
	case "br", "cr":
		w.write("\n")
	case "footnoteReference":
		w.refer("f" + xmlAttr(t, "id"))
	case "endnoteReference":
		w.refer("e" + xmlAttr(t, "id"))
	case "footnote", "endnote":
		w.startNote(t)
	case "hyperlink", "fldSimple", "fldChar", "instrText":
		w.startLink(t)
	case "noBreakHyphen":
		w.write("-")
	case "tbl":
		w.tables = append(w.tables, &grid{})
	}
	if p != nil {
		p.property(t)
	}
	if g := w.grid(); g != nil {
		g.property(t)
	}
}

// property takes what is said about a paragraph or a run of it.
func (p *para) property(t xml.StartElement) {
	val := xmlAttr(t, "val")
	switch t.Name.Local {
	case "pStyle":
		p.style = val
	case "outlineLvl":
		if level, ok := headingLevel("", val); ok {
			p.style = "outline " + strconv.Itoa(level)
		}
	case "ilvl":
		p.depth, _ = strconv.Atoi(val) // of what is no number the depth is 0
	case "numId":
		if p.list = val; val == "0" {
			p.list = ""
		}
	case "b":
		p.bold = val != "0" && val != "false" && val != "off"
	case "vanish":
		p.vanish = val != "0" && val != "false" && val != "off"
	case "sz":
		if n, err := strconv.Atoi(val); err == nil && n <= 4 { // half points
			p.vanish = true
		}
	}
}

// property takes what is said about a cell.
func (g *grid) property(t xml.StartElement) {
	switch t.Name.Local {
	case "tr":
		g.row = nil
	case "tc":
		g.cell.Reset()
		g.span, g.below = 1, false
	case "gridSpan":
		if n, err := strconv.Atoi(xmlAttr(t, "val")); err == nil {
			g.span = min(max(n, 1), 50)
		}
	case "vMerge":
		g.below = xmlAttr(t, "val") != "restart"
	}
}

func xmlAttr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}

func (w *word) write(s string) {
	p := w.open()
	switch {
	case p == nil:
	case p.vanish:
		p.unseen = p.unseen || strings.TrimSpace(s) != ""
	default:
		p.plain = p.plain || !p.bold && strings.TrimSpace(s) != ""
		p.text.WriteString(s)
	}
}

// end takes the end of an element.
func (w *word) end(name string) {
	switch name {
	case "t":
		w.inText = false
	case "instrText":
		w.inCode = false
	case "hyperlink", "fldSimple":
		if p := w.open(); p != nil {
			p.endLink()
		}
	case "footnote", "endnote":
		w.endNote()
	case "r":
		if p := w.open(); p != nil && p.unseen {
			w.hidden++
			p.unseen = false
		}
	case "p":
		if p := w.open(); p != nil {
			w.paras = w.paras[:len(w.paras)-1]
			w.paragraph(p)
		}
	case "tc", "tr", "tbl":
		w.endGrid(name)
	}
}

func (w *word) endGrid(name string) {
	g := w.grid()
	if g == nil {
		return
	}
	switch name {
	case "tc":
		text := strings.TrimSpace(g.cell.String())
		if at := len(g.row); g.below && text == "" && len(g.rows) > 0 && at < len(g.rows[len(g.rows)-1]) {
			text = g.rows[len(g.rows)-1][at]
		}
		g.row = append(g.row, text)
		for range g.span - 1 {
			g.row = append(g.row, "")
		}
	case "tr":
		if strings.Join(g.row, "") != "" {
			g.rows = append(g.rows, g.row)
		}
	case "tbl":
		w.tables = w.tables[:len(w.tables)-1]
		if above := w.grid(); above != nil { // a table in a cell is its text
			for _, r := range g.rows {
				above.cell.WriteString(" " + strings.Join(r, " "))
			}
			return
		}
		w.kept = append(w.kept, written{table: g.rows})
	}
}

// paragraph writes a paragraph that has ended to where it stands.
func (w *word) paragraph(p *para) {
	text := strings.TrimSpace(p.text.String())
	if text == "" {
		return
	}
	if g := w.grid(); g != nil {
		g.cell.WriteString(" " + text)
		return
	}
	p.text.Reset()
	level, isHeading := w.styles[p.style]
	if level == contents {
		return
	}
	if rest, ok := strings.CutPrefix(p.style, "outline "); ok {
		level, _ = strconv.Atoi(rest)
		isHeading = true
	}
	if isHeading {
		w.styled = true
		if w.title < 0 || level == 1 && w.title > 1 {
			w.title, w.heading = level, oneLine(knowledge.Spoken(text))
		}
	}
	w.kept = append(w.kept, written{para: p, text: text, level: level, heading: isHeading})
}
