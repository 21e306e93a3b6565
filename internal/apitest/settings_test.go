package apitest_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/vektah/gqlparser/v2/ast"

	"github.com/portico-portal/portico/graph/generated"
)

const (
	shownSettings = `readOnly navigationMode deepLink{resourceType resourceKey resourceId} landingPage{kind key space{name} accessGrant{name}}
		locale excludeLocalePicker features{
			connect{exclude} manageDevices{exclude} organize{exclude} connectProviders{accepted excluded}
			manage{exclude excludeReservationManagement excludeStaffManagement excludeReservationTechnicalDetails events{allowedEvents defaultEvents}
				deviceManagementConfirmation{title body confirmButtonLabel cancelButtonLabel}}
			configure{exclude allowAccessAutomationRuleCustomization allowInstantKeyCustomization allowClimateAutomationRuleCustomization}
		}`
	linkSettings    = shownSettings + ` customerResourcesFilters{field operation value}`
	settingsOfLink  = `query($id: ID!){magicLink(id: $id){` + linkSettings + `}}`
	createSettings  = `mutation($input: CreateCustomerPortalInput!){createCustomerPortal(input: $input){magicLink{` + linkSettings + `}}}`
	settingsOfVisit = `{portal{` + shownSettings + `}}`
)

// allSettings is every setting with a value of its own; without its filters and deep link
// a session sees all.
func allSettings() obj {
	return obj{
		"readOnly": true, "navigationMode": "RESTRICTED", "landingPage": obj{"manage": obj{"roomKey": "1"}}, "locale": "EL_GR", "excludeLocalePicker": true,
		"customerResourcesFilters": arr{obj{"field": "region", "operation": "=", "value": "north <&> \"é\""}, obj{"field": "open", "operation": "=", "value": true}},
		"features": obj{
			"connect":       obj{"exclude": false, "acceptedProviders": arr{"one", "two"}, "excludedProviders": arr{"two"}},
			"manageDevices": obj{"exclude": false}, "organize": obj{"exclude": true},
			"manage": obj{
				"exclude": false, "excludeReservationManagement": true, "excludeStaffManagement": true, "excludeReservationTechnicalDetails": true,
				"events":                       obj{"allowedEvents": arr{"DEVICE_ADDED", "DEVICE_CHANGED"}, "defaultEvents": arr{}},
				"deviceManagementConfirmation": obj{"title": "T", "body": "{count} of them", "confirmButtonLabel": "Yes", "cancelButtonLabel": "No"},
			},
			"configure": obj{
				"exclude": true, "allowAccessAutomationRuleCustomization": true, "allowInstantKeyCustomization": true, "allowClimateAutomationRuleCustomization": true,
			},
		},
	}
}

func TestEverySettingOfAPortalIsReadBackOnItsLinkAndInIt(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		sent := allSettings()
		id, url := s.mint("hotel", sent)
		want := obj{
			"readOnly": true, "navigationMode": "RESTRICTED", "deepLink": nil, "locale": "EL_GR", "excludeLocalePicker": true,
			"landingPage": obj{"kind": "ROOM", "key": "1", "space": obj{"name": "Room of hotel"}, "accessGrant": nil},
			"features": obj{
				"connect": obj{"exclude": false}, "manageDevices": obj{"exclude": false}, "organize": obj{"exclude": true},
				"connectProviders": obj{"accepted": arr{"one", "two"}, "excluded": arr{"two"}},
				"manage":           at(sent, "features.manage"), "configure": at(sent, "features.configure"),
			},
		}
		_, redeemed := s.redeem(url)
		guest := s.as(str(redeemed, "session.token"))
		same(t, "in the portal", at(guest.data(settingsOfVisit, nil), "portal"), want)
		want["customerResourcesFilters"] = sent["customerResourcesFilters"]
		same(t, "on the link", at(s.data(settingsOfLink, obj{"id": id}), "magicLink"), want)
		sent["customerData"] = obj{"customerKey": "hotel"}
		same(t, "as it is made", at(s.data(createSettings, obj{"input": sent}), "createCustomerPortal.magicLink"), want)
		text := strings.NewReplacer(`"RESTRICTED"`, "RESTRICTED", `"EL_GR"`, "EL_GR", `"DEVICE_ADDED"`, "DEVICE_ADDED", `"DEVICE_CHANGED"`, "DEVICE_CHANGED").Replace(literal(sent))
		written := s.data(`mutation{createCustomerPortal(input: `+text+`){magicLink{`+linkSettings+`}}}`, nil)
		same(t, "of a literal", at(written, "createCustomerPortal.magicLink"), want)
	})
}

