package ingest

import (
	"crypto/sha256"
	"encoding/csv"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// columns of a table of questions and answers. The first two must be there.
var columns = []string{"question", "answer", "id", "locale", "market", "title", "url", "intents", "internal"}

// maxCell bounds one cell, in bytes.
const maxCell = 1 << 20

// parseCSV reads a table of questions and answers: an article a row. Every bad
// row is told with its line and column.
func parseCSV(text string) (docs []document, problems []Problem) {
	r := csv.NewReader(strings.NewReader(text))
	r.Comma = delimiter(text)
	r.FieldsPerRecord = -1
	head, err := r.Read()
	if err != nil {
		return nil, []Problem{csvProblem(err)}
	}
	at, problems := header(head, r.FieldPos)
	if len(problems) > 0 {
		return nil, problems
	}
	t := table{at: at, width: len(head), answers: make(map[string]int)}
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			// After a bad quote nothing says where the next row begins.
			t.problems = append(t.problems, csvProblem(err))
			break
		}
		t.row(cells, r.FieldPos)
	}
	if len(t.docs) == 0 && len(t.problems) == 0 {
		t.problems = append(t.problems, Problem{Code: "no_rows", Message: "The table has a header and no row.", Hint: "Add a row for each question."})
	}
	return t.docs, t.problems
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

// header finds the columns by their names.
func header(head []string, pos position) (map[string]int, []Problem) {
	at := make(map[string]int)
	var problems []Problem
	for i, cell := range head {
		line, column := pos(i)
		bad := func(code, message string) {
			problems = append(problems, Problem{Code: code, Message: message, Hint: "Known columns are " + strings.Join(columns, ", ") + ".", Line: line, Column: column})
		}
		name := strings.ToLower(strings.TrimSpace(cell))
		if name == "language" || name == "lang" {
			name = "locale"
		}
		if _, twice := at[name]; twice {
			bad("duplicate_column", fmt.Sprintf("The column %q is there twice.", name))
			continue
		}
		if !slices.Contains(columns, name) {
			bad("unknown_column", fmt.Sprintf("The column %q is not known.", cell))
			continue
		}
		at[name] = i
	}
	for _, name := range columns[:2] {
		if _, there := at[name]; !there {
			problems = append(problems, Problem{Code: "missing_column", Message: fmt.Sprintf("There is no column %q.", name), Hint: "The first line must name the columns, at least question and answer.", Line: 1})
		}
	}
	return at, problems
}

// table collects the rows of a file.
type table struct {
	at       map[string]int
	width    int
	docs     []document
	problems []Problem
	answers  map[string]int // document by key
}

func (t *table) row(cells []string, pos position) {
	line, _ := pos(0)
	bad := func(column int, code, hint, format string, args ...any) {
		t.problems = append(t.problems, Problem{Code: code, Message: fmt.Sprintf(format, args...), Hint: hint, Line: line, Column: column})
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
		Title: get("title"), Body: get("answer"), Locale: get("locale"), URL: get("url"), Markets: list(get("market")),
		Intents: list(get("intents")), Questions: []string{get("question")}, Internal: internal == "true" || internal == "yes" || internal == "1", line: line,
	}
	if d.Title == "" {
		d.Title = d.Questions[0]
	}
	d.key = "#" + rowKey(get("id"), d)
	t.keep(d, bad)
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

func csvProblem(err error) Problem {
	p := Problem{Code: "malformed_csv", Message: "The table cannot be read.", Hint: "Export it again as CSV with UTF-8."}
	var bad *csv.ParseError
	if !errors.As(err, &bad) {
		return p
	}
	p.Line, p.Column = bad.StartLine, bad.Column
	switch {
	case errors.Is(bad.Err, csv.ErrQuote):
		p.Message, p.Hint = fmt.Sprintf("Row %d: a quote is not closed, or text follows it.", bad.StartLine), "Close the quote; write a quote inside a cell twice."
	case errors.Is(bad.Err, csv.ErrBareQuote):
		p.Message, p.Hint = fmt.Sprintf("Row %d: a quote stands in a cell that has none around it.", bad.StartLine), "Put the cell in quotes and write the quote inside twice."
	}
	return p
}
