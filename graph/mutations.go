package graph

import (
	"context"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/graph/input"
	"github.com/portico-portal/portico/internal/auth"
	"github.com/portico-portal/portico/internal/fault"
)

// mutationFaults finds, before a mutation runs, what would make its answer be
// lost after it has: payloads are never null, so one error nulls all of them.
// A lone root field that the caller may not call, or whose input is at fault,
// runs nothing and is left to say so itself.
func (e *engine) mutationFaults(ctx context.Context, doc *ast.QueryDocument, operation *ast.OperationDefinition, read *input.Result) fault.List {
	w := &accessWalk{caller: auth.FromContext(ctx), doc: doc, seen: map[string]bool{}}
	w.selections(operation.SelectionSet, true)
	if w.calls > 1 && w.redeems {
		return fault.List{fault.New(fault.BadUserInput, "redeemMagicLink must be the only field of its request: if another one failed, the session's token would be lost.")}
	}
	if len(w.denied) > 0 && (w.roots > 1 || w.deniedRoots == 0) {
		return w.denied
	}
	if w.roots > 1 {
		return e.ruleFaults(ctx, doc, operation, read)
	}
	return nil
}

// answersNothing tells whether the caller may call none of the root fields.
func answersNothing(ctx context.Context, doc *ast.QueryDocument, operation *ast.OperationDefinition) bool {
	w := &accessWalk{caller: auth.FromContext(ctx), doc: doc, seen: map[string]bool{}}
	w.selections(operation.SelectionSet, true)
	return w.roots == w.deniedRoots
}

// accessWalk asks of each field of an operation whether the caller may call it.
// That depends on the caller alone, so nothing has to run for it.
type accessWalk struct {
	caller auth.Caller
	doc    *ast.QueryDocument
	seen   map[string]bool
	denied fault.List
	// roots counts the root fields, calls those of them that may fail, and deniedRoots those
	// that may not be called.
	roots, calls, deniedRoots int
	// redeems says that a root field redeems a link.
	redeems bool
}

func (w *accessWalk) selections(set ast.SelectionSet, root bool) {
	for _, selection := range set {
		switch s := selection.(type) {
		case *ast.Field:
			w.field(s, root)
		case *ast.InlineFragment:
			w.selections(s.SelectionSet, root)
		case *ast.FragmentSpread:
			if definition := w.doc.Fragments.ForName(s.Name); definition != nil && !w.seen[s.Name] {
				w.seen[s.Name] = true
				w.selections(definition.SelectionSet, root)
			}
		}
	}
}

func (w *accessWalk) field(f *ast.Field, root bool) {
	if root {
		w.roots++
		if f.Name != "__typename" {
			w.calls++
		}
		w.redeems = w.redeems || f.Name == "redeemMagicLink"
	}
	if err := allowField(w.caller, f); err != nil {
		w.denied = append(w.denied, fault.All(err)...)
		if root {
			w.deniedRoots++
		}
	}
	w.selections(f.SelectionSet, false)
}
