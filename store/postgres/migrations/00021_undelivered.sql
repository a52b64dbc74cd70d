-- +goose Up
-- What did not surely reach its shopper is shown with the message and in the list.

CREATE INDEX outbox_undelivered ON outbox (conversation_id, seq) WHERE state IN ('failed', 'unknown');
