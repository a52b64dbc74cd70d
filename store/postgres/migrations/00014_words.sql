-- +goose Up
-- The words of what was said, by which conversations are found.

CREATE TABLE message_words (
    conversation_id TEXT     NOT NULL,
    seq             BIGINT   NOT NULL,
    at              BIGINT   NOT NULL, -- of the message, microseconds
    words           TSVECTOR NOT NULL, -- folded (chat.Words)
    PRIMARY KEY (conversation_id, seq),
    FOREIGN KEY (conversation_id, seq) REFERENCES messages (conversation_id, seq)
);
CREATE INDEX message_words_words ON message_words USING gin (words);
CREATE TABLE word_marks (
    conversation_id TEXT   NOT NULL PRIMARY KEY REFERENCES conversations (id),
    seq             BIGINT NOT NULL -- its messages are known up to here
);
-- Conversations that changed before this time (microseconds) are known.
INSERT INTO counters (name, value) VALUES ('words', 0);
-- Those that agents look at: few of all.
CREATE INDEX conversations_people ON conversations (updated_at, id) WHERE owner IN ('queue', 'human');
