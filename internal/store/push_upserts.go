package store

import (
	"slices"

	"github.com/portico-portal/portico/models"
)

// rare gives the columns of which few rows have a value where a row of the pushes has one,
// and none where no row has. Their values are NULL then, without a parameter that says so.
func rare(pushes []numbered, list string, has func(*Push) bool) string {
	if slices.ContainsFunc(pushes, func(p numbered) bool { return has(p.Push) }) {
		return list
	}
	return ""
}

func hasRareSpace(p *Push) bool {
	for i := range p.Spaces {
		if s := &p.Spaces[i]; s.ParentSiteKey != nil || s.Details != nil {
			return true
		}
	}
	return false
}

func hasRareUserIdentity(p *Push) bool {
	for i := range p.UserIdentities {
		if p.UserIdentities[i].StoredPlaceKeys != nil {
			return true
		}
	}
	return false
}

func hasRareAccessGrant(p *Push) bool {
	for i := range p.AccessGrants {
		if p.AccessGrants[i].PreferredCode != nil {
			return true
		}
	}
	return false
}

func hasSpaceMetadata(p *Push) bool {
	return slices.ContainsFunc(p.Spaces, func(s models.Space) bool { return s.CustomMetadata != nil })
}

func hasGrantMetadata(p *Push) bool {
	return slices.ContainsFunc(p.AccessGrants, func(g models.SentAccessGrant) bool { return g.CustomMetadata != nil })
}

// metadata are the parts of an upsert that store custom metadata: what is sent is merged
// into what is there. They are empty where the pushes have no such column.
type metadata struct{ column, value, set, differs string }

func metadataOf(d dialect, table, column string) metadata {
	if column == "" {
		return metadata{}
	}
	return metadata{
		column: ", custom_metadata", value: ", " + d.json("r.custom_metadata"),
		set: ", custom_metadata = CASE WHEN excluded.custom_metadata IS NULL THEN " + table + ".custom_metadata ELSE " +
			d.merged(table+".custom_metadata", "excluded.custom_metadata") + " END",
		differs: " OR " + metadataDiffers(d, table, "excluded.custom_metadata"),
	}
}

// rareNames are the names of rare columns, as they follow others in the list of what is
// inserted and in that of what is selected from r.
func rareNames(list string) (inserted, selected string) {
	if list == "" {
		return "", ""
	}
	for _, c := range columns(list[len(", "):]) {
		inserted += ", " + c.name
		selected += ", r." + c.name
	}
	return inserted, selected
}

// unlessNew is an insert of rows of which some may be there. A customer that is new has none,
// and looking for them would take a fifth of PostgreSQL's time.
func unlessNew(insert, conflict string) write {
	return write{sql: insert + " WHERE true\n" + conflict, ofNew: insert}
}

func upsertSpaces(rare, metadataColumn string) func(d dialect, rows string) write {
	inserted, selected := rareNames(rare)
	return func(d dialect, rows string) write {
		m := metadataOf(d, "spaces", metadataColumn)
		return unlessNew(`INSERT INTO spaces (workspace_id, id, customer_id, kind, key, name, sort_name, created_at, updated_at`+inserted+m.column+`)
SELECT customer.workspace_id, r.id, customer.id, r.kind, r.key, r.name, r.sort_name, customer.updated_at, customer.updated_at`+selected+m.value+`
FROM customer JOIN `+rows, `ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
SET name = excluded.name, sort_name = excluded.sort_name, parent_site_key = excluded.parent_site_key, details = excluded.details,
	updated_at = excluded.updated_at`+m.set+`
WHERE `+spaceDiffers("spaces", "excluded")+m.differs)
	}
}

func upsertUserIdentities(rare string) func(d dialect, rows string) write {
	inserted, selected := rareNames(rare)
	return func(_ dialect, rows string) write {
		return unlessNew(`INSERT INTO user_identities (workspace_id, id, customer_id, kind, key, name, sort_name,
	email_address, phone_number, created_at, updated_at`+inserted+`)
SELECT customer.workspace_id, r.id, customer.id, r.kind, r.key, r.name, r.sort_name,
	r.email_address, r.phone_number, customer.updated_at, customer.updated_at`+selected+`
FROM customer JOIN `+rows, `ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
SET name = excluded.name, sort_name = excluded.sort_name, email_address = excluded.email_address,
	phone_number = excluded.phone_number, place_keys = excluded.place_keys, updated_at = excluded.updated_at
WHERE `+userIdentityDiffers("user_identities", "excluded"))
	}
}

func upsertAccessGrants(rare, metadataColumn string) func(d dialect, rows string) write {
	inserted, selected := rareNames(rare)
	return func(d dialect, rows string) write {
		m := metadataOf(d, "access_grants", metadataColumn)
		return unlessNew(`INSERT INTO access_grants (workspace_id, id, customer_id, kind, key, name, sort_name,
	starts_at, ends_at, sort_ends_at, reference_keys, created_at, updated_at`+inserted+m.column+`)
SELECT customer.workspace_id, r.id, customer.id, r.kind, r.key, r.name, r.sort_name,
	r.starts_at, r.ends_at, r.sort_ends_at, r.reference_keys, customer.updated_at, customer.updated_at`+selected+m.value+`
FROM customer JOIN `+rows, `ON CONFLICT (workspace_id, customer_id, key, kind) DO UPDATE
SET name = excluded.name, sort_name = excluded.sort_name, starts_at = excluded.starts_at, ends_at = excluded.ends_at,
	sort_ends_at = excluded.sort_ends_at, reference_keys = excluded.reference_keys, preferred_code = excluded.preferred_code,
	updated_at = excluded.updated_at`+m.set+`
WHERE `+accessGrantDiffers("access_grants", "excluded")+m.differs)
	}
}
