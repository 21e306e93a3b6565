package apitest_test

import (
	"fmt"
	"strings"
	"testing"
)

func TestAnObjectCountsAsEightOfTheValuesThatARequestMayHold(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		body := func(objects int) []byte {
			return []byte(`{"query":"{workspace{id}}","variables":{"a":[{}` + strings.Repeat(`,{}`, 19_999) + `],"b":[{}` + strings.Repeat(`,{}`, objects-20_001) + `]}}`)
		}
		a, err := s.post(body(37_499)) // with the lists 299,994 values
		if err != nil || a.Status != 200 || len(a.Errors) > 0 {
			t.Errorf("%d %s %v", a.Status, short(a.Body), err)
		}
		a, err = s.post(body(37_500))
		if err != nil || a.Status != 413 {
			t.Errorf("%d %s %v", a.Status, short(a.Body), err)
		}
		same(t, "too many", a.problems(), []string{"LIMIT_EXCEEDED"})
	})
}

func TestALargeVariableIsUsedOnce(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		keys := make(arr, 5000)
		for i := range keys {
			keys[i] = "nobody"
		}
		document := func(uses int) string {
			return `mutation($k:[String!]){` + strings.Repeat(`deleteCustomerData(input:{customerKeys:$k}){deletedCount} `, uses) + `}`
		}
		same(t, "two uses, of which one is again", s.call(document(2), obj{"k": keys}).problems(), []string{})
		same(t, "three uses, of which two are 10,002 values", s.refused(document(3), obj{"k": keys}, "LIMIT_EXCEEDED").HasData, false)
		many := `mutation($r:ReservationInput!){createCustomerPortal(input:{customerData:{customerKey:"k",reservations:[` +
			strings.Repeat("$r ", 1000) + `]}}){magicLink{id}}}`
		s.as("").refused(many, obj{"r": obj{"reservationKey": "r", "spaceKeys": keys}}, "LIMIT_EXCEEDED")
	})
}

func TestNothingIsFoundByALongText(t *testing.T) {
	each(t, func(_ *testing.T, s *server) {
		s.call(createDocument, obj{"input": obj{"customerData": obj{"customerKey": "k"}}})
		fits, long := strings.Repeat("x", 4096), strings.Repeat("x", 4097)
		for document, field := range map[string]string{
			`query($t:String!){customer(key:$t){id}}`:                                                                                             "key",
			`query($t:String!){customer(key:"k"){spaces(filter:{key:$t}){nodes{id}}}}`:                                                            "filter",
			`query($t:String!){customers{nodes{accessGrants(filter:{search:$t}){nodes{id}}}}}`:                                                    "filter",
			`query($t:String!){magicLinks(filter:{customerKey:$t}){nodes{id}}}`:                                                                   "filter",
			`query($t:ID!){node(id:$t){id}}`:                                                                                                      "id",
			`mutation($t:String!){pushCustomerData(input:{customerData:{customerKey:"k"}}){customer{spaces(filter:{namePrefix:$t}){nodes{id}}}}}`: "filter",
		} {
			s.refused(document, obj{"t": long}, "BAD_USER_INPUT "+field)
			s.data(document, obj{"t": fits})
		}
	})
}

func TestAnAnswerHoldsSoMuchTextAndNoMore(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		rooms := arr{}
		for i := range 100 {
			rooms = append(rooms, obj{"roomKey": fmt.Sprint(i), "name": strings.Repeat("😀", 255)})
		}
		s.push(obj{"customerKey": "a", "rooms": rooms})
		s.push(obj{"customerKey": "b", "rooms": rooms})
		var names strings.Builder
		for i := range 90 {
			fmt.Fprintf(&names, "%s%02d: name ", strings.Repeat("a", 253), i)
		}
		// Each name takes 1,020 bytes and its alias 255: 13,000 of them are 16 MiB.
		document := func(page int) string {
			return fmt.Sprintf(`{customers{nodes{spaces(first:%d){nodes{%s}}}}}`, page, names.String())
		}
		s.data(document(70), nil)
		a := s.call(document(80), nil)
		if len(a.Errors) == 0 || a.Errors[0].Extensions.Code != "LIMIT_EXCEEDED" || len(a.Body) > 64<<10 {
			t.Errorf("%d bytes: %s", len(a.Body), short(a.Body))
		}
	})
}
