package apitest_test

import (
	"strconv"
	"strings"
	"testing"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/portal"
)

func TestSeamsChecksComeInItsOrder(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		_, url := s.mint("hotel", nil)
		session, _ := s.redeem(url)
		token := s.newAccessToken(s.workspace)
		messages := map[string]bool{}
		for name, c := range map[string]client{
			"no credential": s.as(""), "an unknown key": s.as("seam_abcdefgh_abcdefghijkmnopqrstuvwxy"), "no key at all": s.as("x"),
			"a portal's session": session, "a token without its workspace": s.as(token.text),
			"a token with another workspace": s.as(token.text).with("seam-workspace", uuid.NewString()),
		} {
			for _, method := range []string{"POST", "GET", "DELETE"} {
				a := c.in(t).with("Content-Type", "text/plain").rest(method, restCreate, `{"customer_data":5}`)
				messages[str(a.JSON, "error.message")] = true
				if a.Status != 401 || a.kind() != "unauthorized" || a.Header.Get("WWW-Authenticate") != "Bearer" {
					t.Errorf("%s, %s: %d %s", name, method, a.Status, a.Text)
				}
			}
		}
		if len(messages) != 1 {
			t.Errorf("several messages: %v", messages)
		}
		a := s.with("Content-Type", "text/plain").rest("PUT", restCreate, `{"customer_data":5}`)
		same(t, "a wrong method", []any{a.Status, a.kind(), str(a.JSON, "error.message"), a.Header.Get("Allow")}, []any{405, "method_not_allowed", "only POST accepted", "POST"})
		a = s.rest("GET", restDelete, nil)
		same(t, "another wrong method", []any{a.Status, str(a.JSON, "error.message"), a.Header.Get("Allow")}, []any{405, "only DELETE,POST accepted", "DELETE, POST"})
		s.with("Content-Type", "text/plain").restRefused(restCreate, `{"customer_data":5}`, 400, "invalid_content_type", `POST requests must have Content-Type header with "application/json"`)
		s.with("Content-Encoding", "gzip").restRefused(restCreate, `{}`, 415, "invalid_content_encoding", "must not be compressed")
		s.restRefused(restCreate, `{"customer_data":5}`, 400, "invalid_input", `Expected object, received number for "customer_data"`)
		s.restRefused(restCreate, nil, 400, "invalid_input", "customer_data is required")
		// What Seam's SDK for Go always sends.
		s.with("seam-workspace", "").with("client-session-token", "").does(restPush, obj{"customer_key": "hotel"})
		s.as(token.text).with("seam-workspace", s.workspace.String()).does(restPush, obj{"customer_key": "hotel"})
		seams := s.newKey(portal.NewCredentialInput{Name: "k", Prefix: "seam", WorkspaceIDs: []uuid.UUID{s.workspace}})
		s.as(seams.text).does(restPush, obj{"customer_key": "hotel"})
	})
}

