-- +goose Up
-- What the issuing desk sets beside text, units and time limit: the indicator
-- that a directive serves, and whether it is done only with evidence.
ALTER TABLE directive_draft ADD COLUMN indicator_id TEXT NOT NULL DEFAULT '';
ALTER TABLE directive_draft ADD COLUMN evidence INTEGER NOT NULL DEFAULT 0;
ALTER TABLE directive_draft ADD COLUMN kept TEXT NOT NULL DEFAULT '[]'; -- JSON list: directives of which it is no duplicate
ALTER TABLE directive ADD COLUMN indicator_id TEXT NOT NULL DEFAULT '';
ALTER TABLE directive ADD COLUMN evidence INTEGER NOT NULL DEFAULT 0;
