-- +goose Up
-- Evidence. The bytes lie in the data folder under the file's own hash; a file
-- belongs to the line of history that it was reported with, to none before.
CREATE TABLE directive_file (
    id           TEXT PRIMARY KEY,
    directive_id TEXT NOT NULL REFERENCES directive (id),
    seq          BIGINT NOT NULL, -- of the history, 0 before it is reported
    name         TEXT NOT NULL,
    media_type   TEXT NOT NULL,
    size         BIGINT NOT NULL,
    hash         TEXT NOT NULL, -- SHA-256 of the content, hexadecimal
    by_actor     TEXT NOT NULL,
    by_name      TEXT NOT NULL,
    unit_id      TEXT NOT NULL,
    at           BIGINT NOT NULL
);
CREATE INDEX directive_file_directive ON directive_file (directive_id, seq);
