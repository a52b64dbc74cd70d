package sqlite

import (
	"context"
	"time"

	"frontdesk/knowledge"
	"frontdesk/knowledge/gate"
	"frontdesk/store"
)

var (
	insertGolden = "INSERT INTO golden_questions (" + store.GoldenColumns + ", key) VALUES (" + store.Placeholders("?", 1, 11) + `)
		ON CONFLICT (key) DO UPDATE SET ` + store.Assignments(store.GoldenColumns, "id")

	insertTerm = "INSERT INTO glossary (" + store.TermColumns + ") VALUES (" + store.Placeholders("?", 1, 6) + `)
		ON CONFLICT (id) DO UPDATE SET ` + store.Assignments(store.TermColumns, "id")
)

const raiseGlossary = "UPDATE counters SET value = value + 1 WHERE name = 'glossary'"

// GoldenQuestions gives all, in order of their ids.
func (s *Store) GoldenQuestions(ctx context.Context) (out []gate.Golden, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.GoldenFields, "SELECT "+store.GoldenColumns+" FROM golden_questions ORDER BY id")
		return err
	})
	return out, err
}

// SaveGolden inserts golden questions; one that asks the same as a stored one takes
// its place and keeps its id.
func (s *Store) SaveGolden(ctx context.Context, list []gate.Golden) error {
	if err := store.CheckGolden(list); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *session) error {
		for _, g := range list {
			if err := q.exec(ctx, insertGolden, append(store.GoldenFields(&g), g.Key())...); err != nil {
				return err
			}
		}
		return nil
	})
}

// ChangeGolden replaces one by its id; fault.NotFound, fault.Conflict where another
// one asks the same.
func (s *Store) ChangeGolden(ctx context.Context, g gate.Golden) error {
	if err := store.CheckGolden([]gate.Golden{g}); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, `UPDATE golden_questions SET text = ?2, lang = ?3, market = ?4, channel = ?5, expected = ?6, never = ?7, kind = ?8,
			updated_by = ?9, updated_at = ?10, key = ?11 WHERE id = ?1`, append(store.GoldenFields(&g), g.Key())...)
		switch {
		case broken(err, "golden_questions.key"):
			return store.GoldenExists()
		case err == nil && n == 0:
			return store.Missing("golden question")
		}
		return err
	})
}

// DeleteGolden removes one; fault.NotFound.
func (s *Store) DeleteGolden(ctx context.Context, id string) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, "DELETE FROM golden_questions WHERE id = ?1", id)
		if err == nil && n == 0 {
			return store.Missing("golden question")
		}
		return err
	})
}

// selectAsked reads what changed since ?1, in that order; see figures.go.
var selectAsked = "SELECT " + store.AskedColumns + ` FROM conversations c CROSS JOIN turns t ON t.conversation_id = c.id
	CROSS JOIN messages m ON m.conversation_id = c.id AND m.seq = t.in_seq
	WHERE c.updated_at >= ?1 AND t.at >= ?1 AND ` + store.AskedWhere + " ORDER BY t.at DESC, c.id LIMIT ?2 + 0"

// AskedQuestions gives what shoppers asked lately. See gate.Store.
func (s *Store) AskedQuestions(ctx context.Context, since time.Time, limit int) (out []gate.Asked, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.AskedFields, selectAsked, store.Micros(since), limit)
		return err
	})
	return out, err
}

// Glossary gives all terms, unless the revision is known. See
// knowledge.GlossaryStore.
func (s *Store) Glossary(ctx context.Context, known int64) (out []knowledge.Term, revision int64, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		if err := q.row(ctx, "SELECT value FROM counters WHERE name = 'glossary'").Scan(&revision); err != nil || revision == known {
			return err
		}
		out, err = all(ctx, q, store.TermFields, "SELECT "+store.TermColumns+" FROM glossary ORDER BY id")
		return err
	})
	return out, revision, err
}

// SaveTerms inserts or replaces terms, all or none.
func (s *Store) SaveTerms(ctx context.Context, terms []knowledge.Term) error {
	if err := store.CheckTerms(terms); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *session) error {
		for _, t := range terms {
			if err := q.exec(ctx, insertTerm, store.TermFields(&t)...); err != nil {
				return err
			}
		}
		return q.exec(ctx, raiseGlossary)
	})
}

// DeleteTerm removes one; fault.NotFound.
func (s *Store) DeleteTerm(ctx context.Context, id string) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, "DELETE FROM glossary WHERE id = ?1", id)
		if err == nil && n == 0 {
			return store.Missing("term")
		}
		if err != nil {
			return err
		}
		return q.exec(ctx, raiseGlossary)
	})
}
