package rest

import (
	"bytes"
	"flag"
	"os"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
)

var update = flag.Bool("update", false, "write openapi.json anew")

func TestTheOpenAPIDocumentIsThatOfTheShapes(t *testing.T) {
	made, err := document()
	if err != nil {
		t.Fatal(err)
	}
	if *update {
		if err := os.WriteFile("openapi.json", made, 0o644); err != nil {
			t.Fatal(err)
		}
		return
	}
	if !bytes.Equal(made, OpenAPI) {
		t.Error("openapi.json is not what the shapes make: run go test ./internal/rest -run OpenAPI -update")
	}
}

func TestTheOpenAPIDocumentIsValid(t *testing.T) {
	made, err := document()
	if err != nil {
		t.Fatal(err)
	}
	read, err := openapi3.NewLoader().LoadFromData(made)
	if err != nil {
		t.Fatal(err)
	}
	if err := read.Validate(t.Context()); err != nil {
		t.Error(err)
	}
}

// TestEveryFieldOfSeamsIsTaken walks the table of all fields that create_portal has had.
func TestEveryFieldOfSeamsIsTaken(t *testing.T) {
	table, err := os.ReadFile("../apitest/testdata/seam-create-portal-fields.tsv")
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(table)), "\n")[1:]
	if len(lines) != 202 {
		t.Fatalf("%d fields", len(lines))
	}
	for _, line := range lines {
		columns := strings.Split(line, "\t")
		path, kind := columns[0], columns[1]
		at := portalShape.schema()
		for name := range strings.SplitSeq(path, ".") {
			name, isList := strings.CutSuffix(name, "[]")
			properties, _ := at["properties"].(schema)
			next, ok := properties[name].(schema)
			if name == "<key>" {
				next, ok = at["additionalProperties"].(schema)
			}
			if !ok {
				t.Fatalf("%s is not taken", path)
			}
			if at = next; isList {
				at = next["items"].(schema)
			}
		}
		want := strings.TrimSuffix(kind, "[]")
		switch {
		case kind == "oneOf":
			want = "object"
		case kind != want:
			if at["type"] != "array" || at["items"].(schema)["type"] != want {
				t.Errorf("%s is %v, not %s", path, at["type"], kind)
			}
			continue
		case want == "string|boolean":
			continue
		}
		if at["type"] != want {
			t.Errorf("%s is %v, not %s", path, at["type"], kind)
		}
	}
}
