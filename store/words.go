package store

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"frontdesk/chat"
)

const (
	// FoundMessages is how many messages, and how many customers, a search looks at,
	// the newest of those that have its words.
	FoundMessages = 5000

	// spellOverlap is how far behind the last conversation that was indexed the
	// next look begins: transactions of other replicas may commit late.
	spellOverlap = 10 * time.Second
	// spellBatch is how many messages are indexed in one transaction: so few that
	// nobody who writes waits for it.
	spellBatch = 32
)

// Unspelt is a message that the index of words does not have yet.
type Unspelt struct {
	ConversationID string
	Seq            int64
	Kind           chat.Kind
	Text           string
	At             int64 // microseconds
	Changed        int64 // microseconds; when its conversation changed last
}

// UnspeltFields are the fields of conversation, seq, kind, text, at, and the
// conversation's last change.
func UnspeltFields(u *Unspelt) []any {
	return []any{&u.ConversationID, &u.Seq, &u.Kind, &u.Text, &u.At, &u.Changed}
}

// Spelt is what the index of words gets to know at once.
type Spelt struct {
	Messages []Spelling
	Marks    map[string]int64 // by conversation: up to which seq it is known
	Place    int64            // microseconds; conversations that changed before are known
}

// Spelling is the words of one message, with a space between.
type Spelling struct {
	ConversationID string
	Seq, At        int64
	Words          string
}

// WordIndex is what an engine knows of the words of its messages.
type WordIndex interface {
	// WordPlace gives the Place of what was saved last.
	WordPlace(ctx context.Context) (int64, error)
	// Unspelt gives up to limit messages, by change of their conversation and
	// seq, of conversations that changed at or after from.
	Unspelt(ctx context.Context, from int64, limit int) ([]Unspelt, error)
	// SaveSpelt stores words, marks and place in one transaction. What is known
	// already stays as it is.
	SaveSpelt(ctx context.Context, s Spelt) error
}

// IndexMessages makes up to about most messages known to the index of words and
// tells whether there are more. Nothing that a shopper waits for does this: it
// comes after, in small transactions.
func IndexMessages(ctx context.Context, x WordIndex, most int) (more bool, err error) {
	place, err := x.WordPlace(ctx)
	if err != nil {
		return false, fmt.Errorf("read how far messages are indexed: %w", err)
	}
	from := place - spellOverlap.Microseconds()
	for done := 0; done < most; done += spellBatch {
		batch, err := x.Unspelt(ctx, from, spellBatch)
		if err != nil {
			return false, fmt.Errorf("read messages to index: %w", err)
		}
		if len(batch) == 0 {
			return false, nil
		}
		s := spell(batch)
		if err := x.SaveSpelt(ctx, s); err != nil {
			return false, fmt.Errorf("index messages: %w", err)
		}
		if len(batch) < spellBatch {
			return false, nil
		}
		from = s.Place
	}
	return true, nil
}

func spell(batch []Unspelt) Spelt {
	s := Spelt{Marks: map[string]int64{}}
	for _, u := range batch {
		s.Marks[u.ConversationID] = u.Seq
		s.Place = u.Changed
		if u.Kind != chat.KindText && u.Kind != chat.KindNote {
			continue // nobody has said it
		}
		if words := spelling(u.Text); words != "" {
			s.Messages = append(s.Messages, Spelling{u.ConversationID, u.Seq, u.At, words})
		}
	}
	return s
}

func spelling(text string) string {
	var terms []string
	for _, w := range chat.Words(text) {
		terms = append(terms, w.Term)
	}
	slices.Sort(terms)
	return strings.Join(slices.Compact(terms), " ")
}

// FTS5Query is a search text for SQLite's FTS5: all words, by their
// beginnings. Empty where there is nothing to look for.
func FTS5Query(q string) string { return termQuery(q, `"%s"*`, " AND ") }

// TSQuery is the same for PostgreSQL's tsquery.
func TSQuery(q string) string { return termQuery(q, "'%s':*", " & ") }

// Terms are letters, digits and marks only: nothing has to be escaped.
func termQuery(q, form, and string) string {
	var parts []string
	for _, term := range chat.Sought(q) {
		parts = append(parts, fmt.Sprintf(form, term))
	}
	return strings.Join(parts, and)
}
