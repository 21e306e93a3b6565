package store

import (
	"maps"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/uuid"

	"github.com/portico-portal/portico/internal/testdb"
	"github.com/portico-portal/portico/models"
)

// tenantTables grow with the business.
var tenantTables = []string{
	"customers", "spaces", "user_identities", "access_grants", "magic_links", "portal_sessions", "idempotency_keys", "events", "webhook_deliveries",
	"connected_accounts", "account_authorizations",
	"devices", "device_actions", "device_assignments", "refused_proposals",
}

// TestEveryStatementGoesByAnIndex runs each method of the store and asks the
// database how it would carry out what was sent. A row of a tenant must be found
// by a condition on an index, however few rows there are now.
func TestEveryStatementGoesByAnIndex(t *testing.T) {
	t.Parallel()
	testdb.Each(t, migrated, func(t *testing.T, url string) {
		s := opened(t, url)
		if _, distributed := s.dialect.(citusDialect); distributed {
			t.Skip("NOT TESTED on Citus: each node's plans are PostgreSQL's")
		}
		sent := recording(t, s)
		calls := storeCalls(t, s)
		for method := range reflect.TypeOf(s).Methods() {
			name := method.Name
			call, listed := calls[name]
			if !listed {
				t.Errorf("%s: is not among the calls of this test", name)
				continue
			}
			*sent = nil
			call()
			for _, statement := range *sent {
				for _, problem := range problems(t, s, statement) {
					t.Errorf("%s: %s\n%s", name, problem, statement.sql)
				}
			}
			if len(*sent) == 0 && !slices.Contains([]string{"Close", "Pools", "Ready", "CreateWorkspace", "CreateFirst"}, name) {
				t.Errorf("%s sent nothing", name)
			}
		}
		for _, bad := range []string{
			"SELECT count(*) FROM customers AS c WHERE created_at > created_at", "DELETE FROM magic_links WHERE is_embedded",
			"SELECT * FROM workspaces AS w, spaces WHERE spaces.name = w.code",
		} {
			if len(problems(t, s, sentStatement{sql: bad})) == 0 {
				t.Errorf("no problem is found with %s", bad)
			}
		}
	})
}

