package portal

import (
	"bytes"
	"cmp"
	"encoding/json"
	"reflect"
	"strings"
	"unicode"

	"github.com/portico-portal/portico/models"
)

// unexported are the fields that an export leaves out: whose row it is stands at the
// document's beginning, and the others are secrets, or serve to find or to guard a row.
var unexported = map[string]bool{
	"WorkspaceID": true, "CustomerID": true,
	"TokenHash": true, "SecretID": true, "Generation": true, "InputHash": true, "StartHash": true, "StateHash": true, "CookieHash": true, "NonceHash": true,
	"SealedAccessToken": true, "SealedRefreshToken": true, "SealedVerifier": true, "LeasedUntil": true,
	"SortName": true, "SearchText": true,
}

// exportedNames are the names of fields that an export calls otherwise.
var exportedNames = map[string]string{"ReferenceKeys": "references", "StoredPlaceKeys": "places", "DueAt": "nextAttemptAt"}

// exportedJSON are the fields that hold JSON as a text.
var exportedJSON = map[string]bool{"ReferenceKeys": true, "StoredPlaceKeys": true}

// exported makes of a row the members that an export shows, by the API's names.
func exported(row any) (map[string]any, error) {
	members := map[string]any{}
	v := reflect.Indirect(reflect.ValueOf(row))
	for i := range v.NumField() {
		field := v.Type().Field(i)
		stored := field.Tag.Get("gorm")
		if unexported[field.Name] || stored == "-" || stored == "->" {
			continue
		}
		var err error
		value := v.Field(i).Interface()
		switch {
		case exportedJSON[field.Name]:
			value, err = exportedText(value)
		case stored == "embedded":
			value, err = exported(value)
		case field.Type != reflect.TypeFor[models.JSONObject](): // whose names are the business's own
			value, err = exportedValue(value)
		}
		if err != nil {
			return nil, err
		}
		members[cmp.Or(exportedNames[field.Name], camelOfGo(field.Name))] = value
	}
	return members, nil
}

// exportedText reads JSON from a text; nil from none.
func exportedText(value any) (any, error) {
	text := reflect.Indirect(reflect.ValueOf(value))
	if !text.IsValid() {
		return nil, nil
	}
	return inCamelCase([]byte(text.String()))
}

func exportedValue(value any) (any, error) {
	text, err := json.Marshal(value)
	if err != nil {
		return nil, err
	}
	return inCamelCase(text)
}

// inCamelCase reads JSON, whose names are in snake case as it is stored.
func inCamelCase(text []byte) (value any, err error) {
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	if err := decoder.Decode(&value); err != nil {
		return nil, err
	}
	return renamed(value), nil
}

func renamed(value any) any {
	switch v := value.(type) {
	case map[string]any:
		members := make(map[string]any, len(v))
		for name, member := range v {
			members[camelOfSnake(name)] = renamed(member)
		}
		return members
	case []any:
		for i := range v {
			v[i] = renamed(v[i])
		}
	}
	return value
}

// camelOfGo makes returnUrl of ReturnURL.
func camelOfGo(name string) string {
	name = strings.NewReplacer("ID", "Id", "URL", "Url").Replace(name)
	return strings.ToLower(name[:1]) + name[1:]
}

// camelOfSnake makes manageDevices of manage_devices.
func camelOfSnake(name string) string {
	words := strings.Split(name, "_")
	for i, word := range words {
		if i > 0 && word != "" {
			words[i] = string(unicode.ToUpper(rune(word[0]))) + word[1:]
		}
	}
	return strings.Join(words, "")
}
