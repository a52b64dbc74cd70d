-- +goose Up
-- What an upload is called: how many files were sent, each archive one.

ALTER TABLE imports ADD COLUMN sent INTEGER NOT NULL DEFAULT 0;
