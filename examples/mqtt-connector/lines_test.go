package main

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestTheConnectorIsUnder400Lines counts the Go that people wrote, but for tests: an example must be read at a sitting.
func TestTheConnectorIsUnder400Lines(t *testing.T) {
	t.Parallel()
	lines, files := 0, 0
	err := filepath.WalkDir(".", func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Ext(path) != ".go" || strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, text, parser.ParseComments|parser.PackageClauseOnly)
		if err == nil && !ast.IsGenerated(file) {
			files++
			lines += bytes.Count(text, []byte("\n"))
		}
		return err
	})
	if err != nil || files == 0 || lines >= 400 {
		t.Errorf("%d lines in %d files, error %v", lines, files, err)
	}
}