func TestALinkWithoutSettingsStoresNone(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		id, _ := s.mint("hotel", obj{"features": obj{"manage": obj{"exclude": true}}, "navigationMode": "FULL", "customerResourcesFilters": arr{}})
		same(t, "rows with settings", s.scalar("SELECT count(*) FROM magic_links WHERE settings IS NOT NULL"), 0)
		link := at(s.data(settingsOfLink, obj{"id": id}), "magicLink")
		for field, want := range map[string]any{
			"readOnly": false, "navigationMode": "FULL", "deepLink": nil, "landingPage": nil, "locale": nil, "excludeLocalePicker": false,
			"customerResourcesFilters": arr{}, "features.manage.exclude": true, "features.manageDevices.exclude": true, "features.manage.events": nil,
			"features.connectProviders": obj{"accepted": nil, "excluded": nil}, "features.configure.exclude": false,
		} {
			same(t, field, at(link, field), want)
		}
	})
}

func TestPushesThatComeTogetherKeepTheirOwnSettings(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		const calls = 24
		failed := make(chan error, calls)
		for i := range calls {
			go func() {
				input := obj{"customerData": obj{"customerKey": fmt.Sprint("hotel ", i)}}
				if i%2 == 0 {
					input["landingPage"] = obj{"manage": obj{"siteKey": fmt.Sprint("site ", i)}}
				}
				a, err := s.try(createSettings, obj{"input": input})
				want := map[bool]string{true: fmt.Sprint("site ", i)}[i%2 == 0]
				if got := str(a.Data, "createCustomerPortal.magicLink.landingPage.key"); err == nil && (len(a.Errors) > 0 || got != want) {
					err = fmt.Errorf("call %d has the landing page %q: %s", i, got, a.Body)
				}
				failed <- err
			}()
		}
		for range calls {
			if err := <-failed; err != nil {
				t.Error(err)
			}
		}
		links := s.data(`{magicLinks(first: 100){nodes{customerKey landingPage{key}}}}`, nil)
		for _, link := range items(links, "magicLinks.nodes") {
			number := strings.TrimPrefix(str(link, "customerKey"), "hotel ")
			if key := str(link, "landingPage.key"); key != "" && key != "site "+number {
				t.Errorf("%s has %s", number, key)
			}
		}
	})
}

