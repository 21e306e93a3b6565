-- +goose NO TRANSACTION
-- +goose Up
-- Each of these columns is NULL in most rows.
ALTER TABLE spaces ADD COLUMN IF NOT EXISTS parent_site_key TEXT COLLATE "C";

-- A JSON object.
ALTER TABLE spaces ADD COLUMN IF NOT EXISTS details TEXT;

CREATE INDEX IF NOT EXISTS spaces_by_site ON spaces (workspace_id, customer_id, parent_site_key, kind, sort_name, id)
    WHERE parent_site_key IS NOT NULL;

-- The keys of the places that a member of staff works in, as a JSON object.
ALTER TABLE user_identities ADD COLUMN IF NOT EXISTS place_keys TEXT;

ALTER TABLE access_grants ADD COLUMN IF NOT EXISTS preferred_code TEXT;
