-- +goose Up
-- The chair's conclusion of a conference, as it is being typed.
CREATE TABLE conclusion (
    conference_id TEXT PRIMARY KEY,
    body          TEXT NOT NULL,
    rev           BIGINT NOT NULL,
    saved_at      BIGINT NOT NULL,
    saved_by      TEXT NOT NULL
);

-- The text each time directives were drafted from it or issued.
CREATE TABLE conclusion_history (
    conference_id TEXT NOT NULL REFERENCES conclusion (conference_id),
    seq           BIGINT NOT NULL,
    at            BIGINT NOT NULL,
    actor         TEXT NOT NULL,
    act           TEXT NOT NULL,
    body          TEXT NOT NULL,
    PRIMARY KEY (conference_id, seq)
);

-- A draft on the issuing desk. One that was set aside or issued keeps its
-- row, so that drafting again does not bring it back.
CREATE TABLE directive_draft (
    id               TEXT PRIMARY KEY,
    conference_id    TEXT NOT NULL,
    position         BIGINT NOT NULL,
    state            TEXT NOT NULL, -- 'open', 'set_aside', 'merged', 'issued'
    body             TEXT NOT NULL,
    origin           TEXT NOT NULL, -- the passage as it was found, folded; '' by hand
    quote            TEXT NOT NULL,
    start_at         BIGINT NOT NULL, -- characters into the conclusion
    end_at           BIGINT NOT NULL,
    sentence         BIGINT NOT NULL,
    why              TEXT NOT NULL, -- JSON list of words
    addressees       TEXT NOT NULL, -- JSON list of names as written
    unit_ids         TEXT NOT NULL, -- JSON list
    coordinating_ids TEXT NOT NULL, -- JSON list
    deadline         TEXT NOT NULL, -- '' for none
    recurrence       TEXT NOT NULL,
    work_area        TEXT NOT NULL,
    touched          INTEGER NOT NULL, -- 1: corrected by hand
    rev              BIGINT NOT NULL
);
CREATE INDEX directive_draft_conference ON directive_draft (conference_id, position);

CREATE TABLE directive (
    id                TEXT PRIMARY KEY,
    conference_id     TEXT NOT NULL,
    draft_id          TEXT NOT NULL, -- directives of one draft were put to several units
    number            TEXT NOT NULL, -- of the notice
    ordinal           BIGINT NOT NULL, -- place within the conference
    body              TEXT NOT NULL,
    folded            TEXT NOT NULL,
    unit_id           TEXT NOT NULL REFERENCES unit (id), -- the lead, exactly one
    work_area         TEXT NOT NULL,
    issued_at         BIGINT NOT NULL,
    deadline          TEXT NOT NULL, -- '' for none
    first_deadline    TEXT NOT NULL, -- before any extension
    recurrence        TEXT NOT NULL,
    state             TEXT NOT NULL,
    resumes           TEXT NOT NULL, -- the state a suspended one goes back to
    percent           BIGINT NOT NULL,
    done_on           TEXT NOT NULL, -- day reported done, '' while open
    confirmed_at      BIGINT NOT NULL,
    extension_until   TEXT NOT NULL, -- asked for and not yet decided
    extension_reason  TEXT NOT NULL,
    extension_at      BIGINT NOT NULL,
    rev               BIGINT NOT NULL
);
CREATE INDEX directive_unit ON directive (unit_id, deadline);
CREATE INDEX directive_conference ON directive (conference_id, ordinal);

CREATE TABLE directive_coordinating (
    directive_id TEXT NOT NULL REFERENCES directive (id),
    unit_id      TEXT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (directive_id, unit_id)
);
CREATE INDEX directive_coordinating_unit ON directive_coordinating (unit_id);

CREATE TABLE directive_history (
    directive_id TEXT NOT NULL REFERENCES directive (id),
    seq          BIGINT NOT NULL,
    at           BIGINT NOT NULL,
    actor        TEXT NOT NULL,
    actor_name   TEXT NOT NULL,
    unit_id      TEXT NOT NULL, -- for whom the actor acted, '' for the office
    act          TEXT NOT NULL,
    state        TEXT NOT NULL,
    percent      BIGINT NOT NULL,
    body         TEXT NOT NULL,
    until        TEXT NOT NULL,
    PRIMARY KEY (directive_id, seq)
);
