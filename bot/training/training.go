// Package training lets a shop teach the language engine its own intents.
//
// A shop's examples stand beside the shipped pack, which nobody edits: they
// extend its intents, add new ones, or say that a message belongs to none.
// Training makes a numbered model of both and never touches the one that
// serves. A model is then compared with the live one on messages that neither
// was trained on, and used: at once in this process, and within a second in
// every other one that shares the store.
//
//   - curriculum.go, lessons.go and reader.go: what is taught, and where it comes from.
//   - trainer.go and job.go: the making of a model, one at a time.
//   - compare.go: whether one model is worse than another beyond chance.
//   - live.go: which model serves, and what happens when it is damaged.
package training

import (
	"context"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"frontdesk/internal/fault"
)

// Origin says where an example comes from.
type Origin string

// The origins.
const (
	ByHand           Origin = "hand"
	Imported         Origin = "import"
	FromConversation Origin = "conversation" // a message that the bot read wrongly
	FromPack         Origin = "pack"         // shipped; never stored, never changed
)

// Example is a message with the intent that it holds.
type Example struct {
	ID             string    `json:"id"`
	Text           string    `json:"text"`
	Intent         string    `json:"intent"` // nlu.OutOfScope: belongs to none
	Lang           string    `json:"language"`
	Origin         Origin    `json:"origin"`
	ConversationID string    `json:"conversation_id,omitempty"` // of FromConversation
	CreatedBy      string    `json:"created_by,omitempty"`
	CreatedAt      time.Time `json:"created_at,omitzero"`
}

// Intent is what the shop has said of an intent: one of its own, or a shipped
// one with a setting that is not the default.
type Intent struct {
	ID        string    `json:"id"`
	Title     string    `json:"title"`
	Category  string    `json:"category"`
	Own       bool      `json:"own"` // made by the shop
	Off       bool      `json:"off"` // not recognised: its examples count as none
	UpdatedBy string    `json:"updated_by,omitempty"`
	UpdatedAt time.Time `json:"updated_at,omitzero"`
}

// Bounds of what a shop may teach.
const (
	MaxExamples   = 200_000 // of a shop, and rows of a file: above, training takes hours
	maxTextRunes  = 1000
	maxIDRunes    = 64
	maxTitleRunes = 120
	leastExamples = 2 // of an intent: with one, nothing can be held back to measure on

)

// Key is what makes two texts the same example: case and spaces do not count.
func Key(text string) string { return strings.ToLower(strings.Join(strings.Fields(text), " ")) }

// checkExample says what is wrong with an example, and in which field.
func checkExample(e Example) *fault.Error {
	switch {
	case !utf8.ValidString(e.Text) || strings.IndexByte(e.Text, 0) >= 0:
		return fault.New(fault.Invalid, "invalid_text", "The text has characters that cannot be stored.").At("text").
			Advise("Save the file as UTF-8.")
	case !strings.ContainsFunc(e.Text, unicode.IsGraphic) || Key(e.Text) == "":
		return fault.New(fault.Invalid, "empty_text", "The text is empty.").At("text").
			Advise("Write a message as a shopper would.")
	case utf8.RuneCountInString(e.Text) > maxTextRunes:
		return fault.New(fault.Invalid, "text_too_long", "The text has more than %d characters.", maxTextRunes).At("text").
			Advise("Keep the sentence that says what is wanted.")
	case !validLang(e.Lang):
		return fault.New(fault.Invalid, "invalid_language", "%q is no language code.", short(e.Lang)).At("language").
			Advise("Two or three letters, such as en; empty lets the program find out.")
	}
	return checkIntentID(e.Intent)
}

func checkIntentID(id string) *fault.Error {
	bad := func(r rune) bool {
		return !unicode.IsGraphic(r) || unicode.IsSpace(r) || strings.ContainsRune(`/\,;%"`, r)
	}
	word := func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) }
	if !strings.ContainsFunc(id, word) || utf8.RuneCountInString(id) > maxIDRunes || !utf8.ValidString(id) || strings.ContainsFunc(id, bad) {
		return fault.New(fault.Invalid, "invalid_intent", "%q is no name of an intent.", short(id)).At("intent").
			Advise("1 to 64 letters, digits, _ or -, without spaces: for example size_advice.")
	}
	return nil
}

func validLang(s string) bool {
	letter := func(r rune) bool { return r < 'a' || r > 'z' }
	return s == "" || (len(s) == 2 || len(s) == 3) && !strings.ContainsFunc(s, letter)
}

// short makes a foreign text fit for a sentence.
func short(s string) string {
	s = strings.ToValidUTF8(s, "�")
	if r := []rune(s); len(r) > 40 {
		return string(r[:40]) + "…"
	}
	return s
}

// titleOf makes a title of an id.
func titleOf(id string) string {
	title := strings.TrimSpace(strings.NewReplacer("_", " ", "-", " ").Replace(id))
	first, n := utf8.DecodeRuneInString(title)
	if n == 0 {
		return id
	}
	return string(unicode.ToUpper(first)) + title[n:]
}

// ExampleFilter selects examples; empty members select all.
type ExampleFilter struct {
	Text   string // within the text, any case
	Intent string
	Lang   string
	Origin Origin
	After  string // id of the last example of the page before
	Limit  int    // 0: 50, at most 200
}

// Count is how many examples an intent has in a language.
type Count struct {
	Intent string `json:"intent"`
	Lang   string `json:"language"`
	N      int    `json:"examples"`
}

// ExampleStore keeps what a shop teaches.
type ExampleStore interface {
	// Examples lists the newest first, and counts what the filter selects.
	Examples(ctx context.Context, f ExampleFilter) ([]Example, int, error)
	// AllExamples gives every one, in order of their ids.
	AllExamples(ctx context.Context) ([]Example, error)
	// ExampleCounts counts by intent and language.
	ExampleCounts(ctx context.Context) ([]Count, error)
	// AddExamples stores examples, and intents that are new, in one transaction,
	// and says how many examples were new: a text (see Key) that its intent has already is passed over, one that
	// another intent has is fault.Conflict with code other_intent and the members
	// intent and example.
	AddExamples(ctx context.Context, list []Example, intents []Intent) (int, error)
	// ChangeExample replaces text, intent and language; fault.NotFound, and
	// fault.Conflict as with AddExamples.
	ChangeExample(ctx context.Context, e Example) (Example, error)
	// DeleteExample gives what it has deleted; fault.NotFound.
	DeleteExample(ctx context.Context, id string) (Example, error)
}

// IntentStore keeps the shop's intents and settings.
type IntentStore interface {
	// ShopIntents lists all, by id.
	ShopIntents(ctx context.Context) ([]Intent, error)
	// SaveIntent inserts or replaces one.
	SaveIntent(ctx context.Context, i Intent) error
	// DeleteIntent removes one; fault.NotFound, and fault.Conflict with code
	// intent_has_examples while it has any.
	DeleteIntent(ctx context.Context, id string) error
}

// Store is all that training needs of a database.
type Store interface {
	ExampleStore
	IntentStore
	ModelStore
	LiveStore
	JobStore
}

// OtherIntent is the fault for a text that another intent has.
func OtherIntent(there Example) error {
	return fault.New(fault.Conflict, "other_intent", "This text is an example of %s already.", there.Intent).At("text").
		With("intent", there.Intent).With("example", there.ID).Advise("Delete it there, or change its intent.")
}
