package store

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/portico-portal/portico/models"
)

func TestReferencesAreWrittenAsEncodingJSONDoes(t *testing.T) {
	t.Parallel()
	var full models.References
	key := `k"ey`
	fields := reflect.ValueOf(&full).Elem()
	for _, field := range fields.Fields() {
		if field.Kind() == reflect.Pointer {
			field.Set(reflect.ValueOf(&key))
		} else {
			field.Set(reflect.ValueOf([]string{key, "b"}))
		}
	}
	for _, of := range []models.References{full, {}, {RoomKeys: []string{"a"}}} {
		want, err := json.Marshal(of)
		if err != nil {
			t.Fatal(err)
		}
		var r rowsJSON
		r.referencesOnly(&of)
		var got, expected any
		if err := json.Unmarshal(r.buffer, &got); err != nil {
			t.Fatalf("%s: %v", r.buffer, err)
		}
		if err := json.Unmarshal(want, &expected); err != nil {
			t.Fatal(err)
		}
		if !reflect.DeepEqual(got, expected) {
			t.Errorf("got %s, want %s", r.buffer, want)
		}
	}
}

func FuzzTextIsWrittenAsJSON(f *testing.F) {
	for _, seed := range []string{"", "plain", `"\`, "\x00\x1f\n\t", "é 😀 \u2028", "\xff", "a\xe2\x82", "<&>"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var got, want string
		written := appendJSON(nil, text)
		if err := json.Unmarshal(written, &got); err != nil {
			t.Fatalf("%q: %v", written, err)
		}
		expected, err := json.Marshal(text)
		if err != nil {
			t.Fatal(err)
		}
		if err := json.Unmarshal(expected, &want); err != nil || got != want {
			t.Errorf("%q: got %q, want %q, %v", text, got, want, err)
		}
	})
}
