package ingest

import (
	"encoding/csv"
	"fmt"
	"regexp"
	"slices"
	"strings"
)

// columns of a table of questions and answers. The first two must be there.
var columns = []string{"question", "answer", "id", "locale", "market", "title", "url", "intents", "internal"}

// otherNames are what helpdesks and people call the columns, in the languages of the
// console and others of their shoppers.
var otherNames = func() map[string]string {
	names := make(map[string]string)
	for column, others := range map[string]string{
		"question": "questions,frage,fragen,pregunta,preguntas,demande,domanda,pergunta,vraag,pytanie,вопрос,问题,提问,質問,faq question,customer question",
		"answer":   "answers,antwort,antworten,respuesta,respuestas,réponse,reponse,risposta,resposta,antwoord,odpowiedź,ответ,答案,回答,答复,reply,faq answer",
		"locale":   "language,lang,sprache,idioma,langue,lingua,taal,语言",
		"market":   "markets,country,countries,land,länder,markt,märkte,país,pais,países,mercado,mercados,pays,marché,paese,mercato,国家,市场,国家/地区",
		"title":    "titel,título,titulo,titre,titolo,标题",
		"url":      "link,enlace,lien,链接",
		"internal": "intern,interno,interne,内部",
	} {
		for _, name := range strings.Split(others, ",") {
			names[name] = column
		}
	}
	return names
}()

// remark is what stands in brackets behind the name of a column: "Answer (HTML)".
var remark = regexp.MustCompile(`\s*[(（\[].*$`)

// columnName is the column that a cell of the header names.
func columnName(cell string) string {
	name := strings.ToLower(strings.Join(strings.Fields(remark.ReplaceAllString(cell, "")), " "))
	if column, ok := otherNames[name]; ok {
		return column
	}
	return name
}

// mostAbove is how many rows may stand above the header: a title, a date.
const mostAbove = 5

// isHeader tells whether a row names the columns that must be there.
func isHeader(cells []string) bool {
	return !slices.ContainsFunc(columns[:2], func(column string) bool {
		return !slices.ContainsFunc(cells, func(c string) bool { return columnName(c) == column })
	})
}

// fromHeader empties the lines that stand above the header of a table, if there is one
// below them; all lines keep their numbers.
func fromHeader(text string) string {
	rest := strings.TrimLeft(text, "\n")
	skipped := len(text) - len(rest)
	for i := 0; i <= mostAbove && rest != ""; i++ {
		line, below, _ := strings.Cut(rest, "\n")
		r := csv.NewReader(strings.NewReader(line))
		r.Comma = delimiter(line)
		if cells, err := r.Read(); err == nil && isHeader(cells) {
			return strings.Repeat("\n", skipped) + rest
		}
		rest = below
		skipped++
	}
	return text
}

// header finds the columns by their names. unused are those that a table has beside
// them; one that is nearly called like a column is a typing error, by which what it
// says would be lost.
func header(head []string, pos position) (at map[string]int, unused []string, problems []Problem) {
	at = make(map[string]int)
	is := isHeader(head)
	for i, cell := range head {
		line, column := pos(i)
		bad := func(code, message string) {
			problems = append(problems, Problem{Code: code, Message: message, Hint: "Known columns are " + strings.Join(columns, ", ") + ".", Line: line, Column: column})
		}
		name := columnName(cell)
		_, twice := at[name]
		switch known := slices.Contains(columns, name); {
		case twice:
			bad("duplicate_column", fmt.Sprintf("The column %q is there twice.", name))
		case known:
			at[name] = i
		case is && !slices.ContainsFunc(columns, func(c string) bool { return mistyped(name, c) }):
			if name != "" {
				unused = append(unused, strings.TrimSpace(cell))
			}
		default:
			bad("unknown_column", fmt.Sprintf("The column %q is not known.", cell))
		}
	}
	_, asks := at[columns[0]]
	_, answers := at[columns[1]]
	line, _ := pos(0)
	missing := func(message, hint string) {
		problems = append(problems, Problem{Code: "missing_column", Message: message, Hint: hint, Line: line})
	}
	switch {
	case asks && answers:
	case !asks && !answers && feedKindOf(head) != "": // in a workbook: a CSV file would have been read as one
		problems = nil
		missing("The table holds products, not questions and answers.", "Save it as CSV and load that: products are read from CSV and JSON.")
	case !asks && !answers: // what else its columns are called does not matter
		problems = nil
		missing("There is no line with the columns question and answer.", headerHint)
	case !asks:
		missing(fmt.Sprintf("There is no column %q.", columns[0]), headerHint)
	default:
		missing(fmt.Sprintf("There is no column %q.", columns[1]), headerHint)
	}
	return at, unused, problems
}

// headerHint says where a table names its columns.
var headerHint = fmt.Sprintf("A line above the rows must name the columns, at least question and answer; up to %d other lines may stand above it.", mostAbove)

// unusedWarning tells of columns that no article has anything of; empty: there are none.
func unusedWarning(unused []string) string {
	if len(unused) == 0 {
		return ""
	}
	return "columns_not_used: " + strings.Join(unused, ", ")
}

// mistyped tells whether a name is a column's but for one letter that is other, too many
// or missing, or two that changed places.
func mistyped(name, column string) bool {
	a, b := []rune(name), []rune(column)
	if len(a) < 4 || len(b) < 4 {
		return false
	}
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	return len(a) <= 1 && len(b) <= 1 || len(a) == 2 && len(b) == 2 && a[0] == b[1] && a[1] == b[0]
}

// marked matches a cell that is a piece of HTML, as helpdesks export answers.
var marked = regexp.MustCompile(`(?i)</(p|div|ul|ol|li|b|i|strong|em|a|span|table|h[1-6])>|<br\s*/?>`)

// unmarked gives the text of a cell, as Markdown where it is HTML, of a page at an address,
// which may be empty.
func unmarked(cell, address string) string {
	if !marked.MatchString(cell) {
		return cell
	}
	d, problem := parseHTML([]byte(cell), "text/html; charset=utf-8", address)
	if problem != nil {
		return cell
	}
	return strings.TrimSpace(d.Body)
}
