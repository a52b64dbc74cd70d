-- +goose Up
-- What has expired is deleted; it is found without a look at every visitor's token.

CREATE INDEX secrets_expires ON secrets (expires_at) WHERE expires_at > 0;
