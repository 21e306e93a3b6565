package store

import (
	"context"
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// ids is the FROM item of the ids in the named parameter @ids.
func (s *Store) ids() string { return s.dialect.rows("@ids", columns("id uuid")) }

// amongIDs is the condition that a column has one of the ids in @ids.
func (s *Store) amongIDs(column string) string {
	return s.dialect.among(column, "SELECT r.id FROM "+s.ids())
}

// idsParam is the parameter @ids: a list of parameters would make a statement of its
// own of each length, and cost more to send.
func idsParam(ids []uuid.UUID) string {
	var rows rowsJSON
	rows.buffer = make([]byte, 0, len(ids)*len(`,{"n":10,"id":"00000000-0000-0000-0000-000000000000"}`)+1)
	for n, id := range ids {
		rows.row(n)
		rows.id("id", id)
		rows.end()
	}
	return rows.text()
}

// pages reads one page of a list for each of several customers in one
// statement.
func pages[T any](ctx context.Context, s *Store, l list, customers []uuid.UUID, c *conditions, p Page, customerOf func(*T) uuid.UUID) (map[uuid.UUID]Items[T], error) {
	c.args["ids"] = idsParam(customers)
	c.add("customer_id = r.id")
	rows, err := find[T](s.read.WithContext(ctx), "SELECT "+columnsOf[T]("t.")+" FROM "+
		s.dialect.perParent(s.ids(), l.table, l.selection(c, p))+" ORDER BY "+l.orderBy("t.", l.newestFirst != p.Backward), c.args)
	if err != nil {
		return nil, err
	}
	found := make(map[uuid.UUID]Items[T], len(customers))
	grouped := groups(rows, customers, customerOf)
	for i, id := range customers {
		found[id] = pageOf(grouped[i], p)
	}
	return found, nil
}

// groups sorts rows by their customers, in the order of customers, and keeps the
// order of each one's rows.
func groups[T any](rows []*T, customers []uuid.UUID, customerOf func(*T) uuid.UUID) [][]*T {
	numbers := make(map[uuid.UUID]int, len(customers))
	for i, id := range customers {
		numbers[id] = i
	}
	grouped := make([][]*T, len(customers))
	for _, row := range rows {
		n := numbers[customerOf(row)]
		grouped[n] = append(grouped[n], row)
	}
	return grouped
}

// counts a list for each of several customers in one statement.
func (s *Store) counts(ctx context.Context, l list, customers []uuid.UUID, c *conditions) (map[uuid.UUID]int, error) {
	c.args["ids"] = idsParam(customers)
	c.add(s.amongIDs("customer_id"))
	var rows []struct {
		CustomerID uuid.UUID
		Total      int
	}
	statement := fmt.Sprintf("SELECT customer_id, count(*) AS total FROM %s WHERE %s GROUP BY customer_id",
		l.table, strings.Join(c.where, " AND "))
	if err := s.read.WithContext(ctx).Raw(statement, c.args).Find(&rows).Error; err != nil {
		return nil, err
	}
	totals := make(map[uuid.UUID]int, len(customers))
	for _, row := range rows {
		totals[row.CustomerID] = row.Total
	}
	return totals, nil
}

// count counts a list of the workspace.
func (s *Store) count(ctx context.Context, l list, c *conditions) (int, error) {
	var total int
	statement := fmt.Sprintf("SELECT count(*) FROM %s WHERE %s", l.table, strings.Join(c.where, " AND "))
	err := s.read.WithContext(ctx).Raw(statement, c.args).Find(&total).Error
	return total, err
}
