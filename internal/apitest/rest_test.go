package apitest_test

import (
	"maps"
	"net/http"
	"slices"
	"strings"
	"testing"

	"github.com/google/uuid"
)

// seamData is customer_data with an item in each of the 17 lists that Seam's seed has.

func seamData(customerKey string) obj {
	data := obj{"customer_key": customerKey}
	for list, key := range map[string]string{
		"spaces": "space_key", "properties": "property_key", "rooms": "room_key", "common_areas": "common_area_key", "units": "unit_key",
		"facilities": "facility_key", "buildings": "building_key", "listings": "listing_key", "property_listings": "property_listing_key",
		"guests": "guest_key", "tenants": "tenant_key", "residents": "resident_key", "users": "user_key", "user_identities": "user_identity_key",
		"reservations": "reservation_key", "bookings": "booking_key", "access_grants": "access_grant_key",
	} {
		data[list] = arr{obj{key: "1", "name": "One of " + list}}
	}
	guest := data["guests"].(arr)[0].(obj)
	guest["email_address"], guest["phone_number"] = "ann@example.com", "+1555"
	reservation := data["reservations"].(arr)[0].(obj)
	maps.Copy(reservation, obj{"guest_key": "1", "room_keys": arr{"1"}, "starts_at": "2030-05-01T15:00:00+02:00", "ends_at": "2030-05-04T10:00:00Z"})
	return data
}

func TestSeamsCallsStoreWhatGraphQLReads(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		a := s.does(restCreate, obj{"customer_data": seamData("hotel"), "features": obj{"connect": obj{"exclude": true}}})
		link := at(a.JSON, "magic_link")
		same(t, "customer_portal", at(a.JSON, "customer_portal"), link)
		same(t, "warnings", a.warned(), []string{})
		same(t, "its block", str(link, "building_block_type"), "manage_devices")
		same(t, "its workspace", str(link, "workspace_id"), s.workspace.String())
		same(t, "rows", s.rows(), "customers=1 spaces=9 user_identities=5 access_grants=3 magic_links=1 idempotency_keys=0")
		read := s.data(`query($id: ID!){magicLink(id:$id){url status isEmbedded expiresAt createdAt}
			customer(key:"hotel"){userIdentities(filter:{kind:GUEST}){nodes{key name emailAddress phoneNumber}}
			accessGrants(filter:{kind:RESERVATION}){nodes{key name startsAt endsAt userIdentity{key} spaces{kind key}}}}}`, obj{"id": str(link, "customer_portal_id")})
		same(t, "the link", at(read, "magicLink"), obj{
			"url": str(link, "url"), "status": "ACTIVE", "isEmbedded": false, "expiresAt": str(link, "expires_at"), "createdAt": str(link, "created_at"),
		})
		same(t, "the guest", at(read, "customer.userIdentities.nodes.0"), obj{"key": "1", "name": "One of guests", "emailAddress": "ann@example.com", "phoneNumber": "+1555"})
		same(t, "the reservation", at(read, "customer.accessGrants.nodes.0"), obj{
			"key": "1", "name": "One of reservations", "startsAt": "2030-05-01T13:00:00.000000Z", "endsAt": "2030-05-04T10:00:00.000000Z",
			"userIdentity": obj{"key": "1"}, "spaces": arr{obj{"kind": "ROOM", "key": "1"}},
		})
		guest, _ := s.redeem(str(link, "url"))
		same(t, "the portal", str(guest.data(`{portal{customer{key}}}`, nil), "portal.customer.key"), "hotel")

		s.does(restPush, obj{"customer_key": "hotel", "rooms": arr{obj{"room_key": "2", "name": "Two"}}})
		same(t, "rows", s.rows(), "customers=1 spaces=10 user_identities=5 access_grants=3 magic_links=1 idempotency_keys=0")
	})
}

func TestTheRequestsIdIsTheLogsWhereThatIsAUUID(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id := uuid.NewString()
		same(t, "a UUID", s.with("X-Request-Id", id).does(restPush, obj{"customer_key": "h"}).Header.Get("seam-request-id"), id)
		if got := s.with("X-Request-Id", "proxy-1").does(restPush, obj{"customer_key": "h"}).Header.Get("seam-request-id"); got == "proxy-1" {
			t.Error("an id that is no UUID came back")
		}
	})
}

