package store

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/google/uuid"
)

// parents is the FROM item of the customers whose lists are read together.
func (s *Store) parents() string {
	return s.dialect.rows("@customers", columns("id uuid"))
}

func parentsParam(customers []uuid.UUID) (string, error) {
	rows := make([]map[string]uuid.UUID, len(customers))
	for i, id := range customers {
		rows[i] = map[string]uuid.UUID{"id": id}
	}
	text, err := json.Marshal(rows)
	return string(text), err
}

// pages reads one page of a list for each of several customers in one
// statement.
func pages[T any](ctx context.Context, s *Store, l list, customers []uuid.UUID, c *conditions, p Page, customerOf func(*T) uuid.UUID) (map[uuid.UUID]Items[T], error) {
	param, err := parentsParam(customers)
	if err != nil {
		return nil, err
	}
	c.args["customers"] = param
	c.add("customer_id = r.id")
	rows, err := find[T](s.read.WithContext(ctx), "SELECT "+columnsOf[T]("t.")+" FROM "+
		s.dialect.perParent(s.parents(), l.table, l.selection(c, p))+" ORDER BY "+l.orderBy("t.", l.newestFirst != p.Backward), c.args)
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
func groups[T any](rows []T, customers []uuid.UUID, customerOf func(*T) uuid.UUID) [][]T {
	numbers := make(map[uuid.UUID]int, len(customers))
	for i, id := range customers {
		numbers[id] = i
	}
	sizes, of := make([]int, len(customers)), make([]int, len(rows))
	for i := range rows {
		of[i] = numbers[customerOf(&rows[i])]
		sizes[of[i]]++
	}
	grouped, all := make([][]T, len(customers)), make([]T, len(rows))
	for i, size := range sizes {
		grouped[i], all = all[:0:size], all[size:]
	}
	for i := range rows {
		grouped[of[i]] = append(grouped[of[i]], rows[i])
	}
	return grouped
}

// counts a list for each of several customers in one statement.
func (s *Store) counts(ctx context.Context, l list, customers []uuid.UUID, c *conditions) (map[uuid.UUID]int, error) {
	c.args["customers"] = customers
	c.add("customer_id IN @customers")
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
