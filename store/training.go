package store

import (
	"database/sql/driver"
	"fmt"
	"slices"
	"strings"

	"frontdesk/bot/training"
	"frontdesk/internal/fault"
)

// The columns of what a shop teaches, in the order of the functions of fields
// beside them.
const (
	ShopIntentColumns = "id, title, category, own, off, updated_by, updated_at"
	ExampleColumns    = "id, text, intent, lang, origin, conversation_id, created_by, created_at"
	ModelColumns      = "version, created_at, created_by, checksum, data_hash, seed, size, note, figures, kept"
	UseColumns        = "at, used_by, version, previous, forced, reason, worse"
	JobColumns        = "id, begun_by, note, seed, begun_at, ended_at, lease_until, stage, done, total, cancelled, code, error, version"
)

// ShopIntentFields are the fields of ShopIntentColumns.
func ShopIntentFields(i *training.Intent) []any {
	return []any{&i.ID, &i.Title, &i.Category, &i.Own, &i.Off, &i.UpdatedBy, micros{&i.UpdatedAt}}
}

// ExampleFields are the fields of ExampleColumns.
func ExampleFields(e *training.Example) []any {
	return []any{&e.ID, &e.Text, &e.Intent, &e.Lang, &e.Origin, &e.ConversationID, &e.CreatedBy, micros{&e.CreatedAt}}
}

// ModelFields are the fields of ModelColumns.
func ModelFields(m *training.Model) []any {
	return []any{&m.Version, micros{&m.CreatedAt}, &m.CreatedBy, &m.Checksum, &m.DataHash, &m.Seed, &m.Size, &m.Note,
		structured{&m.Figures}, &m.Kept}
}

// ReportedModelFields are the fields of ModelColumns and then report.
func ReportedModelFields(a *training.Artefact) []any {
	return append(ModelFields(&a.Model), structured{&a.Report})
}

// ArtefactFields are the fields of ModelColumns and then report, bytes, outcomes.
func ArtefactFields(a *training.Artefact) []any {
	return append(ReportedModelFields(a), blob{&a.Bytes}, blob{&a.Outcomes})
}

// UseFields are the fields of UseColumns.
func UseFields(u *training.Use) []any {
	return []any{micros{&u.At}, &u.By, &u.Version, &u.Previous, &u.Forced, &u.Reason, list{&u.Worse}}
}

// JobFields are the fields of JobColumns.
func JobFields(j *training.Job) []any {
	return []any{&j.ID, &j.By, &j.Note, &j.Seed, micros{&j.BegunAt}, micros{&j.EndedAt}, micros{&j.LeaseUntil}, &j.Stage,
		&j.Done, &j.Total, &j.Cancelled, &j.Code, &j.Error, &j.Version}
}

// CheckExamples refuses examples and intents that cannot be stored.
func CheckExamples(list []training.Example, intents []training.Intent) error {
	for _, e := range list {
		if e.ID == "" || training.Key(e.Text) == "" {
			return fault.New(fault.Invalid, "", "An example needs an id and a text.").At("text")
		}
		if err := CheckText("text", e.Text, e.Intent, e.Lang, e.CreatedBy); err != nil {
			return err
		}
	}
	for _, i := range intents {
		if err := CheckText("title", i.ID, i.Title, i.Category, i.UpdatedBy); err != nil {
			return err
		}
	}
	return nil
}

// ExampleKey is a text as it is stored to be found again: see training.Key.
func ExampleKey(text string) string { return training.Key(strings.ToValidUTF8(text, "")) }

// Collision finds the first of new examples whose text an intent has already
// that is not its own, among those that are stored; fault.Conflict.
func Collision(stored, added []training.Example) error {
	intent := map[string]string{}
	for _, e := range added {
		intent[ExampleKey(e.Text)] = e.Intent
	}
	at := slices.IndexFunc(stored, func(e training.Example) bool { return intent[ExampleKey(e.Text)] != e.Intent })
	if at < 0 {
		return nil
	}
	return training.OtherIntent(stored[at])
}

// IntentHasExamples is the fault for an intent that cannot be deleted.
func IntentHasExamples(n int) error {
	return fault.New(fault.Conflict, "intent_has_examples", "The intent has %d examples.", n).Advise("Delete or move them first.")
}

// blob maps bytes that may be none.
type blob struct{ p *[]byte }

func (b blob) Value() (driver.Value, error) {
	if *b.p == nil {
		return []byte{}, nil
	}
	return *b.p, nil
}

func (b blob) Scan(src any) error {
	data, ok := src.([]byte)
	if !ok && src != nil {
		return fmt.Errorf("bytes are stored as %T", src)
	}
	*b.p = nil
	if len(data) > 0 {
		*b.p = slices.Clone(data)
	}
	return nil
}
