package store

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"github.com/google/uuid"
)

// Page is the part of a list that is asked for.
type Page struct {
	// Limit is the number of items; one more is read, to know whether it goes on.
	Limit int
	// Backward takes the items from the list's end.
	Backward bool
	// After and Before are positions: an item's values in the columns that
	// order its list. Nil means the list's own end.
	After, Before []any
}

// Items is a page of a list, in the list's order.
type Items[T any] struct {
	Items []*T
	// More tells whether the list goes on past the page: after it, or before
	// it where the page was taken backward.
	More bool
}

// list is a list of rows: where they stand and what orders them.
type list struct {
	table string
	// from is the FROM item that holds the table's rows where that isn't the table alone.
	from string
	// order are the columns that make up a position; together they are unique.
	order []string
	// newestFirst turns the order around.
	newestFirst bool
	// parent is the column of whose list it is; empty for customer_id.
	parent string
}

func (l list) parentColumn() string { return cmp.Or(l.parent, "customer_id") }

// conditions narrows a list; args are named parameters.
type conditions struct {
	where []string
	args  map[string]any
}

func newConditions(workspace uuid.UUID) *conditions {
	return &conditions{where: []string{"workspace_id = @workspace"}, args: map[string]any{"workspace": workspace}}
}

func (c *conditions) add(where string, args ...any) {
	c.where = append(c.where, where)
	for i := 0; i+1 < len(args); i += 2 {
		c.args[args[i].(string)] = args[i+1]
	}
}

// all is the condition that all of them hold.
func (c *conditions) all() string { return strings.Join(c.where, " AND ") }

// longestPrefix is more than any key or name has bytes: what is longer matches
// nothing, and neither does its beginning.
const longestPrefix = 4096

// prefix keeps the rows of which column begins with text. It is a range, so
// that an index over the column finds them.
func (c *conditions) prefix(column, text string) {
	if text == "" {
		return
	}
	if len(text) > longestPrefix {
		text = strings.ToValidUTF8(text[:longestPrefix], "")
	}
	c.add(column+" >= @prefix", "prefix", text)
	if end, ok := afterPrefix(text); ok {
		c.add(column+" < @prefix_end", "prefix_end", end)
	}
}

// afterPrefix gives the first text that sorts behind all that begin with
// prefix; false where there is none.
func afterPrefix(prefix string) (string, bool) {
	runes := []rune(prefix)
	for len(runes) > 0 {
		last := len(runes) - 1
		switch r := runes[last]; r {
		case 0x10FFFF:
			runes = runes[:last]
			continue
		case 0xD7FF: // surrogates are no characters
			runes[last] = 0xE000
		default:
			runes[last] = r + 1
		}
		return string(runes), true
	}
	return "", false
}

// selection is the statement of one page, before it is read for each parent.
func (l list) selection(c *conditions, p Page) string {
	descending := l.newestFirst != p.Backward
	columns := strings.Join(l.order, ", ")
	where := slices.Clone(c.where)
	position := func(name, operator string, values []any) {
		if values == nil {
			return
		}
		params := make([]string, len(values))
		for i, value := range values {
			param := name + "_" + l.order[i]
			c.args[param], params[i] = value, "@"+param
		}
		where = append(where, fmt.Sprintf("(%s) %s (%s)", columns, operator, strings.Join(params, ", ")))
	}
	after, before := ">", "<"
	if l.newestFirst {
		after, before = before, after
	}
	position("after", after, p.After)
	position("before", before, p.Before)
	c.args["limit"] = p.Limit + 1
	return fmt.Sprintf("SELECT * FROM %s WHERE %s ORDER BY %s LIMIT @limit",
		cmp.Or(l.from, l.table), strings.Join(where, " AND "), l.orderBy("", descending))
}

func (l list) orderBy(alias string, descending bool) string {
	direction := ""
	if descending {
		direction = " DESC"
	}
	terms := make([]string, len(l.order))
	for i, column := range l.order {
		terms[i] = alias + column + direction
	}
	return strings.Join(terms, ", ")
}

// pageOf cuts off the one row too many and puts the rest in the list's order.
func pageOf[T any](rows []*T, p Page) Items[T] {
	more := len(rows) > p.Limit
	if more {
		rows = rows[:p.Limit]
	}
	if p.Backward {
		slices.Reverse(rows)
	}
	return Items[T]{Items: rows, More: more}
}
