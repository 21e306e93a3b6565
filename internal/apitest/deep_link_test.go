package apitest_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/graph/generated"
)

// deepLinked is a customer of which a deep link shows some: what is named "shown" may be
// seen by one of the links, what is named "hidden" by none.
type deepLinked struct {
	// devices, actions, accounts and spaces are ids by names.
	devices, actions, accounts, spaces, providers map[string]string
	authorization                                 string
}

const everythingOfHotel = `{customer(key: "hotel"){
	spaces(first: 100){nodes{id key kind name}} userIdentities(first: 100){nodes{id key name}} accessGrants(first: 100){nodes{id key name}}
	devices(first: 100){nodes{id key name events{nodes{id}} pendingAction{id}}} connectedAccounts(first: 100){nodes{id}}}}`

// deepLinkedHotel stores a hotel with a reservation of two rooms and one of its own for
// each other kind of thing.
func (s *server) deepLinkedHotel(t *testing.T) *deepLinked {
	t.Helper()
	s.push(obj{
		"customerKey": "hotel",
		"rooms": arr{
			obj{"roomKey": "shown room", "name": "shown room", "parentSiteKey": "campus"}, obj{"roomKey": "shown suite", "name": "shown suite", "parentSiteKey": "campus"},
			obj{"roomKey": "hidden room", "name": "hidden room", "parentSiteKey": "shown site"},
		},
		"sites": arr{obj{"siteKey": "campus", "name": "hidden campus"}, obj{"siteKey": "shown site", "name": "shown site"}},
		"staffMembers": arr{
			obj{"staffMemberKey": "hidden staff", "name": "hidden staff", "roomKeys": arr{"shown room"}, "spaceKeys": arr{"hidden room"}, "siteKeys": arr{"campus", "shown site"}},
			obj{"staffMemberKey": "shown guest", "name": "hidden namesake", "roomKeys": arr{"shown room"}},
		},
		"units":   arr{obj{"unitKey": "hidden room", "name": "hidden unit"}},
		"guests":  arr{obj{"guestKey": "shown guest", "name": "shown guest"}, obj{"guestKey": "hidden guest", "name": "hidden guest"}},
		"tenants": arr{obj{"tenantKey": "hidden tenant", "name": "hidden tenant"}},
		"reservations": arr{
			obj{"reservationKey": "shown stay", "name": "shown stay", "guestKey": "shown guest", "roomKeys": arr{"shown room"}, "spaceKeys": arr{"shown suite"}},
			obj{"reservationKey": "hidden stay", "name": "hidden stay", "guestKey": "hidden guest", "roomKeys": arr{"hidden room", "shown room"}},
		},
		"bookings": arr{obj{"bookingKey": "shown stay", "name": "hidden booking", "roomKeys": arr{"shown room"}}},
	})
	h := &deepLinked{devices: map[string]string{}, actions: map[string]string{}, accounts: map[string]string{}, spaces: map[string]string{}, providers: map[string]string{}}
	guest := s.guestOf("hotel")
	for _, name := range []string{"shown", "hidden"} {
		h.providers[name] = s.newProvider(name+" provider", newService(t))
		h.accounts[name] = s.connects(guest, h.providers[name])
	}
	h.authorization, _ = guest.begin(obj{"providerId": h.providers["hidden"]})
	s.pushDevices("hotel",
		device("shown lock", "shown lock", obj{"connectedAccountId": h.accounts["shown"]}), device("shown lamp", "shown lamp", nil),
		device("hidden lock", "hidden lock", obj{"connectedAccountId": h.accounts["hidden"]}), device("hidden shown room", "hidden, and in no place", nil))
	for _, space := range items(s.data(everythingOfHotel, nil), "customer.spaces.nodes") {
		h.spaces[str(space, "name")] = str(space, "id")
	}
	for _, d := range s.devices("hotel", nil) {
		h.devices[str(d, "key")] = str(d, "id")
		h.actions[str(d, "key")] = s.request(str(d, "id"), "LOCK")
	}
	for lock, room := range map[string]string{"shown lock": "shown room", "shown lamp": "shown room", "hidden lock": "hidden room"} {
		s.data(assignDocument, obj{"input": obj{"spaceId": h.spaces[room], "deviceIds": arr{h.devices[lock]}}})
	}
	return h
}

