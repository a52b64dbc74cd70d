package training

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/internal/fault"
)

// File is a labelled file, read: examples with their places.
type File struct {
	Name     string
	Examples []nlu.Example
	Lines    []int // beside Examples, from 1
	columns  map[string][]int
}

// columns are the columns a labelled file may have.
var columns = []string{"text", "intent", "language"}

// ReadCSV reads a labelled file with the columns text, intent and, if wanted,
// language. It is strict: an unknown column, a broken row, an empty text and
// bytes that are no UTF-8 are a fault.Invalid with file, line and column, and
// nothing is skipped. name stands for the file in messages.
func ReadCSV(from io.Reader, name string) (File, error) {
	in := bufio.NewReader(from)
	if bom, err := in.Peek(3); err == nil && bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3) // just peeked
	}
	r := &csvReader{file: File{Name: name, columns: map[string][]int{}}, csv: csv.NewReader(in)}
	r.csv.ReuseRecord = true
	if err := r.header(); err != nil {
		return File{}, err
	}
	if err := r.rows(); err != nil {
		return File{}, err
	}
	return r.file, nil
}

// Bad is a fault at an example of the file, in one of its columns.
func (f File) Bad(i int, column, format string, args ...any) error {
	at := 1
	if c := f.columns[column]; i < len(c) {
		at = c[i]
	}
	return badCSV(f.Name, f.Lines[i], at, format, args...)
}

func badCSV(name string, line, column int, format string, args ...any) error {
	return fault.New(fault.Invalid, "bad_csv", "%s:%d:%d: %s", name, line, column, fmt.Sprintf(format, args...)).
		With("line", line).With("column", column)
}

// csvReader reads the rows of one file.
type csvReader struct {
	file  File
	csv   *csv.Reader
	place map[string]int // column by name
}

func (r *csvReader) header() error {
	names, err := r.csv.Read()
	if errors.Is(err, io.EOF) {
		return r.bad(1, 1, "the file is empty; its first line names the columns: text,intent")
	}
	if err != nil {
		return r.parse(err)
	}
	r.place = map[string]int{}
	for i, name := range names {
		name = strings.TrimSpace(name)
		line, column := r.csv.FieldPos(i)
		if !strings.Contains(","+strings.Join(columns, ",")+",", ","+name+",") || name == "" {
			return r.bad(line, column, "unknown column %q; the columns are text, intent and, if wanted, language", short(name))
		}
		if _, twice := r.place[name]; twice {
			return r.bad(line, column, "the column %q is there twice", name)
		}
		r.place[name] = i
	}
	for _, name := range columns[:2] {
		if _, ok := r.place[name]; !ok {
			return r.bad(1, 1, "the column %q is missing", name)
		}
	}
	return nil
}

func (r *csvReader) rows() error {
	for {
		record, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return r.parse(err)
		}
		line, _ := r.csv.FieldPos(0)
		if len(r.file.Examples) == MaxExamples {
			return r.bad(line, 1, "more than %d rows", MaxExamples)
		}
		e, err := r.row(record)
		if err != nil {
			return err
		}
		r.file.Examples, r.file.Lines = append(r.file.Examples, e), append(r.file.Lines, line)
	}
	if len(r.file.Examples) == 0 {
		return r.bad(2, 1, "there is no row after the header")
	}
	return nil
}

func (r *csvReader) row(record []string) (nlu.Example, error) {
	var values [3]string
	for n, name := range columns {
		i, ok := r.place[name]
		if !ok {
			continue
		}
		line, column := r.csv.FieldPos(i)
		r.file.columns[name] = append(r.file.columns[name], column)
		if !utf8.ValidString(record[i]) {
			return nlu.Example{}, r.bad(line, column, "%s is not UTF-8", name)
		}
		if strings.TrimSpace(record[i]) == "" && name != "language" {
			return nlu.Example{}, r.bad(line, column, "%s is empty", name)
		}
		values[n] = strings.Clone(record[i]) // the record is one long string
	}
	return nlu.Example{Text: values[0], Intent: strings.TrimSpace(values[1]), Lang: strings.TrimSpace(values[2])}, nil
}

// parse words an error of the CSV reader, which knows its place.
func (r *csvReader) parse(err error) error {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return fmt.Errorf("read %s: %w", r.file.Name, err)
	}
	switch {
	case errors.Is(p.Err, csv.ErrFieldCount):
		return r.bad(p.Line, p.Column, "the row has not as many fields as the header; put a text with commas in quotes")
	case p.StartLine != p.Line:
		return r.bad(p.StartLine, 1, "%v, up to line %d column %d", p.Err, p.Line, p.Column)
	}
	return r.bad(p.Line, p.Column, "%v", p.Err)
}

func (r *csvReader) bad(line, column int, format string, args ...any) error {
	return badCSV(r.file.Name, line, column, format, args...)
}
