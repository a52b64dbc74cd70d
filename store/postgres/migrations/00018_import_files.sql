-- +goose Up
-- What an upload is called: how many files were sent, each archive one.

ALTER TABLE imports ADD COLUMN sent BIGINT NOT NULL DEFAULT 0;
