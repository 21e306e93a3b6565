package apitest_test

import (
	"fmt"
	"maps"
	"strings"
	"testing"
)

func TestExplicitNullsCountAsAbsent(t *testing.T) {
	nulls := obj{"customerData": obj{"customerKey": "hotel", "spaces": nil, "guests": arr{obj{"guestKey": "g", "name": "Ann", "emailAddress": nil, "phoneNumber": nil}}}}
	for _, l := range append(append(append([]kindOf{}, spaceLists...), personLists...), grantLists...) {
		if l.list != "guests" {
			put(nulls, "customerData."+l.list, nil)
		}
	}
	grant := obj{"reservationKey": "r", "name": nil, "startsAt": nil, "endsAt": nil}
	for _, l := range grantPlaces {
		grant[placeReference(l)] = nil
	}
	for _, l := range grantPeople {
		grant[l.key] = nil
	}
	put(nulls, "customerData.reservations", arr{grant})
	for _, name := range []string{"features", "isEmbedded", "expiresInSeconds", "maxRedemptions", "replaceExisting", "returnUrl", "refreshUrl", "embedOrigins", "idempotencyKey"} {
		nulls[name] = nil
	}
	inner := maps.Clone(nulls)
	inner["features"] = obj{"connect": nil, "manageDevices": obj{"exclude": nil}, "organize": obj{}}
	each(t, func(t *testing.T, s *server) {
		want := s.newLink("hotel", nil)
		for name, input := range map[string]obj{"nulls": nulls, "inner nulls": inner} {
			for form, link := range map[string]any{
				"variable": at(s.create(input), "magicLink"),
				"literal":  at(s.data(`mutation{createCustomerPortal(input:`+literal(input)+`){magicLink{`+linkFields+`}}}`, nil), "createCustomerPortal.magicLink"),
			} {
				for _, field := range []string{"features", "isEmbedded", "maxRedemptions", "returnUrl", "refreshUrl", "embedOrigins", "buildingBlockType"} {
					same(t, name+" in a "+form+": "+field, at(link, field), at(want, field))
				}
			}
		}
		s.data(`query($a:String, $f:MagicLinkFilter){magicLinks(first:null, after:$a, last:null, before:null, filter:$f){nodes{id}} customers(filter:{keyPrefix:null}){nodes{id}}}`, obj{"a": nil, "f": nil})
		s.data(`mutation($i:UpdateWorkspaceInput!){updateWorkspace(input:$i){workspace{name}}}`, obj{"i": obj{"name": nil, "embedOrigins": nil, "returnUrl": nil}})
		same(t, "the workspace's name", str(s.data(`{workspace{name}}`, nil), "workspace.name"), "default")
		same(t, "deleted with nulls", s.delete(obj{"customerKeys": arr{"nobody"}, "customerKey": nil, "roomKeys": nil}), 0)
	})
}

func TestUnknownFieldsAreRefused(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for _, where := range []string{"", "customerData.", "customerData.rooms[0].", "customerData.guests[0].", "customerData.reservations[0].", "features.", "features.connect."} {
			for _, name := range []string{"nope", "kind", "id", "sortName", "workspaceId"} {
				input := goodInput()
				put(input, where+name, "x")
				s.refused(createDocument, obj{"input": input}, "BAD_USER_INPUT "+where+name)
				a := s.with("Accept", mediaGraphQL).refused(`mutation{createCustomerPortal(input:`+literal(input)+`){magicLink{id}}}`, nil, "GRAPHQL_VALIDATION_FAILED")
				same(t, "status", a.Status, 400)
			}
		}
		input := goodInput()
		put(input, "customerData.guests[0].roomKey", "1") // another list's key
		s.refused(createDocument, obj{"input": input}, "BAD_USER_INPUT customerData.guests[0].roomKey")
		for _, document := range []string{
			`{customers(foo: 1){nodes{key}}}`, `{customers(filter:{nope:"x"}){nodes{key}}}`, `{nope}`, `{customer(key:"x"){nope}}`, `{customer{key}}`,
			`query($x: Nope){workspace{id}}`, `{workspace{id} ...missing}`, `{customer(key: $undefined){key}}`, `{workspace}`, `{workspace{id{x}}}`,
			`query($k:Int){customer(key:$k){key}}`,
		} {
			want := []string{"GRAPHQL_VALIDATION_FAILED"}
			if document == `{customer{key}}` { // a required argument is input, too
				continue
			}
			a := s.call(document, nil)
			for _, p := range a.Errors {
				same(t, document, []string{p.Extensions.Code}, want)
			}
			if len(a.Errors) == 0 || a.HasData {
				t.Errorf("%s: %s", document, a.Body)
			}
		}
		s.refused(`{customers(`, nil, "GRAPHQL_PARSE_FAILED")
		s.refused("{workspace{id}} \x00", nil, "GRAPHQL_PARSE_FAILED")
	})
}

