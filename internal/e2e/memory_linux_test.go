package e2e_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"sync"
	"testing"
)

// mostResident is what a server may take under large bodies: the aim is 128 MiB,
// and a collector that gets no processor lags behind.
const mostResident = 160 << 20

var peakPattern = regexp.MustCompile(`VmHWM:\s+(\d+) kB`)

// peak is the most memory that the process was resident in.
func (s *server) peak() int {
	s.t.Helper()
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.command.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	found := peakPattern.FindSubmatch(status)
	if found == nil {
		s.t.Fatalf("no peak in %s", status)
	}
	kilobytes, err := strconv.Atoi(string(found[1]))
	if err != nil {
		s.t.Fatal(err)
	}
	return kilobytes << 10
}

func TestLargeBodiesFromManyConnectionsLeaveMemoryBounded(t *testing.T) {
	const document = `{"query":"mutation($input: CreateCustomerPortalInput!) { createCustomerPortal(input: $input) { magicLink { id } } }","variables":{"input":{"customerData":{"customerKey":"hotel",`
	rooms := func(items string) []byte { return []byte(document + `"rooms":[` + items + `]}}}}`) }
	bodies := [][]byte{
		rooms(`{"roomKey":"1","name":"` + strings.Repeat("x", 8_380_000) + `"}`),
		rooms(strings.Repeat("[0"+strings.Repeat(",0", 24_000)+"],", 9) + "0"),
		rooms(`{"a":0}` + strings.Repeat(`,{"a":0}`, 24_000)),
		rooms(`{"a":0}` + strings.Repeat(`,{"a":0}`, 1_000_000)),
	}
	s := start(t, setup{})
	key := s.firstKey()
	var together sync.WaitGroup
	for i := range 64 {
		together.Go(func() {
			status, answer, err := s.push(key, bodies[i%len(bodies)])
			busy := status == http.StatusServiceUnavailable && strings.Contains(answer, "RATE_LIMITED")
			large := status == http.StatusRequestEntityTooLarge && strings.Contains(answer, "LIMIT_EXCEEDED")
			faulty := status == http.StatusOK && strings.Contains(answer, "BAD_USER_INPUT")
			if err == nil && !busy && !large && !faulty {
				t.Errorf("%d %s", status, short(answer))
			}
		})
	}
	together.Wait()
	if peak := s.peak(); peak > mostResident {
		t.Errorf("%d MiB were resident", peak>>20)
	} else {
		t.Logf("%d MiB were resident", peak>>20)
	}
	status, answer, err := s.push(key, []byte(document+`"rooms":[]}}}}`))
	if err != nil || status != http.StatusOK || !json.Valid([]byte(answer)) || strings.Contains(answer, "errors") {
		t.Errorf("afterwards: %d %s %v", status, short(answer), err)
	}
}

// push sends a body to the API. The error is that of a connection which was
// closed while the body was still being sent.
func (s *server) push(key string, body []byte) (status int, answer string, err error) {
	request, err := http.NewRequest(http.MethodPost, s.base+"/graphql", bytes.NewReader(body))
	if err != nil {
		return 0, "", err
	}
	request.Header.Set("Content-Type", "application/json")
	request.Header.Set("Authorization", "Bearer "+key)
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return 0, "", err
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	return response.StatusCode, string(text), err
}
