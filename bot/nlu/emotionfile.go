package nlu

import (
	"bufio"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"unicode/utf8"
)

// RowError says what is wrong with a labelled file, and where.
type RowError struct {
	Line, Column int
	Reason       string
}

func (e *RowError) Error() string { return fmt.Sprintf("%d:%d: %s", e.Line, e.Column, e.Reason) }

// mostMoodRows bounds a labelled file.
const mostMoodRows = 500_000

// ReadMoodExamples reads a CSV with the columns text and emotion and, if wanted,
// language; a text with several moods has them joined by |. A broken row is a
// *RowError, never skipped.
func ReadMoodExamples(r io.Reader) ([]MoodExample, error) {
	in := bufio.NewReader(r)
	if bom, err := in.Peek(3); err == nil && string(bom) == "\xef\xbb\xbf" {
		_, _ = in.Discard(3) // just peeked
	}
	f := moodFile{csv: csv.NewReader(in), place: map[string]int{}}
	if err := f.header(); err != nil {
		return nil, err
	}
	var out []MoodExample
	for {
		record, err := f.csv.Read()
		switch {
		case errors.Is(err, io.EOF) && len(out) == 0:
			return nil, &RowError{2, 1, "there is no row after the header"}
		case errors.Is(err, io.EOF):
			return out, nil
		case err != nil:
			return nil, rowFault(err)
		case len(out) == mostMoodRows:
			line, _ := f.csv.FieldPos(0)
			return nil, &RowError{line, 1, fmt.Sprintf("more than %d rows", mostMoodRows)}
		}
		e, err := f.row(record)
		if err != nil {
			return nil, err
		}
		out = append(out, e)
	}
}

type moodFile struct {
	csv   *csv.Reader
	place map[string]int // column by name
}

func (f *moodFile) header() error {
	names, err := f.csv.Read()
	if errors.Is(err, io.EOF) {
		return &RowError{1, 1, "the file is empty; its first line names the columns: text,emotion"}
	}
	if err != nil {
		return rowFault(err)
	}
	for i, name := range names {
		name = strings.TrimSpace(name)
		line, column := f.csv.FieldPos(i)
		if _, twice := f.place[name]; twice {
			return &RowError{line, column, fmt.Sprintf("the column %q is there twice", name)}
		}
		if name != "text" && name != "emotion" && name != "language" {
			return &RowError{line, column, fmt.Sprintf("unknown column %q; the columns are text, emotion and, if wanted, language", name)}
		}
		f.place[name] = i
	}
	for _, name := range []string{"text", "emotion"} {
		if _, ok := f.place[name]; !ok {
			return &RowError{1, 1, fmt.Sprintf("the column %q is missing", name)}
		}
	}
	return nil
}

func (f *moodFile) row(record []string) (MoodExample, error) {
	for name, i := range f.place {
		line, column := f.csv.FieldPos(i)
		switch {
		case !utf8.ValidString(record[i]):
			return MoodExample{}, &RowError{line, column, name + " is not UTF-8"}
		case strings.TrimSpace(record[i]) == "" && name != "language":
			return MoodExample{}, &RowError{line, column, name + " is empty"}
		}
	}
	e := MoodExample{Text: record[f.place["text"]]}
	if i, ok := f.place["language"]; ok {
		e.Lang = strings.TrimSpace(record[i])
	}
	for label := range strings.SplitSeq(record[f.place["emotion"]], "|") {
		label = strings.TrimSpace(label)
		if !slices.Contains(moodLabels[:], label) {
			line, column := f.csv.FieldPos(f.place["emotion"])
			return MoodExample{}, &RowError{line, column, fmt.Sprintf("unknown emotion %q; it is one of %s", label, strings.Join(moodLabels[:], ", "))}
		}
		if !slices.Contains(e.Moods, label) {
			e.Moods = append(e.Moods, label)
		}
	}
	return e, nil
}

// rowFault words an error of the CSV reader, which knows its place.
func rowFault(err error) error {
	var p *csv.ParseError
	switch {
	case !errors.As(err, &p):
		return fmt.Errorf("read examples: %w", err)
	case errors.Is(p.Err, csv.ErrFieldCount):
		return &RowError{p.Line, p.Column, "the row has not as many fields as the header; put a text with commas in quotes"}
	}
	return &RowError{p.Line, p.Column, p.Err.Error()}
}
