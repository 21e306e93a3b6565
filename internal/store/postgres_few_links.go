package store

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// A few pushes that only make links have each value as a parameter: PostgreSQL takes a tenth
// more time for a batch of arrays. Each number of pushes has a statement of its own.

// fewLinkPushes are the statements of each number of pushes of as many customers; the second
// of each takes rare links.
var fewLinkPushes = both(func(rare bool) [linksTogether]func() *fixed {
	links := columns(linkColumns + ", " + madeLinkColumns)
	if rare {
		links = append(links, columns(rareLinkColumns)...)
	}
	names := slices.Concat([]string{"customer_id", "customer_key", "customer_now"}, linkParameterNames[which(rare)])
	return ofEachNumber(func(n int) *fixed {
		var number strings.Builder
		for i := range n {
			fmt.Fprintf(&number, " WHEN @customer_key_%d THEN %d", i, i+1)
		}
		upsert := upsertCustomersOf(valueRows(n, "customer", columns("id uuid, key text, now timestamptz")), "CASE c.key"+number.String()+" END")
		insert := linkInsert(rare, func(name string) string { return "r." + name }, linkRows(valueRows(n, "link", links)))
		return newFixed("postgres", together(upsert, []write{
			{name: "link_rows", sql: insert}, {name: "created_deliveries", sql: deliverCreated(postgresDialect{})},
		}), append([]string{"workspace"}, namesOf(n, names)...))
	})
})

// valueRows is a FROM item r of so many rows of parameters; their numbers are its column n.
func valueRows(rows int, name string, columns []column) string {
	list := []string{"n"}
	for _, c := range columns {
		list = append(list, c.name)
	}
	all := make([]string, rows)
	for i := range all {
		row := []string{strconv.Itoa(i + 1)}
		for _, c := range columns {
			row = append(row, fmt.Sprintf("CAST(@%s_%s_%d AS %s)", name, c.name, i, c.kind))
		}
		all[i] = "(" + strings.Join(row, ", ") + ")"
	}
	return "(VALUES " + strings.Join(all, ", ") + ") AS r(" + strings.Join(list, ", ") + ")"
}

// fewLinks are the values of fewLinkPushes.
func fewLinks(pushes []numbered, rare bool) []any {
	values := []any{pushes[0].WorkspaceID}
	for i := range pushes {
		p := pushes[i].Push
		values = append(values, p.CustomerID, p.CustomerKey, p.Now)
		values = append(values, linkValues(rare, p.Link, &p.Actor)...)
	}
	return values
}
