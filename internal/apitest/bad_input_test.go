package apitest_test

import (
	"strings"
	"testing"
)

// bad is one fault of an input that is good otherwise.
type bad struct {
	// at is where the value is put, and, unless want says otherwise, the one
	// field that is named.
	at    string
	value any
	want  []string
	// rule tells a fault that the schema can't state: an error of the field,
	// where the others are errors of the request.
	rule bool
}

func goodInput() obj {
	return obj{"customerData": obj{
		"customerKey": "hotel",
		"rooms":       arr{obj{"roomKey": "1", "name": "Room 1"}, obj{"roomKey": "2", "name": "Room 2"}},
		"guests":      arr{obj{"guestKey": "g", "name": "Ann", "emailAddress": "a@example.com", "phoneNumber": "1"}},
		"reservations": arr{obj{
			"reservationKey": "r", "name": "Stay", "startsAt": "2026-11-24T15:00:00Z", "endsAt": "2026-11-25T15:00:00Z",
			"guestKey": "g", "roomKeys": arr{"1"},
		}},
	}}
}

const (
	nul       = raw(`"a\u0000b"`)
	surrogate = raw(`"a\ud83db"`)
	lowHalf   = raw(`"\uDE00"`)
)

var (
	room  = "customerData.rooms[0]"
	guest = "customerData.guests[0]"
	stay  = "customerData.reservations[0]"
)

// badByType are faults that the schema states.
func badByType() map[string]bad {
	return map[string]bad{
		"no customerData":               {at: "customerData", value: absent{}},
		"customerData is null":          {at: "customerData", value: nil},
		"customerData is a text":        {at: "customerData", value: "hotel"},
		"no customerKey":                {at: "customerData.customerKey", value: absent{}},
		"customerKey is null":           {at: "customerData.customerKey", value: nil},
		"customerKey is a number":       {at: "customerData.customerKey", value: 5},
		"customerKey is a Boolean":      {at: "customerData.customerKey", value: true},
		"customerKey is a list":         {at: "customerData.customerKey", value: arr{"a"}},
		"customerKey is an object":      {at: "customerData.customerKey", value: obj{}},
		"NUL in a customerKey":          {at: "customerData.customerKey", value: nul},
		"half a pair in a customerKey":  {at: "customerData.customerKey", value: surrogate},
		"no roomKey":                    {at: room + ".roomKey", value: absent{}},
		"roomKey is null":               {at: room + ".roomKey", value: nil},
		"roomKey is a number":           {at: room + ".roomKey", value: 101},
		"NUL in a roomKey":              {at: room + ".roomKey", value: nul},
		"no name":                       {at: room + ".name", value: absent{}},
		"name is null":                  {at: room + ".name", value: nil},
		"name is a number":              {at: room + ".name", value: 1.5},
		"NUL in a name":                 {at: room + ".name", value: nul},
		"half a pair in a name":         {at: room + ".name", value: surrogate},
		"the other half in a name":      {at: room + ".name", value: lowHalf},
		"guest without a name":          {at: guest + ".name", value: absent{}},
		"NUL in an address":             {at: guest + ".emailAddress", value: nul},
		"half a pair in a phone number": {at: guest + ".phoneNumber", value: surrogate},
		"address is a number":           {at: guest + ".emailAddress", value: 5},
		"NUL in a grant's name":         {at: stay + ".name", value: nul},
		"NUL in a guestKey":             {at: stay + ".guestKey", value: nul},
		"guestKey is a number":          {at: stay + ".guestKey", value: 7},
		"NUL in roomKeys":               {at: stay + ".roomKeys[0]", value: nul},
		"half a pair in roomKeys":       {at: stay + ".roomKeys[0]", value: lowHalf},
		"null in roomKeys":              {at: stay + ".roomKeys[0]", value: nil},
		"a number in roomKeys":          {at: stay + ".roomKeys[0]", value: 1},
		"an item is null":               {at: room, value: nil},
		"an item is a text":             {at: room, value: "1"},
		"a list is a text":              {at: "customerData.rooms", value: "1"},
		"features is a Boolean":         {at: "features", value: true},
		"exclude is a text":             {at: "features.connect.exclude", value: "true"},
		"exclude is a number":           {at: "features.organize.exclude", value: 1},
		"isEmbedded is a text":          {at: "isEmbedded", value: "false"},
		"expiry of 33 bits":             {at: "expiresInSeconds", value: raw("2147483648")},
		"expiry of 100 digits":          {at: "expiresInSeconds", value: raw(strings.Repeat("9", 100))},
		"expiry is a fraction":          {at: "expiresInSeconds", value: 61.5},
		"expiry is a text":              {at: "expiresInSeconds", value: "3600"},
		"maxRedemptions is -2^31-1":     {at: "maxRedemptions", value: raw("-2147483649")},
		"maxRedemptions is a Boolean":   {at: "maxRedemptions", value: true},
		"NUL in an idempotencyKey":      {at: "idempotencyKey", value: nul},
		"idempotencyKey is a number":    {at: "idempotencyKey", value: 5},
		"half a pair in a returnUrl":    {at: "returnUrl", value: surrogate},
		"embedOrigins is a number":      {at: "embedOrigins", value: 5},
		"null among the embedOrigins":   {at: "embedOrigins", value: arr{nil}, want: []string{"embedOrigins[0]"}},
	}
}

