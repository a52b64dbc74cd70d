package eval

import (
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"frontdesk/bot/nlu/entity"
	"frontdesk/internal/fault"
)

// entityLine is a line of a test file, and of the predictions.
type entityLine struct {
	Text     string        `json:"text"`
	Language string        `json:"language,omitempty"`
	Country  string        `json:"country,omitempty"`
	Now      string        `json:"now,omitempty"` // RFC 3339, in the shopper's zone
	Entities []entityLabel `json:"entities"`
}

// entityLabel is an entity that a message names. Without Value only its span is
// compared.
type entityLabel struct {
	Type    string `json:"type"`
	Start   int    `json:"start"` // in bytes of the text
	End     int    `json:"end"`
	Value   string `json:"value,omitempty"`
	Carrier string `json:"carrier,omitempty"`
}

// entityRow is a message with what it names and what was found.
type entityRow struct {
	entityLine
	Now time.Time
	got []entity.Entity
}

// entitySet is a test file.
type entitySet struct {
	rows     []entityRow
	spans    bool            // it gives spans
	measured map[string]bool // types
}

// defaultNow is the time of messages that give none.
var defaultNow = time.Date(2026, 3, 11, 14, 0, 0, 0, time.UTC)

func readEntities(file string, types []string) (entitySet, error) {
	set := entitySet{measured: map[string]bool{}}
	for _, t := range types {
		if !slices.Contains(entity.Kinds(), t) {
			return set, fault.New(fault.Invalid, "unknown_type", "%q is no type of entity; they are %s", t, strings.Join(entity.Kinds(), ", "))
		}
		set.measured[t] = true
	}
	read := eachJSON[entityLine]
	if strings.HasSuffix(strings.ToLower(file), ".csv") {
		read = eachEntityCSV
	} else {
		set.spans = true
	}
	err := read(file, func(l entityLine, bad lineFault) error {
		r := entityRow{entityLine: l, Now: defaultNow}
		if err := r.check(bad, set.spans); err != nil {
			return err
		}
		for _, e := range l.Entities {
			if len(types) == 0 {
				set.measured[e.Type] = true
			}
		}
		set.rows = append(set.rows, r)
		return nil
	})
	if err != nil {
		return set, err
	}
	if len(set.rows) == 0 {
		return set, fault.New(fault.Invalid, "no_rows", "%s:1:1: the file has no messages", file)
	}
	for i := range set.rows {
		set.rows[i].Entities = slices.DeleteFunc(set.rows[i].Entities, func(e entityLabel) bool { return !set.measured[e.Type] })
	}
	return set, nil
}

func (r *entityRow) check(bad lineFault, spans bool) error {
	switch {
	case r.Text == "":
		return bad("the text is empty")
	case !utf8.ValidString(r.Text):
		return bad("the text is not UTF-8")
	case !isTag(r.Language):
		return bad("%q is no language; give its ISO 639-1 code", r.Language)
	case r.Country != "" && (len(r.Country) != 2 || r.Country != strings.ToUpper(r.Country)):
		return bad("%q is no country; give its two letters of ISO 3166-1", r.Country)
	}
	if at := r.entityLine.Now; at != "" {
		t, err := time.Parse(time.RFC3339, at)
		if err != nil {
			return bad("now is %q; expected a time such as 2026-03-11T14:00:00+01:00", at)
		}
		r.Now = t
	}
	end := 0
	for _, e := range r.Entities {
		switch {
		case !slices.Contains(entity.Kinds(), e.Type):
			return bad("%q is no type of entity; they are %s", e.Type, strings.Join(entity.Kinds(), ", "))
		case spans && (e.Start < 0 || e.End <= e.Start || e.End > len(r.Text)):
			return bad("the span %d to %d lies outside of the text, which has %d bytes", e.Start, e.End, len(r.Text))
		case spans && (!utf8.RuneStart(r.Text[e.Start]) || e.End < len(r.Text) && !utf8.RuneStart(r.Text[e.End])):
			return bad("the span %d to %d cuts a letter; offsets are bytes of UTF-8", e.Start, e.End)
		case spans && e.Start < end:
			return bad("the span %d to %d begins before the one before it ends", e.Start, e.End)
		}
		end = e.End
	}
	return nil
}

// eachEntityCSV reads CSV, whose column entities holds type=value with
// semicolons between them. It gives no spans.
func eachEntityCSV(file string, take func(entityLine, lineFault) error) error {
	return eachRow(file, []string{"text", "entities", "|", "language", "country", "now"}, func(r row) error {
		l := entityLine{Text: r.get("text"), Language: r.get("language"), Country: r.get("country"), Now: r.get("now")}
		for part := range strings.SplitSeq(r.get("entities"), ";") {
			kind, value, ok := strings.Cut(strings.TrimSpace(part), "=")
			if kind == "" && !ok {
				continue
			}
			if !ok || value == "" {
				return r.bad("entities", "%q; expected type=value, with semicolons between them", part)
			}
			l.Entities = append(l.Entities, entityLabel{Type: kind, Value: value})
		}
		return take(l, func(format string, args ...any) error { return r.bad("text", format, args...) })
	})
}

// productLine is a product of the catalogue's file.
type productLine struct {
	ID     string   `json:"id"`
	Titles []string `json:"titles"`
	SKUs   []string `json:"skus,omitempty"`
}

// readProducts makes the gazetteer; nil without a file.
func readProducts(file string) (*entity.Gazetteer, error) {
	if file == "" {
		return nil, nil
	}
	var list []entity.Named
	err := eachJSON(file, func(p productLine, bad lineFault) error {
		if p.ID == "" || len(p.Titles) == 0 {
			return bad("a product has an id and at least one title")
		}
		list = append(list, entity.Named(p))
		return nil
	})
	if err != nil {
		return nil, err
	}
	return entity.NewGazetteer(list), nil
}
