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
    created_at  BIGINT  NOT NULL,
    begun_at    BIGINT  NOT NULL,
    ended_at    BIGINT  NOT NULL,
    attempt     BIGINT  NOT NULL,
    total       BIGINT  NOT NULL,
    counts      TEXT    NOT NULL,
    current     TEXT    NOT NULL,
    cancelled   BOOLEAN NOT NULL,
    removal     TEXT    NOT NULL,
    code        TEXT    NOT NULL,
    error       TEXT    NOT NULL,
    worker      TEXT    NOT NULL,
    lease_until BIGINT  NOT NULL
);
CREATE INDEX imports_open ON imports (id) WHERE state IN ('queued', 'running');
-- A source is read by one run at a time, whoever begins it.
CREATE UNIQUE INDEX imports_source ON imports (source_id) WHERE source_id <> '' AND state IN ('queued', 'running');

CREATE TABLE import_files (
    import_id  TEXT    NOT NULL,
    n          BIGINT  NOT NULL,
    name       TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    data       BYTEA   NOT NULL,
    PRIMARY KEY (import_id, n)
);

CREATE TABLE import_rows (
    import_id TEXT    NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    n         BIGINT  NOT NULL,
    key       TEXT    NOT NULL,
    file      TEXT    NOT NULL,
    outcome   TEXT    NOT NULL,
    article   TEXT    NOT NULL,
    title     TEXT    NOT NULL,
    passages  BIGINT  NOT NULL,
    warnings  TEXT    NOT NULL,
    code      TEXT    NOT NULL,
    message   TEXT    NOT NULL,
    hint      TEXT    NOT NULL,
    line      BIGINT  NOT NULL,
    col       BIGINT  NOT NULL,
    place     TEXT    NOT NULL,
    PRIMARY KEY (import_id, n)
);

CREATE TABLE sources (
    id          TEXT    NOT NULL PRIMARY KEY,
    name        TEXT    NOT NULL UNIQUE,
    kind        TEXT    NOT NULL,
    url         TEXT    NOT NULL,
    bounds      TEXT    NOT NULL,
    locale      TEXT    NOT NULL,
    markets     TEXT    NOT NULL,
    draft       BOOLEAN NOT NULL,
    schedule    TEXT    NOT NULL,
    paused      BOOLEAN NOT NULL,
    next_run_at BIGINT  NOT NULL,
    version     BIGINT  NOT NULL,
    created_by  TEXT    NOT NULL,
    created_at  BIGINT  NOT NULL,
    updated_at  BIGINT  NOT NULL
);

CREATE TABLE source_pages (
    source_id     TEXT    NOT NULL REFERENCES sources (id) ON DELETE CASCADE,
    url           TEXT COLLATE "C" NOT NULL,
    status        TEXT    NOT NULL,
    title         TEXT    NOT NULL,
    code          TEXT    NOT NULL,
    etag          TEXT    NOT NULL,
    last_modified TEXT    NOT NULL,
    hash          TEXT    NOT NULL,
    links         TEXT    NOT NULL,
    keys          TEXT    NOT NULL,
    gone_runs     BIGINT  NOT NULL,
    import_id     TEXT    NOT NULL,
    fetched_at    BIGINT  NOT NULL,
    PRIMARY KEY (source_id, url)
);
