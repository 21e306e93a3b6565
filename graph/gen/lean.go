package main

import (
	"bytes"
	"cmp"
	"fmt"
	"go/ast"
	"go/format"
	"go/parser"
	"go/token"
	"os"
	"slices"
	"strings"
)

// lean rewrites the execution that gqlgen wrote, in place, to build answers by the
// package answer. It fails where there is nothing to rewrite: then gqlgen writes
// other code than this knows.
func lean(filename string) error {
	source, err := os.ReadFile(filename)
	if err != nil {
		return err
	}
	files := token.NewFileSet()
	file, err := parser.ParseFile(files, filename, source, parser.ParseComments)
	if err != nil {
		return err
	}
	r := &rewriter{files: files, source: source, leaves: leaves(file), functions: functions(file), types: map[string]*objectType{}, dropped: map[string]bool{}, inlined: map[string]bool{}}
	for _, step := range []func(*ast.FuncDecl){r.field, r.function} {
		for _, decl := range file.Decls {
			if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
				step(f)
			}
		}
	}
	r.selections(file)
	for what, count := range map[string]int{
		"plain fields": r.fields, "objects": r.objects, "lists": r.lists, "nested objects": r.nested, "plain lists": r.plainListed, "answers": r.answers, "inputs": r.inputs, "resolvers": r.resolved, "arguments": r.arguments,
	} {
		if count == 0 {
			return fmt.Errorf("%s: found no %s to rewrite", filename, what)
		}
	}
	if r.inputs != r.copies {
		return fmt.Errorf("%s: of %d inputs %d are copied", filename, r.inputs, r.copies)
	}
	formatted, err := format.Source(r.rewritten(file))
	if err != nil {
		return err
	}
	return os.WriteFile(filename, formatted, 0o644) //nolint:gosec // it is source code
}

// leaves names the fields that are scalars or enums, by the functions that make
// their contexts.
func leaves(file *ast.File) map[string]bool {
	names := map[string]bool{}
	for _, decl := range file.Decls {
		f, ok := decl.(*ast.FuncDecl)
		if !ok {
			continue
		}
		if field, ok := strings.CutPrefix(f.Name.Name, "fieldContext_"); ok && calls(f.Body, "graphql.NewScalarFieldContext") != nil {
			names["_"+field] = true
		}
	}
	return names
}

// functions are those of the file by their names.
func functions(file *ast.File) map[string]*ast.FuncDecl {
	all := map[string]*ast.FuncDecl{}
	for _, decl := range file.Decls {
		if f, ok := decl.(*ast.FuncDecl); ok && f.Body != nil {
			all[f.Name.Name] = f
		}
	}
	return all
}

type rewriter struct {
	files                           *token.FileSet
	source                          []byte
	leaves                          map[string]bool
	functions                       map[string]*ast.FuncDecl
	edits                           []edit
	fields, objects, lists, answers int
	inputs, copies, arguments       int
	types                           map[string]*objectType
	nested, plainListed, resolved   int
	// dropped are functions that nobody calls any more.
	dropped map[string]bool
	// inlined are those of fields that are written without a place.
	inlined map[string]bool
}

// edit puts text in place of a part of the source.
type edit struct {
	from, to int
	text     string
}

func (r *rewriter) replace(from, to token.Pos, text string) {
	r.edits = append(r.edits, edit{r.files.Position(from).Offset, r.files.Position(to).Offset, text})
}

func (r *rewriter) text(n ast.Node) string {
	return string(r.source[r.files.Position(n.Pos()).Offset:r.files.Position(n.End()).Offset])
}

func (r *rewriter) function(f *ast.FuncDecl) {
	if r.dropped[f.Name.Name] || strings.HasPrefix(f.Name.Name, "childFields_") {
		r.replace(f.Pos(), f.End(), "")
		return
	}
	r.resolve(f)
	if calls(f.Body, "graphql.NewDeferredGroup") != nil && calls(f.Body, "out.ResolveRootConcurrently") == nil && calls(f.Body, "graphql.WithRootFieldContext") == nil {
		r.object(f)
	}
	if collect := calls(f.Body, "graphql.CollectFields"); collect != nil && calls(f.Body, "graphql.WithRootFieldContext") != nil {
		r.replace(collect.Fun.Pos(), collect.Fun.End(), "answer.Collect")
	}
	if list := calls(f.Body, "graphql.MarshalSliceConcurrently"); list != nil {
		// (ctx, length, worker limit, omit panic handler, element)
		r.replace(list.Fun.Pos(), list.Fun.End(), "answer.List")
		r.replace(list.Args[2].Pos(), list.Args[4].Pos(), "")
		r.lists++
	}
	if f.Name.Name == "Exec" {
		r.answer(f.Body)
	}
	if strings.HasPrefix(f.Name.Name, "unmarshal") {
		r.input(f.Body)
	}
	if strings.HasPrefix(f.Name.Name, "fieldContext_") {
		r.argumentsOnce(f.Body)
		r.place(f.Body)
	}
}

