package graph

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/portico-portal/portico/graph/price"
	"github.com/portico-portal/portico/graph/transport"
	"github.com/portico-portal/portico/internal/admission"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/metrics"
)

func engineOf(t *testing.T, counts *metrics.Metrics) *engine {
	t.Helper()
	return newEngine(Options{
		Resolver: &Resolver{}, Log: slog.New(slog.DiscardHandler), Introspection: true, TokenLimit: 15000, Metrics: counts,
		Limits: price.Limits{Depth: 15, Aliases: 100, RootMutations: 10, Cost: 100000},
	})
}

// wantRun runs a document for a caller without a credential, without any wait.
func wantRun(t *testing.T, e *engine, document string, status int) {
	t.Helper()
	wantRunBy(t, auth.Caller{}, e, document, status)
}

func wantRunBy(t *testing.T, caller auth.Caller, e *engine, document string, status int) {
	t.Helper()
	result := e.Run(auth.WithCaller(t.Context(), caller), &transport.Request{Query: document})
	if result.Status != status {
		t.Errorf("status %d, not %d: %+v\nof %.100s", result.Status, status, result.Response.Errors, document)
	}
	if busy := result.Header.Get("Retry-After") != ""; busy != (status == http.StatusServiceUnavailable) {
		t.Errorf("Retry-After %q", result.Header.Get("Retry-After"))
	}
}

func TestALargeDocumentWaitsForMemoryUnlessItIsKept(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engineOf(t, nil)
		large := func(id int) string {
			return fmt.Sprintf(`{ node(id: "%d") { %s } }`, id, strings.Repeat("id ", 1000))
		}
		wantRun(t, e, large(1), 0)
		leave, err := e.documents.room.Enter(t.Context(), admission.Client{}, documentRoom)
		if err != nil {
			t.Fatal(err)
		}
		wantRun(t, e, large(1), 0)
		wantRun(t, e, `{ __typename }`, 0)
		wantRun(t, e, large(2), 503)
		wantRun(t, e, "{"+strings.Repeat("a ", 14000)+"}", 503)
		wantRunBy(t, auth.Caller{Kind: auth.Workspace}, e, "{"+strings.Repeat("a ", 14000)+"}", 0)
		leave()
		for id := range 20 { // all together are larger than the room, so each must leave it
			wantRun(t, e, large(id), 0)
			wantRun(t, e, "{"+strings.Repeat("a ", 14000)+"}", 0)
		}
	})
}

func TestALargeAnswerWaitsForMemory(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engineOf(t, nil)
		const portal = `portal { customer { spaces(first: 100) { nodes { id key name kind createdAt updatedAt a: id b: id c: id } } } }`
		const redeem, large = `mutation { redeemMagicLink(input: { token: "" }) { ` + portal + ` } }`, `{ ` + portal + ` }`
		session := auth.Caller{Kind: auth.Portal}
		for room, full := range map[string]bool{"strangers": false, "those who are known": true} {
			leave, err := e.answers.Enter(t.Context(), admission.Client{Known: full}, answerRoom)
			if err != nil {
				t.Fatal(err)
			}
			t.Log("no room for", room)
			status := map[bool]int{full: 503, !full: 0}
			wantRun(t, e, redeem, status[false])
			wantRunBy(t, session, e, large, status[true])
			wantRun(t, e, large, 0) // which is refused, and so needs none
			wantRunBy(t, session, e, `{ portal { customer { spaces(first: 100) { nodes { id } } } } }`, 0)
			leave()
		}
		for range 20 {
			wantRun(t, e, redeem, 0)
			wantRunBy(t, session, e, large, 0)
		}
	})
}

func TestWhatKeepsACoreBusyIsDoneForOneAtATime(t *testing.T) {
	for name, document := range map[string]string{
		"the schema":       `{ __schema { types { name } } }`,
		"a large document": `{ node(id: "") { ` + strings.Repeat("id ", 500) + ` } }`,
	} {
		t.Run(name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				e := engineOf(t, nil)
				leave, err := e.lane.Enter(t.Context(), admission.Client{}, false)
				if err != nil {
					t.Fatal(err)
				}
				wantRun(t, e, document, 503)
				wantRun(t, e, `{ __typename }`, 0)
				leave()
				for range 3 {
					wantRun(t, e, document, 0)
				}
			})
		})
	}
}

func TestTheSchemaIsToldBesideLittleElse(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		e := engineOf(t, nil)
		session := auth.Caller{Kind: auth.Portal}
		const beside = `{ __type(name: "Node") { name } portal { customer { spaces(first: %d) { nodes { id key name kind createdAt updatedAt a: id b: id c: id } } } } }`
		wantRunBy(t, session, e, fmt.Sprintf(beside, 10), 0)
		result := e.Run(auth.WithCaller(t.Context(), session), &transport.Request{Query: fmt.Sprintf(beside, 100)})
		if errs := result.Response.Errors; len(errs) != 1 || errs[0].Extensions["code"] != "LIMIT_EXCEEDED" {
			t.Errorf("%v", errs)
		}
	})
}

func TestTheCostOfWhatIsRunIsObserved(t *testing.T) {
	t.Parallel()
	counts := metrics.New()
	e := engineOf(t, counts)
	for _, document := range []string{
		`{ customers(first: 100) { nodes { id key } } }`,
		`{ none }`,
		`{ customers(first: 100) { nodes { spaces(first: 100) { nodes { accessGrants: id } } spaces(first: 100) { nodes { a: id b: id c: id d: id e: id f: id g: id h: id i: id j: id } } } } }`,
		`{ __typename }`,
		`{ __typename }`,
	} {
		e.Run(t.Context(), &transport.Request{Query: document})
	}
	told := httptest.NewRecorder()
	counts.Handler().ServeHTTP(told, httptest.NewRequest(http.MethodGet, "/metrics", nil))
	for _, line := range []string{"portico_graphql_cost_sum 303", "portico_graphql_cost_count 3"} {
		if !strings.Contains(told.Body.String(), "\n"+line+"\n") {
			t.Errorf("lacks %s", line)
		}
	}
}
