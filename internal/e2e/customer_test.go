package e2e_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"
)

func TestACustomerIsExportedAndDeletedBesideARunningServer(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, database string) {
		const marker = "zq7marker"
		s := start(t, setup{database: database})
		key := s.firstKey()
		_, url := s.link(key, marker)
		var workspaces []struct{ ID string }
		if err := json.Unmarshal([]byte(s.prints("workspace", "list", "--json")), &workspaces); err != nil {
			t.Fatal(err)
		}
		of := []string{"--workspace", workspaces[0].ID, "--key", marker}
		document := s.prints(append([]string{"customer", "export"}, of...)...)
		if !json.Valid([]byte(document)) || !strings.Contains(document, marker) || strings.Contains(document, pathOf(url)[len("/p/"):]) {
			t.Errorf("the export: %s", short(document))
		}
		if code, _, stderr := s.run(append([]string{"customer", "delete"}, of...)...); code != 2 || !strings.Contains(stderr, "--yes") {
			t.Errorf("without --yes: %d %s", code, stderr)
		}
		s.prints(append([]string{"customer", "delete", "--yes"}, of...)...)
		if status, page := s.get(pathOf(url)); status != 404 {
			t.Errorf("the link's page: %d %s", status, short(page))
		}
		s.stop()
		path, isFile := strings.CutPrefix(database, "sqlite:")
		if !isFile {
			return
		}
		for _, name := range []string{path, path + "-wal"} {
			content, err := os.ReadFile(name)
			if err != nil && !errors.Is(err, fs.ErrNotExist) || name == path && len(content) == 0 {
				t.Fatalf("%s: %d bytes, %v", name, len(content), err)
			}
			if bytes.Contains(content, []byte(marker)) {
				t.Errorf("%s still holds the marker", name)
			}
		}
	})
}
