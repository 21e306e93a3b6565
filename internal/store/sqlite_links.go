package store

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"gorm.io/gorm"
)

// In process what surrounds a statement costs as much as the statement: pushes that only make
// links share some, which are made once for each number of rows.

// linksTogether is the most links of one statement. The connection keeps the statement of
// each number prepared.
const linksTogether = 8

// customerUpsertsTogether upsert customers, and ask of each what upsertAndAsk does of one;
// linkInsertsTogether insert links, the second of them rare ones.
var (
	customerUpsertsTogether = ofEachNumber(func(n int) *fixed {
		var number strings.Builder
		for i := range n {
			number.WriteString(numberedParameters(" WHEN key = @customer_key AND workspace_id = @workspace THEN ", i) + strconv.Itoa(i+1))
		}
		return newFixed("sqlite", `INSERT INTO customers (workspace_id, id, key, created_at, updated_at)
VALUES `+tuples(n, "(@workspace, @customer, @customer_key, @now, @now)")+`
ON CONFLICT (workspace_id, key) DO UPDATE SET updated_at = excluded.updated_at
RETURNING CASE`+number.String()+` END AS n, id, created_at, updated_at,
	EXISTS (SELECT 1 FROM webhook_endpoints AS w WHERE w.workspace_id = customers.workspace_id) AS heard`, namesOf(n, oneCustomerNames))
	})
	linkInsertsTogether = both(func(rare bool) [linksTogether]func() *fixed {
		columns, names := linkNames(rare, ""), slices.Concat([]string{"workspace", "customer"}, linkParameterNames[which(rare)])
		return ofEachNumber(func(n int) *fixed {
			return newFixed("sqlite", "INSERT INTO magic_links (redemption_count, workspace_id, customer_id, "+strings.Join(columns, ", ")+`)
VALUES `+tuples(n, "(0, @"+strings.Join(names, ", @")+")"), namesOf(n, names))
		})
	})
)

// ofEachNumber makes the statement of each number of rows, from 1, when it is first used: all
// of them would take milliseconds of each start.
func ofEachNumber(of func(n int) *fixed) (all [linksTogether]func() *fixed) {
	for i := range all {
		all[i] = sync.OnceValue(func() *fixed { return of(i + 1) })
	}
	return all
}

// tuples repeats a tuple with parameters of its own for each row.
func tuples(n int, tuple string) string {
	all := make([]string, n)
	for i := range all {
		all[i] = numberedParameters(tuple, i)
	}
	return strings.Join(all, ", ")
}

func numberedParameters(text string, row int) string {
	return parameter.ReplaceAllString(text, "${0}_"+strconv.Itoa(row))
}

// namesOf names the parameters of so many rows.
func namesOf(n int, names []string) (all []string) {
	for i := range n {
		for _, name := range names {
			all = append(all, name+"_"+strconv.Itoa(i))
		}
	}
	return all
}

// pushFewLinks carries out at most linksTogether pushes that only make links.
func (d sqliteDialect) pushFewLinks(tx *gorm.DB, pushes []*Push) ([]customerRow, error) {
	all, customers := number(pushes)
	var upserted, inserted []any
	for _, p := range customers {
		upserted = append(upserted, oneCustomer(p)...)
	}
	found, err := findFixed[customerRow](tx, customerUpsertsTogether[len(customers)-1](), upserted)
	if err != nil {
		return nil, err
	}
	rare := slices.ContainsFunc(pushes, func(p *Push) bool { return isRareLink(p.Link) })
	rows := make([]customerRow, len(all))
	for i, p := range all {
		if rows[i], err = customerWith(p.n, found); err != nil {
			return nil, err
		}
		inserted = append(append(inserted, p.WorkspaceID, rows[i].ID), linkValues(rare, p.Link, &p.Actor)...)
	}
	if err := execFixed(tx, linkInsertsTogether[which(rare)][len(all)-1](), inserted); err != nil {
		return nil, err
	}
	for i, p := range pushes {
		if !rows[i].Heard {
			continue
		}
		if err := execOf(tx, d, p, &rows[i], slices.Values(insertCreatedDeliveries(p))); err != nil {
			return nil, err
		}
	}
	return rows, nil
}

// pushLinks carries out pushes that only make links.
func (d sqliteDialect) pushLinks(tx *gorm.DB, pushes []*Push) (rows []customerRow, err error) {
	for few := range slices.Chunk(pushes, linksTogether) {
		of, err := d.pushFewLinks(tx, few)
		if err != nil {
			return nil, err
		}
		rows = append(rows, of...)
	}
	return rows, nil
}
