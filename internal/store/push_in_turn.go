package store

import (
	"iter"

	"gorm.io/gorm"
)

// upsertCustomer also locks the customer's row until the push is committed, so
// that pushes of one customer come one after the other.
const upsertCustomer = `INSERT INTO customers AS c (workspace_id, id, key, created_at, updated_at)
VALUES (@workspace, @customer, @customer_key, @now, @now)
ON CONFLICT (workspace_id, key) DO UPDATE SET updated_at = excluded.updated_at
RETURNING 1 AS n, workspace_id, id, created_at, updated_at`

// oneCustomerNames names what oneCustomer gives.
var oneCustomerNames = []string{"workspace", "customer", "customer_key", "now"}

func oneCustomer(p *Push) []any { return []any{p.WorkspaceID, p.CustomerID, p.CustomerKey, p.Now} }

// onlyCustomer is that of dialect, as it is read.
const onlyCustomer = `WITH customer AS (
	SELECT 1 AS n, workspace_id, id, updated_at FROM customers WHERE workspace_id = @workspace AND id = @customer
) `

// upsertAndAsk also tells whether an endpoint is there to hear of the push.
const upsertAndAsk = upsertCustomer + ", EXISTS (SELECT 1 FROM webhook_endpoints AS w WHERE w.workspace_id = @workspace) AS heard"

// inTurn runs the writes of a push one after the other in a transaction, which
// begins by taking the customer's row. An endpoint may hear of it if the caller knows of
// one, or the upsert finds one.
func inTurn(tx *gorm.DB, d dialect, p *Push, upsert string, heard bool) (customerRow, error) {
	rows, err := find[customerRow](tx, upsert, argsOf(oneCustomerNames, oneCustomer(p)))
	if err != nil {
		return customerRow{}, err
	}
	if len(rows) == 0 {
		return customerRow{}, errNoCustomer
	}
	customer := *rows[0]
	if p.ReplaceExisting {
		if err := replaceOthers(tx, d, p, customer.ID); err != nil {
			return customer, err
		}
	}
	all := writes(d, []numbered{{p, 1}}, ofOne(p, heard || customer.Heard)...)
	if p.rows() > mostAtOnce {
		all = ahead(all)
	}
	err = execOf(tx, d, p, &customer, all)
	return customer, err
}

// execOf runs writes of a push, of which the customer's row is there, one after the other.
func execOf(tx *gorm.DB, d dialect, p *Push, customer *customerRow, all iter.Seq[write]) error {
	isNew := customer.ID == p.CustomerID // one that was there keeps its own
	for w := range all {
		if isNew && w.ofNew != "" {
			w.sql = w.ofNew
		}
		w.args["workspace"], w.args["customer"], w.args["written_at"] = p.WorkspaceID, customer.ID, customer.UpdatedAt
		if err := exec(tx, d.onlyCustomer()+w.sql, w.args); err != nil {
			return err
		}
	}
	return nil
}

// ahead has the next write made while the database carries out the one before. A panic in
// making one is the caller's: it ends the call and not the process.
func ahead(all iter.Seq[write]) iter.Seq[write] {
	return func(yield func(write) bool) {
		made, done := make(chan write), make(chan struct{})
		defer close(done)
		var cause any
		go func() {
			defer func() {
				cause = recover()
				close(made)
			}()
			for w := range all {
				select {
				case made <- w:
				case <-done:
					return
				}
			}
		}()
		for w := range made {
			if !yield(w) {
				return
			}
		}
		if cause != nil {
			panic(cause)
		}
	}
}

// ofOne are the writes of one push that concern its link and what is told of it.
func ofOne(p *Push, heard bool) []write {
	all := insertOneLink(p)
	if heard {
		all = append(all, insertCreatedDeliveries(p)...)
	}
	return append(all, insertOneUpdated(p, heard)...)
}
