package price_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"

	"github.com/portico-portal/portico/graph/price"
)

func many(n int, text string) string {
	var all strings.Builder
	for i := range n {
		all.WriteString(strings.ReplaceAll(text, "#", fmt.Sprint(i)))
	}
	return all.String()
}

func TestADocumentThatIsCostlyToValidateIsRefusedBefore(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"100 fragments":                {"{ a } " + many(100, "fragment f# on Query { a } "), ""},
		"101 fragments":                {"{ a } " + many(101, "fragment f# on Query { a } "), "101 fragments, the limit is 100"},
		"1,000 spreads":                {"{ " + many(500, "...f ... { a } ") + "} fragment f on Query { a }", ""},
		"1,001 spreads":                {"{ ...f " + many(500, "...f ... { a } ") + "} fragment f on Query { a }", "1001 spreads of fragments, the limit is 1000"},
		"an alias of 255 characters":   {"{ " + strings.Repeat("a", 255) + ": b }", ""},
		"an alias of 256 characters":   {"{ x { " + strings.Repeat("a", 256) + ": b } }", "256 characters in an alias, the limit is 255"},
		"3 introspections":             {`{ __schema { a } __type(name: "a") { b } } fragment f on Query { __schema { a } }`, ""},
		"4 introspections":             {`{ __schema { a } __type(name: "a") { b } x: __schema { a } } fragment f on Query { __schema { a } }`, "4 fields __schema and __type, the limit is 3"},
		"a cycle of one":               {"{ a } fragment f on Query { ...f }", `Cannot spread fragment "f" within itself`},
		"a cycle of three":             {"{ a } fragment f on Query { x { ...g } } fragment g on Query { ... { ...h } } fragment h on Query { ...f }", `Cannot spread fragment "f" within itself`},
		"a cycle that is spread":       {"{ ...f } fragment f on Query { a ...g } fragment g on Query { ...h } fragment h on Query { ...g }", `Cannot spread fragment "g" within itself`},
		"one fragment twice, no cycle": {"{ ...f ...g } fragment f on Query { ...h } fragment g on Query { ...h } fragment h on Query { a }", ""},
		"a fragment that is missing":   {"{ ...f }", ""},
		"20,000 fields spread out":     {many(99, "query q# { ...f } ") + "fragment f on Query { " + strings.Repeat("a ", 200) + "}", ""},
		"a few more":                   {many(100, "query q# { ...f } ") + "fragment f on Query { " + strings.Repeat("a ", 200) + "}", "hold 20200 fields and values, counted wherever they are spread, the limit is 20000"},
		"values":                       {many(100, "query q# { ...f } ") + "fragment f on Query { a(b: [" + strings.Repeat("$c ", 200) + "]) }", "20402 fields and values"},
		"directives":                   {many(100, "query q# { ...f } ") + "fragment f on Query { a " + strings.Repeat("@b(c: 1) ", 100) + "}", "20301 fields and values"},
	} {
		doc, err := parser.ParseQuery(&ast.Source{Input: c.text})
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		refused := price.CheckDocument(doc)
		if c.want == "" && refused != nil || c.want != "" && (refused == nil || !strings.Contains(refused.Message, c.want)) {
			t.Errorf("%s: %v", name, refused)
		}
	}
}

func TestFragmentsThatNestExponentiallyAreCheckedAtOnce(t *testing.T) {
	t.Parallel()
	doc, err := parser.ParseQuery(&ast.Source{Input: "{ ...f0 } " + many(50, "fragment f# on Query { ...f# } ")})
	if err != nil {
		t.Fatal(err)
	}
	for i, fragment := range doc.Fragments { // f0 spreads f1 twice, and so on
		next := &ast.FragmentSpread{Name: fmt.Sprintf("f%d", i+1)}
		fragment.SelectionSet = ast.SelectionSet{next, next}
	}
	begin := time.Now()
	if err := price.CheckDocument(doc); err == nil || err.Code != "LIMIT_EXCEEDED" {
		t.Error(err)
	}
	if took := time.Since(begin); took > 10*time.Second { // it would be years
		t.Errorf("it took %s", took)
	}
}

func TestADocumentsTextHasALength(t *testing.T) {
	t.Parallel()
	if err := price.CheckLength(strings.Repeat(" ", price.MaxDocumentLength)); err != nil {
		t.Error(err)
	}
	if err := price.CheckLength(strings.Repeat(" ", price.MaxDocumentLength+1)); err == nil || err.Code != "LIMIT_EXCEEDED" {
		t.Error(err)
	}
}
