package sqlite

import (
	"context"

	"frontdesk/knowledge"
	"frontdesk/store"
)

var insertAccord = "INSERT INTO accords (" + store.AccordColumns + ") VALUES (" + store.Placeholders("?", 1, 3) + `)
	ON CONFLICT (clash) DO UPDATE SET ` + store.Assignments(store.AccordColumns, "clash")

// Accords implements knowledge.AccordStore.
func (s *Store) Accords(ctx context.Context) (out []knowledge.Accord, err error) {
	err = s.read(ctx, func(ctx context.Context, q *session) (err error) {
		out, err = all(ctx, q, store.AccordFields, "SELECT "+store.AccordColumns+" FROM accords ORDER BY clash")
		return err
	})
	return out, err
}

// SaveAccord implements knowledge.AccordStore.
func (s *Store) SaveAccord(ctx context.Context, a knowledge.Accord) error {
	if err := store.CheckText("clash", a.Clash, a.By); err != nil {
		return err
	}
	return s.write(ctx, func(ctx context.Context, q *session) error {
		return q.exec(ctx, insertAccord, store.AccordFields(&a)...)
	})
}

// DeleteAccord implements knowledge.AccordStore.
func (s *Store) DeleteAccord(ctx context.Context, clash string) error {
	return s.write(ctx, func(ctx context.Context, q *session) error {
		n, err := q.change(ctx, "DELETE FROM accords WHERE clash = ?1", clash)
		if err == nil && n == 0 {
			return store.Missing("agreement")
		}
		return err
	})
}
