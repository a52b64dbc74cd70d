-- +goose Up
-- Products that an import changed can be brought back: each as it was before the last
-- import that read it, if that changed it.

CREATE TABLE feed_former (
    source    TEXT    NOT NULL,
    id        TEXT    NOT NULL,
    import_id TEXT    NOT NULL REFERENCES imports (id) ON DELETE CASCADE,
    title     TEXT    NOT NULL,
    hash      TEXT    NOT NULL,
    data      TEXT    NOT NULL, -- JSON; empty: it was not there
    read_at   BIGINT  NOT NULL,
    gone      BOOLEAN NOT NULL,
    back      BOOLEAN NOT NULL, -- it is as it was again
    PRIMARY KEY (source, id)
);
CREATE INDEX feed_former_import ON feed_former (import_id, source, id);
