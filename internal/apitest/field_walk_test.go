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
// object type, reached by a path from the root, as each kind of caller. What a
// caller may see changes only together with the golden table.
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
		s.pushDevices("hotel", device("1", "Lock 1", nil))
		lock := s.deviceID("hotel", "1")
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
		for _, field := range w.fields {
			fmt.Fprintf(&table, "%-60s", field.name)
			for _, caller := range callers {
				fmt.Fprintf(&table, " %s=%s", caller.name, verdict(caller.call(field.document, nil)))
			}
			table.WriteByte('\n')
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

// verdict is what became of asking for a field.
func verdict(a answer) string {
	if len(a.Errors) == 0 {
		return "ok"
	}
	return a.Errors[0].Extensions.Code
}

// fieldWalk finds a document for each field of each object type, from each
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
	fields           []walkedField
}

type walkedField struct{ name, document string }

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
	wrap := []string{field.Name + w.arguments(field)}
	kind := w.schema.Types[field.Type.Name()]
	w.fields = append(w.fields, walkedField{name: field.Name, document: w.document(operation, wrap, kind.Name)})
	if field.Type.Name() != "EndPortalSessionPayload" { // there is nothing left to ask for
		w.object(kind, field.Name, operation, wrap, deep)
	}
}

// object walks the fields of a type; wrap are the selections that lead to it.
func (w *fieldWalk) object(definition *ast.Definition, root, operation string, wrap []string, deep bool) {
	if w.seen[definition.Name] || definition.Kind != ast.Object {
		return
	}
	w.seen[definition.Name] = true
	for _, field := range definition.Fields {
		selection := field.Name + w.arguments(field)
		w.fields = append(w.fields, walkedField{
			name:     root + " > " + definition.Name + "." + field.Name,
			document: w.document(operation, append(slices.Clone(wrap), selection), field.Type.Name()),
		})
	}
	if !deep {
		return
	}
	for _, field := range definition.Fields {
		w.object(w.schema.Types[field.Type.Name()], root, operation, append(slices.Clone(wrap), field.Name+w.arguments(field)), deep)
	}
}

func (w *fieldWalk) document(operation string, selections []string, kind string) string {
	document := operation
	for _, selection := range selections {
		document += " { " + selection
	}
	if leaf := w.schema.Types[kind].Kind; leaf == ast.Object || leaf == ast.Interface {
		document += " { __typename }"
	}
	return document + strings.Repeat(" }", len(selections))
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
