-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE magic_links ADD COLUMN IF NOT EXISTS settings JSONB;

ALTER TABLE spaces ADD COLUMN IF NOT EXISTS custom_metadata JSONB;

ALTER TABLE access_grants ADD COLUMN IF NOT EXISTS custom_metadata JSONB;
