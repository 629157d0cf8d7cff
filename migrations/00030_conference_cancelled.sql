-- +goose Up
-- A conference that was invited and then called off keeps its row, with the
-- reason.
ALTER TABLE conference ADD COLUMN cancelled_at BIGINT NOT NULL DEFAULT 0;
ALTER TABLE conference ADD COLUMN cancel_reason TEXT NOT NULL DEFAULT '';
