package store

import (
	"database/sql"
	"errors"
	"reflect"
	"strings"
	"sync"

	"gorm.io/gorm"
	"gorm.io/gorm/schema"
)

// find runs a statement and reads its rows into values of a model, by the names of
// its columns. GORM's own Find, which goes by reflection from value to value, took
// four times as long for a page of lists.
func find[T any](db *gorm.DB, statement string, args ...any) (found []T, err error) {
	rows, err := db.Raw(statement, args...).Rows()
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, rows.Close()) }()
	fields, err := fieldsOf[T](rows)
	if err != nil {
		return nil, err
	}
	into := make([]any, len(fields))
	for rows.Next() {
		var row T
		value := reflect.ValueOf(&row).Elem()
		for i, field := range fields {
			into[i] = value.FieldByIndex(field).Addr().Interface()
		}
		if err := rows.Scan(into...); err != nil {
			return nil, err
		}
		found = append(found, row)
	}
	return found, asCancelled(db.Statement.Context, rows.Err())
}

// models are GORM's schemas by their types.
var schemas sync.Map

func schemaOf[T any]() (*schema.Schema, error) {
	return schema.Parse(new(T), &schemas, schema.NamingStrategy{})
}

// fieldsOf gives each column's place in T.
func fieldsOf[T any](rows *sql.Rows) ([][]int, error) {
	parsed, err := schemaOf[T]()
	if err != nil {
		return nil, err
	}
	names, err := rows.Columns()
	if err != nil {
		return nil, err
	}
	fields := make([][]int, len(names))
	for i, name := range names {
		field := parsed.LookUpField(name)
		if field == nil {
			return nil, errors.New("store: " + parsed.Name + " has no column " + name)
		}
		fields[i] = field.StructField.Index
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
