package e2e_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portico-portal/portico/internal/testdb"
)

const (
	servers  = 3
	visitors = 8
	// thinking is how long a visitor waits between two calls.
	thinking = 10 * time.Millisecond
)

var rounds = flag.Int("rolling-rounds", 2, "how often each of the servers behind a proxy is restarted")

func TestServersThatAreRestartedInTurnBehindAProxyFailNoCall(t *testing.T) {
	t.Parallel()
	for name := range proxies {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fleet := startFleet(t)
			key := fleet[0].firstKey()
			var addresses []string
			for _, s := range fleet {
				addresses = append(addresses, strings.TrimPrefix(s.base, "http://"))
			}
			front := startProxy(t, name, addresses)
			going, stop := context.WithCancel(t.Context())
			defer stop()
			made := &visits{front: front, key: key}
			var group sync.WaitGroup
			for i := range visitors {
				group.Go(func() { made.run(going, i) })
			}
			for range *rounds {
				for i, s := range fleet {
					time.Sleep(loadTime / 4)
					code, took := s.terminate()
					if code != 0 {
						t.Errorf("exit code %d after SIGTERM", code)
					}
					t.Logf("server %d ended in %s, after %d calls", i+1, took.Round(time.Millisecond), made.calls())
					fleet[i] = s.restartAtItsAddress()
				}
			}
			stop()
			group.Wait()
			if made.failed > 0 || made.calls() < 100 {
				t.Errorf("%d of %d calls failed", made.failed, made.calls())
			}
			compare(t, made.done, fleet[0].customers(key))
			checkRedemptions(t, fleet[0], key, len(made.done))
			t.Logf("%d calls, %d customers", made.calls(), len(made.done))
		})
	}
}

// startFleet starts servers on one PostgreSQL, each at an address of its own, so
// that nobody takes its port while it is restarted.
func startFleet(t *testing.T) (fleet []*server) {
	t.Helper()
	database := testdb.Empty(t, testdb.Postgres)
	for i := range servers {
		host, port, _ := net.SplitHostPort(freeAddress(t, fmt.Sprintf("127.1.0.%d", i+1)))
		s := &server{t: t, setup: setup{database: database, folder: t.TempDir(), environment: []string{
			"HOST=" + host, "PORT=" + port, "PORTICO_PUBLIC_URL=https://" + portalHost, "PORTICO_TRUSTED_PROXIES=127.0.0.1",
		}}, base: "http://" + net.JoinHostPort(host, port)}
		fleet = append(fleet, s.restartAtItsAddress())
	}
	return fleet
}

// restartAtItsAddress starts the server that it was, and waits until it is ready.
func (s *server) restartAtItsAddress() *server {
	s.t.Helper()
	again := launch(s.t, s.setup)
	again.base = s.base
	again.await(regexp.MustCompile("Portico is ready"))
	if status, text := again.get("/readyz"); status != http.StatusOK {
		s.t.Errorf("not ready: %d %s", status, text)
	}
	return again
}

// visits are what clients do through a proxy.
type visits struct {
	front *proxy
	key   string

	mu     sync.Mutex
	made   int
	failed int
	// done are the customers whose calls are all answered.
	done []call
}

func (v *visits) calls() int {
	v.mu.Lock()
	defer v.mu.Unlock()
	return v.made
}

