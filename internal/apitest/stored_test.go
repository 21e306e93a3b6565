package apitest_test

import (
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"fmt"

	"github.com/portico-portal/portico/internal/testdb"
)

// everyStoredText reads every value of every row of every table, as text and,
// where it is bytes, in the forms that a thief would try.
func (s *server) everyStoredText() (values []string) {
	s.t.Helper()
	for _, c := range s.everything() {
		values = append(values, textsOf(c.value)...)
	}
	return values
}

// cell is a value that is stored.
type cell struct {
	table, column string
	value         any
}

// everything reads each value of each table that there is, whatever its name.
func (s *server) everything() (cells []cell) {
	s.t.Helper()
	db := s.sql()
	defer db.Close()
	query := "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
	if s.on() == testdb.SQLite {
		query = "SELECT name FROM sqlite_master WHERE type = 'table'"
	}
	for _, table := range s.column(db, query) {
		cells = append(cells, s.cellsOf(db, table)...)
	}
	return cells
}

func (s *server) cellsOf(db *sql.DB, table string) (cells []cell) {
	s.t.Helper()
	rows, err := db.QueryContext(s.t.Context(), `SELECT * FROM "`+table+`"`)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		s.t.Fatal(err)
	}
	for rows.Next() {
		row, into := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			s.t.Fatal(err)
		}
		for i := range row {
			cells = append(cells, cell{table, names[i], row[i]})
		}
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return cells
}

func (s *server) column(db *sql.DB, query string) (values []string) {
	s.t.Helper()
	rows, err := db.QueryContext(s.t.Context(), query)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	for rows.Next() {
		var value string
		if err := rows.Scan(&value); err != nil {
			s.t.Fatal(err)
		}
		values = append(values, value)
	}
	if err := rows.Err(); err != nil {
		s.t.Fatal(err)
	}
	return values
}

func textsOf(value any) []string {
	if stored, ok := value.([]byte); ok {
		return []string{string(stored), hex.EncodeToString(stored), base64.RawURLEncoding.EncodeToString(stored)}
	}
	return []string{fmt.Sprint(value)}
}
