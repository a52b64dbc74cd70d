package ingest

import (
	"cmp"
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// maxCell bounds one cell, in bytes.
const maxCell = 1 << 20

// parseCSV reads a table of questions and answers: an article a row. Every bad
// row is told with its line and column.
func parseCSV(text string) (docs []document, problems []Problem) {
	text = fromHeader(text)
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = delimiter(strings.TrimLeft(text, "\n"))
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return nil, []Problem{csvProblem(err, quoteStart(text, r.Comma))}
	}
	at, unused, problems := header(head, r.FieldPos)
	if len(problems) > 0 {
		return nil, problems
	}
	t := table{at: at, width: len(head), answers: make(map[string]int)}
	t.rows(text, r)
	t.warn(unusedWarning(unused))
	if len(t.docs) == 0 && !t.refused.any() {
		t.refused.add(Problem{Code: "no_rows", Message: "The table has a header and no row.", Hint: "Add a row for each question."})
	}
	return t.docs, t.refused.all()
}

// maxOpenQuotes is after how many quotes that are not closed nothing more of a
// table is read.
const maxOpenQuotes = 20

// rows reads the rows after the header. A quote that is not closed takes the
// rest of the file with it: what follows its line is read anew.
func (t *table) rows(text string, r *csv.Reader) {
	eachRow(text, r, func(cells []string, pos position) bool { t.row(cells, pos); return true },
		t.refused.add)
}

// eachRow gives the rows that are left in r, a reader of text, to take, until it
// says that it wants no more, and what is no row to refuse.
func eachRow(text string, r *csv.Reader, take func([]string, position) bool, refuse func(Problem)) {
	comma, above, open := r.Comma, 0, 0
	for {
		cells, err := r.Read()
		var bad *csv.ParseError
		switch {
		case errors.Is(err, io.EOF):
			return
		case err == nil:
			at := r
			if !take(cells, func(i int) (int, int) {
				line, column := at.FieldPos(i)
				return line + above, column
			}) {
				return
			}
			continue
		case !errors.As(err, &bad):
			refuse(csvProblem(err, 0))
			return
		}
		bad.StartLine, bad.Line = bad.StartLine+above, bad.Line+above
		if errors.Is(bad.Err, csv.ErrBareQuote) { // the reader goes on with the next row
			refuse(csvProblem(err, 0))
			continue
		}
		rest := afterLines(text, bad.StartLine-1)
		refuse(csvProblem(err, quoteStart(rest, comma)))
		if open++; open == maxOpenQuotes {
			return
		}
		above = bad.StartLine
		r = csv.NewReader(strings.NewReader(afterLines(rest, 1)))
		r.Comma, r.FieldsPerRecord = comma, -1
	}
}

// afterLines is the text after its first n lines.
func afterLines(text string, n int) string {
	for range n {
		_, text, _ = strings.Cut(text, "\n")
	}
	return text
}

// quoteStart is the column, from 1, at which the first field of a row begins
// whose quote is not closed as it must be; 0 if there is none.
func quoteStart(row string, comma rune) int {
	for at := 0; at < len(row) && row[at] != '\n'; {
		if row[at] != '"' {
			end := strings.IndexAny(row[at:], string(comma)+"\n")
			if end < 0 || row[at+end] == '\n' {
				return 0
			}
			at += end + 1
			continue
		}
		start := at
		for at++; at < len(row); at++ {
			if row[at] != '"' {
				continue
			}
			if at++; at >= len(row) || row[at] != '"' {
				break // a closing one, not one written twice
			}
		}
		if at >= len(row) && (row[len(row)-1] != '"' || at-start < 2) || at < len(row) && rune(row[at]) != comma && row[at] != '\n' {
			return start + 1
		}
		at++
	}
	return 0
}

// delimiter is the one of comma, semicolon and tab that the header has most.
func delimiter(text string) rune {
	line, _, _ := strings.Cut(text, "\n")
	best, most := ',', strings.Count(line, ",")
	for _, r := range ";\t" {
		if n := strings.Count(line, string(r)); n > most {
			best, most = r, n
		}
	}
	return best
}

// position tells where the field of a row stands in its file, from 1.
type position func(field int) (line, column int)

// table collects the rows of a file.
type table struct {
	at      map[string]int
	width   int
	sheet   string // what stands before messages, of a workbook with several
	docs    []document
	refused refusals
	answers map[string]int // document by key
}

