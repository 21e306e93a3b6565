package e2e_test

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"
	"time"
)

// taken is a call as the receiver tells of it.
type taken struct {
	Port   int
	ID     string
	Event  string
	Type   string
	Failed bool
	Wrong  string
}

// receiver is a business's receiver of webhooks, in another language, which fails half
// of its calls.
type receiver struct {
	port   int
	secret io.Writer

	mu  sync.Mutex
	all []taken
}

func newReceiver(t *testing.T) *receiver {
	t.Helper()
	folder := filepath.Join(root, "internal", "e2e", "testdata", "webhooks")
	if _, err := os.Stat(filepath.Join(folder, "node_modules", "standardwebhooks")); err != nil {
		t.Fatal("the receiver's packages are missing, which scripts/setup-test installs: ", err)
	}
	command := exec.Command("node", "receiver.mjs")
	command.Dir = folder
	secret, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	lines, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal("this test needs Node, which scripts/setup-test installs: ", err)
	}
	t.Cleanup(func() {
		_ = command.Process.Kill()
		_ = command.Wait()
	})
	r := &receiver{secret: secret}
	scanner := bufio.NewScanner(lines)
	read := func() (one taken, ok bool) {
		if !scanner.Scan() {
			return taken{}, false
		}
		if err := json.Unmarshal(scanner.Bytes(), &one); err != nil {
			t.Errorf("%s: %v", scanner.Text(), err)
		}
		return one, true
	}
	first, _ := read()
	if r.port = first.Port; r.port == 0 {
		t.Fatal("the receiver doesn't listen")
	}
	go func() {
		for one, ok := read(); ok; one, ok = read() {
			r.mu.Lock()
			r.all = append(r.all, one)
			r.mu.Unlock()
		}
	}()
	return r
}

// took gives how often each event was taken, and holds each call against what a call must be.
func (r *receiver) took(t *testing.T) map[string]int {
	t.Helper()
	r.mu.Lock()
	defer r.mu.Unlock()
	times := map[string]int{}
	for _, one := range r.all {
		if one.Wrong != "" || one.ID == "" || one.ID != one.Event {
			t.Errorf("a call is not what it must be: %+v", one)
		}
		if !one.Failed {
			times[one.ID]++
		}
	}
	return times
}

// It tells a story to a receiver that fails half of its calls, and kills the server in
// the middle.
func TestEveryEventArrivesThroughFailuresAndAKill(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, database string) {
		r := newReceiver(t)
		s := start(t, setup{database: database, environment: []string{"PORTICO_ALLOW_PRIVATE_OUTBOUND=true"}})
		key := s.firstKey()
		var ignored struct{}
		var made struct{ CreateWebhookEndpoint struct{ Secret string } }
		s.must(key, `mutation($url: String!) { createWebhookEndpoint(input: {url: $url}) { secret } }`,
			obj{"url": fmt.Sprintf("http://127.0.0.1:%d/", r.port)}, &made)
		if _, err := fmt.Fprintln(r.secret, made.CreateWebhookEndpoint.Secret); err != nil {
			t.Fatal(err)
		}
		tell := func(s *server, from int) {
			for i := from; i < from+15; i++ {
				_, url := s.link(key, fmt.Sprintf("hotel %d", i))
				s.must(key, `mutation($token: String!) { redeemMagicLink(input: {token: $token}) { session { id } } }`, obj{"token": url}, &ignored)
			}
		}
		tell(s, 0)
		s.equips(t, key)
		s.kill()
		again := s.restart()
		tell(again, 15)
		again.dismantles(key)
		again.must(key, `mutation { deleteCustomerData(input: {customerKeys: ["hotel 1"]}) { deletedCount } }`, nil, &ignored)

		stored := again.events(key)
		again.hasTold(key, "CONNECTED_ACCOUNT_CONNECTED", "CONNECTED_ACCOUNT_DISCONNECTED", "DEVICE_ADDED", "DEVICE_CHANGED", "DEVICE_ASSIGNED", "DEVICE_UNASSIGNED",
			"DEVICE_ACTION_REQUESTED", "DEVICE_ACTION_COMPLETED", "DEVICE_DELETED", "CUSTOMER_DELETED")
		if len(stored) < 15*2*3+1 {
			t.Fatalf("only %d events are stored", len(stored))
		}
		// What was leased when the server was killed comes back after a minute.
		for end := time.Now().Add(2 * time.Minute); len(r.took(t)) < len(stored) && time.Now().Before(end); time.Sleep(200 * time.Millisecond) {
			continue
		}
		times, twice := r.took(t), 0
		for _, id := range stored {
			if times[id] == 0 {
				t.Errorf("event %s is missing", id)
			}
			if times[id] > 1 {
				twice++
			}
			delete(times, id)
		}
		if len(times) > 0 {
			t.Errorf("%d events came that aren't stored", len(times))
		}
		t.Logf("%d events, %d of them more than once, by %d calls", len(stored), twice, len(r.all))
	})
}