func TestSettingsThatCantBeAreAllNamedAndNothingIsStored(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		before := s.rows()
		many := func(n int, of func(i int) any) (list arr) {
			for i := range n {
				list = append(list, of(i))
			}
			return list
		}
		filter := func(i int) any { return obj{"field": fmt.Sprint("f", i), "operation": "=", "value": true} }
		long := strings.Repeat("x", 1001)
		for name, c := range map[string]struct {
			settings obj
			want     []string
		}{
			"a deep link without its key":    {obj{"deepLink": obj{"resourceType": "RESERVATION"}}, []string{"deepLink.resourceKey"}},
			"a deep link with another's key": {obj{"deepLink": obj{"resourceType": "DEVICE", "resourceKey": "k"}}, []string{"deepLink.resourceKey", "deepLink.resourceId"}},
			"a device that is no id":         {obj{"deepLink": obj{"resourceType": "DEVICE", "resourceId": "k"}}, []string{"deepLink.resourceId"}},
			"a landing page without a key":   {obj{"landingPage": obj{"manage": obj{}}}, []string{"landingPage.manage"}},
			"a landing page with two keys":   {obj{"landingPage": obj{"manage": obj{"roomKey": "1", "siteKey": ""}}}, []string{"landingPage.manage", "landingPage.manage.siteKey"}},
			"both words for managing devices": {
				obj{"features": obj{"manage": obj{"exclude": true}, "manageDevices": obj{}}}, []string{"features.manage.exclude"},
			},
			"the features": {
				obj{"features": obj{
					"connect": obj{"acceptedProviders": many(51, func(i int) any { return fmt.Sprint(i) }), "excludedProviders": arr{"", "a", "a"}},
					"manage": obj{
						"events":                       obj{"allowedEvents": arr{"DEVICE_ADDED", "DEVICE_ADDED"}},
						"deviceManagementConfirmation": obj{"title": "", "body": long, "confirmButtonLabel": "a\nb"},
					},
				}}, []string{
					"features.connect.acceptedProviders", "features.connect.excludedProviders[0]", "features.connect.excludedProviders[2]",
					"features.manage.events.allowedEvents[1]", "features.manage.deviceManagementConfirmation.title",
					"features.manage.deviceManagementConfirmation.body", "features.manage.deviceManagementConfirmation.confirmButtonLabel",
				},
			},
			"events that no device has": {
				obj{"features": obj{"manage": obj{"events": obj{
					"allowedEvents": arr{"MAGIC_LINK_CREATED", "DEVICE_ADDED"}, "defaultEvents": arr{"DEVICE_ADDED", "WEBHOOK_TEST"},
				}}}}, []string{"features.manage.events.allowedEvents[0]", "features.manage.events.defaultEvents[1]"},
			},
			"providers beside connect": {
				obj{"features": obj{"organize": obj{"acceptedProviders": arr{}}, "manageDevices": obj{"excludedProviders": arr{"a"}}}},
				[]string{"features.manageDevices.excludedProviders", "features.organize.acceptedProviders"},
			},
			"too many filters": {obj{"customerResourcesFilters": many(21, filter)}, []string{"customerResourcesFilters"}},
			"filters": {
				obj{"customerResourcesFilters": arr{
					obj{"field": "1a", "operation": "=", "value": "x"}, obj{"field": "a", "operation": "<", "value": ""}, obj{"field": long, "operation": "=", "value": long},
				}}, []string{
					"customerResourcesFilters[0].field", "customerResourcesFilters[1].operation", "customerResourcesFilters[1].value",
					"customerResourcesFilters[2].field", "customerResourcesFilters[2].value",
				},
			},
			"a filter by a number": {obj{"customerResourcesFilters": arr{obj{"field": "a", "operation": "=", "value": 5}}}, []string{"customerResourcesFilters[0].value"}},
			"an unknown locale":    {obj{"locale": "en-US"}, []string{"locale"}},
		} {
			c.settings["customerData"] = obj{"customerKey": "hotel"}
			for i := range c.want {
				c.want[i] = "BAD_USER_INPUT " + c.want[i]
			}
			s.in(t).refused(createSettings, obj{"input": c.settings}, c.want...)
			if s.rows() != before {
				t.Errorf("%s: something was stored", name)
			}
		}
		s.create(obj{"customerData": obj{"customerKey": "hotel"}, "customerResourcesFilters": many(20, filter)})
		of := obj{"customerData": obj{"customerKey": "hotel"}, "features": obj{"manage": obj{"events": obj{"allowedEvents": arr{"WEBHOOK_TEST"}}}}}
		if a := s.call(createDocument, obj{"input": of}); !strings.Contains(a.Body, "DEVICE_ADDED, DEVICE_CHANGED, DEVICE_DELETED") {
			t.Errorf("the types that can stand there are not listed: %s", a.Body)
		}
	})
}

// TestAReadOnlySessionIsRefusedEveryMutation walks the mutations that a session may call.
func TestAReadOnlySessionIsRefusedEveryMutation(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		w := &fieldWalk{schema: generated.NewExecutableSchema(generated.Config{}).Schema()}
		_, url := s.mint("hotel", obj{"readOnly": true})
		guest, _ := s.redeem(url)
		walked := 0
		for _, field := range w.schema.Mutation.Fields {
			access := field.Directives.ForName("access")
			if access == nil || !strings.Contains(fmt.Sprint(access.Arguments.ForName("by").Value), "PORTAL") || field.Name == "endPortalSession" {
				continue
			}
			walked++
			document := w.document("mutation", nil, ast.FieldList{field})
			guest.in(t).refused(document, nil, "FORBIDDEN")
			guest.in(t).refused(`mutation{a: endPortalSession{ended} `+strings.TrimPrefix(document, "mutation {"), nil, "FORBIDDEN")
		}
		if walked < 5 {
			t.Errorf("only %d mutations were walked", walked)
		}
		same(t, "it still reads", str(guest.data(portalQuery, nil), "portal.customer.key"), "hotel")
		same(t, "it may end", yes(guest.data(`mutation{endPortalSession{ended}}`, nil), "endPortalSession.ended"), true)
	})
}

