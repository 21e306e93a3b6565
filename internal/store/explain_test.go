package store

import (
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"gorm.io/gorm"
)

// problems tells which tables a statement would read without a condition on an index.
func problems(t *testing.T, s *Store, statement sentStatement) []string {
	t.Helper()
	if _, ok := s.dialect.(sqliteDialect); ok {
		return scansOfSQLite(t, s, statement)
	}
	return scansOfPostgres(t, s, statement)
}

// scanOfTable finds a full scan, and an index that SQLite makes for the statement alone.
var scanOfTable = regexp.MustCompile(`^(?:SCAN (\w+)|SEARCH (\w+) USING AUTOMATIC)`)

func scansOfSQLite(t *testing.T, s *Store, statement sentStatement) (found []string) {
	t.Helper()
	rows, err := s.write.Statement.ConnPool.QueryContext(t.Context(), "EXPLAIN QUERY PLAN "+statement.sql, statement.vars...)
	if err != nil {
		t.Fatalf("%v\n%s", err, statement.sql)
	}
	defer func() { _ = rows.Close() }()
	for rows.Next() {
		var id, parent, unused int
		var detail string
		if err := rows.Scan(&id, &parent, &unused, &detail); err != nil {
			t.Fatal(err)
		}
		if match := scanOfTable.FindStringSubmatch(detail); len(match) > 0 && slices.Contains(tenantTables, unaliased(statement.sql, match[1]+match[2])) {
			found = append(found, detail)
		}
	}
	if err := rows.Err(); err != nil {
		t.Fatal(err)
	}
	return found
}

// unaliased gives the table behind an alias such as "l".
func unaliased(sql, name string) string {
	for _, table := range tenantTables {
		if regexp.MustCompile(`\b` + table + ` AS ` + name + `\b`).MatchString(sql) {
			return table
		}
	}
	return name
}

// plan is a node of PostgreSQL's plan.
type plan struct {
	NodeType string `json:"Node Type"`
	Relation string `json:"Relation Name"`
	Index    string `json:"Index Name"`
	Cond     string `json:"Index Cond"`
	Places   string `json:"TID Cond"`
	Plans    []plan
}

func scansOfPostgres(t *testing.T, s *Store, statement sentStatement) []string {
	t.Helper()
	var text string
	err := s.write.Transaction(func(tx *gorm.DB) error {
		// With few rows a scan would be cheapest; what is asked is whether an index could serve.
		if err := tx.Exec("SET LOCAL enable_seqscan = off").Error; err != nil {
			return err
		}
		return tx.Statement.ConnPool.QueryRowContext(t.Context(), "EXPLAIN (FORMAT JSON) "+statement.sql, statement.vars...).Scan(&text)
	})
	if err != nil {
		t.Fatalf("%v\n%s", err, statement.sql)
	}
	var plans []struct{ Plan plan }
	if err := json.Unmarshal([]byte(text), &plans); err != nil {
		t.Fatal(err)
	}
	return plans[0].Plan.problems(false)
}

// ofWorkspace is a condition that leaves all rows of a workspace.
var ofWorkspace = regexp.MustCompile(`^\(workspace_id = [^()]*(\([^()]*\))?[^()]*\)$`)

// problems tells of tables that are read whole, or all of a workspace's rows for
// a join that needs a few of them.
func (p plan) problems(joined bool) (found []string) {
	table := p.Relation
	for _, tenant := range tenantTables {
		if table == "" && strings.HasPrefix(p.Index, tenant) {
			table = tenant // a bitmap's scan names its index alone
		}
	}
	reads := strings.HasSuffix(p.NodeType, "Scan") && p.NodeType != "Bitmap Heap Scan"
	if reads && slices.Contains(tenantTables, table) && p.Cond == "" && p.Places == "" {
		found = append(found, fmt.Sprintf("%s on %s %s without a condition", p.NodeType, table, p.Index))
	}
	if joined && slices.Contains(tenantTables, table) && ofWorkspace.MatchString(p.Cond) {
		found = append(found, fmt.Sprintf("%s on %s %s reads a whole workspace to join it", p.NodeType, table, p.Index))
	}
	joined = joined || p.NodeType == "Hash Join" || p.NodeType == "Merge Join"
	for _, child := range p.Plans {
		found = append(found, child.problems(joined)...)
	}
	return found
}

type sentStatement struct {
	sql  string
	vars []any
}

// recording keeps the statements that the store sends.
func recording(t *testing.T, s *Store) *[]sentStatement {
	t.Helper()
	var sent []sentStatement
	keep := func(db *gorm.DB) {
		sent = append(sent, sentStatement{db.Statement.SQL.String(), slices.Clone(db.Statement.Vars)})
	}
	for _, db := range slices.Compact([]*gorm.DB{s.write, s.read}) {
		for _, err := range []error{
			db.Callback().Query().After("*").Register("test:keep", keep), db.Callback().Raw().After("*").Register("test:keep", keep),
			db.Callback().Row().After("*").Register("test:keep", keep),
		} {
			if err != nil {
				t.Fatal(err)
			}
		}
	}
	return &sent
}
