package overlap_test

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/gqlerror"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/portico-portal/portico/graph/overlap"
)

// The schema has each way in which fields may differ: interfaces and objects,
// lists, what may be null, and arguments.
var schema = gqlparser.MustLoadSchema(&ast.Source{Input: `
	type Query { node: Node one: One two: Two nodes: [Node!]! number(a: Int, in: In): Int text(a: Int, in: In): String }
	interface Node { id: ID! number: Int next: Node }
	type One implements Node { id: ID! number: Int next: Node value: Int many: [One!] same: One }
	type Two implements Node { id: ID! number: Int next: Node value: String many: [One] same: Two }
	input In { a: Int b: Int }`})

func conflicts(t *testing.T, text string, set *rules.Rules) gqlerror.List {
	t.Helper()
	doc, err := parser.ParseQuery(&ast.Source{Input: text})
	if err != nil {
		t.Fatalf("%s: %v", text, err)
	}
	return validator.ValidateWithRules(schema, doc, set)
}

var (
	ours   = rules.NewRules(validator.Rule{Name: "ours", RuleFunc: overlap.Rule})
	theirs = rules.NewRules(rules.OverlappingFieldsCanBeMergedRule)
)

func TestFieldsOfOneNameMustBeOne(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		`{ number, number }`:                                        "",
		`{ number(a: 1) number(a: 1) }`:                             "",
		`{ number(in: { a: 1, b: 2 }) number(in: { b: 2, a: 1 }) }`: "",
		`{ number(a: 1) number(a: 2) }`:                             "they have differing arguments",
		`{ number(in: { a: 1 }) number(in: { a: 2 }) }`:             "they have differing arguments",
		`{ a: number a: text }`:                                     `conflicting types "Int" and "String"`,
		`{ one { a: id } one { a: number } }`:                       `conflicting types "ID!" and "Int"`,
		`{ one { a: number } one { a: value } }`:                    `"number" and "value" are different fields`,
		`{ ...a ...b } fragment a on Query { one { a: number } } fragment b on Query { one { a: value } }`: `"number" and "value" are different fields`,
		`{ node { ... on One { a: number } ... on Two { a: number } } }`:                                   "",
		`{ node { ... on One { a: number } ... on One { a: value } } }`:                                    `"number" and "value" are different fields`,
		`{ node { a: number ... on One { a: value } } }`:                                                   `"number" and "value" are different fields`,
		`{ node { ... on One { value } ... on Two { value } } }`:                                           `conflicting types "Int" and "String"`,
		`{ node { ... on One { a: same { number } } ... on Two { a: next { number } } } }`:                 "",
		`{ node { ... on One { a: same { value } } ... on Two { a: same { value } } } }`:                   `conflicting types "Int" and "String"`,
		`{ node { ... on One { many { id } } ... on Two { many { id } } } }`:                               `conflicting types "[One!]" and "[One]"`,
	} {
		faults := conflicts(t, text, ours)
		if want == "" && len(faults) > 0 || want != "" && (len(faults) == 0 || !strings.Contains(faults[0].Message, want)) {
			t.Errorf("%s: %v", text, faults)
		}
	}
}

// The library's rule is slow and right.
func TestItRefusesWhatTheLibraryRefuses(t *testing.T) {
	t.Parallel()
	random := rand.New(rand.NewPCG(1, 2))
	refused := 0
	const documents = 5_000
	for range documents {
		text := document(random)
		got, want := len(conflicts(t, text, ours)), len(conflicts(t, text, theirs))
		if (got > 0) != (want > 0) {
			t.Fatalf("%d faults, and the library finds %d: %s", got, want, text)
		}
		if want > 0 {
			refused++
		}
	}
	if refused < documents/10 || refused > documents*9/10 {
		t.Errorf("%d of %d are refused: they prove little", refused, documents)
	}
}

// document draws a document of the schema. It has the fragments alone that it
// spreads, since the library's rule looks at others, too.
func document(random *rand.Rand) string {
	text := selection(random, "Query", 3)
	for i, on := range []string{"Query", "Node", "One", "Two"} {
		if name := fmt.Sprintf("f%d", i); strings.Contains(text, "..."+name) {
			// No fragment spreads itself: that is told by another rule.
			text += " fragment " + name + " on " + on + " " + strings.ReplaceAll(selection(random, on, 1), "...f", "#")
		}
	}
	return text
}

var members = map[string][]string{
	"Query": {"node Node", "one One", "two Two", "nodes Node", "number", "number(a: 1)", "text", "number(in: { a: 1, b: 2 })", "number(in: { b: 2, a: 1 })"},
	"Node":  {"id", "number", "next Node", "... on One: One", "... on Two: Two"},
	"One":   {"id", "number", "value", "next Node", "many One", "same One", "... on Node: Node"},
	"Two":   {"id", "number", "value", "next Node", "many One", "same Two", "... on Node: Node"},
}

func selection(random *rand.Rand, on string, depth int) string {
	parts := []string{"__typename"}
	for range 1 + random.IntN(3) {
		member := members[on][random.IntN(len(members[on]))]
		inner := ""
		if space := strings.LastIndexByte(member, ' '); space > 0 && members[member[space+1:]] != nil {
			if depth == 0 {
				continue
			}
			member, inner = strings.TrimSuffix(member[:space], ":"), " "+selection(random, member[space+1:], depth-1)
		}
		if random.IntN(3) == 0 && !strings.HasPrefix(member, "...") {
			member = "a: " + member
		}
		parts = append(parts, member+inner)
	}
	if random.IntN(3) == 0 {
		parts = append(parts, map[string]string{"Query": "...f0", "Node": "...f1", "One": "...f2", "Two": "...f3"}[on])
	}
	return "{ " + strings.Join(parts, "\n") + "\n}"
}
