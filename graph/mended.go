package graph

import (
	"strconv"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/graph/input"
)

// mendedOperation makes an operation of the root fields alone, with a variable
// for each of their arguments.
func mendedOperation(operation *ast.OperationDefinition, roots []input.Root) (*ast.OperationDefinition, map[string]any) {
	variables := map[string]any{}
	mended := &ast.OperationDefinition{Operation: operation.Operation, Position: operation.Position}
	for i, root := range roots {
		field := *root.Field
		field.Alias, field.Directives, field.SelectionSet = "root"+strconv.Itoa(i), nil, nil
		field.Arguments = nil
		for name, value := range root.Arguments {
			variable := field.Alias + "_" + name
			variables[variable] = value
			field.Arguments = append(field.Arguments, &ast.Argument{
				Name: name, Position: field.Position,
				Value: &ast.Value{Kind: ast.Variable, Raw: variable, Position: field.Position},
			})
		}
		mended.SelectionSet = append(mended.SelectionSet, &field)
	}
	return mended, variables
}