// storeCalls calls each method so that all of its statements are sent.
func storeCalls(t *testing.T, s *Store) map[string]func() {
	t.Helper()
	ctx, now := t.Context(), time.Now().UTC().Truncate(time.Microsecond)
	const code = "aaaaaa"
	workspace := newWorkspaceOf(t, s, code)
	push := linkTo(workspace, "hotel")
	push.IdempotencyKey, push.InputHash = "key", []byte{1}
	push.Spaces = []models.Space{{ID: uuid.Must(uuid.NewV7()), Kind: models.SpaceKindRoom, Key: "1", Name: "One", SortName: "one"}}
	push.UserIdentities = []models.UserIdentity{{ID: uuid.Must(uuid.NewV7()), Kind: models.UserIdentityKindGuest, Key: "g", Name: "Ann", SortName: "ann"}}
	push.AccessGrants = []models.SentAccessGrant{{AccessGrant: models.AccessGrant{
		ID: uuid.Must(uuid.NewV7()), Kind: models.AccessGrantKindBooking, Key: "b", EndsAt: &now,
	}}}
	push.Actor.Type, push.UpdatedEvent = &byCredential, uuid.Must(uuid.NewV7())
	credential := &models.Credential{ID: uuid.Must(uuid.NewV7()), Kind: models.CredentialAPIKey, ShortToken: "short", SecretHash: []byte{1}, CreatedAt: now}
	hash, secrets := [32]byte(append(slices.Clone(push.Link.TokenHash), make([]byte, 16)...)), []string{"s"}
	push.Link.TokenHash = hash[:]
	text, kind, status := "x", models.SpaceKindRoom, models.MagicLinkExpired
	personKind, grantKind := models.UserIdentityKindGuest, models.AccessGrantKindBooking
	must := func(_ any, err error) {
		if err != nil && !strings.Contains(err.Error(), ErrNotFound.Error()) {
			t.Error(err)
		}
	}
	id := func() uuid.UUID { return push.Link.ID }
	customers := []uuid.UUID{push.CustomerID, uuid.Must(uuid.NewV7())}
	keys := []CustomerKey{{push.CustomerID, "1"}}
	told, what, created := &Told{Now: now}, models.EventMagicLinkRefused, models.EventMagicLinkCreated
	allEvents := EventFilter{Type: &what, CustomerKey: &push.CustomerKey, SubjectID: &push.CustomerID, Since: &now, Until: &now}
	pending, endpoint := models.WebhookDeliveryPending, &models.WebhookEndpoint{WorkspaceID: workspace, ID: uuid.Must(uuid.NewV7()), URL: "https://example.com/all", SealedSecret: []byte{1}, CreatedAt: now, UpdatedAt: now}
	must(nil, s.CreateWebhookEndpoint(ctx, endpoint))
	goingOn := GoingOn{Now: now, Secrets: secrets}
	links := MagicLinkFilter{CustomerKey: &push.CustomerKey, Status: &status, Now: now, Secrets: secrets}
	page := Page{Limit: 5}
	after := func(position ...any) Page { return Page{Limit: 5, After: position, Before: position, Backward: true} }
	someID := uuid.Must(uuid.NewV7()).String()
	devices, locked, waiting, timedOut := Scope{WorkspaceID: workspace}, true, models.DeviceActionPending, models.DeviceActionTimedOut
	narrow := narrowScope(workspace, push.CustomerID)
	reserved, one := "b", "1"
	lock, room, lastAction := uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7()), uuid.Nil
	lockID, lockType := lock.String(), models.DeviceTypeLock
	pushed := func() *DevicePush {
		return &DevicePush{WorkspaceID: workspace, CustomerID: uuid.Must(uuid.NewV7()), CustomerKey: "locks", Told: told, Devices: []models.Device{{
			ID: lock, Key: "lock", Name: "Lock", Type: models.DeviceTypeLock, Capabilities: models.DeviceCapabilities{models.CapabilityLock},
		}}}
	}
	withRoom := linkTo(workspace, "locks")
	withRoom.Spaces = []models.Space{{ID: room, Kind: models.SpaceKindRoom, Key: "1", Name: "One", SortName: "one"}}
	must(s.Push(ctx, withRoom))
	must(s.PushDevices(ctx, pushed()))
	action := func() *models.DeviceAction {
		must(nil, s.TimeOutActions(ctx, now.Add(time.Hour)))
		lastAction = uuid.Must(uuid.NewV7())
		return &models.DeviceAction{WorkspaceID: workspace, ID: lastAction, DeviceID: lock, Capability: models.CapabilityLock, CreatedAt: now, ExpiresAt: now.Add(time.Minute)}
	}
	calls := accountCalls(t, s, workspace, must)
	maps.Copy(calls, keepingCalls(t, s, workspace, push.CustomerID, must))
	maps.Copy(calls, map[string]func(){
		"AccessGrants": func() {
			must(s.AccessGrants(ctx, devices, customers, AccessGrantFilter{}, page))
			must(s.AccessGrants(ctx, narrow, customers, AccessGrantFilter{}, page))
			must(s.AccessGrants(ctx, devices, customers, AccessGrantFilter{Kind: &grantKind, Key: &text, NamePrefix: &text, ActiveAt: &now}, after(now, someID)))
			must(s.AccessGrants(ctx, devices, customers, AccessGrantFilter{Search: &text, StartsBefore: &now, EndsAfter: &now}, page))
		},
		"AccessGrantsByKey": func() {
			must(s.AccessGrantsByKey(ctx, devices, keys))
			must(s.AccessGrantsByKey(ctx, narrow, keys))
		},
		"Assign": func() {
			_, _, err := s.Assign(ctx, devices, room, []uuid.UUID{lock}, told)
			must(nil, err)
		},
		"Assignments": func() { must(s.Assignments(ctx, workspace, customers)) },
		"CompleteAction": func() {
			must(nil, s.RequestAction(ctx, devices, action(), told))
			must(s.CompleteAction(ctx, workspace, lastAction, ActionOutcome{Status: models.DeviceActionSucceeded, State: &models.DeviceState{IsLocked: &locked}}, told))
		},
		"CountDeviceActions": func() {
			must(s.CountDeviceActions(ctx, workspace, DeviceActionFilter{Status: &timedOut, DeviceID: &lock, Now: now}))
		},
		"CountDevices": func() { must(s.CountDevices(ctx, devices, customers, DeviceFilter{IsAssigned: &locked})) },
		"CountDevicesIn": func() {
			must(s.CountDevicesIn(ctx, devices, customers, DeviceFilter{}))
			must(s.CountDevicesIn(ctx, narrow, customers, DeviceFilter{}))
			must(s.CountDevicesIn(ctx, narrow, customers, DeviceFilter{Type: &lockType, Key: &text, NamePrefix: &text, Search: &text}))
		},
		"CountEventsOfDevices": func() { must(s.CountEventsOfDevices(ctx, workspace, customers, []models.EventType{what})) },
		"DeleteDevices":        func() { must(s.DeleteDevices(ctx, workspace, "locks", []string{"none"}, told)) },
		"DeviceActions": func() {
			must(s.DeviceActions(ctx, workspace, DeviceActionFilter{}, after(someID)))
			must(s.DeviceActions(ctx, workspace, DeviceActionFilter{Status: &waiting, Now: now}, page))
			must(s.DeviceActions(ctx, workspace, DeviceActionFilter{DeviceID: &lock}, page))
			must(s.DeviceActions(ctx, workspace, DeviceActionFilter{CustomerKey: &text}, page))
		},
		"DeviceActionsByID": func() {
			must(s.DeviceActionsByID(ctx, devices, customers))
			must(s.DeviceActionsByID(ctx, narrow, customers))
		},
		"Devices": func() {
			must(s.Devices(ctx, devices, customers, DeviceFilter{}, after("a", someID)))
			must(s.Devices(ctx, narrow, customers, DeviceFilter{}, page))
			must(s.Devices(ctx, devices, customers, DeviceFilter{Key: &text, NamePrefix: &text, Search: &text, SpaceID: &lock, IsAssigned: &locked}, page))
		},
		"DevicesIn": func() {
			must(s.DevicesIn(ctx, devices, customers, DeviceFilter{}, after("a", someID)))
			must(s.DevicesIn(ctx, narrow, customers, DeviceFilter{Type: &lockType, Key: &text, NamePrefix: &text, Search: &text}, page))
		},
		"DevicesByID":      func() { must(s.DevicesByID(ctx, devices, customers)) },
		"EventsOfDevices":  func() { must(s.EventsOfDevices(ctx, workspace, customers, []models.EventType{what}, after(someID))) },
		"PendingActions":   func() { must(s.PendingActions(ctx, workspace, customers, now)) },
		"PushDevices":      func() { must(s.PushDevices(ctx, pushed())) },
		"RefuseProposal":   func() { must(nil, s.RefuseProposal(ctx, devices, lock, room, told)) },
		"RefusedProposals": func() { must(s.RefusedProposals(ctx, workspace, customers)) },
		"RenameDevice":     func() { must(s.RenameDevice(ctx, devices, lock, &text, told)) },
		"RequestAction": func() {
			must(nil, s.RequestAction(ctx, devices, action(), told))
		},
		"SpacesByID": func() { must(s.SpacesByID(ctx, devices, customers)) },
		"TimeOutActions": func() {
			must(nil, s.TimeOutActions(ctx, now.Add(time.Hour)))
		},
		"Unassign":                 func() { must(s.Unassign(ctx, devices, []uuid.UUID{lock}, told)) },
		"Close":                    func() {}, // it ends the test's connections
		"CountAccessGrants":        func() { must(s.CountAccessGrants(ctx, devices, customers, AccessGrantFilter{Search: &text})) },
		"CountCustomers":           func() { must(s.CountCustomers(ctx, workspace, CustomerFilter{KeyPrefix: &text})) },
		"CountCustomersMagicLinks": func() { must(s.CountCustomersMagicLinks(ctx, workspace, customers, links)) },
		"CountEvents": func() {
			must(s.CountEvents(ctx, workspace, allEvents))
			must(s.CountEvents(ctx, workspace, EventFilter{CustomerKey: &push.CustomerKey, SubjectID: &push.CustomerID}))
			must(s.CountEvents(ctx, workspace, EventFilter{Type: &created, Since: &now, Until: &now}))
		},
		"CountWaitingDeliveries": func() { must(s.CountWaitingDeliveries(ctx, now)) },
		"CountWebhookDeliveries": func() {
			must(s.CountWebhookDeliveries(ctx, workspace, endpoint.ID, WebhookDeliveryFilter{Status: &pending}))
		},
		"CountWebhookEndpoints": func() { must(s.CountWebhookEndpoints(ctx, workspace)) },
		"AllWebhookEndpoints":   func() { must(s.AllWebhookEndpoints(ctx)) },
		"CreateWebhookEndpoint": func() {
			must(nil, s.CreateWebhookEndpoint(ctx, &models.WebhookEndpoint{WorkspaceID: workspace, ID: uuid.Must(uuid.NewV7()), URL: "https://example.com", SealedSecret: []byte{1}, CreatedAt: now, UpdatedAt: now}))
		},
		"DeleteWebhookEndpoint": func() { must(s.DeleteWebhookEndpoint(ctx, workspace, uuid.Must(uuid.NewV7()))) },
		"DeliverTo": func() {
			must(s.DeliverTo(ctx, workspace, endpoint.ID, &models.Event{ID: uuid.Must(uuid.NewV7()), Type: models.EventWebhookTest, SubjectID: endpoint.ID, Count: 1, CreatedAt: now}, now))
		},
		"LeaseDeliveries": func() {
			must(s.DeliverTo(ctx, workspace, endpoint.ID, &models.Event{ID: uuid.Must(uuid.NewV7()), Type: models.EventWebhookTest, SubjectID: endpoint.ID, Count: 1, CreatedAt: now}, now))
			must(s.LeaseDeliveries(ctx, Lease{Now: now, Until: now, Without: customers, Endpoints: 5}))
		},
		"ResealWebhookSecrets": func() { must(nil, s.ResealWebhookSecrets(ctx, endpoint, []byte{1}, nil)) },
		"RotateWebhookSecret":  func() { must(s.RotateWebhookSecret(ctx, workspace, endpoint.ID, []byte{2}, now, now)) },
		"SettleDeliveries": func() {
			of, status := &models.WebhookDelivery{WorkspaceID: workspace, EndpointID: endpoint.ID, EventID: endpoint.ID}, 200
			must(nil, s.SettleDeliveries(ctx, []*DeliveryOutcome{
				{Of: of, Status: pending, At: now, NextAttemptAt: now},
				{Of: of, At: now, Untried: true},
				{Of: of, Status: models.WebhookDeliveryDelivered, At: now, ResponseStatus: &status, Answered: true},
			}))
		},
		"UpdateWebhookEndpoint": func() {
			off, types := false, models.EventTypes{what}
			must(s.UpdateWebhookEndpoint(ctx, workspace, endpoint.ID, WebhookChange{URL: &text, EventTypes: &types, Enabled: &off}, now))
			off = true
			must(s.UpdateWebhookEndpoint(ctx, workspace, endpoint.ID, WebhookChange{Enabled: &off}, now))
		},
		"WebhookDeliveries": func() {
			must(s.WebhookDeliveries(ctx, workspace, endpoint.ID, WebhookDeliveryFilter{Status: &pending}, after(someID)))
		},
		"WebhookEndpoint":            func() { must(s.WebhookEndpoint(ctx, workspace, endpoint.ID)) },
		"WebhookEndpoints":           func() { must(s.WebhookEndpoints(ctx, workspace, after(someID))) },
		"CountCustomizationProfiles": func() { must(s.CountCustomizationProfiles(ctx, workspace)) },
		"CreateCustomizationProfile": func() {
			must(nil, s.CreateCustomizationProfile(ctx, &models.CustomizationProfile{WorkspaceID: workspace, ID: room, Name: "x", CreatedAt: now, UpdatedAt: now}))
			must(s.DeleteCustomizationProfile(ctx, workspace, room))
		},
		"CustomizationProfile":       func() { must(s.CustomizationProfile(ctx, workspace, lock)) },
		"CustomizationProfiles":      func() { must(s.CustomizationProfiles(ctx, workspace, after(someID))) },
		"DeleteCustomizationProfile": func() { must(s.DeleteCustomizationProfile(ctx, workspace, lock)) },
		"UpdateCustomizationProfile": func() {
			must(nil, s.CreateCustomizationProfile(ctx, &models.CustomizationProfile{WorkspaceID: workspace, ID: lock, Name: "x", CreatedAt: now, UpdatedAt: now}))
			must(s.UpdateCustomizationProfile(ctx, workspace, lock, now, func(p *models.CustomizationProfile) { p.Name = "y" }))
		},
		"Compare": func() {
			must(s.Push(ctx, linkTo(workspace, "compared")))
			compared := *push
			compared.CustomerKey = "compared"
			must(s.Compare(ctx, &compared))
		},
		"CountMagicLinks":     func() { must(s.CountMagicLinks(ctx, workspace, links)) },
		"CountPortalSessions": func() { must(s.CountPortalSessions(ctx, workspace, customers, goingOn)) },
		"CountSpaces": func() {
			must(s.CountSpaces(ctx, devices, customers, SpaceFilter{Kind: &kind, NamePrefix: &text, ParentSiteKey: &text}))
		},
		"CountUserIdentities": func() { must(s.CountUserIdentities(ctx, devices, customers, UserIdentityFilter{Key: &text})) },
		"CreateCredential":    func() { must(nil, s.CreateCredential(ctx, credential, []uuid.UUID{workspace})) },
		"CreateFirst":         func() { must(s.CreateFirst(ctx, &models.Workspace{}, credential)) },
		"CreateWorkspace":     func() { newWorkspaceOf(t, s, "bbbbbb") },
		"Credentials":         func() { must(s.Credentials(ctx, models.CredentialAPIKey)) },
		"CustomerByKey":       func() { must(s.CustomerByKey(ctx, workspace, "hotel")) },
		"Customers": func() {
			must(s.Customers(ctx, workspace, CustomerFilter{}, page))
			must(s.Customers(ctx, workspace, CustomerFilter{KeyPrefix: &text}, after("a")))
		},
		"CustomersByID": func() { must(s.CustomersByID(ctx, workspace, customers)) },
		"CustomersMagicLinks": func() {
			must(s.CustomersMagicLinks(ctx, workspace, customers, links, page))
			must(s.CustomersMagicLinks(ctx, workspace, customers, MagicLinkFilter{}, after(someID)))
		},
		"Delete": func() {
			must(s.Push(ctx, linkTo(workspace, "gone")))
			some := []KindKey{{"ROOM", "1"}}
			must(s.Delete(ctx, workspace, &Deletion{CustomerKey: "gone", Spaces: some, UserIdentities: some, AccessGrants: some}, told))
		},
		"DeleteOfEach": func() {
			must(s.DeleteOfEach(ctx, workspace, []*Deletion{{CustomerKey: "none"}, {CustomerKey: "gone", Spaces: []KindKey{{"ROOM", "1"}}}}, told))
		},
		"Holders": func() {
			some := []KindKey{{"ROOM", "1"}}
			must(s.Holders(ctx, workspace, &Deletion{Spaces: some, UserIdentities: some, AccessGrants: some}))
		},
		"DeleteCustomers":      func() { must(s.DeleteCustomers(ctx, workspace, []string{"gone"}, told)) },
		"EndCustomersSessions": func() { must(s.EndCustomersSessions(ctx, workspace, push.CustomerID, goingOn, told)) },
		"EndLeakedSession":     func() { must(s.EndLeakedSession(ctx, code, hash, told)) },
		"EndSession":           func() { must(s.EndSession(ctx, workspace, id(), told)) },
		"Event":                func() { must(s.Event(ctx, workspace, id())) },
		"Events": func() {
			must(s.Events(ctx, workspace, EventFilter{}, page))
			must(s.Events(ctx, workspace, EventFilter{Since: &now, Until: &now}, after(someID)))
			must(s.Events(ctx, workspace, EventFilter{Type: &what}, after(someID)))
			must(s.Events(ctx, workspace, EventFilter{Type: &created}, after(someID)))
			must(s.Events(ctx, workspace, EventFilter{CustomerKey: &text}, page))
			must(s.Events(ctx, workspace, EventFilter{SubjectID: &push.CustomerID}, page))
			must(s.Events(ctx, workspace, EventFilter{DeviceID: &lock}, after(someID)))
		},
		"ExtendMagicLink":      func() { must(s.ExtendMagicLink(ctx, workspace, id(), secrets, now, told)) },
		"ForgetIdempotencyKey": func() { must(nil, s.ForgetIdempotencyKey(ctx, workspace, "key", now)) },
		"Grants":               func() { must(s.Grants(ctx, "short")) },
		"IdempotencyKey":       func() { must(s.IdempotencyKey(ctx, workspace, "key")) },
		"LinkByToken":          func() { must(s.LinkByToken(ctx, code, hash)) },
		"MagicLink":            func() { must(s.MagicLink(ctx, workspace, id())) },
		"MagicLinks": func() {
			must(s.MagicLinks(ctx, workspace, MagicLinkFilter{}, page))
			must(s.MagicLinks(ctx, workspace, links, after(someID)))
			must(s.MagicLinks(ctx, workspace, MagicLinkFilter{CustomerKey: &push.CustomerKey, ForCustomer: true}, page))
		},
		"MarkLeaked": func() {
			must(s.MarkLeaked(ctx, credential.ID, told))
		},
		"Node": func() { must(s.Node(ctx, workspace, id())) },
		"PortalSessions": func() {
			must(s.PortalSessions(ctx, workspace, customers, goingOn, page))
		},
		"Push": func() {
			must(s.Push(ctx, push))
			for range 2 { // created, and then merged
				withSettings := linkTo(workspace, "settings")
				withSettings.Link.Settings.ReadOnly = true
				withSettings.Spaces = []models.Space{{ID: uuid.Must(uuid.NewV7()), Kind: models.SpaceKindPropertyListing, Key: "1", Name: "One", CustomMetadata: models.JSONObject{"f": "v", "g": nil}}}
				withSettings.AccessGrants = []models.SentAccessGrant{{AccessGrant: models.AccessGrant{
					ID: uuid.Must(uuid.NewV7()), Kind: models.AccessGrantKindReservation, Key: "reserved", CustomMetadata: models.JSONObject{"f": true},
				}, References: models.References{SpaceKeys: []string{"1"}, GuestKey: &text}}}
				must(s.Push(ctx, withSettings))
			}
			for _, round := range []string{"early", "later"} { // created, and then merged
				must(s.Push(ctx, withRows(linkTo(workspace, "large"), mostShared, round)))
			}
			must(s.Push(ctx, withRareColumns(linkTo(workspace, "rare"))))
			must(s.pushTogether(ctx, []*Push{linkTo(workspace, "one"), linkTo(workspace, "two")}))
		},
		"Pools": func() { must(s.Pools()) },
		"Ready": func() { must(nil, s.Ready(ctx)) },
		"Redeem": func() {
			must(s.Redeem(ctx, &Redemption{RedeemedEvent: uuid.Must(uuid.NewV7()), StartedEvent: uuid.Must(uuid.NewV7()), Code: code, LinkHash: hash, Secrets: secrets, Now: now, Session: models.PortalSession{ID: uuid.Must(uuid.NewV7()), TokenHash: []byte{1}, CreatedAt: now, ExpiresAt: now.Add(time.Hour)}}))
		},
		"RevokeCredential": func() { must(nil, s.RevokeCredential(ctx, models.CredentialAPIKey, credential.ID, told)) },
		"RevokeLeakedLink": func() { must(s.RevokeLeakedLink(ctx, code, hash, told)) },
		"RevokeMagicLink":  func() { must(s.RevokeMagicLink(ctx, workspace, id(), told)) },
		"RotateMagicLink": func() {
			must(s.RotateMagicLink(ctx, &models.MagicLink{WorkspaceID: workspace, ID: id(), TokenHash: []byte{9}, Generation: 2}, told))
		},
		"SessionByToken": func() { must(s.SessionByToken(ctx, code, hash, secrets, now)) },
		"SightOf": func() {
			for _, link := range []models.DeepLink{
				{ResourceType: models.DeepLinkReservation, ResourceKey: &reserved}, {ResourceType: models.DeepLinkSpace, ResourceKey: &one},
				{ResourceType: models.DeepLinkDevice, ResourceID: &lockID},
			} {
				must(s.SightOf(ctx, workspace, push.CustomerID, &models.PortalSettings{
					NavigationMode: models.NavigationRestricted, DeepLink: &link,
					CustomerResourcesFilters: []models.ResourcesFilter{{Field: "f", Operation: "=", Value: "v"}},
				}))
			}
		},
		"Spaces": func() {
			must(s.Spaces(ctx, narrow, customers, SpaceFilter{}, page))
			must(s.Spaces(ctx, devices, customers, SpaceFilter{Kind: &kind, Key: &text, NamePrefix: &text}, after("ROOM", "a", someID)))
			must(s.Spaces(ctx, devices, customers, SpaceFilter{ParentSiteKey: &text}, after("ROOM", "a", someID)))
		},
		"SpacesByKey": func() {
			must(s.SpacesByKey(ctx, devices, keys))
			must(s.SpacesByKey(ctx, narrow, keys))
		},
		"Tell": func() {
			must(nil, s.Tell(ctx, &models.Event{WorkspaceID: workspace, ID: uuid.Must(uuid.NewV7()), Type: what, SubjectID: push.CustomerID, Count: 1, CreatedAt: now}))
		},
		"TouchCredential": func() { must(nil, s.TouchCredential(ctx, credential.ID, now, now)) },
		"UpdateWorkspace": func() { must(s.UpdateWorkspace(ctx, workspace, WorkspaceChange{Name: &text}, now)) },
		"UserIdentities": func() {
			must(s.UserIdentities(ctx, devices, customers, UserIdentityFilter{Kind: &personKind}, page))
			must(s.UserIdentities(ctx, narrow, customers, UserIdentityFilter{}, page))
		},
		"UserIdentitiesByKey": func() { must(s.UserIdentitiesByKey(ctx, devices, keys)) },
		"Workspace":           func() { must(s.Workspace(ctx, workspace)) },
		"Workspaces":          func() { must(s.Workspaces(ctx)) },
	})
	return calls
}

// narrowScope is what a session sees whose link leads to one resource and has filters.
func narrowScope(workspace, customer uuid.UUID) Scope {
	some := []uuid.UUID{uuid.Must(uuid.NewV7())}
	return Scope{WorkspaceID: workspace, CustomerID: customer, Sight: &Sight{
		customer: customer, restricted: true, accessGrants: some, people: some, spaces: some, deviceOnly: some, inSpaces: true,
		filters: []models.ResourcesFilter{{Field: "f", Operation: "=", Value: "v"}, {Field: "g", Operation: "=", Value: true}},
	}}
}
