package transport

import (
	"encoding/json"
	"reflect"
	"strconv"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/portico-portal/portico/internal/intake"
)

func TestBodyIsDecoded(t *testing.T) {
	nested := func(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }
	for _, c := range []struct {
		name, body string
		want       Request
	}{
		{"a query alone", `{"query":"{a}"}`, Request{Query: "{a}"}},
		{"white space around", " \t\r\n{ \"query\" : \"{a}\" } \n", Request{Query: "{a}"}},
		{"nulls are absent", `{"query":"x","operationName":null,"variables":null,"extensions":null,"documentId":null}`, Request{Query: "x"}},
		{"no query is left to the caller", `{"query":null}`, Request{}},
		{"empty objects", `{"query":"x","variables":{},"extensions":{}}`, Request{Query: "x", Variables: map[string]any{}, Extensions: map[string]any{}}},
		{"other members are ignored", `{"a":{"query":"y"},"query":"x","Query":"z","b":[1,{}],"c":null}`, Request{Query: "x"}},
		{"a name with an escape", `{"qu\u0065ry":"x"}`, Request{Query: "x"}},
		{"a document's id before Apollo's", `{"documentId":"d","extensions":{"persistedQuery":{"sha256Hash":"a"}}}`, Request{
			DocumentID: "d", Extensions: map[string]any{"persistedQuery": map[string]any{"sha256Hash": "a"}},
		}},
		{"an id that is no text is none", `{"query":"x","extensions":{"persistedQuery":{"sha256Hash":1}}}`, Request{
			Query: "x", Extensions: map[string]any{"persistedQuery": map[string]any{"sha256Hash": json.Number("1")}},
		}},
		{"values of every kind", `{"query":"x","variables":{"a":null,"b":true,"c":false,"d":"s","e":[],"f":{},"g":[[1],{"h":""}]}}`, Request{
			Query: "x", Variables: map[string]any{
				"a": nil, "b": true, "c": false, "d": "s", "e": []any{}, "f": map[string]any{},
				"g": []any{[]any{json.Number("1")}, map[string]any{"h": ""}},
			},
		}},
		{"numbers as they are written", `{"query":"x","variables":{"a":[-0,1.50,1E+2,123456789012345678901234567890]}}`, Request{
			Query: "x", Variables: map[string]any{"a": []any{
				json.Number("-0"), json.Number("1.50"), json.Number("1E+2"), json.Number("123456789012345678901234567890"),
			}},
		}},
		{"the same name in two objects", `{"query":"x","variables":{"a":{"n":1},"b":{"n":1}}}`, Request{
			Query: "x", Variables: map[string]any{"a": map[string]any{"n": json.Number("1")}, "b": map[string]any{"n": json.Number("1")}},
		}},
		{"other members of the greatest depth", `{"query":"x","a":` + nested(intake.MaxDepth) + `}`, Request{Query: "x"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, fault := decodeBody([]byte(c.body), 0)
			if fault != nil {
				t.Fatal(fault.Message)
			}
			if !reflect.DeepEqual(*got, c.want) {
				t.Errorf("got %#v, want %#v", *got, c.want)
			}
		})
	}
}