func TestALinksProvidersNarrowThePortalsAndWhatItConnects(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		ids := map[string]string{}
		for _, key := range []string{"one", "two", "three"} {
			ids[key] = s.newProvider(key, newService(t))
		}
		for want, connect := range map[string]obj{
			"one three two": {}, "one two": {"acceptedProviders": arr{"two", "one", "none"}}, "three two": {"excludedProviders": arr{"one"}},
			"two": {"acceptedProviders": arr{"two", "one"}, "excludedProviders": arr{"one"}}, "": {"acceptedProviders": arr{}},
		} {
			_, url := s.mint("hotel", obj{"features": obj{"connect": connect}})
			guest, _ := s.redeem(url)
			offered := strs(guest.data(`{portal{providers{key}}}`, nil), "portal.providers", "key")
			same(t, fmt.Sprint(connect), strings.Join(offered, " "), want)
			for key, id := range ids {
				if strings.Contains(want, key) {
					guest.begin(obj{"providerId": id})
				} else {
					guest.in(t).refused(connectDocument, obj{"input": obj{"providerId": id}}, "NOT_FOUND providerId")
				}
			}
		}
	})
}

func TestAllowedEventsNarrowWhatASessionReadsOfADevice(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		const events = `query($id: ID!){device(id: $id){events{totalCount nodes{type}}}}`
		s.pushDevices("hotel", device("1", "Lock", nil))
		s.pushDevices("hotel", device("1", "Front door", nil))
		lock := s.deviceID("hotel", "1")
		s.request(lock, "LOCK")
		for want, allowed := range map[string]any{
			"DEVICE_ACTION_REQUESTED DEVICE_CHANGED DEVICE_ADDED": nil, "DEVICE_CHANGED DEVICE_ADDED": arr{"DEVICE_ADDED", "DEVICE_CHANGED"}, "": arr{},
		} {
			_, url := s.mint("hotel", obj{"features": obj{"manage": obj{"events": obj{"allowedEvents": allowed}}}})
			guest, _ := s.redeem(url)
			read := guest.data(events, obj{"id": lock})
			types := strs(read, "device.events.nodes", "type")
			same(t, "the types", strings.Join(types, " "), want)
			same(t, "the count", num(read, "device.events.totalCount"), len(types))
		}
		same(t, "the business reads all", num(s.data(events, obj{"id": lock}), "device.events.totalCount"), 3)
	})
}

func TestALandingPageIsFoundOnceItsResourceIsThere(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		links := map[string]string{}
		for field := range map[string]bool{"spaceKey": true, "propertyListingKey": true, "reservationKey": true, "bookingKey": true, "siteKey": true} {
			links[field] = str(at(s.data(mintQuery, obj{"input": obj{
				"customerData": obj{"customerKey": "hotel"}, "landingPage": obj{"manage": obj{field: "k"}},
			}}), "createCustomerPortal.magicLink"), "id")
		}
		page := func(field string) any {
			return at(s.data(`query($id: ID!){magicLink(id: $id){landingPage{kind key space{kind name} accessGrant{kind name}}}}`, obj{"id": links[field]}), "magicLink.landingPage")
		}
		same(t, "before", page("spaceKey"), obj{"kind": "SPACE", "key": "k", "space": nil, "accessGrant": nil})
		s.push(obj{
			"customerKey": "hotel", "spaces": arr{obj{"spaceKey": "k", "name": "Hall"}}, "propertyListings": arr{obj{"propertyListingKey": "k", "name": "Listing"}},
			"reservations": arr{obj{"reservationKey": "k", "name": "Stay"}}, "sites": arr{obj{"siteKey": "k", "name": "Campus"}},
		})
		s.push(obj{"customerKey": "another", "bookings": arr{obj{"bookingKey": "k", "name": "Another's"}}})
		same(t, "a space", page("spaceKey"), obj{"kind": "SPACE", "key": "k", "space": obj{"kind": "SPACE", "name": "Hall"}, "accessGrant": nil})
		same(t, "a listing", str(page("propertyListingKey"), "space.name"), "Listing")
		same(t, "a reservation", page("reservationKey"), obj{"kind": "RESERVATION", "key": "k", "space": nil, "accessGrant": obj{"kind": "RESERVATION", "name": "Stay"}})
		same(t, "a booking", at(page("bookingKey"), "accessGrant"), nil)
		same(t, "a site", page("siteKey"), obj{"kind": "SITE", "key": "k", "space": obj{"kind": "SITE", "name": "Campus"}, "accessGrant": nil})
	})
}
