-- +goose Up
-- The running conference, whole. Every act begins by raising acts, which takes
-- the row until its transaction ends. Its history is in event.
CREATE TABLE live_state (
    conference_id TEXT PRIMARY KEY REFERENCES conference (id),
    acts          BIGINT NOT NULL,
    plan_rev      BIGINT NOT NULL, -- revision of the plan that the state has taken over
    state         TEXT NOT NULL,
    seen_at       BIGINT NOT NULL  -- the program is known to have run then
);
