package ingest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"strconv"
	"strings"
)

// maxColumns bounds the cells of a row that are looked at.
const maxColumns = 200

// sheetRow is a row that has something in it.
type sheetRow struct {
	number int
	cells  []string
}

// sheetCell is a cell as the file has it.
type sheetCell struct {
	Ref     string    `xml:"r,attr"`
	Type    string    `xml:"t,attr"`
	Style   int       `xml:"s,attr"`
	Formula *struct{} `xml:"f"`
	Value   *string   `xml:"v"`
	Inline  *richText `xml:"is"`
}

// take reads a sheet into the table of questions and answers.
func (b *workbook) take(s sheet, t *table) error {
	rows, err := b.fromHeader(s)
	if err != nil || len(rows) == 0 {
		return err
	}
	t.sheet = ""
	if len(b.sheets) > 1 {
		t.sheet = fmt.Sprintf("Sheet %q: ", s.name)
	}
	head := fitted(rows[0].cells, 0)
	at, unused, problems := header(head, func(i int) (int, int) { return rows[0].number, i + 1 })
	if len(problems) > 0 {
		b.others = append(b.others, s.name)
		for _, p := range problems {
			p.Message = t.sheet + p.Message
			b.refused = append(b.refused, p)
		}
		return nil
	}
	first := len(t.docs)
	t.at, t.width = at, len(head)
	for _, row := range rows[1:] {
		t.row(fitted(row.cells, len(head)), func(i int) (int, int) { return row.number, i + 1 })
	}
	if warning := unusedWarning(unused); warning != "" && len(t.docs) > first {
		t.docs[first].warnings = append(t.docs[first].warnings, warning)
	}
	return nil
}

// fromHeader reads the rows of a sheet from the one that names the columns on, if one of the
// first does.
func (b *workbook) fromHeader(s sheet) ([]sheetRow, error) {
	f := b.pack.find(s.part)
	if f == nil {
		return nil, errors.New("missing")
	}
	r, err := b.pack.open(f)
	if err != nil {
		return nil, err
	}
	defer r.Close()
	rows, err := b.rows(r)
	if err != nil {
		return nil, err
	}
	for i := range rows[:min(mostAbove+1, len(rows))] {
		if isHeader(rows[i].cells) {
			return rows[i:], nil
		}
	}
	return rows, nil
}

// fitted gives a row as many cells as the header has, but for those beyond it that are not
// empty.
func fitted(cells []string, width int) []string {
	for len(cells) > width && cells[len(cells)-1] == "" {
		cells = cells[:len(cells)-1]
	}
	return append(cells, make([]string, max(0, width-len(cells)))...)
}

// rows reads the rows of a sheet that are shown and have something in them.
func (b *workbook) rows(r io.Reader) ([]sheetRow, error) {
	d := xml.NewDecoder(r)
	var rows []sheetRow
	row := sheetRow{}
	shown, depth := true, 0
	for {
		t, err := d.RawToken() // a million empty rows are read twice as fast
		if errors.Is(err, io.EOF) && depth == 0 {
			return rows, nil
		}
		if err != nil {
			return nil, err
		}
		switch e := t.(type) {
		case xml.StartElement:
			depth++
			switch e.Name.Local {
			case "row":
				row, shown = sheetRow{number: row.number + 1}, hiddenAttr(e) == ""
				if n, err := strconv.Atoi(xmlAttr(e, "r")); err == nil {
					row.number = n
				}
			case "c":
				depth-- // its end is read with it
				if err := b.cell(d, e, &row); err != nil {
					return nil, err
				}
			case "mergeCell":
				b.merge(rows, xmlAttr(e, "ref"))
			}
		case xml.EndElement:
			depth--
			if e.Name.Local != "row" || strings.Join(row.cells, "") == "" {
				continue
			}
			if shown {
				rows = append(rows, row)
			} else {
				b.hidden++
			}
		}
	}
}

func hiddenAttr(e xml.StartElement) string {
	if v := xmlAttr(e, "hidden"); v == "1" || v == "true" {
		return v
	}
	return ""
}

