package store

import (
	"strings"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

// rowsArrays are rows as arrays, one a column: with JSON a push of 120 rows took a
// sixth more of PostgreSQL's CPU.
type rowsArrays struct {
	columns []arrayColumn
	// next is the column after the one that was given a value last: they come in order.
	next  int
	count int
	// written has room for one row's JSON.
	written rowsJSON
}

type arrayColumn struct {
	column
	array arrayBuilder
}

func newRowsArrays(columns []column) *rowsArrays {
	r := &rowsArrays{columns: make([]arrayColumn, len(columns))}
	for i, c := range columns {
		r.columns[i].column = c
	}
	return r
}

// unnested is the FROM item r of rows that come as arrays.
func unnested(name string, columns []column) string {
	return unnest(columns, func(c column) string { return param(name, c) })
}

// unnestedTogether is the same for pushes that came together. The arrays pass
// through a subquery, so that the planner takes them for arrays of any length: where it
// sees how short they are it deems a plan for any less good, and plans each batch anew,
// which took a fifth of the calls of 8 connections. Rows of one push are too many for
// that, and the subquery is not free.
func unnestedTogether(name string, columns []column) string {
	var params []string
	for _, c := range columns {
		params = append(params, param(name, c)+" AS "+c.name)
	}
	return "(SELECT r.* FROM (SELECT " + strings.Join(params, ", ") + " OFFSET 0) AS sent, " +
		unnest(columns, func(c column) string { return "sent." + c.name }) + ") AS r"
}

func unnest(columns []column, array func(column) string) string {
	var arrays, names []string
	for _, c := range columns {
		arrays, names = append(arrays, array(c)), append(names, c.name)
	}
	return "unnest(" + strings.Join(arrays, ", ") + ") AS r(" + strings.Join(names, ", ") + ")"
}

func param(name string, c column) string {
	return "CAST(@" + name + "_" + c.name + " AS " + c.kind + "[])"
}

func (r *rowsArrays) args(name string) map[string]any {
	arrays, together := make([][]byte, len(r.columns)), 0
	for i := range r.columns {
		c := &r.columns[i]
		arrays[i] = c.array.of(elementTypes[c.kind])
		together += len(arrays[i])
	}
	args := make(map[string]any, len(r.columns))
	for i := range r.columns {
		args[name+"_"+r.columns[i].name] = encodedArray{arrays[i], together}
	}
	return args
}

func (r *rowsArrays) empty() bool { return r.count == 0 }

func (r *rowsArrays) of(name string) *arrayBuilder {
	for range r.columns {
		c := &r.columns[r.next]
		if r.next++; r.next == len(r.columns) {
			r.next = 0
		}
		if c.name == name {
			return &c.array
		}
	}
	panic("store: no column " + name)
}

func (r *rowsArrays) room(rows int) {
	for i := range r.columns {
		c := &r.columns[i]
		c.array.room(rows * elementTypes[c.kind].size)
	}
}

func (r *rowsArrays) row(n int) {
	r.number("n", n)
	r.count++
}

func (r *rowsArrays) id(name string, id uuid.UUID) { r.of(name).bytes(id[:]) }

func (r *rowsArrays) optionalID(name string, id *uuid.UUID) {
	if id == nil {
		r.of(name).null()
		return
	}
	r.id(name, *id)
}

func (r *rowsArrays) string(name, value string) { r.of(name).text(value) }

func (r *rowsArrays) optional(name string, value *string) {
	if value != nil {
		r.string(name, *value)
	}
}

func (r *rowsArrays) number(name string, value int) {
	r.of(name).number(int32(value)) //nolint:gosec // within the limits of what is counted
}

func (r *rowsArrays) time(name string, t time.Time) { r.of(name).time(t) }

func (r *rowsArrays) references(name string, of *models.References) {
	r.written.buffer = r.written.buffer[:0]
	r.written.referencesOnly(of)
	r.of(name).json(r.written.buffer)
}

// end makes NULL of the texts and times that the row was not given.
func (r *rowsArrays) end() {
	for i := range r.columns {
		c := &r.columns[i]
		if (c.kind == "text" || c.kind == "timestamptz") && c.array.count < r.count {
			c.array.null()
		}
		if c.array.count != r.count {
			panic("store: a row has no value of its own for " + c.name) // those of later rows would move up
		}
	}
}
