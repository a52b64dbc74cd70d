-- +goose Up
-- What a publish is measured with, and the words of the shop.

CREATE TABLE golden_questions (
    id         TEXT    NOT NULL PRIMARY KEY,
    text       TEXT    NOT NULL,
    lang       TEXT    NOT NULL,
    market     TEXT    NOT NULL,
    channel    TEXT    NOT NULL,
    expected   TEXT    NOT NULL, -- JSON: names of articles; none: a person must answer
    never      TEXT    NOT NULL,
    kind       TEXT    NOT NULL,
    updated_by TEXT    NOT NULL,
    updated_at INTEGER NOT NULL,
    key        TEXT    NOT NULL UNIQUE -- text, language, market and channel: a question has one answer
) STRICT, WITHOUT ROWID;

CREATE TABLE glossary (
    id         TEXT    NOT NULL PRIMARY KEY,
    forms      TEXT    NOT NULL, -- JSON: names by language
    keep       INTEGER NOT NULL,
    note       TEXT    NOT NULL,
    updated_by TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO counters (name, value) VALUES ('glossary', 0);

ALTER TABLE releases ADD COLUMN gate TEXT NOT NULL DEFAULT ''; -- JSON: what was found before the publish
