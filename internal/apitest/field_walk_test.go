package apitest_test

import (
	"flag"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/graph/generated"
)

var update = flag.Bool("update", false, "write the golden files anew")

// TestEachFieldAnswersEachCallerAsTheTableSays asks for every field of every
// object type, reached by a path from the root, as each kind of caller; for all
// of an object in one request. What a caller may see changes only together with
// the golden table.
func TestEachFieldAnswersEachCallerAsTheTableSays(t *testing.T) {
	const (
		golden = "testdata/fields_by_caller.golden"
		last   = "endPortalSession" // after it the portal's caller is nobody
	)
	each(t, func(t *testing.T, s *server) {
		service := newService(t)
		linkID, url := s.mint("hotel", obj{"customerData": obj{
			"customerKey": "hotel", "rooms": arr{obj{"roomKey": "1", "name": "Room 1"}},
			"guests":       arr{obj{"guestKey": "g", "name": "Ann"}},
			"reservations": arr{obj{"reservationKey": "r", "guestKey": "g", "roomKeys": arr{"1"}}},
		}})
		s.pushDevices("hotel", device("1", "Lock 1", nil), device("2", "Lock 2", nil))
		lock := s.deviceID("hotel", "1")
		room := str(s.data(`{customer(key: "hotel"){spaces{nodes{id}}}}`, nil), "customer.spaces.nodes.0.id")
		s.data(assignDocument, obj{"input": obj{"spaceId": room, "deviceIds": arr{s.deviceID("hotel", "2")}}})
		guest, _ := s.redeem(url)
		w := &fieldWalk{
			schema: generated.NewExecutableSchema(generated.Config{}).Schema(),
			link:   linkID, url: url, lock: lock, action: s.request(lock, "LOCK"), provider: s.newProvider("one", service), seenByWorkspaces: map[string]bool{},
		}
		w.profile = str(s.newProfile(obj{"name": "one"}), "id")
		var way string
		w.authorization, way = guest.begin(obj{"providerId": w.provider})
		v := s.visitor()
		v.get(v.comesBack(way))
		w.account = str(guest.authorization(w.authorization), "connectedAccount.id")
		for _, field := range w.schema.Query.Fields {
			w.root(field, "query", true)
		}
		for _, field := range w.schema.Mutation.Fields {
			if field.Name != last {
				w.root(field, "mutation", field.Name == "redeemMagicLink")
			}
		}
		w.root(w.schema.Mutation.Fields.ForName(last), "mutation", false)
		callers := []struct {
			name string
			client
		}{{"anonymous", s.as("")}, {"portal", guest}, {"workspace", s.client}}
		var table strings.Builder
		for _, asked := range w.requests {
			lines := make([]string, len(asked.fields))
			for _, caller := range callers {
				a := caller.call(asked.document, nil)
				for i, field := range asked.fields {
					path := append(slices.Clone(asked.path), field)
					verdict := a.verdict(t, path)
					if verdict != "ok" && len(asked.alone) > 1 {
						verdict = caller.call(asked.alone[i], nil).verdict(t, path)
					}
					lines[i] += fmt.Sprintf(" %s=%s", caller.name, verdict)
				}
			}
			for i, field := range asked.fields {
				fmt.Fprintf(&table, "%-60s%s\n", asked.prefix+field, lines[i])
			}
		}
		if *update {
			if err := os.WriteFile(golden, []byte(table.String()), 0o600); err != nil {
				t.Fatal(err)
			}
		}
		if want := readFile(t, golden); table.String() != want {
			t.Errorf("what callers may see has changed; if that is meant, run the test with -update and read the difference.\ngot:\n%s", difference(want, table.String()))
		}
	})
}

// verdict is what became of asking for the field at a path: the first error on
// the way to it, at it, or below it.
func (a answer) verdict(t *testing.T, path []string) string {
	t.Helper()
	for _, problem := range a.Errors {
		if problem.Extensions.Omitted > 0 {
			t.Fatalf("at %v errors are left out, so that a field's may be missing", path)
		}
		var names []string
		for _, step := range problem.Path {
			if name, ok := step.(string); ok {
				names = append(names, name)
			}
		}
		shared := min(len(names), len(path))
		if slices.Equal(names[:shared], path[:shared]) {
			return problem.Extensions.Code
		}
	}
	return "ok"
}

// fieldWalk finds the requests for the fields of each object type, from each
// root field.
type fieldWalk struct {
	schema       *ast.Schema
	link, url    string
	lock, action string
	// Of the customer's portal.
	provider, account, authorization string
	profile                          string
	seen                             map[string]bool
	// seenByWorkspaces are the types behind the roots that are a business's alone.
	seenByWorkspaces map[string]bool
	requests         []walkRequest
}

// walkRequest asks for fields of one object.
type walkRequest struct {
	// path leads to the object.
	path   []string
	fields []string
	// prefix is what stands before a field's name in the table.
	prefix, document string
	// alone asks for each field by itself: one that is forbidden refuses a mutation whole.
	alone []string
}

// root walks what a root field leads to; of most mutations its payload alone,
// since the rest is walked from the queries.
func (w *fieldWalk) root(field *ast.FieldDefinition, operation string, deep bool) {
	if strings.HasPrefix(field.Name, "__") {
		return
	}
	w.seen = map[string]bool{}
	// Who may not call the root may not call what is behind it: there each type is walked once.
	if access := field.Directives.ForName("access"); access != nil && !strings.Contains(fmt.Sprint(access.Arguments.ForName("by").Value), "PORTAL") {
		w.seen = w.seenByWorkspaces
	}
	w.requests = append(w.requests, walkRequest{fields: []string{field.Name}, document: w.document(operation, nil, ast.FieldList{field})})
	if field.Type.Name() != "EndPortalSessionPayload" { // there is nothing left to ask for
		w.object(w.schema.Types[field.Type.Name()], operation, ast.FieldList{field}, deep)
	}
}

