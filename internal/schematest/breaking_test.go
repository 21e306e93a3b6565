package schematest_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"
)

// The release before has one schema, and the files have another.
func TestWhatBreaksClientsIsFound(t *testing.T) {
	t.Parallel()
	for name, one := range map[string]struct {
		before, now func(schema *ast.Schema)
		says        string
		ok          bool
	}{
		"nothing":         {says: "0 breaking, 0 dangerous, 0 changes in all", ok: true},
		"a removed field": {now: func(s *ast.Schema) { remove(s.Types["MagicLink"], "url") }, says: "  MagicLink.url: Field 'url' was removed"},
		"a field that was deprecated before and is removed": {
			before: func(s *ast.Schema) { deprecate(s.Types["MagicLink"].Fields.ForName("url")) },
			now:    func(s *ast.Schema) { remove(s.Types["MagicLink"], "url") },
			says:   "0 breaking", ok: true,
		},
		"an input that becomes required": {
			now:  func(s *ast.Schema) { s.Types["GuestInput"].Fields.ForName("phoneNumber").Type.NonNull = true },
			says: "1 breaking",
		},
		"a value that is new in an answer": {
			now: func(s *ast.Schema) {
				status := s.Types["MagicLinkStatus"]
				status.EnumValues = append(status.EnumValues, &ast.EnumValueDefinition{Name: "ASLEEP"})
			},
			says: "  MagicLinkStatus.ASLEEP: Enum value 'ASLEEP' was added", ok: true,
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			before, now := parse(t, schemaText(t)), parse(t, schemaText(t))
			if one.before != nil {
				one.before(before)
			}
			if one.now != nil {
				one.now(now)
			}
			folder := t.TempDir()
			paths := []string{filepath.Join(folder, "before.graphqls"), filepath.Join(folder, "now.graphqls")}
			for i, schema := range []*ast.Schema{before, now} {
				if err := os.WriteFile(paths[i], []byte(printed(schema)), 0o600); err != nil {
					t.Fatal(err)
				}
			}
			out, ok := run(t, exec.Command("node", filepath.Join(tools(t), "breaking.js"), paths[0], paths[1]))
			if ok != one.ok || !strings.Contains(out, one.says) {
				t.Errorf("want %q: %s", one.says, out)
			}
		})
	}
}

// deprecate is what must come a release before.
func deprecate(field *ast.FieldDefinition) {
	field.Directives = append(field.Directives, &ast.Directive{Name: "deprecated"})
}

// The script finds the release before by itself, and says so where a clone has none.
func TestTheSchemaIsComparedWithTheReleaseBefore(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	schema := filepath.Join(folder, "schema.graphqls")
	write := func(path, text string, mode os.FileMode) {
		t.Helper()
		if err := os.MkdirAll(filepath.Dir(path), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), mode); err != nil {
			t.Fatal(err)
		}
	}
	script, err := os.ReadFile(filepath.Join(root, "scripts", "breaking"))
	if err != nil {
		t.Fatal(err)
	}
	write(filepath.Join(folder, "scripts", "breaking"), string(script), 0o700)
	if err := os.Mkdir(filepath.Join(folder, "tools"), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(tools(t), filepath.Join(folder, "tools", "schema")); err != nil {
		t.Fatal(err)
	}
	git := func(arguments ...string) {
		t.Helper()
		command := exec.Command("git", append([]string{"-c", "user.name=test", "-c", "user.email=test@example.com", "-C", folder}, arguments...)...)
		if out, ok := run(t, command); !ok {
			t.Fatalf("git %s: %s", strings.Join(arguments, " "), out)
		}
	}
	compares := func(want string, wantOK bool, environment ...string) {
		t.Helper()
		command := exec.Command(filepath.Join(folder, "scripts", "breaking"))
		command.Env = append(os.Environ(), environment...)
		out, ok := run(t, command)
		if ok != wantOK || !strings.Contains(out, want) {
			t.Errorf("want %q: %s", want, out)
		}
	}
	release := func(tag, text string) {
		t.Helper()
		write(schema, text, 0o600)
		git("add", "schema.graphqls")
		git("commit", "--quiet", "--allow-empty", "--message", tag)
		git("tag", "--no-sign", tag)
	}

	git("init", "--quiet")
	write(schema, "type Query { a: Int b: Int c: Int }", 0o600)
	git("add", "schema.graphqls")
	git("commit", "--quiet", "--message", "first")
	compares("NOT CHECKED: this clone has no tag", true, "PORTICO_EXPECT_TAGS=")
	compares("NOT CHECKED: this clone has no tag", false, "PORTICO_EXPECT_TAGS=true")

	git("commit", "--quiet", "--allow-empty", "--message", "second")
	release("v0.9.0", "type Query { a: Int b: Int c: Int }")
	git("commit", "--quiet", "--allow-empty", "--message", "third")
	compares("Compared with v0.9.0", true)
	write(schema, "type Query { a: Int b: Int }", 0o600)
	compares("Query.c: Field 'c' was removed", false)

	release("v0.10.0", "type Query { a: Int b: Int }")
	compares("Compared with v0.9.0", false) // the commit's own tag is no release before it
	release("v0.11.0-rc.1", "type Query { a: Int b: Int }")
	write(schema, "type Query { a: Int b: Int d: Int }", 0o600)
	git("commit", "--quiet", "--all", "--message", "fourth")
	compares("Compared with v0.11.0-rc.1", true)
}
