package store

import (
	"bytes"
	"slices"
	"strings"

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

// dueDeliveries names the workspace, by which the statement is sent to a node, as does
// deliveriesOf: where a row is says nothing of that.
func (d citusDialect) dueDeliveries() string {
	return deliveriesByEvent(d, dueEvents+d.skipLocked())
}

func (d citusDialect) deliveriesOf(r string) string {
	return deliveriesByEvent(d, "SELECT r.event FROM "+r)
}

func (citusDialect) ofWorkspace(table string) string {
	return " AND " + table + ".workspace_id = @workspace"
}

// push runs the writes of pushes of one workspace one after the other, all on its node: what
// one statement wrote for its next part would be sent to every node.
func (d citusDialect) push(db *gorm.DB, pushes []*Push) ([]customerRow, error) {
	rows := make([]customerRow, len(pushes))
	// Customers are locked in the order of their keys, as elsewhere.
	order := orderOf(pushes, func(a, b *Push) int { return strings.Compare(a.CustomerKey, b.CustomerKey) })
	err := db.Transaction(func(tx *gorm.DB) error {
		var endpoints int
		if err := tx.Raw("SELECT count(*) FROM webhook_endpoints WHERE workspace_id = ?", pushes[0].WorkspaceID).Find(&endpoints).Error; err != nil {
			return err
		}
		for _, i := range order {
			var err error
			if rows[i], err = inTurn(tx, d, pushes[i], upsertCustomer, endpoints > 0); err != nil {
				return err
			}
		}
		return nil
	})
	return rows, err
}

// redeem does the same for redemptions, in the order of their links' hashes.
func (d citusDialect) redeem(db *gorm.DB, all []*Redemption) ([]*Redeemed, error) {
	redeemed := make([]*Redeemed, len(all))
	order := orderOf(all, func(a, b *Redemption) int { return bytes.Compare(a.LinkHash[:], b.LinkHash[:]) })
	err := db.Transaction(func(tx *gorm.DB) error {
		for _, i := range order {
			var err error
			if redeemed[i], err = redeemInTurn(tx, d, all[i]); err != nil {
				return err
			}
		}
		return nil
	})
	return redeemed, err
}

// orderOf gives the places of all in an order; those that are alike stay in theirs.
func orderOf[T any](all []T, compare func(a, b T) int) []int {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortStableFunc(order, func(a, b int) int { return compare(all[a], all[b]) })
	return order
}
