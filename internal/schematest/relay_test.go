package schematest_test

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// Every object can be fetched again, and every list paged, by an app that Relay's compiler builds.
func TestRelaysCompilerTakesEveryNodeAndEveryConnection(t *testing.T) {
	t.Parallel()
	text := schemaText(t)
	fragments := relayFragments(parse(t, text))
	const least = 9 + 11 // objects, and lists of them and of the root
	if len(fragments) < least {
		t.Fatalf("only %d fragments", len(fragments))
	}
	out, ok, artifacts := compileForRelay(t, text, fragments)
	if !ok {
		t.Fatal(out)
	}
	for name := range fragments {
		if !slices.Contains(artifacts, name+"RefetchQuery.graphql.js") {
			t.Errorf("the compiler made no query of %s", name)
		}
	}
}

// The check above would be worth nothing if the compiler took any schema.
func TestRelaysCompilerRefusesABrokenSchema(t *testing.T) {
	t.Parallel()
	fragments := relayFragments(parse(t, schemaText(t)))
	for name, broken := range map[string]struct {
		change func(schema *ast.Schema)
		says   string
	}{
		"an object that is no Node":                     {func(schema *ast.Schema) { schema.Types["Customer"].Interfaces = nil }, "Invalid use of @refetchable on fragment 'Object_Customer'"},
		"no node(id:)":                                  {func(schema *ast.Schema) { remove(schema.Query, "node") }, "`node(id: ID): Node` field on the query type"},
		"a page that doesn't tell whether more follows": {func(schema *ast.Schema) { remove(schema.Types["PageInfo"], "hasNextPage") }, "pageInfo { hasNextPage }"},
		"a page without its end":                        {func(schema *ast.Schema) { remove(schema.Types["PageInfo"], "endCursor") }, "pageInfo { endCursor }"},
		"an item without a cursor":                      {func(schema *ast.Schema) { remove(schema.Types["SpaceEdge"], "cursor") }, "edges { cursor }"},
		"a list without edges":                          {func(schema *ast.Schema) { remove(schema.Types["EventConnection"], "edges") }, "has no field `edges`"},
		"an edge without its item":                      {func(schema *ast.Schema) { remove(schema.Types["EventEdge"], "node") }, "has no field `node`"},
		"a list without after": {func(schema *ast.Schema) {
			list := schema.Query.Fields.ForName("events")
			list.Arguments = slices.DeleteFunc(list.Arguments, func(a *ast.ArgumentDefinition) bool { return a.Name == "after" })
		}, "Unknown argument 'after'"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			schema := parse(t, schemaText(t))
			broken.change(schema)
			out, ok, _ := compileForRelay(t, printed(schema), fragments)
			if ok || !strings.Contains(out, broken.says) {
				t.Errorf("want a fault that says %q: %s", broken.says, out)
			}
		})
	}
}

// relayFragments writes a fragment for every Node, which fetches it again, and one for every connection, which pages it.
// By Relay's rules a name begins with that of its file.
func relayFragments(schema *ast.Schema) map[string]string {
	fragments := map[string]string{}
	for _, node := range schema.GetPossibleTypes(schema.Types["Node"]) {
		fragments["Object_"+node.Name] = fmt.Sprintf("fragment Object_%s on %[1]s @refetchable(queryName: %q) {\n  id\n}\n",
			node.Name, "Object_"+node.Name+"RefetchQuery")
	}
	for _, parent := range append(schema.GetPossibleTypes(schema.Types["Node"]), schema.Query) {
		for _, field := range parent.Fields {
			if !strings.HasSuffix(field.Type.Name(), "Connection") {
				continue
			}
			name := "List_" + parent.Name + "_" + field.Name
			arguments := "first: $count, after: $cursor"
			for _, argument := range field.Arguments {
				if argument.Type.NonNull {
					arguments += fmt.Sprintf(", %s: \"x\"", argument.Name)
				}
			}
			fragments[name] = fmt.Sprintf("fragment %s on %s @refetchable(queryName: %q) "+
				"@argumentDefinitions(count: {type: \"Int\", defaultValue: 20}, cursor: {type: \"String\"}) {\n"+
				"  %s(%s) @connection(key: %q) { edges { node { __typename } } }\n}\n",
				name, parent.Name, name+"RefetchQuery", field.Name, arguments, name+"_"+field.Name)
		}
	}
	return fragments
}

// compileForRelay gives what the compiler said, and the files that it wrote.
func compileForRelay(t *testing.T, schema string, fragments map[string]string) (output string, ok bool, artifacts []string) {
	t.Helper()
	folder := t.TempDir()
	files := map[string]string{
		"schema.graphql":    schema, // the compiler takes no other ending
		"relay.config.json": `{"src": "src", "schema": "schema.graphql", "language": "javascript", "artifactDirectory": "made"}`,
	}
	for name, fragment := range fragments {
		file, _, _ := strings.Cut(name, "_")
		files["src/"+file+".js"] += "graphql`\n" + fragment + "`;\n"
	}
	for _, name := range []string{"src", "made"} {
		if err := os.Mkdir(filepath.Join(folder, name), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	compiler := exec.Command("node", filepath.Join(tools(t), "node_modules", "relay-compiler", "cli.js"), "--noWatchman", "relay.config.json")
	compiler.Dir = folder
	output, ok = run(t, compiler)
	entries, err := os.ReadDir(filepath.Join(folder, "made"))
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		artifacts = append(artifacts, entry.Name())
	}
	return output, ok, artifacts
}
