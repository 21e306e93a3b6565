package answer

import (
	"fmt"
	"strings"
	"testing"

	"github.com/99designs/gqlgen/graphql"
	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/rules"
)

// told is what was collected, with what is collected below it.
func told(operation *graphql.OperationContext, set ast.SelectionSet, collect func(*graphql.OperationContext, ast.SelectionSet, []string) []graphql.CollectedField) string {
	var text strings.Builder
	for _, field := range collect(operation, set, []string{"Room", "Node"}) {
		fmt.Fprintf(&text, "%s:%s,%v,%d", field.Alias, field.Name, field.IsNonDeferrable, len(field.Deferrables))
		if len(field.Selections) > 0 {
			text.WriteString("{" + told(operation, field.Selections, collect) + "}")
		}
		text.WriteString(" ")
	}
	return text.String()
}

func TestFieldsAreCollectedAsGqlgenDoes(t *testing.T) {
	t.Parallel()
	schema := gqlparser.MustLoadSchema(&ast.Source{Input: `
interface Node { id: ID! }
type Room implements Node { id: ID! name: String next: Room }
type Query { room: Room node: Node }`})
	long := ""
	for i := range mostCollected + 1 {
		long += fmt.Sprintf(" f%d: id", i)
	}
	for _, set := range []string{
		"{ id }", "{ id name next { id name } }", "{ a: id b: id }", "{ id, id }", "{ next { id } next { name } }", "{ next { id } name next { next { id } } }",
		"{ id @skip(if: true) name }", "{ id @include(if: $yes) name @include(if: $no) }", "{ ... on Room { id } name }", "{ id ...more }", "{ ...more next { ...more } }",
		"{ __typename id }", "{" + long + "}",
	} {
		doc, err := gqlparser.LoadQueryWithRules(schema, "query($yes: Boolean = true, $no: Boolean = false) { room "+set+" use: room { id @skip(if: $yes) name @skip(if: $no) ...more } } fragment more on Room { id name next { id } }", rules.NewDefaultRules())
		if err != nil {
			t.Fatal(set, err)
		}
		operation := func() *graphql.OperationContext {
			return &graphql.OperationContext{Doc: doc, Variables: map[string]any{"yes": true, "no": false}}
		}
		whole := doc.Operations[0].SelectionSet
		if got, want := told(operation(), whole, Collect), told(operation(), whole, graphql.CollectFields); got != want {
			t.Errorf("%s:\n got %s\nwant %s", set, got, want)
		}
	}
}
