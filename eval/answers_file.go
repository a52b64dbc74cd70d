package eval

import (
	"bufio"
	"bytes"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"io"
	"maps"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/language"

	"frontdesk/internal/fault"
)

// noArticle is what a question expects that no article answers.
const noArticle = "none"

// productMark stands before the id of a product that answers, in place of an
// article's name.
const productMark = "product:"

// asked is one question of the file.
type asked struct {
	id, language, text, kind, market string
	before                           []string // what the same shopper had asked before
	expected                         []string // names of articles, products behind productMark, or noArticle
	says                             []string // one of which what is said holds, else it is wrong; nil: nothing is required
	must                             []string // one of which a right answer holds; nil: nothing is required
	line, column                     int      // of expected
}

// The columns of the two files; those behind the bar may be missing.
var (
	questionColumns = []string{"id", "language", "text", "expected", "|", "kind", "market", "before", "says"}
	answerColumns   = []string{"id", "must_contain"}
)

// readQuestions reads the questions with what their answers must contain.
func readQuestions(o AnswersOptions) ([]asked, error) {
	var out []asked
	place := map[string]int{}
	err := eachRow(o.Questions, questionColumns, func(r row) error {
		q := asked{id: r.get("id"), language: r.get("language"), text: r.get("text"), kind: r.get("kind"), market: r.get("market"),
			expected: strings.Split(r.get("expected"), "|")}
		q.line, q.column = r.at("expected")
		if before := r.get("before"); before != "" {
			q.before = strings.Split(before, "|")
		}
		if says := r.get("says"); says != "" {
			q.says = strings.Split(says, "|")
		}
		for i := range q.expected {
			q.expected[i] = strings.TrimSpace(q.expected[i])
		}
		switch _, twice := place[q.id]; {
		case q.id == "":
			return r.bad("id", "the id is empty")
		case twice:
			return r.bad("id", "the id %q is there twice", q.id)
		case q.text == "":
			return r.bad("text", "the text is empty")
		case !isTag(q.language):
			return r.bad("language", "%q is no language; give its ISO 639-1 code", q.language)
		case slices.Contains(q.expected, ""):
			return r.bad("expected", "name the articles that answer, with | between them, or none")
		}
		place[q.id] = len(out)
		out = append(out, q)
		return nil
	})
	if err != nil {
		return nil, err
	}
	if len(out) == 0 {
		return nil, fault.New(fault.Invalid, "no_rows", "%s:1:1: the file has no questions", o.Questions)
	}
	if o.Answers == "" {
		return out, nil
	}
	return out, eachRow(o.Answers, answerColumns, func(r row) error {
		i, ok := place[r.get("id")]
		if !ok {
			return r.bad("id", "no question has the id %q", r.get("id"))
		}
		if r.get("must_contain") == "" {
			return r.bad("must_contain", "the text is empty")
		}
		out[i].must = strings.Split(r.get("must_contain"), "|")
		return nil
	})
}

func isTag(s string) bool {
	_, err := language.Parse(s)
	return s == "" || err == nil
}

// checkExpected refuses a name that no article and no product has: it is a typing error, and
// would count as a wrong answer.
func checkExpected(ctx context.Context, file string, questions []asked, h *hall) error {
	there := map[string]bool{noArticle: true}
	for _, n := range h.names {
		there[n] = true
	}
	maps.Copy(there, h.out)
	for _, q := range questions {
		for _, e := range q.expected {
			if id, ok := strings.CutPrefix(e, productMark); ok {
				if _, err := h.feeds.Product(ctx, id); err != nil {
					return fault.New(fault.Invalid, "unknown_product", "%s:%d:%d: there is no product %q; name one of --products by its id", file, q.line, q.column, id)
				}
				continue
			}
			if !there[e] {
				return fault.New(fault.Invalid, "unknown_article", "%s:%d:%d: there is no article %q; expected is a file's name without its end, product: with an id, or none", file, q.line, q.column, e)
			}
		}
	}
	return nil
}

