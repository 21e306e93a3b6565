package store

import (
	"context"
	"fmt"

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

// pages reads one page of a list for each of several parents in one statement. A list's
// parents are customers, unless it says otherwise.
func pages[T any](ctx context.Context, s *Store, l list, parents []uuid.UUID, c *conditions, p Page, parentOf func(*T) uuid.UUID) (map[uuid.UUID]Items[T], error) {
	rows, err := find[T](s.read.WithContext(ctx), s.selectionPerParent(l, columnsOf[T]("t."), parents, c, p), c.args)
	if err != nil {
		return nil, err
	}
	return pagesOf(rows, parents, p, parentOf), nil
}

// selectionPerParent is the statement of a list's page for each of several parents: of a row t
// of the page, r.id is the parent's id.
func (s *Store) selectionPerParent(l list, columns string, parents []uuid.UUID, c *conditions, p Page) string {
	c.args["ids"] = idsParam(parents)
	c.add(l.parentColumn() + " = r.id")
	return "SELECT " + columns + " FROM " + s.dialect.perParent(s.ids(), l.table, l.selection(c, p)) +
		" ORDER BY " + l.orderBy("t.", l.newestFirst != p.Backward)
}

// pagesOf gives each parent its page of the rows.
func pagesOf[T any](rows []*T, parents []uuid.UUID, p Page, parentOf func(*T) uuid.UUID) map[uuid.UUID]Items[T] {
	found := make(map[uuid.UUID]Items[T], len(parents))
	grouped := groups(rows, parents, parentOf)
	for i, id := range parents {
		found[id] = pageOf(grouped[i], p)
	}
	return found
}

// groups sorts rows by their parents, in the order of parents, and keeps the order of
// each one's rows.
func groups[T any](rows []*T, parents []uuid.UUID, parentOf func(*T) uuid.UUID) [][]*T {
	numbers := make(map[uuid.UUID]int, len(parents))
	for i, id := range parents {
		numbers[id] = i
	}
	sizes := make([]int, len(parents))
	for _, row := range rows {
		sizes[numbers[parentOf(row)]]++
	}
	room, grouped := make([]*T, len(rows)), make([][]*T, len(parents))
	for i, size := range sizes {
		grouped[i], room = room[:0:size], room[size:]
	}
	for _, row := range rows {
		n := numbers[parentOf(row)]
		grouped[n] = append(grouped[n], row)
	}
	return grouped
}

// counts a list for each of several parents in one statement.
func (s *Store) counts(ctx context.Context, l list, parents []uuid.UUID, c *conditions) (map[uuid.UUID]int, error) {
	parent := l.parentColumn()
	c.args["ids"] = idsParam(parents)
	c.add(s.amongIDs(parent))
	var rows []struct {
		Parent uuid.UUID
		Total  int
	}
	statement := fmt.Sprintf("SELECT %s AS parent, count(*) AS total FROM %s WHERE %s GROUP BY %s", parent, l.table, c.all(), parent)
	if err := s.read.WithContext(ctx).Raw(statement, c.args).Find(&rows).Error; err != nil {
		return nil, err
	}
	totals := make(map[uuid.UUID]int, len(parents))
	for _, row := range rows {
		totals[row.Parent] = row.Total
	}
	return totals, nil
}

// count counts a list of the workspace.
func (s *Store) count(ctx context.Context, l list, c *conditions) (int, error) {
	var total int
	statement := fmt.Sprintf("SELECT count(*) FROM %s WHERE %s", l.table, c.all())
	err := s.read.WithContext(ctx).Raw(statement, c.args).Find(&total).Error
	return total, err
}