// badByRule are faults that the schema can't state.
func badByRule() map[string]bad {
	cases := map[string]bad{
		"customerKey is empty":         {at: "customerData.customerKey", value: ""},
		"customerKey is too long":      {at: "customerData.customerKey", value: strings.Repeat("é", 256)},
		"roomKey is empty":             {at: room + ".roomKey", value: ""},
		"roomKey begins with a space":  {at: room + ".roomKey", value: " 1"},
		"roomKey ends with a space":    {at: room + ".roomKey", value: "1\u00a0"},
		"roomKey ends with a line end": {at: room + ".roomKey", value: "1\n"},
		"roomKey is white space":       {at: room + ".roomKey", value: "\u3000"},
		"roomKey with a control":       {at: room + ".roomKey", value: "1\u0007" + "1"},
		"roomKey with a C1 control":    {at: room + ".roomKey", value: "1\u0085" + "1"},
		"roomKey with DEL":             {at: room + ".roomKey", value: "1\u007f" + "1"},
		"roomKey is too long":          {at: room + ".roomKey", value: strings.Repeat("x", 256)},
		"name is empty":                {at: room + ".name", value: ""},
		"name is too long":             {at: room + ".name", value: strings.Repeat("中", 256)},
		"a grant's name is empty":      {at: stay + ".name", value: ""},
		"a grant's name is too long":   {at: stay + ".name", value: strings.Repeat("x", 256)},
		"address is too long":          {at: guest + ".emailAddress", value: strings.Repeat("x", 321)},
		"phone number is too long":     {at: guest + ".phoneNumber", value: strings.Repeat("1", 65)},
		"endsAt is startsAt":           {at: stay + ".endsAt", value: "2026-11-24T16:00:00+01:00"},
		"endsAt is before startsAt":    {at: stay + ".endsAt", value: "2026-11-24T14:59:59.999999Z"},
		"startsAt is after endsAt":     {at: stay + ".startsAt", value: "2027-11-24T14:59:59Z", want: []string{stay + ".endsAt"}},
		"a duplicate":                  {at: "customerData.rooms[1].roomKey", value: "1"},
		"guestKey is empty":            {at: stay + ".guestKey", value: ""},
		"a roomKey of a stay is empty": {at: stay + ".roomKeys[0]", value: ""},
		"a spaceKey has a space":       {at: stay + ".spaceKeys", value: arr{"a", "b "}, want: []string{stay + ".spaceKeys[1]"}},
		"101 places":                   {at: stay + ".spaceKeys", value: manyKeys(100), want: []string{stay + ".roomKeys"}},
		"all features excluded":        {at: "features", value: obj{"connect": obj{"exclude": true}, "manageDevices": obj{"exclude": true}, "organize": obj{"exclude": true}}},
		"expiry too short":             {at: "expiresInSeconds", value: 59},
		"expiry of nothing":            {at: "expiresInSeconds", value: 0},
		"expiry in the past":           {at: "expiresInSeconds", value: -3600},
		"expiry too long":              {at: "expiresInSeconds", value: 2592001},
		"no redemption":                {at: "maxRedemptions", value: 0},
		"less than no redemption":      {at: "maxRedemptions", value: -1},
		"idempotencyKey is empty":      {at: "idempotencyKey", value: ""},
		"idempotencyKey is too long":   {at: "idempotencyKey", value: strings.Repeat("k", 256)},
		"an origin with a path":        {at: "embedOrigins", value: arr{"https://a.example.com", "https://b.example.com/"}, want: []string{"embedOrigins[1]"}},
		"an origin that is a wildcard": {at: "embedOrigins", value: arr{"*"}, want: []string{"embedOrigins[0]"}},
		"an origin in clear":           {at: "embedOrigins", value: arr{"http://example.com"}, want: []string{"embedOrigins[0]"}},
		"an origin that is too long":   {at: "embedOrigins", value: arr{"https://" + strings.Repeat("a", 254) + ":65535"}, want: []string{"embedOrigins[0]"}},
		"too many origins":             {at: "embedOrigins", value: manyOrigins(21)},
	}
	for name, url := range map[string]string{
		"is empty of a host": "https://", "is relative": "/back", "has no scheme": "example.com", "is in clear": "http://example.com",
		"is a script": "javascript:alert(1)", "is data": "data:text/html,x", "has a password": "https://a:b@example.com", "has a space": "https://example.com/a b",
		"has a line end": "https://example.com/\n", "has a backslash": `https://example.com\@evil.com`, "is too long": "https://example.com/" + strings.Repeat("x", 2048),
	} {
		cases["returnUrl "+name] = bad{at: "returnUrl", value: url}
		cases["refreshUrl "+name] = bad{at: "refreshUrl", value: url}
	}
	return cases
}

