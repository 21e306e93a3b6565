package apitest_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/store"
	"github.com/portico-portal/portico/internal/testdb"
)

// marker stands in every text that is sent of a customer.
const marker = "zq7marker"

// marked puts the marker before all texts of some data that are not of a fixed form.
func marked(value any) any {
	switch v := value.(type) {
	case obj:
		for name, member := range v {
			v[name] = marked(member)
		}
	case arr:
		for i := range v {
			v[i] = marked(v[i])
		}
	case string:
		if _, err := time.Parse(time.RFC3339Nano, v); err == nil || strings.HasPrefix(v, "America/") || strings.Count(v, ":") > 0 && len(v) <= 8 {
			return v
		}
		return marker + v
	}
	return value
}

// markedCustomer stores a customer with all that can be held about one, tells its key, and
// which secrets were given out.
func markedCustomer(t *testing.T, s *server) (key string, secrets []string) {
	t.Helper()
	service := newService(t)
	service.Subject, service.Name = marker+"subject", marker+"Ann"
	provider := s.newProvider("one", service)
	s.data(createHookDocument, obj{"input": obj{"url": "https://127.0.0.1:1/hook"}})
	data := fullData()
	data["reservations"].(arr)[0].(obj)["customMetadata"] = obj{"region": "north"}
	data["propertyListings"].(arr)[0].(obj)["customMetadata"] = obj{"region": "north"}
	key = marker + "hotel"
	link := func(more obj) (url string) {
		more["customerData"] = marked(data)
		data = obj{"customerKey": "hotel"}
		return str(s.create(more), "magicLink.url")
	}
	first := link(obj{})
	settings := allSettings()
	settings["readOnly"] = false
	settings["landingPage"] = obj{"manage": obj{"roomKey": marker + "1"}}
	settings["deepLink"] = obj{"resourceType": "RESERVATION", "resourceKey": marker + "1"}
	delete(settings, "customerResourcesFilters")
	settings["returnUrl"], settings["refreshUrl"], settings["embedOrigins"] = "https://"+marker+".example/back", "https://"+marker+".example/new", arr{"https://" + marker + ".example"}
	settings["isEmbedded"], settings["openedFor"], settings["idempotencyKey"], settings["maxRedemptions"] = true, "Operator Olga", marker+"once", 5
	second := link(settings)
	s.redeem(second)
	operator, _ := s.redeem(link(obj{"openedFor": "Operator Olga"}))
	operator.begin(obj{"providerId": provider})
	guest, opened := s.redeem(first)

	account := s.connects(guest, provider)
	s.connects(guest, provider)
	_, start := guest.begin(obj{"providerId": provider, "accountId": account})
	s.visitor().comesBack(start)
	denied := newService(t)
	denied.Denies = "access_denied"
	_, refused := guest.begin(obj{"providerId": s.newProvider("two", denied)})
	v := s.visitor()
	back := v.comesBack(refused)
	v.get(back)
	v.get(back) // again, which is refused

	s.pushDevices(key, device(marker+"l", marker+"Lock", obj{
		"manufacturer": marker + "Maker", "model": marker + "Model", "batteryLevel": 50, "connectedAccountId": account,
		"state": obj{"isLocked": true}, "customProperties": arr{obj{"name": marker + "name", "value": marker + "value"}},
	}), device(marker+"t", marker+"Warm", obj{"type": "THERMOSTAT", "capabilities": arr{"SET_TEMPERATURE"}}))
	lock, warm := s.deviceID(key, marker+"l"), s.deviceID(key, marker+"t")
	guest.data(renameDocument, obj{"input": obj{"id": lock, "name": marker + "given"}})
	spaces := strs(s.data(`query($key: String!){customer(key: $key){spaces(first: 2){nodes{id}}}}`, obj{"key": key}), "customer.spaces.nodes", "id")
	s.data(assignDocument, obj{"input": obj{"spaceId": spaces[0], "deviceIds": arr{lock}}})
	s.data(refuseDocument, obj{"input": obj{"deviceId": warm, "spaceId": spaces[1]}})
	s.data(completeDocument, obj{"input": obj{"id": s.request(lock, "UNLOCK"), "succeeded": false, "error": marker + "jammed"}})
	s.data(requestDocument, obj{"input": obj{"deviceId": warm, "capability": "SET_TEMPERATURE", "targetTemperature": 21.5}})
	return key, append(service.Issued(), str(opened, "session.token"), first[strings.LastIndex(first, "/")+1:], second[strings.LastIndex(second, "/")+1:])
}

func (c cell) holds(text string) bool {
	return slices.ContainsFunc(textsOf(c.value), func(value string) bool { return strings.Contains(strings.ToLower(value), text) })
}

// ofCustomers are the tables whose rows are a customer's. Events and deliveries are the
// business's.
var ofCustomers = []string{
	"customers", "spaces", "user_identities", "access_grants", "devices", "device_assignments", "refused_proposals", "device_actions",
	"connected_accounts", "account_authorizations", "magic_links", "portal_sessions", "idempotency_keys",
}

// emptyCells are the columns that a customer's rows may all leave empty.
var emptyCells = []string{"magic_links.revoked_at", "connected_accounts.leased_until"}

