-- +goose Up
-- What an act corrected of a directive after its issue: as it was and as it is.
ALTER TABLE directive_history ADD COLUMN corrected TEXT NOT NULL DEFAULT ''; -- JSON list, '' for none
