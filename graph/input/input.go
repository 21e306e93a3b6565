// Package input holds every argument of an operation against the schema at
// once. gqlgen stops at the first bad variable; here every fault becomes an
// error of its own that names the field, in variables and in literals alike.
package input

import (
	"fmt"
	"slices"
	"strings"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/internal/fault"
)

// Scalar reads a value of one of the schema's own scalars: nil, a string, a
// bool, a json.Number, a list or a map. Its error's text is told to the caller.
type Scalar func(value any) (any, error)

// Check holds a field's arguments, which are well-formed by themselves,
// against rules that the schema can't state. It adds its faults by add.
type Check func(field *ast.Field, arguments map[string]any, add func(name, message string))

// Coercer reads the arguments of operations of one schema.
type Coercer struct {
	// Veiled keeps the names of types and of enums' values out of the messages.
	Veiled bool

	schema  *ast.Schema
	scalars map[string]Scalar
	check   Check
}

// NewCoercer makes a Coercer. Scalars are by name; check may be nil.
func NewCoercer(schema *ast.Schema, scalars map[string]Scalar, check Check) *Coercer {
	return &Coercer{schema: schema, scalars: scalars, check: check}
}

// Result is what the arguments of an operation come to.
type Result struct {
	// Variables are the variables' values, ready for execution: null and what
	// is absent are left out, defaults are filled in.
	Variables map[string]any
	// Refused is why the variables are no good whatever they hold; nil where they are.
	Refused *fault.Error
	// Faults are all that is wrong.
	Faults fault.List
	// Mended are further fields whose value is a placeholder: those that a
	// variable with a fault was used for again.
	Mended []string
	// Roots are the operation's root fields with arguments of which each fault
	// was mended by a placeholder, so that rules beyond the schema can be
	// checked as well.
	Roots []Root
}

// Root is a root field and its mended arguments.
type Root struct {
	Field     *ast.Field
	Arguments map[string]any
}

// MaxRepeated bounds the values of variables that the document uses again, at each
// further use: a few bytes of it would else make millions of values.
const MaxRepeated = 10_000

// Coerce reads all arguments of the operation. The document must have passed
// validation; raw are the variables as they were sent.
func (c *Coercer) Coerce(doc *ast.QueryDocument, operation *ast.OperationDefinition, raw map[string]any) *Result {
	w := &walk{
		Coercer: c, doc: doc, operation: operation, raw: raw,
		result: &Result{Variables: map[string]any{}},
		read:   map[string]bool{}, faulty: map[string]bool{}, sizes: map[string]int{}, fragments: map[string]bool{},
	}
	w.selections(operation.SelectionSet, true)
	w.unused()
	if w.repeated > MaxRepeated {
		w.result.Refused = fault.New(fault.LimitExceeded,
			"The document uses variables again that hold %d values in all, the limit is %d: use a large variable once.", w.repeated, MaxRepeated)
	}
	return w.result
}

// walk is one operation on its way through.
type walk struct {
	*Coercer
	doc       *ast.QueryDocument
	operation *ast.OperationDefinition
	raw       map[string]any
	result    *Result
	// read are the variables that were read; a variable's faults are told
	// where it is used first.
	read map[string]bool
	// faulty are those of them that have a fault.
	faulty map[string]bool
	// sizes are how many values those hold that are used again, and repeated is
	// the sum at each further use.
	sizes    map[string]int
	repeated int
	// fragments are the fragments that were walked, so that nested spreads
	// cost no more than the document is long.
	fragments map[string]bool
	// found counts the faults; while quiet isn't 0 there are none.
	found, quiet int
	// places is made once it is needed.
	places *places
}

func (w *walk) selections(set ast.SelectionSet, root bool) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			w.directives(s.Directives)
			w.field(s, root)
			w.selections(s.SelectionSet, false)
		case *ast.InlineFragment:
			w.directives(s.Directives)
			w.selections(s.SelectionSet, root)
		case *ast.FragmentSpread:
			w.directives(s.Directives)
			if definition := w.doc.Fragments.ForName(s.Name); definition != nil && !w.fragments[s.Name] {
				w.fragments[s.Name] = true
				w.selections(definition.SelectionSet, root)
			}
		}
	}
}

