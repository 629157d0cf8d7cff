-- +goose Up
-- Papers of agenda items. The bytes lie in the data folder under the file's
-- own hash; a copied conference names the same ones.
CREATE TABLE meeting_paper (
    id            TEXT PRIMARY KEY,
    conference_id TEXT NOT NULL REFERENCES conference (id),
    item_id       TEXT NOT NULL,
    position      BIGINT NOT NULL,
    name          TEXT NOT NULL,
    media_type    TEXT NOT NULL,
    size          BIGINT NOT NULL,
    hash          TEXT NOT NULL, -- SHA-256 of the content, hexadecimal
    mark          TEXT NOT NULL, -- '' or 'internal', as of agenda items
    by_actor      TEXT NOT NULL,
    by_name       TEXT NOT NULL,
    at            BIGINT NOT NULL
);
CREATE INDEX meeting_paper_conference ON meeting_paper (conference_id, position);
