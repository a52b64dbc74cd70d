-- +goose Up
-- The words of what was said, by which conversations are found.

CREATE TABLE message_rows (
    id              INTEGER NOT NULL PRIMARY KEY, -- the row in message_words; grows in time
    conversation_id TEXT    NOT NULL,
    seq             INTEGER NOT NULL,
    UNIQUE (conversation_id, seq),
    FOREIGN KEY (conversation_id, seq) REFERENCES messages (conversation_id, seq)
) STRICT;
-- Words come folded (chat.Words): only letters, digits and marks, with a space between.
CREATE VIRTUAL TABLE message_words USING fts5 (words, content = '', columnsize = 0, detail = none,
    tokenize = "unicode61 remove_diacritics 0 categories 'L* M* N*'");
CREATE TABLE word_marks (
    conversation_id TEXT    NOT NULL PRIMARY KEY REFERENCES conversations (id),
    seq             INTEGER NOT NULL -- its messages are known up to here
) STRICT, WITHOUT ROWID;
-- Conversations that changed before this time (microseconds) are known.
INSERT INTO counters (name, value) VALUES ('words', 0);
-- Those that agents look at: few of all.
CREATE INDEX conversations_people ON conversations (updated_at, id) WHERE owner IN ('queue', 'human');
