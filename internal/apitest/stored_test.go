package apitest_test

import (
	"database/sql"
	"encoding/base64"
	"encoding/hex"
	"fmt"
)

// everyStoredText reads every value of every row of every table, as text and,
// where it is bytes, in the forms that a thief would try.
func (s *server) everyStoredText() []string {
	s.t.Helper()
	db := s.sql()
	defer db.Close()
	var values []string
	for _, table := range []string{
		"workspaces", "workspace_codes", "credentials", "credential_workspaces", "customers", "spaces", "user_identities",
		"access_grants", "magic_links", "idempotency_keys", "portal_sessions", "events", "webhook_endpoints", "customization_profiles", "webhook_deliveries",
		"providers", "connected_accounts", "account_authorizations",
	} {
		values = append(values, s.storedIn(db, table)...)
	}
	return values
}

func (s *server) storedIn(db *sql.DB, table string) []string {
	s.t.Helper()
	rows, err := db.QueryContext(s.t.Context(), "SELECT * FROM "+table)
	if err != nil {
		s.t.Fatal(err)
	}
	defer rows.Close()
	names, err := rows.Columns()
	if err != nil {
		s.t.Fatal(err)
	}
	var values []string
	for rows.Next() {
		row, into := make([]any, len(names)), make([]any, len(names))
		for i := range row {
			into[i] = &row[i]
		}
		if err := rows.Scan(into...); err != nil {
			s.t.Fatal(err)
		}
		for _, value := range row {
			values = append(values, textsOf(value)...)
		}
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
