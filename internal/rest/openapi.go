package rest

import (
	_ "embed"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
)

// schema is a JSON Schema, as OpenAPI 3.1 has them.
type schema = map[string]any

// OpenAPI is the document that describes the calls, as /openapi.json serves it. It is made
// of the shapes by `go test ./internal/rest -run OpenAPI -update`.
//
//go:embed openapi.json
var OpenAPI []byte

// schema describes an object.
func (s *shape[T]) schema() schema {
	properties, required := schema{}, []any{}
	for _, m := range s.members {
		properties[m.name] = m.schema
		if m.required {
			required = append(required, m.name)
		}
	}
	described := schema{"type": "object", "properties": properties}
	if len(required) > 0 {
		described["required"] = required
	}
	return described
}

// schemaOf describes an answer: its members are those of its JSON, and none beside.
func schemaOf[T any]() schema { return schemaOfType(reflect.TypeFor[T](), "") }

// schemaOfType describes a type; more is a format, the values of an enum, or the one value
// that a boolean has.
func schemaOfType(t reflect.Type, more string) schema {
	switch t.Kind() {
	case reflect.String:
		described := schema{"type": "string"}
		if values := strings.Fields(more); len(values) > 1 {
			described["enum"] = anyOf(values)
		} else if more != "" {
			described["format"] = more
		}
		return described
	case reflect.Bool:
		return schema{"type": "boolean", "const": more == "true"}
	case reflect.Slice:
		return schema{"type": "array", "items": schemaOfType(t.Elem(), "")}
	case reflect.Pointer:
		return schema{"$ref": "#/components/schemas/validation_errors"}
	default:
		properties, required := schema{}, []any{}
		for field := range t.Fields() {
			name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
			properties[name] = schemaOfType(field.Type, field.Tag.Get("schema"))
			if options != "omitempty" {
				required = append(required, name)
			}
		}
		return schema{"type": "object", "properties": properties, "required": required, "additionalProperties": false}
	}
}

func anyOf(texts []string) []any {
	all := make([]any, len(texts))
	for i, text := range texts {
		all[i] = text
	}
	return all
}

// document makes the OpenAPI document of the shapes.
func document() ([]byte, error) {
	paths := schema{}
	for _, r := range routes() {
		operations := schema{}
		for _, method := range r.methods {
			operations[strings.ToLower(method)] = r.operation(method)
		}
		paths[r.path] = operations
	}
	text, err := json.MarshalIndent(schema{
		"openapi": "3.1.0",
		"info": schema{
			"title": "Portico, Seam's calls", "version": "1",
			"description": "The calls of Seam's customers API over the same data as Portico's GraphQL API. Fields that are not described are ignored and named in `warnings`. A null counts as absent wherever a field may be left out.",
			"license":     schema{"name": "Apache 2.0", "identifier": "Apache-2.0"},
		},
		"servers": []any{schema{"url": "/"}},
		"security": []any{
			schema{"api_key": []any{}}, schema{"api_key": []any{}, "workspace": []any{}},
		},
		"paths": paths,
		"components": schema{
			"securitySchemes": schema{
				"api_key":   schema{"type": "http", "scheme": "bearer", "description": "An API key, or a personal access token beside the header seam-workspace."},
				"workspace": schema{"type": "apiKey", "in": "header", "name": "seam-workspace", "description": "The id of the workspace that a personal access token is used for."},
			},
			"schemas": schema{
				"error": schemaOf[errorAnswer](),
				"validation_errors": schema{
					"type": "object", "properties": schema{"_errors": schema{"type": "array", "items": schema{"type": "string"}}},
					"required": []any{"_errors"}, "additionalProperties": schema{"$ref": "#/components/schemas/validation_errors"},
				},
			},
		},
	}, "", "  ")
	return append(text, '\n'), err
}

func (r route) operation(method string) schema {
	operation := schema{
		"operationId": strings.Trim(strings.ReplaceAll(r.path, "/", "_"), "_") + map[bool]string{true: "_by_delete"}[method == http.MethodDelete],
		"summary":     r.about,
		"responses": schema{
			"200":     answerOf("It is done.", r.answered),
			"default": answerOf("It was refused, and nothing of it is done.", schema{"$ref": "#/components/schemas/error"}),
		},
	}
	operation["requestBody"] = schema{"content": schema{"application/json": schema{"schema": r.input}}, "required": !r.query}
	if r.query {
		operation["parameters"] = r.parameters()
	}
	if r.idempotent {
		operation["parameters"] = []any{schema{
			"name": "Idempotency-Key", "in": "header", "schema": schema{"type": "string", "maxLength": 255},
			"description": "The same key with the same input within 24 hours gives the same link.",
		}}
	}
	return operation
}

// parameters are the members of the input, as the URL's query may hold them.
func (r route) parameters() []any {
	var all []any
	for _, name := range sortedNames(r.input["properties"].(schema)) {
		all = append(all, schema{
			"name": name, "in": "query", "style": "form", "explode": true, "allowEmptyValue": true,
			"schema": r.input["properties"].(schema)[name],
		})
	}
	return all
}

func answerOf(about string, s schema) schema {
	return schema{
		"description": about,
		"headers":     schema{idHeader: schema{"required": true, "schema": schema{"type": "string", "format": "uuid"}}},
		"content":     schema{"application/json": schema{"schema": s}},
	}
}
