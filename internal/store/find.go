package store

import (
	"reflect"
	"strings"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// find runs a statement and reads its rows into values of a model, by the names of
// its columns. GORM's own Find goes by reflection from value to value, and took twice
// as long for a page of lists.
func find[T any](db *gorm.DB, statement string, args map[string]any) ([]*T, error) {
	return readAll[T](raw(db, statement, args), false)
}

// findFixed does the same for a statement that is the same each time.
func findFixed[T any](db *gorm.DB, statement *fixed, values []any) ([]*T, error) {
	return readAll[T](statement.on(db, values), false)
}

// findInPipeline does the same for a statement of a batch, which the next may be sent behind.
func findInPipeline[T any](db *gorm.DB, statement *fixed, values []any) ([]*T, error) {
	return readAll[T](statement.on(db, values), true)
}

func readAll[T any](tx *gorm.DB, inPipeline bool) (all []*T, err error) {
	read := func(r rows) (err error) {
		all, err = allOf[T](r)
		return err
	}
	if pool, ok := tx.Statement.ConnPool.(rereading); ok {
		tx.Statement.ConnPool = &readingPool{pool, read, inPipeline}
		err := tx.Callback().Row().Execute(tx).Error
		return all, err
	}
	unread, err := tx.Rows() //nolint:rowserrcheck // read checks
	if err != nil || unread == nil {
		return nil, err
	}
	defer func() { _ = unread.Close() }() // what was wrong is told when they are read
	err = read(unread)
	return all, tx.Session(&gorm.Session{}).AddError(err) // as GORM's own words for it
}

// rows are those of database/sql or of pgx.
type rows interface {
	Columns() ([]string, error)
	Next() bool
	Scan(into ...any) error
	Err() error
}

func allOf[T any](r rows) (all []*T, err error) {
	fields, err := fieldsOf[T](r)
	if err != nil {
		return nil, err
	}
	var row, none T
	into := make([]any, len(fields))
	for i, field := range fields {
		if field == nil {
			into[i] = new(any)
			continue
		}
		into[i] = reflect.ValueOf(&row).Elem().FieldByIndex(field).Addr().Interface()
	}
	var room []T // rows are made by the dozen, and stay where they are
	for r.Next() {
		row = none
		if err := r.Scan(into...); err != nil {
			return nil, err
		}
		if len(room) == 0 {
			room = make([]T, min(len(all)+4, 64))
		}
		room[0] = row
		all, room = append(all, &room[0]), room[1:]
	}
	return all, r.Err()
}

// schemas are GORM's schemas by their types.
var schemas sync.Map

func schemaOf[T any]() (*schema.Schema, error) {
	return schema.Parse(new(T), &schemas, naming)
}

// fieldsOf gives each column's place in T; nil for one that T doesn't have: a newer
// release may have added it while this one still serves.
func fieldsOf[T any](r rows) ([][]int, error) {
	parsed, err := schemaOf[T]()
	if err != nil {
		return nil, err
	}
	names, err := r.Columns()
	if err != nil {
		return nil, err
	}
	fields := make([][]int, len(names))
	for i, name := range names {
		if field := parsed.LookUpField(name); field != nil {
			fields[i] = field.StructField.Index
		}
	}
	return fields, nil
}

// columnsOf lists the columns that T's table has, each with the prefix.
func columnsOf[T any](prefix string) string {
	parsed, err := schemaOf[T]()
	if err != nil {
		panic(err) // a model is what it is
	}
	var names []string
	for _, field := range parsed.Fields {
		if field.DBName != "" && field.Creatable {
			names = append(names, prefix+field.DBName)
		}
	}
	return strings.Join(names, ", ")
}