// deepLinks are a link to each type of resource, with what its session sees: keys of places,
// people, grants and devices.
func (h *deepLinked) deepLinks() map[string]struct {
	link                            obj
	spaces, people, grants, devices []string
} {
	return map[string]struct {
		link                            obj
		spaces, people, grants, devices []string
	}{
		"a reservation": {
			obj{"resourceType": "RESERVATION", "resourceKey": "shown stay"},
			[]string{"shown room", "shown suite"}, []string{"shown guest"}, []string{"shown stay"}, []string{"shown lamp", "shown lock"},
		},
		"a site":  {obj{"resourceType": "SPACE", "resourceKey": "shown site"}, []string{"shown site"}, nil, nil, nil},
		"a place": {obj{"resourceType": "SPACE", "resourceKey": "shown room"}, []string{"shown room"}, nil, nil, []string{"shown lamp", "shown lock"}},
		"a device": {
			obj{"resourceType": "DEVICE", "resourceId": h.devices["shown lock"]}, []string{"shown room"}, nil, nil, []string{"shown lock"},
		},
		"a reservation that isn't there": {obj{"resourceType": "RESERVATION", "resourceKey": "none"}, nil, nil, nil, nil},
		"a place that isn't there":       {obj{"resourceType": "SPACE", "resourceKey": "none"}, nil, nil, nil, nil},
		"a device that isn't there": {
			obj{"resourceType": "DEVICE", "resourceId": "0190a0a0-0000-7000-8000-000000000000"}, nil, nil, nil, nil,
		},
	}
}

// wholeSelection selects every field of a type that a session may ask for, and of the types
// that it leads to, each once on a way; of a place's devices their names, since a request may ask
// for only so much.
func wholeSelection(schema *ast.Schema, name string, way []string) string {
	var fields []string
	for _, field := range schema.Types[name].Fields {
		access := field.Directives.ForName("access")
		if strings.HasPrefix(field.Name, "__") || access != nil && !strings.Contains(fmt.Sprint(access.Arguments.ForName("by").Value), "PORTAL") {
			continue
		}
		selection, to := field.Name, schema.Types[field.Type.Name()]
		if field.Arguments.ForName("first") != nil {
			selection += "(first: 9)"
		}
		if to.Kind == ast.Object {
			switch {
			case to.Name == name: // one more of the same, such as a place's site
				selection += leaves(schema, name)
			case name == "Space" && field.Name == "devices":
				selection += "{totalCount nodes{id name}}"
			case slices.Contains(way, to.Name):
				continue
			default:
				selection += wholeSelection(schema, to.Name, append(slices.Clone(way), to.Name))
			}
		}
		fields = append(fields, selection)
	}
	return "{" + strings.Join(fields, " ") + "}"
}

// leaves selects the fields of a type that lead to no other.
func leaves(schema *ast.Schema, name string) string {
	var fields []string
	for _, field := range schema.Types[name].Fields {
		if field.Directives.ForName("access") == nil && schema.Types[field.Type.Name()].IsLeafType() {
			fields = append(fields, field.Name)
		}
	}
	return "{" + strings.Join(fields, " ") + "}"
}

