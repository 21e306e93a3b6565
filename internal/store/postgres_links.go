package store

import (
	"slices"
	"sync"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"
	"gorm.io/gorm"
)

// The statements of pushes that only make links are made once, when one is first sent, and their
// values come in order.

// oneLinkPushes are the statements of one push of a link, and manyLinkPushes of many;
// the second of each takes rare links.
var (
	oneLinkPushes = both(func(rare bool) func() *fixed {
		return sync.OnceValue(func() *fixed {
			return newFixed("postgres", together(upsertOneCustomer, []write{
				{name: "link_rows", sql: linkInserts[which(rare)]}, {name: "created_deliveries", sql: createdDelivery},
			}), slices.Concat(oneCustomerNames, linkParameterNames[which(rare)], []string{"created_event"}))
		})
	})
	manyLinkPushes = both(func(rare bool) func() *fixed {
		return sync.OnceValue(func() *fixed {
			return newFixed("postgres", together(upsertCustomers, []write{
				{name: "link_rows", sql: linkRowInserts[which(rare)]}, {name: "created_deliveries", sql: deliverCreated(postgresDialect{})},
			}), slices.Concat(customerNames, linkRowNames[which(rare)]))
		})
	})
)

// pushLinks carries out pushes that only make links.
func pushLinks(db *gorm.DB, all []numbered, customers []*Push) ([]*customerRow, error) {
	if len(all) == 1 {
		p := all[0].Push
		rare := isRareLink(p.Link)
		values := append(append(oneCustomer(p), linkValues(rare, p.Link, &p.Actor)...), createdEventID(p.Link.ID))
		return findFixed[customerRow](db, oneLinkPushes[which(rare)](), values)
	}
	if len(all) <= linksTogether && len(customers) == len(all) {
		rare := slices.ContainsFunc(all, func(p numbered) bool { return isRareLink(p.Link) })
		return findInPipeline[customerRow](db, fewLinkPushes[which(rare)][len(all)-1](), fewLinks(all, rare))
	}
	links, rare := linkArrays(all)
	return findInPipeline[customerRow](db, manyLinkPushes[which(rare)](), append(customerArrays(customers), links...))
}

// linkRowInserts insert many links; the second takes rare ones. What a server makes alike in
// all is one value in the first.
var linkRowInserts = [2]string{
	linkInsert(false, func(name string) string {
		if slices.ContainsFunc(columns(madeLinkColumns), func(c column) bool { return c.name == name }) {
			return linkParameter(name)
		}
		return "r." + name
	}, linkRows(linkArrayRows(linkColumns))),
	linkInsert(true, func(name string) string { return "r." + name }, linkRows(linkArrayRows(linkColumns+", "+madeLinkColumns+", "+rareLinkColumns))),
}

// linkRows are the links of the FROM item r, each of the customer with its number.
func linkRows(from string) string {
	return " JOIN " + from + ` ON r.n = customer.n
RETURNING id, created_at`
}

func linkArrayRows(list string) string { return unnestedTogether("link", columns("n bigint, "+list)) }

// linkRowNames names what linkArrays gives.
var linkRowNames = both(func(rare bool) []string { return append([]string{"link_n"}, linkParameterNames[which(rare)]...) })

// insertLinks mints the links of pushes.
func insertLinks(d dialect, pushes []numbered) []write {
	values, rare := linkArrays(pushes)
	if values == nil {
		return nil
	}
	return []write{
		{name: "link_rows", args: argsOf(linkRowNames[which(rare)], values), sql: linkRowInserts[which(rare)]},
		{name: "created_deliveries", sql: deliverCreated(d)},
	}
}

// linkArrays are the links of pushes, an array a column, and whether one of them is rare; nil
// where there is none.
func linkArrays(pushes []numbered) (values []any, rare bool) {
	pushes = slices.DeleteFunc(slices.Clone(pushes), func(p numbered) bool { return p.Link == nil })
	if len(pushes) == 0 {
		return nil, false
	}
	first := pushes[0].Link
	rare = slices.ContainsFunc(pushes, func(p numbered) bool {
		return isRareLink(p.Link) || p.Link.SecretID != first.SecretID || p.Link.Generation != first.Generation
	})
	values = []any{
		arrayOf(pushes, func(p *numbered) int { return p.n }),
		arrayOf(pushes, func(p *numbered) [16]byte { return p.Link.ID }),
		arrayOf(pushes, func(p *numbered) []byte { return p.Link.TokenHash }),
		arrayOf(pushes, func(p *numbered) string { return string(p.Link.BuildingBlockType) }),
		arrayOf(pushes, func(p *numbered) string { return featuresJSON[p.Link.Features] }),
		arrayOf(pushes, func(p *numbered) bool { return p.Link.IsEmbedded }),
		arrayOf(pushes, func(p *numbered) time.Time { return p.Link.CreatedAt }),
		arrayOf(pushes, func(p *numbered) time.Time { return p.Link.ExpiresAt }),
		arrayOf(pushes, func(p *numbered) *string { return (*string)(p.Actor.Type) }),
		arrayOf(pushes, func(p *numbered) pgtype.UUID { return optionalUUID(p.Actor.ID) }),
		arrayOf(pushes, func(p *numbered) *string { return p.Actor.AddressHash }),
	}
	if !rare {
		return append(values, first.SecretID, first.Generation), false
	}
	return append(values,
		arrayOf(pushes, func(p *numbered) string { return p.Link.SecretID }),
		arrayOf(pushes, func(p *numbered) int { return p.Link.Generation }),
		arrayOf(pushes, func(p *numbered) *string { return originsOf(p.Link) }),
		arrayOf(pushes, func(p *numbered) *string { return p.Link.ReturnURL }),
		arrayOf(pushes, func(p *numbered) *string { return p.Link.RefreshURL }),
		arrayOf(pushes, func(p *numbered) *string { return p.Link.OpenedFor }),
		arrayOf(pushes, func(p *numbered) *int { return p.Link.MaxRedemptions }),
		arrayOf(pushes, func(p *numbered) *string { return settingsOf(p.Link) }),
	), true
}

func arrayOf[T any](pushes []numbered, value func(*numbered) T) []T {
	array := make([]T, len(pushes))
	for i := range pushes {
		array[i] = value(&pushes[i])
	}
	return array
}

func optionalUUID(id *uuid.UUID) pgtype.UUID {
	if id == nil {
		return pgtype.UUID{}
	}
	return pgtype.UUID{Bytes: *id, Valid: true}
}
