package main

import (
	"fmt"
	"go/ast"
	"maps"
	"regexp"
	"slices"
	"strconv"
	"strings"
)

// objectType is what is known of an object of the schema.
type objectType struct {
	// goType is its Go type, such as models.Space; empty of one that isn't rewritten.
	goType string
	fields []plainField
	// cases are those of its fields where an object is made.
	cases []ast.Stmt
}

// plainField is a field that the object holds.
type plainField struct {
	// name is the field's, value the expression that reads it of obj.
	name, value string
	// marshal is the method that makes its part of the answer.
	marshal string
	// leaf tells that it is a scalar or an enum.
	leaf bool
}

func (r *rewriter) typeOf(object string) *objectType {
	if r.types[object] == nil {
		r.types[object] = &objectType{}
	}
	return r.types[object]
}

// ofField reads the name of a field's function, such as _Space_name. The names of the
// introspection's types begin with two underscores.
func ofField(function string) (object, field string) {
	name := function[len("_"):]
	prefix := name[:len(name)-len(strings.TrimPrefix(name, "__"))]
	object, field, _ = strings.Cut(name[len(prefix):], "_")
	return prefix + object, field
}

// neverNull tells whether a scalar is never null where it may not be.
func neverNull(marshal string) bool {
	return strings.HasPrefix(marshal, "marshalO") || !strings.ContainsAny(marshal, "ᚖᚕ") && !strings.Contains(marshal, "JSONObject")
}

// selections writes for each type what is asked of it, and has a list written field by
// field if only plain ones are asked.
func (r *rewriter) selections(file *ast.File) {
	r.state(file)
	for name, f := range r.functions {
		if calls(f.Body, "graphql.MarshalSliceConcurrently") == nil {
			continue
		}
		object, list := r.listOf(name)
		if list == "" {
			continue
		}
		r.replace(f.Body.List[0].Pos(), f.Body.List[0].Pos(),
			fmt.Sprintf("if plain := ec.select%s(ctx, sel).%s(v); plain != nil {\nreturn plain\n}\n", object, list))
		r.plainListed++
	}
	var code strings.Builder
	for _, object := range slices.Sorted(maps.Keys(r.types)) {
		if t := r.types[object]; t.goType != "" {
			r.selection(&code, object, t)
		}
	}
	r.replace(file.End(), file.End(), code.String())
}

// state gives the execution of an operation its selections.
func (r *rewriter) state(file *ast.File) {
	ast.Inspect(file, func(n ast.Node) bool {
		if t, ok := n.(*ast.TypeSpec); ok && t.Name.Name == "executionContext" {
			end := t.Type.(*ast.StructType).Fields.Closing
			r.replace(end, end, "selections answer.Selections\n")
		}
		return true
	})
}

// listOf tells of which type a list is that this method makes, and the method of its
// selection that would; empty for what is no list of objects that are never null.
func (r *rewriter) listOf(marshal string) (object, method string) {
	object, _, _ = strings.Cut(marshal[len("marshalN"):], "2")
	t := r.types[object]
	if t == nil || t.goType == "" || !strings.HasPrefix(marshal, "marshalN") {
		return "", ""
	}
	switch r.argument(marshal) {
	case "[]*" + t.goType:
		return object, "List"
	case "[]" + t.goType:
		return object, "Values"
	default:
		return "", ""
	}
}

// argument is the Go type of what a method makes a part of the answer of.
func (r *rewriter) argument(marshal string) string {
	return r.text(r.functions[marshal].Type.Params.List[2].Type)
}