func TestARestrictedSessionSeesItsResourceAndWhatItRefersToAndNothingElse(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		h := s.deepLinkedHotel(t)
		everything := s.data(everythingOfHotel, nil)
		schema := generated.NewExecutableSchema(generated.Config{}).Schema()
		whole := wholeSelection(schema, "Portal", []string{"Portal"})
		_, url := s.mint("hotel", obj{"customerData": obj{"customerKey": "hotel"}})
		free, _ := s.redeem(url)
		all := free.data(`{portal`+whole+`}`, nil)
		same(t, "the sites that the walk reads", sorted(strs(all, "portal.customer.spaces.nodes", "parentSite.name")), []string{"", "", "", "", "hidden campus", "hidden campus", "shown site"})
		for _, person := range items(all, "portal.customer.userIdentities.nodes") {
			if str(person, "key") == "hidden staff" {
				same(t, "the places of staff that the walk reads", len(items(person, "spaces")), 4)
			}
		}
		for name, c := range h.deepLinks() {
			t.Run(name, func(t *testing.T) {
				_, url := s.in(t).mint("hotel", obj{
					"customerData": obj{"customerKey": "hotel"}, "navigationMode": "RESTRICTED", "deepLink": c.link,
					"landingPage": obj{"manage": obj{"unitKey": "hidden room"}},
				})
				opened := s.as("").in(t).data(`mutation($token: String!){redeemMagicLink(input: {token: $token}){session{token} portal`+whole+`}}`, obj{"token": url})
				guest := s.as(str(opened, "redeemMagicLink.session.token")).in(t)
				read := guest.data(`{portal`+whole+` deviceProposals`+wholeSelection(schema, "DeviceProposal", nil)+`}`, nil)
				h.noneHidden(t, everything, "in its portal", read)
				h.noneHidden(t, everything, "in the portal that redeeming gives", at(opened, "redeemMagicLink.portal"))
				for what, portal := range map[string]any{"its portal": at(read, "portal"), "what redeeming gives": at(opened, "redeemMagicLink.portal")} {
					for list, want := range map[string][]string{"spaces": c.spaces, "userIdentities": c.people, "accessGrants": c.grants, "devices": c.devices} {
						same(t, what+": "+list, sorted(strs(portal, "customer."+list+".nodes", "key")), want)
						same(t, what+": the count of "+list, num(portal, "customer."+list+".totalCount"), len(want))
					}
					for _, space := range items(portal, "customer.spaces.nodes") {
						within := map[bool]int{true: len(c.devices)}[str(space, "key") == "shown room"]
						same(t, what+": the devices in "+str(space, "key"), num(space, "deviceCount"), within)
					}
					accounts := 0
					if slices.Contains(c.devices, "shown lock") {
						accounts = 1
					}
					same(t, what+": accounts", len(items(portal, "customer.connectedAccounts.nodes")), accounts)
					same(t, what+": the count of accounts", num(portal, "customer.connectedAccounts.totalCount"), accounts)
				}
				h.byID(t, guest, schema, everything, c.devices)
				h.byFilters(t, guest)
				h.mutations(t, s, guest, c.devices)
			})
		}
	})
}

// noneHidden looks for anything of what is hidden in an answer.
func (h *deepLinked) noneHidden(t *testing.T, everything any, where string, answer any) {
	t.Helper()
	text := fmt.Sprint(answer)
	// The link's own settings come back to it.
	text = strings.ReplaceAll(text, "key:hidden room kind:UNIT", "")
	if strings.Contains(text, "hidden") {
		t.Errorf("%s something hidden is shown: %s", where, text)
	}
	hidden := map[string]bool{h.authorization: true, h.accounts["hidden"]: true}
	for _, list := range []string{"spaces", "userIdentities", "accessGrants", "devices"} {
		for _, item := range items(everything, "customer."+list+".nodes") {
			if strings.Contains(fmt.Sprint(str(item, "key"), str(item, "name")), "hidden") {
				idsIn(item, hidden)
			}
		}
	}
	if len(hidden) < 14 {
		t.Fatalf("only %d ids are hidden", len(hidden))
	}
	for id := range hidden {
		if strings.Contains(text, id) {
			t.Errorf("%s stands the hidden id %s", where, id)
		}
	}
}

// byID asks for devices and their actions by their ids.
func (h *deepLinked) byID(t *testing.T, guest client, schema *ast.Schema, everything any, devices []string) {
	t.Helper()
	for key, id := range h.devices {
		for field, of := range map[string]string{"device": id, "deviceAction": h.actions[key]} {
			kind := strings.ToUpper(field[:1]) + field[1:]
			read := guest.data(`query($id: ID!){`+field+`(id: $id)`+wholeSelection(schema, kind, []string{kind})+`}`, obj{"id": of})
			same(t, field+" of "+key+" is there", at(read, field) != nil, slices.Contains(devices, key))
			h.noneHidden(t, everything, "by its id", read)
		}
	}
	same(t, "another's authorization", guest.authorization(h.authorization), nil)
}

