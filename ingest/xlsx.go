package ingest

import (
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"path"
	"strconv"
	"strings"
	"time"
)

// parseXLSX reads the tables of questions and answers of a workbook (ECMA-376,
// SpreadsheetML): an article a row of each sheet that has these two columns.
// Formulas give the value that was last saved with them.
func parseXLSX(data []byte, l Limits) ([]document, []Problem) {
	p, problem := openOffice("xlsx", data, l)
	if problem != nil {
		return nil, []Problem{*problem}
	}
	if p.find("xl/workbook.xml") == nil {
		return nil, []Problem{*notOffice(p, "xlsx")}
	}
	b := workbook{pack: p}
	if part, err := b.readParts(); err != nil {
		return nil, []Problem{*partProblem("xlsx", part, err, l)}
	}
	outside, err := p.outside()
	if err != nil {
		return nil, []Problem{*partProblem("xlsx", "of relationships", err, l)}
	}
	t := table{answers: make(map[string]int)}
	for _, s := range b.sheets {
		if err := b.take(s, &t); err != nil {
			return nil, []Problem{*partProblem("xlsx", s.part, err, l)}
		}
	}
	b.conclude(&t)
	if len(t.docs) > 0 {
		t.docs[0].warnings = append(t.docs[0].warnings, append(officeWarnings(p, outside, 0), b.warnings()...)...)
	}
	return t.docs, t.refused.all()
}

// workbook is an open XLSX file.
type workbook struct {
	pack     *pack
	sheets   []sheet
	texts    []string
	dates    []bool // by the number of a cell's style: whether it shows a date
	formats  []numberFormat
	since    time.Time
	formulas int
	unsaved  int // formulas without a value
	faults   int // cells that show an error
	merged   int
	hidden   int      // sheets and rows that are not shown
	others   []string // sheets that are no table of questions and answers
	refused  []Problem
}

// sheet is one of a workbook.
type sheet struct {
	name, part string
}

// readParts reads all but the sheets; on failure it names the part.
func (b *workbook) readParts() (string, error) {
	var w struct {
		Props struct {
			From1904 string `xml:"date1904,attr"`
		} `xml:"workbookPr"`
		Sheets []struct {
			Name  string `xml:"name,attr"`
			State string `xml:"state,attr"`
			ID    string `xml:"http://schemas.openxmlformats.org/officeDocument/2006/relationships id,attr"`
			Loose string `xml:"http://purl.oclc.org/ooxml/officeDocument/relationships id,attr"`
		} `xml:"sheets>sheet"`
	}
	if err := b.pack.decode("xl/workbook.xml", &w); err != nil {
		return "xl/workbook.xml", err
	}
	b.since = time.Date(1899, 12, 30, 0, 0, 0, 0, time.UTC)
	if w.Props.From1904 == "1" || w.Props.From1904 == "true" {
		b.since = time.Date(1904, 1, 1, 0, 0, 0, 0, time.UTC)
	}
	var rels relationships
	if err := b.pack.decode("xl/_rels/workbook.xml.rels", &rels); err != nil {
		return "xl/_rels/workbook.xml.rels", err
	}
	for _, s := range w.Sheets {
		if s.State == "hidden" || s.State == "veryHidden" {
			b.hidden++
			continue
		}
		for _, r := range rels.All {
			if (r.ID == s.ID || r.ID == s.Loose) && r.Mode != "External" && strings.HasSuffix(r.Type, "/worksheet") {
				part := path.Join("xl", r.Target)
				if strings.HasPrefix(r.Target, "/") {
					part = strings.TrimPrefix(r.Target, "/")
				}
				b.sheets = append(b.sheets, sheet{s.Name, part})
			}
		}
	}
	if err := b.readTexts(); err != nil {
		return "xl/sharedStrings.xml", err
	}
	return "xl/styles.xml", b.readDates()
}

