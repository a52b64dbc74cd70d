-- +goose Up
CREATE EXTENSION IF NOT EXISTS vector;

-- Times are microseconds since 1970 UTC, 0 for none. Structured values are JSON text, '' for none.

CREATE TABLE customers (
    id         TEXT    NOT NULL PRIMARY KEY,
    channel_id TEXT    NOT NULL,
    ref        TEXT    NOT NULL,
    name       TEXT    NOT NULL,
    email      TEXT    NOT NULL,
    phone      TEXT    NOT NULL,
    lang       TEXT    NOT NULL,
    market     TEXT    NOT NULL,
    shop_id    TEXT    NOT NULL,
    tier       TEXT    NOT NULL,
    verified   BOOLEAN NOT NULL,
    created_at BIGINT  NOT NULL,
    search     TEXT    NOT NULL GENERATED ALWAYS AS (lower(name || E'\n' || email)) STORED,
    UNIQUE (channel_id, ref)
);

CREATE TABLE conversations (
    id            TEXT    NOT NULL PRIMARY KEY,
    customer_id   TEXT    NOT NULL REFERENCES customers (id),
    channel_id    TEXT    NOT NULL,
    owner         TEXT    NOT NULL,
    status        TEXT    NOT NULL,
    agent_id      TEXT    NOT NULL,
    epoch         BIGINT  NOT NULL,
    version       BIGINT  NOT NULL,
    last_seq      BIGINT  NOT NULL,
    episode       BIGINT  NOT NULL,
    episode_seq   BIGINT  NOT NULL,
    lang          TEXT    NOT NULL,
    market        TEXT    NOT NULL,
    state         TEXT    NOT NULL,
    outcome       TEXT    NOT NULL,
    rating        BIGINT  NOT NULL,
    preview       TEXT    NOT NULL,
    preview_by    TEXT    NOT NULL,
    waiting_since BIGINT  NOT NULL,
    created_at    BIGINT  NOT NULL,
    updated_at    BIGINT  NOT NULL,
    closed_at     BIGINT  NOT NULL,
    due_at        BIGINT  NOT NULL, -- the bot shall look at it then; 0: nothing to do
    lease_token   TEXT    NOT NULL,
    lease_until   BIGINT  NOT NULL,
    untold        TEXT    NOT NULL, -- the act that finished since the last turn
    search        TEXT    NOT NULL GENERATED ALWAYS AS (lower(preview)) STORED
) WITH (fillfactor = 70);
-- A customer of a channel has one conversation at a time. This key also settles the race of two first messages.
CREATE UNIQUE INDEX conversations_one_open ON conversations (customer_id) WHERE status <> 'closed';
CREATE INDEX conversations_customer ON conversations (customer_id, created_at);
CREATE INDEX conversations_due ON conversations (due_at) WHERE due_at > 0;
CREATE INDEX conversations_updated ON conversations (updated_at, id);

CREATE TABLE messages (
    id              TEXT    NOT NULL,
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    channel_id      TEXT    NOT NULL,
    seq             BIGINT  NOT NULL,
    epoch           BIGINT  NOT NULL,
    author          TEXT    NOT NULL,
    author_id       TEXT    NOT NULL,
    author_name     TEXT    NOT NULL,
    kind            TEXT    NOT NULL,
    event           TEXT    NOT NULL,
    text            TEXT    NOT NULL,
    lang            TEXT    NOT NULL,
    blocks          TEXT    NOT NULL,
    quick_replies   TEXT    NOT NULL,
    sources         TEXT    NOT NULL,
    payload         TEXT    NOT NULL,
    external_id     TEXT    NOT NULL,
    at              BIGINT  NOT NULL,
    PRIMARY KEY (conversation_id, seq)
);
CREATE UNIQUE INDEX messages_external ON messages (channel_id, external_id) WHERE external_id <> '';

CREATE TABLE turns (
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    version         BIGINT  NOT NULL, -- of the conversation after the turn
    in_seq          BIGINT  NOT NULL,
    from_seq        BIGINT  NOT NULL,
    to_seq          BIGINT  NOT NULL,
    action          TEXT    NOT NULL,
    reason          TEXT    NOT NULL,
    detail          TEXT    NOT NULL,
    intent          TEXT    NOT NULL,
    confidence      DOUBLE PRECISION NOT NULL,
    case_id         TEXT    NOT NULL,
    owner           TEXT    NOT NULL,
    trace           TEXT    NOT NULL,
    at              BIGINT  NOT NULL,
    PRIMARY KEY (conversation_id, version)
);

CREATE TABLE acts (
    id              TEXT    NOT NULL PRIMARY KEY,
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    name            TEXT    NOT NULL,
    args            TEXT    NOT NULL,
    seq             BIGINT  NOT NULL,
    result          TEXT    NOT NULL,
    begun_at        BIGINT  NOT NULL,
    finished_at     BIGINT  NOT NULL -- 0: under way
);
CREATE INDEX acts_conversation ON acts (conversation_id, seq);

