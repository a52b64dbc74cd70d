-- +goose Up
-- The words of articles, by which the list of articles finds them: folded (chat.Words),
-- each behind a space. What stands in articles from before is only put into lower case,
-- until they are saved again.

ALTER TABLE articles ADD COLUMN words TEXT NOT NULL DEFAULT '';
UPDATE articles SET words = ' ' || replace(lower(questions || ' ' || body), chr(10), ' ');