func TestEachFaultOfSeamsInputIsToldAtItsPlace(t *testing.T) {
	const inMetadata = "customer_data.reservations.0.custom_metadata"
	metadata := func(members string) string {
		return `{"customer_data":{"customer_key":"h","reservations":[{"reservation_key":"r","custom_metadata":{` + members + `}}]}}`
	}
	each(t, func(t *testing.T, s *server) {
		for name, c := range map[string]struct {
			body    string
			message string
			path    string
		}{
			"missing":             {`{"customer_data":{}}`, "customer_data.customer_key is required", "customer_data.customer_key"},
			"null":                {`{"customer_data":{"customer_key":null}}`, "customer_data.customer_key is required", "customer_data.customer_key"},
			"a number":            {`{"customer_data":{"customer_key":5}}`, `Expected string, received number for "customer_data.customer_key"`, "customer_data.customer_key"},
			"empty":               {`{"customer_data":{"customer_key":""}}`, `String must contain at least 1 character(s) for "customer_data.customer_key"`, "customer_data.customer_key"},
			"white space":         {`{"customer_data":{"customer_key":" x"}}`, `Must not have leading or trailing whitespace for "customer_data.customer_key"`, "customer_data.customer_key"},
			"too long":            {`{"customer_data":{"customer_key":"` + strings.Repeat("x", 256) + `"}}`, `String must contain at most 255 character(s) for`, "customer_data.customer_key"},
			"no list":             {`{"customer_data":{"customer_key":"h","rooms":"x"}}`, `Expected array, received string for "customer_data.rooms"`, "customer_data.rooms"},
			"no object":           {`{"customer_data":{"customer_key":"h","rooms":[null]}}`, `Expected object, received null for "customer_data.rooms.0"`, "customer_data.rooms.0"},
			"an item's key":       {`{"customer_data":{"customer_key":"h","spaces":[{"name":"x"}]}}`, "customer_data.spaces.0.space_key is required", "customer_data.spaces.0.space_key"},
			"a moment":            {`{"customer_data":{"customer_key":"h","bookings":[{"booking_key":"b","ends_at":"soon"}]}}`, `Invalid datetime for "customer_data.bookings.0.ends_at"`, "customer_data.bookings.0.ends_at"},
			"an order":            {`{"customer_data":{"customer_key":"h","bookings":[{"booking_key":"b","starts_at":"2030-01-02T00:00:00Z","ends_at":"2030-01-01T00:00:00Z"}]}}`, `must be after starts_at for "customer_data.bookings.0.ends_at"`, "customer_data.bookings.0.ends_at"},
			"a duplicate":         {`{"customer_data":{"customer_key":"h","common_areas":[{"common_area_key":"1","name":"x"},{"common_area_key":"1","name":"x"}]}}`, `is the same key as that of customer_data.common_areas.0 for "customer_data.common_areas.1.common_area_key"`, "customer_data.common_areas.1.common_area_key"},
			"a duplicate's list":  {`{"customer_data":{"customer_key":"h","guests":[{"guest_key":"1","name":"x"},{"guest_key":"1","name":"x"}]}}`, `as that of customer_data.guests.0 for`, "customer_data.guests.1.guest_key"},
			"a resource's key":    {`{"customer_data":{"customer_key":"h"},"deep_link":{"resource_type":"reservation"}}`, `is required where resource_type is reservation for "deep_link.resource_key"`, "deep_link.resource_key"},
			"a resource's id":     {`{"customer_data":{"customer_key":"h"},"deep_link":{"resource_type":"device"}}`, `is required where resource_type is device for "deep_link.resource_id"`, "deep_link.resource_id"},
			"a needless id":       {`{"customer_data":{"customer_key":"h"},"deep_link":{"resource_type":"space","resource_key":"1","resource_id":"x"}}`, `must be left out where resource_type is space for "deep_link.resource_id"`, "deep_link.resource_id"},
			"a point in a key":    {`{"customer_data":{"customer_key":"h","reservations":[{"reservation_key":"r","custom_metadata":{"startsAt.x":"v"}}]}}`, `such as "startsAt.x" for "customer_data.reservations.0.custom_metadata"`, "customer_data.reservations.0.custom_metadata"},
			"a key's value":       {metadata(`"maxGuests":"` + strings.Repeat("x", 501) + `"`), `String must contain at most 500 character(s) for "` + inMetadata + `.maxGuests"`, inMetadata + ".maxGuests"},
			"a key's type":        {metadata(`"maxGuests":5`), `Invalid input for "` + inMetadata + `.maxGuests"`, inMetadata + ".maxGuests"},
			"a long key":          {metadata(`"` + strings.Repeat("x", 41) + `":""`), `must have a key of at most 40 characters`, inMetadata + "." + strings.Repeat("x", 41)},
			"a key with a line":   {metadata(`"a\nb":""`), `must not hold control characters`, inMetadata + ".a?b"},
			"a key with a point":  {metadata(`"a._errors":""`), `must not have a key with a point, such as "a._errors"`, inMetadata},
			"a key of zod's":      {metadata(`"_errors":"a\nb"`), `must not hold control characters`, inMetadata},
			"a choice":            {`{"customer_data":{"customer_key":"h"},"navigation_mode":"half"}`, `Invalid enum value. Expected 'full' | 'restricted', received 'half' for "navigation_mode"`, "navigation_mode"},
			"a choice of another": {`{"customer_data":{"customer_key":"h"},"navigation_mode":1}`, `Expected 'full' | 'restricted', received number for "navigation_mode"`, "navigation_mode"},
			"a boolean":           {`{"customer_data":{"customer_key":"h"},"is_embedded":"yes"}`, `Expected boolean, received string for "is_embedded"`, "is_embedded"},
			"a fraction":          {`{"customer_data":{"customer_key":"h"},"max_redemptions":1.5}`, `Expected integer, received float for "max_redemptions"`, "max_redemptions"},
			"no feature":          {`{"customer_data":{"customer_key":"h"},"features":{"connect":{"exclude":true},"manage_devices":{"exclude":true},"organize":{"exclude":true}}}`, `connect, manage_devices and organize on`, "features"},
			"a surrogate":         {`{"customer_data":{"customer_key":"\ud800"}}`, `must be valid Unicode`, "customer_data.customer_key"},
			"NUL":                 {`{"customer_data":{"customer_key":"a\u0000"}}`, `NUL`, "customer_data.customer_key"},
			"a stray byte":        {"{\"customer_data\":{\"customer_key\":\"a\xff\"}}", `must be valid Unicode`, "customer_data.customer_key"},
			"the same name twice": {`{"customer_data":{"customer_key":"h","customer_key":"i"}}`, `two members of the same name`, ""},
			"broken JSON":         {`{"customer_data":`, `ends too early`, ""},
			"no object at all":    {`"x"`, `must be one JSON object`, ""},
			"an array":            {`[]`, `array`, ""},
			"too deep":            {`{"x":` + strings.Repeat("[", 99) + strings.Repeat("]", 99) + `}`, `nests deeper`, ""},
		} {
			a := s.in(t).restRefused(restCreate, c.body, 400, "invalid_input", c.message)
			node := at(a.JSON, "error.validation_errors")
			if c.path != "" {
				node = at(node, c.path) // lists are objects here, as they are zod's
			}
			if found := items(node, "_errors"); len(found) != 1 {
				t.Errorf("%s: at %q stands %v: %s", name, c.path, node, a.Text)
			}
		}
		same(t, "rows", s.rows(), "customers=0 spaces=0 user_identities=0 access_grants=0 magic_links=0 idempotency_keys=0")
	})
}

