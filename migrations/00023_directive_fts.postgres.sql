-- +goose Up
-- Words of directives, folded in Go. Both engines answer
-- SELECT directive_id FROM directive_fts('giai ngan von*').
ALTER TABLE directive ADD COLUMN words TSVECTOR GENERATED ALWAYS AS (to_tsvector('simple', folded)) STORED;
CREATE INDEX directive_words ON directive USING gin (words);
-- +goose StatementBegin
CREATE FUNCTION directive_fts(query TEXT) RETURNS TABLE (directive_id TEXT) LANGUAGE sql STABLE AS $$
    SELECT d.id FROM directive d
    WHERE d.words @@ to_tsquery('simple', replace(replace(query, ' ', ' & '), '*', ':*'))
$$;
-- +goose StatementEnd
