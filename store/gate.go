package store

import (
	"database/sql/driver"
	"encoding/json"
	"slices"

	"frontdesk/chat"
	"frontdesk/internal/fault"
	"frontdesk/knowledge"
	"frontdesk/knowledge/gate"
)

// The columns of what publishes are measured with, of the glossary and of accords, in
// the order of the functions of fields beside them.
const (
	GoldenColumns = "id, text, lang, market, channel, expected, never, kind, updated_by, updated_at"
	TermColumns   = "id, forms, keep, note, updated_by, updated_at"
	AccordColumns = "clash, agreed_by, agreed_at"
)

// AskedColumns are those of what a shopper asked: conversations c, turns t, messages
// m, and the first of the bot's messages with a source.
const AskedColumns = `m.text, c.lang, c.market, c.channel_id, c.rating, t.at, coalesce((SELECT b.sources FROM messages b
	WHERE b.conversation_id = t.conversation_id AND b.seq BETWEEN t.from_seq AND t.to_seq AND b.author = 'bot' AND b.sources <> ''
	ORDER BY b.seq LIMIT 1), '')`

// AskedWhere selects the turns that the knowledge base was searched for: those that
// it answered, and those that nothing answered.
const AskedWhere = `t.reason IN ('knowledge', 'clarify', 'rephrase', 'low_confidence', 'missing_knowledge')
	AND m.author = 'shopper' AND m.kind = 'text' AND m.payload = ''`

// GoldenFields are the fields of GoldenColumns.
func GoldenFields(g *gate.Golden) []any {
	return []any{&g.ID, &g.Text, &g.Lang, &g.Market, &g.Channel, list{&g.Expected}, list{&g.Never}, &g.Kind, &g.By, micros{&g.At}}
}

// TermFields are the fields of TermColumns.
func TermFields(t *knowledge.Term) []any {
	return []any{&t.ID, structured{&t.Forms}, &t.Keep, &t.Note, &t.By, micros{&t.At}}
}

// AccordFields are the fields of AccordColumns.
func AccordFields(a *knowledge.Accord) []any { return []any{&a.Clash, &a.By, micros{&a.At}} }

// AskedFields are the fields of AskedColumns.
func AskedFields(a *gate.Asked) []any {
	return []any{&a.Text, &a.Lang, &a.Market, &a.Channel, &a.Rating, micros{&a.At}, cited{a}}
}

// cited reads the first source of a message.
type cited struct{ a *gate.Asked }

func (c cited) Value() (driver.Value, error) { return "", nil }

func (c cited) Scan(src any) error {
	text, err := textOf(src)
	if err != nil || text == "" {
		return err
	}
	var sources []chat.Source
	if err := json.Unmarshal([]byte(text), &sources); err != nil || len(sources) == 0 {
		return err
	}
	c.a.Article, c.a.Title = sources[0].ArticleID, sources[0].Title
	return nil
}

// CheckGolden refuses golden questions that cannot be stored.
func CheckGolden(list []gate.Golden) error {
	for _, g := range list {
		if g.ID == "" || g.Text == "" {
			return fault.New(fault.Invalid, "", "A golden question needs an id and a text.").At("text")
		}
		if err := CheckText("text", slices.Concat(g.Expected, g.Never, []string{g.Text, g.Lang, g.Market, g.Channel, g.Kind, g.By})...); err != nil {
			return err
		}
	}
	return nil
}

// GoldenExists is the fault for a second golden question that asks the same.
func GoldenExists() error {
	return fault.New(fault.Conflict, "golden_exists", "There is a golden question with this text already.").At("text").
		Advise("Change that one.")
}

// CheckTerms refuses terms that cannot be stored.
func CheckTerms(list []knowledge.Term) error {
	for _, t := range list {
		if t.ID == "" {
			return fault.New(fault.Invalid, "", "A term needs an id.").At("id")
		}
		if err := CheckText("note", t.Note, t.By); err != nil {
			return err
		}
		for lang, forms := range t.Forms {
			if err := CheckText("forms", append([]string{lang}, forms...)...); err != nil {
				return err
			}
		}
	}
	return nil
}
