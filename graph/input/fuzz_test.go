package input_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/vektah/gqlparser/v2/ast"
	"github.com/vektah/gqlparser/v2/parser"
	"github.com/vektah/gqlparser/v2/validator"
	"github.com/vektah/gqlparser/v2/validator/rules"

	"github.com/portico-portal/portico/graph/generated"
	"github.com/portico-portal/portico/graph/input"
	"github.com/portico-portal/portico/graph/scalar"
)

var (
	schema  = generated.NewExecutableSchema(generated.Config{}).Schema()
	coercer = input.NewCoercer(schema, map[string]input.Scalar{
		"DateTime": func(value any) (any, error) { return scalar.UnmarshalDateTime(value) },
	}, nil)
)

// parse gives a valid document; nil where the text is none.
func parse(text string) *ast.QueryDocument {
	doc, err := parser.ParseQueryWithTokenLimit(&ast.Source{Input: text}, 15000)
	if err != nil {
		return nil
	}
	set := rules.NewDefaultRules()
	set.RemoveRule(rules.ValuesOfCorrectTypeRule.Name)
	if len(validator.ValidateWithRules(schema, doc, set)) > 0 || len(doc.Operations) == 0 {
		return nil
	}
	return doc
}

// check reads the arguments and holds what comes of them against what
// execution relies on.
func check(t *testing.T, doc *ast.QueryDocument, variables map[string]any) {
	t.Helper()
	result := coercer.Coerce(doc, doc.Operations[0], variables)
	for _, f := range result.Faults {
		if f.Field == "" || f.Message == "" || strings.HasPrefix(f.Field, "input.") || !utf8.ValidString(f.Error()) {
			t.Errorf("a fault at %q: %q", f.Field, f.Message)
		}
	}
	plain(t, "variables", result.Variables)
	for _, root := range result.Roots {
		plain(t, root.Field.Name, root.Arguments)
	}
}

// plain makes sure that a value is of the types that execution takes, and that
// its texts can be stored.
func plain(t *testing.T, at string, value any) {
	t.Helper()
	switch v := value.(type) {
	case nil, bool, int64, float64, time.Time:
	case string:
		if !utf8.ValidString(v) || strings.ContainsRune(v, 0) {
			t.Errorf("%s: the text %q went through", at, v)
		}
	case []any:
		for i, item := range v {
			plain(t, fmt.Sprintf("%s[%d]", at, i), item)
		}
	case map[string]any:
		for name, member := range v {
			plain(t, at+"."+name, member)
		}
	default:
		t.Errorf("%s: a %T went through", at, value)
	}
}

var documents = []string{
	`mutation($input: CreateCustomerPortalInput!){createCustomerPortal(input:$input){magicLink{id}}}`,
	`mutation($input: PushCustomerDataInput!){pushCustomerData(input:$input){customer{id}}}`,
	`mutation($input: DeleteCustomerDataInput!){deleteCustomerData(input:$input){deletedCount}}`,
	`mutation($input: UpdateWorkspaceInput!){updateWorkspace(input:$input){workspace{id}}}`,
	`query($input: AccessGrantFilter, $first: Int = 0){customer(key:"x"){accessGrants(first:$first, filter:$input){nodes{id}} spaces(filter:{key:"x"}){nodes{id}}}}`,
	`mutation($input: CustomerDataInput!, $again: Boolean){a: createCustomerPortal(input:{customerData:$input, isEmbedded:$again}){magicLink{id}} b: pushCustomerData(input:{customerData:$input}){customer{id}}}`,
}

func FuzzCoerceVariables(f *testing.F) {
	for i := range documents {
		for _, seed := range []string{
			`{}`, `{"input":null}`, `{"input":{}}`, `{"input":[]}`, `{"input":"x","first":1.0,"again":1}`,
			`{"input":{"customerData":{"customerKey":"h","rooms":[{"roomKey":"1","name":"n"},null,5],"reservations":{"reservationKey":"r","startsAt":"2026-11-24T15:04:05Z","roomKeys":"1"}},"features":{"connect":{"exclude":true}},"expiresInSeconds":60}}`,
			`{"input":{"customerKey":5,"customerKeys":["a",null],"roomKeys":[[]],"kind":"ROOM","activeAt":"x","nope":{"a":[1]},"a b":1}}`,
			`{"input":{"":0,"input":{},".":1}}`, `{"input":{"":0,"input.":0}}`, `{"":1}`,
			`{"input":{"name":"\u0000","embedOrigins":[1e400],"returnUrl":"\ud800"},"first":1e400}`,
		} {
			f.Add(uint8(i), seed)
		}
	}
	f.Fuzz(func(t *testing.T, n uint8, text string) {
		var variables map[string]any
		decoder := json.NewDecoder(bytes.NewReader([]byte(text)))
		decoder.UseNumber()
		if decoder.Decode(&variables) != nil {
			return
		}
		check(t, parse(documents[int(n)%len(documents)]), variables)
	})
}

func FuzzCoerceLiterals(f *testing.F) {
	for _, seed := range []string{
		`{}`, `null`, `5`, `"x"`, `[{}]`, `{customerData:{customerKey:"h" rooms:[{roomKey:"1" name:"n"} null 5] guests:{guestKey:"g" name:"x"}} features:{connect:{exclude:true}}}`,
		`{customerData:$data}`, `{customerData:{customerKey:$key}}`, `{isEmbedded:$missing}`, `{customerData:{customerKey:"\ud800\u0000"}}`,
		`{customerData:{customerKey:"\ud83d\ude00" reservations:[{startsAt:"2026-11-24T15:04:05Z"}]} expiresInSeconds:1.0 maxRedemptions:99999999999999999999}`,
		`{customerData:{customerKey:"""block \ud800""" rooms:[[{roomKey:ENUM}]]}}`, `{embedOrigins:[$key]}`, `{nope:1 nope:2}`, `{features:ENUM}`,
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, literal string) {
		doc := parse(`mutation($data: CustomerDataInput! = {customerKey: "d"}, $key: String! = "k"){createCustomerPortal(input:` + literal + `){magicLink{id}}}`)
		if doc != nil {
			check(t, doc, nil)
			check(t, doc, map[string]any{"data": map[string]any{"customerKey": json.Number("5")}, "key": []any{}})
		}
	})
}
