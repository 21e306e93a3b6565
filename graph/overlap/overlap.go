// Package overlap holds the fields of a document that have one name in the
// answer against each other.
package overlap

import (
	"slices"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/validator/core"
)

// maxDepth is deeper than any document that the limits let through.
const maxDepth = 100

// Rule refuses fields of one name in the answer that can't be one
// (FieldsInSetCanMerge, section 5.3.2 of the specification). The library's rule
// compares each with each, and a document of 700 that differ kept a core busy for
// half a second and took 200 MiB of messages; this one compares each with the
// first of its name, since to be the same is transitive, and tells one fault a name.
func Rule(observers *core.Events, addError core.AddErrFunc) {
	observers.OnOperation(func(walker *core.Walker, operation *ast.OperationDefinition) {
		o := &overlap{schema: walker.Schema, addError: addError, told: map[*ast.Field]bool{}}
		o.shapes([]ast.SelectionSet{operation.SelectionSet}, 0)
		o.meanings([]ast.SelectionSet{operation.SelectionSet}, 0)
	})
}

type overlap struct {
	schema   *ast.Schema
	addError core.AddErrFunc
	// told are the fields that a fault was told of.
	told map[*ast.Field]bool
}

// group is the fields of one name in the answer, in the document's order.
type group []*ast.Field

// collect groups the fields of selection sets, and of the fragments that are
// spread there, each once.
func collect(sets []ast.SelectionSet) []group {
	c := &collection{at: map[string]int{}, fields: map[*ast.Field]bool{}, fragments: map[string]bool{}}
	for _, set := range sets {
		c.add(set)
	}
	return c.groups
}

type collection struct {
	groups    []group
	at        map[string]int
	fields    map[*ast.Field]bool
	fragments map[string]bool
}

func (c *collection) add(set ast.SelectionSet) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			c.field(s)
		case *ast.InlineFragment:
			c.add(s.SelectionSet)
		case *ast.FragmentSpread:
			if s.Definition != nil && !c.fragments[s.Name] {
				c.fragments[s.Name] = true
				c.add(s.Definition.SelectionSet)
			}
		}
	}
}

func (c *collection) field(f *ast.Field) {
	// What is unknown is told by another rule.
	if c.fields[f] || f.Definition == nil || f.ObjectDefinition == nil {
		return
	}
	c.fields[f] = true
	i, ok := c.at[f.Alias]
	if !ok {
		i = len(c.groups)
		c.at[f.Alias] = i
		c.groups = append(c.groups, nil)
	}
	c.groups[i] = append(c.groups[i], f)
}

func (g group) selections() []ast.SelectionSet {
	var sets []ast.SelectionSet
	for _, f := range g {
		if len(f.SelectionSet) > 0 {
			sets = append(sets, f.SelectionSet)
		}
	}
	return sets
}

// shapes compares what the fields return, also of those that never come together.
func (o *overlap) shapes(sets []ast.SelectionSet, depth int) {
	if len(sets) == 0 || depth > maxDepth {
		return
	}
	for _, g := range collect(sets) {
		for _, f := range g[1:] {
			if !o.sameShape(g[0].Definition.Type, f.Definition.Type) {
				o.tell(f, "they return conflicting types \""+g[0].Definition.Type.String()+"\" and \""+f.Definition.Type.String()+"\"")
				break
			}
		}
		o.shapes(g.selections(), depth+1)
	}
}

func (o *overlap) sameShape(a, b *ast.Type) bool {
	if a.NonNull != b.NonNull || (a.Elem == nil) != (b.Elem == nil) {
		return false
	}
	if a.Elem != nil {
		return o.sameShape(a.Elem, b.Elem)
	}
	return a.NamedType == b.NamedType || o.schema.Types[a.NamedType].IsCompositeType() && o.schema.Types[b.NamedType].IsCompositeType()
}

// meanings compares names and arguments of fields that may come together.
func (o *overlap) meanings(sets []ast.SelectionSet, depth int) {
	if len(sets) == 0 || depth > maxDepth {
		return
	}
	for _, g := range collect(sets) {
		for _, together := range g.concurrent() {
			for _, f := range together[1:] {
				if first := together[0]; first.Name != f.Name {
					o.tell(f, "\""+first.Name+"\" and \""+f.Name+"\" are different fields")
					break
				} else if !sameArguments(first.Arguments, f.Arguments) {
					o.tell(f, "they have differing arguments")
					break
				}
			}
			o.meanings(together.selections(), depth+1)
		}
	}
}

// concurrent splits a group into the fields that one object may have to answer:
// those of its own type and those of interfaces.
func (g group) concurrent() []group {
	var abstract group
	objects := map[string]group{}
	var names []string
	for _, f := range g {
		parent := f.ObjectDefinition
		if parent.Kind != ast.Object {
			abstract = append(abstract, f)
			continue
		}
		if objects[parent.Name] == nil {
			names = append(names, parent.Name)
		}
		objects[parent.Name] = append(objects[parent.Name], f)
	}
	if len(names) == 0 {
		return []group{abstract}
	}
	var split []group
	for _, name := range names {
		split = append(split, append(slices.Clip(abstract), objects[name]...))
	}
	return split
}

func (o *overlap) tell(f *ast.Field, why string) {
	if o.told[f] {
		return
	}
	o.told[f] = true
	o.addError(
		core.Message(`Fields "%s" conflict because %s. Use different aliases on the fields to fetch both if this was intentional.`, f.Alias, why),
		core.At(f.Position),
	)
}

func sameArguments(a, b ast.ArgumentList) bool {
	if len(a) != len(b) {
		return false
	}
	for _, argument := range a {
		other := b.ForName(argument.Name)
		if other == nil || !sameValue(argument.Value, other.Value) {
			return false
		}
	}
	return true
}

// sameValue compares literals; the fields of an object may come in any order.
func sameValue(a, b *ast.Value) bool {
	if a.Kind != b.Kind || a.Raw != b.Raw || len(a.Children) != len(b.Children) {
		return false
	}
	for i, child := range a.Children {
		other := b.Children[i].Value
		if a.Kind == ast.ObjectValue {
			other = b.Children.ForName(child.Name)
		}
		if other == nil || !sameValue(child.Value, other) {
			return false
		}
	}
	return true
}