CREATE TABLE cases (
    id              TEXT    NOT NULL PRIMARY KEY,
    conversation_id TEXT    NOT NULL REFERENCES conversations (id),
    epoch           BIGINT  NOT NULL,
    state           TEXT    NOT NULL,
    version         BIGINT  NOT NULL,
    reason          TEXT    NOT NULL,
    priority        BIGINT  NOT NULL,
    skills          TEXT    NOT NULL,
    widened         BIGINT  NOT NULL,
    packet          TEXT    NOT NULL,
    offered_to      TEXT    NOT NULL,
    last_rejecter   TEXT    NOT NULL,
    agent_id        TEXT    NOT NULL,
    target          TEXT    NOT NULL,
    replied         BOOLEAN NOT NULL,
    queued_at       BIGINT  NOT NULL,
    deadline        BIGINT  NOT NULL,
    deadline_action TEXT    NOT NULL,
    outcome         TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL,
    updated_at      BIGINT  NOT NULL,
    accepted_at     BIGINT  NOT NULL,
    UNIQUE (conversation_id, epoch)
);
CREATE UNIQUE INDEX cases_one_open ON cases (conversation_id)
    WHERE state IN ('requested', 'queued', 'offered', 'in_service', 'deferred');
CREATE INDEX cases_deadline ON cases (deadline)
    WHERE state IN ('requested', 'queued', 'offered', 'in_service', 'deferred') AND deadline > 0;
CREATE INDEX cases_created ON cases (created_at);

CREATE TABLE outbox (
    id              TEXT    NOT NULL PRIMARY KEY,
    conversation_id TEXT    NOT NULL,
    seq             BIGINT  NOT NULL,
    state           TEXT    NOT NULL, -- pending, or the outcome
    attempts        BIGINT  NOT NULL,
    next_at         BIGINT  NOT NULL,
    lease_until     BIGINT  NOT NULL, -- 0: not claimed
    external_id     TEXT    NOT NULL,
    created_at      BIGINT  NOT NULL,
    settled_at      BIGINT  NOT NULL,
    FOREIGN KEY (conversation_id, seq) REFERENCES messages (conversation_id, seq)
);
CREATE UNIQUE INDEX outbox_pending ON outbox (conversation_id, seq) WHERE state = 'pending';
CREATE INDEX outbox_next ON outbox (next_at) WHERE state = 'pending';

CREATE TABLE counters (
    name  TEXT    NOT NULL PRIMARY KEY,
    value BIGINT  NOT NULL
);
INSERT INTO counters (name, value) VALUES ('knowledge', 0);

CREATE TABLE articles (
    id           TEXT    NOT NULL PRIMARY KEY,
    key          TEXT    NOT NULL UNIQUE,
    title        TEXT    NOT NULL,
    body         TEXT    NOT NULL,
    locale       TEXT    NOT NULL,
    markets      TEXT    NOT NULL,
    internal     BOOLEAN NOT NULL,
    questions    TEXT    NOT NULL,
    intents      TEXT    NOT NULL,
    url          TEXT    NOT NULL,
    status       TEXT    NOT NULL,
    source       TEXT    NOT NULL,
    content_hash TEXT    NOT NULL,
    version      BIGINT  NOT NULL,
    revision     BIGINT  NOT NULL,
    updated_by   TEXT    NOT NULL,
    created_at   BIGINT  NOT NULL,
    updated_at   BIGINT  NOT NULL,
    published_at BIGINT  NOT NULL,
    search       TEXT    NOT NULL GENERATED ALWAYS AS (lower(title || E'\n' || key)) STORED
);
CREATE UNIQUE INDEX articles_revision ON articles (revision);
CREATE INDEX articles_updated ON articles (updated_at, id);

CREATE TABLE passages (
    id         TEXT    NOT NULL PRIMARY KEY,
    article_id TEXT    NOT NULL REFERENCES articles (id),
    ord        BIGINT  NOT NULL,
    heading    TEXT    NOT NULL,
    text       TEXT    NOT NULL,
    UNIQUE (article_id, ord)
);

CREATE TABLE vector_models (
    id    BIGINT  NOT NULL GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    model TEXT    NOT NULL UNIQUE,
    dim   BIGINT  NOT NULL
);

CREATE TABLE vectors (
    model_id   BIGINT  NOT NULL REFERENCES vector_models (id),
    article_id TEXT    NOT NULL REFERENCES articles (id),
    ord        BIGINT  NOT NULL,
    vec        halfvec NOT NULL,
    PRIMARY KEY (model_id, article_id, ord)
);

CREATE TABLE users (
    id            TEXT    NOT NULL PRIMARY KEY,
    email         TEXT    NOT NULL UNIQUE,
    name          TEXT    NOT NULL,
    role          TEXT    NOT NULL,
    password_hash TEXT    NOT NULL,
    languages     TEXT    NOT NULL,
    skills        TEXT    NOT NULL,
    capacity      BIGINT  NOT NULL,
    disabled      BOOLEAN NOT NULL,
    created_at    BIGINT  NOT NULL,
    availability  TEXT    NOT NULL,
    seen_at       BIGINT  NOT NULL,
    last_case_at  BIGINT  NOT NULL
);

CREATE TABLE secrets (
    id         TEXT    NOT NULL PRIMARY KEY,
    hash       BYTEA   NOT NULL,
    kind       TEXT    NOT NULL,
    subject    TEXT    NOT NULL,
    label      TEXT    NOT NULL,
    role       TEXT    NOT NULL,
    created_at BIGINT  NOT NULL,
    expires_at BIGINT  NOT NULL,
    used_at    BIGINT  NOT NULL,
    UNIQUE (kind, hash)
);
CREATE INDEX secrets_subject ON secrets (kind, subject);