func TestBodyIsRefused(t *testing.T) {
	nested := func(levels int) string { return strings.Repeat("[", levels) + strings.Repeat("]", levels) }
	for _, c := range []struct{ name, body, message string }{
		{"empty", "", "the body is empty"},
		{"white space alone", " \r\n\t", "the body is empty"},
		{"an array", `[{"query":"{a}"}]`, "batching is not supported"},
		{"a string", `"{a}"`, "must be one JSON object"},
		{"a number", `1`, "must be one JSON object"},
		{"null", `null`, "must be one JSON object"},
		{"no JSON", `query { a }`, "not valid JSON (byte 0)"},
		{"a byte order mark", "\xEF\xBB\xBF" + `{"query":"x"}`, "not valid JSON (byte 0)"},
		{"UTF-16", "\xFF\xFE{\x00", "not valid JSON (byte 0)"},
		{"gzip", "\x1f\x8b\x08\x00", "not valid JSON (byte 0)"},
		{"an object that doesn't end", `{"query":"x"`, "ends too early (byte 12)"},
		{"a string that doesn't end", `{"query":"x`, "ends too early (byte 11)"},
		{"a trailing comma", `{"query":"x",}`, "not valid JSON (byte 12)"},
		{"a comment", `{"query":"x"/**/}`, "not valid JSON (byte 12)"},
		{"a single quote", `{'query':"x"}`, "not valid JSON (byte 1)"},
		{"a name that is no string", `{1:"x"}`, "not valid JSON (byte 1)"},
		{"a missing value", `{"query":}`, "not valid JSON (byte 9)"},
		{"a bad escape", `{"query":"\x"}`, "not valid JSON (byte 10)"},
		{"a raw control character", "{\"query\":\"\x00\"}", "not valid JSON (byte 10)"},
		{"NaN", `{"query":"x","variables":{"a":NaN}}`, "not valid JSON (byte 30)"},
		{"a leading zero", `{"query":"x","variables":{"a":01}}`, "not valid JSON"},
		{"the wrong bracket", `{"query":"x","variables":{"a":[}}`, "not valid JSON"},
		{"a second value", `{"query":"x"}{"query":"y"}`, "something follows the JSON object, which ends at byte 13"},
		{"a second value after a line", "{\"query\":\"x\"}\n1", "something follows"},
		{"nonsense after the end", `{"query":"x"}]`, "something follows"},
		{"a NUL after the end", "{\"query\":\"x\"}\x00", "something follows"},
		{"two queries", `{"query":"x","query":"x"}`, "same name (byte 20)"},
		{"two variables", `{"query":"x","variables":{},"variables":{}}`, "same name"},
		{"two queries, one written with an escape", `{"query":"x","qu\u0065ry":"x"}`, "same name"},
		{"two members of another name", `{"query":"x","other":1,"other":2}`, "same name"},
		{"two variables of a name", `{"query":"x","variables":{"a":1,"a":1}}`, "same name (byte 35)"},
		{"two fields of a name, deep", `{"query":"x","variables":{"a":[{"b":{"c":1,"d":2,"c":3}}]}}`, "same name"},
		{"two fields of a name in what is ignored", `{"query":"x","other":{"a":1,"a":1}}`, "same name"},
		{"a query that is a number", `{"query":0}`, "`query` must be a string"},
		{"a query that is an object", `{"query":{}}`, "`query` must be a string"},
		{"a query that is false", `{"query":false}`, "`query` must be a string"},
		{"an operation name that is an array", `{"query":"x","operationName":[]}`, "`operationName` must be a string"},
		{"a document's id that is a number", `{"query":"x","documentId":1}`, "`documentId` must be a string"},
		{"variables that are a string", `{"query":"x","variables":"{}"}`, "`variables` must be an object"},
		{"variables that are an array", `{"query":"x","variables":[]}`, "`variables` must be an object"},
		{"extensions that are a number", `{"query":"x","extensions":1}`, "`extensions` must be an object"},
		{"a query with a stray byte", "{\"query\":\"a\xFFb\"}", "a string is not valid Unicode text (byte 9)"},
		{"a query with an unpaired surrogate", `{"query":"a\ud800b"}`, "a string is not valid Unicode text (byte 9)"},
		{"a query with a surrogate in UTF-8", "{\"query\":\"\xED\xA0\x80\"}", "a string is not valid Unicode text (byte 9)"},
		{"an overlong encoding", "{\"query\":\"\xC0\x80\"}", "a string is not valid Unicode text (byte 9)"},
		{"an operation name with a stray byte", "{\"query\":\"x\",\"operationName\":\"\xFF\"}", "a string is not valid Unicode text (byte 29)"},
		{"an extension with a stray byte", "{\"query\":\"x\",\"extensions\":{\"a\":\"\xFF\"}}", "a string is not valid Unicode text"},
		{"an ignored string with a stray byte", "{\"query\":\"x\",\"other\":\"\xFF\"}", "a string is not valid Unicode text"},
		{"a member's name with a stray byte", "{\"query\":\"x\",\"\xFF\":1}", "name is not valid Unicode text (byte 13)"},
		{"a variable's name with a stray byte", "{\"query\":\"x\",\"variables\":{\"\xFF\":1}}", "name is not valid Unicode text (byte 26)"},
		{"a field's name with an unpaired surrogate", `{"query":"x","variables":{"a":{"\udc00":1}}}`, "name is not valid Unicode text (byte 31)"},
	} {
		t.Run(c.name, func(t *testing.T) {
			wantFault(t, send(t, new(recorder), intake.Limits{}, post(c.body)), 400, "BAD_REQUEST", c.message)
		})
	}
	for member, levels := range map[string]int{"variables": intake.MaxDepth, "extensions": intake.MaxDepth, "other": intake.MaxDepth + 1} {
		t.Run(member+" too deep", func(t *testing.T) {
			body := `{"query":"x","` + member + `":{"a":` + nested(levels) + `}}`
			wantFault(t, send(t, new(recorder), intake.Limits{}, post(body)), 400, "LIMIT_EXCEEDED", "deeper than 64 levels")
		})
	}
	t.Run("a million brackets", func(t *testing.T) {
		body := `{"variables":{"a":` + strings.Repeat("[", 1<<20)
		wantFault(t, send(t, new(recorder), intake.Limits{}, post(body)), 400, "LIMIT_EXCEEDED", "deeper than 64 levels")
	})
}

func TestItemLimit(t *testing.T) {
	list := func(items int) string {
		return `{"query":"x","variables":{"a":[0` + strings.Repeat(",0", items-1) + `]}}`
	}
	if got := send(t, new(recorder), intake.Limits{}, post(list(25_000))); got.status != 200 {
		t.Errorf("status %d: %s", got.status, got.body)
	}
	wantFault(t, send(t, new(recorder), intake.Limits{}, post(list(25_001))), 413, "LIMIT_EXCEEDED", "more than 25000 items")
}

