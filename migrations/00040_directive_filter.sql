-- +goose Up
-- A filter of the list of directives that an account has kept under a name.
CREATE TABLE directive_filter (
    id         TEXT PRIMARY KEY,
    account_id TEXT NOT NULL,
    name       TEXT NOT NULL,
    query      TEXT NOT NULL, -- JSON object: what the list's address holds
    created_at BIGINT NOT NULL,
    UNIQUE (account_id, name)
);

-- What the office has asked after.
CREATE INDEX directive_history_remind ON directive_history (directive_id, seq) WHERE act = 'remind';
