-- +goose NO TRANSACTION
-- +goose Up

-- Seam's delete_data names keys without the customer that has them.
CREATE INDEX IF NOT EXISTS spaces_by_key ON spaces (workspace_id, key, kind);

CREATE INDEX IF NOT EXISTS user_identities_by_key ON user_identities (workspace_id, key, kind);

CREATE INDEX IF NOT EXISTS access_grants_by_key ON access_grants (workspace_id, key, kind);
