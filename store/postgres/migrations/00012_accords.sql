-- +goose Up
-- An editor may say that two statements do not contradict each other.

CREATE TABLE accords (
    clash     TEXT   NOT NULL PRIMARY KEY, -- a hash of both statements: it is the id of nothing once one of them changes
    agreed_by TEXT   NOT NULL, -- whose word it is
    agreed_at BIGINT NOT NULL  -- microseconds
);