func TestUnknownEnumValuesAreRefused(t *testing.T) {
	each(t, func(_ *testing.T, s *server) {
		for _, c := range []struct{ field, filterType, name string }{
			{"magicLinks%s", "MagicLinkFilter", "status"},
			{`customer(key:"x"){spaces%s}`, "SpaceFilter", "kind"},
			{`customer(key:"x"){userIdentities%s}`, "UserIdentityFilter", "kind"},
			{`customer(key:"x"){accessGrants%s}`, "AccessGrantFilter", "kind"},
		} {
			document := `query($f:` + c.filterType + `){` + fmt.Sprintf(c.field, `(filter:$f){nodes{id}}`) + `}`
			for _, value := range []any{"NOPE", "room", "", 5, true, arr{"ROOM"}, obj{}, nul} {
				s.refused(document, obj{"f": obj{c.name: value}}, "BAD_USER_INPUT filter."+c.name)
			}
			for _, value := range []any{bare("NOPE"), bare("active"), 5, obj{}, "ACTIVE_", bare("true")} {
				s.refused(`{`+fmt.Sprintf(c.field, `(filter:{`+c.name+`:`+literal(value)+`}){nodes{id}}`)+`}`, nil, "BAD_USER_INPUT filter."+c.name)
			}
		}
		s.refused(`{magicLinks(filter:{status:"ACTIVE"}){nodes{id}}}`, nil, "BAD_USER_INPUT filter.status") // quoted it is a String
	})
}

func TestTextOutsideTheBasicPlaneIsStoredInEitherForm(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for text, want := range map[raw]string{
			`"\ud83d\ude00"`: "😀", `"\uD83D\uDE00 \ud83d\ude00"`: "😀 😀", `"😀"`: "😀", `"\ufffd"`: "\uFFFD", `"\ufffd \\ud"`: "\uFFFD \\ud",
			`"�"`: "\uFFFD", `"� \\udc00"`: "� \\udc00", `"a\u00e9\"\\\/b"`: "aé\"\\/b", `"\u200f"`: "\u200f",
			`"\ud83d\ude00 \ufffd"`: "😀 \uFFFD", `"\\\\\ufffd\\ud83d"`: "\\\\\uFFFD\\ud83d", `"x\u200by"`: "x\u200by",
		} {
			for form, document := range map[string]string{
				"variable": `mutation($n:String!){pushCustomerData(input:{customerData:{customerKey:"h" rooms:[{roomKey:"1" name:$n}]}}){customer{spaces{nodes{name}}}}}`,
				"literal":  `mutation{pushCustomerData(input:{customerData:{customerKey:"h" rooms:[{roomKey:"1" name:` + string(text) + `}]}}){customer{spaces{nodes{name}}}}}`,
			} {
				variables := obj{}
				if form == "variable" {
					variables["n"] = text
				}
				a := s.call(document, variables)
				same(t, form+" "+string(text)+" "+strings.Join(a.problems(), " "), str(a.Data, "pushCustomerData.customer.spaces.nodes.0.name"), want)
			}
		}
		block := s.data(`mutation{pushCustomerData(input:{customerData:{customerKey:"h" rooms:[{roomKey:"1" name:"""`+`\ud800 is no escape here`+`"""}]}}){customer{spaces{nodes{name}}}}}`, nil)
		same(t, "a block string", str(block, "pushCustomerData.customer.spaces.nodes.0.name"), `\ud800 is no escape here`)
	})
}

func TestHalfASurrogatePairIsFoundWhereverItStands(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for _, before := range []string{"", "é", strings.Repeat("中", 3000), "😀 \\uFFFD"} {
			for _, half := range []string{`\ud83d`, `\uD83D\uD83D\uDE00`, `\ude00`, `\ude00\ud83d`, `\ud83d\u0041`, `\\\ud83d`, `\uDBFF\n`, `é\ud83d`} {
				rooms := `[{roomKey:"1" name:"` + before[:min(len(before), 120)] + `x"} {roomKey:"2" name:"` + half + `"}]`
				a := s.refused("# "+before+"\n"+`mutation{pushCustomerData(input:{customerData:{customerKey:"h" rooms:`+rooms+`}}){customer{id}}}`, nil, "BAD_USER_INPUT customerData.rooms[1].name")
				if a.HasData {
					t.Error(a.Body)
				}
				s.refused(pushDocument, obj{"input": obj{"customerData": obj{"customerKey": "h", "rooms": arr{obj{"roomKey": "2", "name": raw(`"` + half + `"`)}}}}}, "BAD_USER_INPUT customerData.rooms[0].name")
			}
		}
		s.refused(`mutation{pushCustomerData(input:{customerData:{customerKey:"\u{D800}"}}){customer{id}}}`, nil, "GRAPHQL_PARSE_FAILED")
	})
}

func TestOneValueStandsForAListOfOne(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.push(obj{"customerKey": "h", "rooms": obj{"roomKey": "1", "name": "Room"}, "reservations": obj{"reservationKey": "r", "roomKeys": "1"}})
		s.data(`mutation{pushCustomerData(input:{customerData:{customerKey:"h" rooms:{roomKey:"2" name:"Room"}}}){customer{id}}}`, nil)
		same(t, "rows", s.rows(), "customers=1 spaces=2 user_identities=0 access_grants=1 magic_links=0 idempotency_keys=0")
		s.refused(pushDocument, obj{"input": obj{"customerData": obj{"customerKey": "h", "rooms": obj{"name": "x"}}}}, "BAD_USER_INPUT customerData.rooms[0].roomKey")
	})
}

func TestIntegersAreOf32Bits(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		for _, value := range []any{raw("2147483647"), raw("1"), raw("1.0"), raw("1e2")} {
			link := s.newLink("h", obj{"maxRedemptions": value})
			if num(link, "maxRedemptions") < 1 {
				t.Errorf("%v: %v", value, at(link, "maxRedemptions"))
			}
		}
		for _, text := range []string{"1.0", "1e2", "2147483648", "-2147483649", `"1"`, "true", "[1.5]", "ONE", "{}"} {
			s.refused(`mutation{createCustomerPortal(input:{customerData:{customerKey:"h"} maxRedemptions:`+text+`}){magicLink{id}}}`, nil, "BAD_USER_INPUT maxRedemptions")
		}
	})
}