func TestSeamsNewestDataIsStored(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		space := obj{
			"space_key": "1", "name": "One", "parent_site_key": "s", "duration_minutes": 90, "geolocation": obj{"latitude": 52.5, "longitude": -13.25},
			"customer_data": obj{"time_zone": "Europe/Berlin", "default_checkin_time": "15:00", "default_checkout_time": "10:00:30", "address": "1 Way"},
		}
		data := obj{
			"customer_key": "hotel", "spaces": arr{space}, "sites": arr{obj{"site_key": "s", "name": "Site"}},
			"property_listings": arr{obj{"property_listing_key": "p", "name": "P", "custom_metadata": obj{"region": "north", "open": true, "gone": nil}}},
			"staff_members":     arr{obj{"staff_member_key": "sam", "name": "Sam", "email_address": "sam@example.com", "space_keys": arr{"p"}, "site_keys": arr{"s"}}},
			"reservations":      arr{obj{"reservation_key": "r", "preferred_code": "1234", "custom_metadata": obj{"vip": false}}},
		}
		same(t, "warnings", s.does(restPush, data).warned(), []string{})
		read := func() any {
			return at(s.data(`{customer(key: "hotel"){
				spaces{nodes{key parentSite{name} durationMinutes geolocation{latitude longitude} customerData{timeZone defaultCheckinTime defaultCheckoutTime address} customMetadata}}
				userIdentities{nodes{key kind emailAddress spaces{key}}} accessGrants{nodes{key preferredCode customMetadata}}}}`, nil), "customer")
		}
		place := func(key string, metadata any) obj {
			return obj{"key": key, "parentSite": nil, "durationMinutes": nil, "geolocation": nil, "customerData": nil, "customMetadata": metadata}
		}
		same(t, "what is stored", read(), any(obj{
			"spaces": obj{"nodes": arr{
				place("p", obj{"region": "north", "open": true}), place("s", nil),
				obj{
					"key": "1", "parentSite": obj{"name": "Site"}, "durationMinutes": 90.0, "geolocation": obj{"latitude": 52.5, "longitude": -13.25},
					"customerData":   obj{"timeZone": "Europe/Berlin", "defaultCheckinTime": "15:00", "defaultCheckoutTime": "10:00:30", "address": "1 Way"},
					"customMetadata": nil,
				},
			}},
			"userIdentities": obj{"nodes": arr{obj{"key": "sam", "kind": "STAFF_MEMBER", "emailAddress": "sam@example.com", "spaces": arr{obj{"key": "p"}, obj{"key": "s"}}}}},
			"accessGrants":   obj{"nodes": arr{obj{"key": "r", "preferredCode": "1234", "customMetadata": obj{"vip": false}}}},
		}))
		s.does(restPush, obj{"customer_key": "hotel", "property_listings": arr{obj{"property_listing_key": "p", "name": "P", "custom_metadata": obj{"open": nil, "floor": "2"}}}})
		same(t, "merged", at(read(), "spaces.nodes.0.customMetadata"), any(obj{"region": "north", "floor": "2"}))
		s.restRefused(restPush, obj{
			"customer_key": "hotel", "spaces": arr{obj{"space_key": "1", "name": "x", "geolocation": obj{"latitude": 91}, "duration_minutes": 0}},
			"reservations": arr{obj{"reservation_key": "r", "custom_metadata": obj{"a": 5}}},
		}, 400, "invalid_input", "3 Input Errors: ")
		s.does(restDelete, obj{"customer_key": "hotel", "staff_member_keys": arr{"sam"}, "site_keys": arr{"s"}})
		same(t, "rows", s.rows(), "customers=1 spaces=2 user_identities=0 access_grants=1 magic_links=0 idempotency_keys=0")
	})
}

