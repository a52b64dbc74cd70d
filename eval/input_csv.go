package eval

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"os"
	"slices"
	"strings"
	"unicode/utf8"

	"frontdesk/internal/fault"
)

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
