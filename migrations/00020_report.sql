-- +goose Up
-- What is reported on.
CREATE TABLE work_area (
    id       TEXT PRIMARY KEY,
    name     TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    required INTEGER NOT NULL, -- 1: a report needs a text on it
    position BIGINT NOT NULL
);

CREATE TABLE indicator (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    measure    TEXT NOT NULL, -- unit of measure: 'tỷ đồng', '%'
    measure_en TEXT NOT NULL,
    decimals   BIGINT NOT NULL,
    position   BIGINT NOT NULL
);

-- A period and the units that have to report in it: the list is that of the
-- day it was opened, so that a later change of the tree changes no rate.
CREATE TABLE report_period (
    id        TEXT PRIMARY KEY,
    kind      TEXT NOT NULL, -- 'month', 'quarter', 'half', 'year'
    year      BIGINT NOT NULL,
    idx       BIGINT NOT NULL,
    opens_on  TEXT NOT NULL,
    due_at    BIGINT NOT NULL,
    closed_at BIGINT NOT NULL, -- 0 while open
    UNIQUE (kind, year, idx)
);

CREATE TABLE report_expected (
    period_id TEXT NOT NULL REFERENCES report_period (id),
    unit_id   TEXT NOT NULL REFERENCES unit (id),
    position  BIGINT NOT NULL,
    PRIMARY KEY (period_id, unit_id)
);

-- A unit's report of a period: its present state. What was written hangs on
-- the version; a version that was sent is never written again.
CREATE TABLE report (
    period_id        TEXT NOT NULL REFERENCES report_period (id),
    unit_id          TEXT NOT NULL REFERENCES unit (id),
    version          BIGINT NOT NULL,
    state            TEXT NOT NULL,
    rev              BIGINT NOT NULL,
    saved_at         BIGINT NOT NULL,
    submitted_at     BIGINT NOT NULL, -- first sending; lateness is judged by it
    submitted_by     TEXT NOT NULL,
    accepted_at      BIGINT NOT NULL,
    accepted_version BIGINT NOT NULL, -- 0 while none has been accepted
    reason           TEXT NOT NULL,   -- of the last return or reopening
    PRIMARY KEY (period_id, unit_id)
);

CREATE TABLE report_area (
    period_id TEXT NOT NULL,
    unit_id   TEXT NOT NULL,
    version   BIGINT NOT NULL,
    area_id   TEXT NOT NULL REFERENCES work_area (id),
    body      TEXT NOT NULL,
    PRIMARY KEY (period_id, unit_id, version, area_id),
    FOREIGN KEY (period_id, unit_id) REFERENCES report (period_id, unit_id)
);

-- Numbers as they were typed, and what they mean where they mean a number.
CREATE TABLE report_value (
    period_id    TEXT NOT NULL,
    unit_id      TEXT NOT NULL,
    version      BIGINT NOT NULL,
    indicator_id TEXT NOT NULL REFERENCES indicator (id),
    plan         TEXT NOT NULL,
    actual       TEXT NOT NULL,
    note         TEXT NOT NULL,
    plan_value   DOUBLE PRECISION,
    actual_value DOUBLE PRECISION,
    PRIMARY KEY (period_id, unit_id, version, indicator_id),
    FOREIGN KEY (period_id, unit_id) REFERENCES report (period_id, unit_id)
);
CREATE INDEX report_value_indicator ON report_value (indicator_id, period_id);

CREATE TABLE report_history (
    period_id  TEXT NOT NULL,
    unit_id    TEXT NOT NULL,
    seq        BIGINT NOT NULL,
    at         BIGINT NOT NULL,
    actor      TEXT NOT NULL,
    actor_name TEXT NOT NULL,
    act        TEXT NOT NULL,
    state      TEXT NOT NULL,
    version    BIGINT NOT NULL,
    reason     TEXT NOT NULL,
    PRIMARY KEY (period_id, unit_id, seq),
    FOREIGN KEY (period_id, unit_id) REFERENCES report (period_id, unit_id)
);