func TestSeamsSettingsOfAPortalAreStored(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		profile := str(s.data(`mutation{createCustomizationProfile(input: {name: "p"}){customizationProfile{id}}}`, nil), "createCustomizationProfile.customizationProfile.id")
		a := s.does(restCreate, obj{
			"customer_data": obj{"customer_key": "hotel", "rooms": arr{obj{"room_key": "1", "name": "x"}}}, "read_only": true, "navigation_mode": "restricted", "locale": "pt-PT", "exclude_locale_picker": true,
			"deep_link": obj{"resource_type": "space", "resource_key": "1"}, "landing_page": obj{"manage": obj{"room_key": "1"}}, "customization_profile_id": profile,
			"customer_resources_filters": arr{obj{"field": "region", "operation": "=", "value": "north"}, obj{"field": "open", "operation": "=", "value": true}},
			"features": obj{
				"connect":   obj{"accepted_providers": arr{"a"}, "excluded_providers": arr{"b"}},
				"configure": obj{"exclude": true, "allow_access_automation_rule_customization": true, "allow_instant_key_customization": true, "allow_climate_automation_rule_customization": true},
				"manage": obj{
					"exclude": true, "exclude_reservation_management": true, "exclude_staff_management": true, "exclude_reservation_technical_details": true,
					"events":                         obj{"allowed_events": arr{"device.assigned", "device_action.timed_out"}},
					"device_management_confirmation": obj{"title": "t", "body": "b", "confirm_button_label": "y", "cancel_button_label": "n"},
				},
			},
		})
		same(t, "warnings", a.warned(), []string{
			"unknown_provider features.connect.accepted_providers.0", "unknown_provider features.connect.excluded_providers.0",
		})
		read := s.data(`query($id: ID!){magicLink(id: $id){readOnly navigationMode locale excludeLocalePicker customizationProfileId
			deepLink{resourceType resourceKey resourceId} landingPage{kind key} customerResourcesFilters{field operation value}
			features{connectProviders{accepted excluded} configure{exclude allowAccessAutomationRuleCustomization allowInstantKeyCustomization allowClimateAutomationRuleCustomization}
			manage{exclude excludeReservationManagement excludeStaffManagement excludeReservationTechnicalDetails events{allowedEvents defaultEvents}
			deviceManagementConfirmation{title body confirmButtonLabel cancelButtonLabel}}}}}`, obj{"id": str(a.JSON, "magic_link.customer_portal_id")})
		same(t, "what is stored", at(read, "magicLink"), any(obj{
			"readOnly": true, "navigationMode": "RESTRICTED", "locale": "PT_PT", "excludeLocalePicker": true, "customizationProfileId": profile,
			"deepLink": obj{"resourceType": "SPACE", "resourceKey": "1", "resourceId": nil}, "landingPage": obj{"kind": "ROOM", "key": "1"},
			"customerResourcesFilters": arr{obj{"field": "region", "operation": "=", "value": "north"}, obj{"field": "open", "operation": "=", "value": true}},
			"features": obj{
				"connectProviders": obj{"accepted": arr{"a"}, "excluded": arr{"b"}},
				"configure":        obj{"exclude": true, "allowAccessAutomationRuleCustomization": true, "allowInstantKeyCustomization": true, "allowClimateAutomationRuleCustomization": true},
				"manage": obj{
					"exclude": true, "excludeReservationManagement": true, "excludeStaffManagement": true, "excludeReservationTechnicalDetails": true,
					"events":                       obj{"allowedEvents": arr{"DEVICE_ASSIGNED", "DEVICE_ACTION_TIMED_OUT"}, "defaultEvents": nil},
					"deviceManagementConfirmation": obj{"title": "t", "body": "b", "confirmButtonLabel": "y", "cancelButtonLabel": "n"},
				},
			},
		}))
		s.restRefused(restCreate, obj{
			"customer_data": obj{"customer_key": "hotel"}, "locale": "de-AT", "deep_link": obj{"resource_type": "device", "resource_id": "x"},
			"landing_page": obj{"manage": obj{}}, "customer_resources_filters": arr{obj{"field": "a b", "operation": "!=", "value": 5}},
		}, 400, "invalid_input", "6 Input Errors: ")
		s.restRefused(restCreate, obj{"customer_data": obj{"customer_key": "hotel"}, "customization_profile_id": "none"}, 400, "invalid_input", "customization_profile_id")
	})
}

