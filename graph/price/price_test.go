package price_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/graph/price"
)

var limits = price.Limits{Depth: 15, Aliases: 100, RootMutations: 10, Cost: 100000}

func measure(t testing.TB, text string, variables map[string]any) price.Price {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		t.Fatal(err)
	}
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	return price.Measure(schema, doc, doc.Operations[0], variables)
}

func TestAListCountsAsOftenAsItsPageIsLong(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		`{ workspace { id name } }`:                                                     3,
		`{ magicLinks { nodes { id } } }`:                                               1 + 10*2,
		`{ magicLinks(first: 100) { nodes { id } } }`:                                   1 + 100*2,
		`{ magicLinks(last: 7) { edges { node { id } cursor } } }`:                      1 + 7*4,
		`query($n: Int = 5) { magicLinks(first: $n) { nodes { id } } }`:                 1 + 5*2,
		`query($size: Int) { magicLinks(first: $size) { nodes { id } } }`:               1 + 50*2,
		`{ customers(first: 10) { nodes { spaces(first: 10) { nodes { id } } } } }`:     1 + 10*(1+1+10*2),
		`{ customer(key: "a") { accessGrants(first: 1) { nodes { spaces { id } } } } }`: 1 + 1 + 1*(1+1+10*1),
		`{ ...a ...a } fragment a on Query { workspace { id } }`:                        4,
	} {
		if got := measure(t, text, map[string]any{"size": json.Number("50")}).Cost; got != want {
			t.Errorf("%s costs %d, not %d", text, got, want)
		}
	}
}

func TestWhatIsOverALimitIsNamedWithItsFigure(t *testing.T) {
	t.Parallel()
	deep := strings.Repeat("node(id: 1) { ... on Customer { magicLinks { nodes { customer { ", 4)
	for name, c := range map[string]struct{ text, want string }{
		"depth":          {"{ " + deep + "id" + strings.Repeat(" }", 4*5) + " }", "levels of fields, the limit is 15"},
		"aliases":        {"{ " + aliased(101, "workspace { id }") + " }", "101 fields with an alias, the limit is 100"},
		"root mutations": {"mutation { " + strings.Repeat("endPortalSession { ended } ", 11) + "}", "11 mutations, the limit is 10"},
		"hidden mutations": {
			"mutation { ...a ...a ...a ...a ...a ...a } fragment a on Mutation { endPortalSession { ended } ... { endPortalSession { ended } } }",
			"12 mutations, the limit is 10",
		},
		"directives":               {"{ workspace { id " + strings.Repeat("@a ", 101) + "} }", "101 directives, the limit is 100"},
		"fields":                   {"{ " + strings.Repeat("workspace ", 1501) + "}", "1501 fields in the document, the limit is 1500"},
		"introspection":            {"{ " + strings.Repeat("__schema { types { name fields { name type { name } } } } ", 101) + " }", "fields of introspection, the limit is 500"},
		"aliases of introspection": {"{ __schema { types { " + aliased(11, "name") + " } } }", "11 fields of introspection with an alias, the limit is 10"},
		"cost":                     {"{ customers(first: 100) { nodes { accessGrants(first: 100) { nodes { spaces { id } } } } } }", "points of cost, the limit is 100000"},
	} {
		err := limits.Check(measure(t, c.text, nil))
		if err == nil || err.Code != "LIMIT_EXCEEDED" || !strings.Contains(err.Message, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func aliased(n int, field string) string {
	var text strings.Builder
	for i := range n {
		fmt.Fprintf(&text, "a%d: %s ", i, field)
	}
	return text.String()
}

func TestWhatClientsAskForIsWithinTheLimits(t *testing.T) {
	t.Parallel()
	ofType := strings.Repeat("ofType { kind name ", 9) + strings.Repeat("}", 9)
	for name, text := range map[string]string{
		"the tools' introspection": `{ __schema { queryType { name } mutationType { name } types { ...T } directives { name locations args { ...V } } } }
fragment T on __Type { kind name description fields(includeDeprecated: true) { name args { ...V } type { ...R } isDeprecated }
	inputFields { ...V } interfaces { ...R } enumValues { name } possibleTypes { ...R } }
fragment V on __InputValue { name description type { ...R } defaultValue }
fragment R on __Type { kind name ` + ofType + ` }`,
		"a page of links with all of it": `{ magicLinks(first: 100) { nodes { id url status customer { key spaces(first: 5) { nodes { name } }
	accessGrants(first: 5) { edges { node { name userIdentity { name } spaces { name } } } } } } } }`,
	} {
		if err := limits.Check(measure(t, text, nil)); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFragmentsThatNestExponentiallyAreMeasuredAtOnce(t *testing.T) {
	t.Parallel()
	var text strings.Builder
	text.WriteString("{ ...f0 } ")
	for i := range 60 {
		fmt.Fprintf(&text, "fragment f%d on Query { ...f%d ...f%d } ", i, i+1, i+1)
	}
	text.WriteString("fragment f60 on Query { a: workspace { id } }")
	begin := time.Now()
	p := measure(t, text.String(), nil)
	if limits.Check(p) == nil || p.Cost < 1<<40 {
		t.Errorf("the price is %+v", p)
	}
	if took := time.Since(begin); took > 10*time.Second { // it would be centuries
		t.Errorf("it took %s", took)
	}
}

func FuzzMeasuringNeverPanics(f *testing.F) {
	f.Add("{ ...a } fragment a on Query { ...b } fragment b on Query { ...a }", "5")
	f.Add("query($n: Int) { magicLinks(first: $n) { nodes { id } } }", "-1")
	f.Add("{ nope(first: 99999999999999999999) { a } ... on Nope { b } }", "1e99")
	schema := generated.NewExecutableSchema(generated.Config{}).Schema()
	f.Fuzz(func(t *testing.T, text, number string) {
		doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, 2000)
		if err != nil {
			return
		}
		for _, operation := range doc.Operations {
			p := price.Measure(schema, doc, operation, map[string]any{"n": json.Number(number)})
			if p.Cost < 0 || p.Depth < 0 || p.Aliases < 0 || p.RootMutations < 0 {
				t.Errorf("a negative price: %+v", p)
			}
		}
	})
}
