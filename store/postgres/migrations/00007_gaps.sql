-- +goose Up
-- What was asked and not answered, put together by what it asks.

ALTER TABLE messages ADD COLUMN helpful BIGINT NOT NULL DEFAULT 0; -- the shopper says of a bot's answer: 1 it helped, -1 it did not

CREATE TABLE gaps (
    id         TEXT NOT NULL PRIMARY KEY,
    title      TEXT NOT NULL,
    lang       TEXT NOT NULL,
    state      TEXT NOT NULL,
    note       TEXT NOT NULL,
    into_id    TEXT NOT NULL, -- the gap that it counts with; empty: it is one of its own
    by_hand    BOOLEAN NOT NULL,
    article_id TEXT NOT NULL,
    linked_at  BIGINT NOT NULL,
    changed_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    last_at    BIGINT NOT NULL,
    size       BIGINT NOT NULL,
    version    BIGINT NOT NULL,
    revision   BIGINT NOT NULL,
    profile    TEXT NOT NULL -- what it is recognised by, JSON
);
CREATE UNIQUE INDEX gaps_revision ON gaps (revision);
CREATE INDEX gaps_into ON gaps (into_id) WHERE into_id <> '';
CREATE INDEX gaps_article ON gaps (article_id) WHERE article_id <> '';

CREATE TABLE misses (
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    seq             BIGINT NOT NULL,
    gap_id          TEXT NOT NULL REFERENCES gaps (id),
    cause           TEXT NOT NULL,
    asked           TEXT NOT NULL, -- JSON
    also            TEXT NOT NULL,
    lang            TEXT NOT NULL,
    market          TEXT NOT NULL,
    channel_id      TEXT NOT NULL,
    at              BIGINT NOT NULL,
    handoffs        BIGINT NOT NULL,
    waited          BIGINT NOT NULL, -- microseconds
    handled         BIGINT NOT NULL, -- microseconds
    open            BIGINT NOT NULL,
    case_id         TEXT NOT NULL,
    outcome         TEXT NOT NULL,
    replies_from    BIGINT NOT NULL,
    replies_to      BIGINT NOT NULL,
    near_article    TEXT NOT NULL,
    near_title      TEXT NOT NULL,
    near_p          DOUBLE PRECISION NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);
CREATE INDEX misses_gap ON misses (gap_id, at, lang, handoffs, waited, handled, open);
CREATE INDEX misses_at ON misses (at);

CREATE TABLE gap_answers (
    gap_id          TEXT NOT NULL REFERENCES gaps (id),
    conversation_id TEXT NOT NULL REFERENCES conversations (id),
    seq             BIGINT NOT NULL,
    at              BIGINT NOT NULL,
    PRIMARY KEY (conversation_id, seq, gap_id)
);
CREATE INDEX gap_answers_gap ON gap_answers (gap_id, at);

CREATE TABLE gap_work (
    name        TEXT NOT NULL PRIMARY KEY,
    place_at    BIGINT NOT NULL, -- up to where the logs have been read
    place_id    TEXT NOT NULL,
    holder      TEXT NOT NULL,
    lease_until BIGINT NOT NULL
);
INSERT INTO gap_work (name, place_at, place_id, holder, lease_until) VALUES ('collect', 0, '', '', 0);
INSERT INTO counters (name, value) VALUES ('gaps', 0);

CREATE TABLE gap_digests (
    week    BIGINT NOT NULL PRIMARY KEY, -- when it began
    made_at BIGINT NOT NULL,
    body    TEXT NOT NULL
);
