package apitest_test

import (
	"cmp"
	"slices"
	"strings"
	"testing"
)

// seamNode is a field of Seam's table with those inside it. The root has no name.
type seamNode struct {
	seamField

	name  string
	inner []*seamNode
}

// seamTree reads all rows of Seam's table as a tree, and counts them.
func seamTree(t *testing.T) (root *seamNode, rows int) {
	t.Helper()
	fields, newer := seamFields(t)
	all := slices.Concat(fields, newer)
	slices.SortFunc(all, func(a, b seamField) int { return cmp.Compare(a.path, b.path) })
	root = &seamNode{seamField: seamField{kind: "object"}}
	for _, f := range all {
		if required, departs := differs[f.path]; departs {
			f.required = required
		}
		above := root
		steps := strings.Split(strings.ReplaceAll(f.path, "[]", ""), ".")
		for _, step := range steps[:len(steps)-1] {
			if above = above.field(step); above == nil {
				t.Fatalf("%s has no row above it", f.path)
			}
		}
		above.inner = append(above.inner, &seamNode{seamField: f, name: steps[len(steps)-1]})
	}
	return root, len(all)
}

// field is the one of a name; the names in custom metadata are the business's own.
func (n *seamNode) field(name string) *seamNode {
	for _, f := range n.inner {
		if f.name == name || f.name == "<key>" {
			return f
		}
	}
	return nil
}

// each calls visit with every field inside.
func (n *seamNode) each(visit func(*seamNode)) {
	for _, f := range n.inner {
		visit(f)
		f.each(visit)
	}
}

// count notes which of the rows a value holds; an empty list is none.
func (n *seamNode) count(value any, rows map[string]int) {
	switch v := value.(type) {
	case obj:
		for name, inner := range v {
			list, isList := inner.(arr)
			if inner == nil || isList && len(list) == 0 {
				continue
			}
			f := n.field(name)
			rows[f.path]++
			f.count(inner, rows)
		}
	case arr:
		for _, item := range v {
			n.count(item, rows)
		}
	}
}