func (w *walk) field(f *ast.Field, root bool) {
	if f.Definition == nil || len(f.Definition.Arguments) == 0 {
		return
	}
	arguments := w.arguments(f.Definition.Arguments, f.Arguments)
	if w.check != nil {
		w.check(f, arguments, func(name, message string) { w.fault(fault.At(name), "%s", message) })
	}
	if root {
		w.result.Roots = append(w.result.Roots, Root{Field: f, Arguments: arguments})
	}
}

func (w *walk) directives(list ast.DirectiveList) {
	for _, d := range list {
		if d.Definition != nil {
			w.arguments(d.Definition.Arguments, d.Arguments)
		}
	}
}

// arguments reads the arguments of one field or directive.
func (w *walk) arguments(definitions ast.ArgumentDefinitionList, given ast.ArgumentList) map[string]any {
	arguments := make(map[string]any, len(given))
	for _, definition := range definitions {
		at := fault.At(definition.Name)
		var value any
		if argument := given.ForName(definition.Name); argument != nil {
			value = literal{argument.Value}
		}
		if out, ok := w.member(definition.Type, definition.DefaultValue, value, at); ok {
			arguments[definition.Name] = out
		}
	}
	return arguments
}

// unused reads the variables that no argument led to, so that their faults are
// told as well.
func (w *walk) unused() {
	for _, definition := range w.operation.VariableDefinitions {
		if !w.read[definition.Variable] {
			w.variable(definition, fault.At(definition.Variable))
		}
	}
}

// variable reads a variable; false where it has no value.
func (w *walk) variable(definition *ast.VariableDefinition, at *fault.Path) (any, bool) {
	name := definition.Variable
	if !w.read[name] {
		w.read[name] = true
		before := w.found
		if value, ok := w.member(definition.Type, definition.DefaultValue, w.raw[name], at); ok {
			w.result.Variables[name] = value
		}
		w.faulty[name] = w.found > before
	} else {
		w.again(name, at)
	}
	value, ok := w.result.Variables[name]
	return value, ok
}

// again notes that a variable is used that was read before.
func (w *walk) again(name string, at *fault.Path) {
	if w.faulty[name] {
		w.result.Mended = append(w.result.Mended, at.String())
	}
	size, known := w.sizes[name]
	if !known {
		size = valuesIn(w.result.Variables[name])
		w.sizes[name] = size
	}
	w.repeated += size
}

func valuesIn(value any) int {
	count := 1
	switch v := value.(type) {
	case []any:
		for _, item := range v {
			count += valuesIn(item)
		}
	case map[string]any:
		for _, member := range v {
			count += valuesIn(member)
		}
	}
	return count
}

func (w *walk) fault(at *fault.Path, format string, args ...any) {
	if w.quiet == 0 {
		w.found++
		w.result.Faults.Add(at, format, args...)
	}
}

// Repeats tells whether a fault of the field would only repeat one that was
// found: the field is at or below a place that was mended.
func (r *Result) Repeats(field string) bool {
	for _, f := range r.Faults {
		if under(f.Field, field) {
			return true
		}
	}
	return slices.ContainsFunc(r.Mended, func(mended string) bool { return under(mended, field) })
}

func under(mended, field string) bool {
	rest, ok := strings.CutPrefix(field, mended)
	return mended == "input" || ok && (rest == "" || rest[0] == '.' || rest[0] == '[')
}

// nameOf gives a type's name, or in its place words that tell nothing.
func (c *Coercer) nameOf(definition *ast.Definition) string {
	if c.Veiled {
		return "its input type"
	}
	return definition.Name
}

// describe names what a value is, for a message; never the value itself.
func describe(value any) string {
	return fmt.Sprintf("not %s", kindOf(value))
}
