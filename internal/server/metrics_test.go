package server_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/metrics"
	"github.com/portico-portal/portico/internal/testdb"
)

// wantMetrics holds that /metrics has these lines.
func (s *instance) wantMetrics(t *testing.T, lines ...string) {
	t.Helper()
	_, text := s.get(t, "/metrics")
	for _, line := range lines {
		if !strings.Contains(text, "\n"+line+"\n") {
			t.Errorf("/metrics lacks %s", line)
		}
	}
	if t.Failed() {
		t.Log(text)
	}
}

func TestOperationsOfTrustedDocumentsAreCountedByNameAndOthersTogether(t *testing.T) {
	t.Parallel()
	s, secret := trusting(t)
	key := "Authorization: Bearer " + secret
	s.query(t, trustedText, key)
	s.query(t, trustedText)
	s.query(t, `query Chosen { workspace { name } }`, key)
	s.query(t, trustedText+" ", key)
	s.query(t, `{`, key)
	s.wantMetrics(t,
		`portico_graphql_operation_duration_seconds_count{operation="Name"} 2`,
		`portico_graphql_operation_duration_seconds_count{operation="other"} 3`,
		`portico_graphql_operation_errors_total{code="UNAUTHENTICATED",operation="Name"} 1`,
		`portico_graphql_operation_errors_total{code="GRAPHQL_PARSE_FAILED",operation="other"} 1`,
		`portico_graphql_operation_errors_total{code="INTERNAL",operation="Name"} 0`,
	)
	if _, text := s.get(t, "/metrics"); strings.Contains(text, "Chosen") {
		t.Error("a client chose a label")
	}
}

func TestOnlySoManyOperationsHaveANameInTheMetrics(t *testing.T) {
	t.Parallel()
	documents := map[string]string{}
	for i := range metrics.MaxOperations {
		documents[fmt.Sprint(i)] = fmt.Sprintf("query A%03d { __typename }", i)
	}
	documents["last"] = "query Z { __typename }"
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_TRUSTED_DOCUMENTS="+manifest(t, documents)), true)
	s.query(t, documents["last"])
	s.wantMetrics(t, `portico_graphql_operation_duration_seconds_count{operation="other"} 1`)
	if _, text := s.get(t, "/metrics"); strings.Count(text, "portico_graphql_operation_duration_seconds_count") > metrics.MaxOperations+1 {
		t.Error("there are more names")
	}
}

func TestMetricsTellOfLinksPoolsAndTheBuild(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrate, func(t *testing.T, url string) {
		s := start(t, load(t, url), true)
		key := "Authorization: Bearer " + s.firstKey(t)
		link := s.mint(t, key)
		s.query(t, `mutation { redeemMagicLink(input: {token: "`+link+`"}) { portal { expiresAt } } }`)
		s.query(t, `mutation { redeemMagicLink(input: {token: "`+link[:len(link)-1]+`"}) { portal { expiresAt } } }`)
		s.wantMetrics(t,
			"portico_magic_links_minted_total 1", "portico_magic_links_redeemed_total 1", "portico_magic_links_refused_total 1",
		)
		_, text := s.get(t, "/metrics")
		for _, metric := range []string{"portico_build_info{", `go_sql_wait_count_total{db_name="write"} `} {
			if !strings.Contains(text, "\n"+metric) {
				t.Errorf("/metrics lacks %s", metric)
			}
		}
	})
}

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
	s.wantMetrics(t,
		`portico_graphql_cost_bucket{le="1"} 1`,
		`portico_graphql_cost_bucket{le="10"} 1`,
		`portico_graphql_cost_bucket{le="100"} 2`,
		`portico_graphql_cost_bucket{le="1000"} 3`,
		`portico_graphql_cost_bucket{le="100000"} 3`,
		`portico_graphql_cost_sum 426`,
		`portico_graphql_cost_count 3`,
	)
}
