-- +goose Up
-- The organisation: a dated tree. A unit that is merged or renamed keeps its
-- row with valid_to; its successor is a new row.
CREATE TABLE organisation (
    id         TEXT PRIMARY KEY,
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    office_id  TEXT NOT NULL -- the unit that runs the conferences
);

CREATE TABLE unit (
    id         TEXT PRIMARY KEY,
    parent_id  TEXT REFERENCES unit (id),
    name       TEXT NOT NULL,
    name_en    TEXT NOT NULL,
    short      TEXT NOT NULL,
    kind       TEXT NOT NULL,
    symbol     TEXT NOT NULL,
    position   BIGINT NOT NULL,
    folded     TEXT NOT NULL,
    valid_from TEXT NOT NULL,
    valid_to   TEXT NOT NULL -- '' while it lasts
);
CREATE INDEX unit_parent ON unit (parent_id);

CREATE TABLE unit_alias (
    unit_id TEXT NOT NULL REFERENCES unit (id),
    alias   TEXT NOT NULL,
    PRIMARY KEY (unit_id, alias)
);

CREATE TABLE unit_group (
    id      TEXT PRIMARY KEY,
    name    TEXT NOT NULL,
    name_en TEXT NOT NULL
);

CREATE TABLE unit_group_member (
    group_id TEXT NOT NULL REFERENCES unit_group (id),
    unit_id  TEXT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (group_id, unit_id)
);

CREATE TABLE site (
    id       TEXT PRIMARY KEY,
    number   BIGINT NOT NULL UNIQUE,
    unit_id  TEXT NOT NULL REFERENCES unit (id),
    name     TEXT NOT NULL,
    name_en  TEXT NOT NULL,
    is_hub   BIGINT NOT NULL
);

-- Accounts, what they may do where, and who is signed in.
CREATE TABLE account (
    id         TEXT PRIMARY KEY,
    login      TEXT NOT NULL UNIQUE,
    name       TEXT NOT NULL,
    title      TEXT NOT NULL,
    unit_id    TEXT NOT NULL REFERENCES unit (id),
    locale     TEXT NOT NULL,
    password   TEXT NOT NULL, -- PHC string, argon2id
    disabled   BIGINT NOT NULL,
    created_at BIGINT NOT NULL
);

CREATE TABLE account_role (
    account_id TEXT NOT NULL REFERENCES account (id),
    role       TEXT NOT NULL,
    unit_id    TEXT NOT NULL REFERENCES unit (id),
    PRIMARY KEY (account_id, role, unit_id)
);

CREATE TABLE account_session (
    hash       TEXT PRIMARY KEY,
    account_id TEXT NOT NULL REFERENCES account (id),
    device     TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    seen_at    BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

-- A pass lets a device in: a link (long secret, many uses) or a six-digit code
-- (one use). A seat is a device that came in by one.
CREATE TABLE pass (
    hash          TEXT PRIMARY KEY,
    form          TEXT NOT NULL, -- 'link' or 'code'
    kind          TEXT NOT NULL, -- 'site', 'hall', 'watch'
    conference_id TEXT NOT NULL,
    site_id       TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL,
    used_at       BIGINT NOT NULL -- 0 while unused; links stay 0
);

CREATE TABLE seat (
    id            TEXT PRIMARY KEY,
    hash          TEXT NOT NULL,
    kind          TEXT NOT NULL,
    conference_id TEXT NOT NULL,
    site_id       TEXT NOT NULL,
    device        TEXT NOT NULL,
    created_at    BIGINT NOT NULL,
    seen_at       BIGINT NOT NULL,
    expires_at    BIGINT NOT NULL
);

-- The event log: history, audit trail, replay. Streams are
-- 'conference:<id>' and 'office'. rev grows by one within a stream.
CREATE TABLE event (
    stream   TEXT NOT NULL,
    rev      BIGINT NOT NULL,
    at       BIGINT NOT NULL,
    kind     TEXT NOT NULL,
    actor    TEXT NOT NULL, -- 'account:<id>', 'seat:<id>', 'site:<id>', 'server'
    data     TEXT NOT NULL,
    patch    TEXT NOT NULL,
    audience TEXT NOT NULL, -- '' for everyone in the stream
    PRIMARY KEY (stream, rev)
);

CREATE TABLE stream_rev (
    stream TEXT PRIMARY KEY,
    rev    BIGINT NOT NULL
);

CREATE TABLE setting (
    key   TEXT PRIMARY KEY,
    value TEXT NOT NULL
);
