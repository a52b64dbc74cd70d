-- +goose Up
-- The words of customers' names and addresses, by which conversations are found.
-- What was looked through for them literally, all of it each time, is gone.

CREATE TABLE customer_words (
    word        TEXT NOT NULL, -- folded (store.UnspeltCustomer.Words)
    customer_id TEXT NOT NULL REFERENCES customers (id),
    PRIMARY KEY (word, customer_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX customer_words_customer ON customer_words (customer_id);
-- Name and address whose words are there.
ALTER TABLE customers ADD COLUMN spelt TEXT NOT NULL DEFAULT ' ';
CREATE INDEX customers_unspelt ON customers (id) WHERE spelt <> name || ' ' || email;
ALTER TABLE customers DROP COLUMN search;
ALTER TABLE conversations DROP COLUMN search;
