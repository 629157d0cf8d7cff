-- +goose Up
-- A device's seat may be ended by hand; the row stays, so that the device is
-- told why it is not known any more.
ALTER TABLE seat ADD COLUMN ended_at BIGINT NOT NULL DEFAULT 0; -- 0 while it lasts
CREATE INDEX seat_conference ON seat (conference_id);

-- How often a join link was made anew: the link is a keyed hash over what it
-- opens and this number.
CREATE TABLE link_turn (
    kind          TEXT NOT NULL,
    conference_id TEXT NOT NULL,
    site_id       TEXT NOT NULL,
    delegate_id   TEXT NOT NULL,
    turn          BIGINT NOT NULL,
    PRIMARY KEY (kind, conference_id, site_id, delegate_id)
);
