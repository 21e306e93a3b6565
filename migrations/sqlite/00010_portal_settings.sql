-- +goose Up
ALTER TABLE magic_links ADD COLUMN settings TEXT;

ALTER TABLE spaces ADD COLUMN custom_metadata TEXT;

ALTER TABLE access_grants ADD COLUMN custom_metadata TEXT;

CREATE TABLE IF NOT EXISTS customization_profiles (
    workspace_id               TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id                         TEXT NOT NULL,
    name                       TEXT NOT NULL,
    logo_url                   TEXT,
    primary_color              TEXT,
    secondary_color            TEXT,
    primary_foreground_color   TEXT,
    secondary_foreground_color TEXT,
    font_family                TEXT,
    mono_font_family           TEXT,
    -- Texts by locale and message.
    message_overrides          TEXT,
    created_at                 DATETIME NOT NULL,
    updated_at                 DATETIME NOT NULL,
    PRIMARY KEY (workspace_id, id)
);
