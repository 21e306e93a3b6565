// Package schematest holds schema.graphqls against what clients' tools ask of a schema: Relay's compiler and the
// comparison with the release before.
package schematest_test

import (
	"bytes"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"

	"github.com/vektah/gqlparser/v2"
	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/formatter"
)

// root is the repository, from the folder that go test runs in.
const root = "../.."

// schemaText is the published schema.
func schemaText(t *testing.T) string {
	t.Helper()
	text, err := os.ReadFile(filepath.Join(root, "schema.graphqls"))
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func parse(t *testing.T, text string) *ast.Schema {
	t.Helper()
	schema, err := gqlparser.LoadSchema(&ast.Source{Name: "schema.graphqls", Input: text})
	if err != nil {
		t.Fatal(err)
	}
	return schema
}

// printed writes a schema that a test has changed.
func printed(schema *ast.Schema) string {
	var text bytes.Buffer
	formatter.NewFormatter(&text).FormatSchema(schema)
	return text.String()
}

// remove takes a field out of a type.
func remove(definition *ast.Definition, field string) {
	definition.Fields = slices.DeleteFunc(definition.Fields, func(f *ast.FieldDefinition) bool { return f.Name == field })
}

// tools is where the checkers are. It reads the folder, since go test keeps a result until a file changes that the test
// itself has looked at.
func tools(t *testing.T) string {
	t.Helper()
	folder, err := filepath.Abs(filepath.Join(root, "tools", "schema"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := os.ReadDir(folder); err != nil {
		t.Fatal(err)
	}
	if _, err := os.Stat(filepath.Join(folder, "node_modules", ".package-lock.json")); err != nil {
		t.Fatal("the checkers' packages are missing, which scripts/setup-test installs: ", err)
	}
	return folder
}

// run gives what a program printed, and whether it succeeded.
func run(t *testing.T, command *exec.Cmd) (output string, ok bool) {
	t.Helper()
	out, err := command.CombinedOutput()
	if err != nil && command.ProcessState == nil {
		t.Fatal(err)
	}
	return string(out), err == nil
}