// resolve has a field that no directive guards resolved without what is there for them.
func (r *rewriter) resolve(f *ast.FuncDecl) {
	call := calls(f.Body, "graphql.ResolveField")
	if call == nil || len(call.Args) != 9 || r.text(call.Args[5]) != "nil" || r.text(call.Args[7]) != "true" || r.inlined[f.Name.Name] {
		return
	}
	r.replace(call.Fun.Pos(), call.Fun.End(), "answer.Resolve")
	r.replace(call.Args[5].Pos(), call.Args[6].Pos(), "")
	r.replace(call.Args[7].Pos(), call.Args[8].Pos(), "")
	r.resolved++
}

// place has a field's place in the answer made without a way to the fields below it, which
// only gqlgen's own look-ahead takes.
func (r *rewriter) place(body *ast.BlockStmt) {
	if scalar := calls(body, "graphql.NewScalarFieldContext"); scalar != nil {
		// (object, field, is a method, is a resolver, type)
		r.replace(scalar.Fun.Pos(), scalar.Fun.End(), "answer.Place")
		r.replace(scalar.Args[3].End(), scalar.Rparen, "")
		r.replace(scalar.End(), scalar.End(), ", nil")
		return
	}
	ast.Inspect(body, func(n ast.Node) bool {
		if pair, ok := n.(*ast.KeyValueExpr); ok && r.text(pair.Key) == "Child" {
			r.replace(pair.Pos(), pair.End()+1, "")
			return false
		}
		return true
	})
}

// argumentsOnce has a field's arguments read once, and not for each item of a list.
func (r *rewriter) argumentsOnce(body *ast.BlockStmt) {
	if call := calls(body, "field.ArgumentMap"); call != nil {
		ast.Inspect(body, func(n ast.Node) bool {
			read, ok := n.(*ast.CallExpr)
			if ok && len(read.Args) == 2 && read.Args[1] == ast.Expr(call) {
				r.replace(read.Pos(), read.Pos(), "ec.selections.Arguments(field.Field, func() (map[string]any, error) { return ")
				r.replace(read.End(), read.End(), "})")
				r.arguments++
			}
			return true
		})
	}
}

// input has an input object read from where it is, and without its place in the
// input: it was held against the schema before, defaults and all.
func (r *rewriter) input(body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		statement, ok := n.(ast.Stmt)
		if !ok {
			return true
		}
		switch text := r.text(statement); {
		case strings.HasPrefix(text, "ctx := graphql.WithPathContext("):
			r.replace(statement.Pos(), statement.End(), "")
			return false
		case strings.HasPrefix(text, "for k, v := range obj.(map[string]any) {"):
			r.replace(statement.Pos(), statement.End(), "")
			r.copies++
			return false
		case text == "asMap := map[string]any{}":
			r.replace(statement.Pos(), statement.End(), "asMap := obj.(map[string]any)")
			r.inputs++
			return false
		default:
			return true
		}
	})
}

// field has what the object holds, and no directive guards, read when the answer is
// written, if it is a scalar or an object of which only such fields are asked: reading it
// can't fail. A scalar has no place in the answer even where others are asked beside it.
func (r *rewriter) field(f *ast.FuncDecl) {
	resolve := calls(f.Body, "graphql.ResolveField")
	if resolve == nil || len(resolve.Args) != 9 {
		return
	}
	// (ctx, operation, field, context, resolver, directives, marshal, recover, non-null)
	read, marshal := onlyReturn(resolve.Args[4]), onlyReturn(resolve.Args[6])
	if r.text(resolve.Args[5]) != "nil" || read == nil || marshal == nil || len(marshal.Results) != 1 {
		return
	}
	object, field := ofField(f.Name.Name)
	value := r.value(read.Results)
	call, ok := marshal.Results[0].(*ast.CallExpr)
	if value == "" || !ok {
		return
	}
	t := r.typeOf(object)
	function := strings.TrimPrefix(r.text(call.Fun), "ec.")
	if !r.leaves[f.Name.Name] {
		t.fields = append(t.fields, plainField{name: field, value: value, marshal: function})
		return
	}
	r.fields++
	if neverNull(function) {
		t.fields = append(t.fields, plainField{name: field, value: value, marshal: function, leaf: true})
		r.dropped[f.Name.Name], r.dropped["fieldContext"+f.Name.Name] = true, true
	} else {
		r.inlined[f.Name.Name] = true
		r.replace(f.Body.List[0].Pos(), f.Body.List[0].End(), fmt.Sprintf("return ec.%s(ctx, field.Selections, %s)", function, value))
	}
}

