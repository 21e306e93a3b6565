package scalar

import (
	"encoding/json"
	"errors"
	"io"

	"github.com/99designs/gqlgen/graphql"

	"github.com/portico-portal/portico/models"
)

// MarshalJSONObject writes an object as JSON; one that isn't there is null.
func MarshalJSONObject(object models.JSONObject) graphql.Marshaler {
	if object == nil {
		return graphql.Null
	}
	return asJSON(object)
}

// UnmarshalJSONObject reads an object.
func UnmarshalJSONObject(value any) (models.JSONObject, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, errors.New("must be an object")
	}
	return object, nil
}

// MarshalStringOrBoolean writes a text or a truth value as JSON.
func MarshalStringOrBoolean(value any) graphql.Marshaler { return asJSON(value) }

// UnmarshalStringOrBoolean reads a text or a truth value.
func UnmarshalStringOrBoolean(value any) (any, error) {
	switch value.(type) {
	case string, bool:
		return value, nil
	default:
		return nil, errors.New("must be a String or a Boolean")
	}
}

func asJSON(value any) graphql.Marshaler {
	return graphql.WriterFunc(func(w io.Writer) {
		encoder := json.NewEncoder(w)
		encoder.SetEscapeHTML(false)
		_ = encoder.Encode(value) // what came in as JSON goes out as JSON
	})
}
