-- +goose Up
-- A link's row tells who made it, and so is the event of that itself: none is stored beside it. Of a link without a
-- creator_type, which an earlier release made, one is.
ALTER TABLE magic_links ADD COLUMN creator_type TEXT;

ALTER TABLE magic_links ADD COLUMN creator_id TEXT;

ALTER TABLE magic_links ADD COLUMN creator_address_hash TEXT;

-- None of these are stored from now on but those of links that go: in time too few to be found along the primary key.
CREATE INDEX IF NOT EXISTS events_of_created_links ON events (workspace_id, id) WHERE type = 'MAGIC_LINK_CREATED';
