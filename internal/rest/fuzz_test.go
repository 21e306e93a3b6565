package rest

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/portico-portal/portico/internal/intake"
	"github.com/portico-portal/portico/internal/portal"
)

// FuzzBody reads any body as that of create_portal, and holds what comes of it against
// what the verbs rely on.
func FuzzBody(f *testing.F) {
	for _, seed := range []string{
		`{"customer_data":{"customer_key":"h","rooms":[{"room_key":"1","name":"n"},null,5],"reservations":[{"reservation_key":"r","starts_at":"2026-11-24T15:04:05Z","room_keys":["1"]}]},"features":{"connect":{"exclude":true}},"expires_in_seconds":60}`,
		`{}`, `[]`, ``, `{"customer_data":null}`, `{"customer_data":[]}`, `{"customer_data":{"customer_key":"\ud800"}}`, `{"customer_data":{"customer_key":"\u0000"}}`,
		`{"customer_data":{"customer_key":"h","guests":{},"sites":[{"site_key":1}],"spaces":[{"space_key":"s","name":"","geolocation":{"latitude":1e400}}]}}`,
		`{"features":{"manage":{"exclude":1},"nope":2},"":3,"a.b":{"c":1},"locale":"xx","deep_link":{},"max_redemptions":1.5,"expires_in_seconds":1e99}`,
		`{"customer_data":{"customer_key":"h","property_listings":[{"property_listing_key":"p","name":"p","custom_metadata":{"a.b":null,"":5,"c":true}}]}}`,
		`{"customer_data":{"customer_key":"h","reservations":[{"reservation_key":"r","custom_metadata":{"_errors":5,"":[],"0":{}}}]}}`,
		`{"a":1,"a":2}`, `{"customer_data":{"customer_key":"h"}} x`, `{"customer_resources_filters":[{"field":"x","operation":"!","value":[]}],"landing_page":{"manage":{"room_key":"\ude00"}}}`,
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		object, wrong := intake.DecodeObject(body, 10_000)
		if wrong != nil {
			if json.Valid(body) && wrong.Status == 0 {
				t.Fatalf("%+v", wrong)
			}
			return
		}
		var in portal.CreateCustomerPortalInput
		r := &reader{}
		portalShape.read(r, object, &in)
		if len(r.at) != 0 {
			t.Fatalf("the reader is left at %q", r.path())
		}
		r.addRules(in.Faults(), "")
		c := &call{reader: r}
		for _, w := range c.warnings(nil, nil) {
			if w.Message == "" || !utf8.ValidString(w.Field) || len(w.Field) > 1000 {
				t.Errorf("%+v", w)
			}
		}
		if r.count == 0 {
			clean(t, in)
			return
		}
		p := r.problem()
		text, err := json.Marshal(p.tree)
		if _, twice := intake.DecodeObject(text, 0); twice != nil {
			t.Errorf("%s: %+v", text, twice)
		}
		if err != nil || !utf8.Valid(text) || p.message == "" || !utf8.ValidString(p.message) || !strings.HasPrefix(string(text), `{"_errors":[`) {
			t.Errorf("%s %s %v", p.message, text, err)
		}
	})
}

// clean makes sure that what was taken can be stored.
func clean(t *testing.T, in portal.CreateCustomerPortalInput) {
	t.Helper()
	texts := []string{in.CustomerData.CustomerKey}
	for _, s := range in.CustomerData.Rooms {
		texts = append(texts, s.Key, s.Name)
	}
	for _, u := range in.CustomerData.Guests {
		texts = append(texts, u.Key, u.Name)
	}
	for _, g := range in.CustomerData.Reservations {
		texts = append(append(texts, g.Key), g.RoomKeys...)
	}
	for _, text := range texts {
		if text == "" || !utf8.ValidString(text) || strings.ContainsRune(text, 0) {
			t.Errorf("%q was taken", text)
		}
	}
}

// FuzzQuery makes sure that no URL stops the server, and that what is taken is text.
func FuzzQuery(f *testing.F) {
	for _, seed := range []string{"room_keys=1&room_keys=2", "room_keys=", "customer_key=a&customer_key=b", "%FF=1", "%zz", "a;b", "customer_keys=%ff&_strict=true", "=", "a=&a=", "%E2%82=x"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, query string) {
		object := map[string]any{}
		if addQuery(object, query) != nil {
			return
		}
		var in portal.DeleteCustomerDataInput
		r := &reader{}
		deleteShape.read(r, object, &in)
		if r.addRules(in.FaultsOfAny(), ""); r.count > 0 && r.problem().message == "" {
			t.Errorf("%q is refused without a word", query)
		}
	})
}
