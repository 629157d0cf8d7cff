-- +goose Up
-- Who comes to a conference at a site, in the order in which they are listed:
-- the first heads the delegation.
CREATE TABLE delegate (
    id            TEXT PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    site_id       TEXT NOT NULL,
    position      BIGINT NOT NULL,
    name          TEXT NOT NULL,
    title         TEXT NOT NULL,
    unit          TEXT NOT NULL,
    presence      TEXT NOT NULL -- 'expected', 'present', 'absent'
);
CREATE INDEX delegate_conference ON delegate (conference_id, site_id, position);

-- A pass may be for one delegate's own device.
ALTER TABLE pass ADD COLUMN delegate_id TEXT NOT NULL DEFAULT '';
ALTER TABLE seat ADD COLUMN delegate_id TEXT NOT NULL DEFAULT '';
