package server_test

import (
	"context"
	"net"
	"net/http"
	"regexp"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/server"
	"github.com/portico-portal/portico/internal/testdb"
)

func TestProfilesAreServedOnLoopbackAloneAndOnlyWhereTheyAreAskedFor(t *testing.T) {
	t.Parallel()
	s := start(t, load(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_PPROF_ADDRESS=127.0.0.1:0"), false)
	if status, _ := s.get(t, "/debug/pprof/"); status != 404 {
		t.Errorf("the server's own port answers %d", status)
	}
	found := regexp.MustCompile(`"url":"(http://127\.0\.0\.1:\d+/debug/pprof/)"`).FindStringSubmatch(s.log.String())
	if found == nil {
		t.Fatalf("no address in the log: %s", &s.log)
	}
	for host, status := range map[string]int{"": 200, "localhost:1": 200, "[::1]:1": 200, "rebound.example.com": 403} {
		request, err := http.NewRequest(http.MethodGet, found[1]+"heap", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Host = host
		response, err := http.DefaultClient.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		response.Body.Close()
		if response.StatusCode != status {
			t.Errorf("asked for %q it answers %d", host, response.StatusCode)
		}
	}
}

func TestAPortForProfilesThatIsInUseStopsTheStart(t *testing.T) {
	t.Parallel()
	taken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer taken.Close()
	settings := load(t, testdb.New(t, testdb.SQLite, migrate), "PORTICO_PPROF_ADDRESS="+taken.Addr().String())
	err = server.Run(context.Background(), server.Options{Config: settings})
	if err == nil || !strings.Contains(err.Error(), "PORTICO_PPROF_ADDRESS") {
		t.Errorf("it starts with %v", err)
	}
}
