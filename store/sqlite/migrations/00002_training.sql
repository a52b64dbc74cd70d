-- +goose Up
-- What a shop teaches the language engine, and the models that come of it.

CREATE TABLE shop_intents (
    id         TEXT    NOT NULL PRIMARY KEY,
    title      TEXT    NOT NULL,
    category   TEXT    NOT NULL,
    own        INTEGER NOT NULL,
    off        INTEGER NOT NULL,
    updated_by TEXT    NOT NULL,
    updated_at INTEGER NOT NULL
) STRICT;

CREATE TABLE examples (
    id              TEXT    NOT NULL PRIMARY KEY,
    text            TEXT    NOT NULL,
    intent          TEXT    NOT NULL,
    lang            TEXT    NOT NULL,
    origin          TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    created_by      TEXT    NOT NULL,
    created_at      INTEGER NOT NULL,
    text_key        TEXT    NOT NULL UNIQUE -- lower case, single spaces: a message teaches one intent
) STRICT;
CREATE INDEX examples_intent ON examples (intent, lang);

CREATE TABLE models (
    version    INTEGER NOT NULL PRIMARY KEY, -- 0: what is measured of the shipped one
    created_at INTEGER NOT NULL,
    created_by TEXT    NOT NULL,
    checksum   TEXT    NOT NULL,
    data_hash  TEXT    NOT NULL,
    seed       INTEGER NOT NULL,
    size       INTEGER NOT NULL,
    note       TEXT    NOT NULL,
    figures    TEXT    NOT NULL,
    kept       INTEGER NOT NULL,
    report     TEXT    NOT NULL,
    bytes      BLOB    NOT NULL, -- empty where they were dropped
    outcomes   BLOB    NOT NULL
) STRICT;

CREATE TABLE model_uses (
    number   INTEGER NOT NULL PRIMARY KEY,
    at       INTEGER NOT NULL,
    used_by  TEXT    NOT NULL,
    version  INTEGER NOT NULL,
    previous INTEGER NOT NULL,
    forced   INTEGER NOT NULL,
    reason   TEXT    NOT NULL,
    worse    TEXT    NOT NULL
) STRICT;

CREATE TABLE training_jobs (
    id          TEXT    NOT NULL PRIMARY KEY,
    begun_by    TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    seed        INTEGER NOT NULL,
    begun_at    INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL, -- 0: it runs
    lease_until INTEGER NOT NULL,
    stage       TEXT    NOT NULL,
    done        INTEGER NOT NULL,
    total       INTEGER NOT NULL,
    cancelled   INTEGER NOT NULL,
    code        TEXT    NOT NULL,
    error       TEXT    NOT NULL,
    version     INTEGER NOT NULL
) STRICT;
-- One training at a time, whichever process begins it.
CREATE UNIQUE INDEX training_jobs_one ON training_jobs (ended_at) WHERE ended_at = 0;
CREATE INDEX training_jobs_begun ON training_jobs (begun_at);
