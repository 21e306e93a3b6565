-- +goose Up
ALTER TABLE credentials ADD COLUMN leaked_at DATETIME;

CREATE TABLE IF NOT EXISTS events (
    workspace_id TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id           TEXT NOT NULL,
    type         TEXT NOT NULL,
    subject_id   TEXT NOT NULL,
    created_at   DATETIME NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
