package store

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"time"

	"frontdesk/knowledge"
)

// Micros is a time as it is stored: microseconds since 1970 UTC, 0 for the zero
// time.
func Micros(t time.Time) int64 {
	if t.IsZero() {
		return 0
	}
	return t.UnixMicro()
}

// At is the time of stored microseconds, in UTC.
func At(micros int64) time.Time {
	if micros == 0 {
		return time.Time{}
	}
	return time.UnixMicro(micros).UTC()
}

// Placeholders gives n parameters from the given number on, each with the
// engine's mark before it: "?1, ?2" or "$1, $2".
func Placeholders(mark string, from, n int) string {
	var b strings.Builder
	for i := range n {
		if i > 0 {
			b.WriteString(", ")
		}
		fmt.Fprintf(&b, "%s%d", mark, from+i)
	}
	return b.String()
}

// Assignments gives "a = excluded.a, b = excluded.b" for the columns of an
// upsert, without those to skip.
func Assignments(columns string, skip ...string) string {
	var out []string
	for _, name := range strings.Split(columns, ", ") {
		if !slices.Contains(skip, name) {
			out = append(out, name+" = excluded."+name)
		}
	}
	return strings.Join(out, ", ")
}

// Count is how many columns a list has.
func Count(columns string) int { return strings.Count(columns, ", ") + 1 }

// Qualify puts the alias of a table before each of a list of columns.
func Qualify(alias, columns string) string {
	return alias + "." + strings.ReplaceAll(columns, ", ", ", "+alias+".")
}

// A field is a column both ways: its Value is written, Scan reads into what it
// points at.

// micros maps a time.
type micros struct{ t *time.Time }

func (m micros) Value() (driver.Value, error) { return Micros(*m.t), nil }

func (m micros) Scan(src any) error {
	n, ok := src.(int64)
	if !ok {
		return fmt.Errorf("a time is stored as %T", src)
	}
	*m.t = At(n)
	return nil
}

// structured maps a value to JSON text; an empty one to the empty text.
type structured struct{ p any }

func (s structured) Value() (driver.Value, error) {
	if v := reflect.ValueOf(s.p).Elem(); v.IsZero() || v.Kind() == reflect.Slice && v.Len() == 0 {
		return "", nil
	}
	b, err := json.Marshal(s.p)
	return string(b), err
}

func (s structured) Scan(src any) error {
	text, err := textOf(src)
	if err != nil || text == "" {
		return err
	}
	return json.Unmarshal([]byte(text), s.p)
}

// bodiless maps a copy to JSON without its body, and leaves the body alone.
type bodiless struct{ c *knowledge.Copy }

func (b bodiless) Value() (driver.Value, error) {
	c := *b.c
	c.Body = ""
	raw, err := json.Marshal(c)
	return string(raw), err
}

func (b bodiless) Scan(src any) error {
	text, err := textOf(src)
	if err != nil {
		return err
	}
	body := b.c.Body
	err = json.Unmarshal([]byte(text), b.c)
	b.c.Body = body
	return err
}

// list maps a list of words to a JSON array that is never null, so that
// clients always read an array.
type list struct{ p *[]string }

func (l list) Value() (driver.Value, error) {
	if *l.p == nil {
		return "[]", nil
	}
	b, err := json.Marshal(*l.p)
	return string(b), err
}

func (l list) Scan(src any) error {
	text, err := textOf(src)
	if err != nil {
		return err
	}
	*l.p = []string{}
	return json.Unmarshal([]byte(text), l.p)
}

// raw maps JSON that is kept as it came.
type raw struct{ p *json.RawMessage }

func (r raw) Value() (driver.Value, error) { return string(*r.p), nil }

func (r raw) Scan(src any) error {
	text, err := textOf(src)
	if err != nil {
		return err
	}
	*r.p = nil
	if text != "" {
		*r.p = json.RawMessage(text)
	}
	return nil
}

func textOf(src any) (string, error) {
	switch v := src.(type) {
	case string:
		return v, nil
	case []byte:
		return string(v), nil
	}
	return "", fmt.Errorf("a text is stored as %T", src)
}

// Row is a value's fields by the names of their columns.
type Row map[string]any

// RowOf pairs a list of columns with their fields.
func RowOf(columns string, fields []any) Row {
	r := make(Row, len(fields))
	for i, name := range strings.Split(columns, ", ") {
		r[name] = fields[i]
	}
	return r
}

// Text is a field of a text column as it is written.
func (r Row) Text(name string) (string, error) {
	if v, ok := r[name].(driver.Valuer); ok {
		got, err := v.Value()
		text, _ := got.(string)
		return text, err
	}
	return reflect.ValueOf(r[name]).Elem().String(), nil
}