func TestAPointInAKeyIsNoStepOfItsPath(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		a := s.restRefused(restPush, obj{"customer_key": "h", "reservations": arr{
			obj{"reservation_key": "r", "custom_metadata": obj{"a.b": 5}}, obj{"reservation_key": "r"},
		}}, 400, "invalid_input", `2 Input Errors: Invalid input for "reservations.0.custom_metadata.a.b", is the same key as that of reservations.0 for "reservations.1.reservation_key"`)
		same(t, "the tree", at(a.JSON, "error.validation_errors.reservations"), any(obj{
			"_errors": arr{},
			"0":       obj{"_errors": arr{}, "custom_metadata": obj{"_errors": arr{}, "a.b": obj{"_errors": arr{"Invalid input"}}}},
			"1":       obj{"_errors": arr{}, "reservation_key": obj{"_errors": arr{"is the same key as that of reservations.0"}}},
		}))
	})
}

func TestAllFaultsOfSeamsInputAreToldAtOnce(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		a := s.restRefused(restPush, obj{
			"customer_key": 5, "rooms": arr{obj{"room_key": "1", "name": ""}, obj{"name": "x"}}, "guests": "x",
			"reservations": arr{obj{"reservation_key": " r", "ends_at": "x", "room_keys": arr{"", 5}}},
		}, 400, "invalid_input", "8 Input Errors: ")
		same(t, "the tree", at(a.JSON, "error.validation_errors"), any(obj{
			"_errors":      arr{},
			"customer_key": obj{"_errors": arr{"Expected string, received number"}},
			"rooms": obj{
				"_errors": arr{},
				"0":       obj{"_errors": arr{}, "name": obj{"_errors": arr{"String must contain at least 1 character(s)"}}},
				"1":       obj{"_errors": arr{}, "room_key": obj{"_errors": arr{"Required"}}},
			},
			"guests": obj{"_errors": arr{"Expected array, received string"}},
			"reservations": obj{"_errors": arr{}, "0": obj{
				"_errors":         arr{},
				"reservation_key": obj{"_errors": arr{"Must not have leading or trailing whitespace"}},
				"ends_at":         obj{"_errors": arr{"Invalid datetime"}},
				"room_keys": obj{
					"_errors": arr{}, "0": obj{"_errors": arr{"String must contain at least 1 character(s)"}}, "1": obj{"_errors": arr{"Expected string, received number"}},
				},
			}},
		}))
		many := arr{}
		for range 150 {
			many = append(many, obj{})
		}
		s.restRefused(restPush, obj{"customer_key": "h", "rooms": many}, 400, "invalid_input", "300 Input Errors: rooms.0.room_key is required, ")
		s.restRefused(restPush, obj{"customer_key": "h", "rooms": many}, 400, "invalid_input", "(and 200 more that are not listed)")
		same(t, "rows", s.rows(), "customers=0 spaces=0 user_identities=0 access_grants=0 magic_links=0 idempotency_keys=0")
	})
}

