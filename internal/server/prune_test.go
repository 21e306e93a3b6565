package server_test

import (
	"database/sql"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	_ "github.com/jackc/pgx/v5/stdlib" // the driver "pgx"

	"github.com/portico-portal/portico/internal/testdb"
)

const hour, day = time.Hour, 24 * time.Hour

// ask runs a document that must have no errors, and reads its data.
func ask[T any](t *testing.T, s *instance, key, document string) (data T) {
	t.Helper()
	var headers []string
	if key != "" {
		headers = append(headers, "Authorization: Bearer "+key)
	}
	status, answer := s.query(t, document, headers...)
	parsed := struct {
		Data   *T
		Errors []any
	}{Data: &data}
	if err := json.Unmarshal([]byte(answer), &parsed); err != nil || status != 200 || len(parsed.Errors) > 0 {
		t.Fatalf("%s: %d %s", document, status, answer)
	}
	return data
}

// eventually asks until the answer is the one, since a server's first round of pruning and
// what webhooks hear come by themselves.
func eventually(t *testing.T, what string, want string, ask func() string) {
	t.Helper()
	got := ask()
	for began := time.Now(); got != want && time.Since(began) < 20*time.Second; got = ask() {
		time.Sleep(20 * time.Millisecond)
	}
	if got != want {
		t.Errorf("%s: %s, not %s", what, got, want)
	}
}

// pruned waits for the end of the server's first round.
func (s *instance) pruned(t *testing.T) {
	t.Helper()
	eventually(t, "a round of pruning", "true", func() string {
		return fmt.Sprint(strings.Contains(s.log.String(), "what was kept for long enough is deleted"))
	})
}

const createOnce = `mutation { createCustomerPortal(input: {customerData: {customerKey: "hotel"}, idempotencyKey: "once"}) { magicLink { id url } } }`

type created struct {
	CreateCustomerPortal struct{ MagicLink struct{ ID, URL string } }
}

func TestWhatIsOverIsKeptForAsLongAsTheSettingsSay(t *testing.T) {
	t.Parallel()
	for _, engine := range testdb.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			hears := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusNoContent) }))
			t.Cleanup(hears.Close)
			url := testdb.Empty(t, engine)
			settings := load(t, url, "PORTICO_ALLOW_PRIVATE_OUTBOUND=true")
			first := start(t, settings, true)
			key := first.firstKey(t)
			endpoint := ask[struct {
				CreateWebhookEndpoint struct{ WebhookEndpoint struct{ ID string } }
			}](t, first, key, `mutation { createWebhookEndpoint(input: {url: "`+hears.URL+`"}) { webhookEndpoint { id } } }`).CreateWebhookEndpoint.WebhookEndpoint.ID
			link := ask[created](t, first, key, createOnce).CreateCustomerPortal.MagicLink
			ask[any](t, first, "", `mutation { redeemMagicLink(input: {token: "`+link.URL+`"}) { session { expiresAt } } }`)
			ask[any](t, first, key, `mutation { pushDevices(input: {customerKey: "hotel", devices: [{deviceKey: "lock", name: "Lock", type: LOCK, capabilities: [LOCK]}]}) { customer { id } } }`)
			device := ask[struct {
				Customer struct {
					Devices struct{ Nodes []struct{ ID string } }
				}
			}](t, first, key, `{ customer(key: "hotel") { devices { nodes { id } } } }`).Customer.Devices.Nodes[0].ID
			ask[any](t, first, key, `mutation { requestDeviceAction(input: {deviceId: "`+device+`", capability: LOCK}) { deviceAction { id } } }`)
			waiting := `{ webhookDeliveries(webhookEndpointId: "` + endpoint + `", filter: {status: PENDING}) { totalCount } }`
			eventually(t, "deliveries that wait", "0", func() string {
				return fmt.Sprint(ask[struct{ WebhookDeliveries struct{ TotalCount int } }](t, first, key, waiting).WebhookDeliveries.TotalCount)
			})
			first.stop(t)

			seen := func(s *instance) string {
				data := ask[struct {
					MagicLink                                *struct{ ID string }
					Events, WebhookDeliveries, DeviceActions struct{ TotalCount int }
				}](t, s, key, `{ magicLink(id: "`+link.ID+`") { id } events(filter: {until: "`+time.Now().Add(hour).UTC().Format(time.RFC3339)+`"}) { totalCount } webhookDeliveries(webhookEndpointId: "`+endpoint+`") { totalCount } deviceActions { totalCount } }`)
				return fmt.Sprintf("link %t, sessions %d, events %d, deliveries %d, actions %d", data.MagicLink != nil, sessions(t, url),
					data.Events.TotalCount, data.WebhookDeliveries.TotalCount, data.DeviceActions.TotalCount)
			}
			for _, step := range []struct {
				ahead time.Duration
				want  string
			}{
				{35 * hour, "link true, sessions 1, events 6, deliveries 6, actions 1"}, // the sixth: nobody answered the device
				{37 * hour, "link true, sessions 0, events 6, deliveries 6, actions 1"},
				{30*day + hour, "link true, sessions 0, events 6, deliveries 1, actions 1"},
				{90*day + hour, "link true, sessions 0, events 2, deliveries 0, actions 0"}, // the link tells that it was made
				{91*day + hour, "link false, sessions 0, events 1, deliveries 0, actions 0"},
			} {
				s := startAt(t, settings, step.ahead)
				s.pruned(t)
				eventually(t, fmt.Sprint("after ", step.ahead), step.want, func() string { return seen(s) })
				s.stop(t)
			}
		})
	}
}

func TestAnIdempotencyKeyStandsForItsCallForItsWindow(t *testing.T) {
	t.Parallel()
	for _, engine := range testdb.Engines() {
		t.Run(string(engine), func(t *testing.T) {
			t.Parallel()
			settings := load(t, testdb.Empty(t, engine), "PORTICO_KEEP_IDEMPOTENCY_KEYS=2d")
			first := start(t, settings, true)
			key := first.firstKey(t)
			link := ask[created](t, first, key, createOnce).CreateCustomerPortal.MagicLink.ID
			first.stop(t)
			for _, step := range []struct {
				ahead time.Duration
				same  bool
			}{{47 * hour, true}, {49 * hour, false}} {
				s := startAt(t, settings, step.ahead)
				s.pruned(t)
				if again := ask[created](t, s, key, createOnce).CreateCustomerPortal.MagicLink.ID; (again == link) != step.same {
					t.Errorf("after %s the key gives %s, the first was %s", step.ahead, again, link)
				}
				s.stop(t)
			}
		})
	}
}

// sessions counts the sessions that are kept, which nothing shows once they have ended.
func sessions(t *testing.T, url string) (n int) {
	t.Helper()
	driver, name := "pgx", url
	if path, is := strings.CutPrefix(url, "sqlite:"); is {
		driver, name = "sqlite", "file:"+path+"?_pragma=busy_timeout(10000)"
	}
	db, err := sql.Open(driver, name)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = db.Close() }()
	if err := db.QueryRowContext(t.Context(), "SELECT count(*) FROM portal_sessions").Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}