func TestValueLimit(t *testing.T) {
	for _, c := range []struct {
		name, variables, other string
		status                 int
	}{
		{"as many as allowed", `{"a":[1,{"b":2}]}`, `null`, 200}, // a, 1, the object for 8, b, and the other member
		{"one more in the variables", `{"a":[1,{"b":2,"c":3}]}`, `null`, 413},
		{"one more in what is ignored", `{"a":[1,{"b":2}]}`, `[0]`, 413},
	} {
		t.Run(c.name, func(t *testing.T) {
			got := send(t, new(recorder), intake.Limits{Values: 12}, post(`{"query":"x","variables":`+c.variables+`,"other":`+c.other+`}`))
			if c.status == 413 {
				wantFault(t, got, 413, "LIMIT_EXCEEDED", "more than 12 JSON values, an object counting as 8")
			} else if got.status != c.status {
				t.Errorf("status %d: %s", got.status, got.body)
			}
		})
	}
	t.Run("by GET too", func(t *testing.T) {
		got := send(t, new(recorder), intake.Limits{Values: 1}, get("query=x&variables=%7B%22a%22:%5B1%5D%7D"))
		wantFault(t, got, 413, "LIMIT_EXCEEDED", "`variables`: the request holds more than 1 JSON values")
	})
}

func TestManyNamesAreNotAllKept(t *testing.T) {
	var body strings.Builder
	body.WriteString(`{"query":"x","variables":{`)
	for i := range 1000 {
		body.WriteString(`"n` + strconv.Itoa(i) + `":{"` + strings.Repeat("m", i) + `":1},`)
	}
	body.WriteString(`"last":null}}`)
	req, fault := decodeBody([]byte(body.String()), 0)
	if fault != nil || len(req.Variables) != 1001 {
		t.Fatalf("%+v", fault)
	}
	if inner := req.Variables["n999"].(map[string]any); inner[strings.Repeat("m", 999)] != json.Number("1") {
		t.Errorf("%v", inner)
	}
}

func TestRefusalsEchoNothing(t *testing.T) {
	const secret = "hunter2"
	for _, body := range []string{
		secret, `"` + secret + `"`, `{"query":` + secret, `{"` + secret + `":1,"` + secret + `":1}`, `{"query":{"` + secret + `":1}}`,
		`{"variables":"` + secret + `"}`, `{"query":"x"}` + secret, `{"variables":{"` + secret + `":` + strings.Repeat("[", 99),
		`{"query":"x","operationName":"` + secret + "\xFF\"}", `{"query":"x","variables":{"` + secret + "\xFF\":1}}", `{"query":"\` + secret,
	} {
		if got := send(t, new(recorder), intake.Limits{}, post(body)); got.status != 400 || strings.Contains(got.body, secret) {
			t.Errorf("%q is answered by %d %s", body, got.status, got.body)
		}
	}
}

func TestStringsOfVariables(t *testing.T) {
	for _, c := range []struct {
		name, json, want string
	}{
		{"plain", `plain`, "plain"},
		{"empty", ``, ""},
		{"every short escape", `\"\\\/\b\f\n\r\t`, "\"\\/\b\f\n\r\t"},
		{"letters by their number", `\u00e9\u00E9\u20ac\uFFFD`, "éé€\uFFFD"},
		{"letters as they are", `é€😀`, "é€😀"},
		{"a surrogate pair", `a\ud83d\ude00b`, "a😀b"},
		{"the last surrogate pair", `\uDBFF\uDFFF`, "\U0010FFFF"},
		{"NUL", `a\u0000b`, "a\x00b"},
		{"DEL and C1 controls", `\u007f\u0085`, "\x7f\u0085"},
		{"a high surrogate alone", `a\ud800b`, "a\xFFb"},
		{"a high surrogate at the end", `a\ud800`, "a\xFF"},
		{"a low surrogate alone", `\udc00`, "\xFF"},
		{"a pair the wrong way round", `\ude00\ud83d`, "\xFF\xFF"},
		{"a high surrogate before a pair", `\ud800\ud83d\ude00`, "\xFF😀"},
		{"a high surrogate before another escape", `\ud800\n`, "\xFF\n"},
		{"a high surrogate before a letter's number", `\ud800\u0041`, "\xFFA"},
		{"an escaped backslash before a u", `\\ud800`, `\ud800`},
		{"a stray byte", "a\xFFb", "a\xFFb"},
		{"a stray byte beside an escape", "\\n\xC3\\u0041", "\n\xC3A"},
		{"a surrogate in UTF-8", "\xED\xA0\x80", "\xED\xA0\x80"},
	} {
		t.Run(c.name, func(t *testing.T) {
			req, fault := decodeBody([]byte(`{"query":"x","variables":{"v":{"w":["`+c.json+`"]}}}`), 0)
			if fault != nil {
				t.Fatal(fault.Message)
			}
			got := req.Variables["v"].(map[string]any)["w"].([]any)[0].(string)
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
			if utf8.ValidString(c.want) && !utf8.ValidString(got) {
				t.Errorf("%q is not valid", got)
			}
		})
	}
}
