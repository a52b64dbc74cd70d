-- +goose Up
-- What the shop's people are told, and what they want to be told.

CREATE TABLE notices (
    id          TEXT    NOT NULL PRIMARY KEY,
    key         TEXT    NOT NULL UNIQUE, -- what makes it the same notice
    kind        TEXT    NOT NULL,
    recipient   TEXT    NOT NULL,
    facts       TEXT    NOT NULL, -- JSON
    state       TEXT    NOT NULL,
    attempts    INTEGER NOT NULL,
    created_at  INTEGER NOT NULL,
    next_at     INTEGER NOT NULL,
    settled_at  INTEGER NOT NULL,
    error       TEXT    NOT NULL,
    lease_until INTEGER NOT NULL -- somebody sends it until then
) STRICT;
CREATE INDEX notices_next ON notices (next_at) WHERE state = 'pending';
CREATE INDEX notices_recipient ON notices (recipient, id);

-- Up to where somebody has looked for what people have to be told.
CREATE TABLE notice_places (
    name TEXT    NOT NULL PRIMARY KEY,
    at   INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE notice_settings (
    user_id TEXT    NOT NULL PRIMARY KEY REFERENCES users (id),
    lang    TEXT    NOT NULL,
    zone    TEXT    NOT NULL,
    hour    INTEGER NOT NULL,
    kinds   TEXT    NOT NULL -- JSON: what they have chosen
) STRICT, WITHOUT ROWID;

CREATE INDEX imports_ended ON imports (ended_at) WHERE ended_at > 0;

-- The same text of two sources is one article.
ALTER TABLE articles ADD COLUMN text_hash TEXT NOT NULL DEFAULT '';
CREATE INDEX articles_text ON articles (text_hash) WHERE text_hash <> '';
