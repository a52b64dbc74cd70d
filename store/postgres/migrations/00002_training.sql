-- +goose Up
-- What a shop teaches the language engine, and the models that come of it.

CREATE TABLE shop_intents (
    id         TEXT    NOT NULL PRIMARY KEY,
    title      TEXT    NOT NULL,
    category   TEXT    NOT NULL,
    own        BOOLEAN NOT NULL,
    off        BOOLEAN NOT NULL,
    updated_by TEXT    NOT NULL,
    updated_at BIGINT  NOT NULL
);

CREATE TABLE examples (
    id              TEXT    NOT NULL PRIMARY KEY,
    text            TEXT    NOT NULL,
    intent          TEXT    NOT NULL,
    lang            TEXT    NOT NULL,
    origin          TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL,
    created_by      TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL,
    text_key        TEXT    NOT NULL UNIQUE -- lower case, single spaces: a message teaches one intent
);
CREATE INDEX examples_intent ON examples (intent, lang);

CREATE TABLE models (
    version    BIGINT  NOT NULL PRIMARY KEY, -- 0: what is measured of the shipped one
    created_at BIGINT  NOT NULL,
    created_by TEXT    NOT NULL,
    checksum   TEXT    NOT NULL,
    data_hash  TEXT    NOT NULL,
    seed       BIGINT  NOT NULL,
    size       BIGINT  NOT NULL,
    note       TEXT    NOT NULL,
    figures    TEXT    NOT NULL,
    kept       BOOLEAN NOT NULL,
    report     TEXT    NOT NULL,
    bytes      BYTEA   NOT NULL, -- empty where they were dropped
    outcomes   BYTEA   NOT NULL
);

CREATE TABLE model_uses (
    number   BIGINT  NOT NULL PRIMARY KEY,
    at       BIGINT  NOT NULL,
    used_by  TEXT    NOT NULL,
    version  BIGINT  NOT NULL,
    previous BIGINT  NOT NULL,
    forced   BOOLEAN NOT NULL,
    reason   TEXT    NOT NULL,
    worse    TEXT    NOT NULL
);

CREATE TABLE training_jobs (
    id          TEXT    NOT NULL PRIMARY KEY,
    begun_by    TEXT    NOT NULL,
    note        TEXT    NOT NULL,
    seed        BIGINT  NOT NULL,
    begun_at    BIGINT  NOT NULL,
    ended_at    BIGINT  NOT NULL, -- 0: it runs
    lease_until BIGINT  NOT NULL,
    stage       TEXT    NOT NULL,
    done        BIGINT  NOT NULL,
    total       BIGINT  NOT NULL,
    cancelled   BOOLEAN NOT NULL,
    code        TEXT    NOT NULL,
    error       TEXT    NOT NULL,
    version     BIGINT  NOT NULL
);
-- One training at a time, whichever process begins it.
CREATE UNIQUE INDEX training_jobs_one ON training_jobs (ended_at) WHERE ended_at = 0;
CREATE INDEX training_jobs_begun ON training_jobs (begun_at);