// traced takes from a turn's trace how the message was read, and the articles in
// the order of the search.
func (h *hall) traced(got *reply, raw []byte) error {
	var t struct {
		Steps []struct {
			Rung string `json:"rung"`
			Data struct {
				Intent string  `json:"intent"`
				Accept float64 `json:"accept"`
				Hits   []struct {
					Article string    `json:"article"`
					P       float64   `json:"p"`
					Signals []float64 `json:"signals"`
				} `json:"hits"`
			} `json:"data"`
		} `json:"steps"`
	}
	if err := json.Unmarshal(raw, &t); err != nil {
		return err
	}
	for _, s := range t.Steps {
		switch s.Rung {
		case "read":
			got.intent, got.accept = s.Data.Intent, s.Data.Accept
		case "retrieve":
			for i, hit := range s.Data.Hits {
				if i == 0 {
					got.best, got.signals = hit.P, hit.Signals
				}
				if name := h.names[hit.Article]; !slices.Contains(got.found, name) {
					got.found = append(got.found, name)
				}
			}
		}
	}
	return nil
}

// row is a row of a CSV file with named columns.
type row struct {
	file   string
	place  map[string]int
	fields []string
	pos    func(field int) (line, column int)
}

func (r row) get(name string) string {
	i, ok := r.place[name]
	if !ok {
		return ""
	}
	return strings.TrimSpace(r.fields[i])
}

func (r row) at(name string) (line, column int) { return r.pos(r.place[name]) }

func (r row) bad(column, format string, args ...any) error {
	line, col := r.at(column)
	return badRow(r.file, line, col, format, args...)
}

func badRow(file string, line, column int, format string, args ...any) error {
	return fault.New(fault.Invalid, "bad_row", "%s:%d:%d: "+format, append([]any{file, line, column}, args...)...)
}

// eachRow reads a CSV file strictly. columns are those it may have; all before
// "|" must be there.
func eachRow(file string, columns []string, take func(row) error) error {
	f, err := os.Open(file)
	if err != nil {
		return fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", file).Cause(err)
	}
	defer f.Close()
	in := bufio.NewReader(f)
	if bom, err := in.Peek(3); err == nil && bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3) // just peeked
	}
	rows := csv.NewReader(in)
	r := row{file: file, pos: rows.FieldPos, place: map[string]int{}}
	for first := true; ; first = false {
		r.fields, err = rows.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF) && first:
			return badRow(file, 1, 1, "the file is empty; its first line names the columns %s", namesOf(columns))
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &broken):
			return badRow(file, broken.Line, broken.Column, "%v", broken.Err)
		case err != nil:
			return fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", file).Cause(err)
		}
		if first {
			err = r.header(columns)
		} else if err = r.valid(); err == nil {
			err = take(r)
		}
		if err != nil {
			return err
		}
	}
}

func (r row) valid() error {
	for i, text := range r.fields {
		if !utf8.ValidString(text) {
			line, column := r.pos(i)
			return badRow(r.file, line, column, "the text is not UTF-8")
		}
	}
	return nil
}

// header takes the names of the columns.
func (r row) header(columns []string) error {
	for i, name := range r.fields {
		name = strings.TrimSpace(name)
		line, column := r.pos(i)
		if name == "|" || !slices.Contains(columns, name) {
			return badRow(r.file, line, column, "unknown column %q; the columns are %s", name, namesOf(columns))
		}
		if _, twice := r.place[name]; twice {
			return badRow(r.file, line, column, "the column %q is there twice", name)
		}
		r.place[name] = i
	}
	for _, name := range columns {
		if name == "|" {
			break
		}
		if _, ok := r.place[name]; !ok {
			return badRow(r.file, 1, 1, "the column %q is missing", name)
		}
	}
	return nil
}

func namesOf(columns []string) string {
	return strings.ReplaceAll(strings.Join(columns, ","), ",|,", " and, if wanted, ")
}
