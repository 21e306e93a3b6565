package store

import (
	"strings"

	"github.com/portico-portal/portico/models"
)

const (
	// linkColumns are those that a link of a push has beside its customer's.
	linkColumns = "id uuid, token_hash bytea, building_block_type text, features jsonb, is_embedded boolean, " +
		"created_at timestamptz, expires_at timestamptz, creator_type text, creator_id uuid, creator_address_hash text"
	// madeLinkColumns are the same for all that a server makes.
	madeLinkColumns = "secret_id text, generation integer"
	// rareLinkColumns are NULL in most links.
	rareLinkColumns = "embed_origins jsonb, return_url text, refresh_url text, opened_for text, max_redemptions integer, settings jsonb"
)

// linkInsert inserts links of the FROM item customer and of what follows it; value is the SQL
// of a column. Where no link is rare it leaves those columns out.
func linkInsert(rare bool, value func(column string) string, from string) string {
	var into, values strings.Builder
	for _, name := range linkNames(rare, "") {
		into.WriteString(", " + name)
		values.WriteString(", " + value(name))
	}
	return "INSERT INTO magic_links (workspace_id, customer_id, redemption_count" + into.String() + `)
SELECT customer.workspace_id, customer.id, 0` + values.String() + `
FROM customer` + from
}

// linkNames names what linkValues gives.
func linkNames(rare bool, prefix string) (names []string) {
	list := linkColumns + ", " + madeLinkColumns
	if rare {
		list += ", " + rareLinkColumns
	}
	for _, c := range columns(list) {
		names = append(names, prefix+c.name)
	}
	return names
}

func linkValues(rare bool, l *models.MagicLink, by *models.Actor) []any {
	values := []any{
		l.ID, l.TokenHash, string(l.BuildingBlockType), featuresJSON[l.Features], l.IsEmbedded,
		l.CreatedAt, l.ExpiresAt, by.Type, by.ID, by.AddressHash, l.SecretID, l.Generation,
	}
	if rare {
		values = append(values, originsOf(l), l.ReturnURL, l.RefreshURL, l.OpenedFor, l.MaxRedemptions, settingsOf(l))
	}
	return values
}

// isRareLink tells whether a link has one of the rareLinkColumns.
func isRareLink(l *models.MagicLink) bool {
	return l.EmbedOrigins != nil || l.ReturnURL != nil || l.RefreshURL != nil || l.OpenedFor != nil || l.MaxRedemptions != nil || !l.Settings.IsZero()
}

// linkInserts insert one link; the second takes a rare one.
var linkInserts = both(func(rare bool) string { return linkInsert(rare, linkParameter, "") })

func linkParameter(column string) string { return "@link_" + column }

// insertOneLink mints the link of a push, if it has one.
func insertOneLink(p *Push) []write {
	if p.Link == nil {
		return nil
	}
	rare := isRareLink(p.Link)
	return []write{{name: "link_rows", sql: linkInserts[which(rare)], args: argsOf(linkParameterNames[which(rare)], linkValues(rare, p.Link, &p.Actor))}}
}

var linkParameterNames = both(func(rare bool) []string { return linkNames(rare, "link_") })

// both makes a pair: what goes for links that aren't rare, and for those that are.
func both[T any](of func(rare bool) T) [2]T { return [2]T{of(false), of(true)} }

// which is the place in such a pair.
func which(rare bool) int {
	if rare {
		return 1
	}
	return 0
}

// settingsOf are a link's settings as JSON; nil where it has none.
func settingsOf(l *models.MagicLink) *string {
	if l.Settings.IsZero() {
		return nil
	}
	written, _ := l.Settings.Value() // what came in as JSON can't fail
	if text, ok := written.(string); ok {
		return &text
	}
	return nil
}
