-- +goose NO TRANSACTION
-- +goose Up
ALTER TABLE magic_links ADD COLUMN IF NOT EXISTS settings JSONB;

ALTER TABLE spaces ADD COLUMN IF NOT EXISTS custom_metadata JSONB;

ALTER TABLE access_grants ADD COLUMN IF NOT EXISTS custom_metadata JSONB;

CREATE TABLE IF NOT EXISTS customization_profiles (
    workspace_id               UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id                         UUID NOT NULL,
    name                       TEXT NOT NULL,
    logo_url                   TEXT,
    primary_color              TEXT,
    secondary_color            TEXT,
    primary_foreground_color   TEXT,
    secondary_foreground_color TEXT,
    font_family                TEXT,
    mono_font_family           TEXT,
    -- Texts by locale and message.
    message_overrides          JSONB,
    created_at                 TIMESTAMPTZ NOT NULL,
    updated_at                 TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
