package eval

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"os"
	"strings"
	"unicode/utf8"

	"frontdesk/bot/nlu"
	"frontdesk/internal/fault"
)

// maxIntentRows bounds a labelled file: above it, training takes hours and the
// file is most likely not what was meant.
const maxIntentRows = 200_000

// intentFile is a labelled file, read.
type intentFile struct {
	examples []nlu.Example
	lines    []int // beside examples
}

// intentColumns are the columns a labelled file may have.
var intentColumns = []string{"text", "intent", "language"}

// readIntentFile reads a labelled file strictly: a broken row is a fault with
// file, line and column, never skipped.
func readIntentFile(path string) (intentFile, error) {
	f, err := os.Open(path)
	if err != nil {
		return intentFile{}, fault.New(fault.Invalid, "cannot_read", "%s: cannot be read", path).Cause(err)
	}
	defer f.Close()
	in := bufio.NewReader(f)
	if bom, err := in.Peek(3); err == nil && bytes.Equal(bom, []byte("\xef\xbb\xbf")) {
		_, _ = in.Discard(3) // just peeked
	}
	r := &intentReader{path: path, csv: csv.NewReader(in)}
	if err := r.header(); err != nil {
		return intentFile{}, err
	}
	return r.rows()
}

// intentReader reads the rows of one file.
type intentReader struct {
	path  string
	csv   *csv.Reader
	place map[string]int // column by name
}

func (r *intentReader) header() error {
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
		if !strings.Contains(","+strings.Join(intentColumns, ",")+",", ","+name+",") || name == "" {
			return r.bad(line, column, "unknown column %q; the columns are text, intent and, if wanted, language", name)
		}
		if _, twice := r.place[name]; twice {
			return r.bad(line, column, "the column %q is there twice", name)
		}
		r.place[name] = i
	}
	for _, name := range intentColumns[:2] {
		if _, ok := r.place[name]; !ok {
			return r.bad(1, 1, "the column %q is missing", name)
		}
	}
	return nil
}

func (r *intentReader) rows() (intentFile, error) {
	var out intentFile
	for {
		record, err := r.csv.Read()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return intentFile{}, r.parse(err)
		}
		line, _ := r.csv.FieldPos(0)
		if len(out.examples) == maxIntentRows {
			return intentFile{}, r.bad(line, 1, "more than %d rows", maxIntentRows)
		}
		e, err := r.row(record)
		if err != nil {
			return intentFile{}, err
		}
		out.examples, out.lines = append(out.examples, e), append(out.lines, line)
	}
	if len(out.examples) == 0 {
		return intentFile{}, r.bad(2, 1, "there is no row after the header")
	}
	return out, nil
}

func (r *intentReader) row(record []string) (nlu.Example, error) {
	value := func(name string) (string, error) {
		i, ok := r.place[name]
		if !ok {
			return "", nil
		}
		line, column := r.csv.FieldPos(i)
		if !utf8.ValidString(record[i]) {
			return "", r.bad(line, column, "%s is not UTF-8", name)
		}
		if strings.TrimSpace(record[i]) == "" && name != "language" {
			return "", r.bad(line, column, "%s is empty", name)
		}
		return record[i], nil
	}
	text, err := value("text")
	if err != nil {
		return nlu.Example{}, err
	}
	intent, err := value("intent")
	if err != nil {
		return nlu.Example{}, err
	}
	lang, err := value("language")
	if err != nil {
		return nlu.Example{}, err
	}
	return nlu.Example{Text: text, Intent: strings.TrimSpace(intent), Lang: strings.TrimSpace(lang)}, nil
}

// parse words an error of the CSV reader, which knows its place.
func (r *intentReader) parse(err error) error {
	var p *csv.ParseError
	if !errors.As(err, &p) {
		return fmt.Errorf("read %s: %w", r.path, err)
	}
	switch {
	case errors.Is(p.Err, csv.ErrFieldCount):
		return r.bad(p.Line, p.Column, "the row has not as many fields as the header; put a text with commas in quotes")
	case p.StartLine != p.Line:
		return r.bad(p.StartLine, 1, "%v, up to line %d column %d", p.Err, p.Line, p.Column)
	}
	return r.bad(p.Line, p.Column, "%v", p.Err)
}

func (r *intentReader) bad(line, column int, format string, args ...any) error {
	return fault.New(fault.Invalid, "bad_csv", "%s:%d:%d: %s", r.path, line, column, fmt.Sprintf(format, args...))
}
