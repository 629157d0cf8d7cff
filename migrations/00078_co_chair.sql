-- +goose Up
-- A conference names its chair's account and its co-chairs, in order:
-- [{"name","title","account_id"}].
ALTER TABLE conference ADD COLUMN chair_account TEXT NOT NULL DEFAULT ''; -- '' for none
ALTER TABLE conference ADD COLUMN co_chairs TEXT NOT NULL DEFAULT '[]';
