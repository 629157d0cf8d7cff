-- +goose Up
-- Parts by their own time limit, for calendars.
CREATE INDEX directive_part_deadline ON directive_part (deadline, directive_id) WHERE taken_back = 0 AND deadline <> '';
