package main

import (
	"context"
	"fmt"
)

// digest sums up what is stored in the lists of a customer, but for ids and
// times of writing.
const digest = `SELECT count(*), coalesce(md5(string_agg(line, ';' ORDER BY line)), '') FROM (
	SELECT concat_ws('|', t.kind, t.key, t.name, t.sort_name) AS line
	FROM spaces AS t JOIN customers AS c ON c.workspace_id = t.workspace_id AND c.id = t.customer_id
	WHERE c.workspace_id = $1 AND c.key = $2
	UNION ALL
	SELECT concat_ws('|', t.kind, t.key, t.name, t.sort_name, t.email_address, t.phone_number)
	FROM user_identities AS t JOIN customers AS c ON c.workspace_id = t.workspace_id AND c.id = t.customer_id
	WHERE c.workspace_id = $1 AND c.key = $2
	UNION ALL
	SELECT concat_ws('|', t.kind, t.key, t.name, t.sort_name, t.starts_at, t.ends_at, t.sort_ends_at, t.reference_keys)
	FROM access_grants AS t JOIN customers AS c ON c.workspace_id = t.workspace_id AND c.id = t.customer_id
	WHERE c.workspace_id = $1 AND c.key = $2
) AS lines`

// sameContents asks that all sides have stored the same of the first customer of
// each workload.
func sameContents(ctx context.Context, d *database, workloads []workload, sides []*side) error {
	for i := range workloads {
		w, first := &workloads[i], ""
		for _, s := range sides {
			if w.items == 0 || s.turn(w.name).Load() == 0 {
				continue
			}
			var rows int
			var sum string
			if err := d.conn.QueryRow(ctx, digest, s.tenants[0].id, customerKey(w.name, 1)).Scan(&rows, &sum); err != nil {
				return err
			}
			if first == "" {
				first = sum
			}
			if rows != w.items || sum != first {
				return fmt.Errorf("%s stored %d rows for the first %s call, and not what the others stored", s.name, rows, w.name)
			}
		}
	}
	return nil
}
