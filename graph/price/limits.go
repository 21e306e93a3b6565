package price

import "github.com/portico-portal/portico/internal/fault"

const (
	// MaxDirectives bounds the directives of an operation.
	MaxDirectives = 100
	// MaxFields bounds the fields of a document, whose comparison with each other
	// grows with their square.
	MaxFields = 1500
	// MaxIntrospectionDepth leaves room for what the tools ask.
	MaxIntrospectionDepth = 20
	// MaxIntrospectionFields leaves room for what the tools ask, a few times.
	MaxIntrospectionFields = 500
	// MaxIntrospectionAliases is few, since an answer repeats what lies under an
	// alias for each type and field of the schema, and no tool needs any.
	MaxIntrospectionAliases = 10
)

// Limits bound what a request may cost; see Price.
type Limits struct {
	Depth, Aliases, RootMutations, Cost int
}

// Check names the first limit that the price is over; nil where there is none.
func (l Limits) Check(p Price) *fault.Error {
	for _, rule := range []struct {
		what       string
		is, may    int
		suggestion string
	}{
		{"fields in the document", p.Fields, MaxFields, "ask for less at once"},
		{"levels of fields", p.Depth, l.Depth, "ask for what lies deeper by its id"},
		{"fields with an alias", p.Aliases, l.Aliases, "send more than one request"},
		{"directives", p.Directives, MaxDirectives, "use fewer"},
		{"mutations", p.RootMutations, l.RootMutations, "send more than one request"},
		{"levels of introspection", p.IntrospectionDepth, MaxIntrospectionDepth, "ask for less depth"},
		{"fields of introspection", p.IntrospectionFields, MaxIntrospectionFields, "ask for less at once, or fetch /schema.graphqls"},
		{"fields of introspection with an alias", p.IntrospectionAliases, MaxIntrospectionAliases, "send more than one request"},
		{"points of cost", p.Cost, l.Cost, "ask for smaller pages"},
	} {
		if rule.is > rule.may {
			return fault.New(fault.LimitExceeded, "The request has %d %s, the limit is %d: %s.", rule.is, rule.what, rule.may, rule.suggestion)
		}
	}
	return nil
}
