-- +goose Up
-- What is over is deleted workspace by workspace: the indexes that find it lead with the workspace.
CREATE INDEX IF NOT EXISTS magic_links_by_end ON magic_links (workspace_id, expires_at);

CREATE INDEX IF NOT EXISTS portal_sessions_by_end ON portal_sessions (workspace_id, expires_at);

DROP INDEX IF EXISTS portal_sessions_by_expiry;

CREATE INDEX IF NOT EXISTS idempotency_keys_by_creation ON idempotency_keys (workspace_id, created_at);

DROP INDEX IF EXISTS idempotency_keys_by_age;

CREATE INDEX IF NOT EXISTS account_authorizations_by_end ON account_authorizations (workspace_id, expires_at);

DROP INDEX IF EXISTS account_authorizations_by_expiry;

CREATE INDEX IF NOT EXISTS credentials_by_revocation ON credentials (revoked_at) WHERE revoked_at IS NOT NULL;

CREATE INDEX IF NOT EXISTS credentials_by_expiry ON credentials (expires_at) WHERE expires_at IS NOT NULL;
