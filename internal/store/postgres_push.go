package store

import (
	"errors"
	"slices"
	"time"

	"github.com/jackc/pgx/v5/pgtype"

	"github.com/portico-portal/portico/models"
)

// upsertCustomers upserts the customers of several pushes in the order of their
// keys, so that concurrent statements lock them in one order. The rows stay
// locked until the pushes are committed.
var upsertCustomers = `WITH customer AS (
	INSERT INTO customers AS c (workspace_id, id, key, created_at, updated_at)
	SELECT CAST(@workspace AS uuid), id, key, now, now
	FROM ` + unnestedTogether("customer", columns("id uuid, key text, now timestamptz")) + ` ORDER BY key
	ON CONFLICT (workspace_id, key) DO UPDATE SET updated_at = excluded.updated_at
	RETURNING array_position(CAST(@customer_key AS text[]), c.key) AS n, c.workspace_id, c.id, c.created_at, c.updated_at
)`

// upsertOneCustomer is what upsertCustomers does for one push: most come alone, and
// an array of one thing costs more than the thing.
const upsertOneCustomer = "WITH customer AS (" + upsertCustomer + `)`

func customersArgs(customers []*Push) map[string]any {
	var ids [][16]byte
	var keys []string
	var nows []time.Time
	for _, p := range customers {
		ids, keys, nows = append(ids, p.CustomerID), append(keys, p.CustomerKey), append(nows, p.Now)
	}
	return map[string]any{"workspace": customers[0].WorkspaceID, "customer_id": ids, "customer_key": keys, "customer_now": nows}
}

// insertLinks mints the links of pushes.
func insertLinks(d dialect, pushes []numbered) []write {
	var l linkArrays
	for i := range pushes {
		if pushes[i].Link != nil {
			l.add(pushes[i].n, pushes[i].Link, &pushes[i].Actor)
		}
	}
	if len(l.ids) == 0 {
		return nil
	}
	links := write{name: "link_rows", args: l.args(), sql: insertLinkRows}
	if slices.ContainsFunc(l.settings, func(text *string) bool { return text != nil }) {
		links.args["link_settings"], links.sql = l.settings, insertLinkRowsWithSettings
	}
	return []write{links, {name: "created_deliveries", sql: deliverCreated(d)}}
}

// addUpdated adds the events of pushes and who hears of them, if they have some.
func addUpdated(all []write, d dialect, pushes []numbered) []write {
	with := addWrite(all, d, pushes, "updated_events", updatedEventColumns, insertUpdatedRows, addUpdatedEvent)
	if len(with) == len(all) {
		return all
	}
	return append(with, write{name: "updated_deliveries", sql: deliver("updated_events")})
}

const linkColumns = "n bigint, id uuid, token_hash bytea, secret_id text, generation integer, building_block_type text, features jsonb, " +
	"is_embedded boolean, embed_origins jsonb, return_url text, refresh_url text, opened_for text, max_redemptions integer, created_at timestamptz, expires_at timestamptz, " +
	"creator_type text, creator_id uuid, creator_address_hash text"

// insertLinkRows leaves out the settings, which few links have; insertLinkRowsWithSettings
// has them.
var (
	insertLinkRows             = insertLinkColumns(linkColumns, "", "")
	insertLinkRowsWithSettings = insertLinkColumns(linkColumns+", settings jsonb", ", settings", ", r.settings")
)

func insertLinkColumns(sent, into, from string) string {
	return `INSERT INTO magic_links (workspace_id, id, customer_id, token_hash, secret_id, generation,
	building_block_type, features, is_embedded, embed_origins, return_url, refresh_url, opened_for, max_redemptions, redemption_count, created_at, expires_at,
	creator_type, creator_id, creator_address_hash` + into + `)
SELECT customer.workspace_id, r.id, customer.id, r.token_hash, r.secret_id, r.generation,
	r.building_block_type, r.features, r.is_embedded, r.embed_origins, r.return_url, r.refresh_url, r.opened_for, r.max_redemptions, 0, r.created_at, r.expires_at,
	r.creator_type, r.creator_id, r.creator_address_hash` + from + `
FROM customer JOIN ` + unnestedTogether("link", columns(sent)) + ` ON r.n = customer.n
RETURNING workspace_id, id, created_at`
}

// linkArrays are links, an array a column.
type linkArrays struct {
	customers              []int
	ids                    [][16]byte
	tokenHashes            [][]byte
	secretIDs              []string
	generations            []int
	buildingBlockTypes     []string
	features               []string
	embedded               []bool
	embedOrigins           []*string
	returnURLs             []*string
	refreshURLs            []*string
	openedFor              []*string
	maxRedemptions         []*int
	createdAts, expiresAts []time.Time
	settings               []*string
	creatorTypes           []*string
	creators               []pgtype.UUID
	creatorAddresses       []*string
}

func (a *linkArrays) add(customer int, l *models.MagicLink, by *models.Actor) {
	a.customers = append(a.customers, customer)
	a.ids = append(a.ids, l.ID)
	a.tokenHashes = append(a.tokenHashes, l.TokenHash)
	a.secretIDs = append(a.secretIDs, l.SecretID)
	a.generations = append(a.generations, l.Generation)
	a.buildingBlockTypes = append(a.buildingBlockTypes, string(l.BuildingBlockType))
	a.features = append(a.features, featuresJSON[l.Features])
	a.embedded = append(a.embedded, l.IsEmbedded)
	a.embedOrigins = append(a.embedOrigins, originsOf(l))
	a.returnURLs = append(a.returnURLs, l.ReturnURL)
	a.refreshURLs = append(a.refreshURLs, l.RefreshURL)
	a.openedFor = append(a.openedFor, l.OpenedFor)
	a.maxRedemptions = append(a.maxRedemptions, l.MaxRedemptions)
	a.createdAts = append(a.createdAts, l.CreatedAt)
	a.expiresAts = append(a.expiresAts, l.ExpiresAt)
	a.settings = append(a.settings, settingsOf(l))
	a.creatorTypes = append(a.creatorTypes, (*string)(by.Type))
	a.creators = append(a.creators, optionalUUID(by.ID))
	a.creatorAddresses = append(a.creatorAddresses, by.AddressHash)
}

func (a *linkArrays) args() map[string]any {
	return map[string]any{
		"link_n": a.customers, "link_id": a.ids, "link_token_hash": a.tokenHashes, "link_secret_id": a.secretIDs,
		"link_generation": a.generations, "link_building_block_type": a.buildingBlockTypes, "link_features": a.features, "link_is_embedded": a.embedded,
		"link_embed_origins": a.embedOrigins, "link_return_url": a.returnURLs, "link_refresh_url": a.refreshURLs, "link_opened_for": a.openedFor,
		"link_max_redemptions": a.maxRedemptions, "link_created_at": a.createdAts, "link_expires_at": a.expiresAts,
		"link_creator_type": a.creatorTypes, "link_creator_id": a.creators, "link_creator_address_hash": a.creatorAddresses,
	}
}

var errNoCustomer = errors.New("store: a push gave no customer")

// customerWith finds the customer with the number n; the statement gives one for each.
func customerWith(n int, rows []*customerRow) (customerRow, error) {
	for i := range rows {
		if rows[i].N == n {
			return *rows[i], nil
		}
	}
	return customerRow{}, errNoCustomer
}
