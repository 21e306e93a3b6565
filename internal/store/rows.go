package store

import (
	"encoding/json"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

// timeLayout is read alike by PostgreSQL and by SQLite's driver, which writes
// its own times so; of UTC times the order as text is the order in time.
const timeLayout = "2006-01-02 15:04:05.999999999-07:00"

// endOfTime sorts grants without an end behind all others.
var endOfTime = time.Date(9999, 12, 31, 23, 59, 59, 999999000, time.UTC)

// grantRow is an access grant as a statement takes it.
type grantRow struct {
	ID            uuid.UUID              `json:"id"`
	Kind          models.AccessGrantKind `json:"kind"`
	Key           string                 `json:"key"`
	Name          *string                `json:"name"`
	SortName      string                 `json:"sort_name"`
	StartsAt      *string                `json:"starts_at"`
	EndsAt        *string                `json:"ends_at"`
	SortEndsAt    string                 `json:"sort_ends_at"`
	ReferenceKeys *models.References     `json:"reference_keys"`
}

func grantRows(grants []models.AccessGrant) []grantRow {
	rows := make([]grantRow, len(grants))
	for i := range grants {
		g := &grants[i]
		rows[i] = grantRow{
			ID: g.ID, Kind: g.Kind, Key: g.Key, Name: g.Name, SortName: g.SortName,
			StartsAt: timeText(g.StartsAt), EndsAt: timeText(g.EndsAt),
			SortEndsAt: endOfTime.Format(timeLayout), ReferenceKeys: &g.References,
		}
		if rows[i].EndsAt != nil {
			rows[i].SortEndsAt = *rows[i].EndsAt
		}
	}
	return rows
}

// storedGrant is an access grant as it is read.
type storedGrant struct {
	models.AccessGrant
	ReferenceKeys string
}

func (g *storedGrant) grant() (models.AccessGrant, error) {
	err := json.Unmarshal([]byte(g.ReferenceKeys), &g.References)
	return g.AccessGrant, err
}

// idempotencyRow is an idempotency key as a statement takes it.
type idempotencyRow struct {
	Key         string    `json:"key"`
	InputHash   string    `json:"input_hash"`
	MagicLinkID uuid.UUID `json:"magic_link_id"`
}

func timeText(t *time.Time) *string {
	if t == nil {
		return nil
	}
	text := t.UTC().Format(timeLayout)
	return &text
}
