-- +goose Up
-- The life of an article: what it is, who looks after it, and every release.

ALTER TABLE articles ADD COLUMN negative           TEXT    NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN channels           TEXT    NOT NULL DEFAULT '[]';
ALTER TABLE articles ADD COLUMN valid_from         INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN valid_until        INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN owner              TEXT    NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN verify_by          INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN verified_at        INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN reminded_at        INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN translation_of     TEXT    NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN translated_release INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN release            INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN working            TEXT    NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN review             TEXT    NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN remarks            TEXT    NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN holds              TEXT    NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN held               INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN publish_at         INTEGER NOT NULL DEFAULT 0;
ALTER TABLE articles ADD COLUMN publish_by         TEXT    NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN publish_note       TEXT    NOT NULL DEFAULT '';
ALTER TABLE articles ADD COLUMN text_version       INTEGER NOT NULL DEFAULT 0;
CREATE INDEX articles_publish ON articles (publish_at) WHERE publish_at > 0;
CREATE INDEX articles_verify ON articles (verify_by) WHERE verify_by > 0;
CREATE INDEX articles_translations ON articles (translation_of) WHERE translation_of <> '';

CREATE TABLE releases (
    article_id TEXT    NOT NULL REFERENCES articles (id),
    number     INTEGER NOT NULL,
    copy       TEXT    NOT NULL, -- JSON, without the body
    body       TEXT    NOT NULL,
    made_by    TEXT    NOT NULL,
    made_at    INTEGER NOT NULL,
    note       TEXT    NOT NULL,
    restored   INTEGER NOT NULL, -- the release that was brought back; 0: none
    PRIMARY KEY (article_id, number)
) STRICT, WITHOUT ROWID;

-- What serves already is the first release.
INSERT INTO releases (article_id, number, copy, body, made_by, made_at, note, restored)
    SELECT id, 1, json_object('title', title, 'body', '', 'locale', locale, 'markets', json(markets),
        'internal', json(iif(internal, 'true', 'false')), 'questions', json(questions), 'negative', json('[]'),
        'intents', json(intents), 'url', url, 'channels', json('[]')), body, updated_by, published_at, '', 0
    FROM articles WHERE status = 'published';
UPDATE articles SET release = 1 WHERE status = 'published';

ALTER TABLE vector_models ADD COLUMN used_at INTEGER NOT NULL DEFAULT 0;
