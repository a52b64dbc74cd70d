-- +goose Up
-- A draft that an import replaced can be brought back: its text and what was found in it.

ALTER TABLE import_rows ADD COLUMN former TEXT NOT NULL DEFAULT ''; -- JSON; empty: no draft was replaced
