-- +goose Up
-- Words of directives, folded in Go. Both engines answer
-- SELECT directive_id FROM directive_fts('giai ngan von*').
CREATE VIRTUAL TABLE directive_fts USING fts5(folded, directive_id UNINDEXED);
INSERT INTO directive_fts (folded, directive_id) SELECT folded, id FROM directive;
-- +goose StatementBegin
CREATE TRIGGER directive_fts_insert AFTER INSERT ON directive BEGIN
    INSERT INTO directive_fts (folded, directive_id) VALUES (new.folded, new.id);
END;
-- +goose StatementEnd
