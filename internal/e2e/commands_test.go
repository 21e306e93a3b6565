package e2e_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"
	"time"
)

func TestHealthcheckTellsWhetherTheServerIsReady(t *testing.T) {
	t.Parallel()
	s := start(t, setup{})
	if code, stdout, stderr := s.run("healthcheck"); code != 0 {
		t.Errorf("beside a server: exit code %d: %s%s", code, stdout, stderr)
	}
	s.stop()
	if code, _, stderr := s.run("healthcheck"); code != 1 || !strings.Contains(stderr, "no server answers") {
		t.Errorf("without a server: exit code %d: %s", code, stderr)
	}
}

// credentialDelay is how long a server may go on with what it knows of a
// credential: a second, and a half for a look-up that a busy machine drew out.
const credentialDelay = 1500 * time.Millisecond

func TestAKeyMadeBesideARunningServerWorksAtOnceAndEndsWhenRevoked(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, database string) {
		s := start(t, setup{database: database})
		s.firstKey()
		var workspaces []struct{ ID string }
		if err := json.Unmarshal([]byte(s.prints("workspace", "list", "--json")), &workspaces); err != nil || len(workspaces) != 1 {
			t.Fatalf("%v, %v", workspaces, err)
		}
		var created struct{ ID, Key string }
		if err := json.Unmarshal([]byte(s.prints("key", "create", "--workspace", workspaces[0].ID, "--name", "backend", "--json")), &created); err != nil {
			t.Fatal(err)
		}
		s.link(created.Key, "hotel")
		s.prints("key", "revoke", created.ID)
		revoked := time.Now()
		// It is used all the time, so that the server has no other reason to look again.
		for {
			asked := time.Now()
			status, answer := s.ask(created.Key, "{ workspace { id } }", nil)
			if status == http.StatusUnauthorized && strings.Contains(answer, "UNAUTHENTICATED") {
				t.Logf("refused %s after it was revoked", asked.Sub(revoked).Round(time.Millisecond))
				return
			}
			if asked.Sub(revoked) > credentialDelay {
				t.Fatalf("asked %s after it was revoked: %d %s", asked.Sub(revoked), status, answer)
			}
			time.Sleep(20 * time.Millisecond)
		}
	})
}
