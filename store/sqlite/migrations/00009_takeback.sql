-- +goose Up
-- What an import changed can be taken back: how each article was before it.

ALTER TABLE import_rows ADD COLUMN was TEXT NOT NULL DEFAULT ''; -- the article's state
ALTER TABLE import_rows ADD COLUMN release INTEGER NOT NULL DEFAULT 0; -- its newest release; 0: none
ALTER TABLE import_rows ADD COLUMN published INTEGER NOT NULL DEFAULT 0; -- the import made a release of it
ALTER TABLE imports ADD COLUMN taken_back_at INTEGER NOT NULL DEFAULT 0;
ALTER TABLE imports ADD COLUMN taken_back_by TEXT NOT NULL DEFAULT '';
