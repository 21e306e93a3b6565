package transport

import (
	"bytes"
	"encoding/json"
	"reflect"
	"strings"
	"testing"
	"unicode/utf8"
)

// FuzzBody compares the decoder with encoding/json: what it accepts means the
// same there, and what it calls malformed is malformed there.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		`{"query":"{a}","operationName":"Q","variables":{"a":[1,-0.5e9,true,null,"é",{"b":""}]},"extensions":{"c":{}}}`,
		`{"query":"x","variables":{"s":"\ud83d\ude00\ud800\u0000\"\\\/\b\f\n\r\t"}}`,
		`{"query":"x","variables":{"a":1,"a":2}}`,
		"{\"query\":\"x\",\"variables\":{\"s\":\"\xFF\xED\xA0\x80\"}}",
		`{"query":"x","other":[[[{"d":1}]]]} `,
		`{"documentId":"d","extensions":{"persistedQuery":{"sha256Hash":"h"}}}`,
		`[{"query":"x"}]`, `{"query":"x"}{}`, `{"query":1}`, `{"variables":[]}`, `{"query":"x",}`, ``, ` `, `{`, `nul`, "\xEF\xBB\xBF{}",
		strings.Repeat(`{"variables":`, 70), `{"variables":{"a":` + strings.Repeat("[", 70) + strings.Repeat("]", 70) + `}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		before := bytes.Clone(body)
		req, fault := decodeBody(body, 0)
		if !bytes.Equal(before, body) {
			t.Fatal("the body was changed")
		}
		if fault != nil {
			checkFault(t, body, fault)
			return
		}
		checkAccepted(t, body, req)
	})
}

func checkFault(t *testing.T, body []byte, fault *fault) {
	if fault.Status != 400 || !utf8.ValidString(fault.Message) || len(fault.Message) > 120 {
		t.Fatalf("odd fault %+v", fault)
	}
	malformed := strings.Contains(fault.Message, "not valid JSON") || strings.Contains(fault.Message, "ends too early") ||
		strings.Contains(fault.Message, "something follows")
	if malformed && json.Valid(body) {
		t.Fatalf("%s, but encoding/json takes it", fault.Message)
	}
}

func checkAccepted(t *testing.T, body []byte, req *Request) {
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	var want map[string]any
	if err := decoder.Decode(&want); err != nil || !json.Valid(body) {
		t.Fatalf("accepted, but encoding/json says %v", err)
	}
	for member, got := range map[string]any{
		"query": req.Query, "operationName": req.OperationName, "variables": req.Variables, "extensions": req.Extensions,
	} {
		wanted, present := want[member]
		if !present || wanted == nil {
			if !reflect.ValueOf(got).IsZero() {
				t.Fatalf("%s is %v, but it is absent", member, got)
			}
			continue
		}
		if !reflect.DeepEqual(asReplaced(got), wanted) {
			t.Fatalf("%s is %#v, want %#v", member, got, wanted)
		}
	}
}

// asReplaced puts U+FFFD where a string isn't valid, as encoding/json does.
func asReplaced(value any) any {
	switch value := value.(type) {
	case string:
		return string([]rune(value))
	case []any:
		out := make([]any, len(value))
		for i, element := range value {
			out[i] = asReplaced(element)
		}
		return out
	case map[string]any:
		out := make(map[string]any, len(value))
		for name, member := range value {
			out[name] = asReplaced(member)
		}
		return out
	default:
		return value
	}
}

// FuzzURL makes sure that no URL stops the server, and that what is accepted has text that is valid.
func FuzzURL(f *testing.F) {
	for _, seed := range []string{
		"query=%7Ba%7D&variables=%7B%22a%22%3A1%7D&extensions=%7B%7D&operationName=Q", "query=a&query=b", "query=%FF", "%zz", "a;b", "variables=%5B",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		req, fault := fromURL(query, 0)
		if fault == nil && (!req.ReadOnly || !utf8.ValidString(req.Query) || !utf8.ValidString(req.OperationName)) {
			t.Fatalf("%+v", req)
		}
	})
}

// FuzzAccept makes sure that every header gets one of the two types.
func FuzzAccept(f *testing.F) {
	for _, seed := range []string{"*/*", "application/json;q=0.5, application/graphql-response+json", ";q=,;;=", "application/*;charset=\"utf-8\";q=1e-9"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		if media, _ := negotiate([]string{header}); media != mediaJSON && media != mediaGraphQL {
			t.Fatal(media)
		}
	})
}
