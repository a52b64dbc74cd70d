package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"frontdesk/knowledge"
	"frontdesk/knowledge/gate"
	"frontdesk/store"
)

var (
	insertGolden = "INSERT INTO golden_questions (" + store.GoldenColumns + ", key) VALUES (" + store.Placeholders("$", 1, 11) + `)
		ON CONFLICT (key) DO UPDATE SET ` + store.Assignments(store.GoldenColumns, "id")

	insertTerm = "INSERT INTO glossary (" + store.TermColumns + ") VALUES (" + store.Placeholders("$", 1, 6) + `)
		ON CONFLICT (id) DO UPDATE SET ` + store.Assignments(store.TermColumns, "id")
)

const raiseGlossary = "UPDATE counters SET value = value + 1 WHERE name = 'glossary'"

// GoldenQuestions gives all, in order of their ids.
func (s *Store) GoldenQuestions(ctx context.Context) ([]gate.Golden, error) {
	return all(ctx, s.pool, store.GoldenFields, "SELECT "+store.GoldenColumns+` FROM golden_questions ORDER BY id COLLATE "C"`)
}

// SaveGolden inserts golden questions; one that asks the same as a stored one takes
// its place and keeps its id.
func (s *Store) SaveGolden(ctx context.Context, list []gate.Golden) error {
	if err := store.CheckGolden(list); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		for _, g := range list {
			if _, err := tx.Exec(ctx, insertGolden, append(store.GoldenFields(&g), g.Key())...); err != nil {
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
	n, err := s.pool.Exec(ctx, `UPDATE golden_questions SET text = $2, lang = $3, market = $4, channel = $5, expected = $6, never = $7, kind = $8,
		updated_by = $9, updated_at = $10, key = $11 WHERE id = $1`, append(store.GoldenFields(&g), g.Key())...)
	switch {
	case broken(err, "golden_questions_key_key"):
		return store.GoldenExists()
	case err == nil && n.RowsAffected() == 0:
		return store.Missing("golden question")
	}
	return err
}

// DeleteGolden removes one; fault.NotFound.
func (s *Store) DeleteGolden(ctx context.Context, id string) error {
	n, err := s.pool.Exec(ctx, "DELETE FROM golden_questions WHERE id = $1", id)
	if err == nil && n.RowsAffected() == 0 {
		return store.Missing("golden question")
	}
	return err
}

// AskedQuestions gives what shoppers asked lately. See gate.Store.
func (s *Store) AskedQuestions(ctx context.Context, since time.Time, limit int) ([]gate.Asked, error) {
	return all(ctx, s.pool, store.AskedFields, "SELECT "+store.AskedColumns+` FROM conversations c JOIN turns t ON t.conversation_id = c.id
		JOIN messages m ON m.conversation_id = c.id AND m.seq = t.in_seq
		WHERE c.updated_at >= $1 AND t.at >= $1 AND `+store.AskedWhere+` ORDER BY t.at DESC, c.id LIMIT $2`, store.Micros(since), limit)
}

// Glossary gives all terms, unless the revision is known. See
// knowledge.GlossaryStore.
func (s *Store) Glossary(ctx context.Context, known int64) (out []knowledge.Term, revision int64, err error) {
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if err := tx.QueryRow(ctx, "SELECT value FROM counters WHERE name = 'glossary'").Scan(&revision); err != nil || revision == known {
			return err
		}
		out, err = all(ctx, tx, store.TermFields, "SELECT "+store.TermColumns+` FROM glossary ORDER BY id COLLATE "C"`)
		return err
	})
	return out, revision, err
}

// SaveTerms inserts or replaces terms, all or none.
func (s *Store) SaveTerms(ctx context.Context, terms []knowledge.Term) error {
	if err := store.CheckTerms(terms); err != nil {
		return err
	}
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, raiseGlossary); err != nil { // first: writers wait for one another here
			return err
		}
		for _, t := range terms {
			if _, err := tx.Exec(ctx, insertTerm, store.TermFields(&t)...); err != nil {
				return err
			}
		}
		return nil
	})
}

// DeleteTerm removes one; fault.NotFound.
func (s *Store) DeleteTerm(ctx context.Context, id string) error {
	return pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, raiseGlossary); err != nil {
			return err
		}
		n, err := tx.Exec(ctx, "DELETE FROM glossary WHERE id = $1", id)
		if err == nil && n.RowsAffected() == 0 {
			return store.Missing("term")
		}
		return err
	})
}
