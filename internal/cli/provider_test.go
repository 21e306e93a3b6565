package cli_test

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portico-portal/portico/internal/oauth/oauthtest"
)

func TestAProviderIsMadeListedChangedAndDeleted(t *testing.T) {
	t.Parallel()
	s, service := newShell(t), oauthtest.New()
	t.Cleanup(service.Close)
	s.environment["PORTICO_ALLOW_PRIVATE_OUTBOUND"], s.environment["PORTICO_SECRET"] = "true", strings.Repeat("s", 32)
	workspace := s.output(t, "workspace", "create", "--name", "Sunrise")
	secret := filepath.Join(t.TempDir(), "secret")
	if err := os.WriteFile(secret, []byte("hush\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, []byte("\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	id := s.output(t, "provider", "create", "--workspace", workspace, "--key", "locks", "--name", "Smart Locks", "--issuer", service.URL,
		"--client-id", "portico", "--client-secret-file", secret, "--scopes", "email, profile", "--scopes", "offline_access")
	if !idPattern.MatchString(id) {
		t.Fatalf("no id: %q", id)
	}
	listed := func() map[string]any { return s.list(t, "provider", "list", "--workspace", workspace)[0] }
	want := func(field string, value any) {
		t.Helper()
		if got := asJSON(listed()[field]); got != asJSON(value) {
			t.Errorf("%s is %s, not %s", field, got, asJSON(value))
		}
	}
	want("id", id)
	want("issuer", service.URL)
	want("hasClientSecret", true)
	want("scopes", []string{"email", "profile", "offline_access"})
	if table := s.run(t, "provider", "list", "--workspace", workspace).stdout; !strings.Contains(table, id+"  locks  Smart Locks  "+service.URL) || strings.Contains(table, "hush") {
		t.Errorf("the table:\n%s", table)
	}
	s.output(t, "provider", "update", id, "--workspace", workspace, "--name", "Locks", "--client-secret=", "--scopes", "")
	want("name", "Locks")
	want("hasClientSecret", false)
	want("scopes", []string{})

	create := []string{"provider", "create", "--workspace", workspace, "--key", "two", "--name", "Two", "--client-id", "c"}
	for name, try := range map[string]struct {
		args []string
		code int
		text string
	}{
		"no place":              {create, 2, "--issuer: is required"},
		"a place that is down":  {append(create, "--issuer", service.URL+"/elsewhere"), 2, "--issuer: has no discovery document"},
		"two secrets":           {append(create, "--client-secret", "a", "--client-secret-file", secret), 2, "give one of them"},
		"an empty secret":       {[]string{"provider", "update", id, "--workspace", workspace, "--client-secret-file", empty}, 2, "no secret in it"},
		"a file of no name":     {[]string{"provider", "update", id, "--workspace", workspace, "--client-secret-file", ""}, 2, "--client-secret-file"},
		"a secret that is gone": {append(create, "--client-secret-file", secret+".none"), 2, "--client-secret-file"},
		"nothing to change":     {[]string{"provider", "update", id, "--workspace", workspace}, 2, "say what to change"},
		"of another workspace":  {[]string{"provider", "update", id, "--workspace", s.output(t, "workspace", "create", "--name", "x"), "--name", "y"}, 1, "no provider"},
		"whose":                 {[]string{"provider", "list"}, 2, "workspace"},
	} {
		if r := s.run(t, try.args...); r.code != try.code || !strings.Contains(r.stderr, try.text) || r.stdout != "" {
			t.Errorf("%s: %+v", name, r)
		}
	}
	for range 2 {
		if r := s.run(t, "provider", "delete", id, "--workspace", workspace); r.code != 0 || r.stdout != "" {
			t.Errorf("deleting: %+v", r)
		}
	}
	if all := s.list(t, "provider", "list", "--workspace", workspace); len(all) != 0 {
		t.Errorf("after it was deleted there is %v", all)
	}
}
