-- +goose Up
CREATE TABLE IF NOT EXISTS providers (
    workspace_id         TEXT NOT NULL REFERENCES workspaces (id) ON DELETE CASCADE,
    id                   TEXT NOT NULL,
    key                  TEXT NOT NULL,
    name                 TEXT NOT NULL,
    logo_url             TEXT,
    -- Either an issuer, whose endpoints are discovered, or the endpoints themselves.
    issuer               TEXT,
    authorization_url    TEXT,
    token_url            TEXT,
    revocation_url       TEXT,
    client_id            TEXT NOT NULL,
    -- NULL of a public client.
    sealed_client_secret BLOB,
    -- A JSON array.
    scopes               TEXT,
    created_at           DATETIME NOT NULL,
    updated_at           DATETIME NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, key)
);

CREATE TABLE IF NOT EXISTS connected_accounts (
    workspace_id         TEXT NOT NULL,
    id                   TEXT NOT NULL,
    customer_id          TEXT NOT NULL,
    provider_id          TEXT NOT NULL,
    -- Who it is there, as the issuer says; NULL where there is no issuer.
    subject              TEXT,
    name                 TEXT,
    status               TEXT NOT NULL,
    scopes               TEXT,
    sealed_access_token  BLOB,
    sealed_refresh_token BLOB,
    expires_at           DATETIME,
    -- Counts the tokens that it has had, and since when it has the present ones.
    generation           INTEGER NOT NULL,
    obtained_at          DATETIME NOT NULL,
    -- Until when one process alone may refresh the tokens.
    leased_until         DATETIME,
    created_at           DATETIME NOT NULL,
    updated_at           DATETIME NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, customer_id, provider_id, subject),
    FOREIGN KEY (workspace_id, customer_id) REFERENCES customers (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, provider_id) REFERENCES providers (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS connected_accounts_by_customer ON connected_accounts (workspace_id, customer_id, id);

CREATE INDEX IF NOT EXISTS connected_accounts_by_provider ON connected_accounts (workspace_id, provider_id, id);

CREATE INDEX IF NOT EXISTS connected_accounts_by_status ON connected_accounts (workspace_id, status, id);

CREATE TABLE IF NOT EXISTS account_authorizations (
    workspace_id         TEXT NOT NULL,
    id                   TEXT NOT NULL,
    customer_id          TEXT NOT NULL,
    provider_id          TEXT NOT NULL,
    -- The account to connect again; NULL for another one.
    account_id           TEXT,
    session_id           TEXT NOT NULL,
    opened_for           TEXT,
    status               TEXT NOT NULL,
    failure              TEXT,
    connected_account_id TEXT,
    -- SHA-256 of what the browser brings: the start URL's token, the state and the cookie.
    start_hash           BLOB NOT NULL,
    state_hash           BLOB,
    cookie_hash          BLOB,
    nonce_hash           BLOB,
    sealed_verifier      BLOB,
    started_at           DATETIME,
    answered_at          DATETIME,
    refused_at           DATETIME,
    created_at           DATETIME NOT NULL,
    expires_at           DATETIME NOT NULL,
    PRIMARY KEY (workspace_id, id),
    UNIQUE (workspace_id, start_hash),
    UNIQUE (workspace_id, state_hash),
    FOREIGN KEY (workspace_id, customer_id) REFERENCES customers (workspace_id, id) ON DELETE CASCADE,
    FOREIGN KEY (workspace_id, provider_id) REFERENCES providers (workspace_id, id) ON DELETE CASCADE
);

CREATE INDEX IF NOT EXISTS account_authorizations_by_customer ON account_authorizations (workspace_id, customer_id, expires_at);

CREATE INDEX IF NOT EXISTS account_authorizations_by_provider ON account_authorizations (workspace_id, provider_id);

CREATE INDEX IF NOT EXISTS account_authorizations_by_expiry ON account_authorizations (expires_at);
