// Package price says what a request would cost, before anything of it is
// validated or run. Every fragment is measured once, so that measuring takes no
// longer than the document is long, however its fragments nest.
package price

import (
	"encoding/json"
	"strconv"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"
)

const (
	// unsized is what a list counts as where no page size says how long it is.
	unsized = 10
	// largestPage is what a page counts as at most: a larger one is refused by
	// name, which tells the caller more than its price would.
	largestPage = 100
	// largest is what sums and products stop at, far above every limit.
	largest = 1 << 40
)

// Price is what a request would cost. Fragments count wherever they are spread.
type Price struct {
	// Depth is how deep the fields nest, those of introspection left out.
	Depth int `json:"depth"`
	// Aliases counts fields with an alias.
	Aliases int `json:"aliases"`
	// RootMutations counts the fields of a mutation.
	RootMutations int `json:"rootMutations"`
	// Directives counts directives.
	Directives int `json:"directives"`
	// Fields counts the fields of the document's text, each once.
	Fields int `json:"fields"`
	// Cost counts the fields that would be answered: a list's as often as its
	// page is long.
	Cost int `json:"cost"`
	// IntrospectionDepth, IntrospectionFields and IntrospectionAliases measure
	// what lies under __schema and __type.
	IntrospectionDepth   int `json:"introspectionDepth"`
	IntrospectionFields  int `json:"introspectionFields"`
	IntrospectionAliases int `json:"introspectionAliases"`
}

// Measure gives the price of an operation. The document need not be valid;
// variables are as they were sent.
func Measure(schema *ast.Schema, doc *ast.QueryDocument, operation *ast.OperationDefinition, variables map[string]any) Price {
	m := &measure{schema: schema, doc: doc, operation: operation, variables: variables, fragments: map[string]*Price{}}
	price := m.selections(root(schema, operation.Operation), operation.SelectionSet)
	price.Directives = add(price.Directives, len(operation.Directives))
	if operation.Operation == ast.Mutation {
		price.RootMutations = m.rootFields(operation.SelectionSet, map[string]int{})
	}
	price.Fields = countFields(doc)
	return price
}

func root(schema *ast.Schema, operation ast.Operation) *ast.Definition {
	switch operation {
	case ast.Mutation:
		return schema.Mutation
	case ast.Subscription:
		return schema.Subscription
	default:
		return schema.Query
	}
}

type measure struct {
	schema    *ast.Schema
	doc       *ast.QueryDocument
	operation *ast.OperationDefinition
	variables map[string]any
	// fragments holds what is measured; of one that is being measured, a cycle
	// that validation will refuse, it holds a zero price.
	fragments map[string]*Price
}

func (m *measure) selections(parent *ast.Definition, set ast.SelectionSet) Price {
	var sum Price
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			sum.plus(m.field(parent, s))
		case *ast.InlineFragment:
			inner := parent
			if s.TypeCondition != "" {
				inner = m.schema.Types[s.TypeCondition]
			}
			sum.plus(m.selections(inner, s.SelectionSet))
			sum.Directives = add(sum.Directives, len(s.Directives))
		case *ast.FragmentSpread:
			sum.plus(m.fragment(s.Name))
			sum.Directives = add(sum.Directives, len(s.Directives))
		}
	}
	return sum
}

func (m *measure) fragment(name string) Price {
	if measured, ok := m.fragments[name]; ok {
		return *measured
	}
	price := &Price{}
	m.fragments[name] = price
	if definition := m.doc.Fragments.ForName(name); definition != nil {
		*price = m.selections(m.schema.Types[definition.TypeCondition], definition.SelectionSet)
		price.Directives = add(price.Directives, len(definition.Directives))
	}
	return *price
}

