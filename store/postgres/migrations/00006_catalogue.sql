-- +goose Up
-- The products of feeds, what articles speak of, and the product that a case is about.

CREATE TABLE feed_products (
    source  TEXT    NOT NULL,
    id      TEXT    NOT NULL,
    title   TEXT    NOT NULL, -- for reports
    hash    TEXT    NOT NULL,
    data    TEXT    NOT NULL, -- JSON
    read_at BIGINT  NOT NULL,
    gone    BOOLEAN NOT NULL,
    PRIMARY KEY (source, id)
);

CREATE TABLE article_links (
    article_id TEXT    NOT NULL REFERENCES articles (id),
    kind       TEXT    NOT NULL, -- product, category
    ref        TEXT    NOT NULL, -- the product's id or the category's name
    state      TEXT    NOT NULL, -- proposed, confirmed, removed
    evidence   TEXT    NOT NULL, -- the words by which it was found
    made_by    TEXT    NOT NULL, -- empty: found by the program
    made_at    BIGINT  NOT NULL,
    PRIMARY KEY (article_id, kind, ref)
);
CREATE INDEX article_links_ref ON article_links (kind, ref);

INSERT INTO counters (name, value) VALUES ('catalogue', 0), ('links', 0);

ALTER TABLE cases ADD COLUMN product TEXT NOT NULL DEFAULT ''; -- id of the product that it is about
CREATE INDEX cases_product ON cases (product, created_at) WHERE product <> '';