// selection writes the two functions of a type.
func (r *rewriter) selection(code *strings.Builder, object string, t *objectType) {
	fmt.Fprintf(code, "\n// select%[1]s gives what is asked of it here.\nfunc (ec *executionContext) select%[1]s(ctx context.Context, sel ast.SelectionSet) *answer.Selection[%[2]s] {\n"+
		"return answer.Select(&ec.selections, %[1]q, sel, func() []graphql.CollectedField {\nreturn answer.Collect(ec.OperationContext, sel, %[3]s)\n}, "+
		"func(field graphql.CollectedField) answer.Plain[%[2]s] {\nreturn ec.plain%[1]s(ctx, field)\n})\n}\n", object, t.goType, implementors(object))
	fmt.Fprintf(code, "\n// plain%[1]s is how a plain field is written.\nfunc (ec *executionContext) plain%[1]s(ctx context.Context, field graphql.CollectedField) answer.Plain[%[2]s] {\n"+
		"switch field.Name {\ncase \"__typename\":\nreturn answer.Leaf(func(w *answer.Writer, _ *%[2]s) { w.String(%[1]q) })\n", object, t.goType)
	for _, field := range t.fields {
		if written := r.written(t, field); written != "" {
			fmt.Fprintf(code, "case %q:\nreturn %s\n", field.name, written)
		}
		if field.leaf {
			r.dropCase(t, field.name)
		}
	}
	r.dropCase(t, "__typename")
	fmt.Fprintf(code, "default:\nreturn answer.Plain[%s]{}\n}\n}\n", t.goType)
}

// dropCase has an object made without a value for the field.
func (r *rewriter) dropCase(of *objectType, field string) {
	for _, statement := range of.cases {
		if clause := statement.(*ast.CaseClause); len(clause.List) == 1 && r.text(clause.List[0]) == strconv.Quote(field) {
			r.replace(clause.Pos(), clause.End(), "")
		}
	}
}

// written is how a field is written; empty for one that isn't plain.
func (r *rewriter) written(of *objectType, f plainField) string {
	if f.leaf {
		return fmt.Sprintf("answer.Leaf(func(w *answer.Writer, obj *%s) { %s })", of.goType, r.leaf(f))
	}
	read := func(method, arguments, result, value string) string {
		object, _, _ := strings.Cut(f.marshal[len("marshalN"):], "2")
		r.nested++
		return fmt.Sprintf("answer.%s(ec.select%s(ctx, field.Selections), %sfunc(obj *%s) %s { return %s })", method, object, arguments, of.goType, result, value)
	}
	argument := r.argument(f.marshal)
	if object, list := r.listOf(f.marshal); object != "" {
		return read("Nested"+list, "", argument, f.value)
	}
	object, _, _ := strings.Cut(f.marshal[len("marshalN"):], "2")
	t := r.types[object]
	switch {
	case t == nil || t.goType == "":
		return ""
	case argument == "*"+t.goType:
		return read("Nested", fmt.Sprintf("%t, ", strings.HasPrefix(f.marshal, "marshalO")), argument, f.value)
	case argument == t.goType && !strings.HasSuffix(f.value, ")"):
		return read("Nested", "false, ", "*"+argument, "&"+f.value)
	default:
		return ""
	}
}

// scalarOf finds which scalar a method writes, and of what.
var scalarOf = regexp.MustCompile(`res := \w+\.Marshal(String|UUID|DateTime|Int|Boolean)\((.*)\)\n`)

// leaf writes a scalar.
func (r *rewriter) leaf(f plainField) string {
	kind := scalarOf.FindStringSubmatch(r.text(r.functions[f.marshal].Body))
	switch {
	case kind == nil:
		return fmt.Sprintf("ec.%s(ctx, field.Selections, %s).MarshalGQL(w)", f.marshal, f.value)
	case strings.HasPrefix(r.argument(f.marshal), "*"):
		return fmt.Sprintf("if v := %s; v != nil {\nw.%s(%s)\n} else {\nw.Null()\n}", f.value, kind[1], kind[2])
	case kind[2] == "v":
		return fmt.Sprintf("w.%s(%s)", kind[1], f.value)
	default:
		return fmt.Sprintf("w.%s(%s)", kind[1], strings.Replace(kind[2], "(v)", "("+f.value+")", 1))
	}
}

// implementors is what gqlgen calls the types that a type answers to.
func implementors(object string) string {
	return strings.ToLower(object[:1]) + object[1:] + "Implementors"
}
