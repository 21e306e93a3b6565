package apitest_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestAllFaultsAreToldAtOnce(t *testing.T) {
	input := goodInput()
	for path, value := range map[string]any{
		"customerData.customerKey":              "",
		"customerData.rooms[0].name":            absent{},
		"customerData.rooms[1].roomKey":         "1",
		"customerData.guests[0].emailAddress":   5,
		"customerData.reservations[0].startsAt": "soon",
		"customerData.reservations[0].roomKeys": arr{"1", nil, " "},
		"customerData.bookings":                 arr{obj{"bookingKey": "b", "startsAt": "2026-01-02T00:00:00Z", "endsAt": "2026-01-01T00:00:00Z"}, obj{"bookingKey": "b", "guestKey": nul}},
		"features":                              obj{"connect": obj{"exclude": true}, "manageDevices": obj{"exclude": true}, "organize": obj{"exclude": true}},
		"expiresInSeconds":                      59,
		"maxRedemptions":                        1.5,
		"returnUrl":                             "ftp://x",
		"idempotencyKey":                        "",
		"embedOrigins":                          arr{"https://ok.example.com", "nope", 7},
		"customerData.users":                    arr{obj{"userKey": "u", "name": "", "phoneNumber": strings.Repeat("1", 65)}},
	} {
		put(input, path, value)
	}
	want := []string{
		"customerData.bookings[0].endsAt", "customerData.bookings[1].bookingKey", "customerData.bookings[1].guestKey", "customerData.customerKey",
		"customerData.guests[0].emailAddress", "customerData.reservations[0].roomKeys[1]", "customerData.reservations[0].roomKeys[2]",
		"customerData.reservations[0].startsAt", "customerData.rooms[0].name", "customerData.rooms[1].roomKey", "customerData.users[0].name",
		"customerData.users[0].phoneNumber", "embedOrigins[1]", "embedOrigins[2]", "expiresInSeconds", "features", "idempotencyKey", "maxRedemptions", "returnUrl",
	}
	each(t, func(t *testing.T, s *server) {
		for form, a := range map[string]answer{
			"as a variable": s.call(createDocument, obj{"input": input}),
			"as a literal":  s.call(`mutation{createCustomerPortal(input:`+literal(input)+`){magicLink{id}}}`, nil),
			"spread over variables": s.call(`mutation($data: CustomerDataInput!, $features: FeaturesInput, $url: String, $origins: [String!], $n: Int){
				createCustomerPortal(input:{customerData:$data features:$features returnUrl:$url embedOrigins:$origins maxRedemptions:$n expiresInSeconds:59 idempotencyKey:""}){magicLink{id}}}`,
				obj{"data": input["customerData"], "features": input["features"], "url": input["returnUrl"], "origins": input["embedOrigins"], "n": 1.5}),
		} {
			got := []string{}
			for _, p := range a.Errors {
				same(t, "code", p.Extensions.Code, "BAD_USER_INPUT")
				if !strings.HasPrefix(p.Message, p.Extensions.Field+": ") {
					t.Errorf("the message %q doesn't begin with the field %q", p.Message, p.Extensions.Field)
				}
				got = append(got, p.Extensions.Field)
			}
			same(t, form, strings.Join(sorted(got), "\n"), strings.Join(want, "\n"))
		}
		same(t, "rows", s.rows(), "customers=0 spaces=0 user_identities=0 access_grants=0 magic_links=0 idempotency_keys=0")
	})
}

func TestOfMoreThanAHundredFaultsTheRestIsCounted(t *testing.T) {
	rooms := func(n int, name any) obj {
		list := arr{}
		for i := range n {
			list = append(list, obj{"roomKey": fmt.Sprint(i), "name": name})
		}
		return obj{"customerData": obj{"customerKey": "hotel", "rooms": list}}
	}
	each(t, func(t *testing.T, s *server) {
		for what, name := range map[string]any{"type": nil, "rule": ""} {
			for n, omitted := range map[int]int{100: 0, 101: 1, 250: 150} {
				for form, a := range map[string]answer{
					"variable": s.call(createDocument, obj{"input": rooms(n, name)}),
					"literal":  s.call(`mutation{createCustomerPortal(input:`+literal(rooms(n, name))+`){magicLink{id}}}`, nil),
				} {
					at := fmt.Sprintf("%d faults of a %s in a %s", n, what, form)
					if len(a.Errors) != 100 {
						t.Fatalf("%s: %d errors: %s", at, len(a.Errors), short(a.Body))
					}
					last := a.Errors[99]
					same(t, at, []any{a.Errors[0].Extensions.Field, last.Extensions.Field, last.Extensions.Omitted}, []any{"customerData.rooms[0].name", "customerData.rooms[99].name", omitted})
					if counted := strings.Contains(last.Message, fmt.Sprintf("%d more", omitted)); counted != (omitted > 0) {
						t.Errorf("%s: the last message is %q", at, last.Message)
					}
				}
			}
		}
	})
}

