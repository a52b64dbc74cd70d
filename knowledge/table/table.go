// Package table reads CSV files with named columns strictly: what is not
// understood is an error with its line and column, never a guess.
package table

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"
	"unicode/utf8"

	"frontdesk/internal/fault"
)

// MaxRows bounds a file.
const MaxRows = 20_000

// Columns says which columns a file may have.
type Columns struct {
	Required []string
	Optional []string
	Other    func(name string) bool // further ones; nil: none
}

// Row is one row below the header.
type Row struct {
	name   string
	place  map[string]int
	fields []string
	pos    func(field int) (line, column int)
}

// Get is a field without the spaces around it; empty where the file has no such
// column.
func (r Row) Get(column string) string {
	i, ok := r.place[column]
	if !ok || i >= len(r.fields) {
		return ""
	}
	return strings.TrimSpace(r.fields[i])
}

// List is a field whose parts are joined by |.
func (r Row) List(column string) []string {
	var out []string
	for s := range strings.SplitSeq(r.Get(column), "|") {
		if s = strings.TrimSpace(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

// Names are the columns that the file has.
func (r Row) Names() []string {
	out := make([]string, len(r.place))
	for name, i := range r.place {
		out[i] = name
	}
	return out
}

// Bad is the fault for a field of the row.
func (r Row) Bad(column, format string, args ...any) *fault.Error {
	line, col := r.pos(r.place[column])
	return bad(r.name, line, col, format, args...)
}

// Line is where the row begins, from 1.
func (r Row) Line() int {
	line, _ := r.pos(0)
	return line
}

func bad(name string, line, column int, format string, args ...any) *fault.Error {
	return fault.New(fault.Invalid, "bad_row", "%s:%d:%d: "+format, append([]any{name, line, column}, args...)...).
		At("files").With("line", line).With("column", column)
}

// Read gives every row of a file to take, whose first error ends it. name is the
// file's, for people.
func Read(in io.Reader, name string, columns Columns, take func(Row) error) error {
	buffered := bufio.NewReader(in)
	if head, _ := buffered.Peek(3); bytes.Equal(head, []byte("\xef\xbb\xbf")) {
		_, _ = buffered.Discard(3) // spreadsheets mark UTF-8 so; it was there a moment ago
	}
	file := csv.NewReader(buffered)
	file.ReuseRecord = true
	row := Row{name: name, pos: file.FieldPos}
	for n := 0; ; n++ {
		var err error
		row.fields, err = file.Read()
		var broken *csv.ParseError
		switch {
		case errors.Is(err, io.EOF) && row.place == nil:
			return fault.New(fault.Invalid, "no_rows", "%s is empty.", name).At("files").Advise("The first line names the columns: " + columns.String() + ".")
		case errors.Is(err, io.EOF):
			return nil
		case errors.As(err, &broken):
			return bad(name, broken.Line, broken.Column, "%v", broken.Err).Advise("Save the file as CSV in UTF-8, with commas between the fields.")
		case err != nil:
			return fault.New(fault.Invalid, "cannot_read", "%s cannot be read.", name).At("files").Cause(err)
		case n > MaxRows:
			return fault.New(fault.TooLarge, "too_many_rows", "%s has more than %d rows.", name, MaxRows).At("files")
		}
		if err := row.valid(); err != nil {
			return err
		}
		if row.place == nil {
			err = row.header(columns)
		} else {
			err = take(row)
		}
		if err != nil {
			return err
		}
	}
}

func (r *Row) valid() error {
	for i, s := range r.fields {
		if !utf8.ValidString(s) || strings.IndexByte(s, 0) >= 0 {
			line, column := r.pos(i)
			return bad(r.name, line, column, "the text is not UTF-8").Advise("Save the file as CSV in UTF-8.")
		}
	}
	return nil
}

func (r *Row) header(columns Columns) error {
	place := make(map[string]int, len(r.fields))
	for i, name := range r.fields {
		name = strings.ToLower(strings.TrimSpace(name))
		line, column := r.pos(i)
		if !slices.Contains(columns.Required, name) && !slices.Contains(columns.Optional, name) && (columns.Other == nil || !columns.Other(name)) {
			return bad(r.name, line, column, "unknown column %q", name).Advise("The columns are " + columns.String() + ".")
		}
		if _, twice := place[name]; twice {
			return bad(r.name, line, column, "the column %q is there twice", name)
		}
		place[name] = i
	}
	for _, name := range columns.Required {
		if _, ok := place[name]; !ok {
			return bad(r.name, 1, 1, "the column %q is missing", name).Advise("The columns are " + columns.String() + ".")
		}
	}
	r.place = place
	return nil
}

// String lists the columns for people.
func (c Columns) String() string {
	s := strings.Join(c.Required, ", ")
	if len(c.Optional) > 0 {
		s += "; if wanted " + strings.Join(c.Optional, ", ")
	}
	return strings.TrimPrefix(s, "; ")
}