// equips connects an account of a hotel in a browser at a real provider, and has a device
// of it put into a room and opened.
func (s *server) equips(t *testing.T, key string) {
	t.Helper()
	provider := newProvider(t, s, 3600)
	s.offer(key, provider)
	p := open(t, s.equipped(key), phone)
	p.allow(provider.issuer)
	p.enter()
	p.section("accounts")
	p.click(mark("connect-locks"))
	p.click("#allow")
	p.awaitText("account-status", "Connected")
	var there struct {
		Customer struct {
			Devices, Spaces struct{ Nodes []struct{ ID string } }
		}
	}
	s.must(key, `{ customer(key: "hotel") { devices(filter: {key: "lock101"}) { nodes { id } } spaces(filter: {key: "101"}) { nodes { id } } } }`, nil, &there)
	device := there.Customer.Devices.Nodes[0].ID
	s.mutate(key, "assignDevices", obj{"spaceId": there.Customer.Spaces.Nodes[0].ID, "deviceIds": arr{device}}, "space { id }")
	s.mutate(key, "requestDeviceAction", obj{"deviceId": device, "capability": "UNLOCK"}, "deviceAction { id }")
	s.answer(key, obj{"succeeded": true, "state": obj{"isLocked": false}})
}

// dismantles undoes it.
func (s *server) dismantles(key string) {
	s.t.Helper()
	var there struct {
		ConnectedAccounts struct{ Nodes []struct{ ID string } }
		Customer          struct {
			Devices struct{ Nodes []struct{ ID string } }
		}
	}
	s.must(key, `{ connectedAccounts { nodes { id } } customer(key: "hotel") { devices(filter: {key: "lock101"}) { nodes { id } } } }`, nil, &there)
	s.mutate(key, "unassignDevices", obj{"deviceIds": arr{there.Customer.Devices.Nodes[0].ID}}, "devices { id }")
	s.mutate(key, "deleteDevices", obj{"customerKey": "hotel", "deviceKeys": arr{"lock101"}}, "deletedCount")
	s.mutate(key, "disconnectAccount", obj{"id": there.ConnectedAccounts.Nodes[0].ID}, "connectedAccount { id }")
}

// hasTold says that there is an event of each of the types.
func (s *server) hasTold(key string, types ...string) {
	s.t.Helper()
	for _, what := range types {
		var told struct{ Events struct{ TotalCount int } }
		s.must(key, `query($type: EventType!) { events(first: 1, filter: {type: $type}) { totalCount } }`, obj{"type": what}, &told)
		if told.Events.TotalCount == 0 {
			s.t.Errorf("no event tells of %s", what)
		}
	}
}

// events gives the ids of all events.
func (s *server) events(key string) (ids []string) {
	s.t.Helper()
	var after *string
	for {
		var page struct {
			Events struct {
				Nodes    []struct{ ID string }
				PageInfo struct {
					HasNextPage bool
					EndCursor   *string
				}
			}
		}
		s.must(key, `query($after: String) { events(first: 100, after: $after) { nodes { id } pageInfo { hasNextPage endCursor } } }`, obj{"after": after}, &page)
		for _, node := range page.Events.Nodes {
			ids = append(ids, node.ID)
		}
		if !page.Events.PageInfo.HasNextPage {
			return ids
		}
		after = page.Events.PageInfo.EndCursor
	}
}
