package knowledge

import (
	"context"
	"slices"
	"strings"
	"time"

	"golang.org/x/text/language"

	"frontdesk/internal/fault"
	"frontdesk/knowledge/text"
)

// Term is an entry of the glossary: one thing, and what it is called.
type Term struct {
	ID string `json:"id"`
	// Forms are its names by language (de, zh, or und for names that are the same in
	// all). The first of a language is the one to use, also in translations; the
	// others are synonyms that shoppers use.
	Forms map[string][]string `json:"forms"`
	Keep  bool                `json:"keep"` // never translated
	Note  string              `json:"note,omitempty"`
	By    string              `json:"updated_by,omitempty"`
	At    time.Time           `json:"updated_at"`
}

// GlossaryStore keeps the glossary.
type GlossaryStore interface {
	// Glossary gives all terms in order of their ids and a revision that rises with
	// every change. Where the revision still is the known one, there are no terms.
	Glossary(ctx context.Context, known int64) ([]Term, int64, error)
	// SaveTerms inserts or replaces terms, all or none.
	SaveTerms(ctx context.Context, terms []Term) error
	// DeleteTerm removes one; fault.NotFound.
	DeleteTerm(ctx context.Context, id string) error
}

// The bounds of a term.
const (
	maxForms = 100
	maxForm  = 200
)

// Clean gives a term as it is stored, or says what is wrong with it.
func (t Term) Clean() (Term, error) {
	forms, n := make(map[string][]string, len(t.Forms)), 0
	for tag, list := range t.Forms {
		lang := text.Base(tag)
		if _, err := language.ParseBase(lang); err != nil {
			return t, fault.New(fault.Invalid, "unknown_language", "%q is no language.", tag).At("forms").Advise("Give its code, such as en or de; und for names that are the same everywhere.")
		}
		for _, f := range list {
			f = strings.Join(strings.Fields(f), " ")
			if f == "" || slices.ContainsFunc(forms[lang], func(o string) bool { return strings.EqualFold(o, f) }) {
				continue
			}
			if len([]rune(f)) > maxForm {
				return t, fault.New(fault.Invalid, "too_long", "A name has at most %d characters.", maxForm).At("forms")
			}
			forms[lang] = append(forms[lang], f)
			n++
		}
	}
	t.Forms, t.Note = forms, strings.TrimSpace(t.Note)
	switch {
	case n == 0:
		return t, fault.New(fault.Invalid, "empty_term", "A term has a name.").At("forms")
	case n > maxForms:
		return t, fault.New(fault.Invalid, "too_many", "A term has at most %d names.", maxForms).At("forms")
	case n == 1 && !t.Keep:
		return t, fault.New(fault.Invalid, "lonely_term", "One name alone changes nothing.").At("forms").
			Advise("Add what else it is called, in the same or in another language, or say that it is not translated.")
	case len([]rune(t.Note)) > 1000:
		return t, fault.New(fault.Invalid, "too_long", "A note has at most 1000 characters.").At("note")
	}
	return t, nil
}
