package postgres

import (
	"context"

	"frontdesk/knowledge"
	"frontdesk/store"
)

var insertAccord = "INSERT INTO accords (" + store.AccordColumns + ") VALUES (" + store.Placeholders("$", 1, 3) + `)
	ON CONFLICT (clash) DO UPDATE SET ` + store.Assignments(store.AccordColumns, "clash")

// Accords implements knowledge.AccordStore.
func (s *Store) Accords(ctx context.Context) ([]knowledge.Accord, error) {
	return all(ctx, s.pool, store.AccordFields, "SELECT "+store.AccordColumns+` FROM accords ORDER BY clash COLLATE "C"`)
}

// SaveAccord implements knowledge.AccordStore.
func (s *Store) SaveAccord(ctx context.Context, a knowledge.Accord) error {
	if err := store.CheckText("clash", a.Clash, a.By); err != nil {
		return err
	}
	return s.exec(ctx, insertAccord, store.AccordFields(&a)...)
}

// DeleteAccord implements knowledge.AccordStore.
func (s *Store) DeleteAccord(ctx context.Context, clash string) error {
	n, err := s.pool.Exec(ctx, "DELETE FROM accords WHERE clash = $1", clash)
	if err == nil && n.RowsAffected() == 0 {
		return store.Missing("agreement")
	}
	return err
}
