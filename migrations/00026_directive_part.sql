-- +goose Up
-- A part of a directive that one unit handed on to another. What was taken
-- back keeps its row.
CREATE TABLE directive_part (
    id           TEXT PRIMARY KEY,
    directive_id TEXT NOT NULL REFERENCES directive (id),
    parent_id    TEXT NOT NULL, -- the part that the giver has, '' for the directive itself
    giver_id     TEXT NOT NULL REFERENCES unit (id),
    unit_id      TEXT NOT NULL REFERENCES unit (id),
    leads        INTEGER NOT NULL, -- 1: of the giver's parts this one leads
    body         TEXT NOT NULL,
    deadline     TEXT NOT NULL, -- '' for that of the directive
    percent      BIGINT NOT NULL, -- as its unit reported
    done_on      TEXT NOT NULL,
    taken_back   INTEGER NOT NULL,
    given_at     BIGINT NOT NULL,
    seq          BIGINT NOT NULL -- of the history
);
CREATE INDEX directive_part_directive ON directive_part (directive_id, seq);
CREATE INDEX directive_part_unit ON directive_part (unit_id, directive_id);

-- What of a recurring directive was done, by the day it was due.
CREATE TABLE directive_occurrence (
    directive_id TEXT NOT NULL REFERENCES directive (id),
    due          TEXT NOT NULL,
    done_on      TEXT NOT NULL,
    seq          BIGINT NOT NULL, -- of the history
    PRIMARY KEY (directive_id, due)
);

ALTER TABLE directive_history ADD COLUMN to_unit_id TEXT NOT NULL DEFAULT ''; -- of a part handed on or taken back
