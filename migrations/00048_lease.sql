-- +goose Up
-- Which of several processes on one database does what only one may do, such
-- as carrying the media of a conference.
CREATE TABLE lease (
    name    TEXT PRIMARY KEY, -- 'conference:<id>'
    process TEXT NOT NULL,
    address TEXT NOT NULL,    -- how the other processes reach it
    until   BIGINT NOT NULL   -- when it counts as dead
);
