package store

import (
	"strconv"
	"time"
	"unicode/utf8"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/models"
)

// rowsJSON is a JSON array of rows, as the FROM item of dialect.rows takes it.
// It is written by hand, since a bulk push would spend a tenth of its time in
// encoding/json.
type rowsJSON struct{ buffer []byte }

// room is made as rows come.
func (*rowsJSON) room(int) {}

func (r *rowsJSON) empty() bool { return len(r.buffer) == 0 }

func (r *rowsJSON) text() string {
	if r.empty() {
		return "[]"
	}
	return string(append(r.buffer, ']'))
}

// row begins a row of the customer with the number n; end ends it.
func (r *rowsJSON) row(n int) {
	opening := ","
	if r.empty() {
		opening = "["
	}
	r.buffer = append(r.buffer, opening+`{"n":`...)
	r.buffer = strconv.AppendInt(r.buffer, int64(n), 10)
}

func (r *rowsJSON) end() { r.buffer = append(r.buffer, '}') }

func (r *rowsJSON) name(name string) {
	r.buffer = append(r.buffer, ',', '"')
	r.buffer = append(r.buffer, name...)
	r.buffer = append(r.buffer, '"', ':')
}

func (r *rowsJSON) string(name, value string) {
	r.name(name)
	r.buffer = appendJSON(r.buffer, value)
}

// optional leaves the column out, which is NULL, where there is no value.
func (r *rowsJSON) optional(name string, value *string) {
	if value != nil {
		r.string(name, *value)
	}
}

func (r *rowsJSON) id(name string, id uuid.UUID) {
	r.name(name)
	r.buffer = append(r.buffer, '"')
	r.buffer = append(r.buffer, id.String()...)
	r.buffer = append(r.buffer, '"')
}

func (r *rowsJSON) optionalID(name string, id *uuid.UUID) {
	if id != nil {
		r.id(name, *id)
	}
}

func (r *rowsJSON) number(name string, value int) {
	r.name(name)
	r.buffer = strconv.AppendInt(r.buffer, int64(value), 10)
}

func (r *rowsJSON) time(name string, t time.Time) {
	r.name(name)
	r.buffer = append(r.buffer, '"')
	r.buffer = t.UTC().AppendFormat(r.buffer, timeLayout)
	r.buffer = append(r.buffer, '"')
}

func (r *rowsJSON) references(name string, of *models.References) {
	r.name(name)
	r.referencesOnly(of)
}

func (r *rowsJSON) args(name string) map[string]any { return map[string]any{name: r.text()} }

// referencesOnly writes what encoding/json would; a test holds the two together.
func (r *rowsJSON) referencesOnly(of *models.References) {
	start := len(r.buffer)
	for _, one := range []struct {
		name string
		key  *string
	}{
		{"guest", of.GuestKey}, {"tenant", of.TenantKey}, {"resident", of.ResidentKey},
		{"user", of.UserKey}, {"user_identity", of.UserIdentityKey},
	} {
		r.optional(one.name, one.key)
	}
	for _, list := range []struct {
		name string
		keys []string
	}{
		{"spaces", of.SpaceKeys}, {"properties", of.PropertyKeys}, {"rooms", of.RoomKeys}, {"common_areas", of.CommonAreaKeys},
		{"units", of.UnitKeys}, {"facilities", of.FacilityKeys}, {"buildings", of.BuildingKeys}, {"listings", of.ListingKeys},
	} {
		r.strings(list.name, list.keys)
	}
	if len(r.buffer) == start {
		r.buffer = append(r.buffer, '{')
	}
	r.buffer[start] = '{' // in place of the first name's comma
	r.end()
}

func (r *rowsJSON) strings(name string, values []string) {
	if len(values) == 0 {
		return
	}
	r.name(name)
	for i, value := range values {
		separator := byte(',')
		if i == 0 {
			separator = '['
		}
		r.buffer = appendJSON(append(r.buffer, separator), value)
	}
	r.buffer = append(r.buffer, ']')
}

// appendJSON appends text as a JSON string.
func appendJSON(to []byte, text string) []byte {
	to = append(to, '"')
	from := 0
	for i := 0; i < len(text); i++ {
		c := text[i]
		if c >= ' ' && c != '"' && c != '\\' && c < utf8.RuneSelf {
			continue
		}
		if c >= utf8.RuneSelf {
			r, size := utf8.DecodeRuneInString(text[i:])
			if r == utf8.RuneError && size == 1 {
				to = append(append(to, text[from:i]...), "\ufffd"...)
				from = i + 1
			}
			i += size - 1
			continue
		}
		to = append(append(to, text[from:i]...), '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		from = i + 1
	}
	return append(append(to, text[from:]...), '"')
}

// hexDigitsTurned are the digits with their last bit turned.
const (
	hexDigits       = "0123456789abcdef"
	hexDigitsTurned = "1032547698badcfe"
)
