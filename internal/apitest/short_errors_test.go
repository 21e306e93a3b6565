package apitest_test

import (
	"encoding/json"
	"strings"
	"testing"
)

func TestAnErrorIsShortHoweverLongIsWhatItIsAbout(t *testing.T) {
	long, half := strings.Repeat("x", 1<<20), strings.Repeat("x", 400<<10)
	input := func(name string, value any) obj {
		return obj{"query": createDocument, "variables": obj{"input": obj{name: value}}}
	}
	document := func(text string) obj { return obj{"query": text} }
	bodies := map[string]obj{
		"a field of the input":            input(long, 1),
		"a field of an object in a list":  input("customerData", obj{"rooms": arr{obj{long: 1}}}),
		"a text":                          input("customerData", obj{"customerKey": long}),
		"a number":                        input("expiresInSeconds", json.Number(strings.Repeat("9", 1<<20))),
		"a date":                          input("customerData", obj{"customerKey": "k", "reservations": arr{obj{"reservationKey": "r", "startsAt": long}}}),
		"a URL":                           input("returnUrl", long),
		"an origin":                       input("embedOrigins", arr{long}),
		"an idempotency key":              input("idempotencyKey", long),
		"an enum's value":                 {"query": `query($s: MagicLinkStatus){magicLinks(filter:{status:$s}){nodes{id}}}`, "variables": obj{"s": long}},
		"a cursor":                        {"query": `query($c: String){magicLinks(after:$c){nodes{id}}}`, "variables": obj{"c": long}},
		"an id":                           {"query": `mutation($i: ID!){revokeMagicLink(input:{id:$i}){magicLink{id}}}`, "variables": obj{"i": long}},
		"a token":                         {"query": `mutation($t: String!){redeemMagicLink(input:{token:$t}){session{token}}}`, "variables": obj{"t": long}},
		"an operation's name":             {"query": `{workspace{id}}`, "operationName": long},
		"a document's id":                 {"documentId": long},
		"a field":                         document(`{` + half + `}`),
		"a field's argument":              document(`{customer(key:"k" ` + half + `:1){id}}`),
		"an input field in a literal":     document(`{magicLinks(filter:{` + half + `:1}){nodes{id}}}`),
		"an enum's value in a literal":    document(`{magicLinks(filter:{status:` + half + `}){nodes{id}}}`),
		"a text in a literal":             document(`{magicLinks(filter:{status:"` + half + `"}){nodes{id}}}`),
		"a number in a literal":           document(`{magicLinks(first:` + strings.Repeat("9", 400<<10) + `){nodes{id}}}`),
		"a directive":                     document(`{workspace{id @` + half + `}}`),
		"a directive's argument":          document(`{workspace{id @include(if:true ` + half + `:1)}}`),
		"a fragment that isn't there":     document(`{...` + half + `}`),
		"a fragment that isn't used":      document(`{workspace{id}} fragment ` + half + ` on Query{workspace{id}}`),
		"a fragment's type":               document(`{...on ` + half + `{id}}`),
		"a variable that isn't defined":   document(`query{customer(key:$` + half + `){id}}`),
		"a variable that isn't used":      document(`query($` + half + `:Int){workspace{id}}`),
		"a variable that is required":     document(`query($` + half + `:String!){customer(key:$` + half + `){id}}`),
		"a variable's type":               document(`query($k:` + half + `){customer(key:$k){id}}`),
		"a name where none may be":        document(`{workspace{id}} ` + half),
		"a text where none may be":        document(`{workspace{id}} "` + half + `"`),
		"an alias":                        document(`mutation{` + half + `:revokeMagicLink(input:{id:"1"}){magicLink{id}}}`),
		"a number that isn't one":         document(`{customer(key:` + strings.Repeat("0", 400<<10) + `){id}}`),
		"an operation that stands twice":  document(`query ` + half + `{workspace{id}} query ` + half + `{workspace{id}}`),
		"an argument that stands twice":   document(`{customer(` + half + `:"k" ` + half + `:"k"){id}}`),
		"a variable that stands twice":    document(`query($` + half + `:String $` + half + `:String){customer(key:$` + half + `){id}}`),
		"a field that is one of a scalar": document(`{workspace{id{` + half + `}}}`),
	}
	each(t, func(t *testing.T, s *server) {
		for name, body := range bodies {
			text, err := json.Marshal(body)
			if err != nil {
				t.Fatal(err)
			}
			a, err := s.post(text)
			if err != nil || len(a.Errors) == 0 {
				t.Errorf("%s: %v %s", name, err, short(a.Body))
				continue
			}
			for _, p := range a.Errors {
				if len(p.Message) > 600 || len(p.Extensions.Field) > 200 {
					t.Errorf("%s: a message of %d bytes, a field of %d: %s", name, len(p.Message), len(p.Extensions.Field), short(p.Message))
				}
			}
			if len(a.Body) > 4<<10 {
				t.Errorf("%s: an answer of %d bytes: %s", name, len(a.Body), short(a.Body))
			}
		}
	})
}
