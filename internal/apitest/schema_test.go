package apitest_test

import (
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/graph/generated"
)

func schema() *ast.Schema { return generated.NewExecutableSchema(generated.Config{}).Schema() }

// seamField is a row of Seam's table of what create_portal takes.
type seamField struct {
	path, kind, constraints string
	required                bool
}

// seamFields reads the rows that Seam's seed has with those of its newest that are data of a
// customer, and the rest of the newest: the settings and the custom metadata. A row of the
// newest alone is required where the newest requires it.
func seamFields(t *testing.T) (fields, newer []seamField) {
	t.Helper()
	for i, line := range strings.Split(strings.TrimSpace(readFile(t, "testdata/seam-create-portal-fields.tsv")), "\n") {
		columns := strings.Split(line, "\t")
		if len(columns) != 7 {
			t.Fatalf("line %d has %d columns", i+1, len(columns))
		}
		switch newest := strings.HasPrefix(columns[0], "customer_data.") && !strings.Contains(columns[0], "custom_metadata"); {
		case columns[5] == "yes":
			fields = append(fields, seamField{columns[0], columns[1], columns[2], columns[3] == "yes"})
		case newest:
			fields = append(fields, seamField{columns[0], columns[1], columns[2], columns[4] == "yes"})
		case i > 0:
			newer = append(newer, seamField{columns[0], columns[1], columns[2], columns[4] == "yes"})
		}
	}
	return fields, newer
}

// fieldAt finds the input field of a path in Seam's table, with the type that has it; nil
// where there is none.
func fieldAt(schema *ast.Schema, path string) (of *ast.Definition, field *ast.FieldDefinition) {
	definition := schema.Types["CreateCustomerPortalInput"]
	for step := range strings.SplitSeq(strings.ReplaceAll(path, "[]", ""), ".") {
		if definition == nil {
			return nil, nil
		}
		of, field = definition, definition.Fields.ForName(camel(step))
		if field == nil {
			return nil, nil
		}
		definition = schema.Types[field.Type.Name()]
	}
	return of, field
}

// TestEverySettingOfSeamsNewestCreatePortalIsInTheSchema holds the schema against what is
// beside the customer's data, and the custom metadata.
func TestEverySettingOfSeamsNewestCreatePortalIsInTheSchema(t *testing.T) {
	t.Parallel()
	schema := schema()
	_, newer := seamFields(t)
	walked := 0
	for _, f := range newer {
		if strings.HasSuffix(f.path, ".<key>") { // the names are the business's
			continue
		}
		walked++
		_, field := fieldAt(schema, f.path)
		if field == nil {
			t.Errorf("%s isn't in the schema", f.path)
			continue
		}
		if (f.kind == "boolean") != (field.Type.Name() == "Boolean") || strings.HasSuffix(f.kind, "[]") != (field.Type.Elem != nil) {
			t.Errorf("%s is %s, and in the schema %s", f.path, f.kind, field.Type)
		}
		if strings.Contains(f.constraints, "default=false") != (field.DefaultValue != nil && field.DefaultValue.Raw == "false") {
			t.Errorf("%s: its default is %v, and in the table %q", f.path, field.DefaultValue, f.constraints)
		}
	}
	if walked < 45 {
		t.Errorf("only %d rows were walked", walked)
	}
}

// camel turns customer_key into customerKey.
func camel(name string) string {
	var out strings.Builder
	up := false
	for _, r := range name {
		if r == '_' {
			up = true
			continue
		}
		if up {
			r = unicode.ToUpper(r)
		}
		up = false
		out.WriteRune(r)
	}
	return out.String()
}

// differs are the rows where the contract departs from Seam: customerData is
// required, and the names of grants are optional, as in Seam's newest.
var differs = map[string]bool{
	"customer_data": true, "customer_data.access_grants[].name": false, "customer_data.bookings[].name": false, "customer_data.reservations[].name": false,
}

func TestEveryFieldOfSeamsCreatePortalIsInTheSchema(t *testing.T) {
	t.Parallel()
	schema := schema()
	fields, newer := seamFields(t)
	if len(fields) < 130 {
		t.Fatalf("only %d rows", len(fields))
	}
	inTable := map[string]bool{}
	for _, f := range fields {
		of, field := fieldAt(schema, f.path)
		if field == nil {
			t.Errorf("%s isn't in the schema", f.path)
			continue
		}
		inTable[of.Name+"."+field.Name] = true
		required, departs := differs[f.path]
		if !departs {
			required = f.required
		}
		if field.Type.NonNull != required {
			t.Errorf("%s: its type is %s, and required is %t", f.path, field.Type, required)
		}
		if got := seamKind(schema, field.Type, f.constraints); got != f.kind {
			t.Errorf("%s is %s, and in the schema %s", f.path, f.kind, got)
		}
		if def := strings.Contains(f.constraints, "default=false"); def != (field.DefaultValue != nil && field.DefaultValue.Raw == "false") {
			t.Errorf("%s: its default is %v, and in the table %q", f.path, field.DefaultValue, f.constraints)
		}
	}
	for _, f := range newer {
		if of, field := fieldAt(schema, f.path); field != nil {
			inTable[of.Name+"."+field.Name] = true
		}
	}
	for _, name := range []string{"CustomerDataInput", "FeaturesInput", "FeatureInput", "RoomInput", "GuestInput", "ReservationInput", "BookingInput", "AccessGrantInput",
		"SpaceInput", "SpaceCustomerDataInput", "GeolocationInput", "SiteInput", "StaffMemberInput"} {
		for _, field := range schema.Types[name].Fields {
			if !inTable[name+"."+field.Name] {
				t.Errorf("%s.%s isn't in Seam's table", name, field.Name)
			}
		}
	}
}