func TestACallerWhoMayNotIsToldThatAndNotTheFaults(t *testing.T) {
	each(t, func(_ *testing.T, s *server) {
		input := goodInput()
		put(input, "customerData.rooms[0].name", absent{})
		s.as("").refused(createDocument, obj{"input": input}, "UNAUTHENTICATED")
		_, url := s.mint("hotel", nil)
		guest, _ := s.redeem(url)
		guest.refused(createDocument, obj{"input": input}, "FORBIDDEN")
		put(input, "customerData.rooms[0].name", "")
		s.as("").refused(createDocument, obj{"input": input}, "UNAUTHENTICATED")
		guest.refused(createDocument, obj{"input": input}, "FORBIDDEN")
	})
}

func TestMessagesHoldNothingOfTheValue(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for path, value := range map[string]any{
			"customerData.customerKey": "s3cret ", "customerData.reservations[0].startsAt": "s3cret", "customerData.rooms[0]": "s3cret", "returnUrl": "https://s3cret:x@y", "isEmbedded": "s3cret",
		} {
			input := goodInput()
			put(input, path, value)
			if a := s.call(createDocument, obj{"input": input}); len(a.Errors) != 1 || strings.Contains(a.Body, "s3cret") {
				t.Errorf("%s: %s", path, a.Body)
			}
		}
	})
}

func TestTheOtherMutationsNameTheirFaultsToo(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id := str(s.newLink("hotel", nil), "id")
		update := `mutation($input: UpdateWorkspaceInput!){updateWorkspace(input:$input){workspace{name}}}`
		for _, c := range []struct {
			document string
			input    obj
			want     string
		}{
			{updateLinkDocument, obj{"id": id, "expiresInSeconds": 59}, "expiresInSeconds"},
			{updateLinkDocument, obj{"id": id, "expiresInSeconds": 2592001}, "expiresInSeconds"},
			{updateLinkDocument, obj{"id": id}, "expiresInSeconds"},
			{updateLinkDocument, obj{"expiresInSeconds": 0}, "id expiresInSeconds"},
			{updateLinkDocument, obj{"id": true, "expiresInSeconds": 60}, "id"},
			{rotateLinkDocument, obj{"id": id, "expiresInSeconds": 59}, "expiresInSeconds"},
			{rotateLinkDocument, obj{"id": nil}, "id"},
			{revokeLinkDocument, obj{}, "id"},
			{revokeLinkDocument, obj{"id": 1.5}, "id"},
			{pushDocument, obj{}, "customerData"},
			{pushDocument, obj{"customerData": obj{"customerKey": ""}}, "customerData.customerKey"},
			{pushDocument, obj{"customerData": obj{"rooms": arr{obj{"name": "x"}}}}, "customerData.customerKey customerData.rooms[0].roomKey"},
			{update, obj{"name": ""}, "name"}, {update, obj{"name": strings.Repeat("x", 256)}, "name"}, {update, obj{"accentColor": "red"}, "accentColor"},
			{update, obj{"logoUrl": "http://x"}, "logoUrl"}, {update, obj{"embedOrigins": arr{"x", "https://y", "z"}}, "embedOrigins[0] embedOrigins[2]"},
			{update, obj{"returnUrl": "x", "refreshUrl": 5, "brandName": strings.Repeat("x", 256)}, "refreshUrl returnUrl brandName"},
			{deleteDocument, obj{"customerKeys": arr{"", "b", nil}}, "customerKeys[2] customerKeys[0]"},
			{deleteDocument, obj{"customerKey": "hotel", "roomKeys": arr{5, " "}}, "roomKeys[0] roomKeys[1]"},
		} {
			want := []string{}
			for field := range strings.FieldsSeq(c.want) {
				want = append(want, "BAD_USER_INPUT "+field)
			}
			got := s.call(c.document, obj{"input": c.input}).problems()
			same(t, literal(c.input), sorted(got), sorted(want))
		}
	})
}