// object walks the fields of a type; way are the fields that lead to it.
func (w *fieldWalk) object(definition *ast.Definition, operation string, way ast.FieldList, deep bool) {
	if w.seen[definition.Name] || definition.Kind != ast.Object {
		return
	}
	w.seen[definition.Name] = true
	asked := walkRequest{prefix: way[0].Name + " > " + definition.Name + ".", document: w.document(operation, way, definition.Fields)}
	for _, field := range way {
		asked.path = append(asked.path, field.Name)
	}
	for _, field := range definition.Fields {
		asked.fields = append(asked.fields, field.Name)
		if operation == "mutation" {
			asked.alone = append(asked.alone, w.document(operation, way, ast.FieldList{field}))
		}
	}
	w.requests = append(w.requests, asked)
	if !deep {
		return
	}
	for _, field := range definition.Fields {
		w.object(w.schema.Types[field.Type.Name()], operation, append(slices.Clone(way), field), deep)
	}
}

// document asks for fields of the object that a way leads to.
func (w *fieldWalk) document(operation string, way, fields ast.FieldList) string {
	document := operation
	for _, field := range way {
		document += " { " + field.Name + w.arguments(field)
	}
	document += " {"
	for _, field := range fields {
		document += " " + field.Name + w.arguments(field)
		if kind := w.schema.Types[field.Type.Name()].Kind; kind == ast.Object || kind == ast.Interface {
			document += " { __typename }"
		}
	}
	return document + strings.Repeat(" }", len(way)+1)
}

// arguments gives what a field can't be asked for without.
func (w *fieldWalk) arguments(field *ast.FieldDefinition) string {
	return map[string]string{
		"magicLink(":                  fmt.Sprintf("(id: %q)", w.link),
		"node(":                       fmt.Sprintf("(id: %q)", w.link),
		"customer(":                   `(key: "hotel")`,
		"createCustomerPortal(":       `(input: {customerData: {customerKey: "walk"}})`,
		"pushCustomerData(":           `(input: {customerData: {customerKey: "walk"}})`,
		"updateMagicLink(":            fmt.Sprintf("(input: {id: %q, expiresInSeconds: 86400})", w.link),
		"redeemMagicLink(":            fmt.Sprintf("(input: {token: %q})", w.url),
		"updateWorkspace(":            `(input: {name: "walk"})`,
		"deleteCustomerData(":         `(input: {customerKeys: []})`,
		"revokeMagicLink(":            `(input: {id: "none"})`,
		"provider(":                   fmt.Sprintf("(id: %q)", w.provider),
		"connectedAccount(":           fmt.Sprintf("(id: %q)", w.account),
		"accountAuthorization(":       fmt.Sprintf("(id: %q)", w.authorization),
		"createProvider(":             `(input: {key: "one", name: "One", authorizationUrl: "https://example.com", tokenUrl: "https://example.com", clientId: "c"})`,
		"updateProvider(":             fmt.Sprintf("(input: {id: %q})", w.provider),
		"deleteProvider(":             `(input: {id: "none"})`,
		"connectAccount(":             fmt.Sprintf("(input: {providerId: %q})", w.provider),
		"disconnectAccount(":          fmt.Sprintf("(input: {id: %q})", w.account),
		"rotateMagicLink(":            `(input: {id: "none"})`,
		"reportLeakedToken(":          `(input: {token: "none"})`,
		"endPortalSessions(":          `(input: {customerKey: "none"})`,
		"customizationProfile(":       fmt.Sprintf("(id: %q)", w.profile),
		"createCustomizationProfile(": `(input: {name: "walk"})`,
		"updateCustomizationProfile(": fmt.Sprintf("(input: {id: %q})", w.profile),
		"deleteCustomizationProfile(": `(input: {id: "none"})`,
		"device(":                     fmt.Sprintf("(id: %q)", w.lock),
		"deviceAction(":               fmt.Sprintf("(id: %q)", w.action),
		"pushDevices(":                `(input: {customerKey: "walk", devices: [{deviceKey: "1", name: "One", type: LOCK}]})`,
		"deleteDevices(":              `(input: {customerKey: "walk", deviceKeys: []})`,
		"renameDevice(":               `(input: {id: "none"})`,
		"requestDeviceAction(":        `(input: {deviceId: "none", capability: LOCK})`,
		"completeDeviceAction(":       `(input: {id: "none", succeeded: true})`,
		"assignDevices(":              `(input: {spaceId: "none", deviceIds: ["none"]})`,
		"unassignDevices(":            `(input: {deviceIds: ["none"]})`,
		"refuseDeviceProposal(":       `(input: {deviceId: "none", spaceId: "none"})`,
	}[field.Name+strings.Repeat("(", min(1, len(field.Arguments)))]
}

// difference gives the lines that are in one text alone.
func difference(want, got string) string {
	wanted, gotten := strings.Split(want, "\n"), strings.Split(got, "\n")
	var lines []string
	for _, line := range wanted {
		if !slices.Contains(gotten, line) {
			lines = append(lines, "- "+line)
		}
	}
	for _, line := range gotten {
		if !slices.Contains(wanted, line) {
			lines = append(lines, "+ "+line)
		}
	}
	return strings.Join(lines, "\n")
}
