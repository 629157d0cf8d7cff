-- +goose Up
-- Series of conferences and the plan of each. agenda and sites are JSON: they
-- are read and written whole, and are the record of how things were named then.
CREATE TABLE series (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    name_en TEXT NOT NULL,
    cadence TEXT NOT NULL, -- 'week', 'month', 'quarter', 'half', 'year', 'ad_hoc'
    unit_id TEXT NOT NULL REFERENCES unit (id)
);

CREATE TABLE conference (
    id             TEXT PRIMARY KEY,
    series_id      TEXT NOT NULL, -- '' for none, as the next two
    period_id      TEXT NOT NULL,
    previous_id    TEXT NOT NULL,
    title          TEXT NOT NULL,
    state          TEXT NOT NULL,
    scheduled_at   BIGINT NOT NULL,
    opened_at      BIGINT NOT NULL,
    closed_at      BIGINT NOT NULL,
    hub_site_id    TEXT NOT NULL,
    chair_name     TEXT NOT NULL,
    chair_title    TEXT NOT NULL,
    speech_seconds BIGINT NOT NULL,
    agenda         TEXT NOT NULL,
    sites          TEXT NOT NULL,
    rev            BIGINT NOT NULL, -- of the plan
    created_at     BIGINT NOT NULL
);
CREATE INDEX conference_series ON conference (series_id, scheduled_at);
CREATE INDEX conference_state ON conference (state);
