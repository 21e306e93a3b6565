package store

import (
	"reflect"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/testdb"
)

// ofAllWorkspaces are how statements begin that no call makes, but the server by itself or a
// command: they may ask every node.
var ofAllWorkspaces = []string{
	"SELECT * FROM providers ORDER BY", "SELECT * FROM webhook_endpoints ORDER BY", "SELECT * FROM connected_accounts WHERE (workspace_id, id) >",
	"SELECT workspace_id, id FROM device_actions\nWHERE status = 'PENDING'", "SELECT count(*) FROM (SELECT 1 FROM webhook_deliveries",
	"SELECT w.* FROM webhook_endpoints", "SELECT\n\t(SELECT count(*) FROM (SELECT 1 FROM webhook_deliveries",
	"SELECT DISTINCT workspace_id FROM webhook_endpoints",
}

// TestOnCitusEveryCallGoesToOneShard runs each method of the store, and asks Citus where what
// was sent went.
func TestOnCitusEveryCallGoesToOneShard(t *testing.T) {
	t.Parallel()
	onlyOnCitus(t)
	s := opened(t, testdb.New(t, testdb.Postgres, migrated))
	sent := recording(t, s)
	calls := storeCalls(t, s)
	calls["pushes with all there is"] = func() { pushAll(t, s) }
	names := []string{"pushes with all there is"}
	for method := range reflect.TypeOf(s).Methods() {
		names = append(names, method.Name)
	}
	for _, name := range names {
		*sent = nil
		calls[name]()
		for _, statement := range *sent {
			if slices.ContainsFunc(ofAllWorkspaces, func(begin string) bool { return strings.HasPrefix(statement.sql, begin) }) {
				continue
			}
			if shards := shardsOf(t, s, statement); slices.ContainsFunc(shards, func(n string) bool { return n != "1" }) {
				t.Errorf("%s goes to %v shards:\n%s", name, shards, statement.sql)
			}
		}
	}
	if shards := shardsOf(t, s, sentStatement{sql: "SELECT count(*) FROM customers"}); !slices.Contains(shards, "4") {
		t.Errorf("a statement without a workspace goes to %v shards: citus.shard_count is to be 4 here", shards)
	}
}

// pushAll pushes for two customers by one statement, and for one that replaces its links.
func pushAll(t *testing.T, s *Store) {
	t.Helper()
	workspace := newWorkspaceOf(t, s, "cccccc")
	pushOf := func(customer, key string) *Push {
		p := withRareColumns(linkTo(workspace, customer))
		p.IdempotencyKey, p.InputHash = key, []byte{1}
		p.Actor.Type, p.UpdatedEvent = &byCredential, uuid.Must(uuid.NewV7())
		return p
	}
	replacing := pushOf("one", "third")
	replacing.ReplaceExisting = true
	for _, together := range [][]*Push{{pushOf("one", "first"), pushOf("two", "second")}, {replacing}} {
		if _, err := s.pushTogether(t.Context(), together); err != nil {
			t.Error(err)
		}
	}
}

var taskCount = regexp.MustCompile(`"Task Count": (\d+)`)

// shardsOf tells to how many shards each part of a statement goes.
func shardsOf(t *testing.T, s *Store, statement sentStatement) (counts []string) {
	t.Helper()
	var text string
	if err := s.write.Statement.ConnPool.QueryRowContext(t.Context(), "EXPLAIN (FORMAT JSON) "+statement.sql, statement.vars...).Scan(&text); err != nil {
		t.Errorf("%v\n%s", err, statement.sql)
	}
	if strings.Contains(text, `"Subplans"`) && strings.Contains(text, "INSERT ... SELECT") {
		counts = append(counts, "all nodes, with what one part hands to the next, and to several")
	}
	for _, match := range taskCount.FindAllStringSubmatch(text, -1) {
		counts = append(counts, match[1])
	}
	return counts
}
