-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE IF NOT EXISTS portal_sessions (
    workspace_id  UUID NOT NULL,
    id            UUID NOT NULL,
    customer_id   UUID NOT NULL,
    magic_link_id UUID NOT NULL,
    token_hash    BYTEA NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    expires_at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, token_hash),
    FOREIGN KEY (workspace_id, customer_id) REFERENCES customers (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, magic_link_id) REFERENCES magic_links (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS portal_sessions_by_customer ON portal_sessions (workspace_id, customer_id, id);

CREATE INDEX IF NOT EXISTS portal_sessions_by_link ON portal_sessions (workspace_id, magic_link_id);

CREATE INDEX IF NOT EXISTS portal_sessions_by_expiry ON portal_sessions (expires_at);
