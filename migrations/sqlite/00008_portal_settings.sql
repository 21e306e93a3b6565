-- +goose Up
ALTER TABLE magic_links ADD COLUMN settings TEXT;

ALTER TABLE spaces ADD COLUMN custom_metadata TEXT;

ALTER TABLE access_grants ADD COLUMN custom_metadata TEXT;