func TestSeamsDeleteTakesKeysFromBodyAndQuery(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		data := seamData("hotel")
		data["rooms"] = arr{obj{"room_key": "1", "name": "x"}, obj{"room_key": "2", "name": "x"}, obj{"room_key": "3 &é", "name": "x"}}
		s.does(restPush, data)
		gone := func(what string, a restAnswer, spaces, people, grants int) {
			t.Helper()
			same(t, what, []any{a.Status, yes(a.JSON, "ok"), a.warned()}, []any{200, true, []string{}})
			same(t, what, []int{s.scalar("SELECT count(*) FROM spaces"), s.scalar("SELECT count(*) FROM user_identities"), s.scalar("SELECT count(*) FROM access_grants")}, []int{spaces, people, grants})
		}
		gone("by DELETE with a query", s.rest("DELETE", restDelete+"?room_keys=1&room_keys=3+%26%C3%A9&guest_keys=1&booking_keys=&_strict=true", nil), 9, 4, 3)
		gone("by DELETE with a body", s.rest("DELETE", restDelete, obj{"customer_key": "hotel", "booking_keys": arr{"1"}}), 9, 4, 2)
		gone("by POST with a body", s.rest("POST", restDelete, obj{"reservation_keys": arr{"1"}, "unit_keys": arr{"1", "none"}}), 8, 4, 1)
		gone("by POST with both", s.rest("POST", restDelete+"?customer_key=hotel", obj{"access_grant_keys": arr{"1"}}), 8, 4, 0)
		gone("of what isn't there", s.rest("DELETE", restDelete+"?room_keys=none", nil), 8, 4, 0)
		gone("of an empty list", s.rest("DELETE", restDelete+"?room_keys=", nil), 8, 4, 0)
		for range 2 {
			a := s.rest("DELETE", restDelete+"?customer_keys=hotel", nil)
			same(t, "the customer", []any{a.Status, s.rows()}, []any{200, "customers=0 spaces=0 user_identities=0 access_grants=0 magic_links=0 idempotency_keys=0"})
		}
		for query, want := range map[string]string{
			"room_keys=%zz": "invalid_query_params", "%FF=x": "invalid_query_params", "room_keys=%FF": "invalid_input", "room_keys=&room_keys=": "invalid_input",
			"": "invalid_input", "customer_key=hotel": "invalid_input", "customer_keys=a&room_keys=1": "invalid_input", "customer_key=a&customer_key=b&room_keys=1": "invalid_input",
		} {
			if a := s.rest("DELETE", restDelete+"?"+query, nil); a.Status != 400 || a.kind() != want {
				t.Errorf("%s: %d %s", query, a.Status, a.Text)
			}
		}
		if a := s.rest("DELETE", restDelete+"?room_keys=1", obj{"room_keys": arr{"2"}}); a.kind() != "invalid_query_params" {
			t.Errorf("twice: %s", a.Text)
		}
	})
}

func TestAKeyThatSeveralCustomersHaveIsDeletedFromNone(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for _, customer := range []string{"a", "b"} {
			s.does(restPush, obj{"customer_key": customer, "rooms": arr{obj{"room_key": "1", "name": "x"}, obj{"room_key": customer, "name": "x"}}, "units": arr{obj{"unit_key": customer, "name": "x"}}})
		}
		other := s.second()
		other.does(restPush, obj{"customer_key": "a", "rooms": arr{obj{"room_key": "a", "name": "x"}, obj{"room_key": "theirs", "name": "x"}}})
		s.restRefused(restDelete, obj{"room_keys": arr{"a", "1"}, "unit_keys": arr{"b"}}, 400, "invalid_input", `is a key that several customers have: say whose by customer_key for "room_keys.1"`)
		same(t, "spaces", s.scalar("SELECT count(*) FROM spaces"), 8)
		s.does(restDelete, obj{"room_keys": arr{"a", "a", "b", "theirs"}, "unit_keys": arr{"b"}})
		same(t, "spaces", s.scalar("SELECT count(*) FROM spaces"), 5)
		s.does(restDelete, obj{"room_keys": arr{"1"}, "customer_key": "a"})
		same(t, "spaces", s.scalar("SELECT count(*) FROM spaces"), 4)
		same(t, "of the other workspace", s.scalar("SELECT count(*) FROM spaces WHERE key IN ('theirs', 'a') AND kind = 'ROOM'"), 2)
	})
}

func TestSeamsIdempotencyKeyIsAHeader(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		keyed := s.with("Idempotency-Key", "k")
		body := obj{"customer_data": seamData("hotel")}
		first, again := keyed.does(restCreate, body), keyed.does(restCreate, body)
		same(t, "the link", at(again.JSON, "magic_link"), at(first.JSON, "magic_link"))
		keyed.restRefused(restCreate, obj{"customer_data": seamData("other")}, 409, "idempotency_key_reused", "idempotency_key")
		s.with("Idempotency-Key", strings.Repeat("x", 256)).restRefused(restCreate, body, 400, "invalid_input", "at most 255")
		s.with("Idempotency-Key", "\xff").restRefused(restCreate, body, 400, "invalid_input", "must be valid Unicode")
		block := s.with("Idempotency-Key", "b")
		one, two := block.does(restBlocks+"connect_accounts", obj{"customer_key": "hotel"}), block.does(restBlocks+"connect_accounts", obj{"customer_key": "hotel"})
		same(t, "the block's link", at(two.JSON, "magic_link"), at(one.JSON, "magic_link"))
		other := s.second().with("Idempotency-Key", "k").does(restCreate, body)
		if str(other.JSON, "magic_link.url") == str(first.JSON, "magic_link.url") {
			t.Error("another workspace got the link")
		}
		same(t, "links", s.scalar("SELECT count(*) FROM magic_links"), 3)
	})
}