// value is the expression that reads a field which the object holds; empty of another.
func (r *rewriter) value(results []ast.Expr) string {
	value := r.text(results[0])
	if len(results) == 2 && r.text(results[1]) == "nil" && strings.HasPrefix(value, "obj.") && !strings.Contains(value, "fc.Args") {
		return value
	}
	return ""
}

// object has an object's fields kept without what is there for fields that are
// deferred or resolved side by side, and its plain fields not at all.
func (r *rewriter) object(f *ast.FuncDecl) {
	object := f.Name.Name[len("_"):]
	t := r.typeOf(object)
	t.goType = strings.TrimPrefix(r.text(f.Type.Params.List[2].Type), "*")
	for _, statement := range f.Body.List {
		switch text := r.text(statement); {
		case strings.HasPrefix(text, "fields := graphql.CollectFields("):
			r.replace(statement.Pos(), statement.End(), fmt.Sprintf("selection := ec.select%s(ctx, sel)\nif plain := selection.Object(obj); plain != nil {\nreturn plain\n}\n", object))
		case text == "out := graphql.NewFieldSet(fields)":
			r.replace(statement.Pos(), statement.End(), "out := answer.NewObject(selection, obj)")
			r.objects++
		case strings.HasPrefix(text, "deferred := "), text == "out.Dispatch(ctx)", strings.Contains(text, "len(deferred.Defers)"):
			r.replace(statement.Pos(), statement.End(), "")
		}
		if loop, ok := statement.(*ast.RangeStmt); ok && r.text(loop.X) == "fields" {
			r.replace(loop.X.Pos(), loop.X.End(), "selection.Fields")
			r.replace(loop.Body.List[0].Pos(), loop.Body.List[0].Pos(), "if out.Plain(i) {\ncontinue\n}\n")
			t.cases = loop.Body.List[0].(*ast.SwitchStmt).Body.List
		}
	}
}

// answer bounds the JSON.
func (r *rewriter) answer(body *ast.BlockStmt) {
	ast.Inspect(body, func(n ast.Node) bool {
		switch n := n.(type) {
		case ast.Stmt:
			if text := r.text(n); text == "var buf bytes.Buffer" || text == "data.MarshalGQL(&buf)" {
				r.replace(n.Pos(), n.End(), "")
				return false
			}
		case *ast.CallExpr:
			if r.text(n) == "buf.Bytes()" {
				r.replace(n.Pos(), n.End(), "answer.JSON(ctx, data)")
				r.answers++
				return false
			}
		}
		return true
	})
}

// rewritten applies the edits.
func (r *rewriter) rewritten(file *ast.File) []byte {
	r.imports(file)
	slices.SortStableFunc(r.edits, func(a, b edit) int { return cmp.Compare(a.from, b.from) })
	var out bytes.Buffer
	at := 0
	for _, e := range r.edits {
		out.Write(r.source[at:e.from])
		out.WriteString(e.text)
		at = e.to
	}
	out.Write(r.source[at:])
	return out.Bytes()
}

func (r *rewriter) imports(file *ast.File) {
	for _, spec := range file.Imports {
		switch spec.Path.Value {
		case `"bytes"`:
			r.replace(spec.Pos(), spec.End(), "")
		case `"github.com/portico-portal/portico/graph/model"`:
			r.replace(spec.Pos(), spec.Pos(), `"github.com/portico-portal/portico/graph/answer"`+"\n")
		}
	}
}

// calls finds a call of the function in the code; nil where there is none.
func calls(code ast.Node, function string) (found *ast.CallExpr) {
	ast.Inspect(code, func(n ast.Node) bool {
		call, ok := n.(*ast.CallExpr)
		if !ok || found != nil {
			return found == nil
		}
		if selector, ok := call.Fun.(*ast.SelectorExpr); ok {
			if of, ok := selector.X.(*ast.Ident); ok && of.Name+"."+selector.Sel.Name == function {
				found = call
			}
		}
		return found == nil
	})
	return found
}

// onlyReturn gives the one statement of a function literal; nil where it has others.
func onlyReturn(e ast.Expr) *ast.ReturnStmt {
	literal, ok := e.(*ast.FuncLit)
	if !ok || len(literal.Body.List) != 1 {
		return nil
	}
	returned, _ := literal.Body.List[0].(*ast.ReturnStmt)
	return returned
}