func TestAnErrorOfSeamsNamesWhatIsNotKnown(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.restRefused(restCreate, obj{"customerData": obj{"customer_key": "h"}}, 400, "invalid_input", `customer_data is required (not known here: "customerData")`)
		s.restRefused(restCreate, obj{"customer_key": "h", "customer_data": obj{"rooms": arr{obj{"key": "1", "name": "x"}, obj{"key": "2", "name": "x"}}}}, 400, "invalid_input",
			`customer_data.rooms.1.room_key is required (not known here: "customer_data.rooms.0.key", "customer_key")`)
		many := obj{}
		for i := range 150 {
			many["x"+strconv.Itoa(i)] = 1
		}
		s.restRefused(restPush, many, 400, "invalid_input", `(not known here: "x0", "x1", "x10", "x100", "x101" and 145 more)`)
		s.restRefused(restPush, obj{"customer_key": "h", "x\n\"": 1, "rooms": 5}, 400, "invalid_input", `for "rooms" (not known here: "x\n\"")`)
		if a := s.rest("POST", restCreate, obj{"features": obj{"manage": obj{"events": obj{"allowed_events": arr{"x"}}}}}); str(a.JSON, "error.message") != "customer_data is required" {
			t.Errorf("a type of event is no field: %s", a.Text)
		}
	})
}

func TestSeamsWarningsNameWhatIsNotUsed(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		a := s.does(restCreate, obj{
			"customer_data": obj{
				"customer_key": "h", "sites": arr{obj{"site_key": "s", "name": "S"}},
				"rooms":        arr{obj{"room_key": "1", "name": "x", "colour": "red", "parent_site_key": "s"}, obj{"room_key": "2", "name": "x", "colour": "blue"}},
				"reservations": arr{obj{"reservation_key": "r", "guest_key": "g", "room_keys": arr{"1", "3"}}},
			},
			"is_embedded": true, "locale": "de-DE", "_dev": true, "hello": 1, "features": obj{"manage": obj{"exclude": false, "events": obj{
				"allowed_events": arr{"lock.locked", "device.added", "access_code.created", "device_added"}, "default_events": arr{"x"},
			}}},
		})
		same(t, "warnings", a.warned(), []string{
			"embed_origins_missing embed_origins", "unknown_field customer_data.rooms.0.colour",
			"unknown_event_type features.manage.events.allowed_events.0", "unknown_event_type features.manage.events.default_events.0", "unknown_field hello",
			"unresolved_reference customer_data.reservations.0.room_keys.1", "unresolved_reference customer_data.reservations.0.guest_key",
		})
		if strings.Count(a.Text, "so were 1 more of its kind") != 2 {
			t.Errorf("the second colour, or the second type of event, is not counted: %s", a.Text)
		}
		events := s.data(`query($id: ID!){magicLink(id: $id){features{manage{events{allowedEvents defaultEvents}}}}}`, obj{"id": str(a.JSON, "magic_link.customer_portal_id")})
		same(t, "the events that are left", at(events, "magicLink.features.manage.events"), any(obj{"allowedEvents": arr{"DEVICE_ADDED"}, "defaultEvents": arr{}}))
		many := obj{"customer_key": "h"}
		for i := range 150 {
			many["x"+strconv.Itoa(i)] = 1
		}
		a = s.does(restPush, many)
		if found := a.warned(); len(found) != 101 || !strings.Contains(a.Text, "50 more fields were ignored") || len(a.Text) > 40_000 {
			t.Errorf("%d warnings, %d bytes", len(found), len(a.Text))
		}
		a = s.does(restPush, obj{"customer_key": "h", strings.Repeat("x", 1000): 1})
		same(t, "a long name", a.warned(), []string{"unknown_field " + strings.Repeat("x", 64) + "…"})
		keys := arr{}
		for i := range 100 {
			keys = append(keys, "none"+strings.Repeat("y", i))
		}
		grants := arr{obj{"reservation_key": "a", "room_keys": keys}, obj{"reservation_key": "b", "room_keys": keys}}
		a = s.does(restPush, obj{"customer_key": "h", "reservations": grants})
		if found := a.warned(); len(found) != 101 || !strings.Contains(a.Text, "100 more references name nothing yet") {
			t.Errorf("%d warnings", len(found))
		}
	})
}

func TestSeamsBodiesHaveTheLimitsOfAll(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.restRefused(restPush, `{"x":"`+strings.Repeat("x", bodyLimit)+`"}`, 413, "limit_exceeded", "larger than")
		s.restRefused(restPush, `{"x":[`+strings.Repeat("{},", 50_000)+`0]}`, 413, "limit_exceeded", "more than")
		rows := arr{}
		for i := range 2000 {
			rows = append(rows, obj{"room_key": strings.Repeat("r", 1+i%200) + uuid.NewString(), "name": "x"})
		}
		s.does(restPush, obj{"customer_key": "h", "rooms": rows})
		same(t, "rows", s.scalar("SELECT count(*) FROM spaces"), 2000)
	})
}