func (m *measure) field(parent *ast.Definition, f *ast.Field) Price {
	var definition *ast.FieldDefinition
	if parent != nil {
		definition = parent.Fields.ForName(f.Name)
	}
	var kind *ast.Definition
	if definition != nil {
		kind = m.schema.Types[definition.Type.Name()]
	}
	inner := m.selections(kind, f.SelectionSet)
	price := Price{
		Depth: inner.Depth + 1, Aliases: inner.Aliases, Directives: add(inner.Directives, len(f.Directives)),
		Cost:                 add(1, times(m.length(definition, f), inner.Cost)),
		IntrospectionDepth:   inner.IntrospectionDepth,
		IntrospectionFields:  inner.IntrospectionFields,
		IntrospectionAliases: inner.IntrospectionAliases,
	}
	if f.Alias != f.Name {
		price.Aliases = add(price.Aliases, 1)
	}
	if strings.HasPrefix(f.Name, "__") {
		price.introspects()
	} else if parent != nil && strings.HasPrefix(parent.Name, "__") {
		price.IntrospectionFields = add(price.IntrospectionFields, 1)
		if f.Alias != f.Name {
			price.IntrospectionAliases = add(price.IntrospectionAliases, 1)
		}
	}
	return price
}

// introspects moves the price of __schema, __type or __typename to introspection.
func (p *Price) introspects() {
	p.IntrospectionDepth, p.Depth = max(p.IntrospectionDepth, p.Depth), 1
	p.Cost = 1
}

// length is how often a field's selections are answered.
func (m *measure) length(definition *ast.FieldDefinition, f *ast.Field) int {
	switch {
	case definition == nil:
		return 1
	case definition.Arguments.ForName("first") != nil:
		return m.pageSize(f)
	case definition.Type.Elem != nil && f.Name != "edges" && f.Name != "nodes":
		return unsized
	default:
		return 1
	}
}

// pageSize is the larger of the page sizes that a field names; a connection's
// edges and nodes are as many, so they don't multiply again.
func (m *measure) pageSize(f *ast.Field) int {
	size := 0
	for _, name := range []string{"first", "last"} {
		if argument := f.Arguments.ForName(name); argument != nil {
			size = max(size, m.number(argument.Value))
		}
	}
	if size == 0 {
		return unsized
	}
	return min(size, largestPage)
}

// number reads a literal or a variable; what is no number, which is refused
// later, counts as nothing.
func (m *measure) number(value *ast.Value) int {
	var text string
	if value.Kind == ast.IntValue {
		text = value.Raw
	}
	if value.Kind == ast.Variable {
		if sent, ok := m.variables[value.Raw].(json.Number); ok {
			text = sent.String()
		} else if definition := m.operation.VariableDefinitions.ForName(value.Raw); definition != nil && definition.DefaultValue != nil {
			text = definition.DefaultValue.Raw
		}
	}
	number, err := strconv.ParseFloat(text, 64) // 1e2 is a whole number, too
	if err != nil || number < 0 {
		return 0
	}
	return int(min(number, largest))
}

func (m *measure) rootFields(set ast.SelectionSet, fragments map[string]int) int {
	count := 0
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			count = add(count, 1)
		case *ast.InlineFragment:
			count = add(count, m.rootFields(s.SelectionSet, fragments))
		case *ast.FragmentSpread:
			if _, ok := fragments[s.Name]; !ok {
				fragments[s.Name] = 0
				if definition := m.doc.Fragments.ForName(s.Name); definition != nil {
					fragments[s.Name] = m.rootFields(definition.SelectionSet, fragments)
				}
			}
			count = add(count, fragments[s.Name])
		}
	}
	return count
}

func countFields(doc *ast.QueryDocument) int {
	count := 0
	for _, operation := range doc.Operations {
		count += fieldsIn(operation.SelectionSet)
	}
	for _, fragment := range doc.Fragments {
		count += fieldsIn(fragment.SelectionSet)
	}
	return count
}

func fieldsIn(set ast.SelectionSet) int {
	count := 0
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			count += 1 + fieldsIn(s.SelectionSet)
		case *ast.InlineFragment:
			count += fieldsIn(s.SelectionSet)
		}
	}
	return count
}

// plus adds a sibling.
func (p *Price) plus(other Price) {
	p.Depth, p.IntrospectionDepth = max(p.Depth, other.Depth), max(p.IntrospectionDepth, other.IntrospectionDepth)
	p.Aliases, p.Directives = add(p.Aliases, other.Aliases), add(p.Directives, other.Directives)
	p.Cost, p.IntrospectionFields = add(p.Cost, other.Cost), add(p.IntrospectionFields, other.IntrospectionFields)
	p.IntrospectionAliases = add(p.IntrospectionAliases, other.IntrospectionAliases)
}

func add(a, b int) int { return min(a+b, largest) }

func times(a, b int) int {
	if a != 0 && b > largest/a {
		return largest
	}
	return a * b
}
