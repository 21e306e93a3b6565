-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE events ADD COLUMN IF NOT EXISTS customer_id UUID;

ALTER TABLE events ADD COLUMN IF NOT EXISTS actor_type TEXT;

ALTER TABLE events ADD COLUMN IF NOT EXISTS actor_id UUID;

ALTER TABLE events ADD COLUMN IF NOT EXISTS opened_for TEXT;

ALTER TABLE events ADD COLUMN IF NOT EXISTS address_hash TEXT;

ALTER TABLE events ADD COLUMN IF NOT EXISTS reason TEXT;

ALTER TABLE events ADD COLUMN IF NOT EXISTS count INTEGER NOT NULL DEFAULT 1;

CREATE INDEX IF NOT EXISTS events_by_customer ON events (workspace_id, customer_id, id);

CREATE INDEX IF NOT EXISTS events_by_subject ON events (workspace_id, subject_id, id);

-- Of the types that nearly every call brings, a page is found along the primary key.
CREATE INDEX IF NOT EXISTS events_by_rare_type ON events (workspace_id, type, id)
    WHERE type NOT IN ('MAGIC_LINK_CREATED', 'MAGIC_LINK_REDEEMED', 'PORTAL_SESSION_STARTED', 'CUSTOMER_UPDATED');

ALTER TABLE magic_links ADD COLUMN IF NOT EXISTS opened_for TEXT;

ALTER TABLE portal_sessions ADD COLUMN IF NOT EXISTS opened_for TEXT;
