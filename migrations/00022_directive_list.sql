-- +goose Up
-- What lists of many directives are filtered and ordered by. due is the
-- deadline, or the last of days where there is none, so that one index orders
-- both.
ALTER TABLE directive ADD COLUMN due TEXT NOT NULL DEFAULT '9999-12-31';
ALTER TABLE directive ADD COLUMN series_id TEXT NOT NULL DEFAULT '';
UPDATE directive SET due = deadline WHERE deadline <> '';
UPDATE directive SET series_id = COALESCE((SELECT c.series_id FROM conference c WHERE c.id = directive.conference_id), '');

-- The list in its order; a filter reads the index alone.
CREATE INDEX directive_due ON directive (due, issued_at, ordinal, id, state, done_on, work_area, series_id, conference_id);
-- Counts by state, and the summary by unit.
CREATE INDEX directive_state ON directive (state, due, done_on, work_area, series_id, conference_id);
CREATE INDEX directive_standing ON directive (unit_id, state, due, done_on);
DROP INDEX directive_unit;
