package store

import (
	"slices"
	"strings"
	"time"

	"github.com/google/uuid"
	"github.com/jackc/pgx/v5/pgtype"

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

// arrayColumn has its values in the list of its kind; the others stay empty.
type arrayColumn struct {
	column

	numbers elements[int32]
	ids     elements[pgtype.UUID]
	texts   elements[pgtype.Text]
	times   elements[pgtype.Timestamptz]
	json    elements[string]
}

// elements are an array for pgx, which would go through a slice by reflection: that took
// twice as long.
type elements[T any] []T

// Dimensions are one, as long as the array.
func (e elements[T]) Dimensions() []pgtype.ArrayDimension {
	return pgtype.FlatArray[T](e).Dimensions()
}

// Index points to an element.
func (e elements[T]) Index(i int) any { return &e[i] }

// IndexType is what Index gives.
func (e elements[T]) IndexType() any { return new(T) }

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
	args := make(map[string]any, len(r.columns))
	for i := range r.columns {
		c := &r.columns[i]
		args[name+"_"+c.name] = map[string]any{"int": c.numbers, "uuid": c.ids, "text": c.texts, "timestamptz": c.times, "jsonb": c.json}[c.kind]
	}
	return args
}

func (r *rowsArrays) empty() bool { return r.count == 0 }

func (r *rowsArrays) of(name string) *arrayColumn {
	for range r.columns {
		c := &r.columns[r.next]
		if r.next++; r.next == len(r.columns) {
			r.next = 0
		}
		if c.name == name {
			return c
		}
	}
	panic("store: no column " + name)
}

func (r *rowsArrays) room(rows int) {
	for i := range r.columns {
		c := &r.columns[i]
		switch c.kind {
		case "int":
			c.numbers = slices.Grow(c.numbers, rows)
		case "uuid":
			c.ids = slices.Grow(c.ids, rows)
		case "text":
			c.texts = slices.Grow(c.texts, rows)
		case "timestamptz":
			c.times = slices.Grow(c.times, rows)
		case "jsonb":
			c.json = slices.Grow(c.json, rows)
		}
	}
}

func (r *rowsArrays) row(n int) {
	c := r.of("n")
	c.numbers = append(c.numbers, int32(n)) //nolint:gosec // a batch has few customers
	r.count++
}

func (r *rowsArrays) id(name string, id uuid.UUID) {
	c := r.of(name)
	c.ids = append(c.ids, pgtype.UUID{Bytes: id, Valid: true})
}

func (r *rowsArrays) optionalID(name string, id *uuid.UUID) {
	c := r.of(name)
	c.ids = append(c.ids, optionalUUID(id))
}

func optionalUUID(id *uuid.UUID) pgtype.UUID {
	if id == nil {
		return pgtype.UUID{}
	}
	return pgtype.UUID{Bytes: *id, Valid: true}
}

func (r *rowsArrays) string(name, value string) {
	c := r.of(name)
	c.texts = append(c.texts, pgtype.Text{String: value, Valid: true})
}

func (r *rowsArrays) optional(name string, value *string) {
	if value != nil {
		r.string(name, *value)
	}
}

func (r *rowsArrays) number(name string, value int) {
	c := r.of(name)
	c.numbers = append(c.numbers, int32(value)) //nolint:gosec // within the limits of what is counted
}

func (r *rowsArrays) time(name string, t time.Time) {
	c := r.of(name)
	c.times = append(c.times, pgtype.Timestamptz{Time: t, Valid: true})
}

func (r *rowsArrays) references(name string, of *models.References) {
	r.written.buffer = r.written.buffer[:0]
	r.written.referencesOnly(of)
	c := r.of(name)
	c.json = append(c.json, string(r.written.buffer))
}

// end makes NULL of the texts and times that the row was not given.
func (r *rowsArrays) end() {
	for i := range r.columns {
		c := &r.columns[i]
		if c.kind == "text" && len(c.texts) < r.count {
			c.texts = append(c.texts, pgtype.Text{})
		}
		if c.kind == "timestamptz" && len(c.times) < r.count {
			c.times = append(c.times, pgtype.Timestamptz{})
		}
		if len(c.numbers)+len(c.ids)+len(c.texts)+len(c.times)+len(c.json) != r.count {
			panic("store: a row has no value of its own for " + c.name) // those of later rows would move up
		}
	}
}
