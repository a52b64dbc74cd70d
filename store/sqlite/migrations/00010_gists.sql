-- +goose Up
-- What the words of articles are about: reading them takes longer than all else at a start.

CREATE TABLE gists (
    article_id TEXT  NOT NULL PRIMARY KEY REFERENCES articles (id),
    reader     TEXT  NOT NULL, -- that read them
    print      TEXT  NOT NULL, -- of the texts that it read
    data       BLOB  NOT NULL  -- JSON
) STRICT, WITHOUT ROWID;
