-- +goose Up
-- The words of articles, by which the list of articles finds them, in an index: of those
-- from before they are put in afterwards (store.IndexArticles). What lists are filtered by
-- stands beside each other, so that they read no texts.

ALTER TABLE articles DROP COLUMN words;
ALTER TABLE articles ADD COLUMN edited INTEGER NOT NULL GENERATED ALWAYS AS (working <> '') VIRTUAL;
CREATE INDEX articles_list ON articles (revision, id, status, locale, source, owner, translation_of, verify_by, held, publish_at, review, edited, search);
CREATE TABLE article_rows (
    id         INTEGER NOT NULL PRIMARY KEY, -- the row in article_words
    article_id TEXT    NOT NULL UNIQUE REFERENCES articles (id)
) STRICT;
-- Words come folded (chat.Words): only letters, digits and marks, with a space between.
CREATE VIRTUAL TABLE article_words USING fts5 (words, content = '', contentless_delete = 1, detail = none,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N*'");
