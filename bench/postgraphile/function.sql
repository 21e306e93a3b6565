-- What PostGraphile offers as the mutation createCustomerPortal: the product's main call over the product's own
-- tables, a set-based statement a list, without its checks.
CREATE SCHEMA bench;
CREATE SCHEMA bench_api;

-- Ids in the order of time, as the product's: random ones would scatter over the index.
CREATE FUNCTION bench.new_id() RETURNS uuid LANGUAGE sql VOLATILE
RETURN CAST(encode(set_byte(substring(int8send(CAST(extract(epoch FROM clock_timestamp()) * 1000 AS bigint)) FROM 3)
    || substring(uuid_send(gen_random_uuid()) FROM 7), 6, 112), 'hex') AS uuid);

CREATE TYPE bench_api.magic_link AS (
    id uuid, url text, building_block_type text, customer_key text, workspace_id uuid, is_embedded boolean,
    created_at timestamptz, expires_at timestamptz
);

CREATE FUNCTION bench_api.create_customer_portal(workspace uuid, customer_data json, features json, is_embedded boolean)
RETURNS bench_api.magic_link LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    moment   timestamptz := clock_timestamp();
    data     record;
    customer uuid;
    link     bench_api.magic_link;
    token    text;
BEGIN
    -- The document is read once, and each list once.
    SELECT * INTO data FROM json_to_record(customer_data)
        AS r("customerKey" text, rooms json, guests json, reservations json);

    INSERT INTO public.customers (workspace_id, id, key, created_at, updated_at)
    VALUES (workspace, bench.new_id(), data."customerKey", moment, moment)
    ON CONFLICT (workspace_id, key) DO UPDATE SET updated_at = excluded.updated_at
    RETURNING id INTO customer;

    IF data.rooms IS NOT NULL THEN
        INSERT INTO public.spaces AS s (workspace_id, id, customer_id, kind, key, name, sort_name, created_at, updated_at)
        SELECT workspace, bench.new_id(), customer, 'ROOM', r."roomKey", r.name, lower(r.name), moment, moment
        FROM json_to_recordset(data.rooms) AS r("roomKey" text, name text)
        ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
        SET name = excluded.name, sort_name = excluded.sort_name, updated_at = excluded.updated_at
        WHERE s.name <> excluded.name;
    END IF;

    IF data.guests IS NOT NULL THEN
        INSERT INTO public.user_identities AS u (workspace_id, id, customer_id, kind, key, name, sort_name, email_address,
            phone_number, created_at, updated_at)
        SELECT workspace, bench.new_id(), customer, 'GUEST', r."guestKey", r.name, lower(r.name), r."emailAddress",
            r."phoneNumber", moment, moment
        FROM json_to_recordset(data.guests)
            AS r("guestKey" text, name text, "emailAddress" text, "phoneNumber" text)
        ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
        SET name = excluded.name, sort_name = excluded.sort_name, email_address = excluded.email_address,
            phone_number = excluded.phone_number, updated_at = excluded.updated_at
        WHERE u.name <> excluded.name
            OR u.email_address IS DISTINCT FROM excluded.email_address
            OR u.phone_number IS DISTINCT FROM excluded.phone_number;
    END IF;

    IF data.reservations IS NOT NULL THEN
        INSERT INTO public.access_grants AS g (workspace_id, id, customer_id, kind, key, name, sort_name, starts_at, ends_at,
            sort_ends_at, reference_keys, created_at, updated_at)
        SELECT workspace, bench.new_id(), customer, 'RESERVATION', r."reservationKey", r.name, lower(coalesce(r.name, '')),
            r."startsAt", r."endsAt", coalesce(r."endsAt", '9999-12-31 23:59:59.999999Z'),
            jsonb_build_object('guest', r."guestKey", 'rooms', r."roomKeys"), moment, moment
        FROM json_to_recordset(data.reservations) AS r("reservationKey" text, name text, "guestKey" text,
            "roomKeys" jsonb, "startsAt" timestamptz, "endsAt" timestamptz)
        ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
        SET name = excluded.name, sort_name = excluded.sort_name, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
            sort_ends_at = excluded.sort_ends_at, reference_keys = excluded.reference_keys, updated_at = excluded.updated_at
        WHERE g.name IS DISTINCT FROM excluded.name
            OR g.starts_at IS DISTINCT FROM excluded.starts_at
            OR g.ends_at IS DISTINCT FROM excluded.ends_at
            OR g.reference_keys <> excluded.reference_keys;
    END IF;

    -- A random token costs less than the product's, which is computed from a secret.
    SELECT 'pl_' || w.code || replace(gen_random_uuid()::text, '-', '') INTO token FROM public.workspaces AS w WHERE w.id = workspace;
    INSERT INTO public.magic_links AS l (workspace_id, id, customer_id, token_hash, secret_id, generation, building_block_type,
        features, is_embedded, redemption_count, created_at, expires_at)
    VALUES (workspace, bench.new_id(), customer, sha256(token::bytea), 'secret-id', 1, 'CONNECT_ACCOUNTS',
        create_customer_portal.features, create_customer_portal.is_embedded, 0, moment, moment + interval '1 day')
    RETURNING l.id, 'http://localhost:8080/p/' || token, l.building_block_type, data."customerKey", l.workspace_id,
        l.is_embedded, l.created_at, l.expires_at INTO link;
    RETURN link;
END
$$;