// readTexts reads the table of shared strings, without the readings above
// Japanese words.
func (b *workbook) readTexts() error {
	f := b.pack.find("xl/sharedStrings.xml")
	if f == nil {
		return nil
	}
	r, err := b.pack.open(f)
	if err != nil {
		return err
	}
	defer r.Close()
	d := xml.NewDecoder(r)
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			return nil
		}
		if err != nil {
			return err
		}
		if e, ok := t.(xml.StartElement); ok && e.Name.Local == "si" {
			var s richText
			if err := d.DecodeElement(&s, &e); err != nil {
				return err
			}
			b.texts = append(b.texts, s.String())
		}
	}
}

// richText is a text in one piece or in several with their own looks.
type richText struct {
	Plain []string `xml:"t"`
	Runs  []string `xml:"r>t"`
}

// String joins the pieces.
func (t richText) String() string { return strings.Join(t.Plain, "") + strings.Join(t.Runs, "") }

// readDates learns which styles show a number as a date.
func (b *workbook) readDates() error {
	var s struct {
		Formats []struct {
			ID   int    `xml:"numFmtId,attr"`
			Code string `xml:"formatCode,attr"`
		} `xml:"numFmts>numFmt"`
		Cells []struct {
			Format int `xml:"numFmtId,attr"`
		} `xml:"cellXfs>xf"`
	}
	if err := b.pack.decode("xl/styles.xml", &s); err != nil {
		return err
	}
	own, codes := make(map[int]bool), map[int]string{2: "0.00", 4: "#,##0.00", 9: "0%", 10: "0.00%"} // these are built in
	for _, f := range s.Formats {
		own[f.ID], codes[f.ID] = showsDate(f.Code), f.Code
	}
	for _, c := range s.Cells {
		f := c.Format
		b.formats = append(b.formats, formatOf(codes[f]))
		b.dates = append(b.dates, own[f] || f >= 14 && f <= 22 || f >= 27 && f <= 36 || f >= 45 && f <= 47 || f >= 50 && f <= 58)
	}
	return nil
}

// showsDate says whether a number format has a day, a year or an hour outside
// of quotes and brackets.
func showsDate(code string) bool {
	quoted, bracket := false, false
	for _, r := range strings.ToLower(code) {
		switch {
		case r == '"':
			quoted = !quoted
		case quoted:
		case r == '[':
			bracket = true
		case r == ']':
			bracket = false
		case !bracket && strings.ContainsRune("dyh", r):
			return true
		}
	}
	return false
}

// date writes the day, and the time where there is one, of a serial number.
func (b *workbook) date(serial float64) string {
	if serial < 0 || serial > 3_000_000 {
		return strconv.FormatFloat(serial, 'f', -1, 64)
	}
	t := b.since.Add(time.Duration(serial*86400+0.5) * time.Second)
	switch {
	case serial < 1:
		return t.Format("15:04")
	case t.Hour() == 0 && t.Minute() == 0:
		return t.Format(time.DateOnly)
	}
	return t.Format("2006-01-02 15:04")
}

// conclude settles what sheets without the two columns mean: nothing beside one
// that has them, a refusal if none has.
func (b *workbook) conclude(t *table) {
	if len(t.docs) > 0 || t.refused.any() {
		return
	}
	for _, p := range b.refused {
		t.refused.add(p)
	}
	if !t.refused.any() {
		t.refused.add(Problem{Code: "no_rows", Message: "The workbook has no rows that are shown.", Hint: "Put a header with question and answer above the rows, and save it again."})
	}
}

// warnings tells what a reader of the articles would not see.
func (b *workbook) warnings() []string {
	var out []string
	for _, w := range []struct {
		n    int
		text string
	}{
		{b.hidden, "hidden_text_removed n=%d"}, {b.formulas, "formulas_as_last_saved n=%d"}, {b.unsaved, "formulas_without_value n=%d"},
		{b.faults, "error_cells n=%d"}, {b.merged, "merged_cells n=%d"},
	} {
		if w.n > 0 {
			out = append(out, fmt.Sprintf(w.text, w.n))
		}
	}
	if len(b.others) > 0 {
		out = append(out, "sheets_without_questions "+strings.Join(b.others, ", "))
	}
	return out
}