// byFilters looks for what is hidden by each filter.
func (h *deepLinked) byFilters(t *testing.T, guest client) {
	t.Helper()
	read := guest.data(`query($place: ID!){portal{customer{
		a: spaces(filter: {key: "hidden room"}){totalCount nodes{id}} b: spaces(filter: {namePrefix: "hidden"}){totalCount nodes{id}}
		c: userIdentities(filter: {namePrefix: "hidden"}){totalCount nodes{id}} d: accessGrants(filter: {key: "hidden stay"}){totalCount nodes{id}}
		e: accessGrants(filter: {search: "hidden"}){totalCount nodes{id}} f: accessGrants(filter: {kind: BOOKING}){totalCount nodes{id}}
		g: devices(filter: {search: "hidden"}){totalCount nodes{id}} h: devices(filter: {spaceId: $place}){totalCount nodes{id}}
		i: devices(filter: {isAssigned: false}){totalCount nodes{id}}
		k: userIdentities(filter: {kind: STAFF_MEMBER}){totalCount nodes{id}} l: userIdentities(filter: {key: "hidden staff"}){totalCount nodes{id}}
		m: spaces(filter: {key: "campus"}){totalCount nodes{id}} n: spaces(filter: {parentSiteKey: "shown site"}){totalCount nodes{id}}
		o: accessGrants(filter: {search: "hidden namesake"}){totalCount nodes{id}} j: connectedAccounts(filter: {providerKey: "hidden provider"}){totalCount nodes{id}}
	}}}`, obj{"place": h.spaces["hidden room"]})
	for field, list := range at(read, "portal.customer").(obj) {
		same(t, "the list "+field, list, obj{"totalCount": 0.0, "nodes": arr{}})
	}
}

// mutations tries each of them on what is hidden, and on what isn't.
func (h *deepLinked) mutations(t *testing.T, s *server, guest client, devices []string) {
	t.Helper()
	before := s.in(t).data(everythingOfHotel, nil)
	lock, room := h.devices["hidden lock"], h.spaces["hidden room"]
	for document, input := range map[string]obj{
		requestDocument + ` # deviceId`: {"deviceId": lock, "capability": "LOCK"}, renameDocument + ` # id`: {"id": lock, "name": "mine"},
		unassignDocument + ` # deviceIds`: {"deviceIds": arr{lock}}, refuseDocument + ` # deviceId`: {"deviceId": lock, "spaceId": room},
		assignDocument + ` # deviceIds`:   {"deviceIds": arr{lock}, "spaceId": h.spaces["shown room"]},
		connectDocument + ` # providerId`: {"providerId": h.providers["shown"]},
	} {
		_, field, _ := strings.Cut(document, " # ")
		guest.refused(document, obj{"input": input}, "NOT_FOUND "+field)
	}
	for name := range h.accounts { // also the one that it sees
		guest.refused(disconnectDocument, obj{"id": h.accounts[name]}, "NOT_FOUND id")
		same(t, "the account stays", str(s.in(t).account(h.accounts[name]), "status"), "CONNECTED")
	}
	for _, key := range devices {
		guest.refused(assignDocument, obj{"input": obj{"deviceIds": arr{h.devices[key]}, "spaceId": room}}, "NOT_FOUND spaceId")
		guest.refused(refuseDocument, obj{"input": obj{"deviceId": h.devices[key], "spaceId": room}}, "NOT_FOUND spaceId")
		guest.refused(requestDocument, obj{"input": obj{"deviceId": h.devices[key], "capability": "LOCK"}}, "CONFLICT deviceId") // it is at it
		renamed := guest.data(renameDocument, obj{"input": obj{"id": h.devices[key], "name": "mine"}})
		same(t, "the name", str(renamed, "renameDevice.device.name"), "mine")
		guest.data(renameDocument, obj{"input": obj{"id": h.devices[key]}})
	}
	hidden := func(of any) (found arr) {
		for _, d := range items(of, "customer.devices.nodes") {
			if strings.Contains(str(d, "key"), "hidden") {
				found = append(found, d)
			}
		}
		return found
	}
	same(t, "the hidden devices, afterwards", hidden(s.in(t).data(everythingOfHotel, nil)), hidden(before))
}

func TestADeepLinkWithFullNavigationNarrowsNothing(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		s.house("hotel", 3, 1)
		_, url := s.mint("hotel", obj{"deepLink": obj{"resourceType": "SPACE", "resourceKey": "1"}})
		guest, _ := s.redeem(url)
		read := guest.data(`{portal{deepLink{resourceType resourceKey resourceId} customer{spaces{totalCount}}}}`, nil)
		same(t, "what it reads", at(read, "portal"), obj{
			"deepLink": obj{"resourceType": "SPACE", "resourceKey": "1", "resourceId": nil}, "customer": obj{"spaces": obj{"totalCount": 3.0}},
		})
		_, url = s.mint("hotel", obj{"navigationMode": "RESTRICTED"})
		guest, _ = s.redeem(url)
		same(t, "without a deep link", num(guest.data(`{portal{customer{spaces{totalCount}}}}`, nil), "portal.customer.spaces.totalCount"), 3)
	})
}
