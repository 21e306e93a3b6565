package server_test

import (
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
)

func TestMetricsTellWhatTheOperationsCost(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_LIMIT_COST=1000"), true)
	key := "Authorization: Bearer " + s.firstKey(t)
	for document, cost := range map[string]string{
		`{ __typename }`: "1",
		`{ workspace { id name } customers(first: 10) { nodes { key } } }`:                                         "24",
		`{ customers(first: 100) { nodes { key id createdAt } } }`:                                                 "401",
		`{ customers(first: 100) { nodes { a: id b: id c: id d: id e: id f: id g: id h: id i: id } totalCount } }`: "1101, which is over the limit",
		`{ none }`: "nothing, since it isn't run",
	} {
		if status, answer := s.query(t, document, key, "Portico-Debug: cost"); status != 200 {
			t.Errorf("what costs %s: %d %s", cost, status, answer)
		}
	}
	_, text := s.get(t, "/metrics")
	for _, line := range []string{
		`portico_graphql_cost_bucket{le="1"} 1`,
		`portico_graphql_cost_bucket{le="10"} 1`,
		`portico_graphql_cost_bucket{le="100"} 2`,
		`portico_graphql_cost_bucket{le="1000"} 3`,
		`portico_graphql_cost_bucket{le="100000"} 3`,
		`portico_graphql_cost_sum 426`,
		`portico_graphql_cost_count 3`,
	} {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("lacks %s", line)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}
