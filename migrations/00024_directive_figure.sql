-- +goose Up
-- A unit's figures of a quarter that is over, as they were on its last day.
-- Written once, never changed.
CREATE TABLE directive_quarter (
    quarter   TEXT PRIMARY KEY, -- '2026-Q2'
    closed_at BIGINT NOT NULL
);
CREATE TABLE directive_figure (
    quarter TEXT NOT NULL REFERENCES directive_quarter (quarter),
    unit_id TEXT NOT NULL REFERENCES unit (id),
    issued  BIGINT NOT NULL, -- in the quarter
    due     BIGINT NOT NULL, -- with a time limit in the quarter; the next five are parts of it
    in_time BIGINT NOT NULL,
    late    BIGINT NOT NULL,
    missed  BIGINT NOT NULL,
    pending BIGINT NOT NULL,
    early   BIGINT NOT NULL, -- part of in_time
    dropped BIGINT NOT NULL, -- suspended or cancelled: not in due
    open    BIGINT NOT NULL, -- at the end, whatever its time limit
    PRIMARY KEY (quarter, unit_id)
);
DROP INDEX directive_standing;
CREATE INDEX directive_standing ON directive (unit_id, state, due, done_on, issued_at);
