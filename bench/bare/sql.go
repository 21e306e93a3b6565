package bare

const upsertCustomer = `WITH customer AS (
	INSERT INTO customers AS c (workspace_id, id, key, created_at, updated_at) VALUES ($1, $2, $3, $4, $4)
	ON CONFLICT (workspace_id, key) DO UPDATE SET updated_at = excluded.updated_at
	RETURNING workspace_id, id, updated_at
), `

const insertLink = `link AS (
	INSERT INTO magic_links (workspace_id, id, customer_id, token_hash, secret_id, generation, building_block_type, features,
		is_embedded, redemption_count, created_at, expires_at)
	SELECT customer.workspace_id, $5, customer.id, $6, $7, 1, 'CONNECT_ACCOUNTS', $8, false, 0, customer.updated_at, $9
	FROM customer
) SELECT id FROM customer`

// small stores a customer and a link.
const small = upsertCustomer + insertLink

// withLists stores rooms, guests and reservations too. It upserts as the
// product does: a row that stays as it is isn't written.
const withLists = upsertCustomer + `rooms AS (
	INSERT INTO spaces (workspace_id, id, customer_id, kind, key, name, sort_name, created_at, updated_at)
	SELECT customer.workspace_id, r.id, customer.id, 'ROOM', r.key, r.name, r.sort_name, customer.updated_at, customer.updated_at
	FROM customer, unnest($10::uuid[], $11::text[], $12::text[], $13::text[]) AS r(id, key, name, sort_name)
	ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
	SET name = excluded.name, sort_name = excluded.sort_name, updated_at = excluded.updated_at
	WHERE spaces.name <> excluded.name
), guests AS (
	INSERT INTO user_identities (workspace_id, id, customer_id, kind, key, name, sort_name, email_address, phone_number,
		created_at, updated_at)
	SELECT customer.workspace_id, r.id, customer.id, 'GUEST', r.key, r.name, r.sort_name, r.email, r.phone,
		customer.updated_at, customer.updated_at
	FROM customer, unnest($14::uuid[], $15::text[], $16::text[], $17::text[], $18::text[], $19::text[])
		AS r(id, key, name, sort_name, email, phone)
	ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
	SET name = excluded.name, sort_name = excluded.sort_name, email_address = excluded.email_address,
		phone_number = excluded.phone_number, updated_at = excluded.updated_at
	WHERE user_identities.name <> excluded.name
		OR user_identities.email_address IS DISTINCT FROM excluded.email_address
		OR user_identities.phone_number IS DISTINCT FROM excluded.phone_number
), reservations AS (
	INSERT INTO access_grants (workspace_id, id, customer_id, kind, key, name, sort_name, starts_at, ends_at, sort_ends_at,
		reference_keys, created_at, updated_at)
	SELECT customer.workspace_id, r.id, customer.id, 'RESERVATION', r.key, r.name, lower(coalesce(r.name, '')), r.starts_at, r.ends_at,
		coalesce(r.ends_at, '9999-12-31 23:59:59.999999Z'), r.reference_keys, customer.updated_at, customer.updated_at
	FROM customer, unnest($20::uuid[], $21::text[], $22::text[], $23::timestamptz[], $24::timestamptz[], $25::jsonb[])
		AS r(id, key, name, starts_at, ends_at, reference_keys)
	ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
	SET name = excluded.name, sort_name = excluded.sort_name, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
		sort_ends_at = excluded.sort_ends_at, reference_keys = excluded.reference_keys, updated_at = excluded.updated_at
	WHERE access_grants.name IS DISTINCT FROM excluded.name
		OR access_grants.starts_at IS DISTINCT FROM excluded.starts_at
		OR access_grants.ends_at IS DISTINCT FROM excluded.ends_at
		OR access_grants.reference_keys <> excluded.reference_keys
), ` + insertLink
