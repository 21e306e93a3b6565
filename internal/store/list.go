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
	statement := "SELECT t.* FROM " + s.dialect.perParent(s.parents(), l.table, l.selection(c, p)) +
		" ORDER BY " + l.orderBy("t.", l.newestFirst != p.Backward)
	var rows []T
	if err := s.read.WithContext(ctx).Raw(statement, c.args).Find(&rows).Error; err != nil {
		return nil, err
	}
	grouped := make(map[uuid.UUID][]T, len(customers))
	for i := range rows {
		id := customerOf(&rows[i])
		grouped[id] = append(grouped[id], rows[i])
	}
	found := make(map[uuid.UUID]Items[T], len(customers))
	for _, id := range customers {
		found[id] = pageOf(grouped[id], p)
	}
	return found, nil
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