// allFilled checks that the customer's rows fill every column, so that a new one is looked for too.
func allFilled(t *testing.T, cells []cell) {
	t.Helper()
	filled := map[string]bool{}
	for _, c := range cells {
		if name := c.table + "." + c.column; slices.Contains(ofCustomers, c.table) {
			filled[name] = filled[name] || c.value != nil || slices.Contains(emptyCells, name)
		}
	}
	for name, is := range filled {
		if !is {
			t.Errorf("the test leaves %s empty", name)
		}
	}
	for _, table := range ofCustomers {
		if !filled[table+".workspace_id"] {
			t.Errorf("the test leaves %s empty", table)
		}
	}
}

func TestADeletedCustomerIsGoneFromEveryTableAndFile(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		key, _ := markedCustomer(t, s)
		before := s.everything()
		allFilled(t, before)
		id := str(s.data(`query($key: String!){customer(key: $key){id}}`, obj{"key": key}), "customer.id")
		same(t, "deleted", s.delete(obj{"customerKeys": arr{key}}), 1)
		events := 0
		for _, c := range s.everything() {
			switch {
			case c.holds(marker):
				t.Errorf("%s.%s still holds %v", c.table, c.column, c.value)
			case slices.Contains(ofCustomers, c.table):
				t.Errorf("%s still has a row", c.table)
			case c.table == "events" && c.column == "customer_id" && c.holds(id):
				events++
			case c.holds(id) && (c.table != "events" || c.column != "subject_id"):
				t.Errorf("%s.%s still holds the id", c.table, c.column)
			}
		}
		if events < 10 {
			t.Errorf("only %d events are left, of which the ids stay", events)
		}
		if s.on() == testdb.SQLite {
			s.notInFiles(t)
		}
	})
}

// notInFiles searches the database's files for the marker, after the round that empties the
// write-ahead log.
func (s *server) notInFiles(t *testing.T) {
	t.Helper()
	if _, err := s.store.Prune(t.Context(), store.Kept{}); err != nil {
		t.Fatal(err)
	}
	path := strings.TrimPrefix(s.database, "sqlite:")
	for _, name := range []string{path, path + "-wal"} {
		content, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if at := bytes.Index(bytes.ToLower(content), []byte(marker)); at >= 0 {
			t.Errorf("%s still holds the marker %d times, as in %q", name, bytes.Count(bytes.ToLower(content), []byte(marker)), content[max(0, at-40):min(len(content), at+80)])
		}
	}
}

func TestAnExportHoldsAllThatIsHeldButWhatOpensADoor(t *testing.T) {
	each(t, func(t *testing.T, s *server) {
		key, secrets := markedCustomer(t, s)
		s.push(obj{"customerKey": "another", "guests": arr{obj{"guestKey": "g", "name": "somebody else"}}})
		customer, err := s.store.CustomerByKey(t.Context(), s.workspace, key)
		if err != nil {
			t.Fatal(err)
		}
		var document bytes.Buffer
		if err := s.portal.ExportCustomer(t.Context(), &customer, &document); err != nil {
			t.Fatal(err)
		}
		var read any
		if err := json.Unmarshal(document.Bytes(), &read); err != nil {
			t.Fatalf("%v: %s", err, &document)
		}
		shown := map[string]bool{}
		textsIn(read, shown)
		for _, c := range s.everything() {
			if c.column == "sort_name" || c.column == "search_text" || !c.holds(marker) {
				continue
			}
			want := map[string]bool{}
			var inside any
			if text := textsOf(c.value)[0]; json.Unmarshal([]byte(text), &inside) != nil {
				inside = text
			}
			textsIn(inside, want)
			for text := range want {
				if !shown[text] {
					t.Errorf("the export lacks %q of %s.%s", text, c.table, c.column)
				}
			}
		}
		for _, c := range s.everything() {
			if stored, ok := c.value.([]byte); ok && !bytes.HasPrefix(stored, []byte("{")) && !bytes.HasPrefix(stored, []byte("[")) {
				secrets = append(secrets, textsOf(stored)...)
			}
		}
		for _, secret := range secrets {
			if strings.Contains(document.String(), secret) {
				t.Errorf("the export holds %q", secret)
			}
		}
		if strings.Contains(document.String(), "somebody else") {
			t.Error("the export holds another customer's data")
		}
		counts := obj{}
		for name, list := range read.(obj) {
			if items, ok := list.(arr); ok {
				counts[name] = len(items)
			}
		}
		want := obj{"spaces": 60, "userIdentities": 36, "accessGrants": 18, "devices": 2, "deviceActions": 2, "connectedAccounts": 1,
			"accountAuthorizations": 5, "magicLinks": 3, "portalSessions": 3, "events": len(items(read, "events"))}
		same(t, "how many there are", counts, want)
		same(t, "a device's place", str(read, "devices.0.spaceId") != str(read, "devices.1.spaceId"), true)
		same(t, "the refused place", len(items(read, "devices.0.refusedSpaceIds"))+len(items(read, "devices.1.refusedSpaceIds")), 1)
		same(t, "the link's key", at(read, "magicLinks.1.idempotencyKeys.0.key"), marker+"once")
		same(t, "an event's delivery", str(read, "events.0.webhookDeliveries.0.status") != "", true)
		same(t, "the settings", fmt.Sprint(at(read, "magicLinks.1.settings.navigationMode")), "RESTRICTED")
	})
}

// textsIn collects the texts of JSON.
func textsIn(value any, into map[string]bool) {
	switch v := value.(type) {
	case obj:
		for _, member := range v {
			textsIn(member, into)
		}
	case arr:
		for _, item := range v {
			textsIn(item, into)
		}
	case string:
		into[v] = true
	}
}