// seamKind names a type as Seam's table does.
func seamKind(schema *ast.Schema, t *ast.Type, constraints string) string {
	kind := map[string]string{"String": "string", "Boolean": "boolean", "Int": "integer", "Float": "number", "DateTime": "string"}[t.Name()]
	if (t.Name() == "DateTime") != strings.Contains(constraints, "date-time") {
		return "a " + t.Name() + " with " + constraints
	}
	if schema.Types[t.Name()].Kind == ast.InputObject {
		kind = "object"
	}
	if t.Elem != nil {
		if !t.Elem.NonNull {
			return "a list with nulls"
		}
		kind += "[]"
	}
	return kind
}

func TestEachOfThe19ListsHasAnInputTypeOfItsOwn(t *testing.T) {
	t.Parallel()
	schema, seen := schema(), map[string]bool{}
	for _, l := range slices.Concat(spaceLists, personLists, grantLists) {
		field := schema.Types["CustomerDataInput"].Fields.ForName(l.list)
		name := field.Type.Name()
		if seen[name] {
			t.Errorf("%s shares %s", l.list, name)
		}
		seen[name] = true
		if key := schema.Types[name].Fields.ForName(l.key); key == nil || key.Type.String() != "String!" {
			t.Errorf("%s has no key %s: String!", name, l.key)
		}
		if field := schema.Types["DeleteCustomerDataInput"].Fields.ForName(l.key + "s"); field == nil || field.Type.String() != "[String!]" {
			t.Errorf("deleteCustomerData takes no %ss: [String!]", l.key)
		}
	}
	for enum, lists := range map[string][]kindOf{"SpaceKind": spaceLists, "UserIdentityKind": personLists, "AccessGrantKind": grantLists} {
		for i, value := range schema.Types[enum].EnumValues {
			if i >= len(lists) || value.Name != lists[i].kind {
				t.Errorf("%s has %s at place %d", enum, value.Name, i)
			}
		}
		same(t, enum, len(schema.Types[enum].EnumValues), len(lists))
	}
}

func TestEverythingInTheSchemaIsDescribed(t *testing.T) {
	t.Parallel()
	schema := schema()
	described := func(what, text string) {
		if len(strings.TrimSpace(text)) < 10 {
			t.Errorf("%s has the description %q", what, text)
		}
	}
	for name, definition := range schema.Types {
		if definition.BuiltIn {
			continue
		}
		described(name, definition.Description)
		for _, field := range definition.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			described(name+"."+field.Name, field.Description)
			for _, argument := range field.Arguments {
				described(name+"."+field.Name+"("+argument.Name+")", argument.Description)
			}
		}
		for _, value := range definition.EnumValues {
			described(name+"."+value.Name, value.Description)
		}
	}
	for name, directive := range schema.Directives {
		if directive.Position == nil || directive.Position.Src.BuiltIn {
			continue
		}
		described("@"+name, directive.Description)
		for _, argument := range directive.Arguments {
			described("@"+name+"("+argument.Name+")", argument.Description)
		}
	}
}

func TestEveryRootFieldSaysWhoMayCallIt(t *testing.T) {
	t.Parallel()
	open := map[string]bool{"redeemMagicLink": true, "reportLeakedToken": true}
	schema := schema()
	for _, root := range []*ast.Definition{schema.Query, schema.Mutation} {
		for _, field := range root.Fields {
			if strings.HasPrefix(field.Name, "__") {
				continue
			}
			access := field.Directives.ForName("access")
			if (access == nil) != open[field.Name] {
				t.Errorf("%s.%s: @access %v; stands on the list of open ones: %t", root.Name, field.Name, access, open[field.Name])
			}
			if access != nil && len(access.Arguments.ForName("by").Value.Children) == 0 {
				t.Errorf("%s.%s is for nobody", root.Name, field.Name)
			}
		}
	}
}

func TestTheSchemaHasTheShapeOfRelay(t *testing.T) {
	t.Parallel()
	schema := schema()
	for name, definition := range schema.Types {
		if !strings.HasSuffix(name, "Connection") || definition.Kind != ast.Object {
			continue
		}
		node := strings.TrimSuffix(name, "Connection")
		for field, want := range map[string]string{
			"edges": "[" + node + "Edge!]!", "nodes": "[" + node + "!]!", "pageInfo": "PageInfo!", "totalCount": "Int!",
		} {
			if found := definition.Fields.ForName(field); found == nil || found.Type.String() != want {
				t.Errorf("%s.%s isn't %s", name, field, want)
			}
		}
	}
	for _, mutation := range schema.Mutation.Fields {
		name := strings.ToUpper(mutation.Name[:1]) + mutation.Name[1:]
		if mutation.Type.String() != name+"Payload!" {
			t.Errorf("%s answers %s", mutation.Name, mutation.Type)
		}
		if len(mutation.Arguments) > 1 || len(mutation.Arguments) == 1 && (mutation.Arguments[0].Name != "input" || mutation.Arguments[0].Type.String() != name+"Input!") {
			t.Errorf("%s takes %v", mutation.Name, mutation.Arguments)
		}
	}
}
