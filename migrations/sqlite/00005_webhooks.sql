-- +goose Up
CREATE TABLE IF NOT EXISTS webhook_endpoints (
    workspace_id        TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id                  TEXT NOT NULL,
    url                 TEXT NOT NULL,
    -- A JSON array; NULL for all.
    event_types         TEXT,
    sealed_secret       BLOB NOT NULL,
    sealed_former       BLOB,
    former_until        DATETIME,
    created_at          DATETIME NOT NULL,
    updated_at          DATETIME NOT NULL,
    failing_since       DATETIME,
    disabled_at         DATETIME,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE IF NOT EXISTS webhook_deliveries (
    workspace_id    TEXT NOT NULL,
    endpoint_id     TEXT NOT NULL,
    event_id        TEXT NOT NULL,
    status          TEXT NOT NULL,
    attempts        INTEGER NOT NULL,
    next_attempt_at DATETIME NOT NULL,
    last_attempt_at DATETIME,
    response_status INTEGER,
    error           TEXT,
    created_at      DATETIME NOT NULL,
    PRIMARY KEY (workspace_id, endpoint_id, event_id),
    FOREIGN KEY (workspace_id, endpoint_id) REFERENCES webhook_endpoints (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE status = 'PENDING';

CREATE INDEX IF NOT EXISTS webhook_deliveries_due_of ON webhook_deliveries (workspace_id, endpoint_id, next_attempt_at) WHERE status = 'PENDING';
