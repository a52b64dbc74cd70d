-- +goose Up
-- An editor may say that two statements do not contradict each other.

CREATE TABLE accords (
    clash     text   NOT NULL PRIMARY KEY, -- a hash of both statements: it is the id of nothing once one of them changes
    agreed_by text   NOT NULL, -- whose word it is
    agreed_at bigint NOT NULL  -- microseconds
);
