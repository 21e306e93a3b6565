package apitest_test

import "testing"

// TestAFieldOfAnotherTypeCountsAsGiven has rules about which fields are given: no fault may
// follow from another.
func TestAFieldOfAnotherTypeCountsAsGiven(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		hotel := obj{"customerKey": "hotel"}
		for want, page := range map[string]obj{
			"landingPage.manage.roomKey": {"roomKey": 5}, "landingPage.manage.siteKey": {"siteKey": arr{}},
		} {
			s.refused(createDocument, obj{"input": obj{"customerData": hotel, "landingPage": obj{"manage": page}}}, "BAD_USER_INPUT "+want)
		}
		s.refused(createDocument, obj{"input": obj{"customerData": hotel, "landingPage": obj{"manage": obj{"roomKey": 5, "siteKey": "s"}}}},
			"BAD_USER_INPUT landingPage.manage.roomKey", "BAD_USER_INPUT landingPage.manage")
		s.refused(`mutation{createCustomerPortal(input: {customerData: {customerKey: "hotel"}, landingPage: {manage: {roomKey: 5}}}){magicLink{id}}}`, nil,
			"BAD_USER_INPUT landingPage.manage.roomKey")
		s.refused(`mutation($key: String){createCustomerPortal(input: {customerData: {customerKey: "hotel"}, landingPage: {manage: {roomKey: $key}}}){magicLink{id}}}`,
			obj{"key": 5}, "BAD_USER_INPUT landingPage.manage.roomKey")
		s.refused(createDocument, obj{"input": obj{"customerData": hotel, "deepLink": obj{"resourceType": "DEVICE", "resourceId": true}}}, "BAD_USER_INPUT deepLink.resourceId")
		s.refused(deleteDocument, obj{"input": obj{"customerKey": 5, "roomKeys": arr{"1"}}}, "BAD_USER_INPUT customerKey")
		for path, call := range map[string]struct {
			body any
			want string
		}{
			restCreate: {
				obj{"customer_data": obj{"customer_key": "hotel"}, "landing_page": obj{"manage": obj{"room_key": 5}}},
				`Expected string, received number for "landing_page.manage.room_key"`,
			},
			restDelete: {obj{"customer_key": 5, "room_keys": arr{"1"}}, `Expected string, received number for "customer_key"`},
		} {
			same(t, path, str(s.restRefused(path, call.body, 400, "invalid_input", "").JSON, "error.message"), call.want)
		}
	})
}
