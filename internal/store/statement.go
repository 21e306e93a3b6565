package store

import (
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/google/uuid"
	"gorm.io/gorm"
)

// positioned keeps statements by their named texts, of which there are as many as
// the code makes: values never stand in them.
var positioned sync.Map

// statementKey is a text with named parameters in an engine's SQL.
type statementKey struct{ engine, text string }

// positionedStatement is a text with numbered parameters, and their names.
type positionedStatement struct {
	text  string
	names []string
}

// raw is GORM's Raw for a statement with named parameters: GORM would look for them
// in the whole text at each call. One that has GORM write out a list goes to GORM.
func raw(db *gorm.DB, text string, args map[string]any) *gorm.DB {
	if strings.Contains(text, "IN @") {
		return db.Raw(text, args)
	}
	statement := positionedOf(db.Name(), text)
	tx := db.Raw("")
	tx.Statement.SQL.WriteString(statement.text)
	tx.Statement.Vars = make([]any, len(statement.names))
	for i, name := range statement.names {
		value, ok := args[name]
		if !ok {
			panic("store: a statement has no value for @" + name) // NULL would match nothing
		}
		tx.Statement.Vars[i] = asTaken(db, value)
	}
	return tx
}

// fixed is a statement for an engine that is the same each time: it is taken apart once,
// and its values come in the order of their names.
type fixed struct {
	text string
	// order is the place of each parameter among the values.
	order []int
}

// newFixed takes a statement with named parameters, each of them among the names.
func newFixed(engine, text string, names []string) *fixed {
	statement := positionedOf(engine, text)
	f := &fixed{text: statement.text, order: make([]int, len(statement.names))}
	for i, name := range statement.names {
		if f.order[i] = slices.Index(names, name); f.order[i] < 0 {
			panic("store: a statement has no value for @" + name)
		}
	}
	return f
}

func (f *fixed) on(db *gorm.DB, values []any) *gorm.DB {
	tx := db.Raw("")
	tx.Statement.SQL.WriteString(f.text)
	tx.Statement.Vars = make([]any, len(f.order))
	for i, place := range f.order {
		tx.Statement.Vars[i] = asTaken(db, values[place])
	}
	return tx
}

func execFixed(db *gorm.DB, statement *fixed, values []any) error {
	tx := statement.on(db, values)
	return tx.Callback().Raw().Execute(tx).Error
}

// argsOf are values by their names.
func argsOf(names []string, values []any) map[string]any {
	args := make(map[string]any, len(names))
	for i, name := range names {
		args[name] = values[i]
	}
	return args
}

// asTaken makes bytes of an id for PostgreSQL, which as text would be read again.
func asTaken(db *gorm.DB, value any) any {
	if db.Name() != "postgres" {
		return value
	}
	switch id := value.(type) {
	case uuid.UUID:
		return [16]byte(id)
	case *uuid.UUID:
		if id == nil {
			return nil
		}
		return [16]byte(*id)
	default:
		return value
	}
}

// exec is GORM's Exec, likewise.
func exec(db *gorm.DB, text string, args map[string]any) error {
	tx := raw(db, text, args)
	return tx.Callback().Raw().Execute(tx).Error
}

var parameter = regexp.MustCompile(`@[a-z_0-9]+`)

func positionedOf(engine, text string) *positionedStatement {
	key := statementKey{engine, text}
	if kept, ok := positioned.Load(key); ok {
		return kept.(*positionedStatement)
	}
	mark := map[string]string{"postgres": "$", "sqlite": "?"}[engine]
	made := &positionedStatement{}
	numbers := map[string]string{}
	made.text = parameter.ReplaceAllStringFunc(text, func(at string) string {
		name := at[1:]
		if numbers[name] == "" {
			made.names = append(made.names, name)
			numbers[name] = mark + strconv.Itoa(len(made.names))
			if engine == "sqlite" {
				return mark // at each run the driver has SQLite look for each parameter among those with numbers
			}
		}
		return numbers[name]
	})
	positioned.Store(key, made)
	return made
}
