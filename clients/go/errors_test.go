package portico_test

import (
	"errors"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	portico "github.com/portico-portal/portico/clients/go"
)

func TestEveryFaultArrivesWithItsCodeAndField(t *testing.T) {
	t.Parallel()
	input := hotel("faults")
	input.CustomerData.Rooms[1].Name = ""
	input.CustomerData.Guests[0].GuestKey = " ann"
	_, err := portico.CreateCustomerPortal(t.Context(), client(t), input)
	faults, ok := errors.AsType[portico.Errors](err)
	if !ok || len(faults) != 2 {
		t.Fatalf("%T: %v", err, err)
	}
	fields := map[string]bool{}
	for _, fault := range faults {
		fields[fault.Field] = fault.Code == portico.CodeBadUserInput
	}
	if !fields["customerData.rooms[1].name"] || !fields["customerData.guests[0].guestKey"] {
		t.Errorf("%v", err)
	}
	if first, ok := errors.AsType[*portico.Error](err); !ok || first != faults[0] {
		t.Errorf("the first fault is %v", first)
	}
}

func TestAWrongKeyIsTyped(t *testing.T) {
	t.Parallel()
	url, _ := server(t)
	_, err := portico.GetWorkspace(t.Context(), portico.New(url, "portico_12345678_123456789012345678901234"))
	fault, ok := errors.AsType[*portico.Error](err)
	if !ok || fault.Code != portico.CodeUnauthenticated || fault.Status != http.StatusUnauthorized || fault.Field != "" {
		t.Errorf("%#v", err)
	}
}

// answering gives a client of what stands between a client and its server.
func answering(t *testing.T, handler http.HandlerFunc, options ...portico.Option) *portico.Client {
	t.Helper()
	s := httptest.NewServer(handler)
	t.Cleanup(s.Close)
	return portico.New(s.URL, "portico_secret", options...)
}

func TestAProxysAnswerIsAnErrorWithItsStatus(t *testing.T) {
	t.Parallel()
	c := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.WriteHeader(http.StatusBadGateway)
		_, _ = w.Write([]byte("<html>" + strings.Repeat("Bad Gateway ", 100_000)))
	})
	_, err := portico.GetWorkspace(t.Context(), c)
	fault, ok := errors.AsType[*portico.Error](err)
	if !ok || fault.Status != http.StatusBadGateway || fault.Code != "" || len(err.Error()) > 400 {
		t.Errorf("%.500v", err)
	}
}

func TestAKeyDoesNotFollowARedirect(t *testing.T) {
	t.Parallel()
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		t.Errorf("elsewhere got %q", r.Header.Get("Authorization"))
	}))
	t.Cleanup(elsewhere.Close)
	redirect := func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, elsewhere.URL+"/graphql", http.StatusTemporaryRedirect)
	}
	for _, c := range []*portico.Client{answering(t, redirect), answering(t, redirect, portico.WithHTTPClient(&http.Client{}))} {
		_, err := portico.GetWorkspace(t.Context(), c)
		if fault, ok := errors.AsType[*portico.Error](err); !ok || fault.Status != http.StatusTemporaryRedirect {
			t.Errorf("%v", err)
		}
	}
}

func TestACallThatIsNotAnsweredEnds(t *testing.T) {
	t.Parallel()
	hold := make(chan struct{})
	c := answering(t, func(http.ResponseWriter, *http.Request) { <-hold }, portico.WithHTTPClient(&http.Client{Timeout: 50 * time.Millisecond}))
	defer close(hold)
	if _, err := portico.GetWorkspace(t.Context(), c); err == nil || !strings.Contains(err.Error(), "Client.Timeout") {
		t.Errorf("%v", err)
	}
}

func TestWhatEveryCallCarries(t *testing.T) {
	t.Parallel()
	c := answering(t, func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/graphql" || r.Header.Get("Authorization") != "Bearer portico_secret" || r.Header.Get("seam-workspace") != "w" {
			t.Errorf("%s %v", r.URL, r.Header)
		}
		_, _ = w.Write([]byte(`{"data":{"workspace":{"id":"w"}}}`))
	}, portico.WithWorkspace("w"))
	if got := must(portico.GetWorkspace(t.Context(), c))(t); got.Workspace.Id != "w" {
		t.Errorf("%+v", got.Workspace)
	}
}
