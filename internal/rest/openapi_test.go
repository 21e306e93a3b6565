package rest

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"

	"github.com/portico-portal/portico/internal/intake"
	"github.com/portico-portal/portico/internal/portal"
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
		path, kind, rules := columns[0], columns[1], columns[2]
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
		for rule := range strings.FieldsSeq(rules) {
			if rule == "default=false" && slices.Contains(twoWords, path) {
				continue
			}
			if !described(at, rule) {
				t.Errorf("%s is %v, without %s", path, at, rule)
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
		if types, ok := at["type"].([]any); ok && types[1] == "null" {
			at = schema{"type": types[0]}
		}
		if at["type"] != want {
			t.Errorf("%s is %v, not %s", path, at["type"], kind)
		}
	}
}

// twoWords are the words of which one says what the other leaves out: they have no default.
var twoWords = []string{"features.manage.exclude", "features.manage_devices.exclude"}

// described tells whether a schema has a rule of the table's.
func described(s schema, rule string) bool {
	if values, ok := strings.CutPrefix(rule, "enum:"); ok {
		all, _ := s["enum"].([]any)
		return !slices.ContainsFunc(strings.Split(values, "|"), func(value string) bool { return !slices.Contains(all, any(value)) })
	}
	name, value, _ := strings.Cut(rule, "=")
	switch name {
	case "pattern":
		return s[name] == value
	case "minLength", "default":
		text, err := json.Marshal(s[name])
		return err == nil && string(text) == value
	case "nullable":
		types, _ := s["type"].([]any)
		return slices.Contains(types, any("null"))
	case ">0":
		return s["minimum"] == 1
	case "uuid", "date-time":
		return s["format"] == name
	default:
		return name == "/" || name == "float" // between two rules; what a number is
	}
}

// TestTheOpenAPIDocumentTakesWhatTheCallTakes tries inputs that a client would hold against it.
func TestTheOpenAPIDocumentTakesWhatTheCallTakes(t *testing.T) {
	read, err := openapi3.NewLoader().LoadFromData(OpenAPI)
	if err != nil {
		t.Fatal(err)
	}
	input := read.Paths.Find("/customers/create_portal").Post.RequestBody.Value.Content.Get("application/json").Schema.Value
	for body, right := range map[string]bool{
		`"x":{}`: true,
		`"deep_link":{"resource_type":"space","resource_key":"1"}`:                                       true,
		`"deep_link":{"resource_type":"device","resource_id":"019c2a3e-0000-7000-8000-000000000001"}`:    true,
		`"deep_link":{"resource_type":"device","resource_key":"1"}`:                                      false,
		`"deep_link":{"resource_type":"space","resource_key":"1","resource_id":"1"}`:                     false,
		`"deep_link":{"resource_type":"space"}`:                                                          false,
		`"landing_page":{"manage":{"site_key":"1"}}`:                                                     true,
		`"landing_page":{"manage":{"site_key":"1","x":1}}`:                                               true,
		`"landing_page":{"manage":{"site_key":"1","room_key":"1"}}`:                                      false,
		`"landing_page":{"manage":{}}`:                                                                   false,
		`"navigation_mode":"full","features":{"manage":{},"manage_devices":{}}`:                          true,
		`"customer_resources_filters":[{"field":"_a1","operation":"=","value":true}]`:                    true,
		`"customer_resources_filters":[{"field":"1a","operation":"=","value":true}]`:                     false,
		withSpace(`"customer_data":{"time_zone":null,"address":null}`):                                   true,
		withSpace(`"customer_data":{"default_checkin_time":null}`):                                       true,
		withSpace(`"customer_data":{"default_checkin_time":"15:00","default_checkout_time":"10:00:30"}`): true,
		withSpace(`"customer_data":{"default_checkout_time":"24:00"}`):                                   false,
		withSpace(`"duration_minutes":1,"geolocation":{"latitude":-90,"longitude":180}`):                 true,
		withSpace(`"duration_minutes":0`):                                                                false,
		withSpace(`"geolocation":{"latitude":90.5,"longitude":0}`):                                       false,
		withSpace(`"geolocation":{"latitude":0,"longitude":-181}`):                                       false,
	} {
		if !strings.Contains(body, "customer_key") {
			body = `"customer_data":{"customer_key":"h"},` + body
		}
		text := []byte("{" + body + "}")
		var value any
		if err := json.Unmarshal(text, &value); err != nil {
			t.Fatal(body, err)
		}
		if err := input.VisitJSON(value); (err == nil) != right {
			t.Errorf("%s: %v", body, err)
		}
		in, r := portal.CreateCustomerPortalInput{}, &reader{}
		object, wrong := intake.DecodeObject(text, 0)
		if wrong != nil {
			t.Fatal(wrong)
		}
		portalShape.read(r, object, &in)
		if r.addRules(in.Faults(), ""); (r.count == 0) != right {
			t.Errorf("%s: %v", body, r.issues)
		}
	}
}

func withSpace(more string) string {
	return `"customer_data":{"customer_key":"h","spaces":[{"space_key":"s","name":"S",` + more + `}]}`
}
