-- +goose Up
-- The words of articles, by which the list of articles finds them, in an index: of those
-- from before they are put in afterwards (store.IndexArticles).

ALTER TABLE articles DROP COLUMN words;
CREATE TABLE article_words (
    article_id TEXT     NOT NULL PRIMARY KEY REFERENCES articles (id),
    words      TSVECTOR NOT NULL -- folded (chat.Words)
);
CREATE INDEX article_words_words ON article_words USING gin (words) WITH (fastupdate = off); -- what was saved is found as fast as the rest
