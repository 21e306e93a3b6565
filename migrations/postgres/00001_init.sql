-- +goose NO TRANSACTION
-- +goose Up
-- Keys and names are compared byte by byte (COLLATE "C"): the same order on every
-- engine and machine, and a prefix is a range of the index.
CREATE TABLE IF NOT EXISTS workspaces (
    id           UUID PRIMARY KEY,
    code         TEXT NOT NULL,
    name         TEXT NOT NULL,
    embed_origins JSONB,
    return_url   TEXT,
    refresh_url  TEXT,
    brand_name   TEXT,
    logo_url     TEXT,
    accent_color TEXT,
    created_at   TIMESTAMPTZ NOT NULL,
    updated_at   TIMESTAMPTZ NOT NULL
);

-- A code is unique across workspaces, so it has a look-up table of its own that is keyed by it.
CREATE TABLE IF NOT EXISTS workspace_codes (
    code         TEXT COLLATE "C" PRIMARY KEY,
    workspace_id UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE
);

CREATE TABLE IF NOT EXISTS credentials (
    id           UUID PRIMARY KEY,
    kind         TEXT NOT NULL,
    name         TEXT NOT NULL,
    prefix       TEXT NOT NULL,
    short_token  TEXT COLLATE "C" NOT NULL UNIQUE,
    secret_hash  BYTEA NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    expires_at   TIMESTAMPTZ,
    revoked_at   TIMESTAMPTZ,
    last_used_at TIMESTAMPTZ
);

CREATE TABLE IF NOT EXISTS credential_workspaces (
    credential_id UUID NOT NULL REFERENCES credentials (id) ON DELETE CASCADE,
    workspace_id  UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    PRIMARY KEY (credential_id, workspace_id)
);

CREATE TABLE IF NOT EXISTS customers (
    workspace_id UUID NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id           UUID NOT NULL,
    key          TEXT COLLATE "C" NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    updated_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, key)
);

-- The unique constraints of the three list tables put the key before the kind,
-- since a space key may name a place of any kind.
CREATE TABLE IF NOT EXISTS spaces (
    workspace_id UUID NOT NULL,
    id           UUID NOT NULL,
    customer_id  UUID NOT NULL,
    kind         TEXT COLLATE "C" NOT NULL,
    key          TEXT COLLATE "C" NOT NULL,
    name         TEXT NOT NULL,
    sort_name    TEXT COLLATE "C" NOT NULL,
    created_at   TIMESTAMPTZ NOT NULL,
    updated_at   TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, customer_id, key, kind),
    FOREIGN KEY (workspace_id, customer_id) REFERENCES customers (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS spaces_by_name ON spaces (workspace_id, customer_id, kind, sort_name, id);

CREATE TABLE IF NOT EXISTS user_identities (
    workspace_id  UUID NOT NULL,
    id            UUID NOT NULL,
    customer_id   UUID NOT NULL,
    kind          TEXT COLLATE "C" NOT NULL,
    key           TEXT COLLATE "C" NOT NULL,
    name          TEXT NOT NULL,
    sort_name     TEXT COLLATE "C" NOT NULL,
    email_address TEXT,
    phone_number  TEXT,
    created_at    TIMESTAMPTZ NOT NULL,
    updated_at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, customer_id, key, kind),
    FOREIGN KEY (workspace_id, customer_id) REFERENCES customers (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS user_identities_by_name ON user_identities (workspace_id, customer_id, kind, sort_name, id);

-- sort_ends_at is ends_at, or the end of time where access has no end, so that
-- one index orders all grants.
CREATE TABLE IF NOT EXISTS access_grants (
    workspace_id   UUID NOT NULL,
    id             UUID NOT NULL,
    customer_id    UUID NOT NULL,
    kind           TEXT COLLATE "C" NOT NULL,
    key            TEXT COLLATE "C" NOT NULL,
    name           TEXT,
    sort_name      TEXT COLLATE "C" NOT NULL,
    starts_at      TIMESTAMPTZ,
    ends_at        TIMESTAMPTZ,
    sort_ends_at   TIMESTAMPTZ NOT NULL,
    reference_keys JSONB NOT NULL,
    created_at     TIMESTAMPTZ NOT NULL,
    updated_at     TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, customer_id, key, kind),
    FOREIGN KEY (workspace_id, customer_id) REFERENCES customers (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS access_grants_by_end ON access_grants (workspace_id, customer_id, sort_ends_at, id);

CREATE INDEX IF NOT EXISTS access_grants_by_name ON access_grants (workspace_id, customer_id, sort_name);

CREATE TABLE IF NOT EXISTS magic_links (
    workspace_id        UUID NOT NULL,
    id                  UUID NOT NULL,
    customer_id         UUID NOT NULL,
    token_hash          BYTEA NOT NULL,
    secret_id           TEXT NOT NULL,
    generation          INTEGER NOT NULL,
    building_block_type TEXT NOT NULL,
    features            JSONB NOT NULL,
    is_embedded         BOOLEAN NOT NULL,
    embed_origins       JSONB,
    return_url          TEXT,
    refresh_url         TEXT,
    max_redemptions     INTEGER,
    redemption_count    INTEGER NOT NULL,
    first_redeemed_at   TIMESTAMPTZ,
    last_redeemed_at    TIMESTAMPTZ,
    created_at          TIMESTAMPTZ NOT NULL,
    expires_at          TIMESTAMPTZ NOT NULL,
    revoked_at          TIMESTAMPTZ,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, token_hash),
    FOREIGN KEY (workspace_id, customer_id) REFERENCES customers (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS magic_links_by_customer ON magic_links (workspace_id, customer_id, id);

-- What a call with an idempotency key made, kept for 24 hours.
CREATE TABLE IF NOT EXISTS idempotency_keys (
    workspace_id  UUID NOT NULL,
    key           TEXT COLLATE "C" NOT NULL,
    input_hash    BYTEA NOT NULL,
    magic_link_id UUID NOT NULL,
    created_at    TIMESTAMPTZ NOT NULL,
    PRIMARY KEY (workspace_id, key),
    FOREIGN KEY (workspace_id, magic_link_id) REFERENCES magic_links (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS idempotency_keys_by_link ON idempotency_keys (workspace_id, magic_link_id);

CREATE INDEX IF NOT EXISTS idempotency_keys_by_age ON idempotency_keys (created_at);
