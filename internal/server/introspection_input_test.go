package server_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/testdb"
)

func TestWithoutIntrospectionNoFaultOfTheInputNamesATypeOrAValue(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_INTROSPECTION=false"), true)
	key := "Authorization: Bearer " + s.firstKey(t)
	for request, said := range map[string]string{
		`{"query":"query($s: MagicLinkStatus){magicLinks(filter:{status:$s}){nodes{id}}}","variables":{"s":"ACTIV"}}`:                                           "filter.status: must be one of its type's values",
		`{"query":"{magicLinks(filter:{status:ACTIV}){nodes{id}}}"}`:                                                                                            "filter.status: must be one of its type's values",
		`{"query":"{magicLinks(filter:5){nodes{id}}}"}`:                                                                                                         "filter: must be an object (its input type), not this number",
		`{"query":"mutation($n: String!){endPortalSessions(input:{customerKey:$n}){endedCount}}","variables":{"n":5}}`:                                          "customerKey: must be a String, not this number",
		`{"query":"mutation($d: CustomerDataInput!){pushCustomerData(input:{customerData:$d}){customer{id}}}","variables":{"d":{"customerKey":"k","room":[]}}}`: "customerData.room: is not a field of its input type",
	} {
		_, answer := s.post(t, strings.NewReader(request), key)
		var parts struct{ Errors []struct{ Message string } }
		if err := json.Unmarshal([]byte(answer), &parts); err != nil || len(parts.Errors) != 1 || parts.Errors[0].Message != said {
			t.Errorf("%s: %s", request, answer)
		}
	}
}
