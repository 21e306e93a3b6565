package apitest_test

import "testing"

// What Seam takes is taken here, where our own rules would have it otherwise.

func TestABuildingBlockTakesAllThatSpacesHave(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for _, path := range []string{"organize_spaces", "generate_magic_link"} {
			body := obj{"customer_key": path, "spaces": arr{obj{
				"space_key": "1", "name": "One", "duration_minutes": 90, "geolocation": obj{"latitude": 52.5, "longitude": -13.25},
				"customer_data": obj{"time_zone": "Europe/Berlin", "default_checkin_time": "15:00", "default_checkout_time": nil, "address": nil},
			}}}
			if path == "generate_magic_link" {
				body["building_block_type"] = "organize_spaces"
			}
			same(t, path, s.does(restBlocks+path, body).warned(), []string{})
			read := s.data(`query($key: String!){customer(key: $key){spaces{nodes{durationMinutes geolocation{latitude longitude} customerData{timeZone defaultCheckinTime address}}}}}`, obj{"key": path})
			same(t, path, at(read, "customer.spaces.nodes"), any(arr{obj{
				"durationMinutes": 90.0, "geolocation": obj{"latitude": 52.5, "longitude": -13.25},
				"customerData": obj{"timeZone": "Europe/Berlin", "defaultCheckinTime": "15:00", "address": nil},
			}}))
			body["spaces"] = arr{obj{"space_key": "1", "name": "One", "customer_data": obj{"default_checkin_time": "3pm"}}}
			s.restRefused(restBlocks+path, body, 400, "invalid_input", `for "spaces.0.customer_data.default_checkin_time"`)
		}
	})
}

func TestAnExcludeThatIsLeftOutFollowsTheOtherWord(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for name, c := range map[string]struct {
			features obj
			excluded bool
		}{
			"of manage":                  {obj{"manage_devices": obj{"exclude": true}, "manage": obj{"exclude_staff_management": true}}, true},
			"of an empty manage":         {obj{"manage_devices": obj{"exclude": true}, "manage": obj{}}, true},
			"a null":                     {obj{"manage_devices": obj{"exclude": true}, "manage": obj{"exclude": nil}}, true},
			"of an empty manage_devices": {obj{"manage_devices": obj{}, "manage": obj{"exclude": true}}, true},
			"of both":                    {obj{"manage_devices": obj{}, "manage": obj{}}, false},
			"the same twice":             {obj{"manage_devices": obj{"exclude": true}, "manage": obj{"exclude": true}}, true},
		} {
			a := s.does(restCreate, obj{"customer_data": obj{"customer_key": "hotel"}, "features": c.features})
			read := s.data(`query($id: ID!){magicLink(id: $id){features{manageDevices{exclude} manage{exclude}}}}`, obj{"id": str(a.JSON, "magic_link.customer_portal_id")})
			same(t, name, at(read, "magicLink.features"), any(obj{"manageDevices": obj{"exclude": c.excluded}, "manage": obj{"exclude": c.excluded}}))
		}
		for _, devices := range []bool{true, false} {
			s.restRefused(restCreate, obj{"customer_data": obj{"customer_key": "hotel"}, "features": obj{"manage_devices": obj{"exclude": devices}, "manage": obj{"exclude": !devices}}},
				400, "invalid_input", `must be the same as manage_devices.exclude: both are words for one feature for "features.manage.exclude"`)
		}
		s.restRefused(restCreate, obj{"customer_data": obj{"customer_key": "hotel"}, "features": obj{"manage_devices": obj{"exclude": true}, "manage": 5}},
			400, "invalid_input", `Expected object, received number for "features.manage"`)
	})
}

func TestAProviderThatIsNamedTwiceCountsOnce(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		providers := func(accepted, excluded any) obj {
			return obj{"customer_data": obj{"customer_key": "hotel"}, "features": obj{"connect": obj{"accepted_providers": accepted, "excluded_providers": excluded}}}
		}
		a := s.does(restCreate, providers(arr{"august", "yale", "august"}, arr{"salto", "salto"}))
		read := s.data(`query($id: ID!){magicLink(id: $id){features{connectProviders{accepted excluded}}}}`, obj{"id": str(a.JSON, "magic_link.customer_portal_id")})
		same(t, "the providers", at(read, "magicLink.features.connectProviders"), any(obj{"accepted": arr{"august", "yale"}, "excluded": arr{"salto"}}))
		s.restRefused(restCreate, providers(arr{"august", 5, 5, "august"}, arr{}), 400, "invalid_input", `2 Input Errors: Expected string, received number for "features.connect.accepted_providers.1"`)
		s.restRefused(restCreate, providers(arr{""}, "x"), 400, "invalid_input", `2 Input Errors: `)
	})
}
