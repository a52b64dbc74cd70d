package gate

import (
	"encoding/csv"
	"errors"
	"io"
	"slices"
	"strings"

	"frontdesk/internal/fault"
	"frontdesk/knowledge/table"
)

// The columns of a file of golden questions: those of `frontdesk eval answers`, and
// two more.
var columns = table.Columns{Required: []string{"language", "text", "expected"}, Optional: []string{"id", "kind", "market", "channel", "never"}}

// ReadGolden reads golden questions from CSV. expected names articles, with |
// between them, none where a person must answer, or both where either is right. Ids of the file are not taken:
// a question is known by its text, language, market and channel. Faults carry file,
// line and column.
func ReadGolden(in io.Reader, name string) ([]Golden, error) {
	var out []Golden
	lines := map[string]int{}
	err := table.Read(in, name, columns, func(r table.Row) error {
		expected := r.List("expected")
		if len(expected) == 0 && len(r.List("never")) == 0 {
			return r.Bad("expected", "name the articles that answer, with | between them, or none")
		}
		g, err := Golden{
			Question: Question{Text: r.Get("text"), Lang: r.Get("language"), Market: r.Get("market"), Channel: r.Get("channel")},
			Expected: expected, Never: r.List("never"), Kind: r.Get("kind"),
		}.Clean()
		var f *fault.Error
		if errors.As(err, &f) {
			return r.Bad(f.Field, "%s", f.Message).Advise(f.Hint)
		}
		if line, twice := lines[g.Key()]; twice {
			return r.Bad("text", "the question stands in line %d already", line)
		}
		lines[g.Key()] = r.Line()
		out = append(out, g)
		return nil
	})
	if err == nil && len(out) == 0 {
		err = fault.New(fault.Invalid, "no_rows", "%s has no questions.", name).At("files")
	}
	return out, err
}

// WriteGolden writes golden questions as CSV. The columns channel and never are
// there only where a question has one, so that `frontdesk eval answers` reads it.
func WriteGolden(out io.Writer, list []Golden) error {
	list = slices.SortedFunc(slices.Values(list), byText)
	header := []string{"id", "language", "text", "expected", "kind", "market"}
	channel := slices.ContainsFunc(list, func(g Golden) bool { return g.Channel != "" })
	never := slices.ContainsFunc(list, func(g Golden) bool { return len(g.Never) > 0 })
	if channel {
		header = append(header, "channel")
	}
	if never {
		header = append(header, "never")
	}
	w := csv.NewWriter(out)
	if err := w.Write(header); err != nil {
		return err
	}
	for _, g := range list {
		expected := strings.Join(g.Expected, "|")
		if len(g.Expected) == 0 && len(g.Never) == 0 {
			expected = nobody
		}
		row := []string{g.ID, g.Lang, g.Text, expected, g.Kind, g.Market}
		if channel {
			row = append(row, g.Channel)
		}
		if never {
			row = append(row, strings.Join(g.Never, "|"))
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	w.Flush()
	return w.Error()
}
