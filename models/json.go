package models

import (
	"database/sql/driver"
	"encoding/json"
	"fmt"

	lru "github.com/hashicorp/golang-lru/v2"
)

// StringList is a list of texts, stored as a JSON array; nil is NULL.
type StringList []string

// Value writes the list for the database.
func (l StringList) Value() (driver.Value, error) {
	if l == nil {
		return nil, nil
	}
	return jsonText(l)
}

// Scan reads the list from the database.
func (l *StringList) Scan(stored any) error { return scanJSON(stored, l) }

// GormDataType names the kind of column to the mapper.
func (StringList) GormDataType() string { return "json" }

// Value writes the features for the database.
func (f Features) Value() (driver.Value, error) { return jsonText(f) }

// Scan reads the features from the database.
func (f *Features) Scan(stored any) error {
	text, isText := stored.(string)
	if bytes, ok := stored.([]byte); ok {
		text, isText = string(bytes), true
	}
	if !isText {
		return scanJSON(stored, f)
	}
	read, known := readFeatures.Get(text)
	if !known {
		if err := scanJSON(text, &read); err != nil {
			return err
		}
		readFeatures.Add(text, read)
	}
	*f = read
	return nil
}

// readFeatures are features by their texts: each link of a list has one of a few.
var readFeatures, _ = lru.New[string, Features](64) // a size above zero can't fail

// GormDataType names the kind of column to the mapper.
func (Features) GormDataType() string { return "json" }

func jsonText(value any) (driver.Value, error) {
	text, err := json.Marshal(value)
	return string(text), err
}

func scanJSON(stored, into any) error {
	switch text := stored.(type) {
	case nil:
		return nil
	case string:
		return json.Unmarshal([]byte(text), into)
	case []byte:
		return json.Unmarshal(text, into)
	default:
		return fmt.Errorf("models: stored JSON arrived as %T", stored)
	}
}
