-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE credentials ADD COLUMN IF NOT EXISTS leaked_at TIMESTAMPTZ;

CREATE TABLE IF NOT EXISTS events (
    workspace_id UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id           UUID NOT NULL,
    type         TEXT NOT NULL,
    subject_id   UUID NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
