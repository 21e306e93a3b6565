-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE events ADD COLUMN IF NOT EXISTS device_id UUID;

ALTER TABLE events ADD COLUMN IF NOT EXISTS failure TEXT;

CREATE INDEX IF NOT EXISTS events_by_device ON events (workspace_id, device_id, id) WHERE device_id IS NOT NULL;

-- given_name is the customer's own; sort_name folds it, or name where there is none. search_text folds all that is searched.
CREATE TABLE IF NOT EXISTS devices (
    workspace_id         UUID NOT NULL,
    id                   UUID NOT NULL,
    customer_id          UUID NOT NULL,
    key                  TEXT NOT NULL,
    name                 TEXT NOT NULL,
    given_name           TEXT,
    sort_name            TEXT NOT NULL,
    search_text          TEXT NOT NULL,
    type                 TEXT NOT NULL,
    manufacturer         TEXT,
    model                TEXT,
    is_online            BOOLEAN NOT NULL,
    battery_level        INTEGER,
    -- JSON: an array, an object and an array.
    capabilities         TEXT NOT NULL,
    state                TEXT NOT NULL,
    custom_properties    TEXT NOT NULL,
    connected_account_id UUID,
    created_at           TIMESTAMPTZ NOT NULL,
    updated_at           TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, customer_id, key),
    FOREIGN KEY (workspace_id, customer_id) REFERENCES customers (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS devices_by_name ON devices (workspace_id, customer_id, sort_name, id);

-- A device is in one place at most.
CREATE TABLE IF NOT EXISTS device_assignments (
    workspace_id UUID NOT NULL,
    device_id    UUID NOT NULL,
    space_id     UUID NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, device_id),
    FOREIGN KEY (workspace_id, device_id) REFERENCES devices (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, space_id) REFERENCES spaces (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS device_assignments_by_space ON device_assignments (workspace_id, space_id, device_id);

CREATE TABLE IF NOT EXISTS refused_proposals (
    workspace_id UUID NOT NULL,
    device_id    UUID NOT NULL,
    space_id     UUID NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, device_id, space_id),
    FOREIGN KEY (workspace_id, device_id) REFERENCES devices (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, space_id) REFERENCES spaces (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS refused_proposals_by_space ON refused_proposals (workspace_id, space_id);

CREATE TABLE IF NOT EXISTS device_actions (
    workspace_id       UUID NOT NULL,
    id                 UUID NOT NULL,
    customer_id        UUID NOT NULL,
    device_id          UUID NOT NULL,
    capability         TEXT NOT NULL,
    target_temperature DOUBLE PRECISION,
    status             TEXT NOT NULL,
    error              TEXT,
    created_at         TIMESTAMPTZ NOT NULL,
    expires_at         TIMESTAMPTZ NOT NULL,
    completed_at       TIMESTAMPTZ,
    PRIMARY KEY (workspace_id, id),
    FOREIGN KEY (workspace_id, device_id) REFERENCES devices (workspace_id, id) ON DELETE CASCADE
);

-- One at a time, however many ask at once.
CREATE UNIQUE INDEX IF NOT EXISTS device_actions_pending ON device_actions (workspace_id, device_id) WHERE status = 'PENDING';

CREATE INDEX IF NOT EXISTS device_actions_by_device ON device_actions (workspace_id, device_id, id);

CREATE INDEX IF NOT EXISTS device_actions_by_customer ON device_actions (workspace_id, customer_id, id);

CREATE INDEX IF NOT EXISTS device_actions_waiting ON device_actions (workspace_id, id) WHERE status = 'PENDING';

CREATE INDEX IF NOT EXISTS device_actions_due ON device_actions (expires_at) WHERE status = 'PENDING';
