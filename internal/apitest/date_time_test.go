package apitest_test

import "testing"

func TestWhatIsNoDateTimeIsRefused(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for _, value := range []any{
			"", "x", "2026-11-24", "15:04:05Z", "2026-11-24T15:04:05", "2026-11-24 15:04:05Z", "2026-11-24T15:04Z", "2026-11-24T15:04:05 Z",
			" 2026-11-24T15:04:05Z", "2026-11-24T15:04:05Z ", "2026-02-29T00:00:00Z", "2026-04-31T00:00:00Z", "2026-13-01T00:00:00Z",
			"2026-00-01T00:00:00Z", "2026-11-00T00:00:00Z", "2026-11-24T24:00:00Z", "2026-11-24T15:60:00Z", "2026-11-24T15:04:60Z",
			"2026-11-24T15:04:05+25:00", "2026-11-24T15:04:05+24:00", "2026-11-24T15:04:05+01:60", "2026-11-24T15:04:05+0100", "2026-11-24T15:04:05+01",
			"2026-11-24T5:04:05+01:00", "2026-11-24T15:04:05,5Z", "2026-11-24T15:04:05.Z", "26-11-24T15:04:05Z", "12026-11-24T15:04:05Z",
			"-2026-11-24T15:04:05Z", "9999-12-31T23:59:59-01:00", "0000-12-31T23:59:59Z", "0001-01-01T00:00:00+00:01", "2026-11-24T15:04:05Z\u0000",
			1795532645, 1.5, true, arr{"2026-11-24T15:04:05Z"}, obj{}, nul, surrogate,
		} {
			s.in(t).refusesBad(t, bad{at: stay + ".startsAt", value: value})
			s.in(t).refusesBad(t, bad{at: stay + ".endsAt", value: value})
		}
		s.refused(`query($at:DateTime){customer(key:"x"){accessGrants(filter:{activeAt:$at}){nodes{id}}}}`, obj{"at": "x"}, "BAD_USER_INPUT filter.activeAt")
	})
}

func TestEveryDateTimeOfRFC3339IsStoredToTheMicrosecond(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for text, want := range map[string]string{
			"2026-11-24T15:04:05Z":                "2026-11-24T15:04:05.000000Z",
			"2026-11-24T15:04:05+00:00":           "2026-11-24T15:04:05.000000Z",
			"2026-11-24T15:04:05-00:00":           "2026-11-24T15:04:05.000000Z",
			"2026-11-24T15:04:05+14:00":           "2026-11-24T01:04:05.000000Z",
			"2026-11-24T15:04:05-23:59":           "2026-11-25T15:03:05.000000Z",
			"2026-11-24T15:04:05.1Z":              "2026-11-24T15:04:05.100000Z",
			"2026-11-24T15:04:05.123456Z":         "2026-11-24T15:04:05.123456Z",
			"2026-11-24T15:04:05.1234569Z":        "2026-11-24T15:04:05.123456Z",
			"2026-11-24T15:04:05.123456789+05:30": "2026-11-24T09:34:05.123456Z",
			"2024-02-29T00:00:00Z":                "2024-02-29T00:00:00.000000Z",
			"0001-01-01T00:00:00Z":                "0001-01-01T00:00:00.000000Z",
			"1900-01-01T00:00:00Z":                "1900-01-01T00:00:00.000000Z",
			"1969-12-31T23:59:59.999999Z":         "1969-12-31T23:59:59.999999Z",
			"1582-10-10T00:00:00Z":                "1582-10-10T00:00:00.000000Z",
			"9999-12-31T23:59:59.999999Z":         "9999-12-31T23:59:59.999999Z",
			"9999-12-31T23:59:59.9999999Z":        "9999-12-31T23:59:59.999999Z",
		} {
			s.push(obj{"customerKey": "hotel", "reservations": arr{obj{"reservationKey": "s", "startsAt": text}, obj{"reservationKey": "e", "endsAt": text}}})
			read := s.data(`{customer(key:"hotel"){accessGrants{nodes{key startsAt endsAt}}}}`, nil)
			for _, node := range items(read, "customer.accessGrants.nodes") {
				field := map[string]string{"s": "startsAt", "e": "endsAt"}[str(node, "key")]
				same(t, field+" of "+text, str(node, field), want)
			}
		}
	})
}
