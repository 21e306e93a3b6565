package server_test

import (
	"encoding/json"
	"os"
	"regexp"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/internal/testdb"
)

// guesses are documents of someone who knows a few of the schema's names, each
// with a fault of another kind.
var guesses = []string{
	`{ customerz }`,
	`{ customers { nodez } }`,
	`{ customers }`,
	`{ customers(frist: 1) { totalCount } }`,
	`{ customer { id } }`,
	`{ node(id: 1) { id keyy } }`,
	`{ customer(key: "k") { key { x } } }`,
	`{ customer(key: "k") { ... on Customr { id } } }`,
	`{ customer(key: "k") { ... on Query { __typename } } }`,
	`{ customer(key: "k") { a: id a: createdAt } }`,
	`query($k: Int) { customer(key: $k) { id } }`,
	`query($k: Strin) { customer(key: $k) { id } }`,
	`query($k: Customer) { customer(key: $k) { id } }`,
	`{ customers(filter: { keyPrefx: "k" }) { totalCount } }`,
	`mutation { redeemMagicLink(input: { tokn: "t" }) { session { token } } }`,
	`mutation { redeemMagicLink { session { tokn } } }`,
	`{ portal @acces { expiresAt } }`,
	`{ portal @include(iff: true) { expiresAt } }`,
	`subscription { __typename }`,
	`{ __type(name: "Query") { fieldz } }`,
}

// messages are those of an answer's errors, one a line.
func messages(t *testing.T, answer string) string {
	t.Helper()
	var parts struct{ Errors []struct{ Message string } }
	if err := json.Unmarshal([]byte(answer), &parts); err != nil || len(parts.Errors) == 0 {
		t.Fatalf("no errors (%v): %s", err, answer)
	}
	var all []string
	for _, e := range parts.Errors {
		all = append(all, e.Message)
	}
	return strings.Join(all, "\n")
}

func TestNoFaultSuggestsAName(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate)), true)
	for _, document := range guesses {
		if _, answer := s.query(t, document); strings.Contains(answer, "Did you mean") {
			t.Errorf("%s: %s", document, answer)
		}
	}
}

func TestWithoutIntrospectionNoFaultNamesWhatTheDocumentDoesNot(t *testing.T) {
	t.Parallel()
	text, err := os.ReadFile("../../schema.graphqls")
	if err != nil {
		t.Fatal(err)
	}
	schema, err := gqlparser.LoadSchema(&ast.Source{Input: string(text)})
	if err != nil {
		t.Fatal(err)
	}
	word := regexp.MustCompile(`[_A-Za-z][_0-9A-Za-z]*`)
	quoted := regexp.MustCompile(`"[^"]*"`)
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_INTROSPECTION=false"), true)
	for _, document := range guesses {
		_, answer := s.query(t, document)
		said := messages(t, answer)
		// Field names are also plain words, so outside quotation marks only types tell something.
		told := word.FindAllString(strings.Join(quoted.FindAllString(said, -1), " "), -1)
		for _, name := range word.FindAllString(said, -1) {
			if schema.Types[name] != nil {
				told = append(told, name)
			}
		}
		for _, name := range told {
			if !strings.Contains(document, name) {
				t.Errorf("%s: it tells of %q: %s", document, name, said)
			}
		}
	}
}

func TestWithoutIntrospectionTheSchemaIsNotServed(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_INTROSPECTION=false"), true)
	if status, text := s.get(t, "/schema.graphqls"); status != 404 {
		t.Errorf("/schema.graphqls: %d, %d bytes", status, len(text))
	}
	for _, document := range []string{`{ __schema { queryType { name } } }`, `{ __type(name: "Customer") { name } }`} {
		status, answer := s.query(t, document, "Accept: application/graphql-response+json")
		if status != 400 || !strings.Contains(answer, "Introspection is switched off") || strings.Contains(answer, "data") {
			t.Errorf("%s: %d %s", document, status, answer)
		}
	}
}

func TestWithoutIntrospectionATrustedDocumentCannotAskForTheSchemaEither(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_INTROSPECTION=false",
		"PORTICO_TRUSTED_DOCUMENTS="+manifest(t, map[string]string{"asks": `{ __schema { queryType { name } } }`})), true)
	_, answer := s.post(t, strings.NewReader(`{"documentId":"asks"}`))
	if !strings.Contains(answer, `"message":"Introspection is switched off on this server."`) || strings.Contains(answer, `"name"`) {
		t.Errorf("%s", answer)
	}
}
