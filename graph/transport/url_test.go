package transport

import (
	"encoding/json"
	"net/url"
	"reflect"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/intake"
)

func TestGetIsReadFromTheURL(t *testing.T) {
	for _, c := range []struct {
		name, query string
		want        Request
	}{
		{"a query alone", "query=%7Ba%7D", Request{Query: "{a}", ReadOnly: true}},
		{"plus is a space", "query=query+Q%7Ba%7D&operationName=Q", Request{Query: "query Q{a}", OperationName: "Q", ReadOnly: true}},
		{"null is a name", "query=x&operationName=null", Request{Query: "x", OperationName: "null", ReadOnly: true}},
		{"empty optional parameters are absent", "query=x&operationName=&variables=&extensions=", Request{Query: "x", ReadOnly: true}},
		{"null variables are absent", "query=x&variables=null&extensions=null", Request{Query: "x", ReadOnly: true}},
		{"other parameters are ignored, also twice", "query=x&u=1&u=2", Request{Query: "x", ReadOnly: true}},
		{
			"variables and extensions are JSON", "query=x&variables=" + url.QueryEscape(`{"a":1.50,"b":["é"]}`) + "&extensions=" + url.QueryEscape(`{"c":null}`),
			Request{
				Query: "x", ReadOnly: true,
				Variables:  map[string]any{"a": json.Number("1.50"), "b": []any{"é"}},
				Extensions: map[string]any{"c": nil},
			},
		},
		{"a document's id", "documentId=sha256:ab", Request{DocumentID: "sha256:ab", ReadOnly: true}},
		{
			"Apollo's persisted query", "extensions=" + url.QueryEscape(`{"persistedQuery":{"version":1,"sha256Hash":"ab"}}`),
			Request{
				DocumentID: "ab", ReadOnly: true,
				Extensions: map[string]any{"persistedQuery": map[string]any{"version": json.Number("1"), "sha256Hash": "ab"}},
			},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			run := new(recorder)
			if got := send(t, run, intake.Limits{}, get(c.query)); got.status != 200 {
				t.Fatalf("status %d: %s", got.status, got.body)
			}
			run.last.Header = nil
			if !reflect.DeepEqual(*run.last, c.want) {
				t.Errorf("got %+v, want %+v", *run.last, c.want)
			}
		})
	}
}

func TestGetIsRefused(t *testing.T) {
	deep := url.QueryEscape(strings.Repeat(`{"a":`, intake.MaxDepth+1) + "1" + strings.Repeat("}", intake.MaxDepth+1))
	for _, c := range []struct{ name, query, code, message string }{
		{"without parameters", "", "BAD_REQUEST", "no query"},
		{"with an empty query", "query=", "BAD_REQUEST", "no query"},
		{"with a query given twice", "query=a&query=a", "BAD_REQUEST", "`query` is given more than once"},
		{"with variables given twice", "query=a&variables=&variables=", "BAD_REQUEST", "`variables` is given more than once"},
		{"with a name given twice", "query=a&operationName=b&operationName=b", "BAD_REQUEST", "`operationName` is given more than once"},
		{"with a broken escape", "query=%zz", "BAD_REQUEST", "encoded"},
		{"with invalid UTF-8", "query=%FF", "BAD_REQUEST", "not valid UTF-8"},
		{"with an array of variables", "query=a&variables=%5B%5D", "BAD_REQUEST", "must be an object"},
		{"with broken variables", "query=a&variables=%7B", "BAD_REQUEST", "`variables`: the JSON ends too early (byte 1)"},
		{"with something behind the variables", "query=a&variables=%7B%7D1", "BAD_REQUEST", "something follows"},
		{"with white space for variables", "query=a&variables=+", "BAD_REQUEST", "ends too early"},
		{"with a duplicate name", "query=a&extensions=" + url.QueryEscape(`{"a":1,"a":1}`), "BAD_REQUEST", "same name"},
		{"with variables that are too deep", "query=a&variables=" + deep, "LIMIT_EXCEEDED", "64 levels"},
	} {
		t.Run(c.name, func(t *testing.T) {
			run := new(recorder)
			wantFault(t, send(t, run, intake.Limits{}, get(c.query)), 400, c.code, c.message)
			if run.last != nil {
				t.Error("it ran")
			}
		})
	}
}

func TestMutationByGetIs405(t *testing.T) {
	for _, accept := range []string{mediaJSON, mediaGraphQL} {
		t.Run(accept, func(t *testing.T) {
			got := send(t, &recorder{result: RefuseMutation()}, intake.Limits{}, get("query=mutation%7Ba%7D", "Accept", accept))
			wantFault(t, got, 405, "BAD_REQUEST", "by GET")
			if allow := got.header.Get("Allow"); allow != "POST" {
				t.Errorf("Allow: %q", allow)
			}
		})
	}
}
