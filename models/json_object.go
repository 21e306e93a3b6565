package models

import (
	"database/sql/driver"
	"encoding/json"
)

// JSONObject is any JSON object, stored as JSON; nil is NULL. As it is read, members that are
// null are none, and one without members is nil.
type JSONObject map[string]any

// Value writes the object for the database.
func (o JSONObject) Value() (driver.Value, error) {
	if o == nil {
		return nil, nil
	}
	return jsonText(o)
}

// Scan reads the object from the database.
func (o *JSONObject) Scan(stored any) error {
	if err := scanJSON(stored, o); err != nil {
		return err
	}
	for name, value := range *o {
		if value == nil {
			delete(*o, name)
		}
	}
	if len(*o) == 0 {
		*o = nil
	}
	return nil
}

// GormDataType names the kind of column to the mapper.
func (JSONObject) GormDataType() string { return "json" }

// Text is the object as JSON; nil for none.
func (o JSONObject) Text() (*string, error) {
	if o == nil {
		return nil, nil
	}
	written, err := json.Marshal(o)
	text := string(written)
	return &text, err
}
