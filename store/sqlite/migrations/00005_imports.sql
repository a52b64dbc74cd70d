-- +goose Up
-- Imports as jobs, and places in the web that are read again and again.

CREATE TABLE imports (
    id          TEXT    NOT NULL PRIMARY KEY,
    kind        TEXT    NOT NULL,
    name        TEXT    NOT NULL,
    source      TEXT    NOT NULL, -- that its articles carry
    source_id   TEXT    NOT NULL, -- of the stored source; empty for others
    address     TEXT    NOT NULL,
    state       TEXT    NOT NULL,
    begun_by    TEXT    NOT NULL,
    options     TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    begun_at    INTEGER NOT NULL,
    ended_at    INTEGER NOT NULL,
    attempt     INTEGER NOT NULL,
    total       INTEGER NOT NULL,
    counts      TEXT    NOT NULL,
    current     TEXT    NOT NULL,
    cancelled   INTEGER NOT NULL,
    removal     TEXT    NOT NULL,
    code        TEXT    NOT NULL,
    error       TEXT    NOT NULL,
    worker      TEXT    NOT NULL,
    lease_until INTEGER NOT NULL
) STRICT;
CREATE INDEX imports_open ON imports (id) WHERE state IN ('queued', 'running');
-- A source is read by one run at a time, whoever begins it.
CREATE UNIQUE INDEX imports_source ON imports (source_id) WHERE source_id <> '' AND state IN ('queued', 'running');

CREATE TABLE import_files (
    import_id  TEXT    NOT NULL,
    n          INTEGER NOT NULL,
    name       TEXT    NOT NULL,
    created_at INTEGER NOT NULL,
    data       BLOB    NOT NULL,
    PRIMARY KEY (import_id, n)
) STRICT;

CREATE TABLE import_rows (
    import_id TEXT    NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    n         INTEGER NOT NULL,
    key       TEXT    NOT NULL,
    file      TEXT    NOT NULL,
    outcome   TEXT    NOT NULL,
    article   TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    passages  INTEGER NOT NULL,
    warnings  TEXT    NOT NULL,
    code      TEXT    NOT NULL,
    message   TEXT    NOT NULL,
    hint      TEXT    NOT NULL,
    line      INTEGER NOT NULL,
    col       INTEGER NOT NULL,
    place     TEXT    NOT NULL,
    PRIMARY KEY (import_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE sources (
    id          TEXT    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    kind        TEXT    NOT NULL,
    url         TEXT    NOT NULL,
    bounds      TEXT    NOT NULL,
    locale      TEXT    NOT NULL,
    markets     TEXT    NOT NULL,
    draft       INTEGER NOT NULL,
    schedule    TEXT    NOT NULL,
    paused      INTEGER NOT NULL,
    next_run_at INTEGER NOT NULL,
    version     INTEGER NOT NULL,
    created_by  TEXT    NOT NULL,
    created_at  INTEGER NOT NULL,
    updated_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE source_pages (
    source_id     TEXT    NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    url           TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    title         TEXT    NOT NULL,
    code          TEXT    NOT NULL,
    etag          TEXT    NOT NULL,
    last_modified TEXT    NOT NULL,
    hash          TEXT    NOT NULL,
    links         TEXT    NOT NULL,
    keys          TEXT    NOT NULL,
    gone_runs     INTEGER NOT NULL,
    import_id     TEXT    NOT NULL,
    fetched_at    INTEGER NOT NULL,
    PRIMARY KEY (source_id, url)
) STRICT;