func manyKeys(n int) arr {
	keys := arr{}
	for i := range n {
		keys = append(keys, "k"+strings.Repeat("x", i))
	}
	return keys
}

func manyOrigins(n int) arr {
	origins := arr{}
	for i := range n {
		origins = append(origins, "https://a"+strings.Repeat("x", i)+".example.com")
	}
	return origins
}

func TestBadInputIsNamedByItsFieldAndStoresNothing(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{"customerKey": "there before", "rooms": arr{obj{"roomKey": "1", "name": "Room"}}})
		before := s.rows()
		for name, b := range badByType() {
			t.Run(name, func(t *testing.T) { s.in(t).refusesBad(t, b) })
		}
		for name, b := range badByRule() {
			b.rule = true
			t.Run(name, func(t *testing.T) { s.in(t).refusesBad(t, b) })
		}
		same(t, "rows", s.rows(), before)
		s.create(goodInput())
	})
}

// refusesBad sends the fault as a variable and as a literal, and asks for the
// answer in both media types.
func (c client) refusesBad(t *testing.T, b bad) {
	t.Helper()
	input, want := goodInput(), []string{}
	put(input, b.at, b.value)
	if b.want == nil {
		b.want = []string{b.at}
	}
	for _, field := range b.want {
		want = append(want, "BAD_USER_INPUT "+field)
	}
	forms := map[string]struct {
		document  string
		variables obj
	}{
		"variable": {`mutation($input: CreateCustomerPortalInput!){createCustomerPortal(input:$input){magicLink{id}}}`, obj{"input": input}},
		"literal":  {`mutation{createCustomerPortal(input:` + literal(input) + `){magicLink{id}}}`, nil},
	}
	for form, call := range forms {
		for media, status := range map[string]int{mediaJSON: 200, mediaGraphQL: 400} {
			if b.rule {
				status = 200
			}
			a := c.with("Accept", media).refused(call.document, call.variables, want...)
			if a.Status != status || a.HasData != b.rule || a.Data != nil {
				t.Errorf("%s, %s: status %d instead of %d; data %v (%v)", form, media, a.Status, status, a.Data, a.HasData)
			}
			if got := a.Header.Get("Content-Type"); !strings.HasPrefix(got, media) {
				t.Errorf("%s: Content-Type %q instead of %q", form, got, media)
			}
		}
	}
}