func (t *table) row(cells []string, pos position) {
	if strings.TrimSpace(strings.Join(cells, "")) == "" {
		return // spreadsheets keep rows that were emptied
	}
	line, _ := pos(0)
	bad := func(column int, code, hint, format string, args ...any) {
		t.refused.add(Problem{Code: code, Message: t.sheet + fmt.Sprintf(format, args...), Hint: hint, Line: line, Column: column})
	}
	if len(cells) != t.width {
		bad(0, "ragged_row", "Put cells that contain the separator in quotes.", "The row has %d columns, the header has %d.", len(cells), t.width)
		return
	}
	get := func(name string) string {
		if i, ok := t.at[name]; ok {
			return strings.TrimSpace(cells[i])
		}
		return ""
	}
	for _, name := range columns[:2] {
		_, column := pos(t.at[name])
		switch n := len(get(name)); {
		case n == 0:
			bad(column, "empty_cell", "Fill it in, or take the row out.", "The %s is empty.", name)
			return
		case n > maxCell:
			bad(column, "cell_too_large", "Check for a quote that is not closed.", "The %s has %d bytes.", name, n)
			return
		}
	}
	internal := strings.ToLower(get("internal"))
	if !slices.Contains([]string{"", "true", "false", "yes", "no", "1", "0"}, internal) {
		_, column := pos(t.at["internal"])
		bad(column, "bad_value", "Use true or false.", "%q is neither true nor false.", internal)
		return
	}
	d := document{
		Title: get("title"), Body: unmarked(get("answer"), get("url")), Locale: get("locale"), URL: get("url"), Markets: list(get("market")),
		Intents: list(get("intents")), Questions: []string{get("question")}, Internal: internal == "true" || internal == "yes" || internal == "1", line: line,
	}
	if d.Title == "" {
		d.Title = d.Questions[0]
	}
	d.key = "#" + rowKey(get("id"), d)
	if d.Body == "" {
		_, column := pos(t.at["answer"])
		bad(column, "empty_cell", "Fill it in, or take the row out.", "The answer has no text.")
		return
	}
	t.keep(d, bad)
}

// warn tells something of the table as a whole, with its first article.
func (t *table) warn(s string) {
	if s != "" && len(t.docs) > 0 {
		t.docs[0].warnings = append(t.docs[0].warnings, s)
	}
}

// keep adds a row, unless the same question is there already.
func (t *table) keep(d document, bad func(int, string, string, string, ...any)) {
	first, twice := t.answers[d.key]
	switch {
	case !twice:
		t.answers[d.key] = len(t.docs)
		t.docs = append(t.docs, d)
	case t.docs[first].Body == d.Body:
		t.docs[first].warnings = append(t.docs[first].warnings, fmt.Sprintf("line %d repeats it", d.line))
	default:
		bad(0, "conflict", "Keep one of the two answers.", "The question is answered differently in line %d.", t.docs[first].line)
	}
}

// rowKey names a row by its id, else by its question, language and markets, so
// that rows may change places.
func rowKey(id string, d document) string {
	if id != "" {
		return id
	}
	sum := sha256.Sum256([]byte(strings.ToLower(strings.Join(strings.Fields(d.Questions[0]), " ")) + "\x00" + d.Locale + "\x00" + strings.Join(d.Markets, ",")))
	return hex.EncodeToString(sum[:6])
}

// list splits a cell at commas, semicolons, bars and spaces.
func list(cell string) []string {
	return strings.FieldsFunc(cell, func(r rune) bool { return strings.ContainsRune(",;| ", r) })
}

// csvProblem is the row of what is no CSV; column is where the quote began.
func csvProblem(err error, column int) Problem {
	p := Problem{Code: "malformed_csv", Message: "The table cannot be read.", Hint: "Export it again as CSV with UTF-8."}
	var bad *csv.ParseError
	if !errors.As(err, &bad) {
		return p
	}
	p.Line, p.Column = bad.StartLine, bad.Column
	switch {
	case errors.Is(bad.Err, csv.ErrQuote):
		p.Column = cmp.Or(column, bad.Column)
		p.Message = fmt.Sprintf("row %d: quote not closed (started col %d).", p.Line, p.Column)
		p.Hint = "Close the quote; write a quote inside a cell twice."
	case errors.Is(bad.Err, csv.ErrBareQuote):
		p.Message, p.Hint = fmt.Sprintf("row %d: a quote stands in a cell that has none around it.", bad.StartLine), "Put the cell in quotes and write the quote inside twice."
	}
	return p
}
