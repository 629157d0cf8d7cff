-- +goose Up
-- Work that is due at a time: mail to be sent, a quarter to be closed.
CREATE TABLE job (
    id         TEXT PRIMARY KEY,
    kind       TEXT NOT NULL,
    key        TEXT NOT NULL, -- what it is about: one of a kind and key, ever
    args       TEXT NOT NULL, -- JSON
    state      TEXT NOT NULL, -- 'waiting', 'running', 'done', 'failed'
    due_at     BIGINT NOT NULL, -- as it was planned
    run_at     BIGINT NOT NULL, -- when it may next be taken; while it runs, when its runner counts as dead
    attempts   BIGINT NOT NULL,
    error      TEXT NOT NULL, -- of the last attempt
    created_at BIGINT NOT NULL,
    ended_at   BIGINT NOT NULL, -- 0 while there is something to do
    UNIQUE (kind, key)
);
CREATE INDEX job_due ON job (ended_at, run_at);
CREATE INDEX job_kind ON job (kind, state, ended_at);
