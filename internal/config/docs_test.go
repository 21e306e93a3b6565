package config

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "write docs/configuration.md anew")

func TestTheDocumentationHasEveryVariable(t *testing.T) {
	t.Parallel()
	const path = "../../docs/configuration.md"
	var page strings.Builder
	page.WriteString(`# Configuration

Portico reads its environment once, at the start. An empty variable counts as unset. A value that can't be used stops the start with one line that names the variable and what it takes; a variable that looks like one of these and isn't is told as a warning.

| variable | meaning | takes | default |
|---|---|---|---|
`)
	for _, v := range Variables() {
		fmt.Fprintf(&page, "| `%s` | %s | %s | %s |\n", v.Name, v.Meaning, v.Takes, v.Default)
	}
	if *update {
		if err := os.WriteFile(path, []byte(page.String()), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if string(written) != page.String() {
		t.Errorf("%s is out of date: run this test with -update", path)
	}
}
