-- +goose Up
-- The summary by unit reads only what is open, due in the quarter or issued in
-- it.
DROP INDEX directive_standing;
CREATE INDEX directive_unit ON directive (unit_id, due);
CREATE INDEX directive_open ON directive (unit_id, state, due)
    WHERE state IN ('issued', 'acknowledged', 'in_progress', 'reported_done', 'returned', 'suspended');
CREATE INDEX directive_due_unit ON directive (due, unit_id, state, done_on);
CREATE INDEX directive_issued ON directive (issued_at, unit_id);