// run makes one customer after the other, and ends with a whole one.
func (v *visits) run(ctx context.Context, number int) {
	client := v.front.client()
	for i := 0; ctx.Err() == nil; i++ {
		c := call{customer: fmt.Sprintf("customer_%d_%d", number, i), outcome: answered}
		input := portalFor(c.customer)["input"].(obj)
		data := obj{"customerData": input["customerData"]}
		if i%2 == 0 {
			input["idempotencyKey"] = c.customer
		}
		var portal made
		whole := v.graphQL(client, v.key, createPortal, obj{"input": input}, &portal)
		c.path = pathOf(portal.CreateCustomerPortal.MagicLink.URL)
		for _, step := range []func() bool{
			func() bool {
				return v.graphQL(client, v.key, "query ($key: String!) { customer(key: $key) { key } }", obj{"key": c.customer}, new(obj))
			},
			func() bool { return v.send(client, v.request(http.MethodGet, c.path, nil), http.StatusOK, nil) },
			func() bool {
				request := v.request(http.MethodPost, c.path, nil)
				request.Header.Set("Sec-Fetch-Site", "same-origin")
				return v.send(client, request, http.StatusSeeOther, nil)
			},
			func() bool {
				return v.graphQL(client, "", "mutation ($token: String!) { redeemMagicLink(input: { token: $token }) { session { token } } }",
					obj{"token": strings.TrimPrefix(c.path, "/p/")}, new(obj))
			},
			func() bool {
				return v.graphQL(client, v.key, "mutation ($input: PushCustomerDataInput!) { pushCustomerData(input: $input) { customer { key } } }",
					obj{"input": data}, new(obj))
			},
		} {
			whole = whole && step()
			time.Sleep(thinking)
		}
		if whole {
			v.mu.Lock()
			v.done = append(v.done, c)
			v.mu.Unlock()
		}
	}
}

// graphQL sends a document that has to be answered without an error.
func (v *visits) graphQL(client *http.Client, key, document string, variables obj, data any) bool {
	request := v.request(http.MethodPost, "/graphql", bytes.NewReader(body(document, variables)))
	request.Header.Set("Content-Type", "application/json")
	if key != "" {
		request.Header.Set("Authorization", "Bearer "+key)
	}
	return v.send(client, request, http.StatusOK, func(answer []byte) error { return parse(http.StatusOK, answer, data) })
}

func (v *visits) request(method, path string, content io.Reader) *http.Request {
	request, err := http.NewRequest(method, "https://"+portalHost+path, content)
	if err != nil {
		panic(err)
	}
	return request
}

// send makes a call and tells whether its answer is as it should be.
func (v *visits) send(client *http.Client, request *http.Request, status int, read func([]byte) error) bool {
	err := attempt(client, request, status, read)
	v.mu.Lock()
	defer v.mu.Unlock()
	v.made++
	if err == nil {
		return true
	}
	if v.failed++; v.failed <= 5 {
		v.front.t.Errorf("%s %.6s…: %v", request.Method, request.URL.Path, err)
	}
	return false
}

func attempt(client *http.Client, request *http.Request, status int, read func([]byte) error) error {
	response, err := client.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	answer, err := io.ReadAll(response.Body)
	if err != nil {
		return err
	}
	if response.StatusCode != status {
		return fmt.Errorf("status %d: %s", response.StatusCode, short(string(answer)))
	}
	if read == nil {
		return nil
	}
	return read(answer)
}

// checkRedemptions tells links that were not redeemed just as often as a client
// was told: once by the page, once by the API.
func checkRedemptions(t *testing.T, s *server, key string, links int) {
	t.Helper()
	var after *string
	found := 0
	for {
		var page struct {
			MagicLinks struct {
				Nodes []struct {
					CustomerKey     string
					RedemptionCount int
				}
				PageInfo struct {
					HasNextPage bool
					EndCursor   *string
				}
			}
		}
		s.must(key, `query ($after: String) { magicLinks(first: 100, after: $after) {
			nodes { customerKey redemptionCount } pageInfo { hasNextPage endCursor } } }`, obj{"after": after}, &page)
		for _, link := range page.MagicLinks.Nodes {
			if link.RedemptionCount != 2 {
				t.Errorf("%s was redeemed %d times", link.CustomerKey, link.RedemptionCount)
			}
		}
		found += len(page.MagicLinks.Nodes)
		if after = page.MagicLinks.PageInfo.EndCursor; !page.MagicLinks.PageInfo.HasNextPage {
			break
		}
	}
	if found != links {
		t.Errorf("%d links are stored of %d", found, links)
	}
}
