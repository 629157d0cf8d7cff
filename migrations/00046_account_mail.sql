-- +goose Up
ALTER TABLE account ADD COLUMN email TEXT NOT NULL DEFAULT ''; -- '' for none
ALTER TABLE account ADD COLUMN wants_mail BIGINT NOT NULL DEFAULT 1;