func TestABuildingBlockIsAPortalOfOneFeature(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for _, block := range []string{"connect_accounts", "manage_devices", "organize_spaces"} {
			spaces := arr{obj{"space_key": block, "name": "x"}}
			links := []any{at(s.does(restBlocks+"generate_magic_link", obj{"customer_key": "h", "building_block_type": block, "spaces": spaces}).JSON, "magic_link")}
			links = append(links, at(s.does(restBlocks+block, obj{"customer_key": "h"}).JSON, "magic_link"))
			for _, link := range links {
				same(t, block, str(link, "building_block_type"), block)
				features := at(s.data(`query($id: ID!){magicLink(id:$id){features{connect{exclude} manageDevices{exclude} organize{exclude}}}}`, obj{"id": str(link, "customer_portal_id")}), "magicLink.features")
				same(t, block, []bool{yes(features, "connect.exclude"), yes(features, "manageDevices.exclude"), yes(features, "organize.exclude")},
					[]bool{block != "connect_accounts", block != "manage_devices", block != "organize_spaces"})
			}
		}
		same(t, "spaces", s.scalar("SELECT count(*) FROM spaces"), 3)
		s.restRefused(restBlocks+"generate_magic_link", obj{"customer_key": "h", "building_block_type": "console"}, 400, "invalid_input",
			`Invalid enum value. Expected 'connect_accounts' | 'manage_devices' | 'organize_spaces', received 'console' for "building_block_type"`)
		s.restRefused(restBlocks+"generate_magic_link", obj{"customer_key": ""}, 400, "invalid_input", "2 Input Errors: building_block_type is required, String must contain at least 1 character(s) for \"customer_key\"")
		same(t, "of connect_accounts", s.does(restBlocks+"connect_accounts", obj{"customer_key": "h", "spaces": arr{}}).warned(), []string{"unknown_field spaces"})
	})
}

func TestOpeningAPortalReusesTheLinkThatOpens(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.restRefused(restOpen, obj{"customer_key": "hotel"}, 404, "customer_not_found", "customer_key")
		s.does(restPush, obj{"customer_key": "hotel"})
		s.restRefused(restOpen, obj{"customer_key": "hotel"}, 404, "magic_link_not_found", "the customer has no portal that could be opened again: create one first")
		made := s.does(restCreate, obj{"customer_data": obj{"customer_key": "hotel"}, "features": obj{"connect": obj{"exclude": true}}, "expires_in_seconds": 600, "return_url": "https://example.com/back"})
		s.does(restCreate, obj{"customer_data": obj{"customer_key": "hotel"}, "opened_for": "Otto Operator"})
		s.does(restPush, obj{"customer_key": "hotel", "reservations": arr{obj{"reservation_key": "r"}}})
		s.does(restDeepLink, obj{"customer_key": "hotel", "reservation_key": "r"})
		opened := s.does(restOpen, obj{"customer_key": "hotel"})
		same(t, "the link", at(opened.JSON, "magic_link"), at(made.JSON, "magic_link"))
		s.second().restRefused(restOpen, obj{"customer_key": "hotel"}, 404, "customer_not_found", "no customer")

		s.revokeLink(str(made.JSON, "magic_link.customer_portal_id"))
		anew := s.does(restOpen, obj{"customer_key": "hotel"})
		id := str(anew.JSON, "magic_link.customer_portal_id")
		if id == str(made.JSON, "magic_link.customer_portal_id") {
			t.Fatal("a revoked link was opened again")
		}
		read := at(s.data(`query($id: ID!){magicLink(id:$id){status redemptionCount returnUrl revokedAt openedFor features{connect{exclude}}}}`, obj{"id": id}), "magicLink")
		same(t, "the new link", read, any(obj{
			"status": "ACTIVE", "redemptionCount": 0.0, "returnUrl": "https://example.com/back", "revokedAt": nil, "openedFor": nil, "features": obj{"connect": obj{"exclude": true}},
		}))
		s.redeem(str(anew.JSON, "magic_link.url"))
		same(t, "again", str(s.does(restOpen, obj{"customer_key": "hotel"}).JSON, "magic_link.customer_portal_id"), id)
	})
}

