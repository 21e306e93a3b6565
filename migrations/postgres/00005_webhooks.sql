-- +goose NO TRANSACTION
-- +goose Up
CREATE TABLE IF NOT EXISTS webhook_endpoints (
    workspace_id        UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id                  UUID NOT NULL,
    url                 TEXT NOT NULL,
    -- A JSON array; NULL for all.
    event_types         TEXT,
    sealed_secret       BYTEA NOT NULL,
    sealed_former       BYTEA,
    former_until        TIMESTAMPTZ,
    created_at          TIMESTAMPTZ NOT NULL,
    updated_at          TIMESTAMPTZ NOT NULL,
    failing_since       TIMESTAMPTZ,
    disabled_at         TIMESTAMPTZ,
    PRIMARY KEY (workspace_id, id)
);

CREATE TABLE IF NOT EXISTS webhook_deliveries (
    workspace_id    UUID NOT NULL,
    endpoint_id     UUID NOT NULL,
    event_id        UUID NOT NULL,
    status          TEXT NOT NULL,
    attempts        INTEGER NOT NULL,
    next_attempt_at TIMESTAMPTZ NOT NULL,
    last_attempt_at TIMESTAMPTZ,
    response_status INTEGER,
    error           TEXT,
    created_at      TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, endpoint_id, event_id),
    FOREIGN KEY (workspace_id, endpoint_id) REFERENCES webhook_endpoints (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS webhook_deliveries_due ON webhook_deliveries (next_attempt_at) WHERE status = 'PENDING';

CREATE INDEX IF NOT EXISTS webhook_deliveries_due_of ON webhook_deliveries (workspace_id, endpoint_id, next_attempt_at) WHERE status = 'PENDING';