// cell reads one cell into its row.
func (b *workbook) cell(d *xml.Decoder, start xml.StartElement, row *sheetRow) error {
	c, err := readCell(d, start)
	if err != nil {
		return err
	}
	column, _, ok := reference(c.Ref)
	if !ok {
		column = len(row.cells)
	}
	text, err := b.value(c)
	if err != nil {
		return err
	}
	if text == "" || column >= maxColumns {
		return nil
	}
	for len(row.cells) <= column {
		row.cells = append(row.cells, "")
	}
	row.cells[column] = text
	return nil
}

// readCell reads a cell's element from raw tokens.
func readCell(d *xml.Decoder, start xml.StartElement) (sheetCell, error) {
	c := sheetCell{Ref: xmlAttr(start, "r"), Type: xmlAttr(start, "t")}
	c.Style, _ = strconv.Atoi(xmlAttr(start, "s")) // none is style 0
	var open []string
	for {
		t, err := d.RawToken()
		if err != nil {
			return c, err
		}
		switch e := t.(type) {
		case xml.StartElement:
			if open = append(open, e.Name.Local); len(open) > 8 {
				return c, errNesting
			}
			if e.Name.Local == "f" {
				c.Formula = &struct{}{}
			}
		case xml.EndElement:
			if len(open) == 0 {
				return c, nil
			}
			open = open[:len(open)-1]
		case xml.CharData:
			c.text(open, string(e))
		}
	}
}

// text takes characters inside of a cell.
func (c *sheetCell) text(open []string, s string) {
	in := strings.Join(open, "/")
	switch {
	case in == "v":
		if c.Value == nil {
			c.Value = new(string)
		}
		*c.Value += s
	case in == "is/t" || in == "is/r/t":
		if c.Inline == nil {
			c.Inline = &richText{}
		}
		c.Inline.Plain = append(c.Inline.Plain, s)
	}
}

// value is what a cell shows.
func (b *workbook) value(c sheetCell) (string, error) {
	if c.Formula != nil {
		if b.formulas++; c.Value == nil {
			b.unsaved++
			return "", nil
		}
	}
	switch {
	case c.Inline != nil:
		return strings.TrimSpace(c.Inline.String()), nil
	case c.Value == nil:
		return "", nil
	}
	v := strings.TrimSpace(*c.Value)
	switch c.Type {
	case "s":
		n, err := strconv.Atoi(v)
		if err != nil || n < 0 || n >= len(b.texts) {
			return "", fmt.Errorf("cell %s points to a text that is not there", c.Ref)
		}
		return strings.TrimSpace(b.texts[n]), nil
	case "e":
		b.faults++
		return "", nil
	case "b":
		return map[string]string{"1": "true", "0": "false"}[v], nil
	case "str", "d":
		return v, nil
	}
	n, err := strconv.ParseFloat(v, 64)
	if err != nil {
		return v, nil
	}
	if c.Style >= 0 && c.Style < len(b.dates) && b.dates[c.Style] {
		return b.date(n), nil
	}
	if c.Style >= 0 && c.Style < len(b.formats) {
		return b.formats[c.Style].show(n), nil
	}
	return strconv.FormatFloat(n, 'f', -1, 64), nil
}

// merge copies the value of merged cells down to the rows that it stands for.
func (b *workbook) merge(rows []sheetRow, ref string) {
	from, to, _ := strings.Cut(ref, ":")
	column, first, ok := reference(from)
	_, last, ok2 := reference(to)
	if !ok || !ok2 || column >= maxColumns {
		return
	}
	b.merged++
	value := ""
	for i := range rows {
		row := &rows[i]
		switch {
		case row.number == first && column < len(row.cells):
			value = row.cells[column]
		case row.number > first && row.number <= last && value != "":
			for len(row.cells) <= column {
				row.cells = append(row.cells, "")
			}
			row.cells[column] = value
		}
	}
}

// reference reads a cell's name (B7): its column from 0 and its row from 1.
func reference(ref string) (column, row int, ok bool) {
	letters := 0
	for letters < len(ref) && letters < 4 && ref[letters] >= 'A' && ref[letters] <= 'Z' {
		column = column*26 + int(ref[letters]-'A') + 1
		letters++
	}
	row, err := strconv.Atoi(ref[letters:])
	return column - 1, row, letters > 0 && err == nil && row > 0
}
