package store

import (
	"errors"
	"time"
)

// upsertCustomers upserts the customers of several pushes.
var upsertCustomers = upsertCustomersOf(unnestedTogether("customer", columns("id uuid, key text, now timestamptz")),
	"array_position(CAST(@customer_key AS text[]), c.key)")

// upsertCustomersOf upserts the customers of the FROM item r, and gives each its number. It
// goes in the order of their keys, so that concurrent statements lock them in one order,
// which is that of the column. The rows stay locked until the pushes are committed. Where
// somebody else has one for longer, PostgreSQL refuses the statement, and the pushes run apart:
// one customer's holds up neither those that came with it nor those that are sent behind.
func upsertCustomersOf(from, number string) string {
	return `WITH customer AS (
	INSERT INTO customers AS c (workspace_id, id, key, created_at, updated_at)
	SELECT CAST(@workspace AS uuid), id, key, now, now
	FROM ` + boundedLocks + ` CROSS JOIN ` + from + ` ORDER BY key COLLATE "C"
	ON CONFLICT (workspace_id, key) DO UPDATE SET updated_at = excluded.updated_at
	RETURNING ` + number + ` AS n, c.workspace_id, c.id, c.created_at, c.updated_at
)`
}

// boundedLocks is a row that bounds how long the statement waits for each row's lock. It is made
// before any is taken, since what is inserted is sorted first.
const boundedLocks = "(SELECT set_config('lock_timeout', '500ms', true)) AS bounded"

// upsertOneCustomer is what upsertCustomers does for one push: most come alone, and
// an array of one thing costs more than the thing.
const upsertOneCustomer = "WITH customer AS (" + upsertCustomer + `)`

// customerNames names what customerArrays gives.
var customerNames = []string{"workspace", "customer_id", "customer_key", "customer_now"}

func customerArrays(customers []*Push) []any {
	n := len(customers)
	ids, keys, nows := make([][16]byte, n), make([]string, n), make([]time.Time, n)
	for i, p := range customers {
		ids[i], keys[i], nows[i] = p.CustomerID, p.CustomerKey, p.Now
	}
	return []any{customers[0].WorkspaceID, ids, keys, nows}
}

// addUpdated adds the events of pushes and who hears of them, if they have some.
func addUpdated(all []write, d dialect, pushes []numbered) []write {
	with := addWrite(all, d, pushes, "updated_events", updatedEventColumns, insertUpdatedRows, addUpdatedEvent)
	if len(with) == len(all) {
		return all
	}
	return append(with, write{name: "updated_deliveries", sql: deliver("updated_events")})
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
