package e2e_test

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestTheAuditsOfGraphQLOverHTTPPass(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(root, "graph", "transport", "testdata", "audit")
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "graphql-http")); err != nil {
		t.Fatal("the audits' packages are missing, which scripts/setup-test installs: ", err)
	}
	if _, err := exec.LookPath("node"); err != nil {
		t.Fatal("this test needs Node, which scripts/setup-test installs: ", err)
	}
	s := start(t, setup{})
	audit := exec.Command("node", "audit.mjs", s.base+"/graphql")
	audit.Dir = folder
	out, err := audit.CombinedOutput()
	if err != nil || strings.TrimSpace(string(out)) != "61 audits ok" {
		t.Errorf("%v: %s", err, out)
	}
}
