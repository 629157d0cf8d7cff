-- +goose Up
-- What the office's corrections of drafts have taught the reading of the next
-- conclusion.
CREATE TABLE draft_lesson (
    id            TEXT PRIMARY KEY,
    kind          TEXT NOT NULL, -- 'alias': words name units; 'introducer': words put a task; 'not_directive': a passage that puts none
    words         TEXT NOT NULL, -- as written
    folded        TEXT NOT NULL, -- the key under which they are found again
    unit_ids      TEXT NOT NULL, -- JSON list, of an alias
    conference_id TEXT NOT NULL, -- whose conclusion taught it, '' by hand
    taught_at     BIGINT NOT NULL,
    taught_by     TEXT NOT NULL,
    UNIQUE (kind, folded)
);

-- Words that name an addressee whom the organisation's table does not know.
ALTER TABLE directive_draft ADD COLUMN unrecognised TEXT NOT NULL DEFAULT '[]'; -- JSON list