func TestADeepLinkIsAnEmbeddedPortalForAReservationThatIsThere(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.does(restPush, seamData("hotel"))
		a := s.does(restDeepLink, obj{"customer_key": "hotel", "reservation_key": "1"})
		same(t, "warnings", a.warned(), []string{"embed_origins_missing embed_origins"})
		read := s.data(`query($id: ID!){magicLink(id:$id){url isEmbedded expiresAt navigationMode deepLink{resourceType resourceKey}}}`, obj{"id": str(a.JSON, "deep_link.customer_portal_id")})
		same(t, "the link", at(read, "magicLink"), any(obj{"url": str(a.JSON, "deep_link.url"), "isEmbedded": true, "expiresAt": str(a.JSON, "deep_link.expires_at"),
			"navigationMode": "RESTRICTED", "deepLink": obj{"resourceType": "RESERVATION", "resourceKey": "1"}}))
		guest, _ := s.redeem(str(a.JSON, "deep_link.url"))
		same(t, "what it shows", guest.data(`{portal{customer{accessGrants{nodes{kind key}} userIdentities{totalCount} spaces{totalCount}}}}`, nil), obj{"portal": obj{"customer": obj{
			"accessGrants": obj{"nodes": arr{obj{"kind": "RESERVATION", "key": "1"}}}, "userIdentities": obj{"totalCount": 1.0}, "spaces": obj{"totalCount": 1.0},
		}}})
		s.restRefused(restDeepLink, obj{"customer_key": "hotel", "reservation_key": "2"}, 404, "reservation_not_found", "no reservation")
		s.restRefused(restDeepLink, obj{"customer_key": "inn", "reservation_key": "1"}, 404, "customer_not_found", "no customer")
		s.second().restRefused(restDeepLink, obj{"customer_key": "hotel", "reservation_key": "1"}, 404, "customer_not_found", "no customer")
		s.restRefused(restDeepLink, obj{}, 400, "invalid_input", "2 Input Errors: customer_key is required, reservation_key is required")
	})
}

func TestSeamsCallsKeepWorkspacesApart(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		two := s.second()
		for _, c := range []client{s.client, two} {
			c.does(restPush, seamData("hotel"))
		}
		two.does(restDelete, obj{"customer_keys": arr{"hotel"}})
		same(t, "the first's", s.rows(), "customers=1 spaces=9 user_identities=5 access_grants=3 magic_links=0 idempotency_keys=0")
		two.does(restDelete, obj{"room_keys": arr{"1"}, "guest_keys": arr{"1"}, "booking_keys": arr{"1"}})
		two.does(restDelete, obj{"room_keys": arr{"1"}, "customer_key": "hotel"})
		same(t, "the first's", s.rows(), "customers=1 spaces=9 user_identities=5 access_grants=3 magic_links=0 idempotency_keys=0")
	})
}

func TestSeamsSDKMayCallFromABrowser(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		request, err := http.NewRequestWithContext(t.Context(), http.MethodOptions, s.url+restDelete, http.NoBody)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Origin", "http://localhost:3000")
		request.Header.Set("Access-Control-Request-Method", "DELETE")
		request.Header.Set("Access-Control-Request-Headers", "authorization,client-session-token,content-type,idempotency-key,seam-lts-version,seam-sdk-name,seam-sdk-version,seam-workspace")
		response, err := connections.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if h := response.Header; h.Get("Access-Control-Allow-Origin") != "http://localhost:3000" || h.Get("Access-Control-Allow-Methods") != "DELETE" || h.Get("Access-Control-Allow-Headers") == "" {
			t.Errorf("%d %v", response.StatusCode, h)
		}
		a := s.with("Origin", "http://localhost:3000").does(restPush, obj{"customer_key": "h"})
		if !slices.Contains(strings.Split(strings.ToLower(a.Header.Get("Access-Control-Expose-Headers")), ", "), "seam-request-id") {
			t.Errorf("%v", a.Header)
		}
	})
}

func TestTheOpenAPIDocumentIsServedToAnyone(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		response, err := connections.Get(s.url + "/openapi.json")
		if err != nil {
			t.Fatal(err)
		}
		defer response.Body.Close()
		if response.StatusCode != 200 || !strings.HasPrefix(response.Header.Get("Content-Type"), mediaJSON) {
			t.Errorf("%d %v", response.StatusCode, response.Header)
		}
	})
}
