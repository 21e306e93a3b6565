package main

import (
	"fmt"
	"go/ast"
	"maps"
	"slices"
	"strings"
)

// plainType is what is known of an object with plain fields.
type plainType struct {
	// object is the Go type of the object, such as *models.Space.
	object string
	// cases are those of the fields in the function that writes one.
	cases []string
}

// keepPlain keeps how a plain field is written, if it is never null where it may not be:
// in a list of objects of which nothing else is asked it needs no place in the answer.
func (r *rewriter) keepPlain(f *ast.FuncDecl, written string) {
	marshal, _, _ := strings.Cut(written, "(")
	nullable := strings.HasPrefix(marshal, "ec.marshalO")
	if !nullable && (strings.ContainsAny(marshal, "ᚖᚕ") || strings.Contains(marshal, "JSONObject")) {
		return
	}
	object, field, _ := strings.Cut(f.Name.Name[len("_"):], "_")
	t := r.plain[object]
	if t == nil {
		t = &plainType{object: r.text(f.Type.Params.List[2].Type)}
		r.plain[object] = t
	}
	t.cases = append(t.cases, fmt.Sprintf("case %q:\nreturn %s\n", field, written))
}

// plainLists has a list of objects written field by field if only plain ones are asked of
// them.
func (r *rewriter) plainLists(file *ast.File) {
	used := map[string]bool{}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok || f.Body == nil || calls(f.Body, "graphql.MarshalSliceConcurrently") == nil {
			continue
		}
		object, _, _ := strings.Cut(strings.TrimPrefix(f.Name.Name, "marshalN"), "2")
		t := r.plain[object]
		if t == nil || r.text(f.Type.Params.List[2].Type) != "[]"+t.object {
			continue
		}
		used[object] = true
		at := f.Body.List[0].Pos()
		r.replace(at, at, fmt.Sprintf("if list := answer.Plain(ctx, graphql.CollectFields(ec.OperationContext, sel, %s), v, ec.plain%s); list != nil {\nreturn list\n}\n",
			implementors(object), object))
		r.plainListed++
	}
	var functions strings.Builder
	for _, object := range slices.Sorted(maps.Keys(used)) {
		t := r.plain[object]
		fmt.Fprintf(&functions, "\n// plain%[1]s gives a plain field; nil for another.\nfunc (ec *executionContext) plain%[1]s(ctx context.Context, field graphql.CollectedField, obj %[2]s) graphql.Marshaler {\n"+
			"switch field.Name {\ncase \"__typename\":\nreturn graphql.MarshalString(%[1]q)\n%[3]sdefault:\nreturn nil\n}\n}\n", object, t.object, strings.Join(t.cases, ""))
	}
	r.replace(file.End(), file.End(), functions.String())
}

// implementors is what gqlgen calls the types that a type answers to.
func implementors(object string) string {
	return strings.ToLower(object[:1]) + object[1:] + "Implementors"
}
