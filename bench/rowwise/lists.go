package rowwise

import (
	"encoding/json"
	"errors"
	"time"

	"github.com/google/uuid"
	"gorm.io/gorm"

	"github.com/portico-portal/portico/internal/portal"
	"github.com/portico-portal/portico/models"
)

// endOfTime sorts grants without an end behind all others.
var endOfTime = time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC)

// grantRow is an access grant with the columns that its model leaves to the store.
type grantRow struct {
	models.AccessGrant
	SortEndsAt time.Time
}

// TableName names the table to GORM.
func (grantRow) TableName() string { return "access_grants" }

// storeLists stores the items of all 17 lists, one after the other.
func storeLists(tx *gorm.DB, c *models.Customer, d *portal.CustomerData, now time.Time) error {
	return errors.Join(
		storeSpaces(tx, c, models.SpaceKindSpace, d.Spaces, now),
		storeSpaces(tx, c, models.SpaceKindProperty, d.Properties, now),
		storeSpaces(tx, c, models.SpaceKindRoom, d.Rooms, now),
		storeSpaces(tx, c, models.SpaceKindCommonArea, d.CommonAreas, now),
		storeSpaces(tx, c, models.SpaceKindUnit, d.Units, now),
		storeSpaces(tx, c, models.SpaceKindFacility, d.Facilities, now),
		storeSpaces(tx, c, models.SpaceKindBuilding, d.Buildings, now),
		storeSpaces(tx, c, models.SpaceKindListing, d.Listings, now),
		storeSpaces(tx, c, models.SpaceKindPropertyListing, d.PropertyListings, now),
		storePeople(tx, c, models.UserIdentityKindGuest, d.Guests, now),
		storePeople(tx, c, models.UserIdentityKindTenant, d.Tenants, now),
		storePeople(tx, c, models.UserIdentityKindResident, d.Residents, now),
		storePeople(tx, c, models.UserIdentityKindUser, d.Users, now),
		storePeople(tx, c, models.UserIdentityKindUserIdentity, d.UserIdentities, now),
		storeGrants(tx, c, models.AccessGrantKindReservation, d.Reservations, now),
		storeGrants(tx, c, models.AccessGrantKindBooking, d.Bookings, now),
		storeGrants(tx, c, models.AccessGrantKindAccessGrant, d.AccessGrants, now),
	)
}

func storeSpaces(tx *gorm.DB, c *models.Customer, kind models.SpaceKind, rows []models.Space, now time.Time) error {
	for _, row := range rows {
		row.WorkspaceID, row.CustomerID, row.Kind, row.SortName = c.WorkspaceID, c.ID, kind, sortName(row.Name)
		var there models.Space
		fresh, err := find(tx, c, string(kind), row.Key, &there)
		if err == nil && fresh {
			row.CreatedAt, row.UpdatedAt = now, now
			row.ID, err = uuid.NewV7()
			err = errors.Join(err, tx.Create(&row).Error)
		} else if err == nil {
			err = update(tx, c, &there, map[string]any{"name": row.Name, "sort_name": row.SortName, "updated_at": now})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func storePeople(tx *gorm.DB, c *models.Customer, kind models.UserIdentityKind, rows []models.UserIdentity, now time.Time) error {
	for _, row := range rows {
		row.WorkspaceID, row.CustomerID, row.Kind, row.SortName = c.WorkspaceID, c.ID, kind, sortName(row.Name)
		var there models.UserIdentity
		fresh, err := find(tx, c, string(kind), row.Key, &there)
		if err == nil && fresh {
			row.CreatedAt, row.UpdatedAt = now, now
			row.ID, err = uuid.NewV7()
			err = errors.Join(err, tx.Create(&row).Error)
		} else if err == nil {
			err = update(tx, c, &there, map[string]any{
				"name": row.Name, "sort_name": row.SortName, "email_address": row.EmailAddress,
				"phone_number": row.PhoneNumber, "updated_at": now,
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func storeGrants(tx *gorm.DB, c *models.Customer, kind models.AccessGrantKind, grants []models.SentAccessGrant, now time.Time) error {
	for _, grant := range grants {
		row, err := newGrantRow(c, kind, grant)
		if err != nil {
			return err
		}
		var there grantRow
		fresh, err := find(tx, c, string(kind), row.Key, &there)
		if err == nil && fresh {
			row.CreatedAt, row.UpdatedAt = now, now
			row.ID, err = uuid.NewV7()
			err = errors.Join(err, tx.Create(&row).Error)
		} else if err == nil {
			err = update(tx, c, &there, map[string]any{
				"name": row.Name, "sort_name": row.SortName, "starts_at": row.StartsAt, "ends_at": row.EndsAt,
				"sort_ends_at": row.SortEndsAt, "reference_keys": row.ReferenceKeys, "updated_at": now,
			})
		}
		if err != nil {
			return err
		}
	}
	return nil
}

func newGrantRow(c *models.Customer, kind models.AccessGrantKind, grant models.SentAccessGrant) (grantRow, error) {
	references, err := json.Marshal(&grant.References)
	row := grantRow{AccessGrant: grant.AccessGrant, SortEndsAt: endOfTime}
	row.ReferenceKeys = string(references)
	row.WorkspaceID, row.CustomerID, row.Kind = c.WorkspaceID, c.ID, kind
	if grant.Name != nil {
		row.SortName = sortName(*grant.Name)
	}
	if grant.EndsAt != nil {
		row.SortEndsAt = *grant.EndsAt
	}
	return row, err
}

// find reads the row of a key into there, and tells whether there is none yet.
func find(tx *gorm.DB, c *models.Customer, kind, key string, there any) (fresh bool, err error) {
	err = tx.Where("workspace_id = ? AND customer_id = ? AND key = ? AND kind = ?", c.WorkspaceID, c.ID, key, kind).
		Take(there).Error
	if errors.Is(err, gorm.ErrRecordNotFound) {
		return true, nil
	}
	return false, err
}

func update(tx *gorm.DB, c *models.Customer, there any, columns map[string]any) error {
	return tx.Model(there).Where("workspace_id = ?", c.WorkspaceID).Updates(columns).Error
}
