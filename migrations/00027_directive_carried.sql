-- +goose Up
-- That a directive, still open, was put before a later conference, and how it
-- stood then.
CREATE TABLE directive_carried (
    directive_id  TEXT NOT NULL REFERENCES directive (id),
    conference_id TEXT NOT NULL,
    seq           BIGINT NOT NULL, -- of the history
    at            BIGINT NOT NULL,
    by_name       TEXT NOT NULL,
    state         TEXT NOT NULL,
    percent       BIGINT NOT NULL,
    deadline      TEXT NOT NULL,
    on_day        TEXT NOT NULL,
    PRIMARY KEY (directive_id, conference_id)
);
CREATE INDEX directive_carried_conference ON directive_carried (conference_id);
CREATE INDEX directive_series ON directive (series_id, state);
CREATE INDEX directive_extension ON directive (extension_at) WHERE extension_until <> '';
