package store

import (
	"github.com/google/uuid"
	"gorm.io/gorm"
)

// dialectOf tells PostgreSQL from one whose tables Citus may have distributed.
func dialectOf(db *gorm.DB) (dialect, error) {
	var distributed bool
	err := db.Raw("SELECT EXISTS (SELECT 1 FROM pg_extension WHERE extname = 'citus')").Find(&distributed).Error
	if distributed {
		return citusDialect{}, err
	}
	return postgresDialect{}, err
}

// citusDialect is PostgreSQL's where a statement goes to one node if it names its workspace
// by a value, and else to all of them.
type citusDialect struct{ postgresDialect }

// onlyCustomer reads nothing: what is read beside another table has Citus ask a shard for what
// only it can know.
func (citusDialect) onlyCustomer() string {
	return `WITH customer AS (
	SELECT 1 AS n, CAST(@workspace AS uuid) AS workspace_id, CAST(@customer AS uuid) AS id, CAST(@written_at AS timestamptz) AS updated_at
) `
}

// ofCode asks for the workspace by a statement of its own.
func (citusDialect) ofCode(db *gorm.DB, args map[string]any) (string, error) {
	var found []uuid.UUID
	err := raw(db, "SELECT workspace_id FROM workspace_codes WHERE code = @code", args).Find(&found).Error
	args["workspace"] = uuid.Nil // which none has
	if len(found) > 0 {
		args["workspace"] = found[0]
	}
	return "@workspace", err
}

func (citusDialect) ofWorkspace(table string) string {
	return " AND " + table + ".workspace_id = @workspace"
}

func (d citusDialect) push(db *gorm.DB, pushes []*Push) ([]customerRow, error) {
	return pushAtOnce(db, d, pushes)
}

var redeemLinksOfCitus = redeemLinksOf(citusDialect{}, "@workspace")

func (d citusDialect) redeem(db *gorm.DB, all []*Redemption) ([]*Redeemed, error) {
	args := map[string]any{"code": all[0].Code}
	if _, err := d.ofCode(db, args); err != nil {
		return nil, err
	}
	return redeemAtOnce(db, redeemLinksOfCitus, args, all)
}
