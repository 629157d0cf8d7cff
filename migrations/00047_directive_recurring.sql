-- +goose Up
-- The column due of a recurring directive is the day of its earliest turn not
-- reported done; in the figures of quarters recurring ones are left out.
CREATE INDEX directive_recurring ON directive (due, unit_id, state, done_on) WHERE recurrence <> '';
