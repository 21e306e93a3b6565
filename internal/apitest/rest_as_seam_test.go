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
