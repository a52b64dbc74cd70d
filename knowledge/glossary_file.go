package knowledge

import (
	"encoding/csv"
	"errors"
	"io"
	"maps"
	"slices"
	"strings"

	"golang.org/x/text/language"

	"frontdesk/internal/fault"
	"frontdesk/knowledge/table"
)

// glossaryColumns are id, keep and note, and one column a language.
var glossaryColumns = table.Columns{Optional: []string{"id", "keep", "note", "en", "de", "…"}, Other: func(name string) bool {
	_, err := language.ParseBase(name)
	return err == nil
}}

// ReadGlossary reads terms from CSV: a row a thing, a column a language, with |
// between the names; the first is the one to use. A row with an id of the glossary
// changes that term, others get theirs from newID. Faults carry file, line and
// column.
func ReadGlossary(in io.Reader, name string, newID func() string) ([]Term, error) {
	var out []Term
	seen := map[string]int{}
	err := table.Read(in, name, glossaryColumns, func(r table.Row) error {
		t := Term{ID: r.Get("id"), Note: r.Get("note"), Forms: map[string][]string{}}
		switch strings.ToLower(r.Get("keep")) {
		case "", "no", "false", "0":
		case "yes", "true", "1", "x":
			t.Keep = true
		default:
			return r.Bad("keep", "%q is neither yes nor no", r.Get("keep"))
		}
		for _, column := range r.Names() {
			if !slices.Contains([]string{"id", "keep", "note"}, column) {
				t.Forms[column] = r.List(column)
			}
		}
		t, err := t.Clean()
		var f *fault.Error
		if errors.As(err, &f) {
			return r.Bad("id", "%s", f.Message).Advise(f.Hint)
		}
		if t.ID == "" {
			t.ID = newID()
		}
		if line, twice := seen[t.ID]; twice || len(t.ID) > 100 {
			return r.Bad("id", "the id %q is too long, or stands in line %d already", t.ID, line)
		}
		seen[t.ID] = r.Line()
		out = append(out, t)
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fault.New(fault.Invalid, "no_rows", "%s has no terms.", name).At("files")
	}
	return out, err
}

// WriteGlossary writes terms as CSV, in the form that ReadGlossary reads.
func WriteGlossary(out io.Writer, terms []Term) error {
	langs := map[string]bool{}
	for _, t := range terms {
		for lang := range t.Forms {
			langs[lang] = true
		}
	}
	columns := slices.Sorted(maps.Keys(langs))
	w := csv.NewWriter(out)
	if err := w.Write(append([]string{"id", "keep", "note"}, columns...)); err != nil {
		return err
	}
	for _, t := range terms {
		keep := "no"
		if t.Keep {
			keep = "yes"
		}
		row := []string{t.ID, keep, t.Note}
		for _, lang := range columns {
			row = append(row, strings.Join(t.Forms[lang], "|"))
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
